"""Marks of a drawing that is no chart: lines of text, badges, bars, cards. Each is a piece of SVG."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from ..audit.notebook import BADGES, GREY
from ..audit.records import NOT_MODELLED, Interval
from .letters import FONT, WIDER, width

NAMESPACE = "http://www.w3.org/2000/svg"
INK, SOFT, LINE, CARD = "#1d2327", "#5b6570", "#d9dee3", "#f6f8f9"
"""Of letters, of less important ones, of rules and of cards on white paper; a page replaces them by its own."""
LEADING = 1.3
"""How far lines are apart, in sizes of their letters."""
PAD = 6
"""Room on either side of a badge's word [px]."""


def drawing(wide: float, high: float, inside: str, title: str) -> str:
    """Return a whole drawing on white, as wide as its place in a page."""
    size = f'width="{wide:g}" height="{high:.1f}" viewBox="0 0 {wide:g} {high:.1f}"'
    return (
        f'<svg xmlns="{NAMESPACE}" {size} role="img" aria-label="{escape(title)}" font-family="{FONT}">'
        f"{inside}</svg>"
    )


def in_page(whole: str) -> str:
    """Return a drawing as it stands in a page: as wide as its place, no outside names."""
    head, rest = whole[: whole.index(">")], whole[whole.index(">") :]
    return re.sub(r'\s(xmlns|width|height)="[^"]*"', "", head) + rest


def words(
    lines: Sequence[str],
    at: tuple[float, float],
    size: float,
    *,
    bold: bool = False,
    soft: bool = False,
    end: bool = False,
) -> str:
    """Return lines of text one below the other, the first one's foot at a place; ending there if asked."""
    style = ' font-weight="bold"' if bold else ""
    style += f' class="faint" fill="{SOFT}"' if soft else f' fill="{INK}"'
    style += ' text-anchor="end"' if end else ""
    return "".join(
        f'<text x="{at[0]:.1f}" y="{at[1] + LEADING * size * place:.1f}" font-size="{size:g}"{style}>'
        f"{escape(line)}</text>"
        for place, line in enumerate(lines)
    )


def badge_width(word: str, size: float) -> float:
    """Return how wide a badge is."""
    return WIDER * width(word, size, bold=True) + 2 * PAD


def badge(word: str, x: float, y: float, size: float) -> str:
    """Return a verdict's badge whose word stands with its foot on `y`."""
    colour, filled = BADGES.get(word, (GREY, False))
    dashed = ' stroke-dasharray="3 2"' if word == NOT_MODELLED else ""
    box = (
        f'<rect x="{x:.1f}" y="{y - size - 1:.1f}" width="{badge_width(word, size):.1f}" height="{1.45 * size:.1f}"'
        f' rx="{0.72 * size:.1f}" fill="{colour if filled else "none"}" stroke="{colour}" stroke-width="1.3"{dashed}/>'
    )
    said = f'class="{"on" if filled else "of"}" fill="{"#fff" if filled else INK}"'
    return box + (
        f'<text x="{x + badge_width(word, size) / 2:.1f}" y="{y:.1f}" text-anchor="middle" font-size="{size:g}"'
        f' font-weight="bold" {said}>{escape(word)}</text>'
    )


def bar(share: float, interval: Interval | None, place: tuple[float, float], wide: float, word: str) -> str:
    """Return a bar of a share from 0 to 1 with its interval, its middle at a place."""
    x, y = place
    colour = BADGES.get(word, (GREY, False))[0]
    found = f'<rect class="track" x="{x:.1f}" y="{y - 2.5:.1f}" width="{wide:g}" height="5" rx="2.5" fill="{LINE}"/>'
    found += f'<rect x="{x:.1f}" y="{y - 2.5:.1f}" width="{wide * share:.1f}" height="5" rx="2.5" fill="{colour}"/>'
    if interval:
        low, high = x + wide * interval.low, x + wide * interval.high
        found += (
            f'<path class="edge" d="M{low:.1f} {y - 5:.1f}v10M{high:.1f} {y - 5:.1f}v10M{low:.1f} {y:.1f}H{high:.1f}"'
            f' stroke="{INK}" stroke-width="1" fill="none"/>'
        )
    return found


def card(x: float, y: float, wide: float, high: float, word: str) -> str:
    """Return a card with an edge in a verdict's colour."""
    colour, _ = BADGES.get(word, (GREY, False))
    dashed = ' stroke-dasharray="4 3"' if word == NOT_MODELLED else ""
    body = f'<rect class="card-in" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" rx="5"'
    body += f' fill="{CARD}" stroke="{LINE}"{dashed}/>'
    return body + f'<rect x="{x:.1f}" y="{y:.1f}" width="5" height="{high:.1f}" rx="2.5" fill="{colour}"/>'


def elbow(start: tuple[float, float], end: tuple[float, float], *, dashed: bool = False) -> str:
    """Return a line from one place to another that leaves and comes in level."""
    (x, y), (u, v) = start, end
    middle = (x + u) / 2
    style = ' stroke-dasharray="3 3"' if dashed else ""
    path = f"M{x:.1f} {y:.1f}C{middle:.1f} {y:.1f} {middle:.1f} {v:.1f} {u:.1f} {v:.1f}"
    return f'<path class="edge" d="{path}" fill="none" stroke="{SOFT}" stroke-width="1.3"{style}/>'
