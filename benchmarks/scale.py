"""Measure the memory and the time of runs of up to a million draws: `python benchmarks/scale.py`.

The study is of assumptions alone, so that what is measured is drawing, keeping, reading and judging; each run is a
process of its own. POSIX only, where a process can be asked how much memory it took at most.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from record import Figure, Record, Table, free_share, keep

DRAWS = (16_384, 131_072, 1_048_576)
STUDY = """
study: memory
question: How does memory grow with draws?
argument: {title: A benchmark}
as_of: 2018-08-31
world: world-2014
economies: [USA, CHN]
assumptions:
  size: {is: the size, uniform: 0 to 1, source: judgement}
  cost: {is: the cost, uniform: 0 to 1, source: judgement}
  more: {is: what comes on top, uniform: 0 to 2, source: judgement}
  last: {is: the last, uniform: 0 to 1, source: judgement}
moves:
  duty: {is: a duty, tariff: {seller: CHN, buyer: USA, add: 5 %}}
worlds:
  taxed: {is: with a duty, moves: [duty]}
claims:
  pays: {says: It pays., holds: size + 0.1 * more > cost}
  cheap: {says: It is cheap., holds: cost * size * last < 0.1}
  large: {says: It is large., holds: size > 0.2 * more}
"""
RUN = """
import resource, sys
from detente.run import load, show

if __name__ == "__main__":
    show(load(sys.argv[1]).run(draws=int(sys.argv[2]), out=sys.argv[3], flips=0))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2))
"""


def main() -> None:
    """Run the study with each number of draws."""
    free, memory, seconds = free_share(), [], []
    with tempfile.TemporaryDirectory() as folder:
        study = Path(folder) / "memory.yaml"
        study.write_text(STUDY, encoding="utf-8")
        for draws in DRAWS:
            start = time.perf_counter()
            command = [sys.executable, "-c", RUN, str(study), str(draws), str(Path(folder) / str(draws))]
            said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            seconds.append(Figure.of(f"{draws:,} draws", "s", [time.perf_counter() - start]))
            memory.append(Figure.of(f"{draws:,} draws", "MB", [float(said.split()[-1])]))
    record = Record(
        name="scale",
        title="A million draws",
        what="A study of four assumptions and three claims, drawn, kept, judged and reported, a process a run.",
        tables=(Table("Most memory", tuple(memory)), Table("Time, whole", tuple(seconds))),
        aims=(),
    )
    keep(record, [free, free_share()])


if __name__ == "__main__":
    main()
