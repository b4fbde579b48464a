"""What was found about a split: computed once, printed as tables or as JSON."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...bind.alone.split import BASE, Split
from ...domains.split.alone import Divided, divided
from ...domains.split.coalitions import MOST, names
from ...domains.split.fee import implied_fee
from ..terminal import Grid, Terminal, styled

SAID = {"shapley": "Shapley value", "nucleolus": "nucleolus", "prenucleolus": "prenucleolus"}
FEE = "US$ per 1,000 m3 and 100 km"


@dataclass(frozen=True)
class Found:
    """What was asked and what was found, by case."""

    asked: Split
    games: dict[str, Divided]


def found_in(asked: Split) -> Found:
    """Return the divisions of what was asked."""
    games = {
        case.name: divided(
            case.v, len(asked.parties), parts=asked.parts, orders=asked.orders, seed=asked.seed
        )
        for case in asked.cases
    }
    return Found(asked, games)


def plain(found: Found) -> dict[str, Any]:
    """Return what was found as plain tables."""
    asked = found.asked
    return {
        "title": asked.title,
        "unit": asked.unit,
        "parties": list(asked.parties),
        "games": {name: _plain(found, one) for name, one in found.games.items()},
        "fees_named": asked.transit.named if asked.transit else {},
        "remarks": {name: remarks(found, one) for name, one in found.games.items()},
    }


def _plain(found: Found, one: Divided) -> dict[str, Any]:
    """Return one game's divisions."""
    parties = found.asked.parties
    return {
        "alone": one.alone.tolist(),
        "total": one.total,
        "splits": {name: split.tolist() for name, split in one.splits.items()},
        "error": None if one.error is None else one.error.tolist(),
        "least_core": None if math.isnan(one.least_core) else one.least_core,
        "core_is_empty": one.core_is_empty,
        "blocks": {
            name: {"coalition": list(names(parties, int(block.coalition))), "excess": float(block.excess)}
            for name, block in one.blocks.items()
        },
        "fees": _fees(found, one),
    }


def remarks(found: Found, one: Divided) -> list[str]:
    """Return what a reader must know to read a game's divisions."""
    parties, unit = found.asked.parties, found.asked.unit
    mend = "" if found.asked.parts else "; with `parts: true` all may split up"
    said = [f"{_beyond(found, one, s, worth)}: no split can hold them{mend}" for s, worth in one.beyond[:3]]
    if one.error is not None:
        said.append(
            f"over {MOST} parties: sampled, the largest standard error is {one.error.max():.2g} {unit}"
        )
        return said
    if "nucleolus" not in one.splits:
        said.append(
            "alone, parties have more than all together: no split gives everybody that, so no nucleolus"
        )
    if one.core_is_empty:
        said.append(
            f"the core is empty: under any split some coalition gains {one.least_core:.4g} {unit} or more by leaving"
        )
    else:
        said.append("the core is not empty: under the nucleolus no coalition gains by leaving")
    for name, block in one.blocks.items():
        if block.coalition and not (name == "prenucleolus" and _same(one)):
            who, gain = _and(parties, int(block.coalition)), float(block.excess)
            said.append(f"{SAID[name]}: {who} would gain {gain:.4g} {unit} by leaving")
    return said


def _beyond(found: Found, one: Divided, coalition: int, worth: float) -> str:
    """Say that a coalition and the others alone have more than all together."""
    parties = found.asked.parties
    others = (1 << len(parties)) - 1 - coalition
    rest = sum(float(one.alone[place]) for place in range(len(parties)) if others >> place & 1)
    with_rest = f" and {_and(parties, others)} alone {rest:.4g}, together" if rest else ","
    total = f"{one.total:.4g} {found.asked.unit}"
    return f"{_and(parties, coalition)} are worth {worth:.4g}{with_rest} more than all together ({total})"


def _and(parties: tuple[str, ...], coalition: int) -> str:
    """Return a coalition's names."""
    *some, last = names(parties, coalition)
    return f"{', '.join(some)} and {last}" if some else last


def _same(one: Divided) -> bool:
    """Tell whether nucleolus and prenucleolus are one."""
    return "nucleolus" in one.splits and np.allclose(one.splits["nucleolus"], one.splits["prenucleolus"])


def _fees(found: Found, one: Divided) -> dict[str, float]:
    """Return the fee that pays the country of transit its share, by split."""
    transit = found.asked.transit
    if transit is None:
        return {}
    place = found.asked.parties.index(transit.party)
    return {
        name: float(implied_fee(split[place], transit.costs, transit.volume, transit.km))
        for name, split in one.splits.items()
    }


def show(found: Found) -> None:
    """Print what was found."""
    console, asked = Terminal(), found.asked
    base = found.games[BASE]
    console.print(styled((asked.title, "bold"), f": {base.total:.4g} {asked.unit} to share"))
    _shares(console, found, base)
    for line in remarks(found, base):
        console.print(line, style="yellow")
    for name in ("shapley", "nucleolus") if len(found.games) > 1 else ():
        _moved(console, found, name)
    for name, one in list(found.games.items())[1:]:
        for line in remarks(found, one):
            console.print(f"{name}: {line}", style="yellow")
    if asked.transit:
        _charged(console, found)


def _shares(console: Terminal, found: Found, one: Divided) -> None:
    """Print who gets what."""
    shown = [name for name in one.splits if not (name == "prenucleolus" and _same(one))]
    table = Grid(f"who gets what, {found.asked.unit}")
    table.texts("party")
    table.numbers("alone", *[SAID[name] for name in shown])
    for place, party in enumerate(found.asked.parties):
        cells = [f"{one.splits[name][place]:.4g}" for name in shown]
        if one.error is not None:
            cells[0] += f" ±{one.error[place]:.2g}"
        table.add_row(party, f"{one.alone[place]:.4g}", *cells)
    console.print(table)


def _moved(console: Terminal, found: Found, split: str) -> None:
    """Print how a split moves from case to case."""
    base = found.games[BASE].splits.get(split)
    table = Grid(f"bargaining power: {SAID[split]} (change)")
    table.texts("party")
    table.numbers(*found.games)
    for place, party in enumerate(found.asked.parties):
        cells = []
        for name, one in found.games.items():
            share = one.splits[split][place] if split in one.splits else math.nan
            change = f" ({share - base[place]:+.3g})" if name != BASE and base is not None else ""
            cells.append("none" if math.isnan(share) else f"{share:.4g}{change}")
        table.add_row(party, *cells)
    table.add_row("total", *[f"{one.total:.4g}" for one in found.games.values()])
    console.print(table)


def _charged(console: Terminal, found: Found) -> None:
    """Print the fee of transit that each split implies, beside those that were named."""
    transit = found.asked.transit
    assert transit is not None
    table = Grid(f"fee that pays {transit.party} its share, {FEE}")
    table.texts("case")
    shown = ("shapley", "nucleolus") if found.games[BASE].error is None else ("shapley",)
    table.numbers(*[SAID[name] for name in shown])
    for case, one in found.games.items():
        fees = _fees(found, one)
        table.add_row(case, *[f"{fees[name]:.3g}" if name in fees else "none" for name in shown])
    console.print(table)
    for name, fee in transit.named.items():
        console.print(f"named: {fee:.3g} ({name})")
