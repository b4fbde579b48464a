"""What the second of two runs has otherwise than the first: its study, its code, its draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..audit.finished import Kept
from ..study.records import Node, Study
from .comparison import Changed

SHOWN = 3
"""Numbers of one assumption whose distributions are told."""


def changes(first: Kept, second: Kept) -> tuple[Changed, ...]:
    """Return every change; moves, worlds and claims only where both studies' texts are at hand."""
    found = [*_run(first, second), *_assumptions(first, second)]
    if first.study is not None and second.study is not None:
        for kind, before, after in _parts(first.study, second.study):
            found += _differences(kind, before, after)
    return tuple(found)


def assumptions_changed(first: Kept, second: Kept) -> dict[str, tuple[str, ...]]:
    """Return the sampled numbers whose distribution differs, by assumption; new and gone ones, too."""
    one, two = first.manifest.fingerprint.columns, second.manifest.fingerprint.columns
    found: dict[str, list[str]] = {}
    for name in dict.fromkeys([*one, *two]):
        if one.get(name) != two.get(name):
            found.setdefault(name.partition("[")[0], []).append(name)
    return {name: tuple(columns) for name, columns in found.items()}


def _run(first: Kept, second: Kept) -> Iterator[Changed]:
    one, two = first.manifest.fingerprint, second.manifest.fingerprint
    yield from _differences("code", one.code, two.code)
    for kind in ("draws", "seed"):
        yield from _differences(kind, {kind: f"{getattr(one, kind):,}"}, {kind: f"{getattr(two, kind):,}"})
    yield from _differences("setting", _world(first), _world(second))


def _world(run: Kept) -> dict[str, str]:
    """Say on which world a run is: an embedded one by its name, the user's own by its files, wherever they are."""
    if digest := run.manifest.fingerprint.world:
        return {"world": f"a world of one's own, SHA-256 {digest[:12]}"}
    return {"world": _said(run.study.settings["world"])} if run.study else {}


def _assumptions(first: Kept, second: Kept) -> Iterator[Changed]:
    for name, columns in assumptions_changed(first, second).items():
        before, after = (_words(run, name, columns) for run in (first, second))
        yield Changed("assumption", name, before, after)
    one, two = first.manifest.fingerprint, second.manifest.fingerprint
    yield from _differences("correlation", _ranks(one.correlations), _ranks(two.correlations))


def _ranks(correlations: Mapping[str, str]) -> dict[str, str]:
    return {pair: f"rank {float(rank):g}" for pair, rank in correlations.items()}


def _words(run: Kept, assumption: str, columns: tuple[str, ...]) -> str:
    """Say the distributions of some columns of an assumption; empty where the run has none of them."""
    unit = run.study.assumptions[assumption].unit if _has(run, assumption) and run.study else ""
    known = run.distributions
    there = [name for name in columns if name in known]
    whole = known[there[0]] if there else None
    if there and whole is not None and len(whole.columns("")) > 1:
        return whole.words(unit)
    said = []
    for name in there[:SHOWN]:
        found = known[name]
        words = found.words(unit) if found else run.manifest.fingerprint.columns[name]
        said.append(words if name == assumption else f"{name}: {words}")
    more = [f"and {len(there) - SHOWN} more"] if len(there) > SHOWN else []
    return "; ".join(said + more)


def _has(run: Kept, assumption: str) -> bool:
    return run.study is not None and assumption in run.study.assumptions


def _parts(one: Study, two: Study) -> Iterator[tuple[str, Mapping[str, str], Mapping[str, str]]]:
    """Yield the parts of two studies that are compared, in words."""
    for kind, part in (
        ("quantity", lambda s: {key: v.expression.text for key, v in s.quantities.items()}),
        ("move", lambda s: {key: f"{v.kind}: {_said(v.arguments)}" for key, v in s.moves.items()}),
        ("world", lambda s: {key: ", ".join(map(_said, v.moves)) for key, v in s.worlds.items()}),
        ("start", lambda s: {"start": ", ".join(map(_said, s.start))}),
        ("setting", lambda s: {key: _said(v) for key, v in s.settings.items() if key != "world"}),
        ("claim", lambda s: {key: v.holds.text if v.holds else "no test" for key, v in s.claims.items()}),
    ):
        yield kind, part(one), part(two)


def _said(node: Node) -> str:
    return str(_plain(node))


def _plain(value: Any) -> Any:
    """Return a node's value without its places."""
    if isinstance(value, Node):
        return _plain(value.value)
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, (list, tuple)) else value


def _differences(kind: str, before: Mapping[str, str], after: Mapping[str, str]) -> list[Changed]:
    return [
        Changed(kind, name, before.get(name, ""), after.get(name, ""))
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
    ]
