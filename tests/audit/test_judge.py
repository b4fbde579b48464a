import subprocess
import sys
import tracemalloc

import numpy as np
import pytest

import detente.audit.judge as judging
from detente.audit.judge import judge
from detente.ground.faults import RunError
from detente.runs.draws import QUICK

from .laboratory import column, problem

AB = (column("a"), column("b"))
CLAIMS = {"gains": "gain[USA, cut] > 0"}


def outcomes(values):
    return {"gain[USA,cut]": values["a"] ** 2 - values["b"]}


def test_the_run_is_recorded(tmp_path):
    found = judge(problem(AB, CLAIMS), outcomes, tmp_path / "new" / "folder", draws=QUICK, seed=5)
    assert (found.run.draws, found.run.seed, found.run.replicates, found.run.batches) == (1024, 5, 16, 4)
    assert found.run.folder == str(tmp_path / "new" / "folder")
    assert {"python", "numpy", "scipy", "jax", "duckdb", "detente"} <= set(found.run.versions)
    assert found.study.id == "test"


def test_another_seed_gives_the_same_verdict_within_its_interval(tmp_path):
    shares = [
        judge(problem(AB, CLAIMS), outcomes, tmp_path / str(seed), draws=4096, seed=seed).verdicts["gains"]
        for seed in (1, 2)
    ]
    assert shares[0].share != shares[1].share
    assert all(one.interval.low <= 1 / 3 <= one.interval.high for one in shares)


def test_batches_are_of_1024_draws_and_a_short_run_has_a_few(tmp_path):
    sizes = []

    def counting(values):
        sizes.append({len(column) for column in values.values()})
        return outcomes(values)

    judge(problem(AB, CLAIMS), counting, tmp_path / "many", draws=4096)
    judge(problem(AB, CLAIMS), counting, tmp_path / "some", draws=1024)
    judge(problem(AB, CLAIMS), counting, tmp_path / "few", draws=256)
    assert sizes == [{judging.BATCH}] * 4 + [{256}] * 5


def test_a_number_of_draws_that_cannot_be_leaves_no_folder(tmp_path):
    with pytest.raises(RunError, match="ask for"):
        judge(problem(AB, CLAIMS), outcomes, tmp_path / "new", draws=1000)
    assert not (tmp_path / "new").exists()


def test_memory_does_not_grow_with_the_columns(tmp_path):
    # 200 outcomes of 16,384 draws are 26 MB; only the columns of the claim may be held.
    def many(values):
        return {f"gain[USA,w{place}]": values["a"] + place for place in range(200)} | outcomes(values)

    judge(problem(AB, CLAIMS), many, tmp_path, draws=256 * 64, workers=1)
    tracemalloc.start()
    judge(problem(AB, CLAIMS), many, tmp_path, draws=256 * 64, workers=1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20e6


def test_nothing_before_the_audit_imports_its_parts():
    before = "import sys, detente.study.records, detente.domains.domain, detente.world.records"
    check = f"{before}; assert not {{'scipy', 'duckdb', 'filelock'}} & set(sys.modules), sorted(sys.modules)"
    subprocess.run([sys.executable, "-c", check], check=True)


def test_a_claim_that_names_what_was_not_computed_is_told(tmp_path):
    with pytest.raises(RunError, match="no recorded column"):
        judge(problem(AB, CLAIMS), lambda values: {}, tmp_path, draws=256)


def test_values_arrive_as_float64(tmp_path):
    kinds = set()

    def looking(values):
        kinds.update(column.dtype for column in values.values())
        return outcomes(values)

    judge(problem(AB, CLAIMS), looking, tmp_path, draws=256)
    assert kinds == {np.dtype(np.float64)}
