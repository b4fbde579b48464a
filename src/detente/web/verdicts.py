"""What the page is told of a finished run: its verdicts in words, and the assumptions that decide them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..audit.records import NOT_MODELLED, Interval
from ..audit.sentences import error_of, on_its_side, percent, range_of
from ..report.sections import slug
from ..report.tree import ordered
from .space import Axis, Space

DRIVERS = 6
"""Of a claim that are told."""


def told(space: Space) -> dict[str, Any]:
    """Return the verdicts in the order of the tree of claims, and the axes, fit for JSON."""
    run, claims = space.run, space.problem.study.claims
    mark = run.manifest.fingerprint
    return {
        "run": run.folder.name,
        "study": mark.study,
        "draws": run.draws,
        "seed": mark.seed,
        "verdicts": [
            _verdict(name, depth, claims[name].says or name, run.verdicts[name])
            for depth, name in ordered(claims)
            if name in run.verdicts
        ],
        "axes": [_axis(one) for one in space.axes.values()],
    }


def _verdict(name: str, depth: int, says: str, verdict: Mapping[str, Any]) -> dict[str, Any]:
    share = verdict["share"]
    interval = Interval(**verdict["interval"]) if verdict["interval"] else None
    drivers = [one for one in verdict["drivers"] if one["clear"]]
    return {
        "claim": name,
        "anchor": f"claim-{slug(name)}",
        "depth": depth,
        "says": says,
        "word": verdict["word"],
        "css": slug(verdict["word"]),
        "modelled": verdict["word"] != NOT_MODELLED,
        "sentence": verdict["sentence"],
        "badge": verdict["badge"],
        "share": share,
        "share_words": words(share, interval),
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
        "interval_words": range_of(interval) if interval else "",
        "drivers": [
            {"column": one["column"], "index": _index(one), "words": percent(_index(one), one["spread"])}
            for one in drivers[:DRIVERS]
        ],
    }


def words(share: float | None, interval: Interval | None) -> str:
    """Say a share to the digits that its interval bears; nothing where there is none."""
    if share is None:
        return ""
    return on_its_side(share, error_of(interval) if interval else 0.0)


def _index(driver: Mapping[str, Any]) -> float:
    """Return by what a driver is ranked: what it decides of the truth, or of the margin where that never changes."""
    ranked = driver["on_margin"] if driver["on_truth"] is None else driver["on_truth"]
    return float(ranked or 0.0)


def _axis(one: Axis) -> dict[str, Any]:
    column = one.column
    return {
        "name": column.name,
        "meaning": column.meaning or column.name,
        "unit": "" if column.unit in ("1", "share") else column.unit,
        "low": one.low,
        "high": one.high,
        "variants": list(one.variants),
    }
