import copy
import datetime as dt
import io
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from detente.bind.problem import bind
from detente.chance.kinds import Triangular
from detente.ground.faults import Place, StudyError
from detente.study.read import parse_study

from .test_bind import paths

STUDY = """study: talks
question: Where does it land?
argument: {title: A}
as_of: 2018-08-31
world: world-2014
economies: [RUS, PRK]
assumptions:
  talks: {is: who wants what, from: negotiation, source: the table}
  weight: {is: a weight, uniform: 1 to 2, source: judgement}
  rule: {is: which, choice: [by_kind, least], source: judgement}
options:
  negotiation:
    facts: talks
    offer_rule: rule
    rounds: 8
    issues:
      relief_order:
        is: when relief comes
        scale: [relief_first, in_steps, all_first]
        actors:
          china:
          north: {position: relief_first, source: judgement}
          club: {is: the club, position: 0.75, capability: 2 * weight, salience: 1 / (1 + weight), source: judgement}
      delay:
        is: how many years
        scale: {none: 0, decade: 10}
        unit: years
        actors:
          one: {position: none, capability: 1, salience: 0.5, source: judgement}
          two: {position: 24 month, capability: 1, salience: 40 %, source: judgement}
claims:
  steps: {says: In steps., holds: "settlement_high[relief_order] < 0.75"}
  soon: {says: Soon., holds: "weighted_mean[delay] < 12 month or rounds_settle[delay] > 0.5"}
"""


def found(text):
    with pytest.raises(StudyError) as error:
        bind(parse_study(text, "f.yaml"))
    return [str(fault) for fault in error.value.faults]


def test_a_negotiation_is_resolved():
    problem = bind(parse_study(STUDY, "f.yaml"))
    talks = problem.options["negotiation"]
    relief, delay = talks.issues
    assert (talks.rounds, talks.rules, talks.variant) == (8, ("by_kind", "least"), "rule")
    assert relief.points == (("relief_first", 0.0), ("in_steps", 0.5), ("all_first", 1.0))
    assert [seat.who for seat in relief.seats] == ["China", "North Korea", "the club"]
    assert (delay.unit, delay.ends) == ("years", (0.0, 10.0))
    cells = {cell.name: cell.unit for cell in problem.cells}
    assert cells["settlement[delay]"] == "years" and cells["rounds_settle[delay]"] == "1"
    assert cells["settlement_low[relief_order]"] == ""


def test_the_embedded_numbers_are_drawn_that_the_study_does_not_write():
    problem = bind(parse_study(STUDY, "f.yaml"))
    columns = {one.name: one for one in problem.columns if one.assumption == "talks"}
    assert set(columns) == {
        *(f"talks[china_{number}]" for number in ("position", "capability", "salience")),
        *(f"talks[north_{number}]" for number in ("capability", "salience")),
    }
    weight = columns["talks[china_capability]"]
    assert weight.distribution == Triangular(0.6, 1.0, 1.731) and "Correlates of War" in weight.source
    whole = STUDY.replace(
        "        actors:\n          china:\n", "        actors:\n          japan:\n          china:\n"
    )
    assert len(bind(parse_study(whole, "f.yaml")).columns) == len(problem.columns) + 3


def test_all_of_the_table_take_part_where_nobody_is_named():
    start = STUDY.index("        actors:\n          china:")
    text = STUDY[:start] + STUDY[STUDY.index("      delay:") :]
    issue = bind(parse_study(text, "f.yaml")).options["negotiation"].issues[0]
    assert len(issue.seats) == 9


def test_nobody_sits_at_one_table_twice():
    start, end = STUDY.index("        actors:\n          one:"), STUDY.index("claims:")
    faults = found(STUDY[:start] + "        actors: [one, one, two]\n" + STUDY[end:])
    assert any("an actor stands twice at one table" in fault for fault in faults)


def test_what_rests_on_a_later_day_is_not_known():
    early = STUDY.replace("2018-08-31", "2018-06-27")
    assert any("position of China rests on 2018-06-28" in fault for fault in found(early))
    assert bind(parse_study(STUDY, "f.yaml")).study.as_of == dt.date(2018, 8, 31)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "2 * weight",
            "-2 * weight",
            "f.yaml:23:60: the capability of 'club' is -2 with the assumptions at their low ends",
        ),
        (
            "uniform: 1 to 2",
            "discrete: {-1: 1, 2: 9}",
            "the capability of 'club' is -2 with the assumptions at",
        ),
        ("1 / (1 + weight)", "weight", "the salience of 'club' is 1.5 with the assumptions at their middles"),
        ("1 / (1 + weight)", "-0.1", "the salience of 'club' is -0.1"),
        ("position: 0.75", "position: 1.75", "f.yaml:23:42: the position of 'club' is 1.75"),
        ("position: relief_first", "position: relief_fist", "no name 'relief_fist'"),
        ("24 month", "24 km", "stands where"),
        ("24 month", "240 month", "the position of 'two' is 20"),
        ("2 * weight", "2 * wait", "no name 'wait'; did you mean 'weight'?"),
        ("          china:\n", "          chima:\n", "did you mean 'china'?"),
        ("facts: talks", "facts: talk", "did you mean 'talks'?"),
        ("    facts: talks\n", "", "the actor 'china' has no position, no capability, no salience"),
        ("offer_rule: rule", "offer_rule: rules", "did you mean 'rule'?"),
        ("[by_kind, least]", "[by_kind, last]", "no rule of choosing offers 'last'; did you mean 'least'?"),
        ("rounds: 8", "rounds: 1", "no number of rounds"),
        ("    issues:", "    isues: 1\n    issues:", "did you mean 'issues'?"),
        ("        is: when relief comes\n", "", "f.yaml:18:9: the issue 'relief_order' lacks `is`"),
        ("[relief_first, in_steps, all_first]", "[relief_first]", "two points or more"),
        ("[relief_first, in_steps, all_first]", "[relief_first, relief_first]", "one name"),
        ("{none: 0, decade: 10}", "{none: 10, decade: 0}", "ascending"),
        ("0.5, source: judgement}\n          two", "0.5}\n          two", "has no `source`"),
        ("salience: 0.5,", "saliense: 0.5,", "did you mean 'salience'?"),
        ("settlement_high[relief_order]", "settlement_high[relief_odrer]", "no issue 'relief_odrer'"),
        (
            "settlement_high[relief_order]",
            "settlement_high[relief_order, start]",
            "takes 1 names in brackets",
        ),
        ("12 month", "12 USD", "stands where"),
    ],
)
def test_each_fault_has_its_place_and_its_mend(old, new, words):
    assert any(words in fault for fault in found(STUDY.replace(old, new, 1))), found(
        STUDY.replace(old, new, 1)
    )


def test_the_study_in_the_manual_binds():
    page = (Path(__file__).resolve().parents[2] / "docs" / "models" / "negotiation.md").read_text(
        encoding="utf-8"
    )
    options = re.findall(r"```yaml\n(options:.*?)```", page, re.DOTALL)[0]
    start, end = STUDY.index("options:"), STUDY.index("claims:")
    given = STUDY[:start].replace("rule: {is", "offer_rule: {is") + options + STUDY[end:]
    talks = bind(parse_study(given, "page.yaml")).options["negotiation"]
    assert [len(issue.seats) for issue in talks.issues] == [5, 2]


@pytest.mark.parametrize("odd", ["USA", 3, None, True, [], {}, [[]], {"a": [1]}, "x[", -5], ids=repr)
def test_a_value_of_the_wrong_shape_is_a_fault_and_never_a_traceback(odd):
    yaml = YAML(typ="safe", pure=True)
    whole = yaml.load(STUDY)
    for path in [("options", "negotiation", *below) for below in paths(whole["options"]["negotiation"])]:
        changed = copy.deepcopy(whole)
        table = changed
        for key in path[:-1]:
            table = table[key]
        table[path[-1]] = odd
        text = io.StringIO()
        yaml.dump(changed, text)
        try:
            bind(parse_study(text.getvalue(), "f.yaml"))
        except StudyError as error:
            assert all(isinstance(fault.place, Place) and fault.what for fault in error.faults)


def test_without_issues_their_outcomes_name_nothing():
    start, end = STUDY.index("options:"), STUDY.index("claims:")
    assert any("no issue 'relief_order'" in fault for fault in found(STUDY[:start] + STUDY[end:]))
