import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from detente.bind.feasible import is_feasible
from detente.chance.copula import Copula, independent, together, values
from detente.chance.cube import sampled
from detente.chance.cube import values as ppf_values
from detente.chance.kinds import (
    Beta,
    Choice,
    Dirichlet,
    Discrete,
    Gamma,
    LogNormal,
    Normal,
    Path,
    Triangular,
    Uniform,
)
from detente.domains.records import Correlation
from detente.runs.draws import Draws

from ..audit.laboratory import column, columns

ALL = (
    column("u", Uniform(2, 5)),
    column("t", Triangular(0, 0.05, 0.3)),
    column("n", Normal(1, 2)),
    column("l", LogNormal(0.5, 0.4)),
    column("b", Beta(2, 3, 1, 4)),
    column("g", Gamma(3, 2)),
)
OTHERS = (
    column("c", Choice(("x", "y"), (1, 2))),
    column("d", Discrete((2.0, 1.0), (1, 3))),
    *columns("s", Dirichlet(("p", "q", "r"), (2, 3, 5))),
    *columns("w", Path(8, 10, 1, 2, 2018, 2021, 6, 11)),
)


def pair(one, other, rank, source="judgement"):
    return Correlation((one, other), rank, source, "judgement" in source)


def copula(some, *pairs):
    return Copula.of([one.name for one in some], pairs)


TIES = (pair("u", "t", 0.6), pair("l", "n", -0.7), pair("g", "l", 0.3), pair("b", "u", 0.2))


@pytest.mark.parametrize("rank", [-0.9, -0.3, 0.2, 0.6, 0.95])
def test_drawn_ranks_are_those_asked_for(rank):
    some = (column("a", Gamma(0.5, 1)), column("b", Triangular(0, 0, 1)), column("c"))
    drawn = Draws(some, 16_384, 1, (pair("a", "b", rank),)).values(0, 16_384)
    assert stats.spearmanr(drawn["a"], drawn["b"]).statistic == pytest.approx(rank, abs=0.005)
    for name in "ab":
        assert abs(stats.spearmanr(drawn[name], drawn["c"]).statistic) < 0.005


def test_every_distribution_keeps_its_own_range():
    drawn = Draws(ALL, 16_384, 2, TIES).values(0, 16_384)
    at = (np.arange(100) + 0.5) / 100
    for one in ALL:
        below = np.searchsorted(one.distribution.ppf(at), drawn[one.name]) / 100
        # Sobol draws of one number are spread more evenly than by chance, whose D is 1.36 / 128 at 5 %.
        assert stats.kstest(below - 0.005, "uniform").statistic < 0.0106 + 0.01
        assert np.quantile(drawn[one.name], at) == pytest.approx(
            one.distribution.ppf(at), abs=0.05 * np.std(drawn[one.name])
        )


def test_a_matrix_of_several_pairs_is_drawn_whole():
    drawn = Draws(ALL, 16_384, 3, TIES).values(0, 16_384)
    found = stats.spearmanr(np.stack(list(drawn.values())), axis=1).statistic
    asked = {frozenset(one.between): one.rank for one in TIES}
    for i, one in enumerate(ALL):
        for j, other in enumerate(ALL[:i]):
            assert found[i, j] == pytest.approx(asked.get(frozenset((one.name, other.name)), 0.0), abs=0.01)


def test_what_no_pair_names_and_the_first_of_a_group_keep_their_draws_to_the_bit():
    some = (*ALL, *OTHERS)
    alone = Draws(some, 256, 5).values(0, 256)
    tied = Draws(some, 256, 5, (pair("t", "n", 0.8), pair("g", "l", 0.5))).values(0, 256)
    moved = {name for name in alone if not np.array_equal(alone[name], tied[name])}
    assert moved == {"n", "g"}


def test_draws_without_correlations_are_those_of_before():
    # Pinned, as is the cube in test_draws.py: made by the program before it knew of correlations.
    cube = np.array([[0.1, 0.2, 0.3, 0.4, 0.5, 0.6], [0.9, 0.01, 0.5, 0.99, 0.25, 0.75]])
    drawn = values(ALL, copula(ALL), cube)
    assert {name: found.tolist() for name, found in drawn.items()} == PINNED
    draws = Draws((*ALL, *OTHERS), 256, 1)
    exact = ppf_values(draws.columns, draws.cube(0, 256))
    assert all(np.array_equal(found, exact[name]) for name, found in draws.values(0, 256).items())


PINNED = {
    "u": [2.3, 4.7],
    "t": [0.05505102572168219, 0.012247448713915891],
    "n": [-0.04880102541608178, 1.0],
    "l": [1.4898287176401879, 4.180952743435483],
    "b": [2.1571827043971687, 1.7290662512682289],
    "g": [1.552689298631675, 1.9602010301462804],
}


@given(st.integers(0, 1024), st.integers(0, 1024))
@settings(max_examples=25, deadline=None)
def test_any_block_of_correlated_draws_is_the_slice_of_the_whole(one, other):
    first, last = sorted((one, other))
    draws = Draws(ALL, 1024, 7, TIES)
    whole, part = draws.values(0, 1024), draws.values(first, last)
    assert all(np.array_equal(part[name], whole[name][first:last]) for name in whole)


def test_values_lead_back_to_the_independent_points_they_were_drawn_from():
    ties = copula(ALL, *TIES)
    cube = Draws(ALL, 1024, 1).cube(0, 1024)
    drawn = values(ALL, ties, cube)
    assert independent(ALL, ties, drawn) == pytest.approx(cube, abs=1e-9)


def test_values_of_every_kind_lead_back_to_points_that_give_them():
    some = (*ALL, *OTHERS)
    ties = copula(some, *TIES)
    drawn = values(some, ties, Draws(some, 1024, 1).cube(0, 1024))
    again = values(some, ties, independent(some, ties, drawn))
    for name, found in drawn.items():
        assert again[name] == pytest.approx(found, rel=1e-7, abs=1e-9), name


@given(st.lists(st.floats(-0.99, 0.99), min_size=6, max_size=6))
@settings(max_examples=50, deadline=None)
def test_ranks_that_can_be_are_drawn_and_parted_again(ranks):
    some = ALL[:4]
    names = [(some[i].name, some[j].name) for i in range(4) for j in range(i)]
    ties = copula(some, *(pair(*both, rank) for both, rank in zip(names, ranks, strict=True)))
    if not is_feasible(ties.matrix):
        return
    normal = np.random.default_rng(1).normal(size=(64, 4))
    assert ties.parted(ties.joined(normal)) == pytest.approx(normal, abs=1e-6)


def test_the_density_is_that_of_normal_numbers_over_their_own():
    ties = copula(ALL, *TIES)
    normal = np.random.default_rng(2).normal(size=(50, 6))
    exact = stats.multivariate_normal(np.zeros(6), ties.matrix).logpdf(normal) - stats.norm.logpdf(
        normal
    ).sum(axis=1)
    assert ties.log_density(normal) == pytest.approx(exact)


def test_groups_are_what_pairs_join():
    assert copula(ALL, *TIES).groups == (("u", "t", "b"), ("n", "l", "g"))
    assert copula(ALL).groups == ()
    assert copula(ALL, *TIES).part(["b", "u", "c"]).names == ("b", "u")


def test_a_copula_of_nothing_leaves_the_cube_alone():
    cube = Draws(ALL, 256, 1).cube(0, 256)
    assert together(ALL, copula(ALL), cube) is cube
    assert len(sampled(ALL)) == cube.shape[1]
