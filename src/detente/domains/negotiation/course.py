"""The rounds of one issue in one draw, as plain numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from jaxtyping import Float, Int

if TYPE_CHECKING:
    from .solve import Rounds


@dataclass(frozen=True, eq=False)
class Course:
    """Who stands where, round by round, and how that ends; what each number means is told at `Rounds`."""

    positions: Float[np.ndarray, "round actor"]
    mean: Float[np.ndarray, " round"]
    kind: Int[np.ndarray, "step actor"]
    to: Int[np.ndarray, "step actor"]
    settled: int
    period: int

    @classmethod
    def of(cls, rounds: Rounds) -> Course:
        """Return the first draw of rounds that were held."""
        settled, period = int(rounds.settled[0]), int(rounds.period[0])
        return cls(rounds.positions[0], rounds.mean[0], rounds.kind[0], rounds.to[0], settled, period)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Course:
        """Return what was kept as plain values."""
        tables = {name: np.array(kept[name]) for name in ("positions", "mean", "kind", "to")}
        return cls(**tables, settled=kept["settled"], period=kept["period"])
