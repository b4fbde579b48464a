import re
import runpy
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
SCRIPT = runpy.run_path(str(DOCS / "performance.py"))
RECORDS = SCRIPT["records"]()


def figure(median, **also):
    return {"what": "a", "unit": "s", "median": median, "low": median, "high": median, "runs": 3} | also


def record(**also):
    blank = {
        "title": "A title",
        "what": "What it is.",
        "tables": [{"title": "T", "figures": [figure(2.0)], "note": ""}],
        "agreement": [],
        "aims": [],
        "notes": [],
        "series": [],
        "date": "2026-01-31",
        "free": 1.0,
        "versions": {"detente": "0.1.0"},
        "machine": {"processor": "P", "cores": 2, "system": "S", "python": "3.11"},
    }
    return blank | also


def test_the_page_is_what_the_script_writes():
    """Mend a failure with `python docs/performance.py`, and read what changed."""
    assert (DOCS / "performance.md").read_text(encoding="utf-8") == SCRIPT["page"](RECORDS)


def test_the_chart_says_what_the_script_draws():
    texts = [re.findall(r">([^<>]+)</text>", one) for one in (SCRIPT["chart"](RECORDS["growth"]), stored())]
    assert texts[0] == texts[1]
    assert any("Source: benchmarks/growth.py" in text for text in texts[0])


def stored():
    return (DOCS / "images" / "growth.svg").read_text(encoding="utf-8")


def test_every_record_has_a_place_on_the_page():
    assert set(RECORDS) <= set(SCRIPT["BENCHMARKS"]) <= set(RECORDS) | set(SCRIPT["MISSING"])


def test_records_name_no_machine_and_no_path():
    folder = DOCS.parent / "benchmarks" / "results"
    for path in folder.glob("*.json"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"/(home|root|tmp|work|Users)/|\\\\", text), path.name
        assert set(RECORDS[path.stem]["machine"]) == {"processor", "cores", "system", "python"}


@pytest.mark.parametrize(("found", "word"), [(20.0, "| met |"), (19.9, "**not met**")])
def test_an_aim_that_is_not_met_is_said(found, word):
    aim = {"what": "fast", "unit": "times", "least": 20.0, "found": found, "note": ""}
    assert word in SCRIPT["page"]({"trade": record(aims=[aim])})


@pytest.mark.parametrize(("gap", "word"), [(9e-10, "met"), (2e-9, "**not met**")])
def test_a_gap_beyond_its_aim_is_said(gap, word):
    said = SCRIPT["agreement"]([{"what": "both", "gap": gap, "most": 1e-9, "note": ""}])
    assert said.splitlines()[-1].endswith(f"| {word} |")


@pytest.mark.parametrize(("free", "shared"), [(0.99, False), (0.5, True)])
def test_a_shared_machine_is_said(free, shared):
    assert ("shared" in SCRIPT["where"](record(free=free))) == shared


def test_a_gpu_that_was_not_there_is_said():
    assert "No GPU was at hand" in SCRIPT["page"]({})
    assert "No GPU was at hand" not in SCRIPT["page"]({"gpu": record()})
