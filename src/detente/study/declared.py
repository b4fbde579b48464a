"""The unit of an assumption: stated beside its distribution, or carried by the numbers in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from ..ground.faults import Fault, Place, StudyError
from .records import Node
from .units import PERCENT, POINTS, SCALES, Unit, factor, words
from .units import parse as unit_of

SHARE, NONE = "share", "1"
"""The unit of per cents, and that of an assumption which states none."""


def declared(
    name: str, carried: Sequence[tuple[str, Place]], numbers: Place, stated: Node | None, place: Place
) -> tuple[str, bool]:
    """Return an assumption's unit, and whether it is stated or carried by a number other than a per cent.

    `carried` has the unit of each amount, empty for none, and its place. Raises StudyError where amounts carry two
    units, or another than the one stated.
    """
    written = str(stated.value) if stated is not None and stated.value is not None else ""
    where = stated.place if stated is not None and written else place
    found = {unit_of(text): text for text, _ in carried if text and text != PERCENT and text not in SCALES}
    percent = any(text == PERCENT for text, _ in carried)
    if len(found) + percent > 1:
        told = " and ".join([*found.values(), *([PERCENT] if percent else [])])
        _fault(numbers, f"'{name}' has numbers in {told}", "write all of them in one unit")
    for scale in SCALES:
        if 0 < sum(text == scale for text, _ in carried) < len(carried):
            what = f"'{name}' has numbers with and without {scale}"
            _fault(numbers, what, f"write {scale} after each, or all in full")
    if written in (PERCENT, *POINTS):
        if not percent:
            what = f"the unit of '{name}' is {written}, and no number says so: is 5 five per cent, or 500?"
            _fault(where, what, "write % after each number")
        return SHARE, True
    return _agreed(name, written, found, percent, where)


def _agreed(name: str, stated: str, found: dict[Unit, str], percent: bool, where: Place) -> tuple[str, bool]:
    """Return the unit that is stated, or that the numbers carry. Raises StudyError where these differ.

    Per cents may stand in a share of something, and in shares a year or a round.
    """
    if stated:
        unit = unit_of(stated)
        whole = any(power > 0 for _, power in unit)
        if any(carried != unit for carried in found) or (percent and whole):
            told = next(iter(found.values()), PERCENT)
            what = f"the numbers of '{name}' are in {told}, and its unit is {words(unit)}"
            _fault(where, what, "write both alike, or leave `unit` out: what the numbers carry declares it")
        return stated, True
    if found:
        return next(iter(found.values())), True
    return (SHARE if percent else NONE), False


def scale_to(carried: str, unit: str, place: Place) -> float:
    """Return what a number that carries a unit is multiplied by to be in another, 1 where it carries none.

    Raises StudyError where it carries the unit of another thing.
    """
    wanted = unit_of(unit)
    if carried in ("", *SCALES) or (carried == PERCENT and not any(power > 0 for _, power in wanted)):
        return 1.0
    scale = factor(unit_of(carried), wanted) if carried != PERCENT else None
    if scale is None:
        _fault(place, f"{carried} stands where {words(wanted)} is wanted", "write the number in that unit")
    return scale


def _fault(place: Place, what: str, mend: str) -> NoReturn:
    raise StudyError([Fault(place, what, mend)])
