"""What an audit found: a verdict a claim, and the run behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np

from ..domains.domain import Problem
from ..domains.recorded import PERCENTS as PERCENTS
from ..export.frames import Frames
from ..export.given import Given
from ..ground.plain import plain
from ..runs.table import Table
from ..study.records import Event, Study
from .reasons import ByVariant, Companion, Corner, Difference, Fit, Flip, Total

HOLDS, LEANS, OPEN, LEANS_AGAINST, FAILS = "holds", "leans", "open", "leans against", "fails"
UNDECIDED, RESTATES, NOT_MODELLED = "undecided", "restates an assumption", "not modelled yet"
WORDS = (HOLDS, LEANS, OPEN, LEANS_AGAINST, FAILS, UNDECIDED, RESTATES, NOT_MODELLED)
"""All words of a verdict, strongest support first."""


def _shown(how: str, one: Any) -> str:
    """Return a record in words; `notebook` knows these and the records, so it is imported when it is asked."""
    words: str = getattr(import_module(f"{__package__}.notebook"), how)(one)
    return words


class Interval(NamedTuple):
    """Two ends, low and high."""

    low: float
    high: float


@dataclass(frozen=True)
class AtomSummary:
    """A comparison of a claim over all draws: its margin is above 0 where it holds [unit of its sides].

    `unit` is empty where the two sides have none, or none that can be told.
    """

    text: str
    unit: str
    mean: float
    quantiles: Mapping[int, float]
    """By percent: 5, 25, 50, 75, 95."""
    edges: tuple[float, ...]
    """Ends of the histogram's bars, one more than `counts`."""
    counts: tuple[int, ...]
    share: float
    """Share of the solved draws in which the comparison holds."""
    unknown: int
    """Draws in which it could not be told."""


@dataclass(frozen=True)
class Driver:
    """How much of a claim one sampled number decides, alone (first-order) and with its interactions (total)."""

    column: str
    meaning: str
    unit: str
    source: str
    judged: bool
    on_truth: float | None
    """None where the truth is the same in every draw."""
    on_margin: float | None
    """None where the margin is the same in every draw."""
    spread: float
    """Standard error, from the replicates, of the index by which drivers are ranked."""
    clear: bool
    """Whether that index stands out from noise, and not only by an echo."""
    total_on_truth: Total | None = None
    """None where the truth never changes, no surrogate explains enough, or the number plays no part."""
    total_on_margin: Total | None = None
    echo: bool = False
    """Whether the index only repeats that of another number beside which the draws happen to put it."""
    moves_with: tuple[Companion, ...] = ()
    """Those that may decide the claim, too, and are drawn together with it: its index counts in part theirs."""
    own: float | None = None
    """What the part of it tells that those do not tell of; None where it moves with none."""

    @property
    def total(self) -> Total | None:
        """Return the total index of what ranks drivers."""
        return self.total_on_margin if self.on_truth is None else self.total_on_truth

    @property
    def index(self) -> float:
        """Return the index that ranks drivers: on truth, or on the margin where truth never changes."""
        ranked = self.on_margin if self.on_truth is None else self.on_truth
        return 0.0 if ranked is None else ranked


@dataclass(frozen=True)
class BreakEven:
    """Where one assumption turns a claim: it holds `above` or `below` a value, or `for` some variants."""

    column: str
    meaning: str
    unit: str
    judged: bool
    side: str
    """`above`, `below` or `for`."""
    at: float | None
    """The value at which the claim turns [unit]; None where variants decide."""
    variants: tuple[str, ...]
    """The variants for which the claim holds, where `side` is `for`."""
    errors: float
    """Share of the solved draws that this rule gets wrong."""
    sentence: str


@dataclass(frozen=True)
class Restates:
    """Why a claim only restates an assumption: `one` decides it alone, or the `bounds` of the ranges do."""

    kind: str
    """`one` or `bounds`."""
    columns: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class Counterexample:
    """The draw nearest to the centre in which the claim goes the other way than in most draws."""

    draw: int
    holds: bool
    """What the claim is there."""
    margin: float
    distance: float
    """From the centre, in standard-normal units, over the assumptions listed."""
    differences: tuple[Difference, ...]
    """Those that decide the claim, largest distance first."""
    sentence: str


@dataclass(frozen=True)
class Verdict:
    """How far one claim holds, and what decides it."""

    claim: str
    word: str
    """One of `WORDS`."""
    sentence: str
    """The verdict in plain English."""
    share: float | None = None
    """Share of the solved draws in which the claim holds; None if not modelled or never solved."""
    interval: Interval | None = None
    """95 %, widened by the unknowns on both sides."""
    bounds: Interval | None = None
    """The share if the claim held in no unknown draw, and if it held in all."""
    unknown: float = 0.0
    """Share of all draws in which it could not be told."""
    atoms: tuple[AtomSummary, ...] = ()
    margin: AtomSummary | None = None
    """The whole claim's margin; its unit is empty where the comparisons have different ones."""
    drivers: tuple[Driver, ...] = ()
    """The largest first."""
    fits: tuple[Fit, ...] = ()
    """Of the surrogates behind the drivers' total indices."""
    judged_share: float | None = None
    """Of what single assumptions decide, the share due to judgement; None if none stands out."""
    badge: str = ""
    """A sentence where judgement decides more than half, else empty."""
    is_probability: bool = False
    """Whether all that decides the claim has a source, so that the share may be called a probability."""
    restates: Restates | None = None
    break_even: BreakEven | None = None
    """The best single rule, where one assumption decides the claim to within a tenth of the rarer outcome."""
    counterexample: Counterexample | None = None
    corner: Corner | None = None
    """The box in a few assumptions where it goes the other way; None where none is to be told."""
    by_variant: tuple[ByVariant, ...] = ()
    """How it fares under each variant of a choice, where that matters."""
    flips: tuple[Flip, ...] = ()
    """Where it turns nearest to the centre: under the likeliest variants first; none if none was sought."""

    def __repr__(self) -> str:
        """Show it in a terminal: its claim and its sentence."""
        return _shown("verdict_text", self)

    def _repr_html_(self) -> str:
        """Show it in a notebook: word, sentence, what decides it, where it turns."""
        return _shown("verdict_html", self)


@dataclass(frozen=True)
class RunRecord:
    """What was run."""

    draws: int
    seed: int
    replicates: int
    batches: int
    reused: int
    """Batches found finished from an earlier start."""
    seconds: float
    folder: str
    versions: Mapping[str, str]
    status_counts: Mapping[str, Mapping[int, int]]
    """Draws by status code, for each column `status[world]` of the trade model and `gas_status[world]`."""
    flip_points: int = 0
    """Points at which the models were run to find flips; 0 where none was sought."""
    flip_seconds: float = 0.0
    """What that took when it was done."""


@dataclass(frozen=True)
class Forecast:
    """What the study gave an event that it could not know, and what came."""

    event: Event
    chance: float
    """Mean over the draws."""
    score: float
    """Brier's: 0 is perfect, 1 is worst."""


@dataclass(frozen=True)
class Judgement(Frames):
    """All verdicts of a study, in its order, and the draws behind them."""

    problem: Problem
    run: RunRecord
    verdicts: Mapping[str, Verdict]
    table: Table = field(repr=False)
    forecasts: tuple[Forecast, ...] = ()
    solved: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """What the report shows beside the draws and a model had to solve, by domain (`Domain.kept`)."""

    @property
    def study(self) -> Study:
        """Return the study judged."""
        return self.problem.study

    @property
    def given(self) -> Given:
        """Return what tables for other programs are made from."""
        laws = {column.name: column.distribution for column in self.problem.columns}
        told, run = plain(self.verdicts), self.run
        return Given(self.study.id, self.problem, self.table, told, laws, run.seed, run.versions)

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of all recorded columns: assumptions, outcomes, statuses."""
        return self.table.names

    def column(self, name: str) -> np.ndarray:
        """Return a recorded column, `[draw]` in the order of the draws; NaN where unknown."""
        return self.table.column(name)

    def quantiles(self, name: str, percents: tuple[int, ...] = PERCENTS) -> dict[int, float]:
        """Return quantiles of a recorded column over the draws where it is known; NaN if nowhere."""
        return self.table.quantiles(name, percents)

    def __repr__(self) -> str:
        """Show the verdicts in a terminal, a claim a line."""
        return _shown("run_text", self)

    def _repr_html_(self) -> str:
        """Show the verdicts as a table in a notebook."""
        return _shown("run_html", self)

    def summary(self) -> dict[str, Any]:
        """Return the verdicts and the run as plain dictionaries, lists and numbers, fit for JSON."""
        study = self.study
        return {
            "study": study.id,
            "question": study.question,
            "as_of": study.as_of.isoformat(),
            "run": plain(self.run),
            "correlations": plain(self.problem.correlations),
            "lapsed_correlations": plain(self.problem.lapsed),
            "verdicts": plain(self.verdicts),
            "forecasts": [
                {
                    "what": one.event.what,
                    "chance": one.chance,
                    "happened": one.event.happened,
                    "brier": one.score,
                }
                for one in self.forecasts
            ],
        }
