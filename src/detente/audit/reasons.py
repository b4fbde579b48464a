"""What a verdict rests on, beyond its share: total indices, corners, variants of the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Total(NamedTuple):
    """What a sampled number decides with all its interactions, a share of the variance, and its 95 % interval."""

    value: float
    low: float
    high: float
    together: tuple[str, ...]
    """All the numbers it is of, where they cannot be drawn apart: shares of a Dirichlet, years of a path,
    assumptions that move together."""


class Companion(NamedTuple):
    """A number that another one moves with: its name, their rank correlation, whether that is judged."""

    column: str
    rank: float
    judged: bool


@dataclass(frozen=True)
class Fit:
    """How well a surrogate stands in for a claim's `truth` or `margin`; total indices come from it."""

    on: str
    explained: float
    """Share of the variance that it explains in draws that it was not fitted to."""
    terms: int
    told: bool
    """Whether that is enough for total indices to be told."""
    sentence: str


@dataclass(frozen=True)
class Restriction:
    """What a corner asks of one assumption: above `low`, below `high` [unit], or one of some variants."""

    column: str
    meaning: str
    unit: str
    low: float | None
    high: float | None
    variants: tuple[str, ...]
    chance: float
    """Quasi-p value: how often a restriction that does nothing would leave as many draws of the outcome."""
    words: str


class CornerStep(NamedTuple):
    """A box on the way to a corner: shares of the outcome that it has, of its draws with it, of all draws."""

    coverage: float
    density: float
    size: float
    restricted: int


@dataclass(frozen=True)
class Corner:
    """The box in one to three assumptions that has most of a claim's rarer outcome and little else."""

    holds: bool
    """What the claim is there in most draws: the rarer outcome over all."""
    base: float
    """Share of all draws with that outcome."""
    coverage: float
    """Share of the draws with that outcome that lie in the box."""
    density: float
    """Share of the box's draws that have it."""
    size: float
    """Share of all draws that lie in the box."""
    limits: tuple[Restriction, ...]
    """The one that matters most first."""
    curve: tuple[CornerStep, ...]
    """The boxes peeled one after the other, from all draws on: what density costs in coverage."""
    sentence: str


@dataclass(frozen=True)
class Variant:
    """How a claim fares in the draws of one variant of a choice."""

    name: str
    draws: int
    """Solved ones."""
    share: float | None
    """None where none was solved."""
    low: float
    high: float
    word: str


@dataclass(frozen=True)
class ByVariant:
    """A choice between variants of the model that a verdict depends on."""

    column: str
    meaning: str
    variants: tuple[Variant, ...]
    differ: bool
    """Whether the verdict has another word for some variant."""
    sentence: str


@dataclass(frozen=True)
class Difference:
    """One assumption of a counterexample or a flip beside its centre, as numbers [unit] and in words."""

    column: str
    meaning: str
    unit: str
    value: float
    centre: float
    value_words: str
    centre_words: str
    distance: float
    """In standard-normal units, signed: above 0 where the value is above the centre."""


BESIDE = 0.02
"""A flip that is nearer than this is told to lie right beside the centre: how near exactly tells nothing."""


@dataclass(frozen=True)
class Flip:
    """The nearest point to the centre at which a claim turns, as the models, run there, say; or that none was found."""

    found: bool
    holds: bool
    """What the claim is there."""
    variant: str
    """The column of the choice that is not at its likeliest variant; empty where all are."""
    under: str
    """That variant."""
    distance: float | None
    """From the centre, in standard-normal units (the reliability index); 0 where the variant alone turns it."""
    not_before: float
    """Up to this distance on the way there, it is as at the centre wherever it was tried."""
    margin: float | None
    """Of the whole claim, at the point as it is told."""
    moves: tuple[Difference, ...]
    """The assumptions that are not at the centre, largest distance first; as they were when the models were run."""
    tried: int
    """Points at which the models were run for it."""
    farthest: float
    """The largest distance tried."""
    sentence: str
