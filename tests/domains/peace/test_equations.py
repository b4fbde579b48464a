import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.domains import pytrees  # noqa: F401  (double precision)
from detente.domains.peace import equations
from detente.domains.peace.solve import Process, solve

CHANCES = st.floats(0.02, 0.98)


def two(a, b):
    """Return chances of two phases: a from the worst up, b from the best down."""
    return np.array([[[1 - a, a], [b, 1 - b]]])


def chances(seed, draws=4, phases=4):
    return np.random.default_rng(seed).dirichlet(np.ones(phases), size=(draws, phases))


@given(CHANCES, CHANCES, st.integers(0, 30))
def test_two_phases_in_closed_form(a, b, years):
    chance = two(a, b)
    down = equations.passed(chance, 1, 0, years)
    assert down[0].tolist() == pytest.approx([1 - (1 - b) ** k for k in range(years + 1)])
    _, up = equations.first_passage(chance, (1,))
    assert up[0].tolist() == pytest.approx([1 / a, 0])
    _, back = equations.first_passage(chance, (0,))
    assert back[0].tolist() == pytest.approx([0, 1 / b])


@given(CHANCES, CHANCES, st.floats(0.1, 10))
def test_two_phases_odds_are_multiplied(a, b, by):
    tilted = equations.tilted(two(a, b), np.array([[by, 1.0]]))
    assert tilted[0, 0, 1] / tilted[0, 0, 0] == pytest.approx(by * a / (1 - a))
    assert tilted[0, 1].tolist() == [b, 1 - b]


@given(st.floats(0.05, 0.95), st.integers(3, 8))
def test_gamblers_ruin_in_closed_form(up, count):
    """Feller 1968, chapter XIV: steps up with chance p, down with q, stopped at both ends."""
    chance = np.zeros((1, count, count))
    chance[0, 0, 0] = chance[0, -1, -1] = 1
    for phase in range(1, count - 1):
        chance[0, phase, phase + 1], chance[0, phase, phase - 1] = up, 1 - up
    ratio, last, k = (1 - up) / up, count - 1, np.arange(count)
    if abs(ratio - 1) < 1e-3:
        return
    wins = (1 - ratio**k) / (1 - ratio**last)
    hits, years = equations.first_passage(chance, (last, 0))
    assert hits[0, :, 0] == pytest.approx(wins, abs=1e-9)
    lasts = k / (1 - 2 * up) - last / (1 - 2 * up) * wins
    assert years[0] == pytest.approx(lasts, abs=1e-6)


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_passages_are_sums_of_what_is_passed_by_each_year(seed):
    """The expected years are the sum over years of the chance of not having come yet."""
    chance = 0.8 * chances(seed) + 0.05
    _, years = equations.first_passage(chance, (3,))
    for start in range(3):
        waits = (1 - equations.passed(chance, start, 3, 400)).sum(axis=1)
        assert np.allclose(waits, years[:, start], rtol=1e-6)


@given(st.integers(0, 10_000))
def test_odds_of_one_change_nothing_and_rows_add_up(seed):
    chance = chances(seed)
    assert np.allclose(equations.tilted(chance, np.ones((4, 4))), chance)
    odds = np.random.default_rng(seed).uniform(0.1, 10, (4, 4))
    tilted = equations.tilted(chance, odds)
    assert np.allclose(tilted.sum(axis=2), 1) and (tilted >= 0).all()
    again = equations.tilted(tilted, 1 / odds)
    assert np.allclose(again, chance)


@pytest.mark.parametrize("seed", range(4))
def test_odds_are_multiplied_phase_by_phase_and_years_are_powers(seed):
    """Every k: the odds of phase k or better, counted one row at a time; then the chain, year by year."""
    chance = chances(seed)
    odds = np.random.default_rng(seed + 1).uniform(0.2, 5, (4, 4))
    found = equations.tilted(chance, odds)
    for draw, phase in np.ndindex(4, 4):
        before, after = chance[draw, phase], found[draw, phase]
        for k in range(1, 4):
            times = odds[draw, phase] if phase < 3 else 1.0
            assert after[k:].sum() / after[:k].sum() == pytest.approx(
                times * before[k:].sum() / before[:k].sum()
            )
    for start, into in ((1, 0), (0, 3), (2, 2)):
        seen = equations.passed(found, start, into, 5)
        assert seen.shape == (4, 6)
        for draw in range(4):
            stopped = found[draw].copy()
            stopped[into] = np.arange(4) == into
            powers = [np.linalg.matrix_power(stopped, year)[start, into] for year in range(6)]
            assert seen[draw].tolist() == pytest.approx(powers)


@pytest.mark.parametrize("seed", range(4))
def test_first_passages_to_two_phases_are_the_limits_of_long_runs(seed):
    chance = 0.7 * chances(seed) + 0.075
    hits, years = equations.first_passage(chance, (2, 0))
    for draw in range(4):
        stopped = chance[draw].copy()
        stopped[[0, 2]] = np.eye(4)[[0, 2]]
        for start in range(4):
            end = np.linalg.matrix_power(stopped, 4096)[start]
            assert hits[draw, start].tolist() == pytest.approx([end[2], end[0]], abs=1e-9)
            inside = np.eye(4)[start] * [0, 1, 0, 1]
            waited = 0.0
            for _ in range(400):
                waited += inside.sum()
                inside = (inside @ stopped) * [0, 1, 0, 1]
            assert years[draw, start] == pytest.approx(waited, abs=1e-9)


@given(st.integers(0, 10_000))
def test_better_odds_make_every_better_phase_likelier(seed):
    chance = chances(seed)
    better = np.cumsum(chance[..., ::-1], axis=2)
    after = np.cumsum(equations.tilted(chance, np.full((4, 4), 2.0))[..., ::-1], axis=2)
    assert (after[:, :-1, :-1] >= better[:, :-1, :-1]).all()


def test_what_cannot_be_reached_takes_for_ever():
    chance = np.array([[[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]]])
    hits, years = equations.first_passage(chance, (2,))
    assert np.isinf(years[0, :2]).all() and hits[0, :2, 0].tolist() == [0, 0]
    trapped = np.array([[[1.0, 0, 0, 0], [0.2, 0.5, 0.2, 0.1], [0, 0, 1, 0], [0, 0, 0, 1.0]]])
    hits, years = equations.first_passage(trapped, (3, 0))
    assert hits[0, 1].tolist() == pytest.approx([0.2, 0.4])
    assert np.isinf(years[0, 1]) and np.isinf(years[0, 2]) and years[0, 0] == 0


def test_weights_are_standardised_over_the_years_compared():
    capability = np.array([[0.1371, 0.0670], [0.1603, 0.0497], [0.2308, 0.0365]])
    weights = equations.weight(capability, np.array([1.0, 1.0]))
    found = [float(equations.standardised(weights, one)) for one in weights]
    assert np.mean(found) == pytest.approx(0) and np.std(found) == pytest.approx(1)
    assert found == pytest.approx([-0.808, -0.602, 1.410], abs=1e-3)
    assert equations.weight(capability, np.array([1.0, 0.0])).tolist() == capability[:, 0].tolist()
    assert equations.weight(capability[1], np.array([1.0, 0.5])) == pytest.approx(0.1603 + 0.0497 / 2)
    assert float(equations.standardised(np.ones(3), 1.0)) == 0


def test_schedules():
    assert equations.schedule("in_steps", (0.0, 0.3, 0.6, 1.0)).tolist() == [0, 0.3, 0.6, 1]
    assert equations.schedule("all_first", (0.0, 0.3, 0.6, 1.0)).tolist() == [0, 0, 0, 1]


def process(draws=4, xp=np, **other):
    one = xp.ones(draws)
    base = Process(
        xp.asarray(chances(1, draws)), 1.5 * one, 0.7 * one, 1.2 * one, xp.asarray([0.0, 0.3, 0.6, 1.0])
    )
    return base._replace(**other)


def test_lifting_in_steps_moves_the_odds_as_written():
    odds = equations.odds(np.array([2.0]), np.array([1.5]), np.array([3.0]), np.array([0, 0.5, 1.0]))
    assert odds[0].tolist() == pytest.approx([2**1.5, 2**1.5 * 3**0.5, 2**1.5 * 3])


def test_each_draw_has_odds_of_its_own():
    by, weight, lifting = np.array([[2.0, 0.5, 1.3], [1.5, -0.7, 0.2], [3.0, 1.1, 0.4]])
    lifted = (0.0, 0.3, 0.6, 1.0)
    found = equations.odds(by, weight, lifting, np.array(lifted))
    for draw in range(3):
        want = [by[draw] ** weight[draw] * lifting[draw] ** share for share in lifted]
        assert found[draw].tolist() == pytest.approx(want)


def outcomes(by, xp):
    shifted = process(xp=xp, weight_odds=by * xp.ones(4), lifting_odds=by * xp.ones(4))
    found = solve(shifted, 2, 6, xp)
    return xp.stack([found.no_return[:, 6], found.years_to_settlement, found.settles_first]).mean(axis=1)


def test_jax_says_the_same_and_differentiates():
    step = (outcomes(1.3 + 1e-5, np) - outcomes(1.3 - 1e-5, np)) / 2e-5
    value, slope = jax.jit(lambda by: jax.jvp(lambda one: outcomes(one, jnp), (by,), (1.0,)))(1.3)
    assert np.allclose(value, outcomes(1.3, np), rtol=1e-10)
    assert np.allclose(slope, step, rtol=1e-5) and (np.abs(step) > 1e-4).all()
    back = jax.jit(jax.grad(lambda by: outcomes(by, jnp)[1]))(1.3)
    assert back == pytest.approx(float(slope[1]), rel=1e-9)


def test_a_draw_does_not_depend_on_its_neighbours():
    whole = solve(process(), 2, 5)
    alone = solve(
        Process(
            *[
                part[2:3] if np.ndim(part) and len(part) == 4 and k < 4 else part
                for k, part in enumerate(process())
            ]
        ),
        2,
        5,
    )
    assert np.allclose(whole.no_return[2], alone.no_return[0], rtol=1e-14)
    assert np.allclose(whole.years_to_settlement[2], alone.years_to_settlement[0], rtol=1e-12)
