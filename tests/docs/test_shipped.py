"""The gallery and the back-test are in step with the studies that are shipped."""

import json
import runpy
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from detente.study.read import read, shipped

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = runpy.run_path(str(DOCS / "shipped.py"))
KEPT = json.loads((DOCS / "shipped.json").read_text(encoding="utf-8"))
AGAIN = "run the study again, and `python docs/shipped.py RUNS`"


@pytest.mark.parametrize("name", ["gallery", "backtest"])
def test_a_page_is_what_is_written_from_what_is_kept(name):
    assert (DOCS / f"{name}.md").read_text(encoding="utf-8") == PAGES[name](KEPT), "python docs/shipped.py"


def test_every_shipped_study_is_in_the_gallery_and_no_other():
    assert tuple(KEPT) == tuple(shipped()) and set(PAGES["DRAWN"]) == set(shipped()), AGAIN
    text = (DOCS / "gallery.md").read_text(encoding="utf-8")
    assert all(f"\n## {name}\n" in text for name in shipped())


@pytest.mark.parametrize("name", shipped())
def test_its_claims_and_forecasts_are_those_of_the_study(name):
    study = read(name)
    assert list(KEPT[name]["claims"]) == list(study.claims), AGAIN
    forecasts = [(one.what, one.happened) for one in study.hindsight if one.chance is not None]
    assert [(one["what"], one["happened"]) for one in KEPT[name]["forecasts"]] == forecasts, AGAIN


@pytest.mark.parametrize("name", shipped())
def test_its_picture_is_a_drawing_that_names_itself(name):
    root = ET.parse(DOCS / "images" / "gallery" / f"{name}.svg").getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg" and int(root.get("width")) <= 480
    assert root.find("{http://www.w3.org/2000/svg}title").text
    assert (DOCS / "images" / "gallery" / f"{name}.svg").stat().st_size < 60_000
