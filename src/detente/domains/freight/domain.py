"""Freight, as the stages ask for it."""

from __future__ import annotations

from collections.abc import Mapping

from ...study.records import Assumption
from ...world.ranges import Range
from ..columns import free, ranged
from ..domain import Domain, Reading
from ..records import Column
from .facts import ranges
from .moves import RailLink
from .options import FreightOptions, options_of
from .reach import check


class Freight(Domain):
    """What a container costs and how long it takes, and what a new link saves: trade takes it as cheaper delivery."""

    name = "freight"
    meaning = "what a container costs and how long it takes, by route, and what a new link saves"
    options = ("freight",)
    moves = (RailLink,)
    tables = ("freight",)
    offers = {"savings": "detente.domains.freight.savings:savings_of"}
    view = "detente.domains.freight.view.corridor:view"

    def read(self, reading: Reading) -> FreightOptions:
        """Return what of the freight world a draw sets."""
        return options_of(reading)

    def ranges(self) -> Mapping[str, Range]:
        """Return every number of the world that a study may move."""
        return ranges()

    def columns(self, assumption: Assumption, reading: Reading) -> list[Column]:
        """Return a column for each number of the freight world that the study does not set itself."""
        return ranged(assumption, free(reading.study, self.name, self.ranges().values()))

    def check_moves(self, reading: Reading) -> None:
        """Add a fault where the network reaches nothing of the world."""
        check(reading.study, reading.world, dict(reading.made), reading.faults)
