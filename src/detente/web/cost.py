"""What a run will cost, before it is begun from the page: each number says what it is known from."""

from __future__ import annotations

import math
import shutil
from collections.abc import Sequence
from dataclasses import dataclass

from ..audit.judge import batch_size
from ..domains.domain import Problem
from ..run import FLIPS
from ..runs.effort import NUMBER, effort, numbers
from .open_studies import OpenStudy
from .runs import name_of
from .stored_runs import Judged, StoredRuns

ELSEWHERE = "by rates of the models that were measured elsewhere, on two cores"


@dataclass(frozen=True)
class Cost:
    """What a run will cost: in words, and as guesses [s, bytes]; of a range, the upper end."""

    work: str
    seconds: float = 0.0
    bytes: int = 0
    time: str = ""
    flips: str = ""
    disk: str = ""


def cost(opened: OpenStudy, stored: StoredRuns, draws: int, seed: int, flips: bool) -> Cost:
    """Return what a run of a study will cost; what is finished of it already costs nothing."""
    problem, name = opened.problem, name_of(opened.problem, draws, seed)
    done = next((one.done for one in stored.of(problem.study.id) if one.run == name), 0)
    left, known = draws - done, tuple(opened.matching.judged())
    sought, flips_words = _flips(problem, known) if flips else (0.0, "")
    if not left:
        return Cost(f"None: all {draws:,} draws of this run are kept.", sought, flips=flips_words)
    work = _work(problem, left, done, batch_size(draws))
    seconds, time = _time(problem, known, left)
    size, disk = _disk(problem, known, left, stored)
    return Cost(work, seconds + sought, size, time, flips_words, disk)


def _work(problem: Problem, draws: int, done: int, size: int) -> str:
    """Say what is to be computed, and in how many pieces."""
    kept = f" ({done:,} are kept)" if done else ""
    many = -(-draws // size)
    pieces = f"{many:,} batches, each kept once it is finished" if many > 1 else "one batch"
    return f"{draws:,} draws{kept} in {'; '.join([pieces, *effort(problem, draws).parts])}."


def _time(problem: Problem, known: Sequence[Judged], draws: int) -> tuple[float, str]:
    """Say how long it takes: as a finished run of this text took, or else by rates that were measured elsewhere."""
    timed = [(one, one.took.seconds) for one in known if one.took.seconds]
    if timed:
        return _as_before(*min(timed, key=lambda pair: abs(math.log2(pair[0].took.draws / draws))), draws)
    seconds = effort(problem, draws).seconds
    words = (
        f"About {lasting(seconds)}, {ELSEWHERE}; no finished run of this text tells how fast this machine is."
    )
    return seconds, words


def _as_before(one: Judged, took: float, draws: int) -> tuple[float, str]:
    """Say how long a run takes from how long another took, of which some does not grow with the draws."""
    before, share = one.took.draws, took * draws / one.took.draws
    by = f"if this machine is as fast as for {one.run.run}, {before:,} draws in {lasting(took)}."
    if draws == before:
        return took, f"About {lasting(took)} {by}"
    if draws > before:
        return share, f"At most about {lasting(share)} {by}"
    return took, f"From {lasting(share)} to {lasting(took)} {by}"


def _flips(problem: Problem, known: Sequence[Judged]) -> tuple[float, str]:
    """Say how long it takes to seek where claims turn."""
    timed = [(one.took.flips, one.run.run) for one in known if one.took.flips]
    seconds = timed[0][0] if timed else effort(problem, FLIPS).seconds
    by = f"as in {timed[0][1]}" if timed else f"for {FLIPS:,} points, {ELSEWHERE}"
    return seconds, f"About {lasting(seconds)} more, {by}; none where they are known."


def _disk(problem: Problem, known: Sequence[Judged], draws: int, stored: StoredRuns) -> tuple[int, str]:
    """Say what it writes: as a finished run did, or else from the numbers of a draw."""
    if known:
        size = round(stored.weight(known[0].run.run) * draws / known[0].run.draws)
        by = f"by what {known[0].run.run} has"
    else:
        size = numbers(problem) * NUMBER * draws
        by = f"for {numbers(problem):,} assumptions and outcomes a draw, {NUMBER} bytes each"
    home = stored.folder.absolute()
    free = shutil.disk_usage(next(one for one in (home, *home.parents) if one.exists())).free
    short = "; that is too little" if size > free else ""
    return size, f"About {weighing(size)} {by}, and the report; {weighing(free)} are free{short}."


def lasting(seconds: float) -> str:
    """Say a time as one that is not exact.

    >>> lasting(0.0423), lasting(3.4), lasting(72.9), lasting(400), lasting(9000)
    ('42 ms', '3.4 s', '73 s', '6.7 min', '2.5 h')
    """
    for most, size, unit in ((0.95, 0.001, "ms"), (115, 1, "s"), (6900, 60, "min")):
        if seconds < most:
            return f"{_short(seconds / size)} {unit}"
    return f"{_short(seconds / 3600)} h"


def weighing(size: float) -> str:
    """Say bytes as megabytes or gigabytes.

    >>> weighing(20_000), weighing(1_986_000), weighing(127_000_000), weighing(3_210_000_000)
    ('0.02 MB', '2 MB', '130 MB', '3.2 GB')
    """
    return f"{_short(size / 1e9)} GB" if size >= 0.95e9 else f"{_short(max(size / 1e6, 0.01))} MB"


def _short(value: float) -> str:
    """Return two digits of a number, and zeros after them."""
    return f"{float(f'{value:.2g}'):,.15g}"
