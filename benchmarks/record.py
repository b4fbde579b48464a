"""What every benchmark shares: runs that alternate, their medians and spreads, and a record of it all as JSON.

A record says what was measured, on what machine, when, and how far the answers agree; `docs/performance.py`
writes the page from the records, so that no figure on it is typed by hand.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

RESULTS = Path(__file__).with_name("results")
BENCHMARKS = (
    "workbench",
    "prim",
    "indices",
    "gravity",
    "trade",
    "study",
    "first",
    "worlds",
    "growth",
    "workers",
    "scale",
    "games",
    "page",
    "visitors",
    "soak",
    "flips",
    "gpu",
)
"""Every benchmark, in the order in which they run and stand on the page."""
OURS = ("jax", "numpy", "scipy")
DIGITS = 4
"""Of what is written: more would only be noise."""
PROBE = 1 << 27
"""Bytes that each processor hashes to see whether it is free."""


@dataclasses.dataclass(frozen=True)
class Figure:
    """A measured number: the median of some runs, and their spread."""

    what: str
    unit: str
    median: float
    low: float
    high: float
    runs: int

    @classmethod
    def of(cls, what: str, unit: str, values: Sequence[float]) -> Figure:
        """Return the figure of a number that was measured several times."""
        return cls(what, unit, statistics.median(values), min(values), max(values), len(values))


@dataclasses.dataclass(frozen=True)
class Agreement:
    """How far two answers to the same question lie apart."""

    what: str
    gap: float
    most: float | None = None
    """The gap that was aimed at; None where none was."""
    note: str = ""


@dataclasses.dataclass(frozen=True)
class Aim:
    """What was aimed at, what was found (a median), and what is to be said of it."""

    what: str
    unit: str
    least: float
    found: float
    note: str = ""


@dataclasses.dataclass(frozen=True)
class Table:
    """Figures that belong together."""

    title: str
    figures: tuple[Figure, ...]
    note: str = ""


@dataclasses.dataclass(frozen=True)
class Record:
    """All that one benchmark has to say."""

    name: str
    title: str
    what: str
    tables: tuple[Table, ...] = ()
    agreement: tuple[Agreement, ...] = ()
    aims: tuple[Aim, ...] = ()
    notes: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    """Whose versions matter, beside our own."""
    series: tuple[Mapping[str, object], ...] = ()
    """Points of charts."""


def alternate(actions: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Return the seconds of each action, in rounds that do one after the other; one round before is not counted.

    What else the machine does then weighs on all of them alike, and ratios round by round are fair.
    """
    for action in actions.values():
        action()
    taken: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(rounds):
        for name, action in actions.items():
            taken[name].append(seconds(action))
    return taken


def seconds(action: Callable[[], object]) -> float:
    """Return the seconds that a call takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def clocked(actions: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Return, for each action, the seconds that passed and those that processors worked for it, as `alternate`.

    On a shared machine the second are the fairer: what others do adds to the first.
    """
    for action in actions.values():
        action()
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in actions}
    for _ in range(rounds):
        for name, action in actions.items():
            worked = time.process_time()
            passed = seconds(action)
            taken[name].append((passed, time.process_time() - worked))
    return taken


def rates(count: int, taken: Sequence[float]) -> list[float]:
    """Return how many a second, of a count done in each of some times."""
    return [count / one for one in taken]


def ratios(above: Sequence[float], below: Sequence[float]) -> list[float]:
    """Return the ratio of two things measured in the same rounds, round by round."""
    return [one / other for one, other in zip(above, below, strict=True)]


def keep(record: Record, free: Sequence[float]) -> Path:
    """Write a record, and when and on what it was measured; `free` is what `free_share` told before and after."""
    found = dataclasses.asdict(record) | {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": machine(),
        "free": min(free),
        "versions": versions(record.packages),
    }
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{record.name}.json"
    text = json.dumps(_rounded(found), indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    told(record)
    return path


def told(record: Record) -> None:
    """Print a record."""
    print(record.title)
    for table in record.tables:
        print(f"  {table.title}")
        for one in table.figures:
            spread = f"({one.low:,.4g} to {one.high:,.4g}, {one.runs} runs)"
            print(f"    {one.what}: {one.median:,.4g} {one.unit} {spread}")
    for gap in record.agreement:
        print(f"  gap, {gap.what}: {gap.gap:.2g}")
    for aim in record.aims:
        met = "met" if aim.found >= aim.least else "not met"
        print(f"  aim, {aim.what}: {aim.found:,.4g} {aim.unit} of {aim.least:,.4g}, {met}")


def free_share() -> float:
    """Return the share of the processors' time that a load on all of them gets: 1 if nothing else runs.

    Hashing lets go of the interpreter's lock, so that threads fill the processors on every system.
    """
    count, data = os.cpu_count() or 1, bytes(PROBE)
    wall, busy = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(count) as threads:
        list(threads.map(lambda _: hashlib.sha256(data).digest(), range(count)))
    return min(1.0, (time.process_time() - busy) / (time.perf_counter() - wall) / count)


def machine() -> dict[str, object]:
    """Return what the machine is, without its name."""
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def processor() -> str:
    """Return the processor's model, as the system has it."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = info.read_text(encoding="utf-8").splitlines()
        found = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
        if found:
            return found[0]
    if sys.platform == "darwin":
        asked = ["sysctl", "-n", "machdep.cpu.brand_string"]
        return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    return platform.processor() or platform.machine()


def versions(packages: Sequence[str]) -> dict[str, str]:
    """Return the versions of Détente, of what it computes with, and of further packages that are there."""
    from detente import __version__

    found = {"detente": __version__}
    for name in (*OURS, *packages):
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def _rounded(found: object) -> object:
    """Return a record with all its numbers cut to a few digits."""
    if isinstance(found, float):
        return float(f"{found:.{DIGITS}g}")
    if isinstance(found, dict):
        return {name: _rounded(one) for name, one in found.items()}
    return [_rounded(one) for one in found] if isinstance(found, list | tuple) else found
