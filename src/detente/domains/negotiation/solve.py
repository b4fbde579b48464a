"""Rounds of offers: all move at once, each to the offer that its rule chooses, for a batch of draws."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from jaxtyping import Bool, Float, Int

from . import equations
from .equations import COMPROMISE, STAY

BY_KIND, WEIGHTED, LEAST = "by_kind", "weighted", "least"
RULES = {
    BY_KIND: "confrontations come before compromises, these before capitulations; within a kind, the least move",
    WEIGHTED: "as by_kind, but among compromises the one whose weighted middle is lowest on the scale",
    LEAST: "the least move of all offers, whatever their kind",
}
"""How an actor chooses among offers. The two first give the published run of the catalytic converters."""
AT_ONCE = 2**16
"""Pairs of actors worked on at once: what fits the processor's cache."""
CLOSE = 1e-9
"""Share of the range within which two offers ask the same."""


class Rounds(NamedTuple):
    """The course of a negotiation; round 0 is where all begin."""

    positions: Float[np.ndarray, "draw round actor"]
    mean: Float[np.ndarray, "draw round"]
    """Weighted by capability x salience."""
    median: Float[np.ndarray, "draw round"]
    kind: Int[np.ndarray, "draw step actor"]
    """What moved each actor in each step, from `equations`."""
    to: Int[np.ndarray, "draw step actor"]
    """By whom; itself where it stayed."""
    tied: Bool[np.ndarray, "draw step actor"]
    """Whether two offers that led elsewhere asked the same; the one whose maker expects more was taken."""
    settled: Int[np.ndarray, " draw"]
    """The first round after which nobody moves further than `still` allows; -1 where the last still moved."""
    period: Int[np.ndarray, " draw"]
    """After how many rounds positions come again, at the end: 1 where it settled, 0 where they do not."""


def negotiate(
    x: Float[np.ndarray, "draw actor"],
    c: Float[np.ndarray, "draw actor"],
    s: Float[np.ndarray, "draw actor"],
    *,
    rounds: int = 10,
    rule: str = BY_KIND,
    still: float = 1e-3,
) -> Rounds:
    """Return the rounds that follow from positions, capabilities [any unit] and saliences [0 to 1].

    `still` is the share of the first round's range that counts as no move. Raises ValueError where the rule is
    unknown, an input is out of its range, or nobody has weight.
    """
    _check(x, c, s, rule)
    draws, actors = x.shape
    several = max(1, AT_ONCE // actors**2)
    parts = [
        _part(_some(x, at, several), _some(c * s, at, several), _some(s, at, several), rounds, rule)
        for at in range(0, draws, several)
    ]
    positions, kind, to, tied = (np.concatenate(arrays, axis=-1).T for arrays in zip(*parts, strict=True))
    positions, kind, to, tied = (table.swapaxes(1, 2) for table in (positions, kind, to, tied))
    weight = np.broadcast_to((c * s)[:, None, :], positions.shape)
    return Rounds(
        positions,
        equations.mean(positions, weight),
        equations.median(positions, weight),
        kind,
        to,
        tied,
        _settled(positions, still),
        _period(positions, still),
    )


def _some(table: np.ndarray, at: int, several: int) -> np.ndarray:
    """Return some draws of a table, draws last."""
    return np.ascontiguousarray(table[at : at + several].T)


def _part(
    x: np.ndarray, weight: np.ndarray, s: np.ndarray, rounds: int, rule: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return positions, kinds, movers and ties of some draws, `[round, actor, draw]`."""
    span = x.max(0) - x.min(0)
    positions = np.empty((rounds + 1, *x.shape))
    kinds = np.zeros((rounds, *x.shape), dtype=np.int8)
    movers, ties = np.zeros_like(kinds, dtype=np.int16), np.zeros_like(kinds, dtype=bool)
    positions[0] = x
    for step in range(rounds):
        found = _offers(positions[step], weight, s, span)
        now = _chosen(positions[step], found, span, rule)
        positions[step + 1], kinds[step], movers[step], ties[step] = now
    return positions, kinds, movers, ties


def _offers(x: np.ndarray, weight: np.ndarray, s: np.ndarray, span: np.ndarray) -> equations.Offers:
    """Return what all are offered: at neutral risk to find who is in danger, then at the risk that follows."""
    D = equations.distance(x, span)
    _, danger = equations.expected(D, equations.success(D, weight), s)
    r = equations.risk_exponent(danger)
    mine, theirs = equations.expected(D, equations.success(D, weight, r), s, r)
    return equations.offers(x, D, mine, theirs)


def _chosen(
    x: np.ndarray, found: equations.Offers, span: np.ndarray, rule: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return where each actor goes, on what kind of offer, to whom, and whether that was a tie."""
    kind, close = found.kind, CLOSE * span
    open_ = kind != STAY
    if rule != LEAST:
        first = np.where(open_, kind, np.int8(9)).min(1, keepdims=True)
        open_ = open_ & (kind == first)
    asked = np.abs(found.at - x[:, None])
    if rule == WEIGHTED:
        asked = np.where(kind == COMPROMISE, found.middle, asked)
    asked = np.where(open_, asked, np.inf)
    among = open_ & (asked <= asked.min(1, keepdims=True) + close)
    own = np.arange(len(x))[:, None]
    to = np.where(among.any(1), np.where(among, found.theirs, -np.inf).argmax(1), own)
    at, how = (np.take_along_axis(table, to[:, None], 1)[:, 0] for table in (found.at, kind))
    return at, how, to, equations.tied(found.at, at, among, close)


def _settled(positions: Float[np.ndarray, "draw round actor"], still: float) -> np.ndarray:
    """Return the first round after which nobody moves, -1 where somebody moves in the last."""
    span = positions[:, 0].max(1) - positions[:, 0].min(1)
    moved = np.abs(np.diff(positions, axis=1)).max(2) > still * span[:, None]
    steps = moved.shape[1]
    last = np.where(moved.any(1), steps - moved[:, ::-1].argmax(1), 0)
    return np.where(last < steps, last, -1)


def _period(positions: Float[np.ndarray, "draw round actor"], still: float) -> np.ndarray:
    """Return after how many rounds positions come again: twice over in the last rounds, or once if they stand still."""
    close = still * (positions[:, 0].max(1) - positions[:, 0].min(1))[:, None]
    found = np.zeros(len(positions), dtype=int)
    for after in range(1, (positions.shape[1] - 1) // 2 + 1):
        late, before = positions[:, -after:], positions[:, -2 * after : -after]
        again = (np.abs(late - before).max(2) <= close).all(1)
        found = np.where((found == 0) & again, after, found)
    return found


def _check(x: np.ndarray, c: np.ndarray, s: np.ndarray, rule: str) -> None:
    """Raise ValueError where inputs cannot be negotiated over."""
    if rule not in RULES:
        raise ValueError(f"no rule '{rule}'; known: {', '.join(RULES)}")
    if not (x.shape == c.shape == s.shape) or x.ndim != 2 or x.shape[1] < 2:
        raise ValueError(
            "positions, capabilities and saliences must be [draw, actor] with two actors or more"
        )
    if not np.isfinite(x).all() or (c < 0).any() or (s < 0).any() or (s > 1).any():
        raise ValueError("capabilities must be 0 or more, saliences in [0, 1], positions finite")
    if ((c * s).sum(1) <= 0).any():
        raise ValueError("in some draw nobody has both capability and salience")
