"""The flip of each claim: the nearest point to the centre at which it changes, found and proven by the models.

Distance is in standard-normal units of the assumptions, the reliability index of Hasofer and Lind (1974, Journal
of the Engineering Mechanics Division 100:111-121). What is told is an upper bound: a nearer change that no
direction led to may exist.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from ..bind.records import BoundClaim, Column, Problem
from ..study.distributions import Choice
from . import flip_words
from .copula import Copula
from .directions import correlation, known, nearest
from .draws import Draws
from .flip_search import at_centre, prove, search
from .loop import Evaluate
from .normals import Normals, places
from .records import RESTATES, Difference, Flip, Verdict
from .sentences import value
from .table import Table
from .trial import Bench, Target
from .truth import judged

DECIDING = 8
"""Drivers in which a draw on the other side gives a direction."""
TOLD = 0.05
"""A column that moves less than this share of the one that moves farthest is not listed."""


@dataclass(frozen=True)
class Wanted:
    """A claim whose flip is sought: with every choice at its centre, or one of them at another variant."""

    claim: BoundClaim
    verdict: Verdict
    choice: str = ""
    variant: int = 0


def flips(
    problem: Problem, verdicts: Mapping[str, Verdict], table: Table, sample: Draws, evaluate: Evaluate
) -> dict[str, tuple[Flip, ...]]:
    """Return the flips of each claim that has a verdict: the first with choices at their centre, then by variant."""
    order = [column.name for column in problem.columns]
    normals = Normals(problem.columns, Copula.of(order, problem.correlations))
    wanted = [one for claim in problem.claims for one in _wanted(problem, claim, verdicts[claim.id])]
    if not wanted or not normals.free:
        return {}
    bench = Bench(problem, normals, [Target(one.claim, _held(normals, one)) for one in wanted], evaluate)
    firsts = [place for place, one in enumerate(wanted) if not one.choice]
    middle, slopes = at_centre(bench, len(normals.free), firsts)
    aim = np.where(middle.truth < 0, -1, 1 - middle.truth)
    ways, rays = _directions(wanted, bench, table, sample, aim, slopes)
    points, margins = prove(bench, search(bench, aim, rays, ways))
    base = {wanted[place].claim.id: int(middle.truth[place]) for place in firsts}
    found: dict[str, tuple[Flip, ...]] = {}
    for place, one in enumerate(wanted):
        here = _Here(normals, bench.targets[place], one, int(middle.truth[place]), base[one.claim.id])
        found[one.claim.id] = (
            *found.get(one.claim.id, ()),
            _flip(here, points[place], float(margins[place])),
        )
    return found


def _wanted(problem: Problem, claim: BoundClaim, verdict: Verdict) -> list[Wanted]:
    """Return the searches for one claim; none where it only restates an assumption, whose break-even is exact."""
    if verdict.word == RESTATES or verdict.share is None:
        return []
    found = [Wanted(claim, verdict)]
    known_choices = {one.name: one.distribution for one in problem.columns}
    for choice in verdict.by_variant:
        law = known_choices[choice.column]
        if choice.differ and isinstance(law, Choice):
            middle = int(np.argmax(law.weights))
            found += [Wanted(claim, verdict, choice.column, k) for k in range(len(law.names)) if k != middle]
    return found


def _held(normals: Normals, wanted: Wanted) -> Float[np.ndarray, " held"]:
    held = normals.middle.copy()
    for place in places(normals.held, [wanted.choice]):
        held[place] = wanted.variant
    return held


def _directions(
    wanted: Sequence[Wanted],
    bench: Bench,
    table: Table,
    sample: Draws,
    aim: np.ndarray,
    slopes: np.ndarray,
) -> tuple[Float[np.ndarray, "target direction free"], list[np.ndarray]]:
    """Return directions by the draws and by the slopes at the centre, and each target's draws on the other side."""
    points = known(sample, bench.normals)
    ways = np.zeros((len(wanted), 2, points.free.shape[1]))
    rays: list[np.ndarray] = []
    for place, one in enumerate(wanted):
        found = judged(bench.problem, one.claim, table, sample.total)
        truth, margin = found.truth[points.rows], found.margin[points.rows]
        toward = int(aim[place])
        ways[place] = correlation(points, truth, margin, toward), slopes[place] * (1 if toward == 1 else -1)
        deciding = places(bench.normals.free, [driver.column for driver in one.verdict.drivers])[:DECIDING]
        rays.append(nearest(points, truth, toward, bench.targets[place].held, deciding))
    return ways, rays


@dataclass(frozen=True)
class _Here:
    """Where a search began."""

    normals: Normals
    target: Target
    wanted: Wanted
    truth: int
    base: int
    """The truth with every choice at its centre."""


def _flip(here: _Here, point: Float[np.ndarray, " free"], margin: float) -> Flip:
    """Put what was found into the user's units."""
    normals, wanted, holds = here.normals, here.wanted, here.truth == 1
    choice = next((one for one in normals.held if one.name == wanted.choice), None)
    under = flip_words.under(choice, value(choice, wanted.variant)) if choice else ""
    if here.truth < 0:
        return Flip(None, None, under, (), None, flip_words.unknown(under))
    if choice and here.base == 1 - here.truth:
        far = float(np.sqrt(normals.far(here.target.held)))
        move = _jumped(normals, choice, float(wanted.variant), far)
        return Flip(holds, far, under, (move,), None, flip_words.by_choice(holds, under))
    if not np.isfinite(point).all():
        return Flip(None, None, under, (), None, flip_words.none(holds, under))
    moves, far = _moves(here, point), float(np.linalg.norm(point))
    tied = any(one.column in normals.copula.names for one in moves)
    return Flip(not holds, far, under, moves, margin, flip_words.flip(holds, far, moves, under, tied))


def _moves(at: _Here, point: Float[np.ndarray, " free"]) -> tuple[Difference, ...]:
    """Return what differs from the centre, the farthest first.

    What only moves along with another, and is nothing to the claim, is left out.
    """
    normals, held = at.normals, at.target.held[None]
    there, here = (normals.values(free[None], held) for free in (point, np.zeros_like(point)))
    score = normals.joined(point[None])[0]
    idle = set(normals.copula.names) - {driver.column for driver in at.wanted.verdict.drivers}
    found = [
        _moved(normals, place, float(there[name][0]), float(here[name][0]), float(score[place]))
        for place, name in enumerate(one.name for one in normals.free)
        if abs(score[place]) >= TOLD * np.abs(score).max() and name not in idle
    ]
    return tuple(sorted(found, key=lambda one: -abs(one.distance)))


def _moved(normals: Normals, place: int, there: float, here: float, far: float) -> Difference:
    column = normals.free[place]
    words = value(column, there), value(column, here)
    if words[0] == words[1]:
        words = f"{there:.9g}", f"{here:.9g}"
    return Difference(column.name, column.meaning, column.unit, there, here, *words, far)


def _jumped(normals: Normals, column: Column, there: float, far: float) -> Difference:
    here = float(normals.middle[places(normals.held, [column.name])[0]])
    words = value(column, there), value(column, here)
    return Difference(column.name, column.meaning, column.unit, there, here, *words, far)
