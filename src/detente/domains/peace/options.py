"""The peace process of a study: its phases as coded, what is uncertain of it, and whose weight counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from ...ground.faults import Fault, Place, StudyError, did_you_mean, meant
from ...study.expression import Expression, parse
from ...study.faults import Faults, show
from ...study.numbers import number, numbers, plain
from ...study.records import Node, Study
from ...world.sources import table_text
from .capability import capabilities
from .facts import PHASES, Spell, counts, read_chronology, read_rule, spells
from .prior import prior

KEYS = (
    "chances",
    "step",
    "years",
    "partners",
    "weights_of",
    "odds_of_weight",
    "odds_of_lifting",
    "lifted",
    "prior",
)
NEEDED = ("chances", "odds_of_weight", "odds_of_lifting")
SCHEDULES = ("in_steps", "all_first")
"""Bans lifted by a part in each better phase, or all of them in the last phase."""
TABLE = "transitions"


@dataclass(frozen=True)
class PeaceOption:
    """A peace process: a Markov chain of phases, from the worst to the best, in steps of so many years."""

    chances: str
    """The assumption with a column a transition."""
    alpha: tuple[tuple[float, ...], ...]
    """Counts of transitions and pseudo-counts, `[phase, next]`."""
    coded: tuple[Spell, ...]
    step: float
    """[years]."""
    years: float
    """How far ahead `no_return` and `settled` look."""
    partners: Mapping[str, Expression]
    """How far each stands behind the process, 0 to 1."""
    capability: Mapping[int, tuple[float, ...]]
    """Index of each partner, in the order of `partners`, by the years compared; the last one is now."""
    odds_of_weight: Expression
    odds_of_lifting: Expression
    lifted: tuple[float, ...]
    """Share of the bans lifted in each phase under `in_steps`."""

    @property
    def now(self) -> int:
        """The phase on the study's date."""
        return PHASES.index(self.coded[-1].phase)

    @property
    def latest(self) -> int:
        """The last year compared, whose weights hold now."""
        return max(self.capability)

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """Everything that a draw decides."""
        return (*self.partners.values(), self.odds_of_weight, self.odds_of_lifting)

    def column(self, phase: int, after: int) -> str:
        """Return the name of a transition's column."""
        return f"{self.chances}[{PHASES[phase]}_to_{PHASES[after]}]"


def peace_of(study: Study, faults: Faults) -> PeaceOption | None:
    """Return the peace process that a study's options ask for; None where they ask for none.

    peace:
      chances: transitions             # an assumption `from: transitions`
      step: 0.5                        # years
      years: 5
      partners: {CHN: 1, RUS: 1}
      weights_of: [1994, 2003, 2016]
      odds_of_weight: weight_odds
      odds_of_lifting: lifting_odds
      lifted: {talks: 1/3, thaw: 2/3, settlement: 1}
      prior: {each: 0.5, settlement: 0.5}
    """
    node = study.option("peace")
    if node is None:
        return None
    table, before = faults.table_of(node), len(faults.found)
    faults.keys(node, KEYS, "`peace`")
    for name in set(NEEDED) - meant(table, KEYS):
        if name not in table:
            faults.add(node.place, f"`peace` lacks `{name}`", "write it; see docs/models/peace.md")
    step = plain(table.get("step"), 0.5, 0.01, 1.0, faults)
    coded = _coded(study.as_of, node, faults)
    partners = numbers(table.get("partners"), dict.fromkeys(_partners(), ""), "country", faults, study)
    found = PeaceOption(
        chances=_chances(study, table.get("chances"), faults),
        alpha=_alpha(coded, study.as_of, step, table.get("prior"), faults),
        coded=coded,
        step=step,
        years=plain(table.get("years"), 5, 1, 100, faults),
        partners=partners,
        capability=_capability(study.as_of, table.get("weights_of"), tuple(partners), node.place, faults),
        odds_of_weight=_odds("odds_of_weight", table, study, faults),
        odds_of_lifting=_odds("odds_of_lifting", table, study, faults),
        lifted=_lifted(table.get("lifted"), faults),
    )
    return found if len(faults.found) == before else None


def _partners() -> tuple[str, ...]:
    return tuple(next(iter(capabilities().values())))


def _coded(as_of: dt.date, node: Node, faults: Faults) -> tuple[Spell, ...]:
    """Return the embedded chronology in phases, up to a date."""
    try:
        events = read_chronology(table_text("politics", "chronology"), "chronology.csv")
        rule = read_rule(table_text("politics", "phase-rule"), "phase-rule.csv")
        return spells(events, rule, as_of)
    except StudyError as error:
        faults.found.append(Fault(node.place, error.faults[0].what, error.faults[0].mend))
        return ()


def _alpha(
    coded: tuple[Spell, ...], as_of: dt.date, step: float, node: Node | None, faults: Faults
) -> tuple[tuple[float, ...], ...]:
    given = {"each": 0.5, "settlement": 0.5}
    for name, one in (faults.table_of(node) if node else {}).items():
        if name not in given:
            faults.add(one.place, f"`prior` takes no '{name}'", did_you_mean(name, given))
        else:
            given[name] = plain(one, 0.5, 1e-6, 1000, faults)
    if not coded:
        return ()
    found = counts(coded, as_of, step=step) + prior(len(PHASES), given["each"], given["settlement"])
    return tuple(tuple(float(one) for one in row) for row in np.asarray(found))


def _chances(study: Study, node: Node | None, faults: Faults) -> str:
    tables = study.tables(TABLE)
    known = node is not None and faults.known(node, tables, f"assumption `from: {TABLE}`")
    return str(node.value) if node is not None and known else ""


def _capability(
    as_of: dt.date, asked: Node | None, partners: tuple[str, ...], place: Place, faults: Faults
) -> dict[int, tuple[float, ...]]:
    """Return each partner's index in the years compared; all that are known by the date unless the study names some."""
    known = {year: row for year, row in capabilities().items() if year < as_of.year}
    if not known:
        what = f"no capability index is known by {as_of}"
        faults.add(place, what, f"the first is of {min(capabilities())}; give the study a later `as_of`")
    years = list(known)
    if asked is not None:
        nodes = faults.list_of(asked)
        years = [one.value for one in nodes if years_known(one, years, as_of, faults)]
        if not nodes:
            faults.add(asked.place, "`weights_of` names no year", "name one or more, or leave it out")
    return {year: tuple(known[year][name] for name in partners) for year in years}


def years_known(node: Node, years: Collection[int], as_of: dt.date, faults: Faults) -> bool:
    """Tell whether a year's capability index is known by a date; add a fault if not."""
    if node.value in years:
        return True
    what = f"no capability index of {show(node)} is known by {as_of}"
    faults.add(node.place, what, f"known: {', '.join(map(str, years)) or 'none'}")
    return False


def _odds(name: str, table: dict[str, Node], study: Study, faults: Faults) -> Expression:
    """Return an odds ratio; 1 where it has a fault."""
    found = number(table[name], faults, study, "") if name in table else None
    return found or parse("1", Place(study.file))


def _lifted(node: Node | None, faults: Faults) -> tuple[float, ...]:
    """Return the share of the bans lifted in each phase: even steps unless the study says otherwise."""
    if node is None:
        return tuple(place / (len(PHASES) - 1) for place in range(len(PHASES)))
    table = faults.table_of(node)
    for name in table:
        if name not in PHASES:
            faults.add(node.keys[name], f"no phase '{name}'", did_you_mean(name, PHASES))
    return tuple(plain(table.get(phase), float(phase == PHASES[-1]), 0, 1, faults) for phase in PHASES)
