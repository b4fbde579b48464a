"""The model alone: one game, divided in every way, with what each division means for those who could leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Int

from . import core
from .coalitions import MOST, cover
from .nucleolus import least_core, nucleolus
from .shapley import sampled, shapley

CLOSE = 1e-9
"""Share of the game's size below which a number counts as 0."""
Worth = Callable[[Int[np.ndarray, " coalition"]], Float[np.ndarray, " coalition"]]


class Divided(NamedTuple):
    """A game and its divisions; beyond twelve parties the Shapley value alone, with its error."""

    alone: Float[np.ndarray, " party"]
    """What each party has on its own."""
    total: float
    splits: dict[str, Float[np.ndarray, " party"]]
    """By name: `shapley`, `nucleolus` where some split gives everybody what it has alone, `prenucleolus`."""
    error: Float[np.ndarray, " party"] | None
    """Standard error of a sampled Shapley value."""
    blocks: dict[str, core.Block]
    """Who gains most by leaving each split."""
    least_core: float
    """How much some coalition gains by leaving at least, whatever the split; NaN beyond twelve parties."""
    core_is_empty: bool | None
    """None beyond twelve parties."""
    beyond: tuple[tuple[int, float], ...]
    """Coalitions that no split holds, and what they are worth: see `core.more_than_whole`."""


def divided(
    worth: Worth, parties: int, *, parts: bool = False, orders: int = 20_000, seed: int = 1
) -> Divided:
    """Return the divisions of one game.

    `worth` gives v of coalitions as bits; with `parts` a coalition may split up, each part doing what it can.
    """
    if parties > MOST:
        return _large(worth, parties, orders, seed)
    given = np.asarray(worth(np.arange(2**parties)), dtype=float)
    v = cover(given) if parts else given
    splits = {
        "shapley": shapley(v),
        "nucleolus": nucleolus(v),
        "prenucleolus": nucleolus(v, imputations=False),
    }
    close = CLOSE * float(np.abs(v).max())
    splits = {
        name: np.where(np.abs(split) <= close, 0.0, split)
        for name, split in splits.items()
        if not np.isnan(split).any()
    }
    least = float(least_core(v))
    return Divided(
        alone=v[1 << np.arange(parties)],
        total=float(v[-1]),
        splits=splits,
        error=None,
        blocks={name: core.blocking(v, split) for name, split in splits.items()},
        least_core=least,
        core_is_empty=least > close,
        beyond=tuple((s, float(v[s])) for s in core.more_than_whole(v)),
    )


def _large(worth: Worth, parties: int, orders: int, seed: int) -> Divided:
    """Return what can be found of a game too large to enumerate."""
    found = sampled(worth, parties, orders, seed)
    one = np.left_shift(np.int64(1), np.arange(parties))
    ends = np.asarray(worth(np.append(one, (np.int64(1) << parties) - 1)), dtype=float)
    return Divided(
        alone=ends[:-1],
        total=float(ends[-1]),
        splits={"shapley": found.value},
        error=found.error,
        blocks={},
        least_core=float("nan"),
        core_is_empty=None,
        beyond=(),
    )
