"""How much each assumption decides: the claim that it decides most, and the order in which a reader wants them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..audit.records import Driver, Judgement
from ..audit.sentences import percent
from ..domains.columns import label
from ..study.records import Assumption
from ..world.ranges import Range
from .words import slug


@dataclass(frozen=True)
class Weight:
    """What a sampled number decides of the claim that it decides most."""

    claim: str
    column: str
    share: float
    said: str


@dataclass(frozen=True)
class Weighed:
    """The assumptions, those that decide most first, and what each number decides at most."""

    ordered: tuple[Assumption, ...]
    of_column: Mapping[str, Weight]
    of_assumption: Mapping[str, Weight]
    numbers: Mapping[tuple[str, str], str]
    """The column that is drawn from a number of another world, by the names of both."""

    def ranked(self, world: str, numbers: Sequence[Range]) -> list[Range]:
        """Return the numbers of a world, those that decide most first."""

        def least(one: Range) -> float:
            found = self.of_column.get(self.numbers.get((world, one.name), ""))
            return -found.share if found else 0.0

        return sorted(numbers, key=least)


def weighed(judgement: Judgement) -> Weighed:
    """Return what decides how much, of drivers that stand out from noise."""
    columns: dict[str, Weight] = {}
    for name, verdict in judgement.verdicts.items():
        for driver in verdict.drivers:
            share = _share(driver)
            if driver.clear and share > (columns[driver.column].share if driver.column in columns else 0.0):
                columns[driver.column] = Weight(name, driver.column, share, percent(share, driver.spread))
    assumptions: dict[str, Weight] = {}
    for weight in sorted(columns.values(), key=lambda one: -one.share):
        assumptions.setdefault(weight.column.partition("[")[0], weight)
    known = judgement.study.assumptions
    order = sorted(known, key=lambda name: -assumptions[name].share if name in assumptions else 0.0)
    numbers = {
        (known[column.assumption].distribution.of_table, label(column.name)): column.name
        for column in judgement.problem.columns
        if column.assumption in known and known[column.assumption].distribution.of_table
    }
    return Weighed(tuple(known[name] for name in order), columns, assumptions, numbers)


def anchor(column: str) -> str:
    """Return the id of a number in the tables of assumptions.

    >>> anchor("duty"), anchor("gas[lng_price]")
    ('assumption-duty', 'assumption-gas-lng_price-')
    """
    return f"assumption-{slug(column)}"


def _share(driver: Driver) -> float:
    """Return what a driver decides alone, or with its interactions where that is known."""
    return max(driver.index, driver.total.value if driver.total else 0.0)
