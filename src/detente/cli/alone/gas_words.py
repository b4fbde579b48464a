"""What was found about a gas market: printed as tables or as JSON."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ...bind.alone.gas import Asked
from ...domains.gas.alone import labelled
from ...domains.gas.corridor import CorridorResult
from ...domains.gas.hydraulics import Design, design
from ..terminal import Grid, Terminal, styled

PRICE, FLOW, MONEY = "US$/MMBtu", "bcm a year", "US$ bn"


def plain(asked: Asked, found: CorridorResult) -> dict[str, Any]:
    """Return everything that was found as plain tables, with the axes of each."""
    data = labelled(found)
    return {
        "title": asked.title,
        "status": data.attrs["status"],
        "axes": {str(name): _plain(axis.values) for name, axis in data.coords.items()},
        "found": {
            str(name): {"axes": list(map(str, array.dims)), "values": _plain(array.values)}
            for name, array in data.data_vars.items()
        },
        "pipes": {name: _plain_pipe(pipe) for name, pipe in pipes(asked).items()},
    }


def _plain(array: np.ndarray) -> Any:
    """Return an array as lists, nothing for what is not a number."""
    return [_plain(one) for one in array] if np.ndim(array) else _number(array)


def _number(value: Any) -> Any:
    """Return a number or a label; nothing for what is not a number."""
    plain = value.item() if isinstance(value, np.generic | np.ndarray) else value
    return None if isinstance(plain, float) and not math.isfinite(plain) else plain


def _plain_pipe(pipe: Design) -> dict[str, float]:
    return {name: float(value) for name, value in pipe._asdict().items()}


def pipes(asked: Asked) -> dict[str, Design]:
    """Return what each pipe whose size the file gives needs to carry its line's capacity."""
    made = {}
    for name, pipe in asked.pipes.items():
        line = asked.gas.line(name)
        length = float(np.sum(line.km))
        made[name] = design(float(line.capacity), length, pipe.diameter, pipe.high, pipe.low)
    return made


def show(asked: Asked, found: CorridorResult) -> None:
    """Print what was found."""
    console = Terminal()
    console.print(asked.title, style="bold")
    _prices(console, found)
    for market in _bought(found):
        _flows(console, found, market)
    if found.lines:
        _parties(console, found)
    for place, name in enumerate(found.lines):
        _line(console, asked, found, place, name)
    console.print(
        "Margins are what the base year's prices hold beyond the costs of the file and the sellers' mark-up; "
        "they are calibrated, so that without a line the base path is the equilibrium."
    )


def _bought(found: CorridorResult) -> list[str]:
    """Return the markets whose supply is shown: those that lines move most, or all where there is none."""
    if not found.lines:
        return list(found.markets)
    moved = np.abs(found.price_with - found.price_without)[0].max(0)
    return [found.markets[int(np.argmax(moved))]]


def _table(console: Terminal, title: str, heads: list[str], rows: list[list[str]]) -> None:
    """Print a table whose first column is text."""
    table = Grid(title)
    table.texts(heads[0])
    table.numbers(*heads[1:])
    for row in rows:
        table.add_row(*row)
    console.print(table)


def _prices(console: Terminal, found: CorridorResult) -> None:
    """Print prices by year and market, and with lines."""
    rows = []
    for place, market in enumerate(found.markets):
        rows.append([market, *[f"{price:.2f}" for price in found.price_without[0, :, place]]])
        if found.lines:
            rows.append(["  with lines", *[f"{price:.2f}" for price in found.price_with[0, :, place]]])
    _table(console, f"price at the grid, {PRICE}", ["market", *map(str, found.years)], rows)


def _flows(console: Terminal, found: CorridorResult, market: str) -> None:
    """Print who sells to a market in the middle year, without and with lines, and the margin."""
    m, y = found.markets.index(market), len(found.years) // 2
    rows = []
    for s, supply in enumerate(found.supplies):
        margin = found.margin[0, y, s, m]
        if math.isnan(margin):
            continue
        before, after = found.flow_without[0, y, s, m], found.flow_with[0, y, s, m]
        change = [f"{after:.2f}", f"{after - before:+.2f}"] if found.lines else []
        rows.append([supply, f"{before:.2f}", *change, f"{margin:.2f}"])
    for place, name in enumerate(found.lines):
        flow = found.line_flow[0, y, place]
        rows.append([name, "0.00", f"{flow:.2f}", f"{flow:+.2f}", ""])
    heads = ["seller", "without", *(["with", "change"] if found.lines else []), f"margin, {PRICE}"]
    _table(console, f"who sells to {market} in {found.years[y]}, {FLOW}", heads, rows)


def _parties(console: Terminal, found: CorridorResult) -> None:
    """Print what lines are worth to every party."""
    loss = found.cut_loss[0].mean(0)
    rows = [
        [party, *[f"{number:+.2f}" for number in numbers]]
        for party, *numbers in zip(
            found.parties, found.npv[0], found.fee_value[0], 0 - found.capital_value[0], 0 - loss, strict=True
        )
    ]
    heads = ["party", "in all", "of it fees", "of it capital", "a year's cut"]
    _table(console, f"what lines are worth, present value, {MONEY}", heads, rows)


def _line(console: Terminal, asked: Asked, found: CorridorResult, place: int, name: str) -> None:
    """Print a line's price, cost, break-even, what its buyer saves, and its pipe."""
    line = asked.gas.line(name)
    buyer = found.markets.index(line.buyer)
    before, after = found.bill_value_without[0, buyer], found.bill_value_with[0, buyer]
    said = [
        f": {found.line_flow[0, :, place].mean():.2f} {FLOW} at "
        f"{found.contract_price[0, :, place].mean():.2f} {PRICE} on the mean of the years",
    ]
    parts = [(part, float(cost[0, place])) for part, cost in found.cost._asdict().items()]
    if all(math.isfinite(cost) for _, cost in parts):
        total = sum(cost for _, cost in parts)
        stack = ", ".join(f"{part} {cost:.2f}" for part, cost in parts)
        said.append(f"  costs {total:.2f}: {stack}")
        said.append(f"  breaks even where LNG costs {found.break_even[0, place]:.2f} {PRICE} at the ship")
    else:
        said.append("  carries nothing: its gas costs more than the market pays")
    said.append(
        f"  {line.buyer}'s gas bill for the same volume: {before:.1f} without, {after:.1f} with lines "
        f"({after - before:+.1f} {MONEY}, present value)"
    )
    pipe = pipes(asked).get(name)
    if pipe:
        said.append(
            f"  its pipe needs {int(pipe.stations)} stations, {float(pipe.spacing):.0f} km apart, "
            f"{float(pipe.power):.0f} MW (Panhandle B)"
        )
    console.print(styled((name, "bold"), said[0]))
    for text in said[1:]:
        console.print(text)
