import re
import runpy
from pathlib import Path

import click
import pytest

from detente.domains.table import moves

DOCS = Path(__file__).resolve().parents[2] / "docs"
PASTE = runpy.run_path(str(DOCS / "paste.py"))
MOVES = sorted((DOCS / "moves").glob("*.md"))
PARTS = ("How it is written", "What it changes", "Example", "Faults", "Limits")


@pytest.mark.parametrize("page", PASTE["PAGES"], ids=lambda page: page.name)
def test_what_is_pasted_is_what_the_program_says(page):
    """Mend a failure with `python docs/paste.py`, and read what changed."""
    assert PASTE["lasting"](PASTE["filled"](page)) == PASTE["lasting"](page.read_text(encoding="utf-8"))


def test_every_kind_of_move_has_a_page():
    assert {page.stem for page in MOVES} == set(moves())


@pytest.mark.parametrize("page", MOVES, ids=lambda page: page.stem)
def test_a_page_of_a_move_has_all_its_parts(page):
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"# {page.stem}\n")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == list(PARTS)
    marks = re.findall(r"<!-- paste: (.*) -->", text)
    assert f"arguments {page.stem}" in marks and {"output", "faults"} <= set(marks)
    changes = text.split("## What it changes")[1].split("## Example")[0]
    assert "](../models/" in changes and re.search(r"^    \S", changes, re.MULTILINE), (
        "no model, or no equation"
    )


@pytest.mark.parametrize("page", MOVES, ids=lambda page: page.stem)
def test_what_a_page_shows_as_right_has_no_fault_and_what_it_shows_as_wrong_has(page):
    before, after = page.read_text(encoding="utf-8").split("## Faults")
    assert PASTE["faults"](PASTE["last_block"](before, "yaml")) == ""
    wrong = PASTE["last_block"](after, "yaml")
    assert PASTE["faults"](wrong) in after.replace("```", "") and PASTE["faults"](wrong)


def test_a_stale_page_is_found(tmp_path):
    page = tmp_path / "stale.md"
    page.write_text("<!-- paste: arguments aid -->\n| an old table |\n<!-- end -->\n", encoding="utf-8")
    assert "`giver`" in PASTE["filled"](page) and "old" not in PASTE["filled"](page)


def test_passing_things_do_not_count():
    said = PASTE["lasting"]("256 draws in 11.6 s; about 16 s on two cores; runs\\my\\report.html")
    assert said == "256 draws in 0.0 s; about 0 s on two cores; runs/my/report.html"


def test_what_breaks_is_not_pasted_as_if_it_had_worked(monkeypatch):
    @click.command()
    @click.argument("words", nargs=-1)
    def broken(words):
        raise ZeroDivisionError

    monkeypatch.setitem(PASTE["command"].__globals__, "main", broken)
    with pytest.raises(ZeroDivisionError):
        PASTE["pasted"]("detente run", "")
    with pytest.raises(KeyError):
        PASTE["pasted"]("no such thing", "")
