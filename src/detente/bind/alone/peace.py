"""Read the small file of `detente peace`: a date, a chronology, its coding, a prior and odds ratios."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import Field

from ...domains.peace.capability import capabilities
from ...domains.peace.facts import PHASES, SAMPLINGS, Event, Line, Spell, read_chronology, read_rule, spells
from ...domains.peace.options import years_known
from ...ground.faults import Fault, StudyError, did_you_mean
from ...study.faults import Faults
from ...study.fractions import one
from ...study.page import page, text_of
from ...study.records import Node
from ...study.schema import Label, Quantity, Text
from ...study.shape import Date, Part
from ...world.sources import table_text

OURS = "korea"
"""The name of the embedded chronology and of its rule."""
Made = TypeVar("Made")


class PriorPart(Part):
    """Pseudo-counts."""

    each: Annotated[float, Field(ge=0, le=1000)] = 0.5
    settlement: Annotated[float, Field(ge=0, le=1000)] = 0.5


class PeacePart(Part):
    """The file."""

    peace: Text
    as_of: Date
    chronology: Label = OURS
    rule: Label = OURS
    phases: Annotated[list[Label], Field(min_length=3, max_length=12)] = list(PHASES)
    sampling: str = "all_days"
    years: Annotated[int, Field(ge=1, le=100)] = 5
    prior: PriorPart = PriorPart()
    partners: dict[str, Quantity] = {"CHN": 1, "RUS": 1}
    weights_of: list[int] | None = None
    odds_of_weight: Any = None
    odds_of_lifting: Any = None
    lifted: dict[str, Quantity] | None = None
    draws: Annotated[int, Field(ge=100, le=1_000_000)] = 4096
    seed: Annotated[int, Field(ge=0)] = 1


@dataclass(frozen=True)
class Peace:
    """What the file asks for, resolved and checked."""

    title: str
    as_of: dt.date
    phases: tuple[str, ...]
    events: tuple[Event, ...]
    rule: tuple[Line, ...]
    coded: tuple[Spell, ...]
    sampling: str
    years: int
    each: float
    settlement: float
    behind: dict[str, float]
    """How far each partner stands behind the process, 0 to 1."""
    capability: dict[int, dict[str, float]]
    """Index by year and country."""
    weights_of: tuple[int, ...]
    """Years whose weights are compared; the last one holds at the date."""
    odds_of_weight: tuple[float, float]
    """5 and 95 % points of a lognormal distribution; equal for a fixed number."""
    odds_of_lifting: tuple[float, float]
    lifted: tuple[float, ...]
    """Share of the bans lifted in each phase under `in_steps`."""
    draws: int
    seed: int


def read(path: str | Path) -> Peace:
    """Read the file and what it names. Raises StudyError with every fault found."""
    part, root = page(path, PeacePart)
    faults, fields = Faults(), root.value
    phases = tuple(part.phases)
    if len(set(phases)) < len(phases) or "thaw" not in phases[1:]:
        faults.add(
            fields["phases"].place, "phases must differ and hold `thaw` after the worst", "mend the list"
        )
    if part.sampling not in SAMPLINGS:
        faults.add(
            fields["sampling"].place, f"no sampling '{part.sampling}'", did_you_mean(part.sampling, SAMPLINGS)
        )
    events = _file(path, part.chronology, fields.get("chronology"), "chronology", read_chronology, faults)
    rule = _file(
        path,
        part.rule,
        fields.get("rule"),
        "phase-rule",
        lambda text, file: read_rule(text, file, phases),
        faults,
    )
    years = _years(part, fields, faults)
    weight = _range(fields.get("odds_of_weight"), (0.5, 2.0), faults)
    lifting = _range(fields.get("odds_of_lifting"), (0.5, 2.0), faults)
    behind, lifted = _behind(part, fields, faults), _lifted(part, phases, fields, faults)
    faults.raise_any()
    assert events is not None and rule is not None
    coded = spells(events, rule, part.as_of, phases)
    return Peace(
        title=part.peace,
        as_of=part.as_of,
        phases=phases,
        events=tuple(event for event in events if event.date <= part.as_of),
        rule=rule,
        coded=coded,
        sampling=part.sampling,
        years=part.years,
        each=part.prior.each,
        settlement=part.prior.settlement,
        behind=behind,
        capability=capabilities(),
        weights_of=years,
        odds_of_weight=weight,
        odds_of_lifting=lifting,
        lifted=lifted,
        draws=part.draws,
        seed=part.seed,
    )


def _file(
    path: str | Path,
    name: str,
    node: Node | None,
    table: str,
    read_: Callable[[str, str], Made],
    faults: Faults,
) -> Made | None:
    """Read an embedded table, or a CSV file named from the folder of the file; None and faults if it is wrong."""
    try:
        if name == OURS:
            return read_(table_text("politics", table), f"{table}.csv")
        beside = Path(path).parent / name
        return read_(text_of(beside), str(beside))
    except StudyError as error:
        lost = any("cannot be read" in fault.what for fault in error.faults)
        if lost and node is not None:
            faults.add(node.place, f"'{name}' cannot be read", f"write `{OURS}`, or the path of a CSV file")
        else:
            faults.take(error)
        return None


def _years(part: PeacePart, fields: dict[str, Node], faults: Faults) -> tuple[int, ...]:
    """Return the years whose weights are compared: those known by the date, unless the file names them."""
    known = [year for year in capabilities() if year < part.as_of.year]
    if part.weights_of is None:
        return tuple(known)
    for node in fields["weights_of"].value:
        years_known(node, known, part.as_of, faults)
    return tuple(part.weights_of)


def _range(node: Node | None, default: tuple[float, float], faults: Faults) -> tuple[float, float]:
    """Return a range of odds ratios: two numbers, the 5 and 95 % points, or one."""
    if node is None:
        return default
    items = node.value if isinstance(node.value, list) else [node]
    found = [one(item, "odds ratio", faults) for item in items]
    values = [value for value in found if value is not None]
    if len(values) == len(found) and (
        len(values) not in (1, 2) or min(values) <= 0 or values != sorted(values)
    ):
        faults.add(node.place, "no range of odds ratios", "write one number above 0, or two, as [0.5, 2]")
    return (values[0], values[-1]) if values else default


def _behind(part: PeacePart, fields: dict[str, Node], faults: Faults) -> dict[str, float]:
    """Return how far each partner stands behind the process."""
    known = list(next(iter(capabilities().values())))
    found: dict[str, float] = {}
    for name in part.partners:
        if "partners" not in fields:
            found[name] = 1.0
            continue
        table = fields["partners"]
        if name not in known:
            faults.add(table.keys[name], f"no capability index of '{name}'", did_you_mean(name, known))
        found[name] = _share(table.value[name], faults)
    return found


def _lifted(
    part: PeacePart, phases: tuple[str, ...], fields: dict[str, Node], faults: Faults
) -> tuple[float, ...]:
    """Return the share of the bans lifted in each phase: even steps unless the file says otherwise."""
    if part.lifted is None:
        return tuple(place / (len(phases) - 1) for place in range(len(phases)))
    table = fields["lifted"]
    for name in part.lifted:
        if name not in phases:
            faults.add(table.keys[name], f"no phase '{name}'", did_you_mean(name, phases))
    shares = {name: _share(table.value[name], faults) for name in part.lifted}
    return tuple(shares.get(phase, float(place == len(phases) - 1)) for place, phase in enumerate(phases))


def _share(node: Node, faults: Faults) -> float:
    """Return a share."""
    value = one(node, "share", faults)
    if value is not None and not 0 <= value <= 1:
        faults.found.append(Fault(node.place, f"{value:g} is no share", "write a number from 0 to 1"))
    return value or 0.0
