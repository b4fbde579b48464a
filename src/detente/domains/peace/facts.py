"""A chronology of dated events coded into phases of a peace process, by a rule that is data."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ...ground.faults import Fault, Place, StudyError, did_you_mean

if TYPE_CHECKING:
    from jaxtyping import Float

PHASES = ("freeze", "talks", "thaw", "settlement")
"""From the worst to the best; the last one is the end of the process."""
EFFECTS = ("to", "at_least", "down", "none")
"""Of an event: to a phase; to a phase unless a better one holds; one phase down; none."""
SAMPLINGS = ("all_days", "year_end")
COLUMNS = {
    "chronology": ("date", "kind", "parties", "event"),
    "rule": ("kind", "parties", "effect", "phase", "why"),
}
YEAR = 365.2425
"""Days in a year."""


@dataclass(frozen=True)
class Event:
    """One row of a chronology."""

    date: dt.date
    kind: str
    parties: tuple[str, ...]
    what: str
    place: Place


@dataclass(frozen=True)
class Line:
    """One line of a rule: the effect of events of a kind in which all its parties take part."""

    kind: str
    parties: tuple[str, ...]
    effect: str
    phase: str
    why: str


@dataclass(frozen=True)
class Spell:
    """A time in one phase: from an event on, up to the day before the next spell; `until` None goes on."""

    phase: str
    since: dt.date
    until: dt.date | None
    event: str


@dataclass(frozen=True)
class Thaw:
    """A time in `thaw` or better after a worse phase, and when it went back to the worst; None if it has not."""

    since: dt.date
    back: dt.date | None
    event: str

    def years(self, as_of: dt.date) -> float:
        """Return how long it lasted, or has lasted by a date [years]."""
        return ((self.back or as_of) - self.since).days / YEAR


def read_chronology(text: str, file: str) -> tuple[Event, ...]:
    """Read a chronology. Raises StudyError for every date that is none or out of order."""
    faults: list[Fault] = []
    found: list[Event] = []
    for line, row in _rows(text, file, "chronology"):
        try:
            date = dt.date.fromisoformat(row["date"])
        except ValueError:
            faults.append(
                Fault(Place(file, line), f"'{row['date']}' is not a date", "write it as 2018-08-31")
            )
            continue
        if found and date < found[-1].date:
            what = f"{date} stands after {found[-1].date}"
            faults.append(Fault(Place(file, line), what, "put the rows in the order of their dates"))
        found.append(Event(date, row["kind"], tuple(row["parties"].split()), row["event"], Place(file, line)))
    if faults:
        raise StudyError(faults)
    return tuple(found)


def read_rule(text: str, file: str, phases: Sequence[str] = PHASES) -> tuple[Line, ...]:
    """Read a rule of coding. Raises StudyError for every phase or effect that is not there."""
    faults: list[Fault] = []
    found: list[Line] = []
    for line, row in _rows(text, file, "rule"):
        place = Place(file, line)
        if row["effect"] not in EFFECTS:
            faults.append(Fault(place, f"no effect '{row['effect']}'", did_you_mean(row["effect"], EFFECTS)))
        elif row["effect"] in ("to", "at_least") and row["phase"] not in phases:
            faults.append(Fault(place, f"no phase '{row['phase']}'", did_you_mean(row["phase"], phases)))
        elif row["effect"] in ("down", "none") and row["phase"]:
            faults.append(Fault(place, f"the effect '{row['effect']}' names a phase", "leave `phase` empty"))
        found.append(
            Line(row["kind"], tuple(row["parties"].split()), row["effect"], row["phase"], row["why"])
        )
    if faults:
        raise StudyError(faults)
    return tuple(found)


def spells(
    events: Sequence[Event], rule: Sequence[Line], as_of: dt.date, phases: Sequence[str] = PHASES
) -> tuple[Spell, ...]:
    """Code the events up to a date; the first line of the rule that fits an event decides.

    The process is observed from the first event that sets a phase on. Raises StudyError for kinds of event
    that the rule does not know, and where no event up to the date sets a phase.
    """
    known = [event for event in events if event.date <= as_of]
    kinds = {line.kind for line in rule}
    strange = [event for event in known if event.kind not in kinds]
    if strange:
        raise StudyError(
            Fault(
                event.place,
                f"no rule for events of the kind '{event.kind}'",
                did_you_mean(event.kind, sorted(kinds)),
            )
            for event in strange
        )
    found: list[Spell] = []
    for event in known:
        phase = _after(found[-1].phase if found else "", event, rule, phases)
        if phase and (not found or phase != found[-1].phase):
            if found:
                found[-1] = replace(found[-1], until=event.date)
            found.append(Spell(phase, event.date, None, event.what))
    if not found:
        file = events[0].place.file if events else "the chronology"
        raise StudyError([Fault(Place(file), f"no event up to {as_of} sets a phase", "give earlier events")])
    return tuple(one for one in found if one.until != one.since)


def counts(
    coded: Sequence[Spell],
    as_of: dt.date,
    sampling: str = "all_days",
    phases: Sequence[str] = PHASES,
    step: float = 1.0,
) -> Float[np.ndarray, "phase phase"]:
    """Return how often a phase was followed by each phase a step later, a year unless said otherwise [years].

    `year_end` compares the phases on 31 December of one year and the next. `all_days` does so for every day of
    the step and takes the average, so that no day is favoured: counts are fractions, and add up to about the
    steps observed less one. Both end at the date; `year_end` knows steps of a year alone.
    """
    days = (as_of - coded[0].since).days + 1
    on = np.zeros(days, dtype=int)
    for spell in coded:
        on[(spell.since - coded[0].since).days :] = phases.index(spell.phase)
    found = np.zeros((len(phases), len(phases)))
    if sampling == "year_end":
        ends = [dt.date(year, 12, 31) for year in range(coded[0].since.year, as_of.year + 1)]
        places = [(end - coded[0].since).days for end in ends if end <= as_of]
        np.add.at(found, (on[places[:-1]], on[places[1:]]), 1.0)
        return found
    lag = round(YEAR * step)
    if days > lag:
        np.add.at(found, (on[:-lag], on[lag:]), 1 / (YEAR * step))
    return found


def thaws(coded: Sequence[Spell], phases: Sequence[str] = PHASES, least: str = "thaw") -> tuple[Thaw, ...]:
    """Return each time that the process came to `least` or better from a worse phase since the worst one."""
    found: list[Thaw] = []
    for spell in coded:
        better = phases.index(spell.phase) >= phases.index(least)
        if better and (not found or found[-1].back):
            found.append(Thaw(spell.since, None, spell.event))
        if spell.phase == phases[0] and found and not found[-1].back:
            found[-1] = replace(found[-1], back=spell.since)
    return tuple(found)


def _after(phase: str, event: Event, rule: Sequence[Line], phases: Sequence[str]) -> str:
    """Return the phase after an event; empty while none is set."""
    line = next(
        (line for line in rule if line.kind == event.kind and set(line.parties) <= set(event.parties)), None
    )
    if line is None or line.effect == "none":
        return phase
    if line.effect == "down":
        return phases[max(0, phases.index(phase) - 1)] if phase else phase
    if line.effect == "at_least" and phase and phases.index(phase) > phases.index(line.phase):
        return phase
    return line.phase


def _rows(text: str, file: str, table: str) -> list[tuple[int, dict[str, str]]]:
    """Return rows with their lines. Raises StudyError for a column that is missing."""
    reader = csv.DictReader(io.StringIO(text))
    missing = [name for name in COLUMNS[table] if name not in (reader.fieldnames or ())]
    if missing:
        mend = f"the first line names {', '.join(COLUMNS[table])}"
        raise StudyError([Fault(Place(file), f"no column {', '.join(missing)}", mend)])
    return [(reader.line_num, {name: (row[name] or "").strip() for name in COLUMNS[table]}) for row in reader]
