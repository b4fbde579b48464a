"""Gas lines: one is built, its fee set, its transit cut more or less often. Trade's rules stay as they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from ...ground.faults import DataError, did_you_mean
from ...world.records import World
from ..move import ABOVE_ZERO, Move, Number, argument
from ..records import Case
from .facts import BASE_YEAR
from .records import Line


@dataclass(frozen=True)
class OnLine(Move):
    """A move about one of the lines that the gas world offers."""

    rules: ClassVar[str] = "gas"
    line: str = argument(
        "line", "a line that the gas world offers, or the move that describes one", needed=True, default=""
    )

    @classmethod
    def refused(cls, as_of: dt.date) -> tuple[str, str] | None:
        """Tell of a study that cannot know the gas world's facts."""
        if as_of.year > BASE_YEAR:
            return None
        what = f"the gas world's facts are of {BASE_YEAR}, which a study of {as_of} cannot know"
        return what, f"give the study a later `as_of`, or leave `{cls.kind}` out"

    def terms(self) -> dict[str, Any]:
        """Return the line's terms that the move sets."""
        raise NotImplementedError

    def on(self, world: World) -> World:
        """Return the world with the line's terms changed; a world without gas stays as it is."""
        return changed(world, self.line, self.terms()) if world.gas is not None else world


@dataclass(frozen=True)
class Pipeline(OnLine):
    """Build a line, on the gas world's terms but for those given."""

    kind: ClassVar[str] = "pipeline"
    meaning: ClassVar[str] = "a gas line is built"
    line: str = argument(
        "line or plan",
        "a line that the gas world offers, the move that describes one, or a table that describes it here",
        needed=True,
        default="",
    )
    volume: Number = argument("number", "most that it delivers", unit="bcm/year", least=ABOVE_ZERO)
    capital: Number = argument("number", "its capital cost", unit="USD bn", least=0.0)
    feeder: Number = argument(
        "number", "capital cost of the feeder's expansion behind it", unit="USD bn", least=0.0
    )
    build: Number = argument("number", "how long building takes", unit="year", least=0.0)
    rule: Any = argument("price rule", "how its contract sets the price, or a `choice` of such rules")
    rebate: Number = argument("number", "under `lng_netback`: share taken off", least=0.0, most=1.0)
    seller_power: Number = argument(
        "number", "under `bargained`: the seller's share of what there is to share", least=0.0, most=1.0
    )

    def terms(self) -> dict[str, Any]:
        """Return the terms given."""
        named = {
            "capacity": self.volume,
            "capital": self.capital,
            "feeder_capital": self.feeder,
            "build": self.build,
            "rule": self.rule,
            "netback_discount": self.rebate,
            "seller_power": self.seller_power,
        }
        return {name: number for name, number in named.items() if number is not None}

    def without_price(self) -> Pipeline:
        """Return this move less what moves money and no gas: how the contract sets the price."""
        return replace(self, rule=None, rebate=None, seller_power=None)

    def on(self, world: World) -> World:
        """Return the world with the line built."""
        made = super().on(world)
        return made if self.line in made.built else made.with_rules(built=(*made.built, self.line))


@dataclass(frozen=True)
class TransitFee(OnLine):
    """Set what countries of transit take."""

    kind: ClassVar[str] = "transit_fee"
    meaning: ClassVar[str] = "the fee that a line's countries of transit take"
    fee: Number = argument(
        "number", "in each country that takes one", unit="USD/tcm/100km", needed=True, least=0.0
    )

    def terms(self) -> dict[str, Any]:
        """Return the fee."""
        return {"fee": self.fee}


@dataclass(frozen=True)
class TransitCut(OnLine):
    """Set how often transit is cut, and for how long."""

    kind: ClassVar[str] = "transit_cut"
    meaning: ClassVar[str] = "how often a line's transit is cut"
    chance: Number = argument(
        "number", "chance a year of a cut", unit="1/year", needed=True, least=0.0, most=1.0
    )
    share: Number = argument("number", "share of a year that a cut lasts", least=0.0, most=1.0)

    def terms(self) -> dict[str, Any]:
        """Return the chance and, if given, how long a cut lasts."""
        given = {"cut_chance": self.chance, "cut_share": self.share}
        return {name: number for name, number in given.items() if number is not None}


def changed(world: World, name: str, terms: dict[str, Any]) -> World:
    """Return the world with one offered line's terms changed. Raises DataError if it is not offered."""
    gas = world.gas
    offered = [line.name for line in gas.lines] if gas else []
    if gas is None or name not in offered:
        raise DataError(f"no line '{name}' is offered; {did_you_mean(name, offered)}")
    lines = [_with(line, terms) if line.name == name else line for line in gas.lines]
    return world.with_rules(gas=gas.with_lines(*lines))


def _with(line: Line, terms: dict[str, Any]) -> Line:
    """Return a line with some terms replaced: a fee in countries of transit, a chance in every year."""
    given = dict(terms)
    if "fee" in given:
        takes = np.array([float(country != line.buyer) for country in line.sections])
        fee = given["fee"]
        given["fee"] = (fee[..., None] if hasattr(fee, "shape") else fee) * takes
    if "cut_chance" in given and hasattr(given["cut_chance"], "shape"):
        given["cut_chance"] = given["cut_chance"][..., None]
    return line.with_terms(**given)


def lines_of(case: Case) -> tuple[OnLine, ...]:
    """Return a world's moves on gas lines, less what moves money and no gas."""
    moves = [one.move for one in case.written if isinstance(one.move, OnLine)]
    return tuple(move.without_price() if isinstance(move, Pipeline) else move for move in moves)


def built_in(moves: Iterable[OnLine]) -> list[str]:
    """Return the lines that moves build, each once."""
    return list(dict.fromkeys(move.line for move in moves if isinstance(move, Pipeline)))
