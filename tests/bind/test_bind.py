import copy
import datetime as dt
import io

import pytest
from ruamel.yaml import YAML

from detente.bind.problem import bind
from detente.bind.setting import fix
from detente.chance.kinds import Fixed, Gamma
from detente.ground.faults import Place, StudyError
from detente.study.read import parse_study, read, shipped

SOUND = """study: sound
question: Is it?
argument: {title: A}
as_of: 2018-08-31
world: world-2014
economies: [USA, RUS, PRK]
assumptions:
  leak: {is: a share, uniform: 5 % to 20 %, source: judgement}
  idle: {is: rounds, rate: {rows: reactions, by: USA, against: RUS, kind: sanction, since: 2014-03-01}, source: facts}
  variant: {is: which, choice: [fixed, removed], source: judgement}
options: {deficits: variant, gdp: {PRK: 20 * (1 + leak)}}
quantities:
  twice: {is: two of them, value: 2 * leak}
moves:
  cut: {is: a ban, ban: {between: [USA, RUS], share: 1 - twice}}
  un: {is: measures, measures: {authority: UN, enforcement: {RUS: 1 - leak}}}
  free: {is: lifted, lift: {authority: UN}}
start: [un]
worlds:
  dark: [cut]
  light: [free]
claims:
  one: {says: It is., holds: "real_income[RUS, dark] < min(real_income[[USA, PRK], dark])"}
"""


def found(text):
    with pytest.raises(StudyError) as error:
        bind(parse_study(text, "f.yaml"))
    return [str(fault) for fault in error.value.faults]


@pytest.mark.parametrize("name", shipped())
def test_shipped_studies_bind(name):
    assert bind(read(name)).claims


def test_a_sound_study_is_resolved():
    problem = bind(parse_study(SOUND, "f.yaml"))
    assert problem.world.economies == ("USA", "RUS", "PRK", "ROW")
    assert [case.name for case in problem.cases] == ["start", "dark", "light", "base"]
    assert "real_income[RUS,dark]" in [cell.name for cell in problem.cells]
    assert problem.claims[0].uses_outcomes


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[USA, RUS, PRK]", "[USA, RUS, PKR]", "f.yaml:6:23: no economy 'PKR'; did you mean 'PRK'?"),
        ("world: world-2014", "world: world-2041", "did you mean 'world-2014'?"),
        ("ban: {", "bann: {", "no kind of move 'bann'; did you mean 'ban'?"),
        ("share: 1 - twice", "shares: 1", "`ban` takes no 'shares'; did you mean 'share'?"),
        ("1 - twice", "1 - thrice", "no name 'thrice'"),
        ("dark: [cut]", "dark: [cutt]", "no move 'cutt'; did you mean 'cut'?"),
        ("real_income[RUS, dark]", "real_incom[RUS, dark]", "did you mean 'real_income'?"),
        ("real_income[RUS, dark]", "real_income[RUS, darc]", "no world 'darc'; did you mean 'dark'?"),
        ("real_income[RUS, dark]", "real_income[RUS]", "takes 2 names in brackets"),
        ("2 * leak", "2 * twice", "rests on itself"),
        ("2 * leak", "'money[RUS, dark]'", "only assumptions"),
        ("deficits: variant", "deficits: varient", "did you mean 'variant'?"),
        ("[fixed, removed]", "[fixed, gone]", "no rule for deficits 'gone'"),
        ("kind: sanction", "kind: sanctoin", "no row of 'reactions' matches"),
        ("authority: UN}}\nstart", "authority: KOR}}\nstart", "not in force"),
        ("between: [USA, RUS]", "between: [USA, USA]", "both sides"),
        ("{PRK: 20 * (1 + leak)}", "{PKR: 20}", "no economy 'PKR'"),
        ("as_of: 2018-08-31", "as_of: 2013-08-31", "no row of 'reactions' matches"),
        ("as_of: 2018-08-31", "as_of: 2013-08-31", "no authority 'UN'"),
    ],
)
def test_each_unknown_name_is_a_fault_with_its_mend(old, new, words):
    text = SOUND.replace(old, new, 1)
    assert any(words in fault for fault in found(text)), found(text)


def test_two_tariffs_set_on_one_flow_contradict_each_other():
    text = SOUND.replace(
        "  un:",
        "  t: {is: a, tariff: {buyer: USA, set: 5 %}}\n  u: {is: b, tariff: {seller: RUS, set: 0.1}}\n  un:",
    )
    faults = found(text.replace("dark: [cut]", "dark: [t, u]"))
    assert any("'t' and 'u' contradict" in fault for fault in faults)


def test_a_quota_on_what_a_measure_caps_already_is_a_contradiction():
    text = SOUND.replace(
        "  un:", "  cap: {is: q, quota: {buyer: PRK, industries: [refining], cap: 0.5}}\n  un:"
    )
    assert any(
        "'un' and 'cap' contradict" in fault for fault in found(text.replace("dark: [cut]", "dark: [cap]"))
    )


def test_actors_and_elasticities_must_exist():
    assert any(
        "no economy 'PKR'" in fault
        for fault in found(SOUND + "actors: {north: {name: North, economy: PKR}}\n")
    )
    assert any(
        "from: elasticities" in fault
        for fault in found(SOUND.replace("{deficits:", "{elasticities: leak, deficits:"))
    )


def test_no_row_dated_after_the_study_counts():
    early = bind(parse_study(SOUND.replace("2018-08-31", "2018-08-26"), "f.yaml"))
    late = bind(parse_study(SOUND, "f.yaml"))
    rates = [next(c for c in p.columns if c.name == "idle").distribution for p in (early, late)]
    assert [rate.shape for rate in rates] == [9, 10]
    assert isinstance(rates[1], Gamma)
    assert rates[1].rate == pytest.approx((dt.date(2018, 8, 31) - dt.date(2014, 3, 1)).days / 365.25)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("-0.5", "`input_substitution` is -0.5; it must be at least 0"),
        ("leak - 1", "`input_substitution` is -0.875 with the assumptions at their middle"),
        ("leek", "no name 'leek'"),
        ("[1, 2]", "stands where a number is wanted"),
        ("20 USD bn", "where"),
    ],
)
def test_substitution_among_inputs_is_a_number_from_zero_up(given, words):
    text = SOUND.replace("options: {", f"options: {{input_substitution: {given}, ")
    with pytest.raises(StudyError) as caught:
        bind(parse_study(text, "f.yaml"))
    assert any(words in str(fault) for fault in caught.value.faults), caught.value.faults


def test_substitution_among_inputs_may_rest_on_an_assumption():
    assert bind(parse_study(SOUND, "f.yaml")).options["trade"].input_substitution is None
    text = SOUND.replace("options: {", "options: {input_substitution: 1 - leak, ")
    assert bind(parse_study(text, "f.yaml")).options["trade"].input_substitution.text == "1 - leak"


def test_an_assumption_can_be_fixed_from_outside():
    study = parse_study(SOUND, "f.yaml")
    fixed = fix(study, {"leak": "10 %", "variant": "removed"})
    assert fixed.assumptions["leak"].distribution == Fixed(0.1)
    assert fixed.assumptions["variant"].distribution.names == ("removed",)
    with pytest.raises(StudyError, match="did you mean 'leak'"):
        fix(study, {"leek": "1"})
    with pytest.raises(StudyError, match="no variant"):
        fix(study, {"variant": "gone"})


ODD = ["USA", 3, None, True, [], {}, [[]], {"a": [1]}, "x["]


def paths(node, above=()):
    """Yield the way to every value below a value."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        yield (*above, key)
        yield from paths(value, (*above, key))


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_a_value_of_the_wrong_shape_anywhere_is_a_fault_and_never_a_traceback(odd):
    yaml = YAML(typ="safe", pure=True)
    whole = yaml.load(SOUND)
    whole["industries"] = {"goods": ["agriculture", "mining"]}
    whole["options"]["seeding"] = {"when": "variant", "realisation": "leak", "pairs": [["USA", "PRK"]]}
    whole["claims"]["one"]["supported_by"] = ["two"]
    whole["correlations"] = [{"between": ["leak", "idle"], "rank": 0.5, "source": "judgement"}]
    whole["hindsight"] = [{"date": dt.date(2019, 1, 1), "what": "it", "source": "record", "claims": ["one"]}]
    for path in list(paths(whole)):
        changed = copy.deepcopy(whole)
        table = changed
        for key in path[:-1]:
            table = table[key]
        table[path[-1]] = odd
        text = io.StringIO()
        yaml.dump(changed, text)
        with pytest.raises(StudyError) as error:
            bind(parse_study(text.getvalue(), "f.yaml"))
        assert all(isinstance(fault.place, Place) and fault.what for fault in error.value.faults)


@pytest.mark.parametrize(
    ("chance", "says"),
    [("70", "70 is no chance"), ("-5 %", "-0.05 is no chance"), ("1 / 0", "nan is no chance")],
)
def test_a_chance_lies_between_0_and_1(chance, says):
    event = "hindsight: [{date: 2019-01-01, what: it, source: s, claims: [one], happened: true, chance: CHANCE}]\n"
    assert bind(parse_study(SOUND + event.replace("CHANCE", "70 %"), "f.yaml")).forecasts
    assert [fault.partition(": ")[2] for fault in found(SOUND + event.replace("CHANCE", chance))] == [
        f"{says}; write a number from 0 to 1, or with %"
    ]


RATE = """study: r
question: q
argument: {title: t}
as_of: "2018-08-31"
world: world-2014
economies: [RUS, EU28, USA, CHN]
assumptions:
  r: {is: rate, source: data, unit: 1/year,
      rate: {rows: reactions, by: USA, against: RUS, kind: sanction, since: "2014-03-01"}}
moves: {ban: {is: b, ban: {seller: RUS, buyer: EU28, industries: [mining], share: 0.1*r/(1+r)}}}
worlds: {banned: [ban]}
claims: {c: {says: c, holds: "real_income[RUS, banned] < 0"}}
"""


@pytest.mark.parametrize("text", [RATE, RATE.replace('"20', "20").replace('31"', "31").replace('01"', "01")])
def test_a_rate_is_learnt_up_to_the_studys_date_in_quotes_or_not(text):
    study = parse_study(text, "f.yaml")
    assert study.as_of == dt.date(2018, 8, 31)
    gamma = bind(study).columns[0].distribution
    assert gamma.shape == 10 and gamma.rate == pytest.approx(1644 / 365.25)
