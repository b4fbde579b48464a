"""How runs, verdicts and claims are shown in a notebook and in a terminal: compact, without script or style sheet."""

from __future__ import annotations

from html import escape

from .records import (
    FAILS,
    HOLDS,
    LEANS,
    LEANS_AGAINST,
    NOT_MODELLED,
    OPEN,
    RESTATES,
    UNDECIDED,
    Driver,
    Judgement,
    Verdict,
)
from .sentences import range_of, told

DEEP, RUST, GREY, AMBER = "#1b7468", "#b0451f", "#5f6b78", "#8f5f0c"
"""Dark enough for white letters on them."""
BADGES = {
    HOLDS: (DEEP, True),
    LEANS: (DEEP, False),
    OPEN: (GREY, False),
    LEANS_AGAINST: (RUST, False),
    FAILS: (RUST, True),
    UNDECIDED: (GREY, False),
    RESTATES: (AMBER, False),
    NOT_MODELLED: (GREY, False),
}
"""The colour of each verdict's word, and whether its badge is filled with it or only edged."""
CELL = "text-align:left;vertical-align:top;padding:.25em .7em"
MOST = 3
"""How many drivers a verdict names."""


def badge(word: str) -> str:
    """Return a verdict's word as a badge."""
    colour, filled = BADGES.get(word, (GREY, False))
    style = (
        f"border:1.5px solid {colour};border-radius:1em;padding:0 .55em;white-space:nowrap;font-weight:600"
    )
    style += f";background:{colour};color:#fff" if filled else ""
    return f'<span style="{style}">{escape(word)}</span>'


def run_html(found: Judgement) -> str:
    """Return a run as a table of its verdicts."""
    study = found.study
    rows = "".join(
        f'<tr><td style="{CELL}">{escape(study.claims[name].says or name)} <code>{escape(name)}</code></td>'
        f'<td style="{CELL}">{badge(verdict.word)}</td>'
        f'<td style="{CELL};text-align:right;white-space:nowrap">{told(verdict)}</td>'
        f'<td style="{CELL};white-space:nowrap">{range_of(verdict.interval) if verdict.interval else ""}</td></tr>'
        for name, verdict in found.verdicts.items()
    )
    heads = ("claim", "verdict", "share of draws", "95 % interval")
    head = "".join(f'<th style="{CELL}">{one}</th>' for one in heads)
    caption = f"<b>{escape(study.question or study.argument.title)}</b> {_of(found)}"
    return (
        f'<table><caption style="text-align:left;padding:.3em .7em">{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def run_text(found: Judgement) -> str:
    """Return a run as lines of text, a claim a line."""
    names = max((len(name) for name in found.verdicts), default=0)
    words = max((len(one.word) for one in found.verdicts.values()), default=0)
    lines = [
        f"  {name:<{names}}  {verdict.word:<{words}}  {told(verdict):>8}"
        for name, verdict in found.verdicts.items()
    ]
    study = found.study
    return "\n".join([f"{study.question or study.argument.title} {_of(found)}", *lines])


def verdict_html(found: Verdict) -> str:
    """Return a verdict as a few lines: its word, its sentence, what decides it, where it turns."""
    said = [f"{badge(found.word)} <code>{escape(found.claim)}</code>", escape(found.sentence)]
    clear = [driver for driver in found.drivers if driver.clear][:MOST]
    if clear:
        said.append(f"Decided most by: {escape('; '.join(_driver(one) for one in clear))}.")
    said += [escape(flip.sentence) for flip in found.flips[:1]]
    if found.badge:
        said.append(f"<i>{escape(found.badge)}</i>")
    return f'<div style="max-width:46em">{"".join(f"<p>{one}</p>" for one in said)}</div>'


def verdict_text(found: Verdict) -> str:
    """Return a verdict as a line of text."""
    return f"{found.claim}: {found.sentence}"


def _driver(one: Driver) -> str:
    """Return an assumption by its meaning and its name."""
    return f"{one.meaning} ({one.column})" if one.meaning else one.column


def _of(found: Judgement) -> str:
    """Say what a run is of."""
    return f"({found.study.id}, {found.run.draws:,} draws, seed {found.run.seed})"
