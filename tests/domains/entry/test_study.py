"""The game of a study: what it reads of other models, and theorems that hold in every draw."""

import numpy as np
import pytest

from detente.domains.entry.terms import table_of, terms_of
from detente.domains.peace.facts import PHASES
from tests.domains.entry.studies import MONEY, STUDY, Played, draws, outcomes, problem

COUNT = 6


@pytest.fixture(scope="module")
def bound():
    return problem()


def played(bound, values, changes=None, count=COUNT):
    return Played(bound, lambda _: outcomes(bound, count, changes))(values)


@pytest.fixture(scope="module")
def found(bound):
    return played(bound, draws(bound, COUNT))


def test_the_worlds_of_sets_are_read_in_the_order_of_their_bits(bound):
    terms = terms_of(
        bound, bound.options["entry"].plays["main"], draws(bound, COUNT), outcomes(bound, COUNT), COUNT
    )
    money = np.asarray(terms.money)[0]
    players = bound.options["entry"].players
    assert players == ("CHN", "RUS", "PRK", "KOR") and table_of(bound.options["entry"]).periods == 10
    for place, world in enumerate(["entered_CHN", "entered_RUS", "entered_CHN_RUS"], 1):
        assert money[:, place].tolist() == [MONEY[world].get(player, 0.0) for player in players]
    assert (money[:, 0] == 0).all()
    assert np.asarray(terms.round_cost)[0, 0].tolist() == [-0.01, 0.3, 0.0, 0.0]


def test_the_corridor_waits_for_a_settlement_where_consent_is_needed(bound):
    terms = terms_of(bound, bound.options["entry"].plays["main"], draws(bound, 2), outcomes(bound, 2), 2)
    needed, free = np.asarray(terms.corridor_open)
    assert dict(zip(PHASES, needed, strict=True)) == {"freeze": 0, "talks": 0, "thaw": 0, "settlement": 1}
    assert dict(zip(PHASES, free, strict=True)) == {"freeze": 0, "talks": 0, "thaw": 1, "settlement": 1}


def test_a_partner_that_has_entered_weighs_more_in_the_process(bound):
    values = draws(bound, 1) | {"odds": np.array([2.0])}
    terms = terms_of(bound, bound.options["entry"].plays["main"], values, outcomes(bound, 1), 1)
    thaw, settlement = PHASES.index("thaw"), PHASES.index("settlement")
    better = np.asarray(terms.transition)[0, :, thaw, thaw:].sum(-1)
    assert better[0] < better[2] < better[1] < better[3]
    np.testing.assert_allclose(np.asarray(terms.transition).sum(-1), 1)
    assert (np.asarray(terms.transition)[0, :, settlement, settlement] == 1).all()


def test_reactions_that_do_not_follow_cost_nothing_and_deter_nobody(found):
    assert (found["deterrence_cost[RUS,unanswered]"] == 0).all()
    assert (found["deterrence_cost[RUS,main]"] > 0).all()
    np.testing.assert_allclose(found["reaction_cost[RUS,RUS,main]"], found["deterrence_cost[RUS,main]"])
    assert (found["reaction_cost[RUS,CHN,main]"] < 0).all() and (
        found["reaction_cost[CHN,RUS,main]"] == 0
    ).all()
    assert (found["enters_now[RUS,unanswered]"] >= found["enters_now[RUS,main]"]).all()


def test_a_reaction_that_comes_anyway_changes_no_choice_in_any_draw(bound):
    values = draws(bound, COUNT)
    dear = {"money[RUS,round]": np.full(COUNT, -30.0)}
    cells = [name for name in played(bound, values) if name.startswith("enters_now") and "unanswered" in name]
    assert cells
    for name in cells:
        assert (played(bound, values)[name] == played(bound, values, dear)[name]).all()


def test_what_entering_pays_is_the_cost_at_home_that_turns_the_choice(bound, found):
    values = draws(bound, COUNT)
    np.testing.assert_allclose(
        found["entry_pays[CHN,dearer]"], found["entry_pays[CHN,main]"] - 0.1, atol=1e-9
    )
    more = found["entry_pays[CHN,main]"] + values["home"]
    if (more > 0).all():
        turned = played(bound, values | {"home": more})
        np.testing.assert_allclose(turned["entry_pays[CHN,main]"], 0, atol=1e-9)


def test_a_draw_whose_worlds_were_not_solved_is_unknown_and_the_others_stay(bound, found):
    broken = np.full(COUNT, MONEY["entered_RUS"]["PRK"])
    broken[2] = np.nan
    again = played(bound, draws(bound, COUNT), {"money[PRK,entered_RUS]": broken})
    for name, column in found.items():
        if name.endswith(",main]"):
            assert np.isnan(again[name][2])
            np.testing.assert_array_equal(np.delete(again[name], 2), np.delete(column, 2))
    nothing = played(bound, draws(bound, COUNT), {"money[PRK,entered_RUS]": np.full(COUNT, np.nan)})
    assert np.isnan(nothing["enters_now[RUS,main]"]).all()


def test_a_draw_does_not_depend_on_its_neighbours(bound, found):
    values = draws(bound, COUNT)
    alone = played(bound, {name: column[3:4] for name, column in values.items()}, count=1)
    for name, column in alone.items():
        if name.endswith(",main]"):
            assert column[0] == found[name][3]


def test_being_barred_longer_takes_the_value_to_that_of_being_barred_for_ever(found):
    late = [found[f"value_late[RUS,{half},RUS,main]"] for half in ("1", "6")]
    barred, free = found["value_barred[RUS,RUS,main]"], found["game_value[RUS,main]"]
    assert (late[1] <= late[0] + 1e-9).all() or (late[0] <= free + 1e-9).all()
    assert (np.abs(late[1] - barred) <= np.abs(free - barred) + 1e-9).all()


def test_a_round_may_come_on_top_of_another_world():
    text = STUDY.replace("world: round, idle", "world: round, from: linked, idle")
    bound = problem(text)
    terms = terms_of(bound, bound.options["entry"].plays["main"], draws(bound, 1), outcomes(bound, 1), 1)
    assert np.asarray(terms.round_cost)[0, 0].tolist() == pytest.approx([-0.01, 0.5, 0.3, 0.5])
