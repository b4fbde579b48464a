import numpy as np
import pytest

from detente.audit.judge import judge
from detente.chance.kinds import Choice

from .laboratory import column, problem

DRAWS = 4096


def verdict(tmp_path, rule, weights=(1, 1), holds="gain[USA, cut] > 0"):
    sampled = (column("model", Choice(("calibrated", "one_peg"), weights)), column("a"), column("b"))
    made = problem(sampled, {"it": holds})
    return judge(made, lambda values: {"gain[USA,cut]": rule(values)}, tmp_path, draws=DRAWS).verdicts["it"]


def test_a_verdict_that_depends_on_the_model_says_so(tmp_path):
    found = verdict(
        tmp_path, lambda v: np.where(v["model"] == 0, v["a"] + v["b"] - 0.2, v["a"] + v["b"] - 1.8)
    )
    (one,) = found.by_variant
    assert one.differ
    assert [variant.word for variant in one.variants] == ["holds", "fails"]
    assert one.variants[0].share == pytest.approx(0.98, abs=0.005)
    assert one.variants[1].share == pytest.approx(0.02, abs=0.005)
    assert sum(variant.draws for variant in one.variants) == DRAWS
    assert found.sentence.endswith(
        "The verdict depends on the model (model): it holds under calibrated (98 %), "
        "fails under one_peg (2 %)."
    )


def test_a_choice_that_moves_the_share_but_not_the_word_is_kept_beside_it(tmp_path):
    found = verdict(tmp_path, lambda v: v["a"] - np.where(v["model"] == 0, 0.20, 0.35))
    (one,) = found.by_variant
    assert not one.differ
    assert "depends on the model" not in found.sentence
    assert one.sentence.startswith("The share depends on the model (model): it leans towards holding under")


def test_a_choice_that_plays_no_part_is_not_told(tmp_path):
    assert verdict(tmp_path, lambda v: v["a"] + v["b"] - 0.8).by_variant == ()


def test_words_that_differ_by_luck_are_not_told(tmp_path):
    # A share of 0.6 under both variants: the words are `leans` and `open`, or not, as it falls.
    for seed in range(5):
        luck = np.random.default_rng(seed).random(16_384)
        found = verdict(tmp_path / str(seed), lambda v, luck=luck: luck[v["draw"].astype(int)] - 0.4)
        assert found.by_variant == ()


def test_a_variant_that_was_never_solved_has_no_share(tmp_path):
    found = verdict(tmp_path, lambda v: np.where(v["model"] == 0, v["a"] - 0.5, np.nan))
    assert found.by_variant == ()


def test_intervals_hold_the_share_that_is_known(tmp_path):
    found = verdict(tmp_path, lambda v: np.where(v["model"] == 0, v["a"] + v["b"] - 0.5, v["a"] - 0.9))
    for variant, share in zip(found.by_variant[0].variants, (0.875, 0.1), strict=True):
        assert variant.low - 0.003 < share < variant.high + 0.003
        assert variant.high - variant.low < 0.05
