"""Compare two runs: which verdicts moved, and which changed assumption moved them, by reweighting draws."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..audit.evidence import columns_of
from ..audit.finished import Kept
from ..audit.records import Interval
from ..ground.faults import RunError
from ..runs.truth import judged
from .changes import changes
from .comparison import Cause, Changed, Comparison, Moved
from .reweigh import Shift, Weights, shift
from .reweighted import Way

SINGLE = ("assumption", "correlation")
"""Changes that draws can be reweighted for, one at a time."""
ELSEWHERE = ("move", "world", "start", "setting", "quantity", "code", "claim")
"""Changes that no reweighting of draws can stand for."""


def compare(first: Kept, second: Kept) -> Comparison:
    """Return what differs between two runs, and why verdicts moved as far as their draws can tell."""
    changed = changes(first, second)
    reweighted = _Reweighted.of(first, second)
    both = [name for name in first.verdicts if name in second.verdicts]
    return Comparison(
        folders=(str(first.folder), str(second.folder)),
        studies=(first.manifest.fingerprint.study, second.manifest.fingerprint.study),
        changed=changed,
        claims=tuple(_claim(name, reweighted, changed) for name in both),
        new=tuple(name for name in second.verdicts if name not in first.verdicts),
        gone=tuple(name for name in first.verdicts if name not in second.verdicts),
        notes=tuple(_notes(first, second)),
    )


def _notes(first: Kept, second: Kept) -> list[str]:
    found = []
    for run in (first, second):
        if run.study is None:
            found.append(
                f"{run.folder}: the text of its study is not at hand, so that moves, worlds and tests cannot be "
                f"compared and no cause can be told"
            )
        elif run.problem is None:
            found.append(
                f"{run.folder}: this version cannot bind its study, so that no cause can be told from its draws"
            )
    return found


@dataclass(frozen=True)
class _Reweighted:
    """Both runs, and the weights that make the draws of each stand for one change, by its name."""

    first: Kept
    second: Kept
    way: Way
    """From the first to the second."""
    forward: Mapping[str, Weights]
    backward: Mapping[str, Weights]

    @classmethod
    def of(cls, first: Kept, second: Kept) -> _Reweighted:
        way, back = Way.of(first, second), Way.of(second, first)
        names = [*way.changed, *way.groups]
        return cls(
            first,
            second,
            way,
            {name: way.weights([name]) for name in names},
            {name: back.weights([name]) for name in names},
        )

    def about(self, name: str, may: frozenset[str] | None) -> bool:
        """Tell whether a change is about what a claim may rest on (None: all)."""
        if may is None or name in may:
            return True
        return len(may.intersection(self.way.groups.get(name, ()))) > 1


def _claim(name: str, both: _Reweighted, changed: Sequence[Changed]) -> Moved:
    before, after = both.first.verdicts[name], both.second.verdicts[name]
    intervals = _interval(before), _interval(after)
    shares = before["share"], after["share"]
    apart = intervals[0] and intervals[1] and _apart(intervals[0], intervals[1])
    moved = before["word"] != after["word"] or bool(apart)
    causes = _causes(name, both, changed)
    left = _left(shares, causes)
    return Moved(
        claim=name,
        says=_says(name, both),
        words=(before["word"], after["word"]),
        shares=shares,
        intervals=intervals,
        moved=moved,
        causes=causes,
        left=left,
        sentence=_sentence(shares, moved, causes, left, intervals, changed, name),
        flips=(_flip(before), _flip(after)),
    )


def _flip(verdict: Mapping[str, Any]) -> float | None:
    """Return how far from the centre a claim turned; None where no flip was found, or sought."""
    found = verdict.get("flips") or [{}]
    distance = found[0].get("distance")
    return None if distance is None else float(distance)


def _interval(verdict: Mapping[str, Any]) -> Interval | None:
    return Interval(**verdict["interval"]) if verdict.get("interval") else None


def _apart(one: Interval, two: Interval) -> bool:
    return one.high < two.low or two.high < one.low


def _says(name: str, both: _Reweighted) -> str:
    for run in (both.second, both.first):
        if run.study is not None and name in run.study.claims:
            return run.study.claims[name].says
    return ""


def _causes(name: str, both: _Reweighted, changed: Sequence[Changed]) -> tuple[Cause, ...]:
    """Return what each changed assumption did to a claim, then all that could be told, then the claim's test."""
    ahead, back = _truth(both.first, both.first, name), _truth(both.second, both.second, name)
    may = _rests_on(name, both)
    found = [
        _cause(
            "correlation" if one in both.way.groups else "assumption",
            one,
            (ahead, both.forward[one]),
            (back, both.backward[one]),
        )
        for one in both.forward
        if both.about(one, may)
    ]
    told = [one.name for one in found if one.by == "first"]
    if len(told) > 1:
        joint = both.way.weights(told)
        found.append(_cause("assumptions", "all told by the first run's draws", (ahead, joint), None))
    if any(one.kind == "claim" and one.name == name for one in changed):
        found.append(_test(name, both, ahead))
    return tuple(found)


def _rests_on(name: str, both: _Reweighted) -> frozenset[str] | None:
    """Return the assumptions that a claim may rest on in either study; None where that is not known."""
    found: set[str] = set()
    for run in (both.first, both.second):
        if run.problem is None:
            return None
        for claim in run.problem.claims:
            if claim.id == name:
                found |= {column.assumption for column in columns_of(claim, run.problem.columns)}
    return frozenset(found)


def _cause(
    kind: str,
    name: str,
    forward: tuple[np.ndarray | None, Weights],
    backward: tuple[np.ndarray | None, Weights] | None,
) -> Cause:
    """Return the move that weights tell, by the first run's draws or, failing these, by the second's."""
    ways = [("first", *forward, 1)] + ([("second", *backward, -1)] if backward else [])
    for by, truth, weight, sign in ways:
        moved = shift(truth, weight.values) if truth is not None and weight.values is not None else None
        if moved is not None:
            return Cause(
                kind, name, True, sign * moved.move, _turned(moved, sign), weight.effective,
                len(truth) if truth is not None else 0, by, weight.note,
            )  # fmt: skip
    why = {by: weight.note or "the claim cannot be judged anew" for by, _, weight, _ in ways}
    same = len(set(why.values())) == 1
    notes = [*set(why.values())] if same else [f"by the {by} run's draws: {one}" for by, one in why.items()]
    return Cause(kind, name, False, None, None, 0.0, 0, "", "; ".join(notes))


def _turned(moved: Shift, sign: int) -> Interval:
    low, high = sorted((sign * moved.low, sign * moved.high))
    return Interval(low, high)


def _test(name: str, both: _Reweighted, old: np.ndarray | None) -> Cause:
    """Return what the claim's own new test changes among the first run's draws."""
    new = _truth(both.first, both.second, name)
    if old is None or new is None or not (new >= 0).any() or not (old >= 0).any():
        why = "the first run did not record what the new test names, or cannot be judged anew"
        return Cause("test", name, False, None, None, 0.0, 0, "", why)
    ones = np.ones(len(old))
    one, two = shift(old, ones), shift(new, ones)
    move = two.share - one.share if one and two else 0.0
    return Cause("test", name, True, move, Interval(move, move), float(len(old)), len(old), "first", "")


def _truth(run: Kept, tests: Kept, name: str) -> np.ndarray | None:
    """Return a claim's truth in each draw of a run, by another run's test; None where it cannot be judged."""
    if tests.problem is None:
        return None
    claim = next((one for one in tests.problem.claims if one.id == name), None)
    if claim is None:
        return None
    try:
        return judged(tests.problem, claim, run.table, run.draws).truth
    except RunError:
        return None


def _left(shares: tuple[float | None, float | None], causes: Sequence[Cause]) -> float | None:
    """Return what is left of a move; None where nothing was told of it."""
    before, after = shares
    together = [one for one in causes if one.kind == "assumptions" and one.told]
    singles = [one for one in causes if one.kind in SINGLE and one.told]
    tests = [one.move or 0.0 for one in causes if one.kind == "test" and one.told]
    if before is None or after is None or not (together or singles or tests):
        return None
    backward = sum(one.move or 0.0 for one in singles if one.by == "second")
    forward = together[0].move if together else sum(one.move or 0.0 for one in singles if one.by == "first")
    return after - before - (forward or 0.0) - backward - sum(tests)


def _sentence(
    shares: tuple[float | None, float | None],
    moved: bool,
    causes: Sequence[Cause],
    left: float | None,
    intervals: tuple[Interval | None, Interval | None],
    changed: Sequence[Changed],
    name: str,
) -> str:
    """Say why a verdict moved, as far as it can be told; empty where it did not."""
    if not moved:
        return ""
    clear = [one for one in causes if one.clear and one.kind != "assumptions"]
    clear.sort(key=lambda one: -abs(one.move or 0.0))
    said = [
        f"{one.name if one.kind in SINGLE else 'its test'} moved it by {points(one.move)}" for one in clear
    ]
    text = f"{', '.join(said)}." if said else ""
    untold = [one.name for one in causes if not one.told and one.kind in SINGLE]
    if untold:
        text += f" What {', '.join(untold)} did cannot be told."
    if left is None or abs(left) > _noise([*intervals, *(one.interval for one in causes)]):
        other = [
            f"{one.kind} {one.name}" for one in changed if one.kind in ELSEWHERE and not _elses(one, name)
        ]
        rest = f"{points(left)} of it is" if left is not None else "The move is"
        text += (
            f" {rest} left to {', '.join(other[:4]) if other else 'interactions of what changed, or chance'}."
        )
    return text.strip()


def _elses(one: Changed, name: str) -> bool:
    """Tell whether a change is of another claim's test."""
    return one.kind == "claim" and one.name != name


def _noise(intervals: Sequence[Interval | None]) -> float:
    """Return how far shares may be apart by the chance of their draws."""
    return math.hypot(*((one.high - one.low) / 2 for one in intervals if one))


def points(move: float | None) -> str:
    """Say a move of a share in points.

    >>> points(0.123), points(-0.0004)
    ('+12.3 points', '-0.0 points')
    """
    return "an unknown amount" if move is None else f"{100 * move:+.1f} points"
