"""Check a run that somebody else made: is it what it says, and do its verdicts follow from its draws?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from ..domains.domain import Problem
from ..runs.batch import DRAW, Evaluate, path
from ..runs.disk import sha256
from ..runs.draws import Draws
from ..runs.truth import judged
from ..runs.world_copy import WORLD, found
from .finished import RESULTS, Kept
from .shares import share_of

NEAR = 1e-9
"""What other processors and versions may change in a number: 1e-9 of it, or of 1 where it is smaller."""
BLOCK = 4_096
SOLVED_TO = 1e-8
"""The same for an outcome, which is solved: a processor of another kind was seen to change it by 7e-10."""
AGAIN = 1
"""Batches that are computed again."""


@dataclass(frozen=True)
class Check:
    """One thing that was checked: what, whether it is sound, and what was found."""

    what: str
    sound: bool
    found: str


def verify(
    opened: Kept, problem: Problem | None, make: Callable[[Problem], Evaluate], again: int = AGAIN
) -> Iterator[Check]:
    """Yield checks of a finished run, the cheap ones first: files, study, draws, verdicts, models.

    `problem` is what the run's study is bound to, with the assumptions fixed that the run had fixed; None where it
    cannot be had. `make` prepares its models, with which `again` batches spread over the run are computed again.
    """
    yield _files(opened)
    if opened.manifest.fingerprint.world:
        yield _world(opened)
    if problem is None:
        found = "its text is not in the folder, or this version of the program cannot read it"
        yield Check("study", False, found)
        return
    ranges = {column.name: repr(column.distribution) for column in problem.columns}
    other = sorted(
        name for name, law in opened.manifest.fingerprint.columns.items() if ranges.get(name) != law
    )
    if other:
        found = (
            f"{other[0]} had another range in the run; if it was fixed there, give the same --set NAME=VALUE"
        )
        yield Check("study", False, found)
        return
    yield Check("study", True, f"study.yaml is the text that was run ({problem.study.id})")
    missing = sorted({cell.name for cell in problem.cells} - set(opened.table.names))
    if missing:
        yield Check(
            "outcomes", False, f"this version asks for outcomes that were not recorded: {missing[0]}, ..."
        )
        return
    yield _draws(opened, problem)
    yield _verdicts(opened, problem)
    if again:
        yield _models(opened, problem, make(problem), again)


def _files(opened: Kept) -> Check:
    """Check that every batch is what the manifest says."""
    wrong = [
        number
        for number, digest in sorted(opened.manifest.batches.items())
        if sha256(path(opened.folder, number)) != digest
    ]
    count = len(opened.manifest.batches)
    found = (
        f"batch {wrong[0]} is not what was computed" if wrong else f"{count} batches are what was computed"
    )
    return Check("files", not wrong, found)


def _world(opened: Kept) -> Check:
    """Check that the copy of the user's own world is the one that was computed from."""
    sound = found(opened.folder / WORLD) == opened.manifest.fingerprint.world
    told = (
        "its files are those that were computed from" if sound else "its files are missing, or were changed"
    )
    return Check("world", sound, told)


def _draws(opened: Kept, problem: Problem) -> Check:
    """Check that the assumptions of every draw are those that the seed gives."""
    sample = Draws.of(problem, opened.draws, opened.manifest.fingerprint.seed)
    worst, where = 0.0, ""
    for first in range(0, opened.draws, BLOCK):
        last = min(first + BLOCK, opened.draws)
        wanted = sample.values(first, last)
        recorded = opened.table.rows(list(wanted), range(first, last))
        for name, values in wanted.items():
            apart = _apart(values, recorded[name])
            if apart > worst:
                worst, where = apart, name
    sound = worst <= NEAR
    found = "the assumptions of every draw are those that the seed gives"
    return Check(
        "draws", sound, found if sound else f"{where} is not what the seed gives ({worst:.2g} apart)"
    )


def _verdicts(opened: Kept, problem: Problem) -> Check:
    """Check that the share of every claim follows from the recorded draws."""
    for claim in problem.claims:
        share = share_of(judged(problem, claim, opened.table, opened.draws).truth).share
        told = opened.verdicts.get(claim.id, {}).get("share")
        if (share is None) != (told is None) or (share is not None and abs(share - told) > NEAR):
            return Check("verdicts", False, f"{claim.id}: {RESULTS} says {told}, its draws {share}")
    return Check("verdicts", True, f"the shares of {len(problem.claims)} claims follow from the draws")


def _models(opened: Kept, problem: Problem, evaluate: Evaluate, again: int) -> Check:
    """Compute some whole batches again, as they were computed, and compare every outcome."""
    size, count = opened.manifest.fingerprint.batch, len(opened.manifest.batches)
    numbers = sorted({int((place + 0.5) * count / again) for place in range(again)})
    sample = Draws.of(problem, opened.draws, opened.manifest.fingerprint.seed)
    worst, where, outcomes, draws = 0.0, "", 0, 0
    for number in numbers:
        first, last = number * size, min((number + 1) * size, opened.draws)
        found = evaluate({DRAW: np.arange(first, last, dtype=float), **sample.values(first, last)})
        recorded = opened.table.rows(list(found), range(first, last))
        outcomes, draws = len(found), draws + last - first
        for name, column in found.items():
            apart = _apart(np.asarray(column, dtype=float), recorded[name])
            if apart > worst:
                worst, where = apart, name
    if worst > SOLVED_TO:
        return Check("models", False, f"{where}, computed again in {draws:,} draws, is {worst:.2g} apart")
    to = f"to {worst:.1g} ({where})" if worst else "to the bit"
    return Check("models", True, f"{draws:,} draws computed again give the same {outcomes:,} outcomes {to}")


def _apart(wanted: np.ndarray, found: np.ndarray) -> float:
    """Return the largest difference, relative to numbers above 1; infinite where only one is known."""
    unknown = np.isnan(wanted)
    if not np.array_equal(unknown, np.isnan(found)):
        return float("inf")
    gap = np.abs(wanted - found) / np.maximum(1.0, np.abs(wanted))
    return float(np.max(gap[~unknown], initial=0.0))
