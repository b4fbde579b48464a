"""A sheet of words, bars and dots: a chart whose axes are its own width and height; and every claim on one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import altair as alt

from ..audit.notebook import BADGES, GREY
from .figure import INK, LEADING, SOFT, Chart, Figure, Row, framed, wrapped
from .sections import Section

PAPER, WIDE = 511.0, 700.0
"""Width of what is printed on A4, and of the picture of the claims [px]."""
LINE = "#d9dee3"
"""Of rules and of what is left of a bar."""
SHARE, BAR, WORD = 58.0, 76.0, 126.0
"""Width of the columns of shares, bars and verdicts, where claims have a size of `SIZE` [px]."""
SIZE, STEP, DEEPEST = 9.0, 11.0, 6
"""Of claims, how far one is indented below what it supports [px], and how often at most."""
Rows = list[dict[str, Any]]


@dataclass
class Sheet:
    """A sheet as wide and as high as given [px], on which things are put from its left and from its top."""

    wide: float
    high: float = 0.0
    texts: Rows = field(default_factory=list)
    rules: Rows = field(default_factory=list)
    dots: Rows = field(default_factory=list)

    def say(
        self,
        text: str,
        at: tuple[float, float],
        size: float,
        room: float,
        *,
        bold: bool = False,
        colour: str = INK,
        most: int = 99,
    ) -> float:
        """Put a text of at most so many lines to the right of and below a place; return how far down it reaches."""
        lines = wrapped(text, size, room, bold=bold, most=most)
        self._put("\n".join(lines), at, size, bold, colour)
        return at[1] + LEADING * size * len(lines)

    def _put(
        self, text: str, at: tuple[float, float], size: float, bold: bool, colour: str, align: str = "left"
    ) -> None:
        weight = "bold" if bold else "normal"
        row = {"text": text, "size": size, "weight": weight, "colour": colour, "align": align}
        self.texts.append({"x": at[0], "y": at[1] + (LEADING - 1) * size / 2, **row})

    def rule(self, start: tuple[float, float], end: tuple[float, float], colour: str, thick: float) -> None:
        """Put a line from a place to another."""
        ends = {"x": start[0], "y": start[1], "x2": end[0], "y2": end[1]}
        self.rules.append({**ends, "colour": colour, "thick": thick})

    def claims(
        self, sections: Sequence[Section], left: float, top: float, scale: float, most: int, floor: float
    ) -> tuple[float, int]:
        """Put claims one below the other from a place to as far from the right edge, as many as a floor leaves room.

        Returns how far down they reach, and how many are left out.
        """
        for place, section in enumerate(sections):
            copy = Sheet(self.wide)
            end = copy._claim(section, left, top, scale, most)
            rest = len(sections) - place
            if end > floor - (LEADING * SIZE * scale if rest > 1 else 0):
                said = f"and {rest} more claim{'s' if rest > 1 else ''}, in the report"
                return self.say(said, (left, top), SIZE * scale, self.wide, colour=SOFT), rest
            self.texts += copy.texts
            self.rules += copy.rules
            self.dots += copy.dots
            top = end
        return top, 0

    def _claim(self, section: Section, left: float, top: float, scale: float, most: int) -> float:
        """Put one claim with its verdict, its bar and its share; return how far down it reaches."""
        size, right = SIZE * scale, self.wide - left
        word, bar = right - (SHARE + BAR + WORD) * scale, right - (SHARE + BAR) * scale
        x = left + STEP * scale * min(section.depth, DEEPEST)
        self.rule((left, top), (right, top), LINE, 0.6)
        text, room = section.claim.says or section.claim.id, word - x - 8 * scale
        end = self.say(text, (x, top + 0.35 * size), size, room, most=most) + 0.35 * size
        middle = (top + end) / 2
        if section.depth:
            corner = x - 0.6 * STEP * scale
            self.rule((corner, top + 1), (corner, middle), SOFT, 0.8)
            self.rule((corner, middle), (x - 2, middle), SOFT, 0.8)
        verdict = section.verdict
        colour, filled = BADGES.get(verdict.word, (GREY, False))
        self.dots.append(
            {"x": word + size / 2, "y": middle, "colour": colour, "in": colour if filled else "#fff"}
        )
        line = middle - LEADING * size / 2
        self._put(verdict.word, (word + 1.4 * size, line), size, True, colour)
        self._put(section.share, (right, line), size, False, INK, "right")
        if verdict.share is not None:
            low, high = verdict.interval or (verdict.share, verdict.share)
            self._bar(verdict.share, low, high, bar, middle, scale, colour)
        return end

    def _bar(
        self, share: float, low: float, high: float, x: float, y: float, scale: float, colour: str
    ) -> None:
        """Put a bar of a share from 0 to 1 with its interval, its left end at a place."""
        wide = (BAR - 6) * scale
        self.rule((x, y), (x + wide, y), LINE, 5 * scale)
        self.rule((x, y), (x + wide * share, y), colour, 5 * scale)
        if low < high:
            self.rule((x + wide * low, y), (x + wide * high, y), INK, 1)
            for end in (low, high):
                self.rule((x + wide * end, y - 5 * scale), (x + wide * end, y + 5 * scale), INK, 1)

    def chart(self) -> Chart:
        """Return it as a chart of its size."""
        x = alt.X("x:Q", scale=alt.Scale(domain=[0, self.wide], nice=False), axis=None)
        y = alt.Y("y:Q", scale=alt.Scale(domain=[self.high, 0], nice=False), axis=None)
        colour = alt.Color("colour:N", scale=None)
        rule = alt.Chart(alt.InlineData(values=self.rules)).mark_rule(strokeCap="butt")
        dot = alt.Chart(alt.InlineData(values=self.dots)).mark_point(size=55, strokeWidth=1.5, opacity=1)
        text = alt.Chart(alt.InlineData(values=self.texts)).mark_text(
            baseline="top",
            lineBreak="\n",
            align=alt.expr("datum.align"),
            fontSize=alt.expr("datum.size"),
            fontWeight=alt.expr("datum.weight"),
            lineHeight=alt.expr(f"{LEADING} * datum.size"),
        )
        layers = alt.layer(
            rule.encode(
                x=x,
                y=y,
                x2="x2:Q",
                y2="y2:Q",
                color=colour,
                strokeWidth=alt.StrokeWidth("thick:Q", scale=None),
            ),
            dot.encode(
                x=x, y=y, stroke=alt.Stroke("colour:N", scale=None), fill=alt.Fill("in:N", scale=None)
            ),
            text.encode(x=x, y=y, color=colour, text="text:N"),
        )
        whole: Chart = layers.properties(width=self.wide, height=self.high)
        return whole


def claims(sections: Sequence[Section], source: str) -> Figure:
    """Draw every claim with its verdict and share, those that support one below it."""
    sheet = Sheet(WIDE)
    sheet.high = sheet.claims(sections, 1, 1, WIDE / PAPER, 99, float("inf"))[0] + 2
    title = "Every claim, its verdict, and the share of draws in which it is true (%), above those that support it"
    return Figure("claims", title, source, framed(sheet.chart()), tuple(map(_row, sections)))


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
