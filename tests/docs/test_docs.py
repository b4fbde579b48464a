import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from detente.bind.problem import bind
from detente.study.read import parse_study

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(path, language):
    return re.findall(rf"```{language}\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page):
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_studies_in_the_manual_bind(page):
    for text in blocks(page, "yaml"):
        if (
            text.startswith("study:") and "world: ./" not in text
        ):  # on a page that makes it, `detente check` is pasted
            bind(parse_study(text, page.name))


def test_python_in_the_readme_runs():
    for code in blocks(ROOT / "README.md", "python"):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


def test_help_is_pasted_as_it_is():
    page = runpy.run_path(str(ROOT / "docs" / "commands.py"))["page"]()
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == page


def test_the_two_commands_of_the_readme_are_there():
    tasks = runpy.run_path(str(ROOT / "make.py"))["TASKS"]
    named = re.findall(r"python make\.py (\w+)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert {"demo", "test"} <= set(named) <= set(tasks)
