"""A run computed by code for another kind of processor: every outcome to 1e-9, and what moved is listed."""

import os
import platform
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

from detente.cli.main import main
from tests.solve.test_remembered import STUDY

OLD = {
    "XLA_FLAGS": "--xla_cpu_max_isa=SSE4_2",
    "OPENBLAS_CORETYPE": "Nehalem",
    "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4",
}
"""Code as for a processor of 2008: no vector of more than two numbers, no fused product and sum."""


@pytest.mark.skipif(
    platform.machine() not in ("x86_64", "AMD64"), reason="there is no older code for this processor"
)
def test_a_run_by_other_code_is_the_same_to_a_billionth(tmp_path, monkeypatch):
    (tmp_path / "study.yaml").write_text(STUDY.replace("remembered", "study"), encoding="utf-8")
    words = ["run", "study.yaml", "--draws", "256", "--no-flips", "--workers", "1"]
    done = subprocess.run(
        [sys.executable, "-m", "detente", *words, "--out", "old"],
        cwd=tmp_path,
        env=os.environ | OLD,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    monkeypatch.chdir(tmp_path)

    def said(*words, code=0):
        found = CliRunner().invoke(main, words)
        assert found.exit_code == code, found.output
        return found.output

    told = said("verify", "old")
    apart = re.search(r"draws computed again give the same \d+ outcomes to (\S+) \(", told)
    assert apart and 0 < float(apart[1]) < 1e-9, told
    said("run", "study.yaml", "--draws", "256", "--no-flips", "--out", "new")
    compared = said("diff", "old", "new")
    assert "nothing changed" in compared and "1 verdict did not move" in compared
