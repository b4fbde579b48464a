"""Verdicts in the terminal, at a glance."""

from __future__ import annotations

import math
from pathlib import Path

from rich.console import Console
from rich.table import Table

from ..audit.grounds import BESIDE
from ..audit.records import NOT_MODELLED, Interval, Judgement
from ..audit.sentences import error_of, percent, tied, told
from ..bind.correlations import lapsed
from .unsolved import unsolved

COLOURS = {
    "holds": "bold green",
    "leans": "green",
    "open": "yellow",
    "leans against": "red",
    "fails": "bold red",
    "restates an assumption": "cyan",
}


def verdicts(judgement: Judgement, page: Path) -> None:
    """Print a table of verdicts and where the report is."""
    console = Console()
    table = Table(title=judgement.study.question, title_justify="left", expand=False)
    for name in ("claim", "verdict", "share", "95 % interval"):
        right = name in ("share", "95 % interval")
        table.add_column(name, justify="right" if right else "left", no_wrap=name != "verdict")
    waiting = []
    for name, verdict in judgement.verdicts.items():
        if verdict.word == NOT_MODELLED:
            waiting.append(name)
            continue
        word = f"[{COLOURS.get(verdict.word, 'white')}]{verdict.word}[/]" + (
            " (by judgement)" if verdict.badge else ""
        )
        interval = verdict.interval
        ends = _ends(interval) if interval else ""
        share = told(verdict) or "unknown"
        table.add_row(name, word, share, ends)
    console.print(table)
    if waiting:
        console.print(f"not modelled yet: {', '.join(waiting)}")
    turns = flips(judgement)
    if turns:
        console.print(turns)
    for line in unsolved(judgement):
        console.print(line)
    for line in lapsed(judgement.problem):
        console.print(f"warning: {line}", markup=False)
    run = judgement.run
    console.print(
        f"{run.draws:,} draws in {run.seconds:.1f} s ({run.reused} of {run.batches} batches found finished)"
    )
    console.print(f"report: {page}")


def flips(judgement: Judgement) -> str:
    """Return a line of how far from the centre each claim turns; empty where no flip was sought."""
    sought = [(name, one.flips[0]) for name, one in judgement.verdicts.items() if one.flips]
    known = sorted((flip.distance, name) for name, flip in sought if flip.distance is not None)
    told = [f"{name} {far:.2g}" if far >= BESIDE else f"{name} under {BESIDE:g}" for far, name in known]
    never = [name for name, flip in sought if flip.distance is None]
    parts = [f"flips, standard deviations from the centre: {', '.join(told)}"] if told else []
    parts += [f"no flip found: {', '.join(never)}"] if never else []
    return "; ".join(parts)


def _ends(interval: Interval) -> str:
    """Say an interval to a tenth of a per cent, rounded outwards."""
    return f"{math.floor(interval.low * 1000) / 10:.1f}-{math.ceil(interval.high * 1000) / 10:.1f} %"


def one_claim(judgement: Judgement, claim: str) -> None:
    """Print all that was found about one claim."""
    console = Console()
    verdict, text = judgement.verdicts[claim], judgement.study.claims[claim]
    console.print(f"[bold]{text.says}[/]" + (f" ({text.where})" if text.where else ""))
    if text.holds:
        console.print(f"  {text.holds.text}", style="dim", markup=False)
    console.print(verdict.sentence, markup=False)
    if verdict.badge:
        console.print(verdict.badge, markup=False)
    for driver in [one for one in verdict.drivers if one.clear][:6]:
        more = driver.total is not None and driver.total.value > driver.index
        others = f" and {', '.join(one.column for one in driver.moves_with)}" if driver.moves_with else ""
        total = ""
        if driver.total and more:
            error = error_of(Interval(driver.total.low, driver.total.high))
            total = f" (with interactions{others} {percent(driver.total.value, error)})"
        ties = f"; {tied(driver)}" if driver.moves_with else ""
        console.print(
            f"  {percent(driver.index, driver.spread):>9}{total}  {driver.meaning} ({driver.source}{ties})",
            markup=False,
        )
    for fit in verdict.fits:
        if not fit.told:
            console.print(fit.sentence, markup=False)
    for choice in verdict.by_variant:
        if not choice.differ:  # where it does, the verdict says so
            console.print(choice.sentence, markup=False)
    if verdict.break_even and not verdict.restates:
        console.print(verdict.break_even.sentence, markup=False)
    if verdict.corner:
        console.print(verdict.corner.sentence, markup=False)
    for flip in verdict.flips:
        console.print(flip.sentence, markup=False)
    if verdict.counterexample:
        console.print(verdict.counterexample.sentence, markup=False)
    if text.beside:
        console.print(f"Beside it: {text.beside}")
