"""What a user wrote, with its places: the records of a study."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from html import escape

from ..chance.distribution import Distribution
from ..ground.faults import Fault, Place
from ..ground.nodes import Node as Node
from .expression import Expression


@dataclass(frozen=True)
class Source:
    """Where an argument or a figure comes from."""

    title: str
    author: str = ""
    date: dt.date | None = None
    url: str = ""


@dataclass(frozen=True)
class Assumption:
    """An uncertain number (or choice): its distribution, unit and source, or the word `judgement`."""

    id: str
    meaning: str
    distribution: Distribution
    unit: str
    source: str
    place: Place
    unit_known: bool = True
    """Whether the file says the unit; if not, the number fits any unit, or, as a `share`, what a per cent fits."""

    @property
    def judged(self) -> bool:
        """Whether nothing but judgement stands behind it."""
        return "judgement" in self.source.lower()


@dataclass(frozen=True)
class CorrelationText:
    """Two assumptions that move together, as written: Spearman's rank correlation, and its source."""

    between: tuple[Node, Node]
    rank: float
    source: str
    place: Place
    lapsed: bool = False
    """Whether one of the two was fixed from outside the file, so that nothing is left to move together."""


@dataclass(frozen=True)
class NamedQuantity:
    """An expression over assumptions that has a name, a meaning and a unit of its own."""

    id: str
    meaning: str
    expression: Expression
    unit: str
    place: Place
    unit_known: bool = True
    """Whether the file says the unit; if not, it is that of the expression, as far as that has one."""


@dataclass(frozen=True)
class MoveText:
    """A move as written: its kind and its arguments, not yet resolved against any world."""

    id: str
    kind: str
    meaning: str
    arguments: Node
    place: Place


@dataclass(frozen=True)
class WorldText:
    """A world to compare: the start world with these moves applied, in this order."""

    id: str
    meaning: str
    moves: tuple[Node, ...]
    place: Place


@dataclass(frozen=True)
class Claim:
    """A statement of the argument and the predicate that tests it; `holds` is None while no model decides it."""

    id: str
    says: str
    where: str
    holds: Expression | None
    not_modelled_yet: str
    supported_by: tuple[Node, ...]
    beside: str
    forecast: bool
    place: Place

    def __repr__(self) -> str:
        """Show it in a terminal: its name, what it says, and its test."""
        return f"{self.id}: {self.says} [{self.test}]"

    def _repr_html_(self) -> str:
        """Show it in a notebook."""
        below = ", ".join(escape(str(node.value)) for node in self.supported_by)
        said = [f"<b>{escape(self.says or self.id)}</b> <code>{escape(self.id)}</code> {escape(self.where)}"]
        said.append(
            f"Held to be true where <code>{escape(self.test)}</code>" if self.holds else escape(self.test)
        )
        said += [f"Supported by: {below}"] if below else []
        return f'<div style="max-width:46em">{"".join(f"<p>{one}</p>" for one in said)}</div>'

    @property
    def test(self) -> str:
        """Return what decides it, as written; or that no model does, and what it waits for."""
        return self.holds.text if self.holds else f"not modelled yet: {self.not_modelled_yet}"


@dataclass(frozen=True)
class Actor:
    """Somebody who can move, and the economy it stands for."""

    id: str
    name: str
    economy: Node | None
    place: Place


@dataclass(frozen=True)
class NotModelled:
    """A statement of the argument that the study leaves out, and why."""

    says: str
    why: str


@dataclass(frozen=True)
class Event:
    """What happened after the study's date (`hindsight` only)."""

    date: dt.date
    what: str
    source: str
    claims: tuple[Node, ...]
    chance: Expression | None = None
    """What the study gave the thing forecast, an expression over outcomes; None where nothing was forecast."""
    happened: bool = False
    """Whether the thing forecast came about."""


@dataclass(frozen=True)
class Study:
    """A study as read: everything the file says, and `faults`, everything that reading found wrong with it.

    `settings` holds what later stages resolve: the world's name, the economies kept, the rules of the
    start world, and options of the trade model, each as a `Node`.
    """

    id: str
    file: str
    text: str
    question: str
    argument: Source
    as_of: dt.date
    settings: Mapping[str, Node]
    start: tuple[Node, ...]
    actors: Mapping[str, Actor]
    assumptions: Mapping[str, Assumption]
    quantities: Mapping[str, NamedQuantity]
    moves: Mapping[str, MoveText]
    worlds: Mapping[str, WorldText]
    claims: Mapping[str, Claim]
    not_modelled: tuple[NotModelled, ...]
    hindsight: tuple[Event, ...]
    faults: tuple[Fault, ...]
    correlations: tuple[CorrelationText, ...] = ()
    without: tuple[Node, ...] = ()
    """Moves that are made in no world, whatever the worlds say."""
    unread: frozenset[str] = frozenset()
    """Names that stand in the file, and could not be read: what refers to them has no fault of its own."""
    misspelt: Set[str] = frozenset()
    """Parts of a study that a key which is none may stand for."""
    fixed: Mapping[str, str] = field(default_factory=dict)
    """Assumptions fixed from outside the file, as `--set` gives them."""

    def on_world(self, folder: str) -> Study:
        """Return the study with its world read from another folder: a copy of the one that it names."""
        node = self.settings["world"]
        return replace(self, settings={**self.settings, "world": replace(node, value=folder)})

    @property
    def named_economies(self) -> dict[str, str]:
        """Return the name of the actor that an economy belongs to, by the economy's code."""
        return {str(one.economy.value): one.name for one in self.actors.values() if one.economy}

    def option(self, name: str) -> Node | None:
        """Return what the study writes of an option; None where it writes nothing."""
        options = self.settings.get("options")
        found: Node | None = options.value.get(name) if options and isinstance(options.value, dict) else None
        return found

    def choices(self) -> list[str]:
        """Return the names of the assumptions that choose between variants."""
        return [name for name, one in self.assumptions.items() if one.distribution.variants]

    def tables(self, table: str) -> list[str]:
        """Return the names of the assumptions with a column for each row of a table."""
        return [name for name, one in self.assumptions.items() if one.distribution.of_table == table]
