"""Lines of a study's own: read with their places, refused with a hint, solved with the gas world's."""

import numpy as np
import pytest

from detente.bind.problem import bind
from detente.bind.schema import study_schema
from detente.cli.unsolved import unsolved
from detente.domains.gas.facts import load, parties_with
from detente.domains.gas.plan import Plan
from detente.domains.gas.records import BILLION, FEE
from detente.domains.gas.worlds import corridors
from detente.domains.split.shares import shares
from detente.ground.faults import StudyError
from detente.run import load as load_study
from detente.study.read import parse_study

SOUND = """study: own
question: Does a line of one's own pay?
argument: {title: A}
as_of: 2023-10-30
world: world-2014
economies: [RUS, CHN]
assumptions:
  gas: {is: numbers of gas, from: gas, source: the table}
  toll: {is: the fee, uniform: 1 to 3, unit: USD/tcm/100km, source: judgement}
  size: {is: its size, uniform: 40 to 50, unit: bcm/year, source: judgement}
options:
  gas: {facts: gas, idle_RUW: 90}
  split: {parties: [RUS, MNG, CHN], projects: {line: {world: built, needs: [RUS, MNG, CHN]}}}
moves:
  siberia:
    is: a line
    pipeline:
      line:
        from: RUS
        supply: RUW
        to: CHN
        through: {MNG: 960 km}
        length: 3500 km
        capacity: size
        capital: 14 USD bn
        fee: toll
        build: 6 years
        cut_chance: 2 %
      rule: bargained
  dictated: {is: the same, pipeline: {line: siberia, rule: bargained, seller_power: 0}}
  free: {is: no fee, transit_fee: {line: siberia, fee: 0}}
  paid: {is: a fee again, transit_fee: {line: siberia, fee: toll}}
  half: {is: half of it, pipeline: {line: siberia, volume: size / 2, rule: bargained}}
worlds: {built: [siberia], dictated: [dictated], untaxed: [siberia, free], again: [siberia, free, paid], half: [half]}
claims:
  all: {says: All gain., holds: "gas_value[[RUS, MNG, CHN], built] > 0"}
  free: {says: The fee is paid., holds: "transit_income[MNG, built] > transit_income[MNG, untaxed]"}
  power: {says: Power pays., holds: "gas_value[RUS, built] > gas_value[RUS, dictated]"}
  none: {says: No fee., holds: "gas_value[MNG, untaxed] + gas_value[RUS, untaxed] > 0"}
  again: {says: The same., holds: "gas_value[MNG, again] == gas_value[MNG, built]"}
  half: {says: Less., holds: "line_flow[half] < line_flow[built]"}
"""


def faults(text):
    with pytest.raises(StudyError) as error:
        bind(parse_study(text, "f.yaml"))
    return [str(fault) for fault in error.value.faults]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("from: RUS", "from: RUZ", "f.yaml:19:15: no seller of gas 'RUZ'; did you mean 'RUS'?"),
        ("supply: RUW", "supply: RUN", "f.yaml:20:17: no supply of RUS 'RUN'; did you mean 'RUW'?"),
        ("to: CHN", "to: CHM", "f.yaml:21:13: no market 'CHM'; did you mean 'CHN'?"),
        ("capacity: size", "capacity: -5", "f.yaml:24:19: `line`: `capacity` is -5; it must be above 0"),
        ("fee: toll", "fe: toll", "f.yaml:26:9: a line takes no 'fe'; did you mean 'fee'?"),
        ("fee: toll", "fee: tolls", "f.yaml:26:14: no name 'tolls'; did you mean 'toll'?"),
        (
            "fee: toll",
            "fee: 90",
            "f.yaml:26:14: the fees add up to 22.7 US$/MMBtu, more than the gas is worth in CHN",
        ),
        ("length: 3500", "length: 900", "f.yaml:23:17: the line is 900 km long, less than the 960 km"),
        (
            "{MNG: 960 km}",
            "[MNG]",
            "f.yaml:22:18: a list is not a table of lengths by country; write {MNG: 960 km}",
        ),
        ("{MNG: 960 km}", "{Mongolia: 960 km}", "f.yaml:22:19: 'Mongolia' is not a country's code"),
        (
            "{MNG: 960 km}",
            "{CHN: 960 km}",
            "f.yaml:22:19: CHN buys the gas, and its own country takes no fee",
        ),
        (
            "line: siberia, rule",
            "line: sibera, rule",
            "f.yaml:30:45: no gas line 'sibera'; did you mean 'siberia'?",
        ),
        ("        build: 6 years\n", "", "the line 'siberia' needs `build`: how long building takes"),
        (
            "        supply: RUW\n",
            "",
            "f.yaml:19:15: RUS has 3 supplies; name one with `supply`: SAK, RUW, RUE",
        ),
        ("{line: siberia, fee: 0}", "{line: {from: RUS}, fee: 0}", "no gas line 'a table'"),
        ("capacity: size", "capacity: 5 USD", "f.yaml:24:19: USD stands where bcm/year is wanted"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(old, new, said):
    assert old in SOUND
    found = faults(SOUND.replace(old, new, 1))
    assert any(said in fault for fault in found), found


def test_faults_of_a_line_come_together_and_alone():
    text = SOUND.replace("to: CHN", "to: CHM").replace("build: 6", "build: -6").replace("size\n", "3 km\n")
    assert len(faults(text)) == 3


def test_a_line_cannot_have_the_name_of_one_that_is_offered():
    text = SOUND.replace("siberia", "sea_lng")
    assert any("the gas world offers a line 'sea_lng' already" in fault for fault in faults(text))


def test_a_study_dated_before_the_facts_of_gas_cannot_use_them():
    text = SOUND.replace("as_of: 2023-10-30", "as_of: 2017-12-31")
    assert any("the gas world's facts are of 2017" in fault for fault in faults(text))


def test_what_a_line_lacks_is_told_in_words(tmp_path):
    file = tmp_path / "own.yaml"
    file.write_text(SOUND.replace("capacity: size", "capacity: 400"), encoding="utf-8")
    lines = unsolved(load_study(file).run(draws=256, out=tmp_path / "run"))
    assert len(lines) == 4 and "the line siberia is booked for more than its supply has left" in lines[0]


def test_the_schema_tells_a_lines_terms():
    schema = study_schema()["$defs"]["MovePart"]["properties"]
    name, table = schema["pipeline"]["properties"]["line"]["anyOf"]
    assert name == {"type": "string"} and table["required"][:2] == ["from", "to"]
    assert "RUW" in table["properties"]["supply"]["enum"] and "MNG" not in table["properties"]["to"]["enum"]
    assert schema["transit_fee"]["properties"]["line"]["type"] == "string"


@pytest.fixture(scope="module")
def drawn():
    problem = bind(parse_study(SOUND, "f.yaml"))
    random = np.random.default_rng(0)
    values = {}
    for column in problem.columns:
        given = column.distribution
        middle = getattr(given, "mode", None)
        low, high = given.low, given.high
        values[column.name] = (
            random.uniform(low, high, 8) if middle is None else random.triangular(low, middle, high, 8)
        )
    found = corridors(problem, values, 8)
    return problem, values, found | shares(problem, {**values, **found}, 8)


def test_a_study_of_gas_alone_solves_nothing_of_trade(drawn):
    problem, _, _ = drawn
    assert not problem.cells_of("trade") and {cell.outcome for cell in problem.cells} >= {"gas_value"}


def test_a_country_of_transit_that_only_the_study_knows_earns_its_fee(drawn):
    problem, _, found = drawn
    assert "MNG" in parties_with(problem.options["gas"].lines)
    assert (found["transit_income[MNG,built]"] > 0).all()
    np.testing.assert_allclose(found["transit_income[MNG,untaxed]"], 0, atol=1e-12)
    np.testing.assert_allclose(found["gas_value[MNG,built]"], found["transit_income[MNG,built]"], rtol=1e-9)
    np.testing.assert_allclose(found["gas_value[MNG,again]"], found["gas_value[MNG,built]"], rtol=1e-9)


def test_a_line_that_is_described_can_be_built_on_other_terms(drawn):
    _, values, found = drawn
    assert (found["line_flow[half]"] <= values["size"] / 2 + 1e-5).all()


def test_bargaining_power_moves_money_between_seller_and_buyer_alone(drawn):
    _, _, found = drawn
    assert (found["gas_value[RUS,built]"] > found["gas_value[RUS,dictated]"]).all()
    for party in ("MNG", "JPN", "QAT"):
        np.testing.assert_allclose(found[f"gas_value[{party},built]"], found[f"gas_value[{party},dictated]"])


def test_who_must_all_agree_share_evenly_also_a_country_that_only_the_study_knows(drawn):
    """Shapley 1953: in a unanimity game each gets the same."""
    _, _, found = drawn
    worth = sum(found[f"gas_value[{party},built]"] for party in ("RUS", "MNG", "CHN"))
    for party in ("RUS", "MNG", "CHN"):
        np.testing.assert_allclose(found[f"shapley[{party},start]"], np.maximum(worth, 0) / 3, atol=1e-9)


def test_a_plan_is_the_line_that_its_numbers_say():
    numbers = {"length": 3000.0, "capacity": 30.0, "capital": 5.0, "build": 4.0, "fee": 2.0, "further": 38.0}
    plan = Plan("own", "RUW", "CHN", {"MNG": 1000.0}, numbers)
    gas = load({"pipe_operating": 1.0}, [plan], (2024, 2030))
    line = gas.line("own")
    assert (
        line.sections == ("MNG", "CHN") and line.km.tolist() == [1000, 2000] and line.fee.tolist() == [2, 0]
    )
    assert float(line.operating) == pytest.approx(3000 * FEE + 38e-3 / BILLION)
    assert float(line.decided) == gas.present == 2024
    assert float(load(lines=[Plan("p", "RUW", "CHN", {}, numbers)]).lines[0].cut_chance[0]) == 0
