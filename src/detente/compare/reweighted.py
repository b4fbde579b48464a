"""The draws of one run made to stand for what another changed: ranges of assumptions, and how they move together.

The weight of a draw is the ratio of two densities. That of assumptions that move together is the product of their
own and of their copula (Sklar 1959), so that a new range of one moves the copula's part, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..audit.finished import Kept
from ..bind.feasible import is_feasible
from ..chance.copula import Copula
from ..chance.distribution import Distribution
from ..domains.records import Correlation
from ..runs.manifest import apart
from .changes import assumptions_changed
from .reweigh import Weights, checked, weights

MOST = 500.0
"""Largest logarithm of a weight: above it one draw would carry all."""


@dataclass(frozen=True)
class Way:
    """A run whose draws are to stand for another's, and what the other has otherwise."""

    run: Kept
    other: Kept
    changed: Mapping[str, tuple[str, ...]]
    """The sampled numbers of each assumption whose distribution differs."""
    groups: Mapping[str, tuple[str, ...]]
    """The numbers of each group that moves together otherwise, by what the group is called."""

    @classmethod
    def of(cls, run: Kept, other: Kept) -> Way:
        """Return the way from a run to another."""
        return cls(run, other, assumptions_changed(run, other), _groups(run, other))

    def weights(self, causes: Iterable[str]) -> Weights:
        """Return weights for some of the changes at once, each named by its assumption or its group."""
        causes = list(causes)
        found: Weights | None = None
        for cause in causes:
            if cause in self.changed:
                one = self._ranges(self.changed[cause])
                found = one if found is None else found.and_also(one)
        found = found or Weights(np.ones(self.run.draws), "")
        return found if found.values is None else self._together(causes, found)

    def _ranges(self, columns: Sequence[str]) -> Weights:
        """Return weights that make draws of some columns stand for what the other run has of each by itself."""
        here, there = self.run.distributions, self.other.distributions
        if any(name not in here or name not in there for name in columns):
            return Weights(None, "only one of the runs has it")
        drawn: dict[str, Distribution] = {}
        wanted: dict[str, Distribution] = {}
        for name in columns:
            one, two = here[name], there[name]
            if one is None or two is None:
                return Weights(None, "its distribution cannot be read from the run's record")
            drawn[name], wanted[name] = one, two
        return weights(drawn, wanted, self.run.table.read(list(columns)))

    def _together(self, causes: Sequence[str], found: Weights) -> Weights:
        """Return weights times what the copula makes likelier: by other ranges, or by other correlations."""
        here, there = copula(self.run), copula(self.other)
        groups = [self.groups[cause] for cause in causes if cause in self.groups]
        moved = {name for cause in causes for name in self.changed.get(cause, ())}
        if found.values is None or (not groups and not moved & set(here.names)):
            return found
        names = list(dict.fromkeys([*here.names, *(name for group in groups for name in group)]))
        there_too = self.other.distributions
        loose = {name for name in moved if (one := there_too.get(name)) and one.stands_at is not None}
        target = _target(names, here, there, groups, loose)
        if target is None:
            return Weights(None, "what else moves together leaves no room for it")
        read = self.run.table.read(names)
        old = self._normal(self.run.distributions, names, read)
        new = old | self._normal(self.other.distributions, [n for n in names if n in moved - loose], read)
        before = _log_density(_target(names, here, here, [], set()), old)
        ratio = np.exp(np.clip(_log_density(target, new) - before, -MOST, MOST))
        return checked(Weights(np.where(found.values > 0, found.values * ratio, 0.0), found.note))

    def _normal(
        self,
        known: Mapping[str, Distribution | None],
        names: Iterable[str],
        read: Mapping[str, np.ndarray],
    ) -> dict[str, np.ndarray]:
        """Return the standard normal numbers of some columns' values."""
        return {name: one.score(read[name]) for name in names if (one := known[name])}


def copula(run: Kept) -> Copula:
    """Return the copula that a run was drawn with, from its record."""
    fingerprint = run.manifest.fingerprint
    pairs = [
        Correlation(apart(pair), float(rank), "", False) for pair, rank in fingerprint.correlations.items()
    ]
    return Copula.of(fingerprint.columns, pairs)


def _groups(run: Kept, other: Kept) -> dict[str, tuple[str, ...]]:
    """Return the groups whose correlations differ, by name.

    What either run fixes is left out: its correlations go with it.
    """
    here, there = run.manifest.fingerprint.correlations, other.manifest.fingerprint.correlations
    pairs = {
        pair: here.get(pair) != there.get(pair)
        for pair in dict.fromkeys([*here, *there])
        if all(_drawn(one, name) for one in (run, other) for name in apart(pair))
    }
    both = Copula.of(
        run.manifest.fingerprint.columns, [Correlation(apart(pair), 0.5, "", False) for pair in pairs]
    )
    found = {}
    for group in both.groups:
        inside = [pair for pair in pairs if apart(pair)[0] in group]
        if any(pairs[pair] for pair in inside):
            found[inside[0] if len(inside) == 1 else f"correlations of {', '.join(group)}"] = group
    return found


def _drawn(run: Kept, name: str) -> bool:
    """Tell whether a run draws a number from a range."""
    found = run.distributions.get(name)
    return found is not None and not (found.listed or found.joint)


def _target(
    names: Sequence[str], here: Copula, there: Copula, groups: Sequence[Sequence[str]], loose: set[str]
) -> Copula | None:
    """Return how numbers move together here, but some groups as there and some not at all; None if none can."""
    matrix = np.eye(len(names))
    for row, one in enumerate(names):
        for column, other in enumerate(names[:row]):
            of = there if any(one in group and other in group for group in groups) else here
            if not loose & {one, other}:
                matrix[row, column] = matrix[column, row] = of.between(one, other)
    return Copula(tuple(names), matrix) if is_feasible(matrix) else None


def _log_density(found: Copula | None, numbers: Mapping[str, np.ndarray]) -> np.ndarray:
    if found is None:
        raise ValueError("a run was drawn with correlations that cannot be")
    return found.log_density(np.stack([numbers[name] for name in found.names], axis=1))
