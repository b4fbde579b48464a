"""A point as a study of its own: what was moved is fixed in the text, moves switched off are left out."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from ..audit.sentences import value as said
from ..bind.problem import bind
from ..chance.kinds import Choice
from ..domains.columns import label
from ..domains.domain import Problem
from ..domains.records import Column
from ..study.assume import KINDS
from ..study.read import parse_study
from .point import Point

WIDTH = 10_000
"""No line is broken."""
DIGITS = 12
"""Of a value that is written: more would be dust of the slider."""


@dataclass(frozen=True)
class Saved:
    """The text of a study, and what of the point it could not hold."""

    text: str
    left: tuple[str, ...]
    """Names of assumptions that stay drawn, since a study file cannot hold them: parts of shares, years of a path."""


def saved(problem: Problem, point: Point, name: str = "") -> Saved:
    """Return a study's text with a point's values fixed and its moves left out; comments stay where they were.

    Raises StudyError where what comes out is no sound study.
    """
    writer = YAML()
    writer.preserve_quotes, writer.width = True, WIDTH
    writer.indent(mapping=2, sequence=4, offset=2)
    root = writer.load(problem.study.text)
    if name:
        root["study"] = name
    columns = {column.name: column for column in problem.columns}
    left = [one for one, value in point.values.items() if not _fix(root["assumptions"], columns[one], value)]
    _drop_pairs(root, {columns[one].assumption for one in point.values})
    if point.off:
        _leave_out(root, [one for one in problem.study.moves if one in point.off])
    out = io.StringIO()
    writer.dump(root, out)
    bind(
        parse_study(
            out.getvalue(), str(Path(problem.study.file).with_name(f"{name or problem.study.id}.yaml"))
        )
    )
    return Saved(out.getvalue(), tuple(left))


def _fix(assumptions: CommentedMap, column: Column, value: float) -> bool:
    """Fix a number in the text; tell whether a study file can hold it."""
    entry = assumptions[column.assumption]
    number = float(f"{value:.{DIGITS}g}")
    was = f"set to {said(column, value)} (was: {entry['source']})"
    if "from" in entry:
        held = entry.setdefault("at", CommentedMap())
        held.fa.set_flow_style()
        held[label(column.name)] = number
        return True
    if column.name != column.assumption:
        return False
    kind = next(one for one in KINDS if one in entry)
    place = list(entry).index(kind)
    del entry[kind]
    entry.pop("on", None)
    if isinstance(column.distribution, Choice):
        chosen = CommentedSeq([column.distribution.names[int(value)]])
        chosen.fa.set_flow_style()
        entry.insert(place, "choice", chosen)
    else:
        entry.insert(place, "fixed", number)
    entry["source"] = was
    return True


def _drop_pairs(root: CommentedMap, fixed: set[str]) -> None:
    """Take out correlations of what is fixed: nothing is left to move together."""
    pairs = root.get("correlations")
    if pairs:
        kept = [one for one in pairs if not fixed & {str(name).partition("[")[0] for name in one["between"]}]
        if len(kept) < len(pairs):
            root["correlations"] = kept
        if not kept:
            del root["correlations"]


def _leave_out(root: CommentedMap, off: list[str]) -> None:
    """Write which moves are made in no world."""
    made = CommentedSeq([*root.get("without", []), *off])
    made.fa.set_flow_style()
    if "without" in root:
        root["without"] = made
    else:
        root.insert(list(root).index("worlds"), "without", made)
