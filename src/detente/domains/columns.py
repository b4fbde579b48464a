"""Columns of an assumption: one number, or a row each of a table of a domain's facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from ..chance.distribution import Distribution
from ..chance.table import ranged as drawn
from ..study.expression import Expression, Reference
from ..study.records import Assumption, Study
from ..world.ranges import Range
from .records import Column

if TYPE_CHECKING:
    from .domain import Problem


def column_of(assumption: Assumption, name: str, part: int, distribution: Distribution) -> Column:
    """Return a column of an assumption."""
    return Column(
        name=name,
        assumption=assumption.id,
        part=part,
        distribution=distribution,
        unit=assumption.unit,
        source=assumption.source,
        meaning=assumption.meaning + (f": {label(name)}" if name != assumption.id else ""),
        judged=assumption.judged,
    )


def label(column: str) -> str:
    """Return what a column of several is about: `mining` of `theta[mining]`."""
    return column.partition("[")[2].removesuffix("]")


def named(
    problem: Problem, cells: Mapping[Reference, tuple[str, ...]], expression: Expression
) -> Iterator[str]:
    """Yield the columns that an expression reads, through the study's quantities."""
    for reference in expression.references():
        if reference in cells:
            yield from cells[reference]
        elif reference.name in problem.study.quantities:
            yield from named(problem, cells, problem.study.quantities[reference.name].expression)
        else:
            yield reference.column


def free(study: Study, option: str, ranges: Iterable[Range]) -> list[Range]:
    """Return the numbers of a domain's facts that the study does not set itself under an option."""
    given = study.option(option)
    own = set(given.value) if given and isinstance(given.value, dict) else set()
    return [one for one in ranges if one.name not in own]


def ranged(assumption: Assumption, found: Iterable[Range]) -> list[Column]:
    """Return a column a number that is not settled, with its own unit and source."""
    free = [one for one in found if one.low < one.high]
    return [
        Column(
            name=f"{assumption.id}[{one.name}]",
            assumption=assumption.id,
            part=part,
            distribution=drawn(one.low, one.mid, one.high),
            unit=one.unit,
            source=one.source,
            meaning=one.meaning,
            judged=one.judged,
        )
        for part, one in enumerate(free)
    ]
