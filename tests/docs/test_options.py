"""Every name that an option takes stands in the manual, with an example that binds."""

import re
from pathlib import Path

import pytest

from detente.bind.problem import bind
from detente.domains.table import DOMAINS, options
from detente.study.read import parse_study
from detente.study.schema import ClaimPart, StudyPart

RANGES = {domain.name: domain.ranges for domain in DOMAINS if domain.ranges()}

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "options.md").read_text(encoding="utf-8")
KEYS = (DOCS / "study-file.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("option", RANGES)
def test_each_number_has_a_row(option):
    part = PAGE.partition(f"## Numbers of `options: {{{option}:")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)`", part, re.MULTILINE)) == set(RANGES[option]())


def test_each_key_of_a_study_an_option_and_a_claim_is_named():
    for name in (*StudyPart.model_fields, *options(), *ClaimPart.model_fields):
        assert f"`{name}`" in KEYS, name


def test_the_example_says_what_it_shows():
    study = parse_study(re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[1], "numbers.yaml")
    problem = bind(study)
    assert study.not_modelled and study.claims["dear_gas"].beside
    assert set(problem.options["gas"].numbers) == {"lng_price", "price_KOR"} and set(
        problem.options["freight"].numbers
    ) == {"value_of_day"}


def test_a_number_is_brought_to_the_unit_of_its_table():
    from detente.domains.middle import at_middle
    from detente.ground.faults import StudyError

    text = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[1]
    text = text.replace(
        "lng_price: dear,", "lng_price: dear, growth_KOR: 2 %, growth_JPN: 1 %/year, growth_CHN: 3,"
    )
    problem = bind(parse_study(text, "numbers.yaml"))
    value = at_middle(problem)
    found = {
        name: float(value(problem.options["gas"].numbers[name]))
        for name in ("growth_KOR", "growth_JPN", "growth_CHN")
    }
    assert found == {"growth_KOR": pytest.approx(2), "growth_JPN": pytest.approx(1), "growth_CHN": 3}
    with pytest.raises(StudyError, match="km stands where USD/MMBtu is wanted"):
        bind(parse_study(text.replace("dear + 0.5 USD/MMBtu", "3 km"), "numbers.yaml"))
