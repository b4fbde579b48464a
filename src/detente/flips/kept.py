"""The flips of a run, kept in its folder: found once, told whenever the run is opened."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from ..audit.reasons import Difference, Flip
from ..audit.records import Judgement
from ..ground.json_text import json_text
from ..ground.plain import plain
from ..runs import manifest
from ..runs.batch import Evaluate
from ..runs.disk import write_text
from ..runs.draws import Draws
from ..runs.store import alone
from .flips import Flips, flips

NAME = "flips.json"
FORMAT = 1


def with_flips(judgement: Judgement, evaluate: Evaluate, budget: int) -> Judgement:
    """Return a judgement with the flips that its folder keeps; if it keeps none, with those that a search finds.

    `budget` is the number of points at which the models may be run; with 0, none is sought.
    """
    folder = Path(judgement.run.folder)
    known = _read(folder)
    if known is None and budget:
        with alone(folder):
            known = _sought(judgement, evaluate, budget)
            _write(folder, known)
    return _told(judgement, known) if known else judgement


def sought_again(
    judgement: Judgement, evaluate: Evaluate, *, budget: int, only: Collection[str] = ()
) -> Judgement:
    """Seek the flips of all claims, or of `only` some, anew; keep the nearer of each claim's old and new ones."""
    folder = Path(judgement.run.folder)
    with alone(folder):
        old = _read(folder) or Flips({}, 0, 0, 0.0)
        new = _sought(judgement, evaluate, budget, only)
        merged = {**old.of, **{name: nearer(old.of.get(name, ()), found) for name, found in new.of.items()}}
        ordered = {name: merged[name] for name in judgement.verdicts if name in merged}
        known = Flips(ordered, old.points + new.points, old.calls + new.calls, old.seconds + new.seconds)
        _write(folder, known)
    return _told(judgement, known)


def nearer(old: tuple[Flip, ...], new: tuple[Flip, ...]) -> tuple[Flip, ...]:
    """Return new flips, each replaced by an old one under the same variants that is nearer."""
    before = {(one.variant, one.under): one for one in old if one.distance is not None}

    def chosen(one: Flip) -> Flip:
        other = before.get((one.variant, one.under))
        shorter = other and (one.distance is None or (other.distance or 0.0) < one.distance)
        return other if other and shorter else one

    return tuple(chosen(one) for one in new)


def _sought(judgement: Judgement, evaluate: Evaluate, budget: int, only: Collection[str] = ()) -> Flips:
    problem, run = judgement.problem, judgement.run
    sample = Draws.of(problem, run.draws, run.seed)
    return flips(problem, judgement.verdicts, evaluate, judgement.table, sample, budget=budget, only=only)


def _told(judgement: Judgement, known: Flips) -> Judgement:
    verdicts = {
        name: dataclasses.replace(verdict, flips=known.of.get(name, ()))
        for name, verdict in judgement.verdicts.items()
    }
    run = dataclasses.replace(judgement.run, flip_points=known.points, flip_seconds=known.seconds)
    return dataclasses.replace(judgement, verdicts=verdicts, run=run)


def _read(folder: Path) -> Flips | None:
    """Return the flips that a folder keeps; None if it keeps none, of another run, or they cannot be read."""
    try:
        text = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if text["format"] != FORMAT or text["run"] != _digest(folder):
            return None
        found = {name: tuple(_flip(one) for one in some) for name, some in text["flips"].items()}
        return Flips(found, int(text["points"]), int(text["calls"]), float(text["seconds"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _flip(text: Mapping[str, Any]) -> Flip:
    return Flip(**{**text, "moves": tuple(Difference(**one) for one in text["moves"])})


def _write(folder: Path, found: Flips) -> None:
    text = {
        "format": FORMAT,
        "run": _digest(folder),
        "points": found.points,
        "calls": found.calls,
        "seconds": found.seconds,
        "flips": plain(found.of),
    }
    write_text(folder / NAME, json_text(text) + "\n")


def _digest(folder: Path) -> str:
    """Return the SHA-256 of what decides the numbers of a folder's run."""
    found = manifest.read(folder)
    return found.fingerprint.digest if found else ""
