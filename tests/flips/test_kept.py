import dataclasses
import json

import numpy as np
import pytest

from detente.audit.judge import judge
from detente.audit.reasons import Flip
from detente.chance.kinds import Normal
from detente.flips.kept import NAME, nearer, sought_again, with_flips
from detente.ground.faults import RunError
from tests.audit.laboratory import column, problem

COLUMNS = (column("a", Normal(0, 1)), column("b", Normal(0, 1)))
CLAIMS = {"it": "gain[USA,cut] < 2", "other": "gain[USA,cut] > -3"}


class Models:
    """The sum of two numbers, and how often it was asked for."""

    def __init__(self):
        self.calls = 0

    def __call__(self, values):
        self.calls += 1
        return {"gain[USA,cut]": values["a"] + values["b"]}


def run(folder, models, flips=1_280, claims=CLAIMS):
    return with_flips(judge(problem(COLUMNS, claims), models, folder, draws=256), models, flips)


def test_flips_are_found_once_and_told_again(tmp_path):
    models = Models()
    first = run(tmp_path, models)
    asked = models.calls
    again = run(tmp_path, models, flips=0)
    assert models.calls == asked
    assert again.verdicts == first.verdicts
    assert first.verdicts["it"].flips[0].distance == pytest.approx(np.sqrt(2), rel=0.01)
    assert first.run.flip_points > 0
    assert again.run.flip_points == first.run.flip_points


def test_none_are_sought_where_none_are_wanted(tmp_path):
    models = Models()
    found = run(tmp_path, models, flips=0)
    assert models.calls == 1
    assert found.verdicts["it"].flips == ()
    assert found.run.flip_points == 0
    assert not (tmp_path / NAME).exists()
    assert run(tmp_path, models).verdicts["it"].flips


@pytest.mark.parametrize("text", ["", "{}", '{"format": 1, "run": "another"}', "[1]"])
def test_what_is_damaged_or_of_another_run_is_sought_anew(tmp_path, text):
    models = Models()
    first = run(tmp_path, models)
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    assert run(tmp_path, models).verdicts == first.verdicts


def test_results_hold_the_flips(tmp_path):
    found = run(tmp_path, Models()).summary()
    (flip,) = json.loads(json.dumps(found))["verdicts"]["it"]["flips"]
    assert flip["found"]
    assert not flip["holds"]
    assert {one["column"] for one in flip["moves"]} == {"a", "b"}


def test_some_are_sought_again_and_the_nearer_kept(tmp_path):
    models = Models()
    first = run(tmp_path, models)
    again = sought_again(run(tmp_path, models, flips=0), models, budget=4_096, only=["it"])
    assert again.verdicts["it"].flips[0].distance <= first.verdicts["it"].flips[0].distance
    assert again.verdicts["other"] == first.verdicts["other"]
    assert again.run.flip_points > first.run.flip_points
    assert run(tmp_path, models, flips=0).verdicts == again.verdicts


def test_an_old_flip_that_is_nearer_stays():
    far = Flip(True, False, "", "", 2.0, 1.9, -0.1, (), 9, 3.0, "It fails.")
    near, never = dataclasses.replace(far, distance=1.0), dataclasses.replace(far, found=False, distance=None)
    other = dataclasses.replace(far, variant="c", under="harsh")
    assert nearer((near,), (far, other)) == (near, other)
    assert nearer((far,), (near,)) == (near,)
    assert nearer((far,), (never,)) == (far,)
    assert nearer((never,), (far,)) == (far,)


def test_models_that_fail_are_said_and_the_draws_kept(tmp_path):
    run(tmp_path, Models(), flips=0)

    def broken(values):
        raise ValueError("no such thing")

    with pytest.raises(RunError, match=r"seeking flips failed \(no such thing\)"):
        run(tmp_path, broken)
    assert run(tmp_path, broken, flips=0).verdicts["it"].share is not None
