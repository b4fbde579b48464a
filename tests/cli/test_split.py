import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli.main import main

EXAMPLE = (Path(__file__).resolve().parents[2] / "docs" / "examples" / "split.yaml").read_text(
    encoding="utf-8"
)
VALUES = """\
split: A game
unit: US$
parties: [A, B, C]
values: {A: 0, B: 0, C: 0, "A, B": 10, "A, C": 0, "B, C": 0, "A, B, C": 2}
"""
PROJECTS = """\
split: A game
unit: US$
parties: [A, B]
projects: {p: {value: 1, needs: [A, B]}}
"""


@pytest.fixture
def command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")

    def run(text, *words):
        (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
        return CliRunner().invoke(main, ["split", "x.yaml", *words])

    return run


def found(command, text):
    result = command(text, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_example_says_who_gets_what_and_why(command, tmp_path):
    result = command(EXAMPLE, "--figure", "split.svg")
    assert result.exit_code == 0, result.output
    assert "1.1 US$ bn a year to share" in result.output
    assert "Shapley value: RUS, PRK and KOR would gain 0.01667 US$ bn a year by leaving" in result.output
    assert "named: 1.4 (Ishayev 2011)" in result.output
    assert "xmlns" in (tmp_path / "split.svg").read_text(encoding="utf-8")


def test_a_bypass_takes_from_transit_and_consent_gives(command):
    games = found(command, EXAMPLE)["games"]
    place = found(command, EXAMPLE)["parties"].index
    base, alone, council = (games[name]["splits"]["shapley"] for name in ("as given", "no bypass", "Council"))
    assert base[place("PRK")] < alone[place("PRK")]
    assert base[place("USA")] == 0 < council[place("USA")]
    # (0.18333 + 0.02) US$ bn over 10 bcm and 740 km
    assert games["as given"]["fees"]["shapley"] == pytest.approx((0.55 / 3 + 0.02) * 1e9 / 1e7 / 7.4)


def test_a_coalition_worth_more_than_all_is_told(command):
    result = command(VALUES)
    assert "A and B are worth 10, more than all together (2 US$)" in result.output
    assert "the core is empty" in result.output and "prenucleolus" in result.output
    one = found(command, VALUES)["games"]["as given"]
    assert one["splits"]["nucleolus"] == pytest.approx([1, 1, 0])
    assert one["splits"]["prenucleolus"] == pytest.approx([3, 3, -4])
    assert one["blocks"]["nucleolus"] == {"coalition": ["A", "B"], "excess": pytest.approx(8)}
    assert one["least_core"] == pytest.approx(4) and one["core_is_empty"]
    assert found(command, VALUES + "parts: true\n")["games"]["as given"]["total"] == 10


def test_what_is_not_listed(command):
    short = VALUES.replace('"A, C": 0, ', "")
    assert "no value of 'A, C'" in command(short).output
    assert found(command, short + "unlisted: 0\n") == found(command, VALUES)
    parts = 'split: x\nunit: u\nparties: [A, B, C]\nvalues: {A: 1, "B, C": 2}\nunlisted: parts\n'
    assert found(command, parts)["games"]["as given"]["total"] == 3


def test_where_parties_alone_have_more_there_is_no_nucleolus(command):
    result = command(VALUES.replace("A: 0", "A: 5"))
    assert result.exit_code == 0 and "no nucleolus" in result.output


def test_a_variant_of_values(command):
    games = found(command, VALUES + 'variants: {more: {values: {"A, B, C": 20}}}\n')["games"]
    assert games["more"]["total"] == 20 and games["as given"]["total"] == 2


def test_thirteen_parties_are_sampled(command):
    names = [f"P{place}" for place in range(13)]
    listed = ", ".join(names)
    text = f"split: x\nunit: u\nparties: [{listed}]\nprojects: {{p: {{value: 13, needs: [{listed}]}}}}\n"
    result = command(text + "orders: 2000\n")
    assert result.exit_code == 0, result.output
    assert "over 12 parties: sampled" in result.output
    one = found(command, text + "orders: 2000\n")["games"]["as given"]
    assert sum(one["splits"]["shapley"]) == pytest.approx(13) and one["least_core"] is None


def test_one_party_and_no_project(command):
    assert command("split: x\nunit: u\nparties: [A]\nprojects: {}\n").exit_code == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (PROJECTS.replace("needs: [A, B]", "needs: [A, C]"), "x.yaml:4:37: no party 'C'"),
        (PROJECTS.replace("value: 1", "value: much"), "'much' is no value"),
        (PROJECTS.replace("value: 1,", "value: .nan,"), "a number is wanted here"),
        (PROJECTS.replace("needs: [A, B]", "needs: [A], excludes: [q]"), "no project 'q'"),
        (PROJECTS.replace("[A, B]\np", "[A, A]\np"), "x.yaml:3:14: the party 'A' stands twice"),
        (PROJECTS + "values: {A: 1}\n", "either `projects` or `values`"),
        (PROJECTS + "variants: {v: {without: [q]}}\n", "no project 'q'"),
        (PROJECTS + "variants: {v: {consent: {C: [p]}}}\n", "no party 'C'"),
        (PROJECTS + "variants: {v: {values: {A: 1}}}\n", "belongs to games given by coalition"),
        (PROJECTS + "unlisted: 0\n", "belongs to `values`"),
        (PROJECTS + "transit: {party: D, volume: 0, km: -1}\n", "3 faults"),
        (VALUES.replace("A: 0,", 'D: 0, "B, A": 1,'), "no party 'D'"),
        (VALUES.replace("A: 0,", 'A: 0, "B, A": 1,'), "are the same"),
        (VALUES.replace("A: 0,", 'A: 0, "A, A": 1,'), "names a party twice"),
        (VALUES.replace("A: 0, ", "") + "unlisted: much\n", "'much' is no value"),
        (VALUES + "variants: {v: {without: [p]}}\n", "belongs to projects"),
        (VALUES.replace("split: A game\n", ""), "`split` is missing"),
        (PROJECTS.replace("[A, B]\np", f"{list('ABCDEFGHIJKLM')}\np") + "parts: true\n", "over 12 parties"),
        ("split: x\nunit: u\nparties: [A]\n", "either `projects` or `values`"),
    ],
)
def test_faults_have_a_place_and_no_traceback(command, text, says):
    result = command(text)
    assert result.exit_code == 1, result.output
    assert says in result.output
    assert "Traceback" not in result.output


def test_many_projects_in_each_others_way_are_a_fault(command):
    listed = ", ".join(f"p{place}: {{value: 1, needs: [A], excludes: [p0]}}" for place in range(1, 17))
    text = f"split: x\nunit: u\nparties: [A]\nprojects: {{p0: {{value: 1, needs: [A]}}, {listed}}}\n"
    assert "17 projects exclude one another" in command(text).output


def test_the_page_shows_what_the_program_says(command, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    page = (Path(__file__).resolve().parents[2] / "docs" / "models" / "split.md").read_text(encoding="utf-8")
    assert command(EXAMPLE).output.rstrip() in page


COSTS = """\
split: costs
unit: x
parties: [A, B, C]
values: {A: -6, B: -8, C: -9, "A, B": -10, "A, C": -11, "B, C": -12, "A, B, C": -14}
"""


def test_costs_are_shared(command):
    """What is saved against paying alone is shared: 8/3, 19/6, 19/6 by Shapley; 7/3, 10/3, 10/3 by the nucleolus."""
    one = found(command, COSTS)["games"]["as given"]
    assert one["splits"]["shapley"] == pytest.approx([-10 / 3, -29 / 6, -35 / 6])
    assert one["splits"]["nucleolus"] == pytest.approx([-11 / 3, -14 / 3, -17 / 3])
    for split in one["splits"].values():
        assert sum(split) == pytest.approx(-14)
    assert one["core_is_empty"] is False
    result = command(COSTS)
    assert result.exit_code == 0 and "the core is not empty" in result.output
    assert "no split can hold" not in result.output


def test_costs_that_are_dearer_together_have_no_core(command):
    result = command(COSTS.replace("-14", "-20"))
    assert "A and B are worth -10 and C alone -9, together more than all together (-20 x)" in result.output
    assert "the core is empty" in result.output
    alone = command(COSTS.replace("-14", "-24"))
    assert "no nucleolus" in alone.output and alone.exit_code == 0
    one = found(command, COSTS.replace("-14", "-20"))["games"]["as given"]
    assert one["core_is_empty"] and one["least_core"] == pytest.approx(
        7 / 3
    )  # (2 * 20 - 33) / 3: pairs pay 33, twice all is 40


@pytest.mark.parametrize("parties", ["A", "A, B"])
def test_few_bear_costs(command, parties):
    given = {"A": -1, "A, B": -3, "B": -2}
    some = ", ".join(f'"{key}": {worth}' for key, worth in given.items() if set(key) <= set(parties))
    one = found(command, f"split: x\nunit: u\nparties: [{parties}]\nvalues: {{{some}}}\n")["games"][
        "as given"
    ]
    assert one["splits"]["shapley"] == pytest.approx([-1, -2][: len(parties) // 2 + 1])
    assert one["core_is_empty"] is False
