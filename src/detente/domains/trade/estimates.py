"""Facts of a world that a study draws: an economy's size, and its trade with a partner."""

from __future__ import annotations

from collections.abc import Mapping

from ...study.expression import Expression
from ...study.faults import Faults
from ...study.numbers import number
from ...study.records import Node, Study
from ...world.aggregate import REST
from ...world.records import World

GDP_UNIT = "USD bn/year"
SIDES = ("exports", "imports")


def trade_of(
    study: Study, world: World, node: Node | None, faults: Faults
) -> dict[tuple[str, str], Mapping[str, Expression]]:
    """Return what a study sets of trade: `trade: {PRK: {CHN: {exports: ..., imports: ...}}}`."""
    found: dict[tuple[str, str], Mapping[str, Expression]] = {}
    for code, partners in (faults.table_of(node) if node else {}).items():
        assert node is not None
        key = Node(code, node.keys.get(code, partners.place))
        if not faults.known(key, world.economies, "economy"):
            continue
        at_expense_of_rest(world, key, "given other trade", faults)
        for partner, sides in faults.table_of(partners).items():
            other = Node(partner, partners.keys.get(partner, sides.place))
            if faults.known(other, [name for name in world.economies if name != code], "partner"):
                faults.keys(sides, SIDES, "trade with a partner")
                found[code, partner] = _sides(study, world, (code, partner), sides, faults)
    return found


def at_expense_of_rest(world: World, key: Node, what: str, faults: Faults) -> None:
    """Add a fault where there is no rest of the world that gives or takes what an economy gets or loses."""
    if REST not in faults.doubted and (REST not in world.economies or key.value == REST):
        said = f"{key.value} can be {what} only at the expense of ROW"
        faults.add(key.place, said, "leave economies to be summed to ROW")


def _sides(
    study: Study, world: World, pair: tuple[str, str], node: Node, faults: Faults
) -> dict[str, Expression]:
    own, other = map(world.economy, pair)
    found = {}
    for side, given in faults.table_of(node).items():
        buyer, seller = (other, own) if side == "exports" else (own, other)
        if side in SIDES and not world.flows[:, buyer, seller].sum() > 0:
            what = f"{pair[0]} has no {side} with {pair[1]} in this world, and so no composition of them"
            faults.add(
                given.place, what, "`detente world split` takes a composition; `seeding` puts trade in"
            )
        elif side in SIDES and (value := number(given, faults, study, GDP_UNIT)):
            found[side] = value
    return found
