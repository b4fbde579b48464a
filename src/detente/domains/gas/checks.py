"""What can be told of a draw of the gas model before it is solved: a code, and whom it is about."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Int

from .equations import NO_LINE, TINY, Arcs, Calibration, per_supply
from .lanes import AXES, LINE_AXES, draws_of, lane
from .records import Gas
from .status import Status, told

SLACK = 1e-6
"""Share by which the base path may pass a bound before it counts."""


class Ending(NamedTuple):
    """A status for each draw, and the place of the market, supply or line that it is about."""

    code: Int[np.ndarray, " draw"]
    about: Int[np.ndarray, " draw"]


def sentence(code: int, about: int, gas: Gas) -> str:
    """Return what a status means, in words."""
    return told(code, about, gas.markets, gas.supplies, [line.name for line in gas.lines])


def before(gas: Gas, arcs: Arcs, numbers: Calibration) -> Ending:
    """Tell what can be told before solving; of several faults the gravest is told."""
    draws = draws_of(gas)
    count = len(gas.supplies)
    keep = numbers.keep[:, None]
    sent = per_supply(numbers.base / keep, arcs, count)
    owed = per_supply(numbers.floor / keep, arcs, count)
    above = (numbers.floor > numbers.base * (1 + SLACK) + TINY) & (arcs.line == NO_LINE)
    most = numbers.capacity * (1 + SLACK) + TINY
    demand = lane(gas.base_flow, 3, draws).sum(2)
    reached = np.isin(np.arange(len(gas.markets)), arcs.market)
    unkept = (owed > most).any(1)
    code, about = np.full(draws, int(Status.SOLVED)), np.zeros(draws, int)
    overbooked = np.zeros((draws, len(gas.lines)), bool)
    for place, line in enumerate(gas.lines):
        supply = gas.supplies.index(line.supply)
        arc = int(np.argmax(arcs.line == place))
        owed[:, :, supply] += (numbers.line_floor[:, place] / numbers.keep[:, arc])[:, None]
        overbooked[:, place] = (owed[:, :, supply] > most[:, :, supply]).any(1)
    tests: list[tuple[Status, Any]] = [
        (Status.LINE, overbooked),
        (Status.CAPACITY, (sent > most).any(1)),
        (Status.FLOORS, unkept | (per_supply(above.astype(float), arcs, count) > 0).any(1)),
        (Status.NO_SELLER, (demand <= TINY).any(1) | ~reached),
        (Status.INPUT, ~_in_range(gas, draws)[:, None]),
    ]
    for status, fails in tests:
        if fails.shape[1]:
            code = np.where(fails.any(1), int(status), code)
            about = np.where(fails.any(1), fails.argmax(1), about)
    return Ending(code, about)


def _in_range(gas: Gas, draws: int) -> np.ndarray:
    """Tell, for each draw, whether every number is finite and within its range."""
    good = np.ones(draws, bool)

    def within(array: object, axes: int, low: float = 0.0, high: float = np.inf) -> None:
        numbers = lane(array, axes, draws).reshape(draws, -1)
        good[:] &= ((numbers >= low) & (numbers <= high) & np.isfinite(numbers)).all(1)

    shares = ("conduct", "rent_share", "repriced")
    for name, axes in AXES.items():
        if name in ("elasticity", "cost", "transport"):
            continue
        within(getattr(gas, name), axes, high=1.0 if name in shares else np.inf)
    within(-np.asarray(gas.elasticity, float), 1, low=TINY)
    within(gas.cost, 1, low=-np.inf)
    within(gas.transport, 2, low=-np.inf)
    within(gas.loss, 2, high=1 - TINY)
    within(gas.base_price, 2, low=TINY)
    within(gas.arc_elasticity, 0, low=TINY)
    for line in gas.lines:
        for name, axes in LINE_AXES.items():
            within(getattr(line, name), axes, high=np.inf)
        for name in ("buyer_capital", "cut_share", "booked", "seller_power", "netback_discount"):
            within(getattr(line, name), 0, high=1.0)
        within(line.cut_chance, 1, high=1.0)
        within(line.loss, 0, high=1 - TINY)
        within(line.life, 0, low=TINY)
    return good
