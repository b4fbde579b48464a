"""The rule by which trade deficits are financed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ....ground.faults import DataError, did_you_mean
from ....world.records import DEFICIT_RULES, World
from ...move import Move, argument


@dataclass(frozen=True)
class Deficits(Move):
    """Set the rule for deficits: `fixed`, `own_share` or `removed`."""

    kind: ClassVar[str] = "deficits"
    meaning: ClassVar[str] = "the rule for trade deficits"
    rule: str = argument("words", "fixed, own_share or removed", needed=True, default="fixed")

    def on(self, world: World) -> World:
        """Return the world under the rule. Raises DataError for a rule that is not there."""
        if self.rule not in DEFICIT_RULES:
            raise DataError(f"no rule for deficits '{self.rule}'; {did_you_mean(self.rule, DEFICIT_RULES)}")
        return world.with_rules(deficit_rule=world.deficit_rule * 0 + DEFICIT_RULES.index(self.rule))
