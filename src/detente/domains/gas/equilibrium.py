"""The equilibrium of a gas world: every draw, every node year, with each set of its lines open."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

import numpy as np
from jaxtyping import Bool, Float, Int

from . import solve
from .checks import Ending, before
from .equations import (
    Arcs,
    Calibration,
    arcs_of,
    calibrate,
    linear,
    per_market,
    per_supply,
    quadratic,
    same_seller_and_market,
)
from .polish import polished
from .records import Gas
from .status import Status


class Equilibrium(NamedTuple):
    """Flows and prices by scenario: which lines are open. The first has all open, the last none."""

    arcs: Arcs
    numbers: Calibration
    open: Bool[np.ndarray, "scenario line"]
    flow: Float[np.ndarray, "draw scenario year arc"]
    """[bcm a year, delivered]; NaN where a draw is not solved."""
    volume: Float[np.ndarray, "draw scenario year supply"]
    demand: Float[np.ndarray, "draw scenario year market"]
    price: Float[np.ndarray, "draw scenario year market"]
    """A - B Q [US$/MMBtu]"""
    status: Ending


def equilibrium(gas: Gas, *, solve_base: bool = False) -> Equilibrium:
    """Solve a world.

    Without an open line the equilibrium is the base path, by calibration, and is not solved for again, unless
    `solve_base` asks for it.
    """
    arcs = arcs_of(gas)
    numbers = calibrate(gas, arcs)
    ending = before(gas, arcs, numbers)
    openings = np.array(list(product([True, False], repeat=len(gas.lines))), bool)
    openings = openings.reshape(2 ** len(gas.lines), len(gas.lines))
    flow = np.repeat(numbers.base[:, None], len(openings), 1)
    good = np.nonzero(ending.code == Status.SOLVED)[0]
    code = ending.code.copy()
    for place, opening in enumerate(openings):
        if opening.any() or solve_base:
            change, ended = _solved(numbers, arcs, opening, good)
            flow[good, place] += change
            worst = ended.max(1)
            code[good] = np.where(worst > 0, int(Status.NOT_CONVERGED), code[good])
    flow[code != Status.SOLVED] = np.nan
    demand = per_market(flow, arcs, len(gas.markets))
    return Equilibrium(
        arcs=arcs,
        numbers=numbers,
        open=openings,
        flow=flow,
        volume=per_supply(flow / numbers.keep[:, None, None], arcs, len(gas.supplies)),
        demand=demand,
        price=numbers.intercept[:, None] - numbers.demand_slope[:, None] * demand,
        status=Ending(code, ending.about),
    )


def pattern_of(arcs: Arcs, n: int, m: int, k: int) -> tuple[solve.Pattern, Int[np.ndarray, " pair"]]:
    """Return where the numbers stand for n supplies, m markets, k lines; and the first of one seller's two arcs.

    Variables are the deviations of arc flows, supplies' volumes and markets' demand from the base path. Rows
    are the balances of supplies and of markets, then floors, capacities, and for each line its capacity and
    what is booked of it.
    """
    count = len(arcs.supply)
    first, second = np.nonzero(np.triu(same_seller_and_market(arcs), 1))
    every, s, q = np.arange(count), np.arange(n), np.arange(m)
    carried = np.nonzero(arcs.line >= 0)[0]
    line = arcs.line[carried]
    base = n + m
    rows = [arcs.supply, s, n + arcs.market, n + q, base + every, base + count + s]
    columns = [every, count + s, every, count + n + q, every, count + s]
    top = base + count + n
    rows += [top + line, top + k + line]
    columns += [carried, carried]
    variables = np.arange(count + n + m)
    pattern = solve.Pattern(
        variables=count + n + m,
        p_rows=np.concatenate([variables, first]),
        p_columns=np.concatenate([variables, second]),
        a_rows=np.concatenate(rows),
        a_columns=np.concatenate(columns),
        equalities=base,
        rows=top + 2 * k,
    )
    return pattern, first


def _solved(
    numbers: Calibration, arcs: Arcs, opening: np.ndarray, draws: np.ndarray
) -> tuple[Float[np.ndarray, "draw year arc"], Int[np.ndarray, "draw year"]]:
    """Solve some draws, all years, with some lines open; return what flows change by, and how each ended."""
    part = Calibration(*[array[draws] for array in numbers])
    n, m, k = part.supply_cost.shape[2], part.intercept.shape[2], len(opening)
    pattern, first = pattern_of(arcs, n, m, k)
    years = part.base.shape[1]
    count = len(arcs.supply)
    diagonal, pairs = quadratic(part, arcs, first)
    one = np.ones((len(draws), 1))
    by_count = {"s": n, "m": m, "x": count, "lines": int((arcs.line >= 0).sum())}
    ones = {name: one * np.ones(size) for name, size in by_count.items()}
    a = [-1 / part.keep, ones["s"], -ones["x"], ones["m"], -ones["x"], ones["s"]]
    a += [ones["lines"], -ones["lines"]]
    bounds = np.concatenate([part.line_capacity * opening, -part.line_floor * opening], 1)
    zero = np.zeros((len(draws), years, n + m))
    spare = part.capacity - part.base_volume
    b = [zero, part.base - part.floor, spare, np.repeat(bounds[:, None], years, 1)]
    found = solve.solve(
        pattern,
        _flat(np.concatenate([diagonal, pairs], 2)),
        _flat(np.concatenate([linear(part), zero], 2)),
        np.repeat(np.concatenate(a, 1), years, 0),
        _flat(np.concatenate(b, 2)),
    )
    change = polished(part, arcs, bounds, found.point[:, :count], found.dual[:, n + m :])
    return change.reshape(len(draws), years, count), found.code.reshape(len(draws), years)


def _flat(array: Float[np.ndarray, "draw year number"]) -> Float[np.ndarray, "lane number"]:
    return array.reshape(-1, array.shape[-1])
