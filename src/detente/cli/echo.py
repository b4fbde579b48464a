"""A study read back in words: what `detente check` prints."""

from __future__ import annotations

import numpy as np

from ..bind.correlations import lapsed
from ..domains.domain import Problem
from ..domains.middle import at_middle
from ..domains.move import apply
from ..domains.records import Case
from ..run import DRAWS, FLIPS
from ..runs.effort import effort
from ..world.opening import stopped


def echo(problem: Problem) -> str:
    """Return what was understood: assumptions, worlds, claims, and what a run will cost."""
    study = problem.study
    lines = [f"{study.id}: {study.question}", f"as of {study.as_of}; nothing dated later is known to it", ""]
    lines += _home(problem)
    lines += ["Assumptions"]
    for one in study.assumptions.values():
        lines += [
            f"  {one.id}: {one.meaning}",
            f"      {one.distribution.words(one.unit)}; source: {one.source}",
        ]
    learnt = [
        column
        for column in problem.columns
        if study.assumptions[column.assumption].distribution is not column.distribution
        and "[" not in column.name
    ]
    lines += [f"  {column.name} is learnt as {column.distribution.words(column.unit)}" for column in learnt]
    lines += _together(problem)
    lines += ["", "Worlds"]
    for case in problem.cases:
        lines += _world(problem, case)
    for domain in problem.domains:
        lines += domain.echo(problem)
    lines += ["", "Claims"]
    for claim in study.claims.values():
        test = claim.holds.text if claim.holds else f"not modelled yet: {claim.not_modelled_yet}"
        lines += [f"  {claim.id}: {claim.says}", f"      {test}"]
    return "\n".join([*lines, "", cost(problem, DRAWS), flips_cost(problem, FLIPS), "No fault found."])


def _home(problem: Problem) -> list[str]:
    """Return where a world of the user's own was read."""
    world = problem.world
    if not world.home:
        return []
    size = f"{len(world.economies)} economies by {len(world.industries)} industries as summed here"
    return [f"World of your own: {world.home}, {size}; its sources are told in the report", ""]


def _together(problem: Problem) -> list[str]:
    """Return what is drawn together, and what no longer is because one side was set."""
    if not problem.correlations and not problem.lapsed:
        return []
    lines = ["", "Drawn together (rank correlations; every other pair is independent)"]
    lines += [
        f"  {' and '.join(one.between)}: {one.rank:g}; source: {one.source}" for one in problem.correlations
    ]
    return lines + [f"  warning: {words}" for words in lapsed(problem)]


def _world(problem: Problem, case: Case) -> list[str]:
    """Return what a world is: its moves, the trade that they are about, and what its bans stop."""
    names = ", ".join(written.name for written in case.written) or "no move"
    lines = [f"  {case.name}: {case.meaning} ({names})"]
    for written in case.written:
        cells = written.move.cells(problem.world)
        if cells is not None:
            flows = float((problem.world.flows * cells).sum())
            lines.append(
                f"      {written.name} is about US$ {flows:,.3g} bn of trade a year in the base accounts"
            )
    value = at_middle(problem)
    made = apply([written.move.resolved(value) for written in case.written], problem.world)
    lost = stopped(made, np)
    if lost.sum() > 0:
        worst = np.unravel_index((lost.sum(0) + lost.sum(0).T).argmax(), lost.shape[1:])
        pair = " and ".join(sorted(problem.world.economies[place] for place in worst))
        lines.append(
            f"      its bans stop US$ {lost.sum():,.3g} bn of the base year's trade, most between {pair}"
            " (assumptions at their middle, before anyone substitutes)"
        )
    return lines


def cost(problem: Problem, draws: int) -> str:
    """Say what a run will cost."""
    found = effort(problem, draws)
    what = " and ".join(found.parts) or "nothing"
    return f"A full run solves {what}: about {found.seconds:.0f} s on two cores."


def flips_cost(problem: Problem, points: int) -> str:
    """Say what finding where the claims turn will cost."""
    seconds = effort(problem, points).seconds
    return f"To find where each claim turns, the models are run at up to {points:,} points more: about {seconds:.0f} s."
