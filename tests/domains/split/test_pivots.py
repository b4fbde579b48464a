"""Two ways to the nucleolus, pivots on a batch and linear programmes one by one, must agree."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.domains.split import nucleolus as module
from detente.domains.split.coalitions import members
from detente.domains.split.nucleolus import least_core, nucleolus
from detente.domains.split.programmes import lowest, programmed


def games(seed, parties, whole, count=20):
    """Random games; of whole numbers where ties are wanted, some of them all nought."""
    random = np.random.default_rng(seed)
    size = (count, 2**parties)
    v = random.integers(0, 3, size).astype(float) if whole else random.normal(size=size)
    v[:, 0] = 0.0
    return v


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 100_000), st.integers(2, 6), st.booleans())
def test_pivots_find_what_the_programmes_find(seed, parties, whole):
    v = games(seed, parties, whole, 4)
    free = nucleolus(v, imputations=False)
    bound = nucleolus(v)
    for one, pre, own in zip(v, free, bound, strict=True):
        np.testing.assert_allclose(pre, programmed(one, np.full(parties, -np.inf)), atol=1e-7)
        alone = one[1 << np.arange(parties)]
        if alone.sum() > one[-1] + 1e-9:
            assert np.isnan(own).all()
        else:
            np.testing.assert_allclose(own, programmed(one, alone), atol=1e-7)
            assert (own >= alone - 1e-9).all()


@pytest.mark.parametrize("parties", [3, 4, 5])
def test_the_least_core_is_the_first_programme(parties):
    v = games(parties, parties, False)
    whole = 2**parties - 1
    for one, least in zip(v, least_core(v), strict=True):
        known = lowest(one, {whole: one[-1]}, list(range(1, whole)), np.full(parties, -np.inf))[0]
        assert least == pytest.approx(known, abs=1e-7)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 100_000), st.integers(3, 5), st.booleans())
def test_what_binds_is_balanced(seed, parties, whole):
    """Kohlberg 1971: at the prenucleolus, coalitions with excess above any level are balanced, or none are."""
    from scipy.optimize import linprog

    for one, split in zip(
        games(seed, parties, whole, 2),
        nucleolus(games(seed, parties, whole, 2), imputations=False),
        strict=True,
    ):
        proper = members(parties)[1:-1]
        excess = one[1:-1] - proper @ split
        for level in np.unique(excess.round(7)):
            above = proper[excess >= level - 1e-6]
            weights = linprog(np.zeros(len(above)), A_eq=above.T, b_eq=np.ones(parties), bounds=(1e-6, None))
            assert weights.status == 0


def test_a_draw_that_pivots_give_up_is_left_to_the_programmes(monkeypatch):
    v = games(0, 4, False)
    right = nucleolus(v)
    real = module.raised

    def giving_up(*given):
        found = real(*given)
        return found._replace(y=found.y * np.nan, solved=np.zeros_like(found.solved))

    monkeypatch.setattr(module, "raised", giving_up)
    np.testing.assert_allclose(nucleolus(v), right, atol=1e-7)


def test_neighbours_do_not_matter():
    v = games(3, 4, False, 50)
    np.testing.assert_array_equal(nucleolus(v)[7:9], nucleolus(v[7:9]))


def test_money_has_no_unit():
    v = games(4, 4, False)
    np.testing.assert_allclose(nucleolus(v * 1e9), nucleolus(v) * 1e9, rtol=1e-9)


def test_it_is_quick():
    """Generous bounds, as machines differ: 4,096 draws of 4 parties, and one of 10."""
    begin = time.perf_counter()
    nucleolus(games(0, 4, False, 4096), imputations=False)
    assert time.perf_counter() - begin < 4
    begin = time.perf_counter()
    nucleolus(games(0, 10, False, 1), imputations=False)
    assert time.perf_counter() - begin < 0.5
