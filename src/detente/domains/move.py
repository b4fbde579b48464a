"""What every move has in common, and how a move says which arguments it takes."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import reduce
from typing import Any, ClassVar, Protocol

import numpy as np

from ..ground.faults import Place
from ..study.expression import Expression, parse
from ..study.faults import Faults
from ..study.records import Node, Study
from ..study.variants import rules_of
from ..world.records import World

Number = Any
"""A number, an array of one a draw, or an `Expression` not yet evaluated."""


@dataclass(frozen=True)
class Argument:
    """How an argument is written in a study: what kind of thing it is, its unit, and what it means."""

    kind: str
    """`number`, `economy`, `economies`, `pair`, `industries`, `authority`, `words`, `by economy`, or a kind that a
    domain reads itself."""
    meaning: str
    unit: str = "1"
    needed: bool = False
    least: float = -math.inf
    most: float = math.inf
    """The range that makes sense, ends included."""


def argument(
    kind: str,
    meaning: str,
    *,
    unit: str = "1",
    needed: bool = False,
    default: Any = None,
    least: float = -math.inf,
    most: float = math.inf,
) -> Any:
    """Declare a move's argument."""
    return field(default=default, metadata={"argument": Argument(kind, meaning, unit, needed, least, most)})


OTHERS = "others"
"""In a table by economy: all that are not named."""
ABOVE_ZERO = 1e-12
"""The least of what must be above zero."""


@dataclass(frozen=True)
class Move:
    """A change of the rules: frozen, pure and traceable. It remembers its name and line in the study."""

    kind: ClassVar[str]
    meaning: ClassVar[str]
    one_of: ClassVar[tuple[str, ...]] = ()
    """Arguments of which just one is to be given."""
    rules: ClassVar[str] = "trade"
    """The domain whose rules it changes."""

    @classmethod
    def refused(cls, as_of: dt.date) -> tuple[str, str] | None:
        """Return why a study of a date cannot make it, and what mends that; None where it can."""
        return None

    @classmethod
    def contradicted(cls, given: Mapping[str, Any]) -> tuple[str, str] | None:
        """Return how its arguments contradict each other, and what mends that; None where they do not."""
        return None

    def on(self, world: World) -> World:
        """Return the world with this move made."""
        raise NotImplementedError

    def cells(self, world: World) -> np.ndarray | None:
        """Return 1 for each flow `[industry, buyer, seller]` that the move is about, 0 elsewhere; None for no flows."""
        return None

    def numbers(self) -> dict[str, Number]:
        """Return the arguments that are numbers, by name."""
        return {
            name: getattr(self, name) for name, spec in arguments(type(self)).items() if spec.kind == "number"
        }

    def resolved(self, value: Resolver) -> Move:
        """Return this move with every expression among its numbers replaced by its value."""
        changed: dict[str, Any] = {}
        for name, spec in arguments(type(self)).items():
            given = getattr(self, name)
            if isinstance(given, Expression):
                changed[name] = value(given)
            elif isinstance(given, Variant):
                changed[name] = given.resolved(value)
            elif spec.kind == "by economy":
                changed[name] = {
                    code: value(number) if isinstance(number, Expression) else number
                    for code, number in (given or {}).items()
                }
        return replace(self, **changed)


@dataclass(frozen=True)
class Variant:
    """One of a list of rules, by its place, chosen by a `choice` assumption."""

    places: tuple[int, ...]
    """In the list, of each of the assumption's variants."""
    chosen: Expression

    def resolved(self, value: Resolver) -> Any:
        """Return the place in the list, in the draw at hand."""
        variant = value(self.chosen)
        return sum(place * (variant == number) for number, place in enumerate(self.places))


class Resolver(Protocol):
    """Gives the value of an expression in the draw at hand."""

    def __call__(self, expression: Expression, /) -> Any:
        """Return the value."""


@dataclass(frozen=True)
class Written:
    """A move of a study: what it is called there and where it stands."""

    name: str
    place: Place
    move: Move


def arguments(kind: type[Move]) -> dict[str, Argument]:
    """Return the arguments that a kind of move takes, by name."""
    return {item.name: item.metadata["argument"] for item in fields(kind) if "argument" in item.metadata}


def apply(moves: Move | Iterable[Move], world: World) -> World:
    """Return the world after the moves, in their order. Raises DataError for a label it does not have."""
    if isinstance(moves, Move):
        moves = (moves,)
    return reduce(lambda so_far, move: move.on(so_far), moves, world)


def expressions_in(move: Move) -> Iterator[Expression]:
    """Yield everything of a move that a draw decides."""
    for value in vars(move).values():
        for one in value.values() if isinstance(value, dict) else (value,):
            if isinstance(one, Expression):
                yield one
        if isinstance(value, Variant):
            yield value.chosen


def variant_of(node: Node, rules: tuple[str, ...], study: Study, faults: Faults) -> int | Variant | None:
    """Return the place of a rule, or the places that a `choice` chooses among; None, and a fault, if none."""
    found = rules_of(study, node, rules, "rule", faults)
    if found is None:
        return None
    places, choice = found
    return Variant(places, parse(choice, node.place)) if choice else places[0]
