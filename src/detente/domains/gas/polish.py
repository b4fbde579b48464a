"""Draw an interior point's flows onto the face that they lie on, so that they are good to the last digits.

An interior-point solver stops within its tolerance of a solution, and where depends on its rounding: on flows that
hardly change what is minimised, that shows in the sixth digit. Which bounds hold there is plain, though; with these
as equations the solution is one linear system, solved to rounding (Stellato, Banjac, Goulart, Bemporad and Boyd 2020,
Mathematical Programming Computation 12:637-672, section 5.2). A bound that turns out to be passed is added, one
whose multiplier has the wrong sign is let go, and a lane for which that does not settle keeps the flows that it had.

The programme has flows x alone; volumes and demand, which follow from them, are put in:

    min x' H x / 2 + g' x     x >= low,  G x <= most
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from jaxtyping import Bool, Float

from .equations import Arcs, Calibration, linear, same_seller_and_market

CHUNK = 48
"""Draws solved in one call: few enough that their matrices stay near the processor."""
TURNS = 4
"""How often the bounds that hold are looked at anew."""
CLOSE = 1e-9
"""Flow by which a bound may be passed, and price by which a multiplier may be below 0 [bcm a year, US$/MMBtu]."""
FAR = 1e-3
"""Flow by which the solver's point is at most away [bcm a year]: farther off, another face was taken for its own."""
SOFT = 1e-12
"""Keeps bounds that say the same twice from making the system singular."""


class Programme(NamedTuple):
    """The numbers of many programmes."""

    hessian: Float[np.ndarray, "lane arc arc"]
    gradient: Float[np.ndarray, "lane arc"]
    low: Float[np.ndarray, "lane arc"]
    rows: Float[np.ndarray, "lane row arc"]
    most: Float[np.ndarray, "lane row"]

    def some(self, where: np.ndarray) -> Programme:
        """Return some of the lanes."""
        return Programme(*(array[where] for array in self))


def polished(
    numbers: Calibration,
    arcs: Arcs,
    bounds: Float[np.ndarray, "draw bound"],
    change: Float[np.ndarray, "lane arc"],
    dual: Float[np.ndarray, "lane row"],
) -> Float[np.ndarray, "lane arc"]:
    """Return what flows change by against the base path, drawn onto the face that the solver's point lies near.

    `bounds` are those of lines: the most that each carries, then less the least. `change` and `dual` are the
    solver's, a lane for each year of each draw; the multipliers are those of floors, then of capacities and lines.
    A lane with a number that is not finite stays as it is.
    """
    found = change.copy()
    _, years, count = numbers.base.shape
    for start in range(0, len(numbers.base), CHUNK):
        draws, lanes = slice(start, start + CHUNK), slice(start * years, (start + CHUNK) * years)
        part = programme(Calibration(*(array[draws] for array in numbers)), arcs, bounds[draws])
        flow, multiplier = change[lanes], dual[lanes]
        pinned = flow - part.low < multiplier[:, :count]
        held = part.most - _times(part.rows, flow) < multiplier[:, count:]
        found[lanes] = _on_face(part, flow, pinned, held)
    return found


def programme(numbers: Calibration, arcs: Arcs, bounds: Float[np.ndarray, "draw bound"]) -> Programme:
    """Return the programme in flows alone; they, and bounds, count from the base path."""
    draws, years, count = numbers.base.shape
    sent = np.eye(numbers.supply_cost.shape[2])[:, arcs.supply] / numbers.keep[:, None]
    per_market = (arcs.market[:, None] == arcs.market) * numbers.demand_slope[:, :, arcs.market][..., None]
    per_supply = np.einsum("dsa,dys,dsb->dyab", sent, numbers.supply_slope, sent, optimize=True)
    marks = same_seller_and_market(arcs) * numbers.conduct[:, None, arcs.seller, None] * per_market
    curve = np.eye(count) * numbers.curve[..., None]
    carried = arcs.line == np.arange(numbers.line_capacity.shape[1])[:, None]
    lines = np.concatenate([carried, -1.0 * carried])
    rows = np.concatenate([sent, np.broadcast_to(lines, (draws, *lines.shape))], axis=1)
    most = [numbers.capacity - numbers.base_volume, np.repeat(bounds[:, None], years, 1)]
    return Programme(
        hessian=_lanes(per_supply + per_market + marks + curve),
        gradient=_lanes(linear(numbers)),
        low=_lanes(numbers.floor - numbers.base),
        rows=np.repeat(rows, years, 0),
        most=_lanes(np.concatenate(most, 2)),
    )


def _on_face(
    part: Programme,
    flow: Float[np.ndarray, "lane arc"],
    pinned: Bool[np.ndarray, "lane arc"],
    held: Bool[np.ndarray, "lane row"],
) -> Float[np.ndarray, "lane arc"]:
    """Return the solution where the bounds that hold are found in a few turns, else the flows as they were."""
    found = flow.copy()
    waiting = np.flatnonzero(np.isfinite(flow).all(1))
    for _ in range(TURNS):
        some = part.some(waiting)
        pins, holds = pinned[waiting], held[waiting]
        exact, price = _equations(some, pins, holds)
        slope = _times(some.hessian, exact) + some.gradient + _times(np.moveaxis(some.rows, 1, 2), price)
        slack = some.most - _times(some.rows, exact)
        shut = _shut(some)
        below, over = exact < some.low - CLOSE, slack < -CLOSE
        free_pins, free_rows = pins & ~shut & (slope < -CLOSE), holds & (price < -CLOSE)
        fits = ~(below.any(1) | over.any(1) | free_pins.any(1) | free_rows.any(1))
        fits &= np.abs(exact - flow[waiting]).max(1) < FAR
        found[waiting[fits]] = np.maximum(exact, some.low)[fits]
        pinned[waiting], held[waiting] = (pins | below) & ~free_pins, (holds | over) & ~free_rows
        waiting = waiting[~fits]
        if not len(waiting):
            break
    return found


def _equations(
    some: Programme, pins: Bool[np.ndarray, "lane arc"], holds: Bool[np.ndarray, "lane row"]
) -> tuple[Float[np.ndarray, "lane arc"], Float[np.ndarray, "lane row"]]:
    """Return the flows, and the multipliers of rows, with the bounds given as equations.

    H x + G' y = -g   of flows that are free      x = low   of those pinned
    G x = most        of rows that hold           y = 0     of the others
    """
    lanes, rows, arcs = some.rows.shape
    system = np.zeros((lanes, arcs + rows, arcs + rows))
    system[:, :arcs, :arcs] = np.where(pins[:, :, None], np.eye(arcs), some.hessian)
    system[:, :arcs, arcs:] = np.where(pins[:, :, None], 0.0, np.moveaxis(some.rows, 1, 2))
    system[:, arcs:, :arcs] = np.where(holds[:, :, None], some.rows, 0.0)
    system[:, arcs:, arcs:] = np.eye(rows) * np.where(holds, -SOFT, 1.0)[:, :, None]
    right = np.concatenate(
        [np.where(pins, some.low, -some.gradient), np.where(holds, some.most, 0.0)], axis=1
    )
    solved = _solved(system, right)
    return solved[:, :arcs], solved[:, arcs:]


def _solved(
    system: Float[np.ndarray, "lane n n"], right: Float[np.ndarray, "lane n"]
) -> Float[np.ndarray, "lane n"]:
    """Return the solution of each lane; NaN where there is none, or more than one: flows that nothing tells apart."""
    try:
        return np.asarray(np.linalg.solve(system, right[:, :, None])[:, :, 0])
    except np.linalg.LinAlgError:
        if len(system) == 1:
            return np.full_like(right, np.nan)
        return np.concatenate(
            [_solved(*(array[lane : lane + 1] for array in (system, right))) for lane in range(len(system))]
        )


def _shut(some: Programme) -> Bool[np.ndarray, "lane arc"]:
    """Tell which flows are in a row that leaves them no room: they stay, whatever would be gained by them."""
    room = some.most - _times(some.rows, some.low)
    none = (room <= CLOSE) & (some.rows >= 0).all(2)
    return np.asarray(((some.rows > 0) & none[:, :, None]).any(1))


def _times(matrix: Float[np.ndarray, "lane i j"], vector: Float[np.ndarray, "lane j"]) -> np.ndarray:
    """Return the product of each lane."""
    return np.asarray((matrix @ vector[:, :, None])[:, :, 0])


def _lanes(array: np.ndarray) -> np.ndarray:
    """Return an array with one leading axis for draws and years."""
    return array.reshape(-1, *array.shape[2:])
