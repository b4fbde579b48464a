"""What each assumption tells about each claim: one pass over the recorded columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..chance.copula import Copula
from ..chance.cube import sampled
from ..domains.domain import BoundClaim
from ..domains.records import Column, Correlation
from ..runs.table import Table
from ..runs.truth import Judged
from .drivers import Classes, Index, Target, classes, first_order
from .interactions import with_totals
from .joint import Joint, joint, own, parts
from .polynomials import Space, thin_to, thinned
from .reasons import Companion, Fit
from .records import Driver
from .rules import Rule, best_rule

HELD = 1 << 18
"""Most numbers of columns that are read from disk in one go."""


@dataclass(frozen=True)
class Evidence:
    """What decides one claim."""

    columns: tuple[Column, ...]
    """All that it may depend on, fixed ones too."""
    drivers: tuple[Driver, ...]
    """The uncertain ones among them, the largest index first."""
    fits: tuple[Fit, ...]
    """How well surrogates stand in for the claim."""
    rule: Rule | None
    """The rule in one column that errs least; None where one of the two truths is too rare."""
    groups: tuple[Joint, ...] = ()
    """What each group of columns that move together decides."""

    @property
    def deciding(self) -> tuple[Driver, ...]:
        """Return the drivers that stand out from noise; all of them if none does."""
        return tuple(driver for driver in self.drivers if driver.clear) or self.drivers

    @property
    def judged_share(self) -> float | None:
        """Return the part of the clear drivers' indices that is due to judgement; None if none is clear.

        Drivers that move together share an index: their group's is counted, once.
        """
        clear = [driver for driver in self.drivers if driver.clear and not driver.moves_with]
        total = sum(driver.index for driver in clear) + sum(group.total for group in self.groups)
        judged = sum(driver.index for driver in clear if driver.judged)
        return (judged + sum(group.judged for group in self.groups)) / total if total else None


def gather(
    columns: Sequence[Column],
    claims: Sequence[Judged],
    table: Table,
    correlations: Sequence[Correlation] = (),
) -> list[Evidence]:
    """Return the evidence on each claim, reading every column once, and those drawn together once more."""
    gathering = [_Gathering(judged, columns_of(judged.claim, columns), correlations) for judged in claims]
    wanted = [column for column in sampled(columns) if any(one.rests_on(column) for one in gathering)]
    draws = len(claims[0].truth) if claims else 1
    at_once, points = max(1, HELD // max(draws, 1)), thin_to(draws, len(wanted))
    few: list[np.ndarray] = []
    for start in range(0, len(wanted), at_once):
        some = wanted[start : start + at_once]
        read = table.read([column.name for column in some])
        for column in some:
            values = read[column.name]
            few.append(thinned(values, points))
            cut, order = classes(values), np.argsort(values, kind="stable")
            for one in gathering:
                if one.rests_on(column):
                    one.add(column, values, cut, order)
    _add_groups(columns, gathering, table)
    space = Space(tuple(wanted), tuple(few), points)
    return [one.evidence(space) for one in gathering]


def _add_groups(columns: Sequence[Column], gathering: Sequence[_Gathering], table: Table) -> None:
    """Add what columns that move together tell each claim that may rest on them."""
    by_name = {column.name: column for column in columns}
    for group in dict.fromkeys(group for one in gathering for group in one.together.groups):
        resting = [one for one in gathering if group in one.together.groups]
        some, read = [by_name[name] for name in group], table.read(list(group))
        orders, cuts = parts(some, resting[0].together, read), own(some, resting[0].together, read)
        for one in resting:
            one.groups.append(joint(orders, one.ranking, one.rivals))
            one.own |= {name: first_order(cut, one.ranking, one.rivals) for name, cut in cuts.items()}


def columns_of(claim: BoundClaim, columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return the columns that a claim may depend on: all, if outcomes enter it that may rest on any."""
    if claim.uses_outcomes and claim.through is None:
        return tuple(columns)
    known = claim.depends_on | (claim.through or frozenset())
    return tuple(column for column in columns if column.assumption in known)


class _Gathering:
    """The evidence on one claim while it is being gathered."""

    def __init__(
        self, judged: Judged, columns: tuple[Column, ...], correlations: Sequence[Correlation]
    ) -> None:
        self.judged, self.columns = judged, columns
        self.names = {column.name for column in columns}
        self.rivals = len(sampled(columns))
        self.truth, self.margin = Target.of(judged.as_numbers), Target.of(judged.margin)
        self.drivers: list[Driver] = []
        self.rule: Rule | None = None
        self.groups: list[Joint] = []
        self.own: dict[str, Index | None] = {}
        self.correlations = [one for one in correlations if self.names.issuperset(one.between)]
        self.together = Copula.of([column.name for column in columns], self.correlations)

    @property
    def ranking(self) -> Target | None:
        """Return what drivers are ranked by."""
        return self.truth or self.margin

    def rests_on(self, column: Column) -> bool:
        return column.name in self.names

    def add(self, column: Column, values: np.ndarray, cut: Classes, order: np.ndarray) -> None:
        """Add what one column tells; `order` sorts its values."""
        on_truth = first_order(cut, self.truth, self.rivals)
        on_margin = first_order(cut, self.margin, self.rivals)
        self.drivers.append(_driver(column, on_truth, on_margin, self.companions(column.name)))
        rule = best_rule(column, values, order, self.judged.truth)
        if rule is not None and (self.rule is None or rule.errors < self.rule.errors):
            self.rule = rule

    def companions(self, name: str) -> tuple[Companion, ...]:
        """Return what a column moves with, of those that the claim may rest on."""
        return tuple(
            Companion(other, one.rank, one.judged)
            for one in self.correlations
            for other in set(one.between) - {name}
            if name in one.between
        )

    def evidence(self, space: Space) -> Evidence:
        drawn = [
            replace(driver, own=one.value) if (one := self.own.get(driver.column)) else driver
            for driver in self.drivers
        ]
        ranked = sorted(drawn, key=lambda driver: -driver.index)
        drivers, fits = with_totals(space, self.judged, ranked, self.together.groups)
        return Evidence(self.columns, drivers, fits, self.rule, tuple(self.groups))


def _driver(
    column: Column, on_truth: Index | None, on_margin: Index | None, moves_with: tuple[Companion, ...]
) -> Driver:
    ranking = on_truth or on_margin
    return Driver(
        column=column.name,
        meaning=column.meaning,
        unit=column.unit,
        source=column.source,
        judged=column.judged,
        on_truth=on_truth.value if on_truth else None,
        on_margin=on_margin.value if on_margin else None,
        spread=ranking.spread if ranking else 0.0,
        clear=ranking.clear if ranking else False,
        moves_with=moves_with,
    )
