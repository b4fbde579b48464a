"""What a domain is, and what the stages hand it: a study being read, and a problem with all names resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any, ClassVar, NamedTuple, TypeVar

from ..ground.status import SolveStatus
from ..study.expression import Expression, Reference
from ..study.faults import Faults
from ..study.records import Assumption, Claim, Event, MoveText, Node, Study
from ..world.ranges import Range
from ..world.records import World
from .move import Argument, Move, Written
from .records import Case, Column, Correlation, OutcomeCell
from .sheets import Sheet, by_outcome

WORLD = "world"
SECOND = {"economy": "partner"}
"""The name of an axis where an outcome has it twice."""
Option = TypeVar("Option")
Numbered = Callable[[Expression], float]
"""Gives the value of an expression with every assumption at its middle."""


@dataclass(frozen=True)
class Outcome:
    """A number that a domain gives: its axes (before the world's name), unit, meaning, and how it is read off."""

    name: str
    axes: tuple[str, ...]
    unit: str
    meaning: str
    function: Callable[..., Any]
    """From what the domain's solve returns, in the form that the domain says; it uses array methods alone."""
    by_world: bool = True
    """Whether each world has its own, so that a world's name stands last in the brackets."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Return what stands in the brackets, in order."""
        return (*self.axes, WORLD) if self.by_world else self.axes

    @property
    def dims(self) -> tuple[str, ...]:
        """Return the names of its axes, each once, the world last where it has one: trade is with a partner.

        >>> Outcome("trade", ("economy", "economy"), "USD bn/year", "trade", abs).dims
        ('economy', 'partner', 'world')
        """
        found: list[str] = []
        for axis in self.axes:
            found.append(SECOND[axis] if axis in found else axis)
        return (*found, WORLD) if self.by_world else tuple(found)


class Diagnostic(NamedTuple):
    """What a column tells of a solve, one a world; `statuses` are its codes, where it has any."""

    meaning: str
    statuses: type[SolveStatus] | None = None


@dataclass
class Reading:
    """A study while it is bound: what is known of it so far, and the faults found."""

    study: Study
    world: World
    faults: Faults
    options: dict[str, Any] = field(default_factory=dict)
    """What each domain has read, by its name."""
    domains: tuple[Domain, ...] = ()
    made: Mapping[str, Written] = field(default_factory=dict)
    cases: tuple[Case, ...] = ()
    columns: tuple[Column, ...] = ()

    def of(self, kind: type[Option]) -> Option | None:
        """Return the options of a kind, if a domain has read them."""
        return chosen(self.options, kind)

    def axes(self) -> dict[str, tuple[str, ...]]:
        """Return the labels of each axis."""
        given = [axis for domain in self.domains for axis in domain.axes]
        return {axis: self.labels(axis) for axis in dict.fromkeys(("economy", "industry", WORLD, *given))}

    def labels(self, axis: str) -> tuple[str, ...]:
        """Return the labels of an axis: the world's own, or those of the domain whose axis it is."""
        if axis == WORLD:
            return tuple(case.name for case in self.cases)
        if axis in ("economy", "industry"):
            return self.world.economies if axis == "economy" else self.world.industries
        return next((one.labels(axis, self) for one in self.domains if axis in one.axes), ())


def chosen(options: Mapping[str, Any], kind: type[Option]) -> Option | None:
    """Return the one of some domains' options that is of a kind."""
    return next((one for one in options.values() if isinstance(one, kind)), None)


class Domain:
    """A subject: each stage goes through these names and functions, and knows no subject by its own name.

    A domain is a class with one instance in `table.DOMAINS`. What it does not need it leaves as it stands here.
    """

    name: ClassVar[str]
    meaning: ClassVar[str]
    takes: ClassVar[tuple[str, ...]] = ()
    """The domains that its options or its solve read; they come first."""
    options: ClassVar[tuple[str, ...]] = ()
    """Its names under `options:` of a study."""
    section: ClassVar[str] = ""
    """Its own part of a study, beside `options:`, if it has one."""
    reads_worlds: ClassVar[bool] = False
    """Whether its options name worlds of the study, so that they are read once these are known."""
    axes: ClassVar[tuple[str, ...]] = ()
    """Kinds of label that it gives."""
    moves: ClassVar[tuple[type[Move], ...]] = ()
    arguments: ClassVar[tuple[str, ...]] = ()
    """Kinds of argument that only its moves take."""
    forms: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    """The JSON Schema of each of them, and of what stands in the tables of `described`."""
    described: ClassVar[Mapping[str, tuple[str, Mapping[str, Argument]]]] = {}
    """Those of them that may be written as a table: what it describes, and what it holds."""
    outcomes: ClassVar[tuple[Outcome, ...]] = ()
    diagnostics: ClassVar[Mapping[str, Diagnostic]] = {}
    tables: ClassVar[tuple[str, ...]] = ()
    """Tables of its facts from which an assumption may draw (`from: NAME`)."""
    offers: ClassVar[Mapping[str, str]] = {}
    """What others may take of its models beside its outcomes: a name, and where the function is."""
    solver: ClassVar[str] = ""
    """Where its solve is, as `module:function`: imported when draws are computed, for it may need JAX."""
    kept: ClassVar[str] = ""
    """Where that is which its part of the report shows beside the draws and a model must solve, as `module:function`.

    From a problem and its recorded draws to plain values, as `ground.plain` makes them, or None: solved once and kept
    with the run."""
    view: ClassVar[str] = ""
    """Where its part of the report is, as `module:function`."""

    def __eq__(self, other: object) -> bool:
        """Tell whether it is the same subject: one that travelled to another process is."""
        return type(self) is type(other)

    def __hash__(self) -> int:
        """Return a number that is the same for the same subject."""
        return hash(type(self))

    def read(self, reading: Reading) -> Any:
        """Return its options, with every name resolved; None where the study has none."""
        return None

    def cases(self, option: Any, reading: Reading) -> tuple[Case, ...]:
        """Return worlds that it asks for beside the study's own."""
        return ()

    def argument(self, spec: Argument, text: MoveText, node: Node, reading: Reading) -> Any:
        """Return an argument of a kind in `arguments`, read from a move's text."""
        raise NotImplementedError

    def contradictions(self, case: Case, reading: Reading, whole: bool) -> Iterator[tuple[Written, str, str]]:
        """Yield a move that cannot hold beside another of a world, what is wrong, and what mends it.

        `whole` tells whether every move of the world could be read.
        """
        return iter(())

    def columns(self, assumption: Assumption, reading: Reading) -> list[Column]:
        """Return the columns that an assumption draws from one of `tables`."""
        return []

    def ranges(self) -> Mapping[str, Range]:
        """Return the numbers of its facts that a study may set under its option, by name."""
        return {}

    def labels(self, axis: str, reading: Reading) -> tuple[str, ...]:
        """Return the labels of one of `axes`."""
        return ()

    def unit(self, outcome: Outcome, labels: Sequence[Any], reading: Reading) -> str:
        """Return the unit of an outcome at some labels."""
        return outcome.unit

    def recorded(self, reading: Reading, named: bool) -> Iterable[tuple[str, tuple[str, ...]]]:
        """Yield outcomes that a run records though no claim names them; `named` tells whether any of them is named."""
        return ()

    def expressions(self, option: Any) -> Iterable[Expression]:
        """Return what of its options a draw decides."""
        return getattr(option, "expressions", ())

    def rests_on(self, option: Any) -> Iterable[Expression] | None:
        """Return what its outcomes rest on and nothing else; None where any assumption may enter."""
        return None

    def check_moves(self, reading: Reading) -> None:
        """Add a fault for each of its moves that this world has no place for."""

    def check(self, option: Any, reading: Reading, value: Numbered) -> None:
        """Add a fault for each number that makes no sense with every assumption at its middle."""

    def echo(self, problem: Problem) -> list[str]:
        """Return what `detente check` reads back of its options, in lines."""
        return []

    def sheets(self, problem: Problem) -> Iterable[Sheet]:
        """Return the tables of its outcomes that the page shows: one an outcome, unless it says otherwise."""
        for outcome in self.outcomes:
            cells = [cell for cell in problem.cells_of(self.name) if cell.outcome == outcome.name]
            if cells:
                yield by_outcome(self.name, outcome.name, outcome.meaning, cells)

    def effort(self, problem: Problem, draws: int) -> tuple[str, float] | None:
        """Return what it solves in so many draws, in words, and about how long that takes on two cores [s]."""
        return None

    def told(self, problem: Problem, case: Case, codes: Sequence[int]) -> str:
        """Return how the solve of a world ended, in a sentence, by the values of `diagnostics` that are places."""
        return ""


@dataclass(frozen=True)
class BoundClaim:
    """A claim with its references resolved: outcome references map to the cells they read."""

    id: str
    claim: Claim
    cells: Mapping[Reference, tuple[str, ...]]
    """The cells (or columns of assumptions) that each reference reads; several where an index is a list."""
    depends_on: frozenset[str]
    uses_outcomes: bool
    through: frozenset[str] | None = None
    """The assumptions that its outcomes may rest on; all where None."""


@dataclass(frozen=True)
class BoundForecast:
    """What a study gave an event that it could not know, with its references resolved."""

    event: Event
    chance: Expression
    cells: Mapping[Reference, tuple[str, ...]]


@dataclass(frozen=True)
class Problem:
    """What is to be computed in every draw, and judged: all names resolved, nothing left to find wrong."""

    study: Study
    world: World
    options: Mapping[str, Any]
    """What each domain reads of the study, by its name."""
    columns: tuple[Column, ...]
    cases: tuple[Case, ...]
    cells: tuple[OutcomeCell, ...]
    claims: tuple[BoundClaim, ...]
    forecasts: tuple[BoundForecast, ...] = ()
    correlations: tuple[Correlation, ...] = ()
    """Those that are drawn; columns that no pair names are drawn independently of each other."""
    lapsed: tuple[Correlation, ...] = ()
    """Those of which one side was fixed from outside the file."""

    domains: tuple[Domain, ...] = ()
    """Those that it may be about; they travel with it to whoever computes."""
    axes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The labels of each axis of an outcome."""

    def of(self, kind: type[Option]) -> Option | None:
        """Return the options of a kind, where the study has them."""
        return chosen(self.options, kind)

    def outcome(self, name: str) -> Outcome:
        """Return what an outcome is. Raises KeyError where no domain gives it."""
        return outcomes_of(self.domains)[name]

    def option(self, kind: type[Option]) -> Option:
        """Return the options of a kind that every study has. Raises LookupError where no domain has read them."""
        found = self.of(kind)
        if found is None:
            raise LookupError(f"no domain of this problem has read {kind.__name__}")
        return found

    def taken(self, name: str) -> Callable[..., Any]:
        """Return what a domain offers to others, by `domain.name`."""
        giver, _, offer = name.partition(".")
        return loaded(next(one for one in self.domains if one.name == giver).offers[offer])

    @property
    def by_name(self) -> dict[str, OutcomeCell]:
        """Return the cells by their names."""
        return {cell.name: cell for cell in self.cells}

    def cells_of(self, domain: str) -> tuple[OutcomeCell, ...]:
        """Return the cells that a domain gives."""
        return tuple(cell for cell in self.cells if cell.domain == domain)


@cache
def ordered(domains: tuple[Domain, ...]) -> tuple[Domain, ...]:
    """Return domains in an order in which each comes after those that it takes from.

    Raises ValueError where they take from each other in a circle, or from one that is not there.
    """
    found: list[Domain] = []
    while len(found) < len(domains):
        known = {one.name for one in found}
        ready = [one for one in domains if one not in found and set(one.takes) <= known]
        if not ready:
            left = ", ".join(one.name for one in domains if one not in found)
            raise ValueError(f"no order of these domains has each after those that it takes from: {left}")
        found += ready[:1]
    return tuple(found)


def loaded(place: str) -> Callable[..., Any]:
    """Return the function at a place, `module:function`."""
    module, _, name = place.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found


@cache
def outcomes_of(domains: tuple[Domain, ...]) -> dict[str, Outcome]:
    """Return every outcome of some domains, by name."""
    return {outcome.name: outcome for domain in domains for outcome in domain.outcomes}


@cache
def diagnostics_of(domains: tuple[Domain, ...]) -> dict[str, Diagnostic]:
    """Return every column that tells of a solve, one a world: `status[cut]` is that of the world `cut`."""
    return {name: one for domain in domains for name, one in domain.diagnostics.items()}


def statuses_of(domains: tuple[Domain, ...], column: str) -> type[SolveStatus] | None:
    """Return the statuses whose codes a column of a run holds; None where it holds something else."""
    name, bracket, _ = column.partition("[")
    known = diagnostics_of(domains).get(name) if bracket else None
    return known.statuses if known else None


def ended(domains: tuple[Domain, ...], column: str, code: int) -> str:
    """Return what a code in a column of statuses means, in a few words."""
    known = statuses_of(domains, column)
    return known.of(code).brief if known and code in range(len(known)) else f"status {code}"
