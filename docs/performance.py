"""Write `docs/performance.md` and its charts from the records in `benchmarks/results`: `python docs/performance.py`.

No figure on the page is typed: `python benchmarks/all.py` measures anew and then calls this.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

DOCS = Path(__file__).resolve().parent
sys.path.append(str(DOCS.parent / "benchmarks"))
from record import BENCHMARKS, RESULTS  # noqa: E402  (a script of the folder beside this one)

PAGE, CHART = DOCS / "performance.md", DOCS / "images" / "growth.svg"
MISSING = {
    "gpu": ("On a GPU", "No GPU was at hand: `python benchmarks/gpu.py` measures where JAX finds one."),
}
"""Title and words of what is not measured yet."""
FREE = 0.95
"""Share of the processors' time that a load gets at least where nothing else runs."""
WIDTH, HEIGHT, COLOUR = 230, 150, "#2a9d8f"
ROOM = 1.15
"""What axes leave beyond the points, by ratio."""
HEAD = """# Performance

Détente beside the tools of the field, on the same models, points and data, and what its own parts cost. This page and
its chart are written by `python docs/performance.py` from the records in `benchmarks/results`;
`python benchmarks/all.py` measures them anew.

The other tools are not among Détente's dependencies, nor in `requirements.lock`. To measure with them, in an
environment of its own (`bench\\Scripts` for `bench/bin` on Windows; `--group` needs pip 25.1 or later):

```
python -m venv bench
bench/bin/pip install -r requirements.lock
bench/bin/pip install --upgrade pip
bench/bin/pip install -e . --group bench
bench/bin/python benchmarks/all.py
```

Three benchmarks read data that are not part of Détente, at `../shared/data`; without them they say so. Ways that are
compared are run in turn, round after round, after a round that is not counted. A figure is the median of the rounds,
with the least and the largest beside it; a ratio is taken round by round.
"""


def page(records: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the page."""
    parts = [HEAD, aims(records)]
    for name in BENCHMARKS:
        if name in records:
            parts.append(section(records[name]))
        elif name in MISSING:
            parts.append("## {}\n\n{}\n".format(*MISSING[name]))
    return "\n".join(parts)


def aims(records: Mapping[str, Mapping[str, Any]]) -> str:
    """Return what was aimed at and what was found."""
    found = [aim for name in BENCHMARKS for aim in records.get(name, {}).get("aims", ())]
    rows = []
    for aim in found:
        what = aim["what"] + (f" ({aim['note']})" if aim["note"] else "")
        met = "met" if aim["found"] >= aim["least"] else "**not met**"
        rows.append((what, aim["unit"], number(aim["least"]), number(aim["found"]), met))
    return "## Aims\n\n" + table(("aim", "unit", "at least", "found", ""), rows)


def section(record: Mapping[str, Any]) -> str:
    """Return the section of one benchmark."""
    parts = [f"## {record['title']}\n", record["what"], "", where(record), ""]
    for one in record["tables"]:
        rows = [
            (figure["what"], figure["unit"], number(figure["median"]), spread(figure))
            for figure in one["figures"]
        ]
        parts += [f"**{one['title']}.**" + (f" {one['note']}" if one["note"] else ""), ""]
        parts.append(table(("", "unit", "median", "least to largest"), rows))
    if record["agreement"]:
        parts += ["**How far the answers agree.**", "", agreement(record["agreement"])]
    if record["series"]:
        parts += [f"![{record['title']}](images/{CHART.name})", ""]
    parts += [f"- {note}" for note in record["notes"]] + ([""] if record["notes"] else [])
    return "\n".join(parts)


def where(record: Mapping[str, Any]) -> str:
    """Say on what and when a benchmark was measured, and whether it had the machine for itself."""
    machine, date = record["machine"], dt.date.fromisoformat(record["date"])
    packages = ", ".join(f"{name} {version}" for name, version in record["versions"].items())
    words = (
        f"{machine['processor']}, {machine['cores']} processors, {machine['system']}, Python {machine['python']}; "
        f"{packages}; {date.day} {date:%B %Y}."
    )
    if record["free"] >= FREE:
        return f"Measured on {words} The machine did nothing else just before and after."
    got = f"{100 * record['free']:.0f} %"
    return (
        f"Measured on {words} **The machine was shared:** a load on all its processors got {got} of them, just before "
        "or after, so that absolute figures are too low and spreads wide; ratios suffer less."
    )


def agreement(gaps: Iterable[Mapping[str, Any]]) -> str:
    """Return the table of gaps between answers."""
    rows = []
    for gap in gaps:
        most = "" if gap["most"] is None else f"{gap['most']:.0e}"
        rows.append((gap["what"], f"{gap['gap']:.1e}", most, kept(gap)))
    return table(("", "largest gap", "aim", ""), rows)


def kept(gap: Mapping[str, Any]) -> str:
    """Say whether a gap is within its aim."""
    words = [] if gap["most"] is None else ["met" if gap["gap"] <= gap["most"] else "**not met**"]
    return "; ".join([*words, *([gap["note"]] if gap["note"] else [])])


def spread(figure: Mapping[str, Any]) -> str:
    """Return the least and the largest of a figure's runs."""
    if figure["runs"] == 1:
        return "one"
    return f"{number(figure['low'])} to {number(figure['high'])}, {figure['runs']} runs"


def number(value: float) -> str:
    """Return a number to three digits, or in full where it has more before the point."""
    if value == 0:
        return "0"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"


def chart(record: Mapping[str, Any]) -> str:
    """Draw how the cost grows, a panel for each thing that grows, as an SVG with title, units and source."""
    sizes = dict.fromkeys(point["grows"] for point in record["series"])
    panels = [panel([point for point in record["series"] if point["grows"] == axis]) for axis in sizes]
    machine = record["machine"]
    source = (
        f"Source: benchmarks/growth.py, {record['date']}, {machine['processor']}, {machine['cores']} processors. "
        "Points: medians; lines through them: least to largest."
    )
    title = alt.TitleParams(f"{record['title']}", subtitle=source, anchor="start")
    whole = alt.concat(*panels, columns=2, title=title).configure(
        background="white", font="sans-serif", padding=8
    )
    found: str = vl_convert.vegalite_to_svg(json.dumps(whole.to_dict()))
    return found + "\n"


def panel(points: Sequence[Mapping[str, Any]]) -> alt.LayerChart:
    """Draw the growth with one thing."""
    sizes = [point["size"] for point in points]
    least, most = min(point["low"] for point in points), max(point["high"] for point in points)
    wide = alt.Scale(type="log", domain=[sizes[0] / ROOM, sizes[-1] * ROOM], nice=False)
    high = alt.Scale(type="log", domain=[least / ROOM**2, most * ROOM**2], nice=False)
    x = alt.X("size:Q", title=points[0]["grows"], scale=wide, axis=alt.Axis(values=sizes, format=","))
    base = alt.Chart(alt.Data(values=list(map(dict, points)))).encode(x=x)
    time = alt.Y(
        "median:Q", title=f"time [{points[0]['unit']}]", scale=high, axis=alt.Axis(format="~g", tickCount=5)
    )
    line = base.mark_line(color=COLOUR, point=alt.OverlayMarkDef(color=COLOUR)).encode(y=time)
    reach = base.mark_rule(color=COLOUR).encode(y=alt.Y("low:Q", scale=high), y2="high:Q")
    return alt.layer(line, reach).properties(width=WIDTH, height=HEIGHT, title=points[0]["title"])


def records() -> dict[str, dict[str, Any]]:
    """Read the records that are there."""
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(RESULTS.glob("*.json"))
    }


def write() -> None:
    """Write the page and its chart."""
    found = records()
    PAGE.write_text(page(found), encoding="utf-8", newline="\n")
    if "growth" in found:
        CHART.write_text(chart(found["growth"]), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
