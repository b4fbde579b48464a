"""A world in words: what `detente world check` prints."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ..ground.faults import StudyError
from ..world.books import imbalances
from ..world.facts import Facts
from ..world.mend import rebalanced, thinned
from ..world.rebalance import CLOSED, STATED, check, totals
from ..world.sources import TableSource
from ..world.write import write

MOST = 12
"""Lines of a list that are shown; the others are counted."""


def words(facts: Facts) -> str:
    """Read a world back: how large it is, who trades most, what was checked, where it comes from."""
    made = facts.tables._replace(inputs=thinned(facts.tables))
    book = totals(made.flows, made.tariff, made.inputs)
    trade = made.flows.sum(0) * (1 - np.eye(len(made.economies)))
    lines = [f"{facts.folder}: {len(made.economies)} economies, {len(made.industries)} industries", ""]
    lines += ["Economies: value added, exports, imports [US$ bn a year]"]
    rows = [
        f"  {code:<10} {book.value_added[place]:>12,.4g} {trade[:, place].sum():>12,.4g} {trade[place].sum():>12,.4g}"
        for place, code in enumerate(made.economies)
    ]
    lines += few(rows)
    lines += ["", "Industries: output [US$ bn a year], share traded abroad, elasticity"]
    output = book.output.sum(0)
    abroad = 1 - np.einsum("jnn->j", made.flows) / output
    lines += few(
        [
            f"  {code:<16} {output[place]:>12,.4g} {100 * abroad[place]:>8.3g} % "
            f"{made.theta[place]:>8g} ({made.theta_low[place]:g} to {made.theta_high[place]:g})"
            for place, code in enumerate(made.industries)
        ]
    )
    lines += ["", *_measures(facts), "Where it comes from", *map(source, facts.sources)]
    check(book, made.economies)
    return "\n".join(
        [
            *lines,
            "",
            f"The accounts close to {CLOSED:g} of value added, which is what is stated to {100 * STATED:g} %.",
            f"A study uses it by `world: ./{Path(facts.folder).name}`, written from where the study's file is.",
            "No fault found.",
        ]
    )


def _measures(facts: Facts) -> list[str]:
    if not facts.measures:
        return []
    about, dates = facts.measures[0].target, [one.date for one in facts.measures]
    return [f"Measures: {len(dates)} on {about}, {min(dates)} to {max(dates)}", ""]


def source(one: TableSource) -> str:
    """Return a table's provenance in a line."""
    lines = [f"  {one.table}: {one.holds or 'no word of what it holds'}"]
    lines += [f"      {one.source}; {one.year}; {one.unit}; licence: {one.licence}"]
    return "\n".join([*lines, *(f"      estimate: {words}" for words in one.estimates)])


def changed(facts: Facts, out: Path) -> str:
    """Rebalance a world, write it, and say what was changed. Raises StudyError where something cannot be mended."""
    found, changes = rebalanced(facts)
    left = imbalances(found)
    if left:
        raise StudyError(one.fault for one in left)
    write(told(found, [one.sentence for one in changes]), out)
    if not changes:
        return f"nothing had to be changed; wrote {out}"
    largest = sorted(changes, key=lambda one: -abs(one.after - one.before))
    lines = [f"  {one.sentence}" for one in largest]
    return "\n".join([f"wrote {out}; {len(changes)} changes, the largest first:", *few(lines, 40)])


def told(facts: Facts, changes: list[str]) -> Facts:
    """Return facts whose sources say what was changed, so that every report does."""
    from dataclasses import replace

    if not changes:
        return facts
    files = {one.split(",")[0] for one in changes}
    sources = tuple(
        replace(one, estimates=(*one.estimates, f"{one.table} was rebalanced: " + "; ".join(few(mine, 5))))
        if one.table in files and (mine := [words for words in changes if words.startswith(one.table)])
        else one
        for one in facts.sources
    )
    return replace(facts, sources=sources)


def few(lines: list[str], most: int = MOST) -> list[str]:
    """Return some lines, and how many more there are."""
    if len(lines) <= most + 1:
        return lines
    return [*lines[:most], f"  ... and {len(lines) - most} more"]
