"""Gas, as the stages ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...study.records import Assumption, MoveText, Node
from ...world.ranges import Range
from ..columns import free, ranged
from ..domain import Diagnostic, Domain, Numbered, Problem, Reading
from ..move import Argument, variant_of
from ..records import Case, Column
from ..sheets import Sheet, by_world
from .described import TERMS, check, described
from .facts import MARKETS, OWNERS, SUPPLIES, ranges
from .lines import LINES
from .moves import Pipeline, TransitCut, TransitFee, built_in, lines_of
from .options import GasOptions, options_of
from .outcomes import OUTCOMES
from .records import RULES
from .status import Status, told

MARKETS_A_SECOND = 400
"""Gas markets, over all node years, a second on two cores (docs/models/gas.md tells the time of one)."""


class Gas(Domain):
    """Who sells gas to whom, and what a line changes."""

    name = "gas"
    meaning = "who sells gas to whom, and what a line changes"
    options = ("gas",)
    axes = ("market", "party")
    moves = (Pipeline, TransitFee, TransitCut)
    arguments = ("line", "line or plan", "price rule")
    forms = {
        "line": {"type": "string"},
        "price rule": {"type": "string"},
        "owner": {"type": "string", "enum": list(OWNERS)},
        "supply": {"type": "string", "enum": [name for names in OWNERS.values() for name in names]},
        "market": {"type": "string", "enum": list(MARKETS)},
        "lengths": {"type": "object", "additionalProperties": {"type": ["number", "string"]}},
    }
    described = {"line or plan": ("a line of the study's own", TERMS)}
    outcomes = OUTCOMES
    diagnostics = {
        "gas_status": Diagnostic("how the gas model's solve of this world ended", Status),
        "gas_about": Diagnostic("the market, supply or line that the ending is about, counted from 0"),
    }
    tables = ("gas",)
    solver = "detente.domains.gas.worlds:corridors"
    kept = "detente.domains.gas.centre:centre"
    view = "detente.domains.gas.view.corridor:view"

    def read(self, reading: Reading) -> GasOptions:
        """Return what of the gas world a draw sets."""
        return options_of(reading)

    def argument(self, spec: Argument, text: MoveText, node: Node, reading: Reading) -> Any:
        """Return a line's name, that of the move where it is described, or a rule of its price."""
        if spec.kind == "price rule":
            return variant_of(node, RULES, reading.study, reading.faults)
        if isinstance(node.value, dict) and spec.kind == "line or plan":
            return text.id
        known = (*LINES, *described(reading.study))
        return str(node.value) if reading.faults.known(node, known, "gas line") else ""

    def ranges(self) -> Mapping[str, Range]:
        """Return every number of the world that a study may move."""
        return ranges()

    def columns(self, assumption: Assumption, reading: Reading) -> list[Column]:
        """Return a column for each number of the gas world that the study does not set itself."""
        return ranged(assumption, free(reading.study, self.name, self.ranges().values()))

    def labels(self, axis: str, reading: Reading) -> tuple[str, ...]:
        """Return markets, or whoever sells, buys or lets gas through."""
        option = reading.of(GasOptions) or GasOptions()
        return MARKETS if axis == "market" else option.parties

    def recorded(self, reading: Reading, named: bool) -> Iterable[tuple[str, tuple[str, ...]]]:
        """Yield what each world's lines carry and cost, and what they change for whom."""
        for case in reading.cases:
            if lines_of(case):
                for name in ("line_flow", "line_price", "lng_break_even"):
                    yield name, (case.name,)
                for party in self.labels("party", reading):
                    for name in ("gas_value", "transit_income", "cut_loss"):
                        yield name, (party, case.name)

    def sheets(self, problem: Problem) -> Iterable[Sheet]:
        """Return what lines are worth to whom, and what gas costs each market."""
        cells, parties, markets = problem.by_name, problem.axes["party"], problem.axes["market"]
        named = {cell.labels[0] for cell in problem.cells_of(self.name) if cell.labels}
        parties, markets = (tuple(one for one in axis if one in named) for axis in (parties, markets))
        words = "Present value of what each world's line changes for a party, US$ bn."
        rows = by_world(cells, "gas_value", problem.cases, parties)
        yield Sheet("lines", "Gas lines: what they are worth to whom", words, parties, rows)
        words = "Present value of what a market pays for the gas that it buys in the start world, US$ bn."
        rows = by_world(cells, "gas_bill", problem.cases, markets)
        yield Sheet("bills", "What gas costs", words, markets, rows, "plain")

    def effort(self, problem: Problem, draws: int) -> tuple[str, float] | None:
        """Return how many markets are solved: one for each set of lines that are built."""
        worlds = {moves for case in problem.cases if (moves := lines_of(case))}
        lines = [built_in(moves) for moves in worlds]
        markets = draws * sum(2 ** len(built) - 1 for built in lines)
        return (f"{markets:,} gas markets", markets / MARKETS_A_SECOND) if markets else None

    def told(self, problem: Problem, case: Case, codes: Sequence[int]) -> str:
        """Return how the solve of a world's gas market ended, and about which market, supply or line."""
        return told(codes[0], codes[1], MARKETS, SUPPLIES, built_in(lines_of(case)))

    def check(self, option: Any, reading: Reading, value: Numbered) -> None:
        """Check the numbers of lines that the study describes."""
        check(reading.study, option.lines, option.numbers, value, reading.faults)
