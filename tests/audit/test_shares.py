import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from detente.audit.records import FAILS, HOLDS, LEANS, LEANS_AGAINST, OPEN, UNDECIDED, Interval
from detente.audit.shares import clopper_pearson, interval, share_of, word_between, word_of
from detente.runs.draws import Draws

from .laboratory import column

ORDER = [FAILS, LEANS_AGAINST, OPEN, LEANS, HOLDS]
SHARES = st.floats(0, 1)


@given(SHARES, SHARES)
def test_words_rise_with_the_share(one, other):
    low, high = sorted((one, other))
    assert ORDER.index(word_of(low)) <= ORDER.index(word_of(high))


@given(st.integers(0, 1000))
def test_the_word_for_the_contrary_is_the_contrary_word(held):
    assert ORDER.index(word_of(held / 1000)) == 4 - ORDER.index(word_of((1000 - held) / 1000))


def test_words_change_where_the_design_says():
    found = [word_of(share) for share in (0, 0.1, 0.101, 0.4, 0.401, 0.599, 0.6, 0.899, 0.9, 1)]
    assert found == [FAILS, FAILS, *[LEANS_AGAINST] * 2, *[OPEN] * 2, *[LEANS] * 2, HOLDS, HOLDS]


def test_unknowns_that_could_change_the_word_leave_it_undecided():
    assert word_between(Interval(0.91, 0.99)) == HOLDS
    assert word_between(Interval(0.89, 0.99)) == UNDECIDED


@given(st.lists(st.sampled_from([1, 0, -1]), min_size=256, max_size=256))
def test_bounds_and_interval_hold_the_share(truth):
    found = share_of(np.array(truth, dtype=np.int8))
    assert found.unknown == pytest.approx(truth.count(-1) / 256)
    assert found.bounds.high - found.bounds.low == pytest.approx(found.unknown)
    if found.share is not None:
        assert found.bounds.low <= found.share <= found.bounds.high
    assert 0 <= found.interval.low <= found.bounds.low
    assert found.bounds.high <= found.interval.high <= 1


def test_no_solved_draw_leaves_everything_possible():
    found = share_of(np.full(256, -1, dtype=np.int8))
    assert found.share is None
    assert found.bounds == (0, 1)


def test_the_interval_is_students_over_the_replicates():
    holds = np.zeros((16, 64), dtype=bool)
    for replicate in range(16):
        holds[replicate, : 20 + replicate] = True
    found = interval(holds.ravel())
    means = holds.mean(axis=1)
    reference = stats.t.interval(0.95, 15, loc=means.mean(), scale=stats.sem(means))
    assert found == pytest.approx(reference)


@pytest.mark.parametrize(("held", "draws"), [(0, 256), (256, 256), (128, 256), (3, 1024)])
def test_where_replicates_agree_the_interval_is_clopper_and_pearsons(held, draws):
    reference = stats.binomtest(held, draws).proportion_ci(0.95, method="exact")
    assert clopper_pearson(held, draws) == pytest.approx((reference.low, reference.high))
    per_replicate = np.arange(draws).reshape(16, -1) % (draws // 16) < held / 16
    if held % 16 == 0:
        assert interval(per_replicate.ravel()) == clopper_pearson(held, draws)


def test_intervals_cover_the_true_share_about_as_often_as_they_say():
    sampled = (column("a"), column("b"), column("c"))
    true = 1 / 6  # the volume under a + b + c < 1
    covered = 0
    for seed in range(60):
        cube = Draws(sampled, 256, seed).cube(0, 256)
        found = interval(cube.sum(axis=1) < 1)
        covered += found.low <= true <= found.high
    assert covered >= 52
