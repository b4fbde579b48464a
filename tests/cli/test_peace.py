import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli.main import main

EXAMPLE = (Path(__file__).resolve().parents[2] / "docs" / "examples" / "peace.yaml").read_text(
    encoding="utf-8"
)
LEAST = "peace: Korea\nas_of: 2018-08-31\n"


@pytest.fixture
def command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")

    def run(text, *words, **files):
        (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
        for name, content in files.items():
            (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
        return CliRunner().invoke(main, ["peace", "x.yaml", *words])

    return run


def test_the_example_says_what_was_and_what_may_be(command, tmp_path):
    result = command(EXAMPLE, "--figure", "peace.svg")
    assert result.exit_code == 0, result.output
    assert "thaw since 2018-04-27, as of 2018-08-31" in result.output
    assert "0 of 6 that are over lasted 5 years" in result.output
    assert "no settlement has ever been observed" in result.output
    assert "xmlns" in (tmp_path / "peace.svg").read_text(encoding="utf-8")


def test_as_json(command):
    found = json.loads(command(EXAMPLE, "--json").stdout)
    assert {(one["schedule"], one["weights_of"]) for one in found["courses"]} == {
        (name, year) for name in ("in_steps", "all_first") for year in (1994, 2003, 2016)
    }
    assert all(0 < one["no_return"] < 0.9 for one in found["courses"])
    assert found["base_rate"]["of"] == 6


def test_what_comes_later_changes_nothing(command):
    later = json.loads(command(EXAMPLE, "--json").stdout)
    ours = (Path(__file__).resolve().parents[2] / "src/detente/world/data/politics/chronology.csv").read_text(
        encoding="utf-8"
    )
    known = "\n".join(line for line in ours.splitlines() if line[:4] == "date" or line[:10] <= "2018-08-31")
    mine = json.loads(
        command(EXAMPLE.replace("chronology: korea", "chronology: known.csv"), "--json", known=known).stdout
    )
    assert mine == later


def test_another_chronology_and_rule(command):
    chronology = (
        "date,kind,parties,event\n1990-01-01,battle,A B,x\n1995-01-01,truce,A B,y\n"
        "1999-01-01,battle,A B,z\n2002-01-01,truce,A B,w\n"
    )
    rule = "kind,parties,effect,phase,why\nbattle,,to,war,\ntruce,,to,thaw,\n"
    text = (
        LEAST
        + "chronology: mine.csv\nrule: rule.csv\nphases: [war, thaw, peace]\npartners: {}\nweights_of: []\n"
    )
    result = command(text, "--json", mine=chronology, rule=rule)
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["phase"] == "thaw" and len(found["earlier_thaws"]) == 2
    assert command(text, mine=chronology, rule=rule).exit_code == 0


def test_without_a_prior_there_is_no_settlement(command):
    result = command(LEAST + "prior: {settlement: 0}\n")
    assert result.exit_code == 0 and "it can never come" in result.output and "never" in result.output


@pytest.mark.parametrize(
    ("text", "files", "says"),
    [
        (LEAST + "chronology: no.csv\n", {}, "x.yaml:3:13: 'no.csv' cannot be read"),
        (LEAST + "sampling: weekly\n", {}, "no sampling 'weekly'"),
        (LEAST + "partners: {FRA: 1}\n", {}, "no capability index of 'FRA'"),
        (LEAST + "partners: {CHN: 2}\n", {}, "2 is no share"),
        (LEAST + "lifted: {tauw: 1}\n", {}, "did you mean 'thaw'?"),
        (LEAST + "weights_of: [2019]\n", {}, "no capability index of 2019 is known by 2018-08-31"),
        (LEAST + "odds_of_weight: [2, 0.5]\n", {}, "no range of odds ratios"),
        (LEAST + "odds_of_weight: [-1, 2]\n", {}, "no range of odds ratios"),
        (LEAST + "odds_of_lifting: much\n", {}, "'much' is no odds ratio"),
        (LEAST + "years: 0\n", {}, "x.yaml:3:1"),
        (LEAST + "prior: {each: -1}\n", {}, "x.yaml:3:9"),
        (LEAST + "phases: [a, b, c]\n", {}, "hold `thaw`"),
        (
            LEAST + "prior: {each: 0, settlement: 0}\nas_of2: 1\n",
            {},
            "no key 'as_of2' here; did you mean 'as_of'?",
        ),
        (LEAST.replace("2018-08-31", "soon"), {}, "is not a date"),
        (LEAST.replace("2018", "1980"), {}, "no event up to 1980-08-31 sets a phase"),
        (
            LEAST + "chronology: c.csv\n",
            {"c": "date,kind,parties,event\n2001-01-01,test,PRK,x\n2000-01-01,test,PRK,y\nx,test,PRK,z\n"},
            "2 faults",
        ),
        (
            LEAST + "rule: r.csv\n",
            {"r": "kind,parties,effect,phase,why\ntest,,to,winter,\n"},
            "r.csv:2:1: no phase 'winter'",
        ),
        (
            LEAST + "chronology: c.csv\n",
            {"c": "date,kind,parties,event\n2001-01-01,tests,PRK,x\n"},
            "c.csv:2:1: no rule for events of the kind 'tests'; did you mean 'test'?",
        ),
    ],
)
def test_faults_have_a_place_and_no_traceback(command, text, files, says):
    result = command(text, **files)
    assert result.exit_code == 1, result.output
    assert says in result.output
    assert "Traceback" not in result.output
