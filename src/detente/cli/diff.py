"""Two runs compared, in the terminal."""

from __future__ import annotations

from ..audit.records import Interval
from ..audit.sentences import error_of, on_its_side, range_of
from ..compare.compare import points
from ..compare.comparison import Comparison, Moved
from .terminal import Grid, Terminal, styled

KINDS = {
    "assumption": "assumptions",
    "correlation": "correlations",
    "quantity": "quantities",
    "move": "moves",
    "world": "worlds",
    "start": "rules in force",
    "setting": "settings",
    "claim": "tests of claims",
    "code": "versions",
    "draws": "draws",
    "seed": "seed",
}

FLIP_MOVED = 0.25
"""Part of its distance by which a flip must move to be told: a search need not find the very nearest point."""


def show(found: Comparison, everything: bool = False) -> None:
    """Print what changed, which verdicts moved and why; with `everything`, those that did not move, too."""
    console = Terminal()
    console.print(f"{found.folders[0]} -> {found.folders[1]}")
    _changes(console, found)
    shown = [one for one in found.claims if one.moved or everything]
    if shown:
        console.print(_table(shown))
    for one in shown:
        _why(console, one)
    for one in found.claims:
        _turn(console, one)
    still = len(found.claims) - len(shown)
    if still:
        console.print(f"{still} verdict{'s' if still > 1 else ''} did not move")
    for words, names in (("new claims", found.new), ("claims gone", found.gone)):
        if names:
            console.print(f"{words}: {', '.join(names)}")
    for note in found.notes:
        console.print(note)


def _changes(console: Terminal, found: Comparison) -> None:
    for kind, words in KINDS.items():
        some = [one for one in found.changed if one.kind == kind]
        if some:
            console.print(f"changed {words}", style="bold")
        for one in some:
            ends = f"{one.before or 'absent'} -> {one.after or 'absent'}"
            console.print(f"  {one.name}: {ends}")
    if not found.changed:
        console.print("nothing changed in the studies, the draws or the code")


def _table(shown: list[Moved]) -> Grid:
    table = Grid()
    table.texts("claim", "before", "after", "share before", "share after")
    for one in shown:
        shares = [
            "" if share is None else f"{_share(share, interval)} {_ends(interval)}".rstrip()
            for share, interval in zip(one.shares, one.intervals, strict=True)
        ]
        table.add_row(one.claim, *one.words, *shares)
    return table


def _turn(console: Terminal, one: Moved) -> None:
    """Print how far a flip moved, where both runs have one and it is clear of how finely flips are sought."""
    before, after = one.flips
    if (
        before is not None
        and after is not None
        and abs(after - before) > FLIP_MOVED * max(before, after, 0.1)
    ):
        said = f"turned {before:.2g} standard deviations from the centre, turns at {after:.2g} now"
        console.print(f"{one.claim}: {said}")


def _share(share: float, interval: Interval | None) -> str:
    """Say a share to the digits that its interval bears, as the report does."""
    return on_its_side(share, error_of(interval) if interval else 0.0)


def _ends(interval: Interval | None) -> str:
    return f"({range_of(interval)})" if interval else ""


def _why(console: Terminal, one: Moved) -> None:
    """Print what each change did to one claim."""
    if not one.causes and not one.sentence:
        return
    console.print(styled((one.claim, "bold"), f": {one.sentence}"))
    for cause in one.causes:
        if not cause.told or cause.interval is None:
            console.print(f"  {cause.name}: cannot be told; {cause.note}")
            continue
        ends = f"{100 * cause.interval.low:+.1f} to {100 * cause.interval.high:+.1f}"
        how = f"{cause.effective:,.0f} effective draws of {cause.draws:,}, of the {cause.by} run"
        note = f"; {cause.note}" if cause.note else ""
        console.print(f"  {cause.name}: {points(cause.move)} ({ends}; {how}{note})")
