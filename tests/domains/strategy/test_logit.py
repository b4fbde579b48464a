import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.domains.strategy.logit import logit
from detente.ground.faults import DataError
from tests.domains.strategy.tables import PRISONERS, STAG_HUNT


def test_the_stag_hunts_published_chances():
    found = logit(STAG_HUNT[None], np.array([0.1, 0.3, 0.5, 1.0]))
    assert found.mixtures[0][0, :, 0].tolist() == pytest.approx(
        [0.470628, 0.369284, 0.195846, 0.020264], abs=5e-7
    )
    assert np.allclose(found.mixtures[0], found.mixtures[1])


def test_it_starts_in_the_centre_and_ends_at_the_only_equilibrium():
    found = logit(PRISONERS[None], np.array([0.0, 200.0]))
    assert found.mixtures[0][0, 0].tolist() == [0.5, 0.5]
    assert found.mixtures[0][0, 1, 1] == pytest.approx(1.0, abs=1e-10)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_every_point_answers_the_others_by_the_logit_rule(seed):
    payoffs = np.random.default_rng(seed).normal(size=(3, 3, 2, 3, 2))
    precisions = np.array([0.5, 3.0, 10.0])
    found = logit(payoffs, precisions)
    assert found.reached.all()
    one, two, three = found.mixtures
    for player, spec in enumerate(("dabc,dkb,dkc->dka", "dabc,dka,dkc->dkb", "dabc,dka,dkb->dkc")):
        others = [mix for place, mix in enumerate((one, two, three)) if place != player]
        pays = precisions[:, None] * np.einsum(spec, payoffs[:, player], *others)
        reply = np.exp(pays - pays.max(axis=2, keepdims=True))
        assert np.allclose(reply / reply.sum(axis=2, keepdims=True), found.mixtures[player], atol=1e-8)


def test_a_path_that_turns_back_is_followed():
    """Among random tables a few in a hundred have folds; a walk along lambda alone loses them."""
    payoffs = np.random.default_rng(0).random((400, 2, 3, 3))
    found = logit(payoffs, np.array([1.0, 100.0]))
    assert found.reached.all()
    assert 0 < (found.turns > 0).sum() < 40
    alone = logit(payoffs[found.turns > 0][:1], np.array([1.0, 100.0]))
    assert np.allclose(alone.mixtures[0], found.mixtures[0][found.turns > 0][:1], atol=1e-7)


def test_a_tie_everywhere_stays_in_the_centre():
    found = logit(np.ones((1, 2, 2, 2)), np.array([5.0]))
    assert found.reached.all() and found.mixtures[1].tolist() == [[[0.5, 0.5]]]


def test_precisions_that_do_not_ascend_are_refused():
    for bad in ([1.0, 0.5], [-1.0], [np.inf]):
        with pytest.raises(DataError, match="ascend"):
            logit(STAG_HUNT[None], np.array(bad))
