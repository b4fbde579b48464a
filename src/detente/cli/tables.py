"""Verdicts in the terminal, at a glance."""

from __future__ import annotations

from pathlib import Path

from ..audit.reasons import BESIDE
from ..audit.records import NOT_MODELLED, Interval, Judgement
from ..audit.sentences import error_of, percent, range_of, tied, told
from ..bind.correlations import lapsed
from ..report.words import margin_words
from .terminal import Grid, Terminal, styled
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
    console, table = Terminal(), Grid(judgement.study.question)
    table.texts("claim", "verdict")
    table.numbers("share", "95 % interval")
    waiting = []
    for name, verdict in judgement.verdicts.items():
        if verdict.word == NOT_MODELLED:
            waiting.append(name)
            continue
        word = styled((verdict.word, COLOURS.get(verdict.word, "")), " (by judgement)" * bool(verdict.badge))
        interval = verdict.interval
        ends = range_of(interval) if interval else ""
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
        console.print(f"warning: {line}")
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


def one_claim(judgement: Judgement, claim: str) -> None:
    """Print all that was found about one claim."""
    console = Terminal()
    verdict, text = judgement.verdicts[claim], judgement.study.claims[claim]
    console.print(styled((text.says, "bold"), f" ({text.where})" if text.where else ""))
    if text.holds:
        console.print(f"  {text.holds.text}", style="dim")
    console.print(verdict.sentence)
    if verdict.badge:
        console.print(verdict.badge)
    for atom in verdict.atoms:
        console.print(f"  {atom.text}: {margin_words(atom)}")
    for driver in [one for one in verdict.drivers if one.clear][:6]:
        more = driver.total is not None and driver.total.value > driver.index
        others = f" and {', '.join(one.column for one in driver.moves_with)}" if driver.moves_with else ""
        total = ""
        if driver.total and more:
            error = error_of(Interval(driver.total.low, driver.total.high))
            total = f" (with interactions{others} {percent(driver.total.value, error)})"
        ties = f"; {tied(driver)}" if driver.moves_with else ""
        console.print(
            f"  {percent(driver.index, driver.spread):>9}{total}  {driver.meaning} ({driver.source}{ties})"
        )
    for fit in verdict.fits:
        if not fit.told:
            console.print(fit.sentence)
    for choice in verdict.by_variant:
        if not choice.differ:  # where it does, the verdict says so
            console.print(choice.sentence)
    if verdict.break_even and not verdict.restates:
        console.print(verdict.break_even.sentence)
    if verdict.corner:
        console.print(verdict.corner.sentence)
    for flip in verdict.flips:
        console.print(flip.sentence)
    if verdict.counterexample:
        console.print(verdict.counterexample.sentence)
    if text.beside:
        console.print(f"Beside it: {text.beside}")
