"""What each coalition is worth, written as a table of names and numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...domains.split.coalitions import coalition, cover, names
from ...ground.faults import did_you_mean
from ...study.faults import Faults, show
from ...study.fractions import one
from ...study.records import Node

PARTS = "parts"
"""Coalitions that are not listed do what their parts can."""


def worths(
    table: Node,
    parties: tuple[str, ...],
    unlisted: Node | None,
    faults: Faults,
    otherwise: Sequence[float] | None = None,
) -> tuple[float, ...]:
    """Return the worth of every coalition, by its bits; faults where some is unknown, or stands twice.

    `unlisted` is a number for those that are not listed, or the word `parts`; `otherwise` gives theirs.
    """
    v = np.full(2 ** len(parties), np.nan)
    v[0] = 0.0
    seen: dict[int, str] = {}
    for key, node in table.value.items():
        words = [word.strip() for word in key.split(",")]
        unknown = [word for word in words if word not in parties]
        if unknown:
            faults.add(table.keys[key], f"no party '{unknown[0]}'", did_you_mean(unknown[0], parties))
            continue
        bits = coalition(parties, words)
        if len(set(words)) < len(words):
            faults.add(table.keys[key], f"'{key}' names a party twice", "name each once")
        if bits in seen:
            faults.add(table.keys[key], f"'{key}' and '{seen[bits]}' are the same", "remove one")
        seen[bits] = key
        v[bits] = one(node, "value", faults) or 0.0
    if otherwise is not None:
        v = np.where(np.isnan(v), otherwise, v)
    return _filled(v, parties, table, unlisted, faults)


def _filled(
    v: np.ndarray, parties: tuple[str, ...], table: Node, unlisted: Node | None, faults: Faults
) -> tuple[float, ...]:
    """Return v with what is not listed."""
    missing = np.isnan(v)
    if not missing.any():
        return tuple(v.tolist())
    if unlisted is None:
        first = ", ".join(names(parties, int(missing.argmax())))
        more = f" and {missing.sum() - 1} more" if missing.sum() > 1 else ""
        faults.add(
            table.place, f"no value of '{first}'{more}", "add it, or `unlisted: 0`, or `unlisted: parts`"
        )
        return ()
    if show(unlisted) != PARTS:
        v[missing] = one(unlisted, "value (or the word `parts`)", faults) or 0.0
        return tuple(v.tolist())
    alone = 1 << np.arange(len(parties))
    v[alone] = np.where(np.isnan(v[alone]), 0.0, v[alone])
    listed = np.where(np.isnan(v), -np.inf, v)
    return tuple(np.where(missing, cover(listed), v).tolist())
