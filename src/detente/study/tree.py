"""From text to a tree of nodes with places: YAML 1.2, bounded, with every duplicate key found."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from ..ground.faults import Fault, Place
from .records import Node

LARGEST = 1 << 20
"""Most bytes of a study file."""
DEEPEST = 30
"""Most levels of nesting."""
MOST = 50_000
"""Most values, counting what aliases repeat."""


class TooMuch(Exception):
    """The text passes a bound; carries the fault."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(str(fault))


class Builder:
    """Turns composed YAML into nodes, counting as it goes."""

    def __init__(self, file: str) -> None:
        """Begin with nothing counted."""
        self.file, self.count = file, 0
        self.faults: list[Fault] = []

    def place(self, node: Any) -> Place:
        """Return where a composed node begins."""
        return Place(self.file, node.start_mark.line + 1, node.start_mark.column + 1)

    def build(self, node: Any, depth: int = 0) -> Node:
        """Return a node and all below it. Raises TooMuch past a bound."""
        self.count += 1
        place = self.place(node)
        if depth > DEEPEST:
            raise TooMuch(Fault(place, f"nested more than {DEEPEST} levels deep", "flatten the file"))
        if self.count > MOST:
            raise TooMuch(
                Fault(place, f"over {MOST} values once aliases are written out", "use fewer aliases")
            )
        if isinstance(node, MappingNode):
            return self.table(node, place, depth)
        if isinstance(node, SequenceNode):
            return Node([self.build(item, depth + 1) for item in node.value], place)
        return Node(self.scalar(node, place), place)

    def table(self, node: MappingNode, place: Place, depth: int) -> Node:
        """Return a table; a key that stands twice is a fault."""
        values: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        for key, value in node.value:
            here = self.place(key)
            if not isinstance(key, ScalarNode):
                self.faults.append(Fault(here, "a key is a table or a list", "write a plain word as the key"))
                continue
            name = str(key.value)
            if name in keys:
                mend = f"it stands in line {keys[name].line} already: remove or rename one"
                self.faults.append(Fault(here, f"the key '{name}' stands twice", mend))
                continue
            keys[name] = here
            values[name] = self.build(value, depth + 1)
        return Node(values, place, keys)

    def scalar(self, node: ScalarNode, place: Place) -> Any:
        """Return a plain value by the tag that YAML 1.2 gives it; `NO` stays text."""
        kind, text = str(node.tag).rsplit(":", 1)[-1], str(node.value)
        try:
            if kind == "int":
                return int(text.replace("_", ""), 0)
            if kind == "float":
                return float(text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan"))
            if kind == "timestamp":
                return dt.date.fromisoformat(text)
        except ValueError:
            if kind == "timestamp":
                self.faults.append(
                    Fault(place, f"'{text}' is not a date", "write year-month-day, as 2018-08-31")
                )
            return text
        if kind == "bool":
            return text.lower() == "true"
        return None if kind == "null" else text


def tree(text: str, file: str) -> tuple[Node | None, list[Fault]]:
    """Return the tree of a YAML text and the faults found; no tree where the text is not YAML."""
    if len(text.encode()) > LARGEST:
        return None, [
            Fault(Place(file), "the file is over 1 MiB", "a study is a few hundred lines: is this one?")
        ]
    builder = Builder(file)
    try:
        reader = YAML(typ="safe", pure=True)
        reader.composer.warn_double_anchors = False  # YAML allows it: the later one counts from there on
        composed = reader.compose(text)
        if composed is None:
            return None, [Fault(Place(file), "the file is empty", "`detente new` writes a starter study")]
        return builder.build(composed), builder.faults
    except TooMuch as bound:
        return None, [bound.fault]
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        what = " ".join(str(part) for part in (error.context, error.problem) if part)
        return None, [Fault(place, f"not YAML: {what}", "mend the indentation, quotes or brackets here")]
    except (YAMLError, RecursionError, ValueError, TypeError, AttributeError) as error:
        what = str(error).splitlines()[0] if str(error) else type(error).__name__
        return None, [Fault(Place(file), f"not YAML: {what}", "remove control characters and deep nesting")]
