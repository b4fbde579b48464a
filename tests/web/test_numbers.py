"""Shares in the browser are said by the rule of the report and the terminal."""

import json
import shutil
import subprocess
from importlib.resources import files

import pytest

from detente.audit.sentences import counted

NODE = shutil.which("node")
SHARES = [
    *(place / 997 for place in range(998)),
    1e-5,
    0.0004,
    0.00051,
    0.004,
    0.0051,
    0.9949,
    0.9951,
    0.9994,
    0.99951,
]


@pytest.mark.skipif(NODE is None, reason="there is no Node.js here")
@pytest.mark.parametrize("draws", [64, 1_024, 1_000_000])
def test_the_browser_says_shares_as_python_does(draws):
    code = files("detente.web").joinpath("static", "numbers.js").read_text(encoding="utf-8")
    asked = f"console.log(JSON.stringify({json.dumps(SHARES)}.map((one) => counted(one, {draws}))));"
    done = subprocess.run(
        [NODE, "--input-type=module", "-"], input=code + asked, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [counted(one, draws) for one in SHARES]
