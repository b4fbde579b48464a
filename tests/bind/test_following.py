"""A fault that only follows from another is not told."""

import pytest

from detente.bind.problem import bind
from detente.ground.faults import StudyError
from detente.study.read import parse_study, shipped_text

STUDY = """study: following
question: Is it?
argument: {title: A}
as_of: 2018-08-31
world: world-2014
economies: [USA, RUS, CHN, EU28]
options: {gdp: {RUS: 1500 USD bn/year}}
assumptions:
  leak: {is: a share, uniform: 5 % to 9 %, source: judgement}
  wait: {is: how long, uniform: 1 to 4, unit: year, source: judgement}
quantities: {twice: {is: two of them, value: 2 * leak * wait, unit: year}}
moves: {duty: {is: a duty, tariff: {importer: USA, exporter: CHN, add: leak}}}
worlds: {taxed: [duty]}
claims:
  one: {says: It is., holds: "real_income[USA, taxed] < leak and twice > 1 year"}
  two: {says: It is., holds: "money[CHN, taxed] < 0", supported_by: [one]}
"""


def faults(text):
    with pytest.raises(StudyError) as error:
        bind(parse_study(text, "f.yaml"))
    return [str(fault) for fault in error.value.faults]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[USA, RUS", "[UAS, RUS", "no economy 'UAS'; did you mean 'USA'?"),
        ("economies: [USA, RUS, CHN, EU28]", "economies: USA", "a list is wanted here"),
        ("leak: {is: a share, uniform", "leak: {is: a share, unifrom", "no key 'unifrom' here"),
        ("leak: {is: a share, uniform: 5 % to 9 %", "leak: {is: a share, uniform: 9 % to 5 %", "low end"),
        ("leak: {is:", "leak: {iss:", "no key 'iss' here; did you mean 'is'?"),
        (
            "wait: {is: how long, uniform: 1 to 4, unit",
            "wait: {is: how long, uniform: 1 to 4, untis",
            "no key 'untis'",
        ),
        ("assumptions:", "asumptions:", "no key 'asumptions' here"),
        ("quantities:", "quantites:", "no key 'quantites' here"),
        ("moves:", "mvoes:", "no key 'mvoes' here"),
        ("worlds:", "wrolds:", "no key 'wrolds' here"),
        ("claims:", "clams:", "no key 'clams' here"),
        ("as_of:", "asof:", "no key 'asof' here"),
        ("tariff: {importer", "tariff: {imprter", "`tariff` takes no 'imprter'"),
        ("add: leak", "ad: leak", "`tariff` takes no 'ad'"),
        ("tariff:", "tarif:", "no kind of move 'tarif'"),
        ("value: 2", "valeu: 2", "no key 'valeu' here"),
        ("one: {says: It is., holds", "one: {says: It is., hold", "no key 'hold' here"),
        ("options: {gdp", "options: {gpd", "`options` takes no 'gpd'"),
    ],
)
def test_one_typo_is_one_fault(old, new, words):
    bind(parse_study(STUDY, "f.yaml"))
    assert STUDY.count(old) == 1
    (fault,) = faults(STUDY.replace(old, new))
    assert words in fault


def test_two_typos_are_two_faults_and_a_typo_of_its_own_is_told():
    text = STUDY.replace("[USA, RUS", "[UAS, RUS").replace("uniform: 5 %", "unifrom: 5 %")
    assert len(faults(text)) == 2
    third = faults(text.replace("money[CHN", "money[CNH"))
    assert len(third) == 3 and "no economy 'CNH'; did you mean 'CHN'?" in third[2]


MISSPELT = {
    "assumptions": "asumptions",
    "quantities": "quanttities",
    "moves": "mvoes",
    "game": "gaem",
    "  peace": "  paece",
    "  negotiation": "  negotation",
    "options": "option",
    "worlds": "wrolds",
    "claims": "clims",
    "as_of": "asof",
}


@pytest.mark.parametrize(("right", "key"), MISSPELT.items())
def test_a_misspelt_part_of_a_long_study_is_one_fault(right, key):
    text = shipped_text("korea-2018").replace(f"\n{right}:", f"\n{key}:", 1)
    (fault,) = faults(text)
    assert f"'{key.strip()}'" in fault


@pytest.mark.parametrize(("part", "name"), [("assumption", "leak"), ("quantity", "twice")])
def test_a_name_that_an_outcome_has_is_to_be_changed(part, name):
    (fault,) = faults(STUDY.replace(name, "no_return"))
    assert f"'no_return' is the name of an outcome; rename the {part}" in fault
