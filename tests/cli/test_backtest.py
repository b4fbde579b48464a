import json

from click.testing import CliRunner

from detente.cli.main import main


def keep(folder, study, forecasts):
    folder.mkdir(parents=True)
    text = {"study": study, "forecasts": forecasts}
    (folder / "results.json").write_text(json.dumps(text), encoding="utf-8")


def test_all_runs_are_scored_and_the_few_are_called_few(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    keep(tmp_path / "runs" / "one", "one", [{"what": "it came", "chance": 0.8, "happened": True}])
    keep(tmp_path / "runs" / "two", "two", [{"what": "it did not", "chance": 0.4, "happened": False}])
    done = CliRunner().invoke(main, ["backtest"])
    assert done.exit_code == 0
    assert "it came" in done.output and "it did not" in done.output and "60-90 %" in done.output
    assert "mean Brier score 0.100 over 2 forecasts; far too few" in done.output
    one = CliRunner().invoke(main, ["backtest", "runs/two"])
    assert "0.160 over 1 forecast;" in one.output and "it came" not in one.output


def test_without_a_run_it_says_how_to_make_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["backtest"])
    assert done.exit_code == 3 and "`detente run STUDY` makes one" in done.output
