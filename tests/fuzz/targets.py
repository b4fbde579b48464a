"""What must hold of any text whatever: as a study, and as a claim."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import cache

import numpy as np

from detente.bind.problem import bind
from detente.ground.faults import Fault, Place, StudyError
from detente.runs.truth import judged_in
from detente.study.evaluate import FALSE, TRUE, UNKNOWN
from detente.study.expression import COMPARISONS, FUNCTIONS, POWER, Number, Operation, Reference, parse, walk
from detente.study.read import parse_study
from detente.study.records import NamedQuantity, Study

ALLOWED = {*FUNCTIONS, *COMPARISONS, *POWER, "not", "negative"}
"""Every operation that the claim language has."""
SECONDS = 10
"""No text of a fuzzer's size may take longer to be read or refused."""
DRAWS = 3
BASE = """study: base
question: Q
argument: {title: A}
as_of: 2018-08-31
world: world-2014
economies: [RUS, EU28, USA]
assumptions:
  leak: {is: a share, uniform: 0 to 1, source: judgement}
  cost: {is: money, uniform: 1 to 9 USD bn/year, source: judgement}
  theta: {is: trade elasticity, from: elasticities, source: judgement}
moves:
  cut: {is: a ban, ban: {between: [USA, RUS], share: 1 - leak}}
worlds:
  dark: [cut]
claims:
  one: {says: S, holds: "leak < 1"}
"""
HERE = Place("base.yaml", 18, 25)


def study(text: str) -> None:
    """Read a text as a study and bind it: it is sound, or its faults stand at places in it."""
    start = time.monotonic()
    found = parse_study(text, "f.yaml")
    faults = found.faults
    try:
        bind(found)
    except StudyError as error:
        faults = error.faults
    _placed(faults, text.count("\n") + text.count("\r") + 2)
    assert time.monotonic() - start < SECONDS


def language(text: str) -> None:
    """Parse a text as a claim, bind it and judge it: it is refused at a place, or made of allowed operations alone."""
    start = time.monotonic()
    try:
        parsed = parse(text, HERE)
        assert all(_allowed(node) for node in walk(parsed.tree))
        problem = bind(_with(parsed))
    except StudyError as error:
        _placed(error.faults, HERE.line + text.count("\n") + 1)
        assert time.monotonic() - start < SECONDS
        return
    names = [cell.name for cell in problem.cells] + [column.name for column in problem.columns]
    recorded = {name: np.linspace(0.1, 0.9, DRAWS) for name in names}
    judged = judged_in(problem, problem.claims[0], recorded, DRAWS)
    assert judged.truth.shape == judged.margin.shape == (DRAWS,)
    assert set(judged.truth.tolist()) <= {TRUE, FALSE, UNKNOWN}
    assert time.monotonic() - start < SECONDS


@cache
def _base() -> Study:
    return parse_study(BASE, "base.yaml")


def _with(parsed) -> Study:
    """Return a sound study that has an expression as its claim, and as a quantity if it is a number."""
    base = _base()
    if parsed.is_comparison:
        return replace(base, claims={"one": replace(base.claims["one"], holds=parsed)})
    quantity = NamedQuantity("q", "", parsed, "1", HERE)
    holds = parse("q < 1", HERE)
    return replace(base, quantities={"q": quantity}, claims={"one": replace(base.claims["one"], holds=holds)})


def _allowed(node: Number | Reference | Operation) -> bool:
    return isinstance(node, (Number, Reference)) or (type(node) is Operation and node.name in ALLOWED)


def _placed(faults: tuple[Fault, ...], last: int) -> None:
    """Assert that each fault says something, at a place in the text."""
    for fault in faults:
        assert fault.what
        assert 1 <= fault.place.line <= last, (fault, last)
        assert fault.place.column >= 1


TARGETS = {"study": study, "language": language}
