"""From text to a tree of nodes with places: YAML 1.2, bounded, with every duplicate key found."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from ..ground.faults import Fault, Place
from .characters import cleared, escaped, paired
from .records import Node

LARGEST = 1 << 20
"""Most bytes of a study file."""
DEEPEST = 30
"""Most levels of nesting."""
MOST = 50_000
"""Most values, counting what aliases repeat."""
TAG = "tag:yaml.org,2002:"
NULLS = ("", "~", "null")
TRUTHS = {"true": True, "false": False}
SCALARS = ("str", "int", "float", "bool", "null", "timestamp", "value", "merge")
"""What YAML takes a plain word for."""


class TooMuch(Exception):
    """The text passes a bound; carries the fault."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(str(fault))


class Builder:
    """Turns composed YAML into nodes, counting as it goes."""

    def __init__(self, text: str, file: str) -> None:
        """Begin with nothing counted."""
        self.text, self.file, self.count = text, file, 0
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
            self.kind(node, place, ("map",))
            return self.table(node, place, depth)
        if isinstance(node, SequenceNode):
            self.kind(node, place, ("seq",))
            return Node([self.build(item, depth + 1) for item in node.value], place)
        return Node(self.scalar(node, place), place, text=str(node.value))

    def kind(self, node: Any, place: Place, known: tuple[str, ...]) -> str:
        """Return what YAML takes a node for; a fault where a tag of the user's says something else."""
        kind = str(node.tag).removeprefix(TAG)
        if kind not in known:
            self.faults.append(
                Fault(place, f"the tag {str(node.tag).replace(TAG, '!!')} has no meaning here", "remove it")
            )
        return kind

    def table(self, node: MappingNode, place: Place, depth: int) -> Node:
        """Return a table; a key that stands twice is a fault."""
        values: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        for key, value in node.value:
            here = self.place(key)
            if not isinstance(key, ScalarNode):
                self.faults.append(Fault(here, "a key is a table or a list", "write a plain word as the key"))
                continue
            name = self.word(key, here)
            if name in keys:
                mend = f"it stands in line {keys[name].line} already: remove or rename one"
                self.faults.append(Fault(here, f"the key '{name}' stands twice", mend))
                continue
            keys[name] = here
            values[name] = self.build(value, depth + 1)
        return Node(values, place, keys)

    def scalar(self, node: ScalarNode, place: Place) -> Any:
        """Return a plain value by the tag that YAML 1.2 gives it; `NO` stays text, and what fits no tag too."""
        kind, text = self.kind(node, place, SCALARS), self.word(node, place)
        try:
            if kind == "int":
                return int(text.replace("_", ""), 0)
            if kind == "float":
                return float(text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan"))
            if kind == "timestamp":
                return dt.date.fromisoformat(text)
        except ValueError:
            return text
        if kind == "bool":
            return TRUTHS.get(text.lower(), text)
        return None if kind == "null" and text.lower() in NULLS else text

    def word(self, node: ScalarNode, place: Place) -> str:
        """Return a node's text; a fault for each control character that it writes as an escape."""
        text = paired(str(node.value))
        if node.style == '"':
            written = self.text[node.start_mark.index : node.end_mark.index]
            self.faults.extend(escaped(text, written, place))
        return text


def tree(text: str, file: str) -> tuple[Node | None, list[Fault]]:
    """Return the tree of a YAML text and the faults found; no tree where the text is not YAML."""
    text, refused = cleared(text, file)
    if len(text.encode()) > LARGEST:
        return None, [
            Fault(Place(file), "the file is over 1 MiB", "a study is a few hundred lines: is this one?")
        ]
    builder = Builder(text, file)
    try:
        reader = YAML(typ="safe", pure=True)
        reader.composer.warn_double_anchors = False  # YAML allows it: the later one counts from there on
        composed = reader.compose(text)
        if composed is None:
            return None, refused or [
                Fault(Place(file), "the file is empty", "`detente new` writes a starter study")
            ]
        return builder.build(composed), refused + builder.faults
    except TooMuch as bound:
        return None, [*refused, bound.fault]
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        what = " ".join(str(part) for part in (error.context, error.problem) if part)
        return None, [
            *refused,
            Fault(place, f"not YAML: {what}", "mend the indentation, quotes or brackets here"),
        ]
    except (YAMLError, RecursionError, ValueError, TypeError, AttributeError) as error:
        what = str(error).splitlines()[0] if str(error) else type(error).__name__
        return None, [*refused, Fault(Place(file), f"not YAML: {what}", "remove deep nesting")]
