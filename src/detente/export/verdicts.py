"""The verdicts of a run as a table: one row a claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..domains.recorded import PERCENTS
from ..study.records import Claim
from .codebook import Row
from .given import Given

NAMED = 3
"""Drivers that a row names."""


def verdicts(given: Given) -> list[Row]:
    """Return a row a claim: verdict, share with its interval, margin, what decides it, its nearest flip.

    Raises RunError where the study that was run is not at hand.
    """
    claims = given.bound().study.claims
    return [_row(claims[name], told) for name, told in given.verdicts.items() if name in claims]


def _row(claim: Claim, told: Mapping[str, Any]) -> Row:
    interval, bounds, margin = (told[name] or {} for name in ("interval", "bounds", "margin"))
    quantiles = margin.get("quantiles", {})
    clear = [one["column"] for one in told["drivers"] if one["clear"]]
    distances = [one["distance"] for one in told["flips"] if one["distance"] is not None]
    return {
        "claim": claim.id,
        "says": claim.says,
        "where": claim.where,
        "supported_by": " ".join(str(node.value) for node in claim.supported_by),
        "verdict": told["word"],
        "share": told["share"],
        "low": interval.get("low"),
        "high": interval.get("high"),
        "least": bounds.get("low"),
        "most": bounds.get("high"),
        "unknown": told["unknown"],
        "by_judgement": int(bool(told["badge"])),
        "is_probability": int(told["is_probability"]),
        "margin_unit": margin.get("unit", ""),
        "margin_mean": margin.get("mean"),
        **{f"margin_p{percent}": quantiles.get(str(percent)) for percent in PERCENTS},
        "drivers": " ".join(clear[:NAMED]),
        "flip_distance": min(distances, default=None),
        "sentence": told["sentence"],
    }
