"""The split of what parties can do together, as the stages ask for it."""

from __future__ import annotations

from collections.abc import Iterable

from ..domain import Domain, Problem, Reading
from ..records import START
from ..sheets import Row, Sheet
from .options import SplitOption, split_of
from .outcomes import OUTCOMES

RULES = {"shapley": "Shapley value", "nucleolus": "nucleolus"}


class Split(Domain):
    """Who gets what, by the Shapley value and the nucleolus, of what projects are worth in their worlds."""

    name = "split"
    meaning = "who gets what of what all can do together"
    takes = ("gas",)
    options = ("split",)
    reads_worlds = True
    axes = ("sharer",)
    outcomes = OUTCOMES
    solver = "detente.domains.split.shares:shares"
    view = "detente.domains.split.view.shares:view"

    def read(self, reading: Reading) -> SplitOption | None:
        """Return the split that the study asks for, among the parties of the gas world."""
        return split_of(reading, reading.labels("party"))

    def labels(self, axis: str, reading: Reading) -> tuple[str, ...]:
        """Return the parties of the split."""
        option = reading.of(SplitOption)
        return option.parties if option else ()

    def sheets(self, problem: Problem) -> Iterable[Sheet]:
        """Return what each party would get by each rule."""
        parties, cells = problem.axes["sharer"], problem.by_name
        rows = [
            Row(name, name, tuple(cells.get(f"{rule}[{one},{START}]") for one in parties))
            for rule, name in RULES.items()
        ]
        words = "What each party would get of the best of the joint projects, US$ bn."
        shown = tuple(row for row in rows if any(row.cells))
        yield Sheet("split", "Who gets what", words, parties, shown)

    def recorded(self, reading: Reading, named: bool) -> Iterable[tuple[str, tuple[str, ...]]]:
        """Yield each party's share, and what each project's world is worth to those whose consent it needs."""
        option = reading.of(SplitOption)
        if option is None:
            return
        for party in option.parties:
            for outcome in self.outcomes:
                yield outcome.name, (party, START)
        for project, world in zip(option.projects, option.worlds, strict=True):
            for party in project.needs:
                yield "gas_value", (party, world)
