"""Flips in plain English."""

from __future__ import annotations

from collections.abc import Sequence

from ..bind.records import Column
from .records import Difference
from .sentences import named

SAID = 3
"""How many assumptions a sentence names."""
TIED = " (those that move together counted so)"
REACHED = 6
"""How far along a direction a flip is sought [standard deviations]."""


def flip(holds: bool, far: float, moves: Sequence[Difference], under: str, tied: bool = False) -> str:
    """Say what would change a claim that holds (or does not) at the centre; `tied` if some of it moves together."""
    parts = [
        f"{one.meaning or one.column} were {one.value_words} instead of {one.centre_words}"
        for one in moves[:SAID]
    ]
    others = len(moves) - SAID
    if others > 0:
        parts.append(f"{others} other{'s' if others > 1 else ''} moved less")
    units = f"standard deviation{'' if f'{far:.2g}' == '1' else 's'} off{TIED if tied else ''}"
    return (
        f"{_middle(holds, under)}; it would {'fail' if holds else 'hold'} if {_joined(parts)}: "
        f"{far:.2g} {units}, computed there to be so."
    )


def by_choice(holds: bool, under: str) -> str:
    """Say that another variant of the model alone changes a claim; `holds` is what it is under it."""
    return f"With every other assumption at its centre it {'holds' if holds else 'fails'} {under}, and not otherwise."


def none(holds: bool, under: str) -> str:
    """Say that nothing was found."""
    return (
        f"{_middle(holds, under)}; no change of it was found along the directions searched, up to {REACHED} standard "
        "deviations off and to the nearest draws in which it differs."
    )


def unknown(under: str) -> str:
    """Say that there is nothing to change."""
    return f"At the centre of the assumptions{' ' + under if under else ''} it cannot be told."


def under(column: Column, variant: str) -> str:
    """Say under what variant a claim is looked at."""
    return f"under {variant} of {named(column)}"


def _middle(holds: bool, under: str) -> str:
    return f"At the centre of the assumptions{', ' + under + ',' if under else ''} it {'holds' if holds else 'fails'}"


def _joined(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
