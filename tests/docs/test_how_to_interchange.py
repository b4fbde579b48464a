"""The how-tos of interchange: their commands, their Python and their R are run on the tutorial's study."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from detente.audit.finished import RESULTS, STUDY
from detente.audit.judge import judge
from detente.bind.problem import bind
from detente.cli.export import KINDS, NAMES
from detente.cli.main import main
from detente.export.tables import TABLES
from detente.report.argdown import BY_JUDGEMENT, FORECAST, LEFT_OUT
from detente.study.read import read

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = ("interchange", "r-and-stata")


def page(name):
    return (DOCS / "how-to" / f"{name}.md").read_text(encoding="utf-8")


def blocks(name, language):
    return re.findall(rf"```{language}\n(.*?)```", page(name), re.DOTALL)


def outcomes(problem, values):
    """Return made-up outcomes in which the claims are true in some draws and false in others."""
    loss = (
        0.002 * np.sqrt(values["theta[mining]"]) - 0.02 * values["leak"] + 0.0003 * values["theta[refining]"]
    )
    return {cell.name: -loss * (1 + place) for place, cell in enumerate(problem.cells)}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder in which every command of both pages was given; the run's own is done on made-up outcomes."""
    folder = tmp_path_factory.mktemp("how-to")
    shutil.copy(DOCS / "tutorial" / "embargo.yaml", folder)
    lines = [
        line.partition("#")[0].removeprefix("$ detente ").strip()
        for name in PAGES
        for block in blocks(name, "text")
        for line in block.splitlines()
        if line.startswith("$ detente ")
    ]
    run = "run embargo.yaml --quick"
    assert {run} == {line for line in lines if not line.startswith("export ")}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        problem = bind(read("embargo.yaml"))
        found = judge(problem, lambda values: outcomes(problem, values), "runs/embargo", draws=256)
        shutil.copy("embargo.yaml", Path("runs/embargo", STUDY))
        Path("runs/embargo", RESULTS).write_text(json.dumps(found.summary()), encoding="utf-8")
        for line in dict.fromkeys(lines):
            done = CliRunner().invoke(main, shlex.split(line)) if line != run else None
            assert done is None or done.exit_code == 0, (line, done and done.output)
    return folder


def test_the_python_of_the_page_runs(place):
    (code,) = blocks("interchange", "python")
    code += '\ndata.to_netcdf("run.nc", engine="scipy")\n'
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=place, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "blockade_hurts" in done.stdout and (place / "run.nc").is_file()


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not installed")
def test_the_r_of_the_page_runs(place):
    (code,) = blocks("r-and-stata", "r")
    (place / "page.R").write_text(code, encoding="utf-8")
    done = subprocess.run(
        ["Rscript", "--vanilla", "page.R"], cwd=place, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "it_hurts" in done.stdout


def test_the_names_in_the_code_for_stata_are_columns_of_the_file(place):
    (code,) = blocks("r-and-stata", "stata")
    names = (place / "draws.csv").read_text(encoding="utf-8").partition("\n")[0].split(",")
    for line in re.findall(r"^(?:summarize|logit) ([^,\n]+)", code, re.MULTILINE):
        assert set(line.split()) <= set(names), line
    book = (place / "columns.csv").read_text(encoding="utf-8").partition("\n")[0].split(",")
    assert set(re.findall(r"(\w+)\[`i'\]", code)) <= set(book)


def test_the_page_names_every_table_ending_and_tag():
    text = page("interchange") + page("r-and-stata")
    assert tuple(TABLES) == NAMES
    for name in TABLES:
        assert f"| `{name}`" in text
    assert all(ending in (DOCS / "export.md").read_text(encoding="utf-8") for ending in KINDS)
    assert all(f"`#{tag}`" in text for tag in (BY_JUDGEMENT, FORECAST, LEFT_OUT))
