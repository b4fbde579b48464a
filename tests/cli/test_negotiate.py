import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli.main import main

DOCS = Path(__file__).resolve().parents[2] / "docs"
EXAMPLE = (DOCS / "examples" / "negotiate.yaml").read_text(encoding="utf-8")
LEAST = """\
negotiation: Two
issues:
  one:
    asks: how much?
    actors:
      A: {position: 0, capability: 1, salience: 0.5}
      B: {position: [8, 10], capability: 1 to 3, salience: 0.5}
"""
TABLE = "actor,position,capability,salience,source\nA,0,1,0.5,me\nB,8 to 10,1 to 3,0.5,me\n"
NAMED = "negotiation: Two\nissues: {one: {asks: how much?, actors: t.csv}}\n"


@pytest.fixture
def command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def run(text, *words, table=None):
        (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
        if table is not None:
            (tmp_path / "t.csv").write_text(table, encoding="utf-8")
        return CliRunner().invoke(main, ["negotiate", "x.yaml", *words])

    return run


def test_the_example_gives_the_published_run_and_says_that_it_does_not_settle(command, tmp_path):
    result = command(EXAMPLE, "--json")
    assert result.exit_code == 0, result.output
    cars = json.loads(result.stdout)["issues"]["converters"]
    published = [7.389955686853767, 7.461314378277189, 7.552500865855845, 7.590144997451547]
    assert cars["mean"][:4] == pytest.approx(published, abs=1e-9)
    assert cars["settled"] is None and "Belgium compromises with France" in cars["moves"][0]
    assert cars["mean_p5_p50_p95"][3][0] < published[3] < cars["mean_p5_p50_p95"][3][2]
    words = command(EXAMPLE, "--figure", "n.svg")
    assert "the rounds do not settle" in words.output
    assert "come again every 2 rounds" in words.output
    assert "xmlns" in (tmp_path / "n.svg").read_text(encoding="utf-8")


def test_the_example_of_relief_is_our_table(command):
    ours = EXAMPLE.split("    actors:                        # as in")[0] + "    actors: relief_order\n"
    first, again = (
        json.loads(command(text, "--json").stdout)["issues"]["relief"] for text in (EXAMPLE, ours)
    )
    assert {key: first[key] for key in first if key != "sources"} == {
        key: again[key] for key in again if key != "sources"
    }


def test_a_table_and_a_file_say_the_same(command):
    inline, table = command(LEAST, "--json"), command(NAMED, "--json", table=TABLE)
    one, other = (json.loads(found.stdout)["issues"]["one"] for found in (inline, table))
    assert one["mean"] == other["mean"] and one["mean_p5_p50_p95"] == other["mean_p5_p50_p95"]
    assert other["sources"] == ["me", "me"]


def test_all_at_one_position_is_told(command):
    result = command(LEAST.replace("[8, 10]", "0"))
    assert result.exit_code == 0, result.output
    assert "all hold one position: there is nothing to negotiate" in result.output


def test_a_tie_is_told(command):
    text = LEAST.replace("[8, 10], capability: 1 to 3", "10, capability: 1").replace(
        "salience: 0.5", "salience: 0.9"
    )
    result = command(text + "      C: {position: 5, capability: 1, salience: 0.1}\nshake: 0\n")
    assert "two offers that asked the same" in result.output


def test_the_rule_is_chosen(command):
    one, other = (json.loads(command(EXAMPLE + extra, "--json").stdout) for extra in ("", ""))
    assert one == other
    least = json.loads(command(EXAMPLE.replace("rule: by_kind", "rule: least"), "--json").stdout)
    assert least["issues"]["converters"]["mean"] != one["issues"]["converters"]["mean"]


def stable(text):
    """What does not hang on the last digit: offers are a choice of kinds, so shares of draws may jump."""
    return [re.sub(r"[\d.]+", "#", line) if "%" in line else line for line in text.rstrip().splitlines()]


def test_the_page_shows_what_the_program_says(command):
    page = (DOCS / "models" / "negotiation.md").read_text(encoding="utf-8")
    shown = re.findall(r"```\n(Cars and sanctions.*?)```", page, re.DOTALL)[0]
    assert stable(shown) == stable(command(EXAMPLE).output)


B = "      B: {position: [8, 10], capability: 1 to 3, salience: 0.5}\n"


@pytest.mark.parametrize(
    ("text", "table", "says"),
    [
        (LEAST.replace("1, salience: 0.5", "1, salience: -0.5"), None, "x.yaml:6:49: -0.5 is no salience"),
        (LEAST.replace("1, salience: 0.5", "1, salience: 70"), None, "70 is no salience: it is above 1"),
        (LEAST.replace("capability: 1,", "capability: -1,"), None, "-1 is no capability"),
        (LEAST.replace("1 to 3", "3 to 1"), None, "no range of a capability"),
        (LEAST.replace("[8, 10]", "far"), None, "'far' is no position"),
        (LEAST.replace("capability: 1,", "capability: 0,").replace("1 to 3", "0"), None, "no actor has both"),
        (LEAST.replace(B, ""), None, "a single actor"),
        (LEAST.replace("B:", "A:"), None, "x.yaml:7"),
        (LEAST.replace("position: 0, ", ""), None, "'A' has no position"),
        (
            LEAST.replace("salience: 0.5}\n      B", "saliense: 0.5}\n      B"),
            None,
            "did you mean 'salience'?",
        ),
        (LEAST + "rule: loudest\n", None, "no rule 'loudest'"),
        (LEAST + "rounds: 0\n", None, "x.yaml:8"),
        ("negotiation: x\nissues: {}\n", None, "x.yaml:2"),
        (NAMED, None, "no table of actors 't.csv'"),
        (NAMED.replace("t.csv", "catalytic-convertors"), None, "did you mean 'catalytic-converters'?"),
        (NAMED, TABLE + "A,1,1,1,me\n", "t.csv:4:1: the actor 'A' stands twice"),
        (NAMED, TABLE.replace("salience", "care"), "no column salience"),
        (NAMED, TABLE.replace("A,0,1,0.5", "A,,1,-1"), "2 faults"),
        (NAMED, "actor,position,capability,salience\n", "no actor"),
    ],
)
def test_faults_have_a_place_and_no_traceback(command, text, table, says):
    result = command(text, table=table)
    assert result.exit_code == 1, result.output
    assert says in result.output
    assert "Traceback" not in result.output
