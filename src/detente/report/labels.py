"""Names beside points, where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

LETTER, LINE, GAP = 5.9, 12.0, 6.0
"""Width of a letter, height of a line, and distance from the point [px]."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Label:
    """A text at a point [px]; once placed, `x` is its left end and `y` its middle."""

    text: str
    x: float
    y: float

    @property
    def box(self) -> Box:
        """Return left, top, right, bottom of a placed label."""
        return self.x, self.y - LINE / 2, self.x + LETTER * len(self.text), self.y + LINE / 2


def placed(
    labels: Sequence[Label], points: Sequence[tuple[float, float]], size: tuple[int, int]
) -> list[Label]:
    """Return the labels that fit, the first ones first: right of their point, left of it, below, or above.

    None covers another, a point, or the edge of a picture of that size; those that would are left out.
    """
    dots = [(x - 3, y - 3, x + 3, y + 3) for x, y in points]
    found: list[Label] = []
    for label in labels:
        taken = [*(one.box for one in found), *dots]
        fits = [one for one in _choices(label) if _free(one.box, taken, size)]
        found += fits[:1]
    return found


def _choices(label: Label) -> list[Label]:
    wide = LETTER * len(label.text)
    offsets = [(GAP, 0.0), (-GAP - wide, 0.0), (-wide / 2, 1.7 * GAP), (-wide / 2, -1.7 * GAP)]
    offsets += [(GAP, GAP), (GAP, -GAP), (-GAP - wide, GAP), (-GAP - wide, -GAP)]
    return [replace(label, x=label.x + x, y=label.y + y) for x, y in offsets]


def _free(box: Box, taken: Sequence[Box], size: tuple[int, int]) -> bool:
    left, top, right, bottom = box
    inside = left >= 0 and top >= 0 and right <= size[0] and bottom <= size[1]
    return inside and not any(
        left < other[2] and other[0] < right and top < other[3] and other[1] < bottom for other in taken
    )
