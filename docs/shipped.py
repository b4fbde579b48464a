"""Write `docs/gallery.md` and `docs/backtest.md` from runs of the shipped studies.

`python docs/shipped.py RUNS` reads the finished runs in a folder (a run each, named as its study), keeps what the
pages need in `docs/shipped.json` and `docs/images/gallery`, and writes both pages; without RUNS the pages alone, from
what is kept.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from detente.audit.backtest import Backtest, Told
from detente.audit.sentences import percent
from detente.study.read import read, shipped
from detente.study.records import Study

DOCS = Path(__file__).resolve().parent
KEPT, GALLERY, BACKTEST = DOCS / "shipped.json", DOCS / "gallery.md", DOCS / "backtest.md"
IMAGES = DOCS / "images" / "gallery"
DRAWN = {
    "korea-2018": "who gains and who loses real income",
    "power-of-siberia-2": "holds or fails",
    "tariffs-2018": "who gains and who loses real income",
    "russia-2022": "who gains and who loses real income",
    "germany-gas-2022": "“loss &lt;= 3 %” holds or fails",
}
"""What the title of the figure ends in that stands for a study; the first such of its report."""
FIGURE = re.compile(r'<svg aria-label="(?P<title>[^"]*)"(?P<head>[^>]*)>(?P<rest>.*?</svg>)', re.DOTALL)
LEAD = """# Gallery

The studies that come with the program: what each asks, what it found, and one picture from its report. Each tests an
argument really made in public. Written by `python docs/shipped.py`; the pages of the studies say more, and what
speaks against them. What came of their forecasts: the [back-test](backtest.md).
"""
BACK = """# Back-test

What the shipped studies gave events that came after their date, against what happened. Written by
`python docs/shipped.py`; `detente backtest` does the same for runs of your own.

**Read this first.** The studies were written years after these events, by people who knew them. No later row of data
enters a study, and a test holds that; but which events are listed, and how each is worded, was chosen in the knowledge
of the outcome. This is a check that the machinery can be wrong, and where it was; it is not a record of forecasts.
Events of one study stand or fall together, so that they count for less than their number. A chance is a share of draws
over ranges that are mostly judged.
"""


def keep(runs: Path) -> dict[str, Any]:
    """Read the runs, write the pictures, and return what the pages need."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    kept: dict[str, Any] = {}
    for name in shipped():
        results = json.loads((runs / name / "results.json").read_text(encoding="utf-8"))
        report = (runs / name / "report.html").read_text(encoding="utf-8")
        title, picture = drawn(report, DRAWN[name])
        (IMAGES / f"{name}.svg").write_text(picture, encoding="utf-8", newline="\n")
        kept[name] = {
            "draws": results["run"]["draws"],
            "picture": title,
            "claims": {
                claim: {"word": one["word"], "share": one.get("share")}
                for claim, one in results["verdicts"].items()
            },
            "forecasts": [
                {"what": one["what"], "chance": one["chance"], "happened": one["happened"]}
                for one in results["forecasts"]
            ],
        }
    return kept


def drawn(report: str, ending: str) -> tuple[str, str]:
    """Return the title of a report's figure and the figure as a file of its own."""
    found = next(one for one in FIGURE.finditer(report) if ending in one["title"])
    box = re.search(r'viewBox="0 0 (\d+) (\d+)"', found["head"])
    assert box is not None
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{box[1]}" height="{box[2]}"{found["head"]}>'
    said = f"<title>{found['title']}</title>"
    paper = f'<rect width="{box[1]}" height="{box[2]}" fill="white"/>'
    return found["title"], f"{head}{said}{paper}{found['rest']}\n"


def gallery(kept: Mapping[str, Any]) -> str:
    """Return the gallery."""
    return "\n".join([LEAD, *(shown(read(name), kept[name]) for name in shipped())])


def shown(study: Study, kept: Mapping[str, Any]) -> str:
    """Return a study's part of the gallery."""
    page = DOCS / "studies" / f"{study.id}.md"
    name = f"[{study.id}](studies/{page.name})" if page.exists() else study.id
    argument = ", ".join(
        part for part in (study.argument.author, f"*{study.argument.title}*", dated(study)) if part
    )
    rows = [
        f"| {claim.says} | {verdict(kept['claims'][claim.id])} |"
        for claim in study.claims.values()
        if claim.id in kept["claims"]
    ]
    return "\n".join(
        [
            f"## {study.id}\n",
            f"**{study.question}**\n",
            f"The argument: {argument}. Known up to {study.as_of.isoformat()}. More: {name}.\n",
            f"![{kept['picture']}](images/gallery/{study.id}.svg)\n",
            f"*{kept['picture']}*\n",
            f"| claim | verdict, {kept['draws']:,} draws |",
            "|---|---|",
            *rows,
            f"\n    detente run {study.id} --quick\n",
        ]
    )


def dated(study: Study) -> str:
    """Return the date of the argument, if it is known."""
    return study.argument.date.isoformat() if study.argument.date else ""


def verdict(one: Mapping[str, Any]) -> str:
    """Say a verdict."""
    return one["word"] if one["share"] is None else f"{one['word']} ({percent(one['share'])})"


def told(kept: Mapping[str, Any]) -> Iterable[Told]:
    """Return all forecasts."""
    for name in shipped():
        for one in kept[name]["forecasts"]:
            yield Told(name, one["what"], one["chance"], one["happened"])


def backtest(kept: Mapping[str, Any]) -> str:
    """Return the page of forecasts."""
    found = Backtest(tuple(told(kept)))
    count, studies = len(found.told), len({one.study for one in found.told})
    rows = [
        f"| {one.study} | {one.what} | {percent(one.chance)} | {'yes' if one.happened else 'no'} | {one.score:.3f} |"
        for one in found.told
    ]
    classes = [
        f"| {100 * one.low:.0f}-{100 * one.high:.0f} % | {one.count} | {percent(one.chance)} | {percent(one.came)} | "
        f"{100 * one.least:.0f}-{100 * one.most:.0f} % |"
        for one in found.classes
    ]
    draws = ", ".join(f"{kept[name]['draws']:,} of {name}" for name in shipped() if kept[name]["forecasts"])
    return "\n".join(
        [
            BACK,
            "| study | what was forecast | chance given | came about | Brier score |",
            "|---|---|--:|---|--:|",
            *rows,
            f"\nDraws: {draws}.\n",
            f"**Mean Brier score {found.score:.3f} over {count} events of {studies} studies.** 0 is perfect, 0.25 is "
            f"what always saying one half gets; who knew only that {percent(found.came)} of these events came about, "
            f"and gave each that chance, gets {found.blind:.3f}.\n",
            "## Calibration\n",
            "Of the events that were given such a chance, as many came about:\n",
            "| chance given | events | mean chance | came about | 95 % interval |",
            "|---|--:|--:|--:|---|",
            *classes,
            f"\n{count} events are far too few to tell skill from luck: the intervals (Wilson 1927) are as wide as "
            "that, and wider still as the events of a study are not independent.\n",
            "## The worst misses\n",
            *(
                f"- {one.study}: {one.what}. Given {percent(one.chance)}, it {'came' if one.happened else 'did not'}."
                for one in sorted(found.told, key=lambda one: -one.score)[:5]
                if one.score > 0.25
            ),
            "",
        ]
    )


def main() -> None:
    """Write the pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", nargs="?", type=Path, help="folder of finished runs")
    runs = parser.parse_args().runs
    if runs:
        KEPT.write_text(json.dumps(keep(runs), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    GALLERY.write_text(gallery(kept), encoding="utf-8", newline="\n")
    BACKTEST.write_text(backtest(kept), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
