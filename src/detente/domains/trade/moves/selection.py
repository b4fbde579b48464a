"""Which flows a move is about, and rates that it changes on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from ....ground.faults import DataError, did_you_mean
from ....world.records import World, foreign, outer
from ...move import Move, Number, argument

Labels = tuple[str, ...]


@dataclass(frozen=True)
class OnFlows(Move):
    """A move about flows from sellers to buyers, or both ways between two groups, by industry.

    An economy's home purchases are never among them.
    """

    sellers: Labels | None = argument("economies", "whose sales; all if left out")
    buyers: Labels | None = argument("economies", "whose purchases; all if left out")
    between: tuple[Labels, Labels] | None = argument("pair", "two economies or groups, both directions")
    industries: Labels | None = argument("industries", "all if left out")

    @classmethod
    def contradicted(cls, given: Mapping[str, Any]) -> tuple[str, str] | None:
        """Tell of flows that are said in two ways."""
        both = given.get("between") and (given.get("sellers") or given.get("buyers"))
        what = "`between` and `sellers` or `buyers` are both given"
        return (what, "keep one of the two ways") if both else None

    @property
    def settles(self) -> bool:
        """Tell whether it leaves no room for another move of its kind on the same flows."""
        return False

    def cells(self, world: World) -> np.ndarray:
        """Return 1 for each flow `[industry, buyer, seller]` that the move is about, 0 elsewhere.

        Raises DataError for a label that the world does not have.
        """
        if self.between:
            one, other = (member(world.economies, group, "economy") for group in self.between)
            pairs = np.maximum(np.outer(one, other), np.outer(other, one))
        else:
            pairs = np.outer(
                member(world.economies, self.buyers, "economy"),
                member(world.economies, self.sellers, "economy"),
            )
        goods = member(world.industries, self.industries, "industry")
        cells: np.ndarray = goods[:, None, None] * (pairs * foreign(len(world.economies)))
        return cells


@dataclass(frozen=True)
class OnRates(OnFlows):
    """A move that changes an ad-valorem rate of flows, by `add` or `set`, as shares (0.25 = 25 %)."""

    one_of: ClassVar[tuple[str, ...]] = ("add", "set")
    add: Number = argument("number", "added to the rate", least=-1.0)
    set: Number = argument("number", "the rate from now on", least=-0.999)

    @property
    def settles(self) -> bool:
        """Tell whether it leaves no room for another of its kind."""
        return self.set is not None

    def changed(self, rate: Number, world: World) -> Number:
        """Return rates `[industry, buyer, seller]` with those of the flows that the move is about changed."""
        cells = self.cells(world)
        if self.set is not None:
            rate = rate + cells * (outer(self.set, 3) - rate)
        if self.add is not None:
            rate = rate + cells * outer(self.add, 3)
        return rate


def member(labels: Labels, chosen: Labels | None, what: str) -> np.ndarray:
    """Return 1 for each label that is chosen; all where nothing is. Raises DataError for an unknown one."""
    if chosen is None:
        return np.ones(len(labels))
    for name in chosen:
        if name not in labels:
            raise DataError(f"no {what} '{name}' in this world; {did_you_mean(name, labels)}")
    return np.array([float(label in chosen) for label in labels])


def economies_of(world: World, amounts: dict[str, Any]) -> np.ndarray:
    """Return 1 for each economy that has an amount."""
    return member(world.economies, tuple(amounts), "economy")
