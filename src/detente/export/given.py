"""What every form of a finished run is made from: its draws, its verdicts, and the study behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..chance.distribution import Distribution
from ..domains.domain import Problem
from ..ground.faults import RunError
from ..runs.table import Table

LARGEST = 1 << 28
"""Most numbers that are brought into memory at once: 2 GB."""


@dataclass(frozen=True)
class Given:
    """A finished run, judged now or opened from its folder."""

    study: str
    problem: Problem | None
    """None where the study's text is not at hand, or this version of the program cannot bind it."""
    table: Table
    verdicts: Mapping[str, Any]
    """By claim, as `results.json` has them."""
    laws: Mapping[str, Distribution | None]
    """What each sampled number was drawn from; None where that cannot be read."""
    seed: int
    versions: Mapping[str, str]

    def bound(self) -> Problem:
        """Return the study that was run. Raises RunError where it is not at hand, or was run with other ranges."""
        if self.problem is None:
            raise RunError(
                f"the text of {self.study} is not in the run's folder, or this version of the program cannot read "
                "it; run the study again, or take the columns as they are from its batch-*.parquet"
            )
        for column in self.problem.columns:
            if self.laws.get(column.name) != column.distribution:
                raise RunError(
                    f"{column.name} had another range in the run; if it was fixed there, give the same "
                    "--set NAME=VALUE (from Python: `kept(folder, {NAME: VALUE})`)"
                )
        return self.problem

    def within(self, count: int, mend: str) -> None:
        """Raise RunError, saying what mends it, where so many columns of all draws would not fit into memory."""
        numbers = count * self.table.draws
        if numbers > LARGEST:
            raise RunError(
                f"{count:,} columns of {self.table.draws:,} draws take {numbers / 2**27:.1f} GB; {mend}"
            )
