import json

import pytest
from click.testing import CliRunner

from detente.cli.main import main


@pytest.fixture
def command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(main, list(words))


def test_list_names_the_flagship(command):
    listed = command("list").output
    assert "korea-2018" in listed and "power-of-siberia-2" in listed


def test_check_reads_a_study_back_in_words(command):
    result = command("check", "korea-2018")
    assert result.exit_code == 0
    assert "uniform between 17 and 30 USD bn/year" in result.output
    assert "No fault found." in result.output


def test_faults_are_listed_and_the_exit_code_is_1(command, tmp_path):
    (tmp_path / "bad.yaml").write_text("study: bad\nworld: nowhere\n", encoding="utf-8")
    result = command("check", "bad.yaml")
    assert result.exit_code == 1
    assert "bad.yaml:2:8: no embedded world 'nowhere'" in result.output
    assert "Traceback" not in result.output


def test_a_starter_study_is_written_once_checks_and_runs(command, tmp_path):
    assert command("new", "mine").exit_code == 0
    assert json.loads((tmp_path / "study.schema.json").read_text(encoding="utf-8"))["title"]
    again = command("new", "mine.yaml")
    assert again.exit_code == 3 and "nothing was changed" in again.output
    result = command("run", "mine.yaml", "--draws", "256", "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["verdicts"]["bearable"]["word"] == "holds"
    assert (tmp_path / "runs" / "mine" / "report.html").exists()
    shown = command("show", "mine.yaml", "bearable")
    assert "Europe can bear it" in shown.output
    assert command("report", "mine.yaml").exit_code == 0


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        (("run", "korea-2018", "--draws", "10"), 3, "256"),
        (("run", "korea-2018", "--draws", "256", "--quick"), 2, "keep one"),
        (("run", "korea-2018", "--set", "prk_gdp"), 2, "NAME=VALUE"),
        (("run", "korea-2018", "--set", "prk_gpd=20"), 1, "did you mean 'prk_gdp'"),
        (("report", "korea-2018"), 3, "no run is kept there"),
        (("show", "korea-2018", "nothing"), 2, "no claim 'nothing'"),
        (("check", "nowhere.yaml"), 1, "cannot be read"),
    ],
)
def test_bad_input_gets_a_sentence_and_a_code(command, words, code, text):
    result = command(*words)
    assert result.exit_code == code, result.output
    assert text in result.output
    assert "Traceback" not in result.output


def test_the_schema_names_every_kind_of_move(command):
    schema = json.loads(command("schema").output)
    assert {"ban", "tariff", "quota", "lift"} <= set(schema["$defs"]["MovePart"]["properties"])


def test_outcomes_lists_what_a_claim_may_name(command):
    output = command("outcomes", "korea-2018").output
    assert "real_income[economy, world]" in output
    assert "settlement_high[issue]  (scale, negotiation)" in output and "issue: relief_order" in output
