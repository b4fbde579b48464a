"""A domain of one file, as small as one can be: a well that gives less every year."""

import numpy as np

from detente.domains.domain import Diagnostic, Domain, Outcome
from detente.domains.records import START
from detente.domains.values import number_of
from detente.ground.status import SolveStatus
from detente.study.numbers import numbers

YEARS = ("1", "5", "20")


class Status(SolveStatus):
    SOLVED = ("solved",)
    DRY = ("the well was dry", "the well was dry from the start; give it a yield above 0")


class Well(Domain):
    name = "well"
    meaning = "what a well gives"
    options = ("well",)
    axes = ("age",)
    outcomes = (
        Outcome(
            "left",
            ("age",),
            "share",
            "what is left of a well's yield after so many years",
            lambda left: left,
            by_world=False,
        ),
        Outcome("given", (), "bcm", "what a well gives in all", lambda given: given),
    )
    diagnostics = {"well_status": Diagnostic("how the well ended", Status)}
    solver = "tests.domains.toy:solve"

    def read(self, reading):
        node = reading.study.option("well")
        units = {"yields": "bcm/year", "decline": "1/year"}
        return Read(numbers(node, units, "number of a well", reading.faults, reading.study)) if node else None

    def labels(self, axis, reading):
        return YEARS

    def recorded(self, reading, named):
        if reading.of(Read):
            yield "given", (START,)
            for years in YEARS:
                yield "left", (years,)


class Read:
    def __init__(self, numbers):
        self.numbers = numbers

    @property
    def expressions(self):
        return tuple(self.numbers.values())


def solve(problem, values, count):
    """Exponential decline: yields * exp(-decline * t), and yields / decline in all (Arps 1945, with b = 0)."""
    value, given = number_of(problem, values), problem.option(Read).numbers
    yields, decline = (
        np.broadcast_to(np.asarray(value(given[name]), float), (count,)) for name in ("yields", "decline")
    )
    found = {"well_status[start]": (yields <= 0).astype(float)}
    for cell in problem.cells_of("well"):
        table = np.exp(-decline * int(cell.labels[0])) if cell.outcome == "left" else yields / decline
        found[cell.name] = problem.outcome(cell.outcome).function(table)
    return found
