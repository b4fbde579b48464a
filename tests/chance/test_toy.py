"""A new kind of distribution takes its own file and a line of the table: everything else takes it from there."""

import ast
import csv
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from detente.chance import kinds
from detente.study.schema import StudyPart

TOY = Path(__file__).with_name("toy.py")
STUDY = """
study: toy
question: Does a kind that nothing else knows pass the whole house?
argument: {title: A toy}
as_of: 2018-08-31
world: world-2014
economies: [USA, RUS]
assumptions:
  cost: {is: the cost of a thing, laplace: [40 USD bn, 5 USD bn], source: judgement}
  other: {is: the cost of another, pert: {low: 10 USD bn, mode: 20 USD bn, high: 60 USD bn}, source: judgement}
correlations: [{between: [cost, other], rank: 0.5, source: judgement}]
claims: {dear: {says: The thing is dear., holds: "cost > 38 USD bn"}}
"""


def detente(*words, folder):
    done = subprocess.run(
        [sys.executable, TOY, *words], cwd=folder, capture_output=True, text=True, check=False, timeout=600
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    found = tmp_path_factory.mktemp("toy")
    (found / "toy.yaml").write_text(STUDY, encoding="utf-8")
    code, said = detente("run", "toy.yaml", "--draws", "256", "--out", "run", folder=found)
    assert code == 0, said
    return found


def test_it_is_checked_and_read_back_in_words(folder):
    code, said = detente("check", "toy.yaml", folder=folder)
    assert code == 0 and "Laplace around 40 with scale 5 USD bn; source: judgement" in said


FAULTS = {
    "laplace: [40]": "a list of 2 numbers is wanted here",
    "laplace: [40, 0]": "laplace of 'b': the scale is not above 0",
    "laplace: [40 USD bn, 5 km]": "'c' has numbers in USD bn and km",
    "laplce: [40, 5]": "did you mean 'laplace'?",
    "uniform: 4 to 5, cut: 3": "`cut` of 'e' belongs to `laplace`",
    "laplace: {a: 3}": "a list is wanted here",
}


def test_all_that_is_wrong_with_it_is_told(tmp_path):
    wrong = "".join(
        f"  {name}: {{is: x, {one}, source: s}}\n" for name, one in zip("abcdef", FAULTS, strict=True)
    )
    (tmp_path / "toy.yaml").write_text(
        STUDY.replace("correlations:", f"{wrong}correlations:"), encoding="utf-8"
    )
    code, said = detente("check", "toy.yaml", folder=tmp_path)
    assert code != 0 and "Traceback" not in said
    assert not [told for told in FAULTS.values() if told not in said], said


def test_its_draws_codebook_and_report_tell_of_it(folder):
    code, said = detente("export", "run", "draws.csv", folder=folder)
    assert code == 0, said
    with (folder / "draws.csv").open(encoding="utf-8", newline="") as file:
        drawn = np.array([float(row["cost"]) for row in csv.DictReader(file)])
    assert len(drawn) == 256 and abs(np.median(drawn) - 40) < 0.5
    assert abs(np.abs(drawn - 40).mean() - 5) < 0.5
    code, said = detente("export", "run", "book.csv", "--as", "columns", folder=folder)
    assert code == 0, said
    assert "Laplace around 40 with scale 5 USD bn" in (folder / "book.csv").read_text(encoding="utf-8")
    code, said = detente("show", "toy.yaml", "dear", "--out", "run", folder=folder)
    assert code == 0 and "the cost of a thing" in said
    page = (folder / "run" / "report.html").read_text(encoding="utf-8")
    assert "Laplace around 40 with scale 5 USD bn" in page and "PERT from 10 over 20 to 60 USD bn" in page


@pytest.mark.parametrize("kind", kinds.TABLE)
def test_every_kind_says_how_it_is_written_and_the_shape_of_a_study_takes_it(kind):
    assert kind.keys and kind.form is not None and "of" in vars(kind)
    part = StudyPart.model_fields["assumptions"].annotation.__args__[1]
    assert {*kind.keys, *kind.aside} <= set(part.model_fields)
    page = (TOY.parents[2] / "docs" / "study-file.md").read_text(encoding="utf-8")
    assert not [word for word in (*kind.keys, *kind.aside) if f"`{word}" not in page]


def test_no_two_kinds_share_a_word_or_a_name():
    words = [word for kind in kinds.TABLE for word in (*kind.keys, *kind.aside)]
    assert len(words) == len(set(words))
    assert len({kind.__name__ for kind in kinds.TABLE}) == len(kinds.TABLE)


def test_nothing_outside_of_chance_names_a_kind():
    names, source = {kind.__name__ for kind in kinds.TABLE}, TOY.parents[2] / "src" / "detente"
    for file in sorted(source.rglob("*.py")):
        if file.parent.name != "chance":
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and "chance" in (node.module or "").split("."):
                    assert not names & {one.name for one in node.names}, file
