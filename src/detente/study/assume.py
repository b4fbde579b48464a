"""Read assumptions: which distribution is meant, in what unit, and whether its numbers make sense."""

from __future__ import annotations

import math

from ..chance.kinds import written
from ..chance.written import Written
from ..ground.faults import Fault, Place, StudyError
from ..ground.nodes import Node, places
from .declared import declared
from .expression import Number, Operation, parse
from .records import Assumption

BESIDE = ("is", "source", "unit")
"""What stands beside any distribution."""


def literal(text: str, place: Place) -> tuple[float, str]:
    """Return the number that a text is, and the unit that it carries. Raises StudyError where it is none."""
    tree = parse(text, place).tree
    sign = 1.0
    if isinstance(tree, Operation) and tree.name == "negative":
        tree, sign = tree.parts[0], -1.0
    if not isinstance(tree, Number) or not math.isfinite(tree.value):
        raise StudyError([Fault(place, f"'{text}' is not a plain number", "write a number, or one with %")])
    return sign * tree.value, tree.unit


def assumption(name: str, node: Node, place: Place, faults: list[Fault]) -> Assumption | None:
    """Return an assumption; None where it has faults, which are added to the list."""
    table: dict[str, Node] = node.value if isinstance(node.value, dict) else {}
    if not table:
        return None
    kinds = written()
    given = [word for word in kinds if word in table and table[word].value is not None]
    aside = {word: kind for kind in kinds.values() for word in kind.aside}
    strangers = [key for key in table if key not in (*kinds, *aside, *BESIDE)]
    if strangers and not given:
        return None  # reading has told of the key, and the distribution may be what it means
    if len(given) != 1:
        what = (
            f"'{name}' has no distribution"
            if not given
            else f"'{name}' has several distributions: {', '.join(given)}"
        )
        faults.append(Fault(place, what, "write exactly one, as uniform: 5 to 20"))
        return None
    word, kind = given[0], kinds[given[0]]
    for other in [key for key in table if key in aside and key not in kind.aside]:
        what = f"`{other}` of '{name}' belongs to `{aside[other].keys[0]}`, and means nothing beside `{word}`"
        faults.append(Fault(table[other].place, what, "remove it, or write the other distribution"))
        return None
    text = Written(table[word], table, literal)
    try:
        distribution = kind.of(text)
        unit, known = declared(name, text.carried, table[word].place, table.get("unit"), place)
    except StudyError as error:
        inside = set(places(table[word]))
        faults.extend(() if any(one.place in inside for one in faults) else error.faults)
        return None
    if wrong := distribution.wrong():
        faults.append(Fault(table[word].place, f"{word} of '{name}': {wrong}", "mend the numbers"))
        return None
    if "is" not in table or "source" not in table or strangers:
        return None
    meaning, source = str(table["is"].value), str(table["source"].value)
    return Assumption(name, meaning, distribution, unit, source, place, known)
