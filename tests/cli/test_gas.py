import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli.main import main

DOCS = Path(__file__).resolve().parents[2] / "docs"
EXAMPLE = (DOCS / "examples" / "gas.yaml").read_text(encoding="utf-8")
PLAIN = """\
gas: One market
base_year: 2017
years: [2018]
markets: {M: {price: 8, elasticity: -0.5}}
sellers: {A: {cost: 3, capacity: 20}, B: {cost: 8}}
flows: {A: {M: 10}, B: {M: 5}}
transport: {A: {M: 1}, B: {M: 0}}
discount: {other: 7}
"""
LINE = "pipelines: {p: {from: A, to: M, capacity: 5, capital: 1, decided: 2018, build: 0, life: 30"


@pytest.fixture
def command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")

    def run(text, *words):
        (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
        return CliRunner().invoke(main, ["gas", "x.yaml", *words])

    return run


def test_the_example_says_what_the_line_changes_for_whom(command, tmp_path):
    result = command(EXAMPLE, "--figure", "gas.svg")
    assert result.exit_code == 0, result.output
    assert "trans_korea: 11.00 bcm a year at" in result.output
    assert "breaks even where LNG costs" in result.output
    assert "its pipe needs 2 stations" in result.output
    picture = (tmp_path / "gas.svg").read_text(encoding="utf-8")
    assert picture.startswith("<svg") and "trans_korea" in picture and "transit fee" in picture


def test_the_page_shows_what_the_example_prints(command, monkeypatch):
    monkeypatch.setenv("COLUMNS", "110")
    printed = [line.rstrip() for line in command(EXAMPLE).output.splitlines()]
    page = (DOCS / "models" / "gas.md").read_text(encoding="utf-8")
    assert "```\n" + "\n".join(printed) + "\n```" in page


def test_json_holds_everything_with_its_axes(command):
    found = json.loads(command(EXAMPLE, "--json").stdout)
    assert found["status"] == "solved"
    npv = dict(zip(found["axes"]["party"], found["found"]["npv"]["values"], strict=True))
    fee = dict(zip(found["axes"]["party"], found["found"]["fee_value"]["values"], strict=True))
    assert npv["PRK"] == fee["PRK"] > 0
    assert found["found"]["margin"]["values"][0][4] == [None, None]
    assert found["pipes"]["trans_korea"]["stations"] == 2


def test_a_market_without_a_line_shows_its_base_path_and_margins(command):
    result = command(PLAIN)
    assert result.exit_code == 0, result.output
    assert "who sells to M in 2018" in result.output and "4.00" in result.output
    assert "with lines" not in result.output
    assert command(PLAIN, "--figure", "x.svg").exit_code == 3


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("B: {M: 5}}", "B: {M: 5}, A: {M: 1}}", "A"),
        ("capacity: 20", "capacity: -20", "x.yaml:5:34: `capacity` is -20; from 0 to 1e+06"),
        ("elasticity: -0.5", "elasticity: 0.5", "`elasticity` is 0.5"),
        ("flows: {A: {M: 10}, B: {M: 5}}", "flows: {A: {M: 0}, B: {M: 0}}", "no seller can reach M"),
        ("flows: {A: {M: 10}", "flows: {A: {N: 10}", "no market 'N'"),
        ("transport: {A: {M: 1},", "transport: {", "A sells to M by no way"),
        ("years: [2018]", "years: [2020, 2019]", "years do not ascend"),
        ("discount: {other: 7}", "discount: {X: 7}", "no rate for `other`"),
        ("sellers: {A:", "sellers: {AA:", "no seller 'A'; did you mean 'AA'?"),
        ("cost: 8}", "cost: 8, conduct: 2}", "`conduct` is 2; from 0 to 1"),
        ("cost: 8}", "cost: 8, owner: A, conduct: 0.5}", "the sellers of 'A' differ in conduct"),
        ("discount:", "floors: {A: {M: 11}}\ndiscount:", "the floor is above the flow"),
        ("price: 8,", "prise: 8,", "no key 'prise' here; did you mean 'price'?"),
    ],
)
def test_faults_are_said_with_their_place(command, old, new, words):
    result = command(PLAIN.replace(old, new, 1))
    assert result.exit_code == 1, result.output
    assert words in result.output and "x.yaml:" in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (", through: {T: 1000}, fees: {T: 60}", "more than the gas is worth in M (8)"),
        (", through: {T: 1000}, fees: {U: 2}", "no country crossed 'U'"),
        (", rule: markte", "no price rule 'markte'; did you mean 'market'?"),
        (", booked: 1.5", "`booked` is 1.5; from 0 to 1"),
        (", onward: {M: 1}", "a line reserved by its buyer goes nowhere else"),
        (", pipe: {diameter: 1, high: 50, low: 60}", "`low` is not below `high`"),
        (", life: 0", "life"),
    ],
)
def test_faults_of_a_line(command, terms, words):
    result = command(PLAIN + LINE + terms + "}}\n")
    assert result.exit_code == 1, result.output
    assert words in result.output


def test_all_faults_come_at_once(command):
    text = PLAIN.replace("capacity: 20", "capacity: -20").replace("elasticity: -0.5", "elasticity: 0.5")
    result = command(text.replace("{other: 7}", "{X: 7}"))
    assert "3 faults" in result.output


def test_a_market_that_cannot_be_solved_says_why(command):
    result = command(PLAIN.replace("capacity: 20", "capacity: 5"))
    assert result.exit_code == 3
    assert "the base path asks more of A than its capacity" in result.output


def strict(text):
    """Read JSON that any reader takes."""

    def refuse(name):
        raise AssertionError(name)

    return json.loads(text, parse_constant=refuse)


@pytest.mark.parametrize(
    ("term", "says"),
    [
        ("capacity: 0", "a line of no capacity carries nothing"),
        ("capacity: -1", "`capacity` is -1"),
        ("capacity: 11, pipe: {diameter: 1, high: 98, low: 60}", "a pipe has no length"),
    ],
)
def test_a_line_that_carries_nothing_is_a_fault(command, term, says):
    result = command(PLAIN + LINE.replace("capacity: 5", term) + "}}\n", "--json")
    assert result.exit_code == 1 and says in result.output


def test_what_has_no_number_is_null_in_json(command):
    dear = PLAIN + LINE.replace("capital: 1", "capital: 1, operating: 90") + "}}\n"
    result = command(dear, "--json")
    assert result.exit_code == 0, result.output
    found = strict(result.stdout)
    assert found["found"]["break_even"]["values"] == [None]
