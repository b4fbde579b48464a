"""Forecasts of several runs against what happened: how far off, and whether chances mean what they say."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..ground.faults import RunError
from .finished import RESULTS

EDGES = (0.0, 0.1, 0.4, 0.6, 0.9, 1.0)
"""Ends of the classes of chances: those of the verdicts' words."""
NORMAL = 1.959963984540054
"""Quantile of the normal distribution for an interval of 95 %."""


@dataclass(frozen=True)
class Told:
    """What a run gave an event, and whether it came about."""

    study: str
    what: str
    chance: float
    happened: bool

    @property
    def score(self) -> float:
        """Return the Brier score: the squared distance of the chance from 1 or 0 (Brier 1950)."""
        return (self.chance - float(self.happened)) ** 2


@dataclass(frozen=True)
class Class:
    """Forecasts with chances within two ends: a row of the table of calibration."""

    low: float
    high: float
    count: int
    chance: float
    """Mean chance given."""
    came: float
    """Share of events that came about."""
    least: float
    most: float
    """Ends of the 95 % interval of that share (Wilson 1927)."""


@dataclass(frozen=True)
class Backtest:
    """Forecasts of some runs, scored together."""

    told: tuple[Told, ...]

    @property
    def score(self) -> float:
        """Return the mean Brier score: 0 is perfect, 0.25 is what always saying one half gets."""
        return math.fsum(one.score for one in self.told) / len(self.told)

    @property
    def came(self) -> float:
        """Return the share of events that came about."""
        return sum(one.happened for one in self.told) / len(self.told)

    @property
    def blind(self) -> float:
        """Return the score of whoever knew only how many would come about, and gave each that chance."""
        return self.came * (1 - self.came)

    @property
    def classes(self) -> tuple[Class, ...]:
        """Return the table of calibration, without its empty rows."""
        found = []
        for low, high in itertools.pairwise(EDGES):
            some = [one for one in self.told if low <= one.chance < high or one.chance == high == 1]
            if some:
                found.append(_class(low, high, some))
        return tuple(found)


def backtest(folders: Iterable[str | Path]) -> Backtest:
    """Read the forecasts of finished runs from their `results.json`.

    A forecast whose chance is not known is left out. Raises RunError where a folder holds no results, two hold
    the same study, or nothing was forecast in any.
    """
    told: list[Told] = []
    seen: dict[str, Path] = {}
    for folder in map(Path, folders):
        study, found = _read(folder)
        if study in seen:
            raise RunError(f"{seen[study]} and {folder} both hold {study}; give one run a study")
        seen[study] = folder
        told += found
    if not told:
        raise RunError(
            "nothing was forecast in these runs: a study forecasts by `chance` and `happened` in its `hindsight`"
        )
    return Backtest(tuple(told))


def _read(folder: Path) -> tuple[str, list[Told]]:
    try:
        results = json.loads((folder / RESULTS).read_text(encoding="utf-8"))
        study = str(results["study"])
        rows = [
            Told(study, str(one["what"]), float(one["chance"]), bool(one["happened"]))
            for one in results["forecasts"]
            if one["chance"] is not None
        ]
    except (OSError, ValueError, KeyError, TypeError):
        raise RunError(f"{folder / RESULTS} cannot be read; `detente report` writes it again") from None
    return study, [one for one in rows if math.isfinite(one.chance)]


def _class(low: float, high: float, some: Sequence[Told]) -> Class:
    count = len(some)
    came = sum(one.happened for one in some) / count
    spread = NORMAL**2 / count
    middle = (came + spread / 2) / (1 + spread)
    half = NORMAL / (1 + spread) * math.sqrt(came * (1 - came) / count + spread / (4 * count))
    chance = math.fsum(one.chance for one in some) / count
    return Class(low, high, count, chance, came, max(0.0, middle - half), min(1.0, middle + half))
