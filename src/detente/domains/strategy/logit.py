"""Logit equilibria, followed from the centre (McKelvey and Palfrey 1995, Games and Economic Behavior 10:6-38).

At precision lambda each player plays each move with odds exp(lambda x what it pays against the others). The
principal branch starts at lambda = 0, where all moves are as likely, and is followed by its arc length through
every turn (Turocy 2005, Games and Economic Behavior 51:243-263): unknowns are log probabilities and lambda.
Where two branches come very near each other a step may change branch: below 1 in 1,000 tables of random payoffs,
more often with many equal payoffs, where branches can cross.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...ground.faults import DataError
from .blocks import players

if TYPE_CHECKING:
    from jaxtyping import Bool, Float, Int

FIRST, LEAST, LARGEST = 0.05, 1e-7, 0.2
"""Arc lengths: the first step, the least, and the largest as a share of one plus the way from the origin."""
EXACT = 1e-11
"""Largest error of the equations at a point that is accepted."""
STEPS = 5_000
"""Most steps along a path."""
OFF = 0.02
"""Most that a step may miss the path by, as a share of its length."""
TURN = 0.98
"""Least cosine between the directions of two steps."""
LETTERS = "abcdefghijklmnopqrstuvwxy"


class LogitPath(NamedTuple):
    """Where the principal branch first meets each precision asked for; NaN where it was not reached."""

    mixtures: tuple[Float[np.ndarray, "draw precision move"], ...]
    """One array a player."""
    reached: Bool[np.ndarray, "draw precision"]
    turns: Int[np.ndarray, " draw"]
    """How often lambda went back on the way."""


class Point(NamedTuple):
    """Where each draw's path is: log probabilities and lambda, and the direction it goes."""

    at: Float[np.ndarray, "draw unknown"]
    towards: Float[np.ndarray, "draw unknown"]


def logit(
    payoffs: Float[np.ndarray, "draw player *moves"], precisions: Float[np.ndarray, " precision"]
) -> LogitPath:
    """Follow the principal branch of each table up to the largest of the precisions [1/payoff], ascending.

    Raises DataError where the axes do not fit, or precisions are below zero or not in order.
    """
    count, sizes = players(payoffs), payoffs.shape[2:]
    wanted = np.asarray(precisions, dtype=float)
    if wanted.ndim != 1 or not (np.diff(wanted, prepend=0.0) >= 0).all() or not np.isfinite(wanted).all():
        raise DataError("precisions of a logit path must ascend from 0")
    owns = [payoffs[:, k] - payoffs[:, k].min(axis=1 + k, keepdims=True) for k in range(count)]
    table = np.asarray(np.stack(owns, axis=1), dtype=float)
    span = np.maximum(table.max(axis=tuple(range(1, count + 2))), 1e-300)
    table = table / span.reshape(-1, *[1] * (count + 1))
    targets = wanted * span[:, None]
    with np.errstate(over="ignore", invalid="ignore"):  # a path too long for floats is told as not reached
        found, turns = _follow(table, targets)
    edges = np.cumsum((0, *sizes))
    reached = ~np.isnan(found).any(axis=2)
    mixtures = tuple(np.exp(found[:, :, a:b]) for a, b in pairwise(edges))
    return LogitPath(mixtures, reached, turns)


def _follow(table: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return log probabilities `[draw, target, unknown]` and how often lambda turned, `[draw]`."""
    sizes = table.shape[2:]
    start = np.concatenate([np.full(size, -np.log(size)) for size in sizes])
    found = np.full((*targets.shape, len(start)), np.nan)
    found[targets == 0] = start
    draws = len(table)
    at = np.concatenate([np.broadcast_to(start, (draws, len(start))), np.zeros((draws, 1))], axis=1)
    here = Point(at, np.broadcast_to(np.eye(len(start) + 1)[-1], at.shape).copy())
    here = here._replace(towards=_tangent(table, here))
    step, turns = np.full(draws, FIRST), np.zeros(draws, dtype=int)
    next_ = (targets <= 0).sum(axis=1)
    active = np.flatnonzero(next_ < targets.shape[1])
    for _ in range(STEPS):
        if not active.size:
            break
        now = Point(here.at[active], here.towards[active])
        goal = targets[active, next_[active]]
        new, fine, met = _advance(table[active], now, step[active], goal)
        found[active[met], next_[active[met]]] = new.at[met, :-1]
        next_[active[met]] += 1
        turns[active] += fine & (new.towards[:, -1] < 0) & (now.towards[:, -1] >= 0)
        here.at[active[fine]], here.towards[active[fine]] = new.at[fine], new.towards[fine]
        most = LARGEST * (1 + np.linalg.norm(here.at[active], axis=1))
        step[active] = np.where(fine, np.minimum(2 * step[active], most), 0.5 * step[active])
        active = active[(next_[active] < targets.shape[1]) & (step[active] > LEAST)]
    return found, turns


def _advance(
    table: np.ndarray, now: Point, step: np.ndarray, goal: np.ndarray
) -> tuple[Point, np.ndarray, np.ndarray]:
    """Take one step along each path, or up to its goal; tell which steps are good and which met the goal."""
    rise = now.towards[:, -1]
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.where(rise > 0, (goal - now.at[:, -1]) / rise, np.inf)
    last = left <= step
    length = np.where(last, np.maximum(left, 0.0), step)
    guess = now.at + length[:, None] * now.towards
    border = np.where(last[:, None], np.eye(guess.shape[1])[-1], now.towards)
    at, fine = _corrected(table, guess, border, length)
    passed = ~last & (at[:, -1] > goal)
    new = Point(at, _tangent(table, Point(at, now.towards)))
    fine &= ~passed & ((new.towards * now.towards).sum(axis=1) > TURN)
    return new, fine, fine & last


def _corrected(
    table: np.ndarray, guess: np.ndarray, border: np.ndarray, length: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return to the path by Newton's method, across it; tell where that was quick and did not lead far off."""
    at = guess.copy()
    zero = np.zeros((len(at), 1))
    for turn in range(6):
        error, slope = _equations(table, at)
        exact = np.abs(error).max(axis=1) <= EXACT * (1.0 + np.abs(at[:, -1]))
        if exact.all() or turn == 5:
            break
        matrix = np.concatenate([slope, border[:, None]], axis=1)
        at = np.where(exact[:, None], at, at - _solved(matrix, np.concatenate([error, zero], axis=1)))
    near = np.linalg.norm(at - guess, axis=1) <= OFF * length + 1e-9
    return at, exact & near


def _tangent(table: np.ndarray, here: Point) -> np.ndarray:
    """Return the direction of each path, on the side that it was going."""
    _, slope = _equations(table, here.at)
    matrix = np.concatenate([slope, here.towards[:, None]], axis=1)
    right = np.zeros(here.at.shape)
    right[:, -1] = 1.0
    direction = _solved(matrix, right)
    length = np.linalg.norm(direction, axis=1, keepdims=True)
    return direction / np.where(length > 0, length, 1.0)


def _solved(matrix: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Solve linear systems, one a draw; a singular one gives no step, so that its draw is seen not to move."""
    fine = np.isfinite(matrix).all(axis=(1, 2)) & np.isfinite(right).all(axis=1)
    matrix = np.where(fine[:, None, None], matrix, np.eye(matrix.shape[-1]))
    right = np.where(fine[:, None], right, np.inf)
    try:
        return np.linalg.solve(matrix, right[..., None])[..., 0]
    except np.linalg.LinAlgError:
        pushed = matrix + 1e-13 * np.eye(matrix.shape[-1])
        return np.linalg.solve(pushed, right[..., None])[..., 0]


def _equations(table: np.ndarray, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the errors of the logit equations and their slopes, `[draw, equation]` and `[.., unknown]`.

    For each player: the probabilities add up to 1, and log p(a) - log p(first) = lambda (u(a) - u(first)).
    """
    sizes = table.shape[2:]
    edges = np.cumsum((0, *sizes))
    precision = at[:, -1]
    with np.errstate(over="ignore"):
        chance = [np.exp(at[:, a:b]) for a, b in pairwise(edges)]
    error = np.zeros((len(at), edges[-1]))
    slope = np.zeros((len(at), edges[-1], edges[-1] + 1))
    with np.errstate(over="ignore", invalid="ignore"):
        for player, (a, b) in enumerate(pairwise(edges)):
            pays = _pays(table, chance, player)
            error[:, a] = chance[player].sum(axis=1) - 1
            error[:, a + 1 : b] = (at[:, a + 1 : b] - at[:, [a]]) - precision[:, None] * (
                pays[:, 1:] - pays[:, :1]
            )
            slope[:, a, a:b] = chance[player]
            slope[:, a + 1 : b, a] = -1.0
            slope[:, range(a + 1, b), range(a + 1, b)] = 1.0
            slope[:, a + 1 : b, -1] = -(pays[:, 1:] - pays[:, :1])
            for other, (c, d) in enumerate(pairwise(edges)):
                if other != player:
                    by = _pays(table, chance, player, other) * chance[other][:, None]
                    slope[:, a + 1 : b, c:d] = -precision[:, None, None] * (by[:, 1:] - by[:, :1])
    return error, slope


def _pays(table: np.ndarray, chance: list[np.ndarray], player: int, other: int | None = None) -> np.ndarray:
    """Return what each move pays a player against the others' mixtures, by the move of `other` where given."""
    letters = LETTERS[: len(chance)]
    kept = letters[player] + (letters[other] if other is not None else "")
    mixed = [place for place in range(len(chance)) if letters[place] not in kept]
    wanted = ",".join([f"z{letters}", *[f"z{letters[place]}" for place in mixed]]) + f"->z{kept}"
    pays: np.ndarray = np.einsum(wanted, table[:, player], *[chance[place] for place in mixed])
    return pays
