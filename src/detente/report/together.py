"""Which assumptions are drawn together: the ranks asked for beside those of the draws."""

from __future__ import annotations

from dataclasses import dataclass

from scipy import stats

from ..audit.records import Judgement
from ..bind.correlations import lapsed
from .figure import Row


@dataclass(frozen=True)
class Pair:
    """A pair that is drawn together."""

    between: tuple[str, str]
    rank: float
    drawn: float
    """Spearman's rank correlation of the draws."""
    source: str
    judged: bool


@dataclass(frozen=True)
class Together:
    """All pairs, and what to say of those that no longer are."""

    pairs: tuple[Pair, ...]
    lapsed: tuple[str, ...]

    def of(self, assumption: str) -> list[tuple[str, float]]:
        """Return what an assumption moves with, and their ranks."""
        return [
            (other, one.rank)
            for one in self.pairs
            for other in one.between
            if assumption in one.between and other != assumption
        ]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return the pairs as the data file has them."""
        return tuple(
            {
                "assumption": one.between[0],
                "moves_with": one.between[1],
                "rank": one.rank,
                "rank_of_draws": one.drawn,
                "source": one.source,
            }
            for one in self.pairs
        )


def together(judgement: Judgement) -> Together:
    """Return what a judgement's problem draws together."""
    pairs = []
    for one in judgement.problem.correlations:
        drawn = float(stats.spearmanr(*(judgement.column(name) for name in one.between)).statistic)
        pairs.append(Pair(one.between, one.rank, drawn, one.source, one.judged))
    return Together(tuple(pairs), tuple(lapsed(judgement.problem)))
