"""The split: published games, properties, and second opinions."""

import re
import runpy
from pathlib import Path

import coopgame
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.domains.split import coalitions, core, fee
from detente.domains.split.coalitions import cover
from detente.domains.split.nucleolus import least_core, nucleolus
from detente.domains.split.shapley import sampled, shapley

ORDER = (1, 2, 4, 3, 5, 6, 7)
"""Coalitions 1, 2, 3, 12, 13, 23, 123 as bits."""


def game(*values):
    v = np.zeros(8)
    v[list(ORDER)] = values
    return v


def talmud(estate, claims=(100, 200, 300)):
    inside = coalitions.members(len(claims))
    return np.maximum(0.0, estate - (1 - inside) @ np.array(claims, float))


def divided(estate, claims):
    """The Talmud rule (Aumann and Maschler 1985): equal awards up to half the claims, equal losses above."""
    claims = np.asarray(claims, float)
    half, total = claims / 2, claims.sum()

    def awards(amount, caps):
        low, high = 0.0, caps.max()
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (middle, high) if np.minimum(middle, caps).sum() < amount else (low, middle)
        return np.minimum(high, caps)

    return awards(estate, half) if estate <= total / 2 else claims - awards(total - estate, half)


FERGUSON = game(-1, 0, 1, 3, 4, 2, 5)
PELEG = game(0, 0, 0, 10, 0, 0, 2)
GLOVE = game(0, 0, 0, 1, 1, 0, 1)


@pytest.mark.parametrize(
    ("estate", "split"), [(100, (100 / 3,) * 3), (200, (50, 75, 75)), (300, (50, 100, 150))]
)
def test_the_talmud(estate, split):
    np.testing.assert_allclose(nucleolus(talmud(estate)), split, atol=1e-9)


@pytest.mark.parametrize(
    ("v", "split"), [(FERGUSON, (8 / 3, 2 / 3, 5 / 3)), (PELEG, (1, 1, 0)), (GLOVE, (1, 0, 0))]
)
def test_published_nucleoli(v, split):
    np.testing.assert_allclose(nucleolus(v), split, atol=1e-9)


def test_the_prenucleolus_may_give_less_than_a_party_has_alone():
    np.testing.assert_allclose(nucleolus(PELEG, imputations=False), (3, 3, -4), atol=1e-9)


@pytest.mark.parametrize(
    ("v", "split"),
    [(FERGUSON, (5 / 3, 7 / 6, 13 / 6)), (PELEG, (7 / 3, 7 / 3, -8 / 3)), (GLOVE, (2 / 3, 1 / 6, 1 / 6))],
)
def test_published_shapley_values(v, split):
    np.testing.assert_allclose(shapley(v), split, atol=1e-12)


def drawn(seed, parties):
    v = np.random.default_rng(seed).normal(size=2**parties)
    v[0] = 0.0
    return v


games = st.builds(drawn, st.integers(0, 10_000), st.integers(2, 6))


@settings(max_examples=60, deadline=None)
@given(games)
def test_both_splits_share_out_exactly_what_there_is(v):
    assert shapley(v).sum() == pytest.approx(v[-1], abs=1e-9)
    assert nucleolus(v, imputations=False).sum() == pytest.approx(v[-1], abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(games, st.randoms(use_true_random=False))
def test_names_do_not_matter(v, random):
    parties = coalitions.parties_in(v)
    order = list(range(parties))
    random.shuffle(order)
    renamed = np.array(
        [v[sum(1 << order[i] for i in range(parties) if s >> i & 1)] for s in range(2**parties)]
    )
    np.testing.assert_allclose(shapley(renamed), shapley(v)[order], atol=1e-9)
    np.testing.assert_allclose(
        nucleolus(renamed, imputations=False), nucleolus(v, imputations=False)[order], atol=1e-9
    )


@settings(max_examples=40, deadline=None)
@given(games, st.floats(-3, 3))
def test_a_dummy_gets_what_it_has_alone_and_values_add(v, alone):
    with_dummy = np.concatenate([v, v + alone])
    assert shapley(with_dummy)[-1] == pytest.approx(alone, abs=1e-9)
    assert nucleolus(with_dummy, imputations=False)[-1] == pytest.approx(alone, abs=1e-9)
    other = drawn(1, coalitions.parties_in(v))
    np.testing.assert_allclose(shapley(v + other), shapley(v) + shapley(other), atol=1e-9)


def test_bankruptcies_are_settled_by_the_talmud_rule():
    random = np.random.default_rng(0)
    for _ in range(300):
        claims = random.uniform(1, 100, random.integers(2, 6))
        estate = random.uniform(0.05, 0.95) * claims.sum()
        np.testing.assert_allclose(nucleolus(talmud(estate, claims)), divided(estate, claims), atol=1e-9)


def test_a_core_that_holds_the_nucleolus_and_one_that_is_empty():
    assert least_core(FERGUSON) <= 1e-9
    assert core.in_core(FERGUSON, nucleolus(FERGUSON))
    majority = game(0, 0, 0, 1, 1, 1, 1)
    assert least_core(majority) == pytest.approx(1 / 3)
    block = core.blocking(majority, np.array([1.0, 0.0, 0.0]))
    assert (block.coalition, block.excess) == (6, pytest.approx(1.0))
    assert core.blocking(FERGUSON, nucleolus(FERGUSON)) == core.Block(0, 0.0)
    both = core.blocking(np.stack([majority, FERGUSON]), np.array([[1.0, 0, 0], [5 / 3, 7 / 6, 13 / 6]]))
    assert both.coalition.tolist() == [6, 5] and both.excess == pytest.approx([1.0, 1 / 6])


def test_a_coalition_worth_more_than_all_is_named_and_covered():
    assert core.more_than_whole(PELEG) == (3,)
    assert cover(PELEG)[7] == 10


def test_the_fee_that_negotiators_named_pays_what_they_said():
    """KOGAS 2018: 2 US$ per 1,000 m3 and 100 km over 780 km for 10.2 bcm is 159 US$ mn a year."""
    assert fee.implied_fee(0.159, 0.0, 10.2, 780) == pytest.approx(2.0, rel=0.002)


def test_a_sampled_value_is_within_its_error():
    v = drawn(3, 12)
    found = sampled(v.__getitem__, 12, 4_000)
    assert (np.abs(found.value - shapley(v)) < 4.5 * found.error).all()


def test_a_batch_is_each_game_on_its_own():
    batch = np.stack([drawn(seed, 4) for seed in range(50)])
    np.testing.assert_allclose(shapley(batch), np.stack([shapley(v) for v in batch]))


@pytest.mark.parametrize("seed", range(20))
def test_another_program_agrees(seed):
    v = drawn(seed, 4)
    other = coopgame.Game(v[1:].tolist())
    np.testing.assert_allclose(shapley(v), np.asarray(coopgame.shapley(other)), atol=1e-9)
    np.testing.assert_allclose(
        nucleolus(v, imputations=False), np.asarray(coopgame.prenucleolus(other)["allocation"]), atol=1e-9
    )


def test_v_of_a_wrong_length_is_refused():
    with pytest.raises(ValueError, match="power of two"):
        shapley(np.zeros(7))


def test_no_imputation_where_parties_alone_have_more():
    both = np.stack([game(1, 1, 1, 0, 0, 0, 2), FERGUSON])
    found = nucleolus(both)
    assert np.isnan(found[0]).all()
    np.testing.assert_allclose(found[1], (8 / 3, 2 / 3, 5 / 3))


def test_one_party_has_it_all():
    assert nucleolus(np.array([0.0, 3.0])).tolist() == [3.0]
    assert least_core(np.array([0.0, 3.0])) == 0.0


def test_a_game_of_nothing_is_shared_as_nothing():
    np.testing.assert_allclose(nucleolus(np.zeros(8)), 0.0)


def test_more_than_twelve_parties_are_sampled_within_the_error():
    """Gloves: one left, 15 right; a right one gets 1 / (15 * 16), the left one the rest (Shapley 1953)."""
    worth = lambda at: ((at & 1) & (at > 1)).astype(float)  # noqa: E731
    found = sampled(worth, 16, 2_000)
    exact = np.append(15 / 16, np.full(15, 1 / 240))
    assert (np.abs(found.value - exact) < 4.5 * found.error + 1e-3).all()
    assert found.value.sum() == pytest.approx(1.0)


def test_the_python_of_the_page_runs(tmp_path):
    page = (Path(__file__).resolve().parents[3] / "docs" / "models" / "split.md").read_text(encoding="utf-8")
    script = tmp_path / "page.py"
    script.write_text(re.findall(r"```python\n(.*?)```", page, re.DOTALL)[0], encoding="utf-8")
    names = runpy.run_path(str(script))
    assert names["v"][:, 0b101].tolist() == [0.4, 0.8]


@pytest.mark.parametrize("seed", range(10))
def test_what_each_pays_besides_moves_its_share_by_that_and_nothing_else(seed):
    random = np.random.default_rng(seed)
    v, more = drawn(seed, 4), random.uniform(-30, 10, 4)
    moved = v + coalitions.members(4) @ more
    for way in (shapley, nucleolus):
        np.testing.assert_allclose(way(moved), way(v) + more, atol=1e-9)
    assert core.more_than_whole(moved) == core.more_than_whole(v)
    assert least_core(moved) == pytest.approx(least_core(v), abs=1e-9)
