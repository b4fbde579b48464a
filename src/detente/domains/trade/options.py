"""What of the accounts and of the trade model a study takes as uncertain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...study.expression import Expression
from ...study.faults import Faults
from ...study.numbers import number
from ...study.records import Node, Study
from ...study.variants import rules_of, switch_of, table_of
from ...world.records import DEFICIT_RULES, World
from ..domain import Reading
from .estimates import GDP_UNIT, at_expense_of_rest, trade_of

KEYS = ("deficits", "seeding", "gdp", "trade", "elasticities", "input_substitution")
VARIANT = "seeded"


@dataclass(frozen=True)
class Seeding:
    """Trade put in where the base year has none: between which pairs, how much of it, and when."""

    pairs: tuple[tuple[str, str], ...]
    """(buyer, seller)."""
    realisation: Expression
    variant: str = ""
    """The `choice` assumption that switches it between `seeded` and `unseeded`; always seeded if empty."""
    seeded_at: int = 0
    """The place of `seeded` among that assumption's variants."""


@dataclass(frozen=True)
class DeficitOption:
    """The rule for deficits: one of the world's rules for each variant of a `choice`, or one rule for all."""

    rules: tuple[int, ...] = (0,)
    variant: str = ""


@dataclass(frozen=True)
class TradeOptions:
    """What of the base world a draw sets."""

    deficits: DeficitOption = DeficitOption()
    seeding: Seeding | None = None
    gdp: Mapping[str, Expression] = field(default_factory=dict)
    """Value added by economy [US$ bn]."""
    trade: Mapping[tuple[str, str], Mapping[str, Expression]] = field(default_factory=dict)
    """`exports` and `imports` of an economy with a partner [US$ bn], by the two."""
    input_substitution: Expression | None = None
    """Elasticity of substitution among inputs; Cobb-Douglas if None."""
    elasticities: str = ""
    """The assumption with a column for each industry; the world's own table if empty."""

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """Everything that a draw decides."""
        sides = [one for sides in self.trade.values() for one in sides.values()]
        seeded = (self.seeding.realisation,) if self.seeding else ()
        substituted = (self.input_substitution,) if self.input_substitution else ()
        return (*self.gdp.values(), *sides, *seeded, *substituted)


def options_of(reading: Reading) -> TradeOptions:
    """Return the options that a study sets for the accounts and the trade model."""
    study, world, faults = reading.study, reading.world, reading.faults
    given = {key: study.option(key) for key in KEYS}
    return TradeOptions(
        deficits=_deficits(study, given["deficits"], faults),
        seeding=_seeding(study, world, given["seeding"], faults),
        gdp=_gdp(study, world, given["gdp"], faults),
        input_substitution=_number(study, given["input_substitution"], faults),
        trade=trade_of(study, world, given["trade"], faults),
        elasticities=table_of(study, given["elasticities"], "elasticities", faults),
    )


def _deficits(study: Study, node: Node | None, faults: Faults) -> DeficitOption:
    if node is None:
        return DeficitOption()
    found = rules_of(study, node, DEFICIT_RULES, "rule for deficits", faults)
    return DeficitOption(*found) if found else DeficitOption()


def _number(study: Study, node: Node | None, faults: Faults) -> Expression | None:
    return None if node is None else number(node, faults, study, "1")


def _seeding(study: Study, world: World, node: Node | None, faults: Faults) -> Seeding | None:
    if node is None:
        return None
    if not isinstance(node.value, dict) or not {"realisation", "pairs"} <= set(node.value):
        faults.add(
            node.place,
            "`seeding` lacks something",
            "write {when: ..., realisation: ..., pairs: [[A, B], ...]}",
        )
        return None
    pairs = []
    for pair in faults.list_of(node.value["pairs"]):
        if not isinstance(pair.value, list) or len(pair.value) != 2:
            faults.add(pair.place, "a pair is a buyer and a seller", "write [USA, PRK]")
        elif _all_known(pair, world, faults):
            pairs.append((pair.value[0].value, pair.value[1].value))
    share = number(node.value["realisation"], faults, study, "share")
    when = node.value.get("when")
    variant, at = switch_of(study, when, VARIANT, faults) if when is not None else ("", 0)
    return Seeding(tuple(pairs), share, variant, at) if share else None


def _all_known(pair: Node, world: World, faults: Faults) -> bool:
    """Tell whether both of a pair are economies; each that is not is a fault."""
    known = [faults.known(code, world.economies, "economy") for code in pair.value]
    return all(known)


def _gdp(study: Study, world: World, node: Node | None, faults: Faults) -> dict[str, Expression]:
    if node is None:
        return {}
    sizes: dict[str, Expression] = {}
    for code, given in faults.table_of(node).items():
        key = Node(code, node.keys.get(code, node.place))
        if faults.known(key, world.economies, "economy") and (size := number(given, faults, study, GDP_UNIT)):
            at_expense_of_rest(world, key, "resized", faults)
            sizes[code] = size
    return sizes
