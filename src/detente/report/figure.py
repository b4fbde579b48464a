"""A figure: a drawing with its title, its source and its data, and the files that it can be kept as."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert
from rich.console import Console
from rich.text import Text

from ..ground.cells import guarded
from ..ground.faults import RunError
from ..ground.json_text import json_text
from ..ground.paths import path_of

NAMESPACE = "http://www.w3.org/2000/svg"
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""Faces of one width, the first in vl-convert, the others on most machines."""
INK, SOFT = "#1d2327", "#5b6570"
"""Of letters, and of less important ones, on white paper."""
LEADING = 1.3
"""How far lines are apart, in sizes of their letters."""
LETTER, CAPITAL, FOREIGN, BOLD = 0.5, 0.2, 0.1, 1.09
"""Mean width of a letter in sizes of type, how much wider capitals and letters beyond ASCII are, and bold type."""
MORE, TIED = "…", "\u2060%"
"""What stands for what is cut, and a sign that no line begins with."""
WIDTH = 420
"""Width of every figure [px]: text stays readable when a phone shrinks it."""
EDGE, SHARP = 14, 2.0
"""Room about a picture in a file of its own [px], and dots of a PNG for each of its own."""
TITLE, SMALL = 15, 10.5
"""Type of title and source in such a file [px]."""

Row = Mapping[str, Any]
Chart = alt.Chart | alt.LayerChart | alt.FacetChart


@dataclass(frozen=True)
class Figure:
    """A drawing and what belongs to it: shown as a picture in a notebook, kept as a file by `save`."""

    name: str
    """Of its files, without their ending."""
    title: str
    """What it shows, with units."""
    source: str
    chart: Chart
    """To be drawn or changed."""
    rows: tuple[Row, ...]
    """Its data, as its CSV file has them."""

    @cached_property
    def svg(self) -> str:
        """Return it as it stands in a page: as wide as its place, its ids its own, no outside names."""
        return embedded(raw(self.chart), self.name)

    @cached_property
    def alone(self) -> str:
        """Return it as a picture of its own: on white, with its title above and its source below."""
        wide, high = (float(one) for one in re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', self.svg)[0])
        head = wrapped(f"{self.title}.", TITLE, wide, bold=True)
        foot = wrapped(f"{self.source}.", SMALL, wide)
        top = EDGE + LEADING * TITLE * len(head) + 6
        bottom = top + high + 4 + LEADING * SMALL * len(foot) + EDGE / 2
        inner = re.sub(
            r"^<svg[^>]*>", f'<svg x="{EDGE}" y="{top:.1f}" width="{wide:g}" height="{high:g}">', self.svg
        )
        size = f'width="{wide + 2 * EDGE:g}" height="{bottom:.1f}" viewBox="0 0 {wide + 2 * EDGE:g} {bottom:.1f}"'
        words = _lines(head, EDGE + TITLE, TITLE, f'fill="{INK}" font-weight="bold"')
        words += _lines(foot, top + high + 4 + SMALL, SMALL, f'fill="{SOFT}"')
        paper = '<rect width="100%" height="100%" fill="#fff"/>'
        return f'<svg xmlns="{NAMESPACE}" {size} font-family="{FONT}">{paper}{inner}{words}</svg>\n'

    def save(self, path: str | Path) -> None:
        """Keep it as a picture (.svg, .png, .pdf) or its data (.csv). Raises RunError where that cannot be."""
        path = path_of(path)
        if path.suffix.lower() not in KINDS:
            raise RunError(f"{path}: a figure is kept as {', '.join(KINDS)}; choose one of these endings")
        try:
            KINDS[path.suffix.lower()](self, path)
        except OSError as error:
            raise RunError(f"cannot write {path}: {error}") from error

    def _repr_html_(self) -> str:
        """Show it in a notebook."""
        drawing = self.alone.replace("<svg", '<svg style="max-width:100%;height:auto" role="img"', 1)
        return drawing.replace('role="img"', f'role="img" aria-label="{escape(self.title)}"', 1)


def wrapped(text: str, size: float, room: float, *, bold: bool = False, most: int = 99) -> list[str]:
    """Return a text in at most so many lines that fit a room, the last ending in `…` where it is cut.

    Letters count at their mean width, those of East Asia twice.

    >>> wrapped("one two three", 10, 45), wrapped("up to 90 % of it", 10, 35)
    (['one two', 'three'], ['up to', '90 % of', 'it'])
    >>> wrapped("one two three", 10, 45, most=1), wrapped("of three billion", 10, 24)
    (['one two…'], ['of', 'thre', 'e', 'bill', 'ion'])
    """
    wider = sum(CAPITAL * letter.isupper() + FOREIGN * (not letter.isascii()) for letter in text)
    cells = int(room / size / (LETTER + wider / max(len(text), 1)) / (BOLD if bold else 1))
    tied = " ".join(text.split()).replace(" %", TIED)
    found = [line.plain.strip().replace(TIED, " %") for line in Text(tied).wrap(Console(), max(cells, 1))]
    return found if len(found) <= most else [*found[: most - 1], found[most - 1].rstrip(" .,;:") + MORE]


def _lines(lines: Iterable[str], y: float, size: float, style: str) -> str:
    """Return lines of text one below the other, the first one's foot at a height."""
    return "".join(
        f'<text x="{EDGE}" y="{y + LEADING * size * place:.1f}" font-size="{size:g}" {style}>{escape(line)}</text>'
        for place, line in enumerate(lines)
    )


def write(path: Path, rows: Iterable[Row]) -> None:
    """Write rows as CSV, the columns of the first row first."""
    rows = [{guarded(name): guarded(cell) for name, cell in row.items()} for row in rows]
    names = list(rows[0]) if rows else []
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)


KINDS: dict[str, Callable[[Figure, Path], object]] = {
    ".svg": lambda one, path: path.write_text(one.alone, encoding="utf-8", newline="\n"),
    ".png": lambda one, path: path.write_bytes(vl_convert.svg_to_png(one.alone, scale=SHARP)),
    ".pdf": lambda one, path: path.write_bytes(vl_convert.svg_to_pdf(one.alone)),
    ".csv": lambda one, path: write(path, one.rows),
}
"""How a figure is kept, by the ending of the file."""


def sized(chart: Chart, height: int) -> Chart:
    """Return a chart in the size and the type of the report's figures, with nothing behind it."""
    whole = chart.properties(
        width=WIDTH, height=height, autosize=alt.AutoSizeParams(type="fit", contains="padding")
    )
    whole = whole.configure(background="transparent", font=FONT, padding=4)
    whole = whole.configure_view(stroke=None).configure_axis(
        labelFontSize=13, titleFontSize=13, titleFontWeight="normal"
    )
    found: Chart = whole.configure_legend(labelFontSize=13, titleFontSize=13, titleFontWeight="normal")
    return found


def framed(chart: Chart) -> Chart:
    """Return a chart that has its own size, with nothing behind it."""
    whole: Chart = chart.configure(background="transparent", font=FONT, padding=2).configure_view(stroke=None)
    return whole


def raw(chart: Chart) -> str:
    """Draw a chart."""
    text: str = vl_convert.vegalite_to_svg(json_text(chart.to_dict(), None))
    return text


def svg(chart: Chart) -> str:
    """Draw a chart that has its own title as an SVG that any browser shows."""
    whole: Chart = chart.configure(background="white", font="sans-serif", padding=10)
    return raw(whole.configure_view(stroke=None))


def embedded(text: str, name: str) -> str:
    """Return an SVG fit for a page that holds many: no fixed size, no namespaces, ids that start with `name`."""
    head, rest = re.match(r"(<svg[^>]*>)(.*)", text, re.S).groups()  # type: ignore[union-attr]
    head = re.sub(r'\s(xmlns(:\w+)?|width|height|version|class|role|aria-label)="[^"]*"', "", head)
    rest = re.sub(r'\bid="', f'id="{name}-', rest)
    rest = re.sub(r"url\(#", f"url(#{name}-", rest)
    rest = re.sub(r"<[^>]*>", lambda tag: _lean(tag[0]), rest)
    return f"{head.replace('<svg', '<svg role=' + chr(34) + 'img' + chr(34), 1)}{rest}"


def _lean(tag: str) -> str:
    """Return a tag of a drawing without what an image does not need: thousandths of a pixel, names of its parts."""
    if "<path" in tag and re.search(r' d="(M0,0h0v0h0Z)?"', tag):
        return ""
    tag = re.sub(r' (aria-label|aria-roledescription|role|pointer-events|aria-hidden)="[^"]*"', "", tag)
    return re.sub(r"(\.\d\d)\d+", r"\1", tag)
