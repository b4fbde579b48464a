"""A point as a study of its own: what was moved is fixed in the text, moves switched off are left out."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from ..audit.sentences import value as said
from ..bind.problem import bind
from ..chance.distribution import Distribution
from ..chance.kinds import forms
from ..domains.columns import label
from ..domains.domain import Problem
from ..domains.records import Column
from ..study.read import parse_study
from .point import Point

WIDTH = 10_000
"""No line is broken."""
DIGITS = 12
"""Of a value that is written: more would be dust of the slider."""


@dataclass(frozen=True)
class Saved:
    """The text of a study, and what of the point it could not hold."""

    text: str
    left: tuple[str, ...]
    """Names of assumptions that stay drawn, since a study file cannot hold them: parts of shares, years of a path."""


def saved(problem: Problem, point: Point, name: str = "") -> Saved:
    """Return a study's text with a point's values fixed and its moves left out; comments stay where they were.

    Raises StudyError where what comes out is no sound study.
    """
    writer = YAML()
    writer.preserve_quotes, writer.width = True, WIDTH
    writer.indent(mapping=2, sequence=4, offset=2)
    root = writer.load(problem.study.text)
    if name:
        root["study"] = name
    columns = {column.name: column for column in problem.columns}
    laws = {name: one.distribution for name, one in problem.study.assumptions.items()}
    left = [
        one
        for one, value in point.values.items()
        if not _fix(root["assumptions"], columns[one], laws[columns[one].assumption], value)
    ]
    _drop_pairs(root, {columns[one].assumption for one in point.values})
    if point.off:
        _leave_out(root, [one for one in problem.study.moves if one in point.off])
    out = io.StringIO()
    writer.dump(root, out)
    bind(
        parse_study(
            out.getvalue(), str(Path(problem.study.file).with_name(f"{name or problem.study.id}.yaml"))
        )
    )
    return Saved(out.getvalue(), tuple(left))


def _fix(assumptions: CommentedMap, column: Column, law: Distribution, value: float) -> bool:
    """Fix a number in the text; tell whether a study file can hold it."""
    entry = assumptions[column.assumption]
    wanted, known = law.fixing(label(column.name), float(f"{value:.{DIGITS}g}")), forms()
    if not wanted:
        return False
    place = next(at for at, word in enumerate(entry) if word in known)
    for word in [one for one in entry if one in known and one not in wanted]:
        del entry[word]
    for word, given in wanted.items():
        _put(entry, place, word, given)
    if column.name == column.assumption:
        entry["source"] = f"set to {said(column, value)} (was: {entry['source']})"
    return True


def _put(entry: CommentedMap, place: int, word: str, given: Any) -> None:
    """Write a word of a distribution; a table joins the one that stands there."""
    if isinstance(given, Mapping):
        held = entry.setdefault(word, CommentedMap())
        held.fa.set_flow_style()
        held.update(given)
        return
    if isinstance(given, list):
        given = CommentedSeq(given)
        given.fa.set_flow_style()
    entry.pop(word, None)
    entry.insert(place, word, given)


def _drop_pairs(root: CommentedMap, fixed: set[str]) -> None:
    """Take out correlations of what is fixed: nothing is left to move together."""
    pairs = root.get("correlations")
    if pairs:
        kept = [one for one in pairs if not fixed & {str(name).partition("[")[0] for name in one["between"]}]
        if len(kept) < len(pairs):
            root["correlations"] = kept
        if not kept:
            del root["correlations"]


def _leave_out(root: CommentedMap, off: list[str]) -> None:
    """Write which moves are made in no world."""
    made = CommentedSeq([*root.get("without", []), *off])
    made.fa.set_flow_style()
    if "without" in root:
        root["without"] = made
    else:
        root.insert(list(root).index("worlds"), "without", made)
