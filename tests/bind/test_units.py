import pytest

from detente.bind.problem import bind
from detente.ground.faults import StudyError
from detente.study.read import parse_study

STUDY = """study: units
question: Is it?
argument: {title: A}
as_of: 2018-08-31
world: world-2014
economies: [USA, RUS]
assumptions:
  gift: {is: aid, uniform: 100 to 300, unit: USD mn/year, source: judgement}
  rate: {is: discount rate, uniform: 3 % to 12 %, unit: 1/year, source: judgement}
  wait: {is: how long, uniform: 6 to 18, unit: month, source: judgement}
quantities:
  lost: {is: share lost by waiting, value: 1 - exp(-rate * wait)}
  total: {is: aid in all, value: gift * wait, unit: USD bn}
moves:
  help: {is: aid, aid: {giver: USA, receiver: RUS, amount: gift}}
worlds: {helped: [help]}
claims:
  one: {says: It is., holds: "CLAIM"}
"""


def bound(claim):
    return bind(parse_study(STUDY.replace("CLAIM", claim), "f.yaml"))


def faults(claim):
    with pytest.raises(StudyError) as error:
        bound(claim)
    return [str(fault) for fault in error.value.faults]


@pytest.mark.parametrize(
    "claim",
    [
        "money[USA, helped] < gift",
        "money[USA, helped] < 200 USD mn/year",
        "real_income[USA, helped] < 1 %",
        "rate > 5 %",
        "rate * wait < 1",
        "total < 1",
        "money[USA, helped] / money[RUS, helped] < 2",
    ],
)
def test_sides_of_one_dimension_may_be_compared(claim):
    assert bound(claim).claims


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("money[USA, helped] < 2 %", "a plain number stands where USD bn/year"),
        ("real_income[USA, helped] < gift", "USD mn/year stands where a plain number"),
        ("money[USA, helped] < 3 rounds", "round stands where USD bn/year"),
        ("exp(gift) > 1", "USD mn/year stands where a plain number is wanted"),
        ("total + rate > 1", "1/year stands where USD bn"),
    ],
)
def test_sides_of_two_dimensions_are_a_fault_at_the_place(claim, words):
    (fault,) = faults(claim)
    assert words in fault and "^" in fault and "f.yaml:18:" in fault


def test_numbers_reach_models_in_their_units():
    from detente.domains.middle import at_middle

    problem = bound("money[USA, helped] < 200 USD mn/year")
    value = at_middle(problem)
    (helped,) = [case for case in problem.cases if case.name == "helped"]
    assert float(helped.moves[0].resolved(value).amount) == pytest.approx(0.2)
    quantities = problem.study.quantities
    assert float(value(quantities["total"].expression)) == pytest.approx(0.2)
    assert float(value(quantities["lost"].expression)) == pytest.approx(1 - 2.718281828 ** (-0.075), rel=1e-6)


BARE = STUDY.replace("unit: USD mn/year, source", "source")


@pytest.mark.parametrize("claim", ["total * 1 > 1 USD bn", "gift * wait > 1 USD bn", "exp(gift * wait) > 2"])
def test_a_missing_unit_is_blamed_where_it_is_missing_and_once(claim):
    both = f"{claim} and {claim}"
    with pytest.raises(StudyError) as error:
        bind(parse_study(BARE.replace("CLAIM", both), "f.yaml"))
    (fault,) = map(str, error.value.faults)
    assert fault.startswith("f.yaml:8:3: 'gift' has no unit, and line ") and "give it a `unit`" in fault


@pytest.mark.parametrize("claim", ["wait > 1 USD bn", "gift + wait > 1 USD bn", "max(wait, 3 USD) > gift"])
def test_one_that_could_mend_nothing_is_not_blamed(claim):
    with pytest.raises(StudyError) as error:
        bind(parse_study(BARE.replace("CLAIM", claim), "f.yaml"))
    assert any("f.yaml:18:" in str(fault) for fault in error.value.faults)


def test_a_plain_number_that_says_so_fits_no_money():
    text = BARE.replace("uniform: 100 to 300", "uniform: 100 to 300, unit: 1")
    with pytest.raises(StudyError, match="a plain number stands where USD bn/year is wanted"):
        bind(parse_study(text.replace("CLAIM", "money[USA, helped] < gift"), "f.yaml"))
    assert bind(
        parse_study(
            BARE.replace("unit: USD bn}", "}").replace("CLAIM", "money[USA, helped] < gift"), "f.yaml"
        )
    )


def test_a_set_number_is_brought_to_the_unit_of_its_assumption():
    from detente.bind.setting import fix
    from detente.chance.kinds import Fixed

    study = parse_study(STUDY.replace("CLAIM", "rate > 5 %"), "f.yaml")
    set_to = {"gift": "1 USD bn/year", "wait": "2 years", "rate": "5 %"}
    found = {name: one.distribution for name, one in fix(study, set_to).assumptions.items()}
    assert found == {"gift": Fixed(1000.0), "wait": Fixed(pytest.approx(24)), "rate": Fixed(0.05)}
    with pytest.raises(StudyError, match="USD stands where month is wanted"):
        fix(study, {"wait": "3 USD"})
    with pytest.raises(StudyError, match="% stands where month is wanted"):
        fix(study, {"wait": "3 %"})


def test_what_cancels_is_a_plain_number():
    """A rate of 12 % a year over 6 months is 0.06, not 0.72."""
    from detente.domains.middle import at_middle

    problem = bound("rate * wait < 1")
    (left, _) = problem.claims[0].claim.holds.tree.parts
    claim = problem.claims[0].claim.holds
    assert float(at_middle(problem)(type(claim)("", claim.place, left))) == pytest.approx(0.075)
    assert float(at_middle(problem)(type(claim)("", claim.place, left.parts[0]))) == pytest.approx(0.9)
