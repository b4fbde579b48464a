"""What the page is told of a finished run: its verdicts in words, and the assumptions that decide them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..audit.records import NOT_MODELLED, Interval
from ..audit.sentences import error_of, on_its_side, percent, range_of
from ..compare.compare import points
from ..compare.comparison import Cause, Moved
from ..report.tree import ordered
from ..report.words import slug
from .space import Axis, Space

DRIVERS = 6
"""Of a claim that are told."""
KINDS = {
    "assumption": "Assumption",
    "correlation": "Correlation",
    "quantity": "Quantity",
    "move": "Move",
    "world": "World",
    "start": "Rules in force",
    "setting": "Setting",
    "claim": "Test of a claim",
    "code": "Version",
    "draws": "Draws",
    "seed": "Seed",
}
"""Kinds of changes, as a reader calls them."""


@dataclass(frozen=True)
class Driver:
    """An assumption that decides a claim."""

    column: str
    index: float
    words: str


@dataclass(frozen=True)
class Verdict:
    """A claim's verdict, in words too."""

    claim: str
    anchor: str
    depth: int
    says: str
    word: str
    css: str
    modelled: bool
    sentence: str
    badge: str
    share: float | None
    share_words: str
    low: float | None
    high: float | None
    interval_words: str
    drivers: list[Driver]


@dataclass(frozen=True)
class Along:
    """An assumption along which draws can be laid out; its variants where it chooses among some."""

    name: str
    meaning: str
    unit: str
    low: float
    high: float
    variants: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """What the page is told of a finished run."""

    run: str
    study: str
    draws: int
    seed: int
    verdicts: list[Verdict]
    axes: list[Along]


def told(space: Space) -> Told:
    """Return the verdicts in the order of the tree of claims, and the axes."""
    run, claims = space.run, space.problem.study.claims
    mark = run.manifest.fingerprint
    return Told(
        run=run.folder.name,
        study=mark.study,
        draws=run.draws,
        seed=mark.seed,
        verdicts=[
            _verdict(name, depth, claims[name].says or name, run.verdicts[name])
            for depth, name in ordered(claims)
            if name in run.verdicts
        ],
        axes=[_axis(one) for one in space.axes.values()],
    )


def _verdict(name: str, depth: int, says: str, verdict: Mapping[str, Any]) -> Verdict:
    share = verdict["share"]
    interval = Interval(**verdict["interval"]) if verdict["interval"] else None
    drivers = [one for one in verdict["drivers"] if one["clear"]]
    return Verdict(
        claim=name,
        anchor=f"claim-{slug(name)}",
        depth=depth,
        says=says,
        word=verdict["word"],
        css=slug(verdict["word"]),
        modelled=verdict["word"] != NOT_MODELLED,
        sentence=verdict["sentence"],
        badge=verdict["badge"],
        share=share,
        share_words=words(share, interval),
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        interval_words=range_of(interval) if interval else "",
        drivers=[
            Driver(one["column"], _index(one), percent(_index(one), one["spread"]))
            for one in drivers[:DRIVERS]
        ],
    )


def words(share: float | None, interval: Interval | None) -> str:
    """Say a share to the digits that its interval bears; nothing where there is none."""
    if share is None:
        return ""
    return on_its_side(share, error_of(interval) if interval else 0.0)


def _index(driver: Mapping[str, Any]) -> float:
    """Return by what a driver is ranked: what it decides of the truth, or of the margin where that never changes."""
    ranked = driver["on_margin"] if driver["on_truth"] is None else driver["on_truth"]
    return float(ranked or 0.0)


def _axis(one: Axis) -> Along:
    column = one.column
    unit = "" if column.unit in ("1", "share") else column.unit
    return Along(column.name, column.meaning or column.name, unit, one.low, one.high, one.variants)


@dataclass(frozen=True)
class Found:
    """One run's verdict on a claim."""

    word: str
    css: str
    share: float | None
    share_words: str
    interval: Interval | None
    interval_words: str


@dataclass(frozen=True)
class Side:
    """A claim, both verdicts, whether it moved, and why as far as draws can tell."""

    claim: str
    says: str
    found: tuple[Found, Found]
    moved: bool
    move: str
    sentence: str
    causes: tuple[str, ...]


def found(word: str, share: float | None, interval: Interval | None) -> Found:
    """Return a verdict in words."""
    shown = range_of(interval) if interval else ""
    return Found(word, slug(word), share, words(share, interval), interval, shown)


def side(one: Moved) -> Side:
    """Return a claim of two runs in words."""
    before, after = one.shares
    move = points(after - before) if before is not None and after is not None else ""
    first, second = map(found, one.words, one.shares, one.intervals)
    causes = tuple(_cause(cause) for cause in one.causes)
    return Side(one.claim, one.says or one.claim, (first, second), one.moved, move, one.sentence, causes)


def _cause(cause: Cause) -> str:
    """Say what one change did to a claim's share."""
    if not cause.told or cause.interval is None:
        return f"{cause.name}: cannot be told; {cause.note}"
    ends = f"{100 * cause.interval.low:+.1f} to {100 * cause.interval.high:+.1f}"
    how = f"{cause.effective:,.0f} effective draws of {cause.draws:,}, of the {cause.by} run"
    note = f"; {cause.note}" if cause.note else ""
    return f"{cause.name}: {points(cause.move)} ({ends}; {how}{note})"
