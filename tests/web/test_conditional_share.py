"""The share of draws inside a region: its value, its interval, and what unknown draws do to both."""

import numpy as np
import pytest

from detente.audit.shares import clopper_pearson, share_of
from detente.web.space import interval_within, share_within

DRAWS = 1024


def test_all_draws_inside_is_the_share_of_all_draws():
    truth = (np.random.default_rng(1).random(DRAWS) < 0.3).astype(int)
    truth[::17] = -1
    found, all_ = share_within(truth, np.ones(DRAWS, bool)), share_of(truth)
    assert found.share == all_.share and found.bounds == all_.bounds and found.unknown == all_.unknown
    assert found.interval == pytest.approx(all_.interval)


def test_no_draw_inside_tells_nothing():
    assert share_within(np.ones(DRAWS, int), np.zeros(DRAWS, bool)) is None


def test_unknown_draws_widen_the_bounds_and_are_counted_inside_alone():
    truth, inside = np.ones(DRAWS, int), np.zeros(DRAWS, bool)
    inside[:100], truth[:25], truth[500:] = True, -1, -1
    found = share_within(truth, inside)
    assert found.share == 1 and found.unknown == 0.25 and found.bounds == (0.75, 1.0)
    assert found.interval.low < 0.75 and found.interval.high == 1
    truth[:100] = -1
    assert share_within(truth, inside).share is None


def test_where_replicates_tell_nothing_the_interval_is_the_exact_one():
    holds, inside = np.zeros(DRAWS, bool), np.zeros(DRAWS, bool)
    inside[:40], holds[:10] = True, True  # all in one replicate
    assert interval_within(holds, inside) == clopper_pearson(10, 40)
    assert interval_within(np.ones(DRAWS, bool), np.ones(DRAWS, bool)) == clopper_pearson(DRAWS, DRAWS)


def test_the_interval_covers_the_true_share_about_as_often_as_it_says():
    rng, covered, tries = np.random.default_rng(3), 0, 400
    for _ in range(tries):
        inside = rng.random(DRAWS) < 0.3
        found = share_within((rng.random(DRAWS) < 0.4).astype(int), inside)
        covered += found.interval.low <= 0.4 <= found.interval.high
    assert 0.92 <= covered / tries <= 0.99
