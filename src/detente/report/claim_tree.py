"""The tree of claims as a picture: what holds up what, each in the colour of its verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import pen
from .figure import Figure, Row
from .letters import WIDER, wrapped
from .sections import Section, slug

WIDE, NARROW = 928, 350
"""Width on a screen, and on a phone [px]."""
INNER = WIDE - 2
"""Of it, what cards take: their edges have a width, too."""
GAP, ROOM, STEP = 34, 10, 14
"""Between columns, between cards, and of an indent [px]."""
SIZE, SMALL, PAD = 13, 11, 11
"""Of the claims' letters, of a badge's, and room inside a card [px]."""
MOST = 4
"""Columns; a tree that is deeper is drawn as an indented list."""
ALONE = "Claims that stand alone"


@dataclass(frozen=True)
class Card:
    """A claim with its place."""

    section: Section
    lines: tuple[str, ...]
    x: float
    y: float
    wide: float

    @property
    def high(self) -> float:
        """Return its height."""
        return 2 * PAD + 1.5 * SMALL + pen.LEADING * SIZE * len(self.lines)

    @property
    def left(self) -> tuple[float, float]:
        """Return where a line comes in."""
        return self.x, self.y + self.high / 2

    @property
    def right(self) -> tuple[float, float]:
        """Return where lines leave."""
        return self.x + self.wide, self.y + self.high / 2


@dataclass(frozen=True)
class ClaimTree:
    """The picture as a file, and as it stands in a page: for a screen, and for a phone."""

    figure: Figure
    wide: str
    narrow: str


def claim_tree(sections: Sequence[Section], source: str) -> ClaimTree | None:
    """Draw the tree; None for a single claim."""
    if len(sections) < 2:
        return None
    title = "Every claim, its verdict, and the share of draws in which it is true (%), before those that support it"
    deep = max(section.depth for section in sections) + 1
    wide = _columns(sections, deep) if deep <= MOST else _listed(sections, INNER)
    rows = tuple(_row(section) for section in sections)
    figure = Figure("claims", title, source, _drawn(wide, WIDE, title, linked=False), rows)
    return ClaimTree(figure, _drawn(wide, WIDE, title), _drawn(_listed(sections, NARROW - 2), NARROW, title))


def _columns(sections: Sequence[Section], deep: int) -> list[Card]:
    """Return cards in columns, what supports a claim to its right; below them those that stand alone."""
    wide = (INNER - GAP * (deep - 1)) / deep if deep > 1 else (INNER - 2 * GAP) / 3
    alone = [one for one in sections if not one.supported_by and not one.supports]
    tied = [one for one in sections if one not in alone]
    found: list[Card] = []
    below, place = 0.0, 0
    while place < len(tied):
        cards, place = _branch(tied, place, below, wide)
        found += cards
        below = max(card.y + card.high for card in cards) + ROOM
    return found + _grid(alone, below + (2.4 * SIZE if tied and alone else 0))


def _branch(tied: Sequence[Section], place: int, top: float, wide: float) -> tuple[list[Card], int]:
    """Return the cards of one claim and of what supports it, and the place after them; it stands at their middle."""
    section = tied[place]
    place += 1
    x = section.depth * (wide + GAP)
    below: list[Card] = []
    heads: list[Card] = []
    at = top
    while place < len(tied) and tied[place].depth > section.depth:
        cards, place = _branch(tied, place, at, wide)
        heads.append(cards[0])
        below += cards
        at = max(card.y + card.high for card in cards) + ROOM
    own = _card(section, x, top, wide)
    if not heads:
        return [own], place
    middle = (heads[0].left[1] + heads[-1].left[1]) / 2 - own.high / 2
    return [_card(section, x, max(top, middle), wide), *below], place


def _grid(alone: Sequence[Section], top: float, across: int = 3) -> list[Card]:
    """Return cards in rows of three."""
    wide = (INNER - ROOM * (across - 1)) / across
    found: list[Card] = []
    for start in range(0, len(alone), across):
        row = [
            _card(one, place * (wide + ROOM), top, wide)
            for place, one in enumerate(alone[start : start + across])
        ]
        found += row
        top = max(card.y + card.high for card in row) + ROOM
    return found


def _listed(sections: Sequence[Section], room: float) -> list[Card]:
    """Return cards one below the other, indented by their depth."""
    found: list[Card] = []
    top = 0.0
    for section in sections:
        x = min(section.depth, 8) * STEP
        found.append(_card(section, x, top, room - x))
        top = found[-1].y + found[-1].high + 0.7 * ROOM
    return found


def _card(section: Section, x: float, y: float, wide: float) -> Card:
    text = section.claim.says or section.claim.id
    return Card(section, tuple(wrapped(text, SIZE, (wide - 2 * PAD - 3) / WIDER)), x, y, wide)


def _drawn(cards: Sequence[Card], room: float, title: str, *, linked: bool = True) -> str:
    """Return the picture, each card a link to its claim where it stands in a page."""
    at = {card.section.claim.id: card for card in cards}
    lines = "".join(_lines(card, at, listed=room == NARROW) for card in cards)
    shown = "".join(
        f'<a href="#claim-{slug(card.section.claim.id)}">{_shown(card)}</a>' if linked else _shown(card)
        for card in cards
    )
    alone = [card for card in cards if not card.section.supported_by and not card.section.supports]
    if alone and len(alone) < len(cards) and alone[0].x == 0 and room == WIDE and alone[0].y > cards[0].y:
        shown += pen.words([ALONE], (0, alone[0].y - 9), SIZE, soft=True)
    high = max(card.y + card.high for card in cards) + 2
    whole = pen.drawing(room, high, lines + shown, title)
    return pen.in_page(whole).replace('role="img"', 'role="group"') if linked else whole


def _lines(card: Card, at: Mapping[str, Card], *, listed: bool) -> str:
    """Return the lines to what supports a claim; dashed where that stands with another claim, too."""
    found = ""
    for name in card.section.supported_by:
        other = at.get(name)
        if other is None or other.section.depth <= card.section.depth:
            continue
        if listed:
            x, (_, y) = card.x + 4, other.left
            found += f'<path class="edge" d="M{x:g} {card.y + card.high:.1f}V{y:.1f}H{other.x:g}" fill="none"'
            found += f' stroke="{pen.SOFT}" stroke-width="1.3"/>'
        else:
            dashed = other.section.supports[0] != card.section.claim.id
            found += pen.elbow(card.right, other.left, dashed=dashed)
    return found


def _shown(card: Card) -> str:
    """Return a card as drawn."""
    verdict = card.section.verdict
    foot = card.y + PAD + SMALL
    found = pen.card(card.x, card.y, card.wide, card.high, verdict.word)
    found += pen.badge(verdict.word, card.x + PAD + 2, foot, SMALL)
    found += pen.words([card.section.share], (card.x + card.wide - PAD, foot), SMALL + 1, end=True, soft=True)
    return found + pen.words(card.lines, (card.x + PAD + 2, foot + 1.65 * SIZE), SIZE)


def _row(section: Section) -> Row:
    """Return a claim as the data file has it."""
    low, high = section.verdict.interval or (None, None)
    return {
        "claim": section.claim.id,
        "says": section.claim.says,
        "verdict": section.verdict.word,
        "share": section.verdict.share,
        "low": low,
        "high": high,
        "supports": " ".join(section.supports),
        "depth": section.depth,
    }
