"""Trade, as the stages ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ...chance.table import ranged
from ...study.records import Assumption
from ..columns import column_of
from ..domain import Diagnostic, Domain, Numbered, Problem, Reading
from ..move import Argument, Written
from ..ranges import within
from ..records import START, Case, Column
from ..sheets import Sheet, by_world
from .contradictions import contradictions
from .moves.aid import Aid
from .moves.ban import Ban
from .moves.deficits import Deficits
from .moves.export_tax import ExportTax
from .moves.measures import Enforce, Lift, Measures
from .moves.productivity import Productivity
from .moves.quota import Quota
from .moves.tariff import Tariff
from .moves.trade_cost import TradeCost
from .options import KEYS, TradeOptions, options_of
from .outcomes import OUTCOMES
from .status import Status

REPORTED = ("real_income", "money")
"""Outcomes recorded for every economy and world, whether or not a claim names them."""
SOLVES_A_SECOND = 6_000
"""Equilibria of 8 economies by 16 industries a second on two cores (`benchmarks/trade.py`)."""
FIRST = 10
"""Seconds to compile."""
SUBSTITUTION = Argument("number", "elasticity of substitution among inputs", least=0.0)


class Trade(Domain):
    """Trade in general equilibrium (Caliendo and Parro 2015)."""

    name = "trade"
    meaning = "who sells what to whom, and what everyone's income is worth"
    takes = ("freight",)
    options = KEYS
    moves = (
        Tariff,
        ExportTax,
        Ban,
        Quota,
        TradeCost,
        Aid,
        Productivity,
        Deficits,
        Measures,
        Enforce,
        Lift,
    )
    outcomes = OUTCOMES
    diagnostics = {
        "status": Diagnostic("how the solve of this world ended", Status),
        "economy": Diagnostic(
            "the economy that the ending is about, counted from 0 in the order of the study"
        ),
        "industry": Diagnostic("the industry that the ending is about, counted from 0"),
        "residual": Diagnostic("how far the solve of this world was from an equilibrium"),
    }
    tables = ("elasticities",)
    solver = "detente.domains.trade.batch:TradeSolver"
    view = "detente.domains.trade.view:view"

    def read(self, reading: Reading) -> TradeOptions:
        """Return what of the accounts and of the model a draw sets."""
        return options_of(reading)

    def columns(self, assumption: Assumption, reading: Reading) -> list[Column]:
        """Return a triangular column for the elasticity of each industry."""
        world = reading.world
        ranges = zip(world.industries, world.theta_low, world.theta, world.theta_high, strict=True)
        return [
            column_of(assumption, f"{assumption.id}[{code}]", part, ranged(*map(float, ends)))
            for part, (code, *ends) in enumerate(ranges)
        ]

    def contradictions(self, case: Case, reading: Reading, whole: bool) -> Iterator[tuple[Written, str, str]]:
        """Yield moves that settle the same flows, and what is lifted where it is not in force."""
        return contradictions(case, reading.world, whole)

    def recorded(self, reading: Reading, named: bool) -> Iterable[tuple[str, tuple[str, ...]]]:
        """Yield real incomes of every world, unless all that the worlds differ in is another domain's."""
        written = [one for case in reading.cases for one in case.written]
        if named or not written or any(one.move.rules == self.name for one in written):
            for name in REPORTED:
                for case in reading.cases:
                    for economy in reading.world.economies:
                        yield name, (economy, case.name)

    def sheets(self, problem: Problem) -> Iterable[Sheet]:
        """Return who gains and who loses in each world whose trade differs from the start world's."""
        start = next(case for case in problem.cases if case.name == START).about(self.name)
        cases = [case for case in problem.cases if case.shown and case.name != START]
        cases = [case for case in cases if case.about(self.name) != start]
        known, words = problem.world.economies, "Change of real income against the start world."
        rows = by_world(problem.by_name, "real_income", cases, known)
        yield Sheet("incomes", "Who gains and who loses", words, known, rows)

    def effort(self, problem: Problem, draws: int) -> tuple[str, float] | None:
        """Return how many equilibria are solved: worlds that differ in other domains' moves alone share one."""
        if not problem.cells_of(self.name):
            return None
        worlds = len({tuple(one.name for one in case.about(self.name)) for case in problem.cases})
        size = len(problem.world.economies) ** 2 * len(problem.world.industries) / 1024
        seconds = FIRST + draws * worlds * max(size, 0.2) / SOLVES_A_SECOND
        return f"{draws * worlds:,} equilibria ({draws:,} draws of {worlds} worlds)", seconds

    def told(self, problem: Problem, case: Case, codes: Sequence[int]) -> str:
        """Return how a solve ended, and about which economy and industry."""
        code, who, what = codes[:3]
        world = problem.world
        return Status.of(code).told(economy=world.economies[who], industry=world.industries[what])

    def check(self, option: Any, reading: Reading, value: Numbered) -> None:
        """Check the elasticity among inputs."""
        if option.input_substitution:
            within(option.input_substitution, "`input_substitution`", SUBSTITUTION, value, reading.faults)
