"""Read the small file of `detente negotiate`: issues, and for each the actors' positions, capabilities, saliences."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from ...domains.negotiation.facts import FOLDER, NUMBERS, TABLE, Stand, actors, issues, ranges
from ...ground.faults import Place, StudyError, did_you_mean
from ...study.faults import Faults
from ...study.fractions import one
from ...study.page import page, text_of
from ...study.records import Node
from ...study.schema import Text
from ...study.shape import Part
from ...world.sources import sources, table_text

RULES = ("by_kind", "weighted", "least")
ACTOR = "actor"
TO = " to "


class IssuePart(Part):
    """A question in dispute."""

    asks: Text
    actors: Any
    unit: str = ""
    low: str = ""
    high: str = ""


class NegotiationPart(Part):
    """The file."""

    negotiation: Text
    issues: Annotated[dict[str, IssuePart], Field(min_length=1)]
    rounds: Annotated[int, Field(ge=1, le=100)] = 10
    rule: str = "by_kind"
    still: Annotated[float, Field(ge=0, le=1)] = 0.001
    shake: Annotated[float, Field(ge=0, le=0.5)] = 0.05
    draws: Annotated[int, Field(ge=100, le=1_000_000)] = 1000
    seed: Annotated[int, Field(ge=0)] = 1


@dataclass(frozen=True)
class Issue:
    """A question, and what is known of those who dispute it."""

    name: str
    asks: str
    unit: str
    ends: tuple[str, str]
    """What the low and the high end of the scale mean."""
    actors: tuple[str, ...]
    low: tuple[tuple[float, ...], ...]
    """Position, capability and salience of each actor; `low` is `high` where there is no range."""
    high: tuple[tuple[float, ...], ...]
    source: tuple[str, ...]

    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """Return both ends of what is known, `[number, actor]`."""
        return np.array(self.low), np.array(self.high)


@dataclass(frozen=True)
class Negotiation:
    """What the file asks for, resolved and checked."""

    title: str
    issues: tuple[Issue, ...]
    rounds: int
    rule: str
    still: float
    shake: float
    draws: int
    seed: int


@dataclass(frozen=True)
class Row:
    """An actor as written: numbers or ranges, and where each stands."""

    name: str
    place: Place
    numbers: tuple[Node, ...]
    source: str


def embedded() -> tuple[str, ...]:
    """Return the names of the embedded tables of actors: files, and issues of the table of ranges."""
    files = (source.table.removesuffix(".csv") for source in sources(FOLDER) if source.table != TABLE)
    return (*files, *issues())


def read(path: str | Path) -> Negotiation:
    """Read the file and what it names. Raises StudyError with every fault found."""
    part, root = page(path, NegotiationPart)
    faults, fields = Faults(), root.value
    if part.rule not in RULES:
        faults.add(fields["rule"].place, f"no rule '{part.rule}'", did_you_mean(part.rule, RULES))
    issues = [_issue(name, node, path, faults) for name, node in fields["issues"].value.items()]
    faults.raise_any()
    found = tuple(issue for issue in issues if issue is not None)
    return Negotiation(
        part.negotiation, found, part.rounds, part.rule, part.still, part.shake, part.draws, part.seed
    )


def _issue(name: str, node: Node, path: str | Path, faults: Faults) -> Issue | None:
    """Return one issue, or None and faults."""
    fields: dict[str, Node] = node.value
    actors, before = fields["actors"], len(faults.found)
    rows = _inline(actors, faults) if isinstance(actors.value, dict) else _table(actors, path, faults)
    seen: set[str] = set()
    for row in rows:
        if row.name in seen:
            faults.add(row.place, f"the actor '{row.name}' stands twice", "remove or rename one")
        seen.add(row.name)
    numbers = [
        [_range(node, what, faults) for node, what in zip(row.numbers, NUMBERS, strict=True)] for row in rows
    ]
    if len(faults.found) > before:
        return None
    ends = np.array(numbers, dtype=float).reshape(-1, 3, 2)
    if len(rows) < 2:
        faults.add(actors.place, "a single actor" if rows else "no actor", "a negotiation needs two or more")
        return None
    if not (ends[:, 1, 1] * ends[:, 2, 1]).any():
        faults.add(actors.place, "no actor has both capability and salience", "give one of them more than 0")
        return None
    text = {key: faults.text_of(fields.get(key)) for key in ("asks", "unit", "low", "high")}
    low, high = (tuple(map(tuple, ends[:, :, end].T.tolist())) for end in (0, 1))
    who = tuple(row.name for row in rows)
    return Issue(
        name,
        text["asks"],
        text["unit"],
        (text["low"], text["high"]),
        who,
        low,
        high,
        tuple(row.source for row in rows),
    )


def _inline(table: Node, faults: Faults) -> list[Row]:
    """Return the actors written in the file."""
    found = []
    for name, node in table.value.items():
        fields = faults.table_of(node)
        for key in fields:
            if key not in (*NUMBERS, "source"):
                faults.add(node.keys[key], f"no key '{key}' here", did_you_mean(key, (*NUMBERS, "source")))
        missing = [what for what in NUMBERS if what not in fields]
        if missing:
            faults.add(table.keys[name], f"'{name}' has no {' and no '.join(missing)}", "add it")
            continue
        source = faults.text_of(fields.get("source"))
        found.append(Row(name, table.keys[name], tuple(fields[what] for what in NUMBERS), source))
    return found


def _table(node: Node, path: str | Path, faults: Faults) -> list[Row]:
    """Return the actors of an embedded table, or of a CSV file named from the folder of the file."""
    name = faults.text_of(node)
    if name in issues():
        return _stands(name)
    if name in embedded():
        return _rows(table_text(FOLDER, name), f"{name}.csv", faults)
    beside = Path(path).parent / name
    try:
        return _rows(text_of(beside), str(beside), faults)
    except StudyError:
        near = did_you_mean(name, embedded())
        faults.add(
            node.place,
            f"no table of actors '{name}'",
            f"{near}; or write the path of a CSV file, or a table here",
        )
        return []


def _stands(issue: str) -> list[Row]:
    """Return the actors of an issue of the table of ranges, from low to high."""
    place, known = Place(TABLE), ranges()
    found = []
    for name, who in actors(issue).items():
        numbers = [known[f"{name}_{what}"] for what in NUMBERS]
        found.append(Row(who, place, tuple(_ends(one, place) for one in numbers), numbers[0].source))
    return found


def _ends(one: Stand, place: Place) -> Node:
    return Node([Node(one.low, place), Node(one.high, place)], place)


def _rows(text: str, file: str, faults: Faults) -> list[Row]:
    """Return the actors of a CSV table: actor, position, capability, salience, source."""
    reader = csv.DictReader(io.StringIO(text))
    lacking = [key for key in (ACTOR, *NUMBERS) if key not in (reader.fieldnames or ())]
    if lacking:
        faults.add(
            Place(file), f"no column {', '.join(lacking)}", f"columns: {', '.join((ACTOR, *NUMBERS))}, source"
        )
        return []
    found = []
    for row in reader:
        place = Place(file, reader.line_num)
        nodes = tuple(_cell(row[what] or "", place) for what in NUMBERS)
        found.append(Row((row[ACTOR] or "").strip(), place, nodes, row.get("source") or ""))
    return found


def _cell(text: str, place: Place) -> Node:
    """Return a cell as a number or a range: `4`, or `4 to 7`."""
    return Node([Node(end, place) for end in text.split(TO)] if TO in text else text, place)


def _range(node: Node, what: str, faults: Faults) -> tuple[float, float]:
    """Return both ends of what is known of a number; faults where it cannot be."""
    written = _cell(node.value, node.place) if isinstance(node.value, str) else node
    items: list[Node] = written.value if isinstance(written.value, list) else [written]
    found = [one(item, what, faults) for item in items]
    if any(value is None for value in found):
        return 0.0, 0.0
    values = [value for value in found if value is not None]
    if len(values) not in (1, 2) or values != sorted(values):
        faults.add(node.place, f"no range of a {what}", "write a number, or two that ascend, as [4, 7]")
        return 0.0, 0.0
    low, high = values[0], values[-1]
    if what != "position" and low < 0:
        faults.add(node.place, f"{low:g} is no {what}: it is below 0", "write 0 or more")
    if what == "salience" and high > 1:
        faults.add(
            node.place, f"{high:g} is no salience: it is above 1", "write a number from 0 to 1; 70 % is 0.7"
        )
    return low, high
