"""Tables that go with a data base: duties and elasticities, from plain CSV."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ...ground.faults import Fault, StudyError
from ...study.page import text_of
from ..codes import EVERY
from ..rows import sheet
from .convert import Labels, Ranges


def tariffs(path: Path, named: Labels) -> np.ndarray:
    """Read duties `buyer,seller,industry,tariff` in the world's own labels, `[industry, buyer, seller]`.

    `all` stands for every label; a later line replaces an earlier one; there is none on home purchases. Raises
    StudyError with every fault.
    """
    faults: list[Fault] = []
    found = sheet(text_of(path), str(path), ("buyer", "seller", "industry", "tariff"), faults)
    n, j = len(named.economies), len(named.industries)
    duty = np.zeros((j, n, n))
    axes = {"industry": named.industries, "buyer": named.economies, "seller": named.economies}
    for row in found.rows if found else ():
        assert found is not None
        known = [found.label(row, axis, (EVERY, *labels), faults) for axis, labels in axes.items()]
        value = found.number(row, "tariff", faults)
        if value < 0 or value > 30:
            what = f"tariff is {value:g}"
            faults.append(Fault(found.place(row, "tariff"), what, "a duty of 10 % is 0.10"))
        if all(known):
            cell = tuple(
                slice(None) if (one := found.get(row, axis)) == EVERY else labels.index(one)
                for axis, labels in axes.items()
            )
            duty[cell] = value
    if faults:
        raise StudyError(faults)
    duty[:, np.arange(n), np.arange(n)] = 0.0
    return duty


def elasticities(path: Path) -> Ranges:
    """Read elasticities `industry,theta,low,high`. Raises StudyError with every fault."""
    faults: list[Fault] = []
    found = sheet(text_of(path), str(path), ("industry", "theta", "low", "high"), faults)
    read = {}
    for row in found.rows if found else ():
        assert found is not None
        theta, low, high = (found.number(row, name, faults) for name in ("theta", "low", "high"))
        if not 0 < low <= theta <= high:
            what = f"theta {theta:g} is not within {low:g} and {high:g}, or not above 0"
            faults.append(Fault(found.place(row, "theta"), what, "write low, theta and high in order"))
        read[found.get(row, "industry")] = (theta, low, high)
    if faults:
        raise StudyError(faults)
    return read
