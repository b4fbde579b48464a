"""What the report shows beside the draws is solved once, kept with the run, and drawn again without a model."""

import json
import re
import subprocess
import sys
import zipfile

import numpy as np
import pytest

from detente import __version__, load
from detente.audit import solved as stage
from detente.audit.bundle import pack, unpack
from detente.audit.finished import kept
from detente.audit.judge import judge
from detente.audit.verify import verify
from detente.domains.entry.evaluate import GameSolver
from detente.domains.negotiation.settlements import settlements
from detente.domains.peace.courses import courses
from detente.ground.faults import RunError
from detente.report.show import show
from tests.bind.test_negotiation import STUDY as TALKS
from tests.domains.entry.studies import STUDY as GAME
from tests.domains.entry.studies import outcomes
from tests.domains.gas.test_view import STUDY as LINES

STUDIES = {"entry": GAME, "gas": LINES, "negotiation": TALKS}
SOLVERS = {
    "detente.domains.entry.play",
    "detente.domains.gas.equilibrium",
    "detente.domains.negotiation.solve",
    "jax",
}


class Models:
    """A study's game and talks, on made-up outcomes in place of the other models'."""

    def __init__(self, problem):
        self.problem, self.game = problem, GameSolver(problem) if problem.options.get("entry") else None

    def __call__(self, values):
        problem, count = self.problem, len(next(iter(values.values())))
        found = {cell.name: np.zeros(count) for cell in problem.cells}
        found |= {f"status[{case.name}]": np.zeros(count) for case in problem.cases}
        found |= settlements(problem, values, count)
        if self.game:
            found |= outcomes(problem, count) | courses(problem, values, count)
            found |= self.game(problem, {**values, **found}, count)
        return found


def judged(folder):
    problem = load(folder / "study.yaml").problem
    return judge(problem, Models(problem), folder, draws=256, code_version=__version__)


def shown(name, folder):
    (folder / "study.yaml").write_text(STUDIES[name], encoding="utf-8", newline="\n")
    show(judged(folder), folder)
    return folder


@pytest.fixture(scope="module", params=STUDIES)
def made(request, tmp_path_factory):
    """A domain, and the folder of a run whose report shows what it solves."""
    return request.param, shown(request.param, tmp_path_factory.mktemp(request.param))


@pytest.fixture
def talks(tmp_path):
    return shown("negotiation", tmp_path)


@pytest.fixture
def never(monkeypatch):
    """Let any solve of what is kept fail."""

    def solved(place):
        raise AssertionError(f"{place} was solved again")

    monkeypatch.setattr(stage, "loaded", solved)


def pictures(folder):
    """Return every file of data; a drawing's clips are numbered by how much the process has drawn."""
    return {path.name: re.sub(rb"-clip\d+", b"", path.read_bytes()) for path in (folder / "data").iterdir()}


def test_a_report_is_drawn_again_without_a_model(made):
    _, folder = made
    before = pictures(folder)
    script = (
        "import sys; sys.argv = ['detente', *sys.argv[1:]]\n"
        "from detente.cli.main import main\n"
        "try: main()\nexcept SystemExit as end: assert not end.code, end.code\n"
        f"assert not {SOLVERS} & set(sys.modules), {SOLVERS} & set(sys.modules)"
    )
    words = ["report", str(folder / "study.yaml"), "--out", str(folder)]
    done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert pictures(folder) == before


def test_what_was_solved_is_read_again(made, never):
    name, folder = made
    assert set(judged(folder).solved) == {name}


@pytest.mark.parametrize("text", [None, "{", "[]", '{"format": 1}'])
def test_what_is_missing_or_damaged_is_solved_anew_and_kept(talks, text):
    path, before = talks / stage.SOLVED, (talks / stage.SOLVED).read_bytes()
    path.unlink() if text is None else path.write_text(text, encoding="utf-8")
    judged(talks)
    assert path.read_bytes() == before


@pytest.mark.parametrize("what", ["run", "format", "solved"])
def test_what_another_run_or_version_kept_or_was_changed_is_not_read(talks, what):
    path, before = talks / stage.SOLVED, (talks / stage.SOLVED).read_bytes()
    path.write_text(json.dumps({**json.loads(before), what: {"negotiation": {}}}), encoding="utf-8")
    assert judged(talks).solved["negotiation"] and path.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_shown_all_the_same(talks, monkeypatch):
    def full(*_):
        raise RunError("the disk is full")

    before = pictures(talks)
    (talks / stage.SOLVED).unlink()
    monkeypatch.setattr(stage, "write_text", full)
    show(judged(talks), talks)
    assert not (talks / stage.SOLVED).exists() and pictures(talks) == before


@pytest.mark.parametrize("older", [False, True])
def test_a_bundle_takes_it_along_and_one_without_it_opens(made, tmp_path, older, request):
    _, folder = made
    path, before = folder / stage.SOLVED, (folder / stage.SOLVED).read_bytes()
    if older:
        path.unlink()
    pack(folder, tmp_path / "run.zip")
    path.write_bytes(before)
    assert (stage.SOLVED in zipfile.ZipFile(tmp_path / "run.zip").namelist()) is not older
    unpack(tmp_path / "run.zip", tmp_path / "run")
    opened = kept(tmp_path / "run")
    assert all(one.sound for one in verify(opened, opened.problem, Models, 0))
    if not older:
        request.getfixturevalue("never")
    load(tmp_path / "run" / "study.yaml").open(tmp_path / "run")
    assert (tmp_path / "run" / stage.SOLVED).read_bytes() == before
