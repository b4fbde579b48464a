"""Who sits at the table of an issue: positions, capabilities and saliences, written or taken from the facts."""

from __future__ import annotations

from dataclasses import dataclass

from ...ground.faults import Place, did_you_mean, meant
from ...study.expression import Expression, Number, parse
from ...study.faults import Faults, show
from ...study.numbers import number
from ...study.records import Node, Study
from ...study.scale import Points
from .facts import NUMBERS, Stand, actors, ranges
from .issues import Seat

FACTS = "numbers of actors"
"""What is in doubt where the assumption that gives them could not be read."""
KEYS = (*NUMBERS, "is", "source")
CAPABILITY, SALIENCE = NUMBERS[1:]


def listed(issue: str, node: Node | None) -> dict[str, Node]:
    """Return the actors of an issue with what is written of each; all of the embedded ones where none is named."""
    if node is None:
        return {name: Node(None, Place("")) for name in actors(issue)}
    if isinstance(node.value, dict):
        return {
            name: Node(one.value, node.keys.get(name, one.place), one.keys)
            for name, one in node.value.items()
        }
    items = node.value if isinstance(node.value, list) else []
    return {show(one): Node(None, one.place) for one in items}


@dataclass(frozen=True)
class Table:
    """The table of one issue, and what its actors' numbers may name."""

    issue: str
    place: Place
    points: Points
    unit: str
    study: Study
    facts: str
    """The assumption that draws embedded numbers; empty if none does."""
    faults: Faults

    def seats(self, node: Node | None) -> tuple[Seat, ...]:
        """Return the actors; faults where one is unknown or lacks a number."""
        if node is not None and not isinstance(node.value, dict | list):
            self.faults.table_of(node)
            return ()
        named = listed(self.issue, node)
        if node is not None and len(named) < len(node.value):
            self.faults.add(node.place, "an actor stands twice at one table", "name each once")
        if len(named) < 2:
            self.faults.add(
                self.place, f"{len(named)} actors at one table", "a negotiation needs two or more"
            )
        made = [
            self.seat(name, Node(one.value, one.place if node else self.place, one.keys))
            for name, one in named.items()
        ]
        return tuple(one for one in made if one)

    def seat(self, name: str, node: Node) -> Seat | None:
        """Return an actor; None, and faults, where a number is missing or makes no sense."""
        fields = self.faults.table_of(node) if node.value is not None else {}
        self.faults.keys(node, KEYS, "an actor")
        known = {one.number: one for one in ranges().values() if self._taken(one, name)}
        missing = [what for what in NUMBERS if what not in fields and what not in known]
        if missing and (set(missing) <= meant(fields, KEYS) or FACTS in self.faults.doubted):
            return None
        if missing:
            mend = did_you_mean(name, actors(self.issue)) if self.facts else "write it, or name `facts`"
            self.faults.add(node.place, f"the actor '{name}' has no {', no '.join(missing)}", mend)
            return None
        if "source" not in fields and any(what in fields for what in NUMBERS):
            self.faults.add(node.place, f"the actor '{name}' has no `source`", "name one, or write judgement")
        numbers = [self.number(what, fields.get(what), known.get(what), node.place) for what in NUMBERS]
        if any(one is None for one in numbers):
            return None
        text = {key: self.faults.text_of(fields.get(key)) for key in ("is", "source")}
        who = text["is"] or actors(self.issue).get(name) or name.replace("_", " ")
        position, capability, salience = (one for one in numbers if one is not None)
        return Seat(name, who, position, capability, salience, text["source"])

    def number(self, what: str, node: Node | None, known: Stand | None, place: Place) -> Expression | None:
        """Return a number of an actor: as written, or the column that draws it."""
        if node is None:
            assert known is not None
            if known.date > self.study.as_of:
                self.faults.add(
                    place, f"{known.meaning} rests on {known.date}, after the study's date", "write it"
                )
            if known.low == known.high:
                return Expression(str(known.mid), place, Number(known.mid, "", 0))
            return parse(f"{self.facts}[{known.name}]", place)
        if what == NUMBERS[0] and isinstance(node.value, str) and node.value in dict(self.points):
            return Expression(str(node.value), node.place, Number(dict(self.points)[node.value], "", 0))
        unit = {NUMBERS[0]: self.unit or "1", SALIENCE: "1"}.get(what, "")
        return number(node, self.faults, self.study, unit)

    def _taken(self, one: Stand, name: str) -> bool:
        return bool(self.facts) and one.issue == self.issue and one.actor == name
