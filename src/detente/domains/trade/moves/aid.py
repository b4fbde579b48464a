"""Money is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from ....world.records import World, outer
from ...move import Move, Number, argument
from .selection import economies_of


@dataclass(frozen=True)
class Aid(Move):
    """Transfer US$ bn a year from one economy to another; what is given and received sums to zero."""

    kind: ClassVar[str] = "aid"
    meaning: ClassVar[str] = "a yearly transfer between two economies"
    giver: str = argument("economy", "who gives", needed=True, default="")
    receiver: str = argument("economy", "who receives", needed=True, default="")
    amount: Number = argument("number", "how much a year", unit="USD bn/year", needed=True)

    @classmethod
    def contradicted(cls, given: Mapping[str, Any]) -> tuple[str, str] | None:
        """Tell of a transfer to oneself."""
        same = given.get("giver") and given.get("giver") == given.get("receiver")
        return ("giver and receiver are the same", "name two economies") if same else None

    def on(self, world: World) -> World:
        """Return the world with the transfer added."""
        direction = economies_of(world, {self.receiver: 1}) - economies_of(world, {self.giver: 1})
        return world.with_rules(transfer=world.transfer + direction * outer(self.amount, 1))
