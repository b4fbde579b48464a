"""A run that is slow enough to be killed: `python killed.py FOLDER SECONDS_A_BATCH`."""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from audit.laboratory import column, problem

from detente.audit.judge import judge


def slow(values):
    time.sleep(float(sys.argv[2]))
    return {"gain[USA,cut]": values["a"] ** 2 - values["b"], "status[cut]": (values["a"] > 0.99).astype(int)}


if __name__ == "__main__":
    claims = {"gains": "gain[USA, cut] > 0"}
    judge(problem((column("a"), column("b")), claims), slow, sys.argv[1], draws=16_384, workers=2)
