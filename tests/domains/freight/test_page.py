"""The tables of the freight page are what the model says now."""

import runpy
from pathlib import Path

import pytest

from detente.domains.freight.facts import load

DOCS = Path(__file__).resolve().parents[3] / "docs" / "models"


@pytest.mark.parametrize("name", ["published", "ranking", "changes", "receipts"])
def test_the_page_shows_what_the_model_says(name):
    page = (DOCS / "freight.md").read_text(encoding="utf-8")
    made = runpy.run_path(str(DOCS / "freight_tables.py"))[name](load())
    assert "\n".join(made) in page, "run docs/models/freight_tables.py, and read what changed"
