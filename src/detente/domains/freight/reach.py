"""Whether a world of the user's own knows what a move of another model is about."""

from __future__ import annotations

from collections.abc import Mapping

from ...study.faults import Faults
from ...study.records import Study
from ...world.records import World
from ..move import Written
from .facts import load, ranges
from .moves import RailLink

VALUE = "value_"
"""How the numbers of the freight network begin that name the goods which it carries."""


def check(study: Study, world: World, made: Mapping[str, Written], faults: Faults) -> None:
    """Add a fault for a freight corridor that joins no two economies, or carries no good, of the world."""
    for name, written in made.items():
        if not (world.home and isinstance(written.move, RailLink)):
            continue
        lanes = [pair for pair in load().pairs() if set(pair) <= set(world.economies)]
        goods = [code.removeprefix(VALUE) for code in ranges() if code.startswith(VALUE)]
        if not lanes or not set(goods) & set(world.industries):
            joined = sorted({code for pair in load().pairs() for code in pair})
            what = "the freight network joins no two economies of this world, or carries none of its goods"
            mend = f"it is about {', '.join(joined)} and {', '.join(goods)}: code yours so, or leave the move out"
            faults.add(study.moves[name].place, what, mend)
