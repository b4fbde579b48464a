"""Pieces of a user's file with their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .faults import Place


@dataclass(frozen=True)
class Node:
    """A piece of the file that a later stage reads: its plain value and its place.

    `value` is a str, int, float, bool, date, None, `list[Node]` or `dict[str, Node]`; `keys` gives the place of
    each key, and `text` a scalar as it is written.
    """

    value: Any
    place: Place
    keys: Mapping[str, Place] = field(default_factory=dict)
    text: str = field(default="", compare=False)


def places(node: Node) -> Iterator[Place]:
    """Yield the place of a node, of its keys, and of all below it."""
    yield node.place
    yield from node.keys.values()
    inner = node.value.values() if isinstance(node.value, dict) else node.value
    for one in inner if isinstance(node.value, (dict, list)) else ():
        yield from places(one)
