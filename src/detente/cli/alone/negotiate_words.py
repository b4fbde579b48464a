"""What was found about a negotiation: computed once, printed as tables or as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...bind.alone.negotiate import Issue, Negotiation
from ...domains.negotiation.alone import Known, Landed, land
from ...domains.negotiation.equations import CAPITULATION, COMPROMISE, CONFRONTATION
from ...domains.negotiation.solve import RULES
from ..terminal import Grid, Terminal, styled

DONE = {CONFRONTATION: "loses to", COMPROMISE: "compromises with", CAPITULATION: "gives in to"}
SHOWN = 8
"""Rounds shown in a table: the first ones and the last."""


@dataclass(frozen=True)
class Found:
    """What was asked and what was found, by issue."""

    asked: Negotiation
    landed: dict[str, Landed]


def found_in(asked: Negotiation) -> Found:
    """Return where the issues land."""
    return Found(
        asked,
        {
            issue.name: land(
                Known(*issue.bounds()),
                rounds=asked.rounds,
                rule=asked.rule,
                still=asked.still,
                shake=asked.shake,
                draws=asked.draws,
                seed=asked.seed,
            )
            for issue in asked.issues
        },
    )


def plain(found: Found) -> dict[str, Any]:
    """Return what was found as plain tables."""
    asked = found.asked
    return {
        "title": asked.title,
        "rule": asked.rule,
        "issues": {issue.name: _plain(asked, issue, found.landed[issue.name]) for issue in asked.issues},
    }


def _plain(asked: Negotiation, issue: Issue, one: Landed) -> dict[str, Any]:
    """Return where one issue lands."""
    rounds = one.rounds
    return {
        "asks": issue.asks,
        "unit": issue.unit,
        "actors": list(issue.actors),
        "sources": list(issue.source),
        "positions": rounds.positions[0].tolist(),
        "mean": rounds.mean[0].tolist(),
        "median": rounds.median[0].tolist(),
        "comes_again_after": int(rounds.period[0]) or None,
        "settled": int(rounds.settled[0]) if rounds.settled[0] >= 0 else None,
        "moves": moves(issue, one),
        "mean_p5_p50_p95": one.mean_band.T.tolist(),
        "median_p5_p50_p95": one.median_band.T.tolist(),
        "settles": one.settles,
        "torn": one.ties,
        "benchmarks": {
            name: {"middle": at, "p5_p50_p95": band.tolist()} for name, (at, band) in one.benchmarks.items()
        },
        "by_rule": one.by_rule,
        "remarks": remarks(asked, issue, one),
    }


def moves(issue: Issue, one: Landed) -> list[list[str]]:
    """Return who did what in each step, at the middle."""
    kinds, movers = one.rounds.kind[0], one.rounds.to[0]
    return [
        [
            f"{issue.actors[who]} {DONE[int(kind[who])]} {issue.actors[to[who]]}"
            for who in range(len(issue.actors))
            if kind[who]
        ]
        for kind, to in zip(kinds, movers, strict=True)
    ]


def remarks(asked: Negotiation, issue: Issue, one: Landed) -> list[str]:
    """Return what a reader must know to read the numbers."""
    rounds = one.rounds
    if np.ptp(rounds.positions[0, 0]) == 0:
        return ["all hold one position: there is nothing to negotiate"]
    said = []
    if rounds.settled[0] >= 0:
        said.append(f"at the middle of all ranges it settles in round {rounds.settled[0]}")
    else:
        late, again = rounds.mean[0, asked.rounds // 2 :], int(rounds.period[0])
        how = f"come again every {again} rounds" if again else "do not settle"
        said.append(
            f"at the middle of all ranges the rounds {how}: from round {asked.rounds // 2} on the mean is between "
            f"{late.min():.4g} and {late.max():.4g}; no single round is where it ends"
        )
    low, _, high = one.mean_band[:, -1]
    said.append(
        f"over {asked.draws:,} draws {one.settles:.0%} settle by round {asked.rounds}; the last mean is {low:.4g} to "
        f"{high:.4g} (90 %)"
    )
    rules = ", ".join(f"{name} {value:.4g}" for name, value in one.by_rule.items())
    said.append(f"the last mean by how an actor chooses among offers: {rules}")
    if one.ties > 0 or rounds.tied.any():
        where = f"in {one.ties:.0%} of draws" + (" and at the middle" if rounds.tied.any() else "")
        said.append(f"{where} an actor had two offers that asked the same and led elsewhere; one was taken")
    if issue.low == issue.high:
        said.append(f"no ranges are given: the band moves every number by up to {asked.shake:.0%}")
    return said


def show(found: Found) -> None:
    """Print what was found."""
    console, asked = Terminal(), found.asked
    console.print(styled((asked.title, "bold"), f": {RULES[asked.rule]}"))
    for issue in asked.issues:
        one = found.landed[issue.name]
        console.print(styled("\n", (issue.name, "bold"), f": {issue.asks}", (_scale(issue), "dim")))
        _rounds(console, issue, one)
        _elections(console, issue, one)
        for line in remarks(asked, issue, one):
            console.print(line, style="yellow")


def _scale(issue: Issue) -> str:
    """Return what the ends of the scale mean."""
    low, high = issue.ends
    words = [f"low: {low}" if low else "", f"high: {high}" if high else "", issue.unit]
    text = "; ".join(word for word in words if word)
    return f" ({text})" if text else ""


def _rounds(console: Terminal, issue: Issue, one: Landed) -> None:
    """Print the positions round by round, at the middle, and the band."""
    last = one.rounds.mean.shape[1] - 1
    shown = list(range(min(last, SHOWN - 2) + 1)) + ([last] if last > SHOWN - 2 else [])
    table = Grid("positions by round, everything at the middle of its range")
    table.texts("actor")
    table.numbers(*map(str, shown))
    for who, name in enumerate(issue.actors):
        table.add_row(name, *[f"{one.rounds.positions[0, at, who]:.4g}" for at in shown])
    table.add_section()
    table.add_row("mean", *[f"{one.rounds.mean[0, at]:.4g}" for at in shown])
    table.add_row("median", *[f"{one.rounds.median[0, at]:.4g}" for at in shown])
    for place, name in ((0, "mean, 5 %"), (2, "mean, 95 %")):
        table.add_row(name, *[f"{one.mean_band[place, at]:.4g}" for at in shown])
    console.print(table)


def _elections(console: Terminal, issue: Issue, one: Landed) -> None:
    """Print where simpler rules put it."""
    table = Grid("where simpler rules put it")
    table.texts("rule")
    table.numbers("middle", "90 % of draws")
    for name, (at, band) in one.benchmarks.items():
        table.add_row(name, f"{at:.4g}", f"{band[0]:.4g} to {band[2]:.4g}")
    console.print(table)
