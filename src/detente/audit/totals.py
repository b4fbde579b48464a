"""Total indices: what an assumption decides with all its interactions, from the same draws as the first-order ones.

The total index of X for y is the mean variance of y that is left when all but X are known, as a share of y's
variance (Homma and Saltelli 1996, Reliability Engineering & System Safety 52:1-17). In hundreds of dimensions
no two draws are near, so it cannot be read off the draws (as Broto, Bachoc and Depecker 2020, SIAM/ASA Journal
on Uncertainty Quantification 8:693-716, do in a few); a surrogate is fitted, and X alone is redrawn in it
(Jansen 1999, Computer Physics Communications 117:35-43). What is reported is the first-order index of the
draws plus the interactions of the surrogate, so that the surrogate's misfit enters only the latter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special, stats

from ..runs.draws import REPLICATES
from .drivers import Target, first_order
from .polynomials import Space, mid_ranks
from .reasons import Total
from .records import Interval
from .shares import LEVEL
from .surrogate import Surrogate, surrogate

ENOUGH = 0.7
"""Share of the variance, of draws that it was not fitted to, below which a surrogate tells no total index."""
PAIRED = 512
"""Draws of each replicate whose assumptions are redrawn one by one."""
STEPS = 64
"""Steps of the function from a surrogate's number to the chance that the claim holds."""
LEAST_KNOWN = 0.9
SEED = 1


@dataclass(frozen=True)
class Stand:
    """A surrogate of y, and the function that its number goes through: none for a margin, steps for a truth."""

    model: Surrogate
    edges: np.ndarray | None
    levels: np.ndarray | None
    """`[1 + replicate, step]`."""
    y: np.ndarray
    known: np.ndarray
    explained: float
    """Share of y's variance that it explains in draws that it was not fitted to."""

    def says(self, number: np.ndarray, without: int | None = None) -> np.ndarray:
        """Return y as the surrogate has it, of the polynomial's number `[draw]`."""
        if self.edges is None or self.levels is None:
            return number
        levels = self.levels[0 if without is None else 1 + without]
        return np.asarray(levels[np.searchsorted(self.edges, number)])


def for_margin(space: Space, y: np.ndarray, allowed: frozenset[int], start: list[int]) -> Stand | None:
    """Return a surrogate of a claim's margin `[draw]`; None where it does not vary, or too little is known."""
    known = np.isfinite(y)
    if known.mean() < LEAST_KNOWN or np.ptp(y[known]) == 0:
        return None
    model = surrogate(space, y - y[known].mean(), known, allowed, start)
    centred = np.where(known, y - y[known].mean(), 0.0)
    return Stand(model, None, None, y, known, _explained(centred, model.outside, known))


def for_truth(
    space: Space, truth: np.ndarray, margin: np.ndarray, allowed: frozenset[int], start: list[int]
) -> Stand | None:
    """Return a surrogate of a claim's truth `[draw]`, 1, 0 or NaN; None as for a margin.

    The margin is smooth where the truth jumps: its rank is fitted, and how often the claim holds at each
    level of what was fitted is counted.
    """
    known = np.isfinite(truth) & np.isfinite(margin)
    if known.mean() < LEAST_KNOWN or np.ptp(truth[known]) == 0 or np.ptp(margin[known]) == 0:
        return None
    score = np.zeros(len(margin))
    score[known] = special.ndtri(mid_ranks(margin[known]))
    model = surrogate(space, score, known, allowed, start)
    edges = np.unique(np.quantile(model.outside[known], np.arange(1, STEPS) / STEPS))
    step = np.searchsorted(edges, model.outside)
    levels = _levels(step, np.where(known, truth, 0.0), known, len(edges) + 1)
    replicate = np.arange(len(truth)) // (len(truth) // REPLICATES)
    said = levels[1 + replicate, step]
    return Stand(model, edges, levels, truth, known, _explained(truth, said, known))


def _levels(step: np.ndarray, truth: np.ndarray, known: np.ndarray, count: int) -> np.ndarray:
    """Return how often a claim holds in each step, of all draws and without each replicate."""
    cell = np.repeat(np.arange(REPLICATES), len(step) // REPLICATES) * count + step
    held, seen = (
        np.bincount(cell, weights, REPLICATES * count).reshape(REPLICATES, count)
        for weights in (truth, known.astype(float))
    )
    held, seen = (np.concatenate([one.sum(axis=0)[None], one.sum(axis=0) - one]) for one in (held, seen))
    return np.asarray(np.where(seen > 0, held / np.maximum(seen, 1), held[:1].sum() / max(seen[0].sum(), 1)))


def _explained(y: np.ndarray, said: np.ndarray, known: np.ndarray) -> float:
    return float(1 - ((y - said)[known] ** 2).mean() / y[known].var())


def totals(
    space: Space, stand: Stand, wanted: Iterable[int], together: Sequence[tuple[str, ...]] = ()
) -> dict[int, Total]:
    """Return the total index of each wanted column for what a surrogate stands for.

    Numbers that are drawn together (`together`, a group each) have one index, of all of them (Jacques,
    Lavergne and Devictor 2006, Reliability Engineering & System Safety 91:1126-1134): one alone cannot be redrawn
    as if the others told nothing of it.

    The interval is Student's t over the jackknife of the 16 replicates: draws of one scrambling depend on
    each other, so that resampling single draws (a bootstrap) would misjudge the error.
    """
    moving = [tuple(space.place[name] for name in names) for names in together]
    groups = {place: group for some in (space.groups, moving) for group in some for place in group}
    pairing = _Pairing(space, stand)
    found: dict[int, Total] = {}
    for group in dict.fromkeys(groups[place] for place in wanted):
        values = pairing.redrawn(group)
        if len(group) == 1:
            values = values + _misfit(space, stand, group[0])
        tied = tuple(space.columns[place].name for place in group) if len(group) > 1 else ()
        total = Total(float(values[0]), *_interval(values), tied)
        found |= dict.fromkeys(group, total)
    return found


def _interval(values: np.ndarray) -> Interval:
    """Return the 95 % interval of a number, of its value and those without each replicate."""
    spread = np.sqrt((REPLICATES - 1) / REPLICATES * ((values[1:] - values[1:].mean()) ** 2).sum())
    reach = float(stats.t.ppf((1 + LEVEL) / 2, REPLICATES - 1) * spread)
    return Interval(max(0.0, float(values[0]) - reach), min(1.0, float(values[0]) + reach))


def _misfit(space: Space, stand: Stand, place: int) -> np.ndarray:
    """Return by how much the first-order index of the draws is above that of the surrogate's y.

    `[1 + replicate]`. Both are shares of the variance of the draws' y.
    """
    y = np.where(stand.known, stand.y, np.nan)
    said = np.where(stand.known, stand.says(stand.model.inside), np.nan)
    scale = np.nanvar(said) / np.nanvar(y)
    one, two = (first_order(space.cut(place), Target.of(part), 1) for part in (y, said))
    found = np.zeros(1 + REPLICATES)
    if one is not None:
        found += np.r_[one.value, one.left_out]
    if two is not None:
        found -= scale * np.r_[two.value, two.left_out]
    return found


class _Pairing:
    """Draws beside others of their replicate, from which one assumption is taken over."""

    def __init__(self, space: Space, stand: Stand) -> None:
        self.space, self.stand = space, stand
        points, taken = space.points, min(PAIRED, space.points)
        random = np.random.default_rng(SEED)
        starts = np.arange(REPLICATES)[:, None] * points
        self.here = (starts + np.arange(taken)).ravel()
        self.there = (starts + np.stack([random.permutation(points)[:taken] for _ in starts])).ravel()
        self.variance = float(stand.y[stand.known].var())
        self.base = self._numbers(stand.model.terms, stand.model.coefficients[:, 1:], self.here)
        self.base += stand.model.coefficients[:, 0]
        self.said = self._said(self.base)

    def redrawn(self, group: tuple[int, ...]) -> np.ndarray:
        """Return the total index of a group in the surrogate, of all draws and without each replicate."""
        model = self.stand.model
        touched = [place for place, term in enumerate(model.terms) if not dict(term).keys().isdisjoint(group)]
        if not touched:
            return np.zeros(1 + REPLICATES)
        terms, weights = [model.terms[place] for place in touched], model.coefficients[:, 1:][:, touched]
        change = self._numbers(terms, weights, self.here, self.there, group)
        change -= self._numbers(terms, weights, self.here)
        gaps = (self._said(self.base + change) - self.said) ** 2 / 2 / self.variance
        parts = gaps.reshape(REPLICATES, -1, 1 + REPLICATES).mean(axis=1)
        without = (parts[:, 1:].sum(axis=0) - np.diag(parts[:, 1:])) / (REPLICATES - 1)
        return np.asarray(np.r_[parts[:, 0].mean(), without])

    def _numbers(
        self,
        terms: Iterable[tuple[tuple[int, int], ...]],
        weights: np.ndarray,
        here: np.ndarray,
        there: np.ndarray | None = None,
        group: tuple[int, ...] = (),
    ) -> np.ndarray:
        """Return the terms' sum `[draw, 1 + replicate]`, with a group's columns as they are elsewhere."""
        rows = [np.ones(len(here)) for _ in terms]
        for row, term in zip(rows, terms, strict=True):
            for column, function in term:
                at = there if there is not None and column in group else here
                row *= self.space.of(column)[function][at]
        return np.asarray(np.stack(rows).T @ weights.T) if rows else np.zeros((len(here), len(weights)))

    def _said(self, numbers: np.ndarray) -> np.ndarray:
        says = self.stand.says
        parts = [says(numbers[:, 0]), *(says(numbers[:, 1 + r], r) for r in range(REPLICATES))]
        return np.stack(parts).T
