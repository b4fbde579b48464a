import pytest

from detente.bind.problem import bind
from detente.study.expression import COMPARISONS, Operation, walk
from detente.study.read import parse_study

STUDY = """study: units
question: Is it?
argument: {title: A}
as_of: 2018-08-31
world: world-2014
economies: [USA, RUS]
assumptions:
  gain: {is: x, uniform: 1 to 3 USD bn/year, source: judgement}
  loss: {is: x, uniform: 1 to 3, unit: USD mn/year, source: judgement}
  part: {is: x, uniform: 5 % to 9 %, source: judgement}
  volume: {is: x, uniform: 1 to 3, unit: bcm/yr, source: judgement}
  bare: {is: x, uniform: 1 to 3, source: judgement}
  pure: {is: x, uniform: 1 to 3, unit: 1, source: judgement}
  price: {is: x, uniform: 1 to 3 USD/MMBtu, source: judgement}
quantities:
  net: {is: x, value: gain - loss}
  ratio: {is: x, value: gain / loss}
  both: {is: x, value: part * part}
worlds: {same: []}
claims:
  one: {says: It is., holds: "CLAIM"}
"""


def units_of(claim):
    (bound,) = bind(parse_study(STUDY.replace("CLAIM", claim), "f.yaml")).claims
    nodes = walk(bound.claim.holds.tree)
    return [one.unit for one in nodes if isinstance(one, Operation) and one.name in COMPARISONS]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gain > 0", "USD bn/year"),
        ("gain > 5 * loss", "USD bn/year"),
        ("5 * loss < gain", "USD mn/year"),
        ("gain / 2 < min(loss, 3) + 1", "USD bn/year"),
        ("net > 1", "USD bn/year"),
        ("ratio > 1", ""),
        ("both > 1 %", "share"),
        ("gain * loss > 0", "USD^2*mn bn/year^2"),
        ("gain / loss > 1", ""),
        ("part > 0.5 %", "share"),
        ("bare > 5 %", "share"),
        ("abs(-volume) >= 10", "bcm/yr"),
        ("price * 5 > 3", "USD/MMBtu"),
        ("exp(part) > 1", ""),
        ("1 < 2", ""),
        ("bare > 1", ""),
        ("bare > gain", "USD bn/year"),
        ("bare * 1000 > 100 USD bn/year", "USD bn/year"),
        ("pure * gain > 1", "USD bn/year"),
        ("60000 USD bn/year < 29180", "USD bn/year"),
        ("money[USA, same] < bare", "USD bn/year"),
        ("real_income[USA, same] < pure", "share"),
        ("pure < real_income[USA, same]", "share"),
    ],
)
def test_the_unit_of_a_margin(text, said):
    assert units_of(text) == [said]


def test_comparisons_come_in_the_order_of_the_text():
    assert units_of("gain > 1 and not (part < 2 or 3 < volume < 4)") == [
        "USD bn/year",
        "share",
        "bcm/yr",
        "bcm/yr",
    ]
