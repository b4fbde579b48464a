"""The game and the peace process of a study, as they are resolved; and every fault of them."""

import pytest

from detente.bind.problem import bind
from detente.domains.peace.facts import PHASES
from detente.ground.faults import StudyError
from detente.study.read import parse_study
from tests.domains.entry.studies import STUDY, problem


def faults(old, new):
    assert old in STUDY
    return faults_of(STUDY.replace(old, new, 1))


def faults_of(text):
    with pytest.raises(StudyError) as error:
        bind(parse_study(text, "f.yaml"))
    return [str(fault) for fault in error.value.faults]


def test_each_set_of_entrants_is_a_world_with_the_moves_of_all_in_it():
    bound = problem()
    made = {case.name: [one.name for one in case.written] for case in bound.cases}
    assert made["entered_CHN"] == ["better", "cheaper"]
    assert made["entered_CHN_RUS"] == ["better", "cheaper", "closer"]
    assert [case.name for case in bound.cases][:4] == ["start", "round", "linked", "base"]


def test_transitions_are_columns_and_a_settlement_rests_on_judgement():
    bound = problem()
    steps = {column.name: column for column in bound.columns if column.assumption == "steps"}
    assert len(steps) == 10
    assert [name for name, one in steps.items() if one.judged] == ["steps[thaw_to_settlement]"]
    assert bound.options["peace"].now == PHASES.index("thaw")


def test_rows_dated_after_the_study_change_nothing_of_the_process():
    early = problem(STUDY.replace("2018-08-31", "2016-08-31").replace("2019-01-01", "2020-01-01"))
    assert early.options["peace"].coded[-1].since.year <= 2016
    assert list(early.options["peace"].capability) == [1994, 2003]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("powers: [CHN, RUS]", "powers: [CHN, RUX]", "no economy 'RUX'; did you mean 'RUS'?"),
        ("others: [KOR]", "others: [PRK]", "these cannot be the players"),
        ("against: RUS,", "against: PRK,", "no power that may enter 'PRK'"),
        ("world: round, idle", "world: rounds, idle", "no world 'rounds'"),
        ("{freeze: 0, talks", "{frieze: 0, talks", "no phase 'frieze'"),
        ("CHN: [cheaper]", "CHN: [cheap]", "no move 'cheap'"),
        ("  waiting: RUS", "  waiting: PRK", "no power 'PRK'"),
        ("expiry: 0.1}", "}", "lacks `expiry`"),
        ("world: round, idle", "world: round, from: ronud, idle", "no world 'ronud'"),
        ("  rent: 0.3", "  rant: 0.3", "`game` takes no 'rant'"),
        ("  discount: rate\n", "", "`game` lacks `discount`"),
        ("unanswered: {added", "unanswered: {adds", "a play takes no 'adds'"),
        ("schedule: in_steps", "schedule: in_step", "no schedule 'in_step'"),
        ("when: consent", "when: rate", "'rate' is no choice with the variant `needed`"),
        ("years: 5\n", "years: 500\n", "500 is out of range"),
        ("chances: steps", "chances: step", "no assumption `from: transitions` 'step'"),
        ("CHN: 0.5, RUS", "CHX: 0.5, RUS", "no country 'CHX'"),
        ("trade: linked", "gas: linked", "no world with a gas line 'linked'"),
        ("partners: {", "weights_of: [1994, 2020], partners: {", "no capability index of 2020 is known by"),
        ("  peace: {", "  pease: {", "`options` takes no 'pease'"),
        ("[RUS, 1, main]", "[RUS, 7, main]", "no years_on '7'"),
        ("entered_by[RUS, 1, main]", "cost > 1 share", "where USD bn is wanted"),
        (", happened: true", "", "one of `chance` and `happened`"),
        ("entry_cost: {CHN: cost", "entry_cost: {CHN: rate", "stands where"),
    ],
)
def test_faults_of_a_game_say_what_and_where(old, new, words):
    found = faults(old, new)
    assert any(words in one and one.startswith("f.yaml:") for one in found), found


def test_a_game_without_phases_says_what_it_lacks():
    line = next(line for line in STUDY.splitlines() if "peace: {" in line)
    assert any("needs the option `peace`" in one for one in faults(line + "\n", "  deficits: fixed\n"))


def test_a_study_before_any_capability_is_known_says_when_the_first_is():
    early = STUDY.replace("2018-08-31", "1993-12-31").replace("2019-01-01", "1994-01-01")
    assert any("no capability index is known by 1993-12-31" in one for one in faults_of(early))


def test_half_years_of_waiting_end_with_the_game():
    bound = problem(STUDY.replace("  years: 5\n", "  years: 2\n").replace("[RUS, 1, main]", "[RUS, 2, main]"))
    assert bound.options["entry"].labels("half_years") == ("1", "2", "3", "4")
    assert bound.options["entry"].labels("years_on") == ("1", "2")
