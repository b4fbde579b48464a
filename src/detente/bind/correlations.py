"""From correlations as written to pairs of columns that can be drawn together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ..domains.domain import Problem
from ..domains.records import Column, Correlation
from ..study.faults import Faults
from ..study.records import CorrelationText, Study
from .feasible import clash, is_feasible, nearest, rank_of


def correlations_of(
    study: Study, columns: Sequence[Column], faults: Faults
) -> tuple[tuple[Correlation, ...], tuple[Correlation, ...]]:
    """Return the correlations that are drawn, then those that lapse because one side was set from outside.

    Adds a fault for each name that is not known or cannot be correlated, each pair given twice, and each set
    of ranks that no numbers can have together.
    """
    first: dict[frozenset[str], CorrelationText] = {}
    for one in study.correlations:
        if not _sound(one, study, faults):
            continue
        pair = frozenset(str(node.value) for node in one.between)
        if pair in first:
            what = f"{' and '.join(_names(one))} are correlated already, in line {first[pair].place.line}"
            faults.add(one.place, what, "keep one of the two")
        else:
            first[pair] = one
    drawn = {pair: one for pair, one in first.items() if not one.lapsed}
    _check_feasible(drawn, [column.name for column in columns], faults)
    lapsed = tuple(_bound(one) for one in first.values() if one.lapsed)
    return tuple(map(_bound, drawn.values())), lapsed


def lapsed(problem: Problem) -> list[str]:
    """Say which correlations are not drawn because one of their assumptions was set from outside."""
    found = []
    for one in problem.lapsed:
        names = [
            name for name in one.between if problem.study.assumptions[name].distribution.stands_at is None
        ]
        rest = f"{names[0]} is drawn from its own range" if names else "both are set"
        found.append(f"{' and '.join(one.between)} (rank {one.rank:g}) do not move together: {rest}")
    return found


def _bound(one: CorrelationText) -> Correlation:
    return Correlation(_names(one), one.rank, one.source, "judgement" in one.source.lower())


def _names(one: CorrelationText) -> tuple[str, str]:
    return str(one.between[0].value), str(one.between[1].value)


def _sound(one: CorrelationText, study: Study, faults: Faults) -> bool:
    """Tell whether a pair names two assumptions that can be drawn together; add a fault for each that cannot."""
    known = [node for node in one.between if faults.known(node, study.assumptions, "assumption")]
    if len(known) < 2:
        return False
    if one.between[0].value == one.between[1].value:
        what = f"'{one.between[1].value}' is correlated with itself"
        faults.add(one.between[1].place, what, "name two assumptions")
        return False
    fit = True
    for node in known:
        given = study.assumptions[node.value].distribution
        if given.unfit and not (one.lapsed and given.stands_at is not None):
            why, mend = given.unfit
            faults.add(node.place, f"'{node.value}' {why}, so that it cannot be correlated", mend)
            fit = False
    return fit


def _check_feasible(
    given: Mapping[frozenset[str], CorrelationText], names: Sequence[str], faults: Faults
) -> None:
    """Add a fault for each group of assumptions whose ranks no numbers can have together."""
    for group in _groups(given, names):
        size = len(group)
        matrix, named = np.eye(size), np.eye(size, dtype=bool)
        for row in range(size):
            for column in range(row):
                pair = given.get(frozenset((group[row], group[column])))
                if pair:
                    matrix[row, column] = matrix[column, row] = _bound(pair).pearson
                    named[row, column] = named[column, row] = True
        if not is_feasible(matrix):
            _infeasible(given, group, matrix, named, faults)


def _groups(given: Mapping[frozenset[str], CorrelationText], names: Sequence[str]) -> list[list[str]]:
    """Return the assumptions that pairs join, directly or through others, in the order of the file."""
    found: list[set[str]] = []
    for pair in given:
        joined = [group for group in found if group & pair]
        found = [group for group in found if not group & pair] + [set(pair).union(*joined)]
    return [[name for name in names if name in group] for group in found]


def _infeasible(
    given: Mapping[frozenset[str], CorrelationText],
    group: Sequence[str],
    matrix: np.ndarray,
    named: np.ndarray,
    faults: Faults,
) -> None:
    """Add the fault of ranks that clash: the fewest that do, and the nearest ranks that do not."""
    places = clash(matrix)
    some = [frozenset((group[a], group[b])) for b in places for a in places if a < b]
    said, lines, unnamed = [], [], []
    for pair in some:
        names, text = " and ".join(sorted(pair, key=group.index)), given.get(pair)
        said.append(f"{names} {text.rank:g} (line {text.place.line})" if text else f"{names} 0 (not named)")
        lines += [text] if text else []
        unnamed += [] if text else [names]
    ranks = rank_of(nearest(matrix, named))
    mends = [
        f"{' and '.join(_names(text))} {ranks[group.index(_names(text)[0]), group.index(_names(text)[1])]:g}"
        for pair, text in given.items()
        if pair <= set(group)
    ]
    what = f"no numbers can move together so: {', '.join(said)}"
    mend = f"the nearest ranks that can be (Higham 2002) are {', '.join(mends)}"
    mend += f"; or name a rank of {', '.join(unnamed)}" if unnamed else ""
    faults.add(min(text.place for text in lines), what, mend)
