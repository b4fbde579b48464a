import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import qmc

from detente.chance.kinds import Choice, Fixed, Path
from detente.ground.faults import RunError
from detente.runs.draws import DEFAULT, QUICK, REPLICATES, SMALLEST, Draws, allowed

from ..audit.laboratory import column, columns

THREE = (column("a"), column("b"), column("c"))


@given(st.integers(0, 1024), st.integers(0, 1024), st.integers(0, 2**40))
@settings(max_examples=40, deadline=None)
def test_any_block_is_the_slice_of_the_whole(one, other, seed):
    first, last = sorted((one, other))
    draws = Draws(THREE, 1024, seed)
    assert np.array_equal(draws.cube(first, last), draws.cube(0, 1024)[first:last])


def test_each_replicate_is_a_scrambled_sobol_sequence_of_its_own():
    cube = Draws(THREE, 1024, 7).cube(0, 1024).reshape(REPLICATES, 64, 3)
    for points in cube:
        # 64 points of a base-2 net put exactly one into each 64th of every axis.
        assert all(sorted(np.floor(64 * axis)) == list(range(64)) for axis in points.T)
    assert len({points[0, 0] for points in cube}) == REPLICATES


def test_no_two_of_many_assumptions_stay_correlated_beyond_chance():
    many = tuple(column(f"x{place}") for place in range(235))
    between = np.corrcoef(Draws(many, DEFAULT, 1).cube(0, DEFAULT).T)
    # Without an order of its own for each scrambling the worst of these pairs is correlated by 0.14.
    by_chance = 1 / np.sqrt(DEFAULT)
    assert np.abs(between[np.triu_indices(235, 1)]).max() < 6 * by_chance


def test_seeds_differ_and_repeat():
    one, again, other = (Draws(THREE, 256, seed).cube(0, 256) for seed in (1, 1, 2))
    assert np.array_equal(one, again)
    assert not np.isclose(one, other).any()


def test_numbers_are_those_of_this_version_of_numpy_and_scipy():
    # Pinned: a change here means that finished runs can no longer be repeated to the bit.
    first = Draws(THREE, 256, 1).cube(0, 1)[0]
    assert first.tolist() == PINNED


PINNED = [0.9324967209249735, 0.9526756256818771, 0.36894566006958485]


def test_a_replicate_integrates_far_better_than_chance():
    means = Draws(THREE, DEFAULT, 3).cube(0, DEFAULT).prod(axis=1).reshape(REPLICATES, -1).mean(axis=1)
    by_chance = np.sqrt((1 / 27 - 1 / 64) / 1024)
    assert means.std() < by_chance / 10
    assert means.mean() == pytest.approx(1 / 8, abs=1e-4)


@pytest.mark.parametrize(
    ("draws", "mend"),
    [
        (255, "256"),
        (1000, "512 or 1,024"),
        (0, "256"),
        (-4, "256"),
        (16_385, "16,384 or 32,768"),
        (768, "512 or 1,024"),
    ],
)
def test_other_numbers_of_draws_are_refused_with_the_nearest(draws, mend):
    with pytest.raises(RunError, match=rf"ask for {mend}$"):
        Draws(THREE, draws, 1)


def test_the_numbers_named_in_the_manual_are_allowed():
    assert {SMALLEST, QUICK, DEFAULT, 2**20} <= set(allowed())
    assert min(allowed()) == SMALLEST


def test_a_seed_below_zero_is_refused():
    with pytest.raises(RunError, match="seed -1"):
        Draws(THREE, 256, -1)


def test_too_many_uncertain_numbers_are_refused():
    many = tuple(column(f"x{place}") for place in range(qmc.Sobol.MAXDIM + 1))
    with pytest.raises(RunError, match="21,202 uncertain numbers"):
        Draws(many, 256, 1)


def test_fixed_numbers_and_the_start_of_a_path_take_no_dimension():
    path = columns("price", Path(mean=8, start=10, sd=1, half_life=2, first=2018, last=2020))
    sampled = (column("f", Fixed(3)), *path, column("c", Choice(("one", "two"), (1, 1))))
    draws = Draws(sampled, 256, 1)
    assert draws.cube(0, 256).shape == (256, 3)
    values = draws.values(0, 256)
    assert list(values) == [one.name for one in sampled]
    assert (values["f"] == 3).all()
    assert (values["price[2018]"] == 10).all()
    assert np.ptp(values["price[2019]"]) > 1


def test_the_digest_tells_samples_apart_and_not_their_length():
    digest = Draws(THREE, 256, 1).digest()
    assert digest == Draws(THREE, 256, 1).digest()
    assert digest not in {Draws(THREE, 256, 2).digest(), Draws(THREE[:2], 256, 1).digest()}


def test_a_study_without_uncertainty_has_draws_too():
    assert Draws((column("f", Fixed(3)),), 256, 1).values(10, 20)["f"].tolist() == [3.0] * 10


def test_a_block_outside_is_an_error():
    with pytest.raises(ValueError, match="not within"):
        Draws(THREE, 256, 1).cube(0, 257)
