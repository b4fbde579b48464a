"""The small file that says what is known of an economy to be split out of the rest of the world."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from ..ground.faults import Fault, Place, StudyError, did_you_mean
from ..study.page import page, text_of
from ..study.records import Node
from ..study.shape import Part
from .codes import is_code, refused
from .facts import Facts
from .layout import MILLION_TO_BILLION
from .rows import sheet
from .sources import TableSource
from .split import Newcomer

Share = Annotated[float, Field(ge=0, le=1)]
Amount = Annotated[float, Field(ge=0)]
SIDES = ("exports", "imports")
WHOLE = 0.01
"""How far shares may miss 1 by rounding; they are scaled to it."""


class SidesPart(Part):
    """Exports and imports: totals of a partner [US$ bn]."""

    exports: Amount = 0.0
    imports: Amount = 0.0


class ComposedPart(Part):
    """Shares of exports and imports by industry."""

    exports: dict[str, Share] | None = None
    imports: dict[str, Share] | None = None


class SplitPart(Part):
    """A whole file."""

    split: str
    gdp: Annotated[float, Field(gt=0)]
    industries: dict[str, Share]
    trade: dict[str, SidesPart] = {}
    composition: dict[str, ComposedPart] = {}
    flows: str | None = None
    source: str
    year: str | int
    licence: str
    estimates: list[str] = []


def read(path: str | Path, facts: Facts) -> tuple[Newcomer, tuple[str, ...]]:
    """Read a file against the world that it is about; return the economy, and the sentences that tell of it.

    Raises StudyError with every fault, each at its place.
    """
    part, root = page(path, SplitPart)
    faults: list[Fault] = []
    tables = facts.tables
    if not is_code(part.split):
        faults.append(Fault(root.value["split"].place, *refused(part.split)))
    _known(root, "industries", tables.industries, "industry", faults)
    _known(root, "trade", tables.economies, "partner", faults)
    _known(root, "composition", ("all", *tables.economies), "partner", faults)
    shares = _whole(part.industries, root.keys["industries"], "shares of value added", faults)
    traded = {side: dict[tuple[str, str], float]() for side in SIDES}
    for partner, sides in part.trade.items():
        for side in SIDES:
            place = root.value["trade"].keys[partner]
            total = getattr(sides, side)
            for good, share in _composed(
                part, root, partner, side, total, place, tables.industries, faults
            ).items():
                traded[side][partner, good] = total * share
    if part.flows:
        _listed(Path(path).parent / part.flows, part.split, facts, traded, faults)
    if not part.trade and not part.flows:
        faults.append(
            Fault(root.place, "no trade is told", "write `trade:` by partner, or `flows: FILE.csv`")
        )
    if faults:
        raise StudyError(faults)
    told = (
        f"{part.split} is an estimate, split out of the rest of the world, never added on top: "
        f"GDP US$ {part.gdp:g} bn ({part.source}; {part.year}; licence: {part.licence}).",
        f"Input shares of {part.split} are the rest of the world's, thinned until no good is used up by industry.",
        *part.estimates,
    )
    return Newcomer(part.split, part.gdp, shares, traded["exports"], traded["imports"]), told


def told_in(facts: Facts, sentences: tuple[str, ...]) -> tuple[TableSource, ...]:
    """Return the provenance of a world that was split, with the sentences that tell of it."""
    from dataclasses import replace

    first, *others = facts.sources
    return (replace(first, estimates=(*first.estimates, *sentences)), *others)


def _known(root: Node, part: str, names: tuple[str, ...], what: str, faults: list[Fault]) -> None:
    node = root.value.get(part)
    for key in node.value if node and isinstance(node.value, dict) else ():
        if key not in names:
            assert node is not None
            faults.append(Fault(node.keys[key], f"no {what} '{key}' in this world", did_you_mean(key, names)))


def _composed(
    part: SplitPart,
    root: Node,
    partner: str,
    side: str,
    total: float,
    place: Place,
    industries: tuple[str, ...],
    faults: list[Fault],
) -> dict[str, float]:
    """Return the shares of one side of the trade with a partner: its own, or those of all partners."""
    if not total:
        return {}
    for name in (partner, "all"):
        found = getattr(part.composition.get(name, ComposedPart()), side)
        if found is not None:
            node = root.value["composition"].value[name].value[side]
            _known(Node({"it": node}, node.place), "it", industries, "industry", faults)
            return _whole(found, node.place, f"shares of {side} ({name})", faults)
    mend = f"write composition: {{all: {{{side}: {{{industries[0]}: 0.4, ...}}}}}}"
    faults.append(Fault(place, f"of what the {side} with {partner} are made is not told", mend))
    return {}


def _whole(shares: dict[str, float], place: Place, what: str, faults: list[Fault]) -> dict[str, float]:
    """Return shares that sum to 1; a fault where they are far from it."""
    whole = sum(shares.values())
    if abs(whole - 1) > WHOLE:
        faults.append(Fault(place, f"{what} sum to {whole:.4g}", "they must sum to 1"))
        return shares
    return {name: share / whole for name, share in shares.items()}


def _listed(
    path: Path, code: str, facts: Facts, traded: dict[str, dict[tuple[str, str], float]], faults: list[Fault]
) -> None:
    """Add the flows of a CSV in the layout of flows.csv, of which one side is the newcomer."""
    found = sheet(text_of(path), str(path), ("buyer", "seller", "industry", "value_musd"), faults)
    tables = facts.tables
    for row in found.rows if found else ():
        assert found is not None
        buyer, seller = found.get(row, "buyer"), found.get(row, "seller")
        side, column = ("exports", "buyer") if seller == code else ("imports", "seller")
        if (buyer == code) == (seller == code):
            mend = "what it buys at home follows from its size"
            faults.append(Fault(found.place(row), f"not between {code} and a partner", mend))
            continue
        known = [
            found.label(row, column, tables.economies, faults),
            found.label(row, "industry", tables.industries, faults),
        ]
        value = found.number(row, "value_musd", faults)
        if value < 0:
            faults.append(
                Fault(found.place(row, "value_musd"), f"value_musd is {value:g}", "it must not be below 0")
            )
        if all(known):
            cell = found.get(row, column), found.get(row, "industry")
            traded[side][cell] = traded[side].get(cell, 0.0) + value * MILLION_TO_BILLION
