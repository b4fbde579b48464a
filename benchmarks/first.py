"""From the start of a process to the first verdict, and what is traced for it: `python benchmarks/first.py [source]`.

All of it is compared with the program before worlds were built with NumPy, as `first-before.json` keeps it. With the
folder of that program's source, both are measured in turn, and what is found of it is kept there.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from record import Figure, Record, Table, free_share, keep

BEFORE = Path(__file__).with_name("first-before.json")
SOURCE = Path(__file__).resolve().parents[1] / "src"
STUDIES, DRAWS, MANY, ROUNDS = ("korea-2018", "tariffs-2018"), 256, 512, 3
EQUATION = re.compile(r"^ +\S.*:\S+ = \w", re.MULTILINE)
"""A line of a jaxpr as JAX writes it."""
NEW = "first verdicts in a new process"
COLD = f"{NEW}, nothing compiled kept"
AGAIN = "verdicts of a study of the same shape, in the same process"
RATE = "draws of the trade model a second of a processor"
TRACED = "equations traced for it"
UNITS = {NEW: "s", COLD: "s", AGAIN: "s", RATE: "", TRACED: ""}
Found = dict[str, list[float]]


def once(study: str) -> dict[str, float]:
    """Return the seconds until the first verdicts stand, those that another time takes, and draws a second."""
    start = time.perf_counter()
    import detente
    from detente.runs.draws import Draws
    from detente.solve.evaluate import Evaluator

    def judged() -> float:
        with tempfile.TemporaryDirectory() as folder:
            detente.load(study).run(draws=DRAWS, out=folder, flips=0)
            return time.perf_counter()

    first, again = judged(), judged()
    problem = detente.load(study).problem
    from detente.chance.cube import median as centre

    models = Evaluator(problem, {one.name: centre(one) for one in problem.columns})
    trade: Any = getattr(models, "trade", None) or models._trade  # type: ignore[attr-defined]  # as it was called
    values = Draws(problem.columns, MANY, 1).values(0, MANY)
    trade(values, MANY)()
    worked = time.process_time()
    trade(values, MANY)()
    return {NEW: first - start, AGAIN: again - first, RATE: MANY / (time.process_time() - worked)}


def child(study: str, source: Path, settings: Mapping[str, str]) -> dict[str, float]:
    """Return what `once` finds in a new process that runs the program of some source."""
    given = os.environ | {"PYTHONPATH": str(source)} | dict(settings)
    words = [sys.executable, __file__, "--once", study]
    done = subprocess.run(words, env=given, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def equations(study: str, source: Path) -> float:
    """Return how many equations JAX traces and hands to the compiler until the first verdicts stand."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {"JAX_DUMP_IR_TO": folder, "JAX_DUMP_IR_MODES": "jaxpr"}
        child(study, source, settings)
        texts = [path.read_text(encoding="utf-8") for path in Path(folder).glob("*.jaxpr.txt")]
    return float(sum(len(EQUATION.findall(text)) for text in texts))


def measured(study: str, sources: Mapping[str, Path]) -> dict[str, Found]:
    """Return the figures of each program, in rounds that run one after the other."""
    found: dict[str, Found] = {name: {TRACED: [equations(study, one)]} for name, one in sources.items()}
    for _ in range(ROUNDS):
        for name, source in sources.items():
            for what, one in child(study, source, {}).items():
                found[name].setdefault(what, []).append(one)
            cold = child(study, source, {"JAX_ENABLE_COMPILATION_CACHE": "false"})
            found[name].setdefault(COLD, []).append(cold[NEW])
    return found


def table(study: str, now: Found, before: Found) -> Table:
    """Return a study's figures, each with its ratio to the same before."""
    figures = []
    for what, values in now.items():
        old = sorted(before[what])[len(before[what]) // 2]
        figures += [
            Figure.of(what, UNITS[what], values),
            Figure.of(f"{what}: over that before", "times", [one / old for one in values]),
        ]
    return Table(study, tuple(figures))


def main(old: str = "") -> None:
    """Measure the program, and with its source the one before; write the record."""
    free, kept = [free_share()], {} if old else json.loads(BEFORE.read_text(encoding="utf-8"))
    sources = ({"before": Path(old).resolve()} if old else {}) | {"now": SOURCE}
    tables = []
    for study in STUDIES:
        found = measured(study, sources)
        kept.setdefault(study, found.get("before"))
        tables.append(table(study, found["now"], kept[study]))
    if old:
        BEFORE.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8", newline="\n")
    record = Record(
        name="first",
        title="From the start to the first verdict",
        what=(
            f"{DRAWS} draws without flips, every model and verdict, in new processes; beside the program of 0.1.0 that "
            "traced the building of every world together with its solve."
        ),
        tables=tuple(tables),
        notes=(
            "A new process finds compiled code kept by an earlier one, unless said otherwise; it traces all the same.",
        ),
    )
    keep(record, [*free, free_share()])


if __name__ == "__main__":
    if sys.argv[1:2] == ["--once"]:
        print(json.dumps(once(sys.argv[2])))
    else:
        main(*sys.argv[1:2])
