"""What a world's folder says, with the line that says it: read, but not yet checked as accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ..ground.faults import Place
from .measures import Measure
from .sources import TableSource


class Tables(NamedTuple):
    """The arrays of a world's tables, before any rule is in force."""

    economies: tuple[str, ...]
    industries: tuple[str, ...]
    titles: tuple[str, ...]
    flows: np.ndarray
    """[US$ bn], `[industry, buyer, seller]`."""
    tariff: np.ndarray
    inputs: np.ndarray
    """`[economy, input, industry]`."""
    theta: np.ndarray
    theta_low: np.ndarray
    theta_high: np.ndarray


@dataclass(frozen=True)
class Facts:
    """The tables of a world, what they state beside, where they come from, and their lines."""

    tables: Tables
    gdp: np.ndarray
    """Value added as stated, by economy [US$ bn]."""
    sources: tuple[TableSource, ...]
    measures: tuple[Measure, ...] = ()
    """Every dated measure, whatever its date."""
    isic: tuple[str, ...] = ()
    """ISIC rev. 4 divisions of each industry, as written; empty where they are not."""
    folder: str = ""
    digest: str = ""
    """SHA-256 of the files."""
    lines: dict[str, np.ndarray] = field(default_factory=dict)
    """The line of each cell, by table; 0 where no line has it."""

    def economy_at(self, place: int) -> Place:
        """Return the line of an economy."""
        return self._at("economies", (place,))

    def industry_at(self, place: int) -> Place:
        """Return the line of an industry."""
        return self._at("industries", (place,))

    def flow_at(self, industry: int, buyer: int, seller: int) -> Place:
        """Return the line of a flow."""
        return self._at("flows", (industry, buyer, seller))

    def input_at(self, economy: int, used: int | None, industry: int | None) -> Place:
        """Return the first line about what an economy uses of a good, or what an industry of it uses."""
        whole = slice(None)
        return self._at(
            "inputs", (economy, whole if used is None else used, whole if industry is None else industry)
        )

    def _at(self, table: str, cell: tuple[int | slice, ...]) -> Place:
        file = f"{self.folder}/{table}.csv" if self.folder else f"{table}.csv"
        if table not in self.lines:
            return Place(file)
        lines = np.atleast_1d(self.lines[table][cell])
        known = lines[lines > 0]
        return Place(file, int(known.min()) if known.size else 1)
