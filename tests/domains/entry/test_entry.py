"""The game of entry: theorems, closed forms, and a second solver."""

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from detente.domains.entry import entry
from detente.domains.entry import play as playing
from detente.domains.entry.commit import dominates, plans, regret
from detente.domains.entry.entry import NOBODY, Table, Terms
from detente.domains.entry.play import orders
from detente.domains.entry.solved import Solved
from tests.domains.entry import plain
from tests.domains.entry.second import stochastic

induct = jax.jit(playing.induct, static_argnums=0)
forward = jax.jit(playing.forward, static_argnums=0)
flow = jax.jit(entry.flow, static_argnums=0)
pays = jax.jit(entry.entry, static_argnums=0)


class Play(NamedTuple):
    """What tests read of a solved game."""

    value: jax.Array
    value_now: jax.Array
    value_barred: jax.Array
    enters: jax.Array
    entered_by: jax.Array
    is_first: jax.Array
    deterrence: jax.Array


def _played(table, terms):
    game, powers = Solved(table, terms), range(table.powers)
    return Play(
        value=game.value(),
        value_now=jnp.stack([game.now(power) for power in powers]),
        value_barred=jnp.stack([game.barred_for(power, None) for power in powers]),
        enters=game.entered_by()[-1],
        entered_by=game.entered_by(),
        is_first=game.is_first(),
        deterrence=game.deterrence(),
    )


play = jax.jit(_played, static_argnums=0)
LARGE = Table(("A", "B", "C", "H", "S"), 3, ("cold", "mild", "warm"), 2, 0.5, (2, 0, 2), 1, (1, 3))
BARE = Table(("A", "B", "H"), 2, ("cold", "warm"), 2, 0.25)
SMALL = Table(("A", "B", "H", "S"), 2, ("cold", "warm"), 4, 0.5, (0, 1), 0, (0, 2, 3))


def drawn(table, seed):
    random = np.random.default_rng(seed)

    def between(low, high, *shape):
        return jnp.asarray(random.uniform(low, high, shape))

    players, powers, phases, kinds = (
        len(table.players),
        table.powers,
        len(table.phases),
        len(table.against),
    )
    money = between(-1, 3, players, 2**powers).at[:, 0].set(0.0)
    return Terms(
        discount=between(0.03, 0.12),
        money=money,
        realised=jnp.sort(between(0, 1, phases)),
        rent=between(0.1, 0.4),
        first_share=between(0.4, 0.7),
        later_share=between(0.1, 0.6),
        aid=between(0, 0.5, powers),
        corridor=between(-0.1, 1, players),
        corridor_open=jnp.asarray(np.arange(phases) == phases - 1, float),
        relief=between(-0.1, 0.5, players),
        lifted=jnp.sort(between(0, 1, phases)),
        domestic=between(0, 1, powers),
        demonstration=between(0, 1, powers),
        entry_cost=between(0.1, 3, powers),
        entry_fall=between(0, 0.2),
        rate_idle=between(0, 2, kinds),
        rate_added=between(0, 0.5, kinds),
        window=between(1, 6, kinds),
        expiry=between(0.05, 0.15, kinds),
        round_cost=between(0, 0.5, kinds, players),
        phase_now=jnp.asarray(random.dirichlet(np.ones(phases))),
        transition=jnp.asarray(random.dirichlet(np.ones(phases), (2**powers, phases))),
        income=between(1, 10, powers),
    )


def alone(step, periods, flow, cost, fall, rate, powers=1, together=0.0):
    """Powers that earn a flow once in; the host neither gains nor loses; one phase."""
    names = ("A", "B")[:powers]
    table = Table((*names, "H"), powers, ("on",), periods, step)
    money = np.zeros((powers + 1, 2**powers))
    for power in range(powers):
        money[power, 1 << power] = flow
        money[power, -1] = flow if powers == 1 else together
    none = jnp.zeros(0)
    terms = Terms(
        discount=jnp.asarray(rate),
        money=jnp.asarray(money),
        realised=jnp.ones(1),
        rent=jnp.zeros(()),
        first_share=jnp.zeros(()),
        later_share=jnp.zeros(()),
        aid=jnp.zeros(powers),
        corridor=jnp.zeros(powers + 1),
        corridor_open=jnp.zeros(1),
        relief=jnp.zeros(powers + 1),
        lifted=jnp.zeros(1),
        domestic=jnp.zeros(powers),
        demonstration=jnp.zeros(powers),
        entry_cost=jnp.full(powers, cost),
        entry_fall=jnp.asarray(fall),
        rate_idle=none,
        rate_added=none,
        window=none,
        expiry=none,
        round_cost=jnp.zeros((0, powers + 1)),
        phase_now=jnp.ones(1),
        transition=jnp.ones((2**powers, 1, 1)),
        income=jnp.ones(powers),
    )
    return table, terms


@pytest.mark.parametrize(
    "table", [SMALL, LARGE, BARE], ids=["small", "large", "without corridor or reactions"]
)
@pytest.mark.parametrize("seed", range(4))
def test_payoffs_are_those_reckoned_by_state_and_phase_in_plain_numbers(table, seed):
    terms = drawn(table, seed)
    terms = terms._replace(
        corridor=terms.corridor - 0.3 * (seed == 3), later_share=terms.later_share + 0.4 * (seed > 1)
    )
    np.testing.assert_allclose(flow(table, terms), plain.flows(table, terms), rtol=1e-12, atol=1e-12)
    for period in range(table.periods):
        paid = pays(table, terms, jnp.asarray(float(period)))
        np.testing.assert_allclose(paid, plain.entry(table, terms, period), rtol=1e-10)
    for power in range(table.powers):
        leads = [plain.place_after(table, place, power) for place in range(len(table.states))]
        assert table.after(power).tolist() == leads


@pytest.mark.parametrize("seed", range(5))
def test_a_reaction_that_comes_anyway_changes_no_move_however_much_it_costs(seed):
    terms = drawn(SMALL, seed)._replace(rate_added=jnp.zeros(2))
    dear = terms._replace(round_cost=50 * terms.round_cost)
    assert (induct(SMALL, terms).enters == induct(SMALL, dear).enters).all()
    assert (play(SMALL, dear).deterrence == 0).all()


@pytest.mark.parametrize("seed", range(5))
def test_rents_and_aid_sum_to_zero_over_players(seed):
    terms = drawn(SMALL, seed)
    for given in (entry.rents(SMALL, terms), entry.aid(SMALL, terms)):
        assert np.abs(given).max() > 0
        np.testing.assert_allclose(given.sum(0), 0, atol=1e-14)


def test_the_shares_of_the_rent_never_exceed_all_of_it():
    terms = drawn(SMALL, 1)._replace(first_share=jnp.asarray(0.9), later_share=jnp.asarray(0.8))
    taken = -entry.rents(SMALL, terms)[SMALL.host]
    gain = jnp.maximum(0, terms.money[SMALL.host][SMALL.sets][:, None] * terms.realised)
    assert (taken <= terms.rent * gain + 1e-12).all()


def test_one_power_with_a_falling_cost_stops_where_the_closed_form_says():
    """Dixit and Pindyck 1994, chapter 5 without uncertainty: enter at log(K (rho + g) / flow) / g."""
    flow, cost, fall, rate, step = 1.0, 12.0, 0.2, 0.1, 0.02
    table, terms = alone(step, 1500, flow, cost, fall, rate)
    date = np.log(cost * (rate + fall) / flow) / fall
    found = induct(table, terms)
    reached, _ = forward(table, terms, found)
    assert float(step * reached[:, 0].sum()) == pytest.approx(date, abs=2 * step)
    value = np.exp(-rate * date) * (flow / rate - cost * np.exp(-fall * date))
    assert float(found.value[0, 0, 0, 0]) == pytest.approx(value, rel=1e-4)


def test_two_powers_on_a_fine_grid_approach_the_date_of_preemption():
    """Fudenberg and Tirole 1985: preemption at 1.102, the follower at 6.931, rents equalised at 5.000."""
    table, terms = alone(0.01, 1500, 3.0, 20.0, 0.2, 0.1, powers=2, together=1.5)
    found = induct(table, terms)
    reached, _ = forward(table, terms, found)
    inside = reached.sum(2) @ jnp.asarray(table.entered.sum(1), float)
    assert float(0.01 * (inside < 0.5).sum()) == pytest.approx(1.102124, abs=0.03)
    assert float(0.01 * (inside < 1.5).sum()) == pytest.approx(6.931472, abs=0.03)
    np.testing.assert_allclose(found.value[0, :2, 0, 0], 5.0, rtol=0.01)


def test_a_power_barred_for_ever_earns_what_the_others_leave_it():
    table, terms = alone(0.5, 40, 3.0, 2.0, 0.2, 0.1, powers=2, together=1.5)
    terms = terms._replace(money=terms.money.at[0, 2].set(-0.7))
    found = play(table, terms)
    others = -0.7 / 0.1
    assert float(found.value_barred[0, 0]) == pytest.approx(others, rel=1e-9)
    assert float(found.value_now[0, 0]) > others


def test_the_host_bars_a_power_whose_entry_harms_it():
    table, terms = alone(0.5, 20, 3.0, 1.0, 0.0, 0.1)
    assert float(play(table, terms).enters[0]) == 1
    harmed = terms._replace(money=terms.money.at[1, 1].set(-0.1))
    assert float(play(table, harmed).enters[0]) == 0


def test_the_corridor_runs_only_where_every_party_gains():
    terms = drawn(SMALL, 3)
    gains = terms._replace(corridor=jnp.array([0.2, 0.0, 0.1, 0.3]))
    runs = entry.corridor_runs(SMALL, gains)
    assert runs.sum() > 0
    assert (runs[:, 0] == 0).all() and (runs[SMALL.entered[:, 0] == 0] == 0).all()
    loses = gains._replace(corridor=jnp.array([0.2, 0.0, 0.1, -0.3]))
    assert (entry.corridor_runs(SMALL, loses) == 0).all()


def test_first_share_equal_to_later_leaves_no_reward_for_being_first():
    terms = drawn(SMALL, 4)._replace(first_share=jnp.asarray(0.3), later_share=jnp.asarray(0.3))
    received = entry.rents(SMALL, terms)
    both = [place for place, (inside, _) in enumerate(SMALL.states) if inside == 3]
    np.testing.assert_allclose(received[:, both[0]], received[:, both[1]], atol=1e-14)


def engine(table, terms):
    """The same game for the general engine, its payoffs reckoned apart; consent is a move of the host."""
    sets, phases = len(table.states), len(table.phases)
    outside = [
        (place, power)
        for place in range(sets)
        for power in range(table.powers)
        if power not in plain.entrants(table, place)[0]
    ]
    names = [(place, NOBODY, phase) for place in range(sets) for phase in range(phases)]
    names += [(place, power, phase) for place, power in outside for phase in range(phases)]
    at = {name: number for number, name in enumerate(names)}
    players, states = len(table.players), len(names)
    goes = np.full((players, states, 2), -1)
    once = np.zeros((1, players, players, states, 2))
    pays = [plain.entry(table, terms, period) for period in range(table.periods)]
    flows = plain.flows(table, terms)
    flow, last = np.zeros((1, players, states)), np.zeros((1, players, states))
    follows = np.zeros((states, phases), int)
    chance = np.zeros((1, states, phases))
    keep = float(np.exp(-terms.discount * table.step))
    for (place, power, phase), number in at.items():
        flow[0, :, number] = flows[:, place, phase] * (1 - keep) / float(terms.discount)
        last[0, :, number] = keep * flows[:, place, phase] / float(terms.discount)
        follows[number] = [at[place, NOBODY, after] for after in range(phases)]
        chance[0, number] = terms.transition[table.states[place][0], phase]
        if power == NOBODY:
            for mover in range(table.powers):
                if (place, mover) in outside:
                    goes[mover, number] = number, at[place, mover, phase]
        else:
            goes[table.host, number] = (
                at[plain.place_after(table, place, power), NOBODY, phase],
                at[place, NOBODY, phase],
            )
    # the engine's `last` stands before chance moves; ours after it: the phase moves on first
    chances_of = np.asarray(terms.transition)[[bits for bits, _ in table.states]]
    moved = np.einsum("sha,psa->psh", chances_of, flows / float(terms.discount))
    for (place, _, phase), number in at.items():
        last[0, :, number] = keep * moved[:, place, phase]

    def paid(period):
        table_once = once.copy()
        for place, power in outside:
            for phase in range(phases):
                table_once[0, :, table.host, at[place, power, phase], 0] = pays[period][power]
        return table_once

    order = [[step for power in row for step in (power, table.host)] for row in orders(table)]
    rules = stochastic.Rules(np.array(order), goes, follows, table.periods)
    chances = np.full((1, len(order)), 1 / len(order))
    payoffs = stochastic.Payoffs(flow, paid, last, np.full((1, 1), keep), chances, chance)
    solved = stochastic.solve(rules, payoffs)
    return solved.value[0, :, : sets * phases].reshape(players, sets, phases)


@pytest.mark.parametrize("seed", range(12))
def test_a_second_solver_finds_the_same_values(seed):
    terms = drawn(SMALL, seed)
    np.testing.assert_allclose(induct(SMALL, terms).value[0], engine(SMALL, terms), rtol=1e-9, atol=1e-9)


def test_values_can_be_differentiated():
    terms = drawn(SMALL, 2)

    def value(rate):
        return play(SMALL, terms._replace(discount=rate)).value[0]

    slope = float(jax.grad(value)(terms.discount))
    step = 1e-6
    difference = float(value(terms.discount + step) - value(terms.discount - step)) / (2 * step)
    assert slope == pytest.approx(difference, rel=1e-4)


def test_chances_of_play_add_up():
    found = play(SMALL, drawn(SMALL, 6))
    assert (found.entered_by >= -1e-12).all() and (found.entered_by <= 1 + 1e-12).all()
    assert (jnp.diff(found.entered_by, axis=0) >= -1e-12).all()
    assert float(found.is_first.sum()) <= 1 + 1e-12


def test_the_race_burns_what_powers_lose_by_moving_for_themselves():
    """Together one of them enters, where its flow's loss by waiting is what waiting saves of the cost."""
    flow, cost, fall, rate = 3.0, 20.0, 0.2, 0.1
    table, terms = alone(0.01, 1500, flow, cost, fall, rate, powers=2, together=1.5)
    date = np.log(cost * (rate + fall) / flow) / fall
    best = np.exp(-rate * date) * (flow / rate - cost * np.exp(-fall * date))
    burned = float(jax.jit(lambda given: Solved(table, given).burned())(terms))
    assert burned == pytest.approx(best - 2 * 5.0, abs=0.05)
    one, its = alone(0.5, 40, flow, cost, fall, rate)
    assert float(Solved(one, its).burned()) == pytest.approx(0, abs=1e-12)


def test_entering_at_once_regrets_what_the_best_date_would_have_paid_more():
    """One power: the best date is in closed form, as above; what it regrets of never is all of its value."""
    flow, cost, fall, rate, step = 1.0, 12.0, 0.2, 0.1, 0.02
    table, terms = alone(step, 1500, flow, cost, fall, rate)
    date = np.log(cost * (rate + fall) / flow) / fall
    best = np.exp(-rate * date) * (flow / rate - cost * np.exp(-fall * date))
    now, never = regret(plans(table, terms, 0))
    assert float(now) == pytest.approx(best - (flow / rate - cost), rel=1e-3)
    assert float(never) == pytest.approx(best, rel=1e-3)


@pytest.mark.parametrize("seed", range(6))
def test_plans_are_worth_what_every_rule_of_entry_tried_out_says(seed):
    """Two periods and two phases: every rule that says, by period and phase, whether to enter."""
    table = SMALL.__class__(("A", "B", "H"), 2, ("cold", "warm"), 2, 0.5)
    drawn_terms = drawn(SMALL, seed)
    none = jnp.zeros(0)
    terms = drawn_terms._replace(
        money=drawn_terms.money[:3],
        corridor=jnp.zeros(3),
        relief=drawn_terms.relief[:3],
        rate_idle=none,
        rate_added=none,
        window=none,
        expiry=none,
        round_cost=jnp.zeros((0, 3)),
    )
    received, keep = np.asarray(entry.flow(table, terms))[0], float(jnp.exp(-terms.discount * table.step))
    rate, chance, start = float(terms.discount), np.asarray(terms.transition), np.asarray(terms.phase_now)
    costs = [-float(entry.entry(table, terms, jnp.asarray(float(t)))[0, 0]) for t in range(2)]

    def worth(rule, state, phase, period):
        paid = 0.0
        if period < 2 and not table.entered[state, 0] and rule[period][phase]:
            paid, state = -costs[period], int(table.after(0)[state])
        if period == 2:
            return received[state, phase] / rate
        after = sum(
            chance[table.sets[state], phase, to] * worth(rule, state, to, period + 1) for to in range(2)
        )
        return paid + received[state, phase] * (1 - keep) / rate + keep * after

    found = plans(table, terms, 0)
    waits = [((False, False), (a, b)) for a in (False, True) for b in (False, True)]
    for place, others in enumerate((0, 2)):
        outside = table.states.index((others, 1 if others else NOBODY))
        with_it = [table.states.index((others | 1, first)) for first in ((0, 1) if others else (0,))]
        later = sum(
            start[phase] * max(worth(rule, outside, phase, 0) for rule in waits) for phase in range(2)
        )
        stays = ((False, False), (False, False))
        never = sum(start[phase] * worth(stays, outside, phase, 0) for phase in range(2))
        now = np.mean([start @ [worth(stays, one, phase, 0) for phase in range(2)] for one in with_it])
        assert float(found.later[place]) == pytest.approx(later, rel=1e-9, abs=1e-12)
        assert float(found.never[place]) == pytest.approx(never, rel=1e-9, abs=1e-12)
        assert float(found.now[place]) == pytest.approx(now - costs[0], rel=1e-9, abs=1e-12)


def test_a_plan_that_regrets_nothing_dominates_and_only_such_a_one():
    seen, planned = set(), jax.jit(plans, static_argnums=(0, 2))
    for seed in range(40):
        found = planned(SMALL, drawn(SMALL, seed), seed % 2)
        for told, lost in zip(dominates(found), regret(found), strict=True):
            seen.add(bool(told))
            assert bool(told) == (float(lost) == 0)
    assert seen == {True, False}
