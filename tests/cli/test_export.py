"""`detente export` for other programs: each ending, and each thing that a user may get wrong."""

import json

import pandas as pd
import pytest
from click.testing import CliRunner

from detente.cli.main import main
from detente.domains.forms import Extensive
from detente.domains.strategy.files import read
from tests.export.made import TEXT, made


def detente(*words):
    return CliRunner().invoke(main, ["export", *map(str, words)])


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("export") / "run"
    folder.mkdir()
    made(folder, 256)
    return folder


def test_files_of_every_kind_from_the_folder_of_a_run(run, tmp_path):
    files = [tmp_path / name for name in ("x.csv", "x.parquet", "x.argdown", "x.efg")]
    done = detente(run, *files)
    assert done.exit_code == 0, done.output
    assert done.output.splitlines() == list(map(str, files))
    assert len(pd.read_csv(files[0])) == 256
    assert files[2].read_text(encoding="utf-8").startswith("===\n")
    game = read(files[3])
    assert isinstance(game, Extensive) and "play main" in game.title


def test_a_study_and_the_folder_of_its_run(run, tmp_path):
    (tmp_path / "small.yaml").write_text(TEXT, encoding="utf-8", newline="\n")
    for table in ("outcomes", "verdicts", "columns", "iamc"):
        done = detente(tmp_path / "small.yaml", tmp_path / f"{table}.csv", "--as", table, "--out", run)
        assert done.exit_code == 0, done.output
    verdicts = pd.read_csv(tmp_path / "verdicts.csv")
    told = json.loads((run / "results.json").read_text(encoding="utf-8"))["verdicts"]
    assert list(verdicts["verdict"]) == [one["word"] for one in told.values()]
    (tmp_path / "other.yaml").write_text(TEXT + "# changed\n", encoding="utf-8")
    done = detente(tmp_path / "other.yaml", tmp_path / "x.csv", "--out", run)
    assert done.exit_code == 3 and "a run of another text of small" in done.output


def test_another_draw_and_play_of_the_game(run, tmp_path):
    done = detente(run, tmp_path / "x.efg", "--draw", 3, "--play", "dearer")
    assert done.exit_code == 0, done.output
    assert "play dearer, draw 3" in read(tmp_path / "x.efg").title
    done = detente(run, tmp_path / "y.efg", "--draw", 256)
    assert done.exit_code == 3 and "the run has draws 0 to 255" in done.output
    done = detente(run, tmp_path / "y.efg", "--play", "none")
    assert done.exit_code == 3 and "has no play 'none'" in done.output


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["x.gif"], 2, "'x.gif' ends in none of .docx, .xlsx, .pdf, .svg"),
        (["x"], 2, "'x' ends in none of"),
        (["x.argdown", "--as", "iamc"], 2, "--as is for tables: write them as .csv or .parquet"),
        (["x.efg", "--short-names"], 2, "--short-names is for tables"),
        (["x.csv", "--as", "iamc", "--short-names"], 2, "--short-names is for --as draws"),
        (["x.csv", "--as", "claims"], 2, "'claims' is not one of 'draws', 'outcomes'"),
        (["none/x.csv"], 3, "there is no folder none; make it first"),
        (["none/x.efg"], 3, "there is no folder none; make it first"),
        (["x.csv", "--set", "mood=angry"], 3, "mood had another range in the run"),
        (["x.csv", "--set", "none=1"], 1, "no assumption 'none'"),
    ],
)
def test_what_a_user_may_get_wrong_is_told_in_a_sentence(run, tmp_path, monkeypatch, words, code, says):
    monkeypatch.chdir(tmp_path)
    done = detente(run, *words)
    assert (done.exit_code, says in done.output) == (code, True), done.output
    assert "Traceback" not in done.output and not list(tmp_path.iterdir())


def test_a_folder_without_a_run_and_a_run_that_is_not_finished_are_told(run, tmp_path):
    done = detente(tmp_path, tmp_path / "x.csv")
    assert done.exit_code == 3 and "no run is kept there" in done.output
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    (tmp_path / "manifest.json").write_text(json.dumps(manifest | {"batches": {}}), encoding="utf-8")
    done = detente(tmp_path, tmp_path / "x.csv")
    assert done.exit_code == 3 and "is not finished" in done.output
    done = detente("power-of-siberia-2", tmp_path / "x.csv", "--out", tmp_path / "none")
    assert done.exit_code == 3 and "detente run power-of-siberia-2" in done.output
    done = detente(tmp_path, tmp_path / "x.docx")
    assert done.exit_code == 3 and "study.yaml is not there" in done.output
