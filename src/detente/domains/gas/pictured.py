"""What the report shows of a world of gas lines in one draw, as plain numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from jaxtyping import Float

if TYPE_CHECKING:
    from .corridor import CorridorResult
    from .records import Gas

TABLES = ("flow_without", "flow_with", "line_flow", "price_without", "contract_price", "margin")


@dataclass(frozen=True, eq=False)
class Pictured:
    """A world of lines beside the start world, in one draw; NaN where not solved. Units as in `CorridorResult`."""

    years: tuple[int, ...]
    markets: tuple[str, ...]
    supplies: tuple[str, ...]
    owners: tuple[str, ...]
    """Of each supply."""
    lines: tuple[str, ...]
    buyers: tuple[str, ...]
    """Of each line, a market."""
    flow_without: Float[np.ndarray, "year supply market"]
    flow_with: Float[np.ndarray, "year supply market"]
    line_flow: Float[np.ndarray, "year line"]
    price_without: Float[np.ndarray, "year market"]
    contract_price: Float[np.ndarray, "year line"]
    margin: Float[np.ndarray, "supply market"]
    """Of the first year."""
    cost: Mapping[str, Float[np.ndarray, " line"]]
    """Of a unit, part by part."""

    @classmethod
    def of(cls, gas: Gas, found: CorridorResult) -> Pictured:
        """Return the first draw of a world that was solved."""
        first = {name: getattr(found, name)[0] for name in TABLES}
        return cls(
            years=found.years,
            markets=found.markets,
            supplies=found.supplies,
            owners=tuple(gas.owners),
            lines=found.lines,
            buyers=tuple(line.buyer for line in gas.lines),
            cost={part: values[0] for part, values in found.cost._asdict().items()},
            **{**first, "margin": first["margin"][0]},
        )

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Pictured:
        """Return what was kept as plain values."""
        names = ("years", "markets", "supplies", "owners", "lines", "buyers")
        given: dict[str, Any] = {name: tuple(kept[name]) for name in names}
        given |= {name: np.array(kept[name], dtype=float) for name in TABLES}
        cost = {part: np.array(values, dtype=float) for part, values in kept["cost"].items()}
        return cls(**given, cost=cost)
