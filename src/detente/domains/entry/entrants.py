"""The worlds that a game of entry makes: one for each set of powers that have entered."""

from __future__ import annotations

from collections.abc import Mapping

from ...study.faults import Faults
from ..move import Written
from ..records import Case
from .records import GameOption, name_of


def entrants(game: GameOption, made: Mapping[str, Written], start: Case, faults: Faults) -> tuple[Case, ...]:
    """Return a world a set: the start world, the moves that any entry makes, and those of each who has entered."""
    found = []
    for entered in game.sets[1:]:
        names = dict.fromkeys(name for key in ("any", *entered) for name in game.entering.get(key, ()))
        written = tuple(made[name] for name in names if name in made)
        for one in written:
            if any(other.name == one.name for other in start.written):
                faults.add(one.place, f"the move '{one.name}' stands in `start` already", "name another move")
        alone = len(entered) == 1
        meaning = f"once {entered[0]} has entered" if alone else "entered: " + ", ".join(entered)
        found.append(Case(name_of(entered), meaning, start.written + written, shown=alone))
    return tuple(found)
