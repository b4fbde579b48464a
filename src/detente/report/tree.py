"""The claims in the order of their supports: a conclusion, then what holds it up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..study.records import Claim


def supports(claim: Claim) -> tuple[str, ...]:
    """Return the names of the claims that support one."""
    return tuple(str(node.value) for node in claim.supported_by)


def ordered(claims: Mapping[str, Claim]) -> list[tuple[int, str]]:
    """Return every claim once, with its depth: conclusions first, each followed by its supports."""
    held = {name for claim in claims.values() for name in supports(claim) if name != claim.id}
    seen: set[str] = set()
    roots = [name for name in claims if name not in held]
    return [pair for name in (*roots, *claims) for pair in _down(claims, name, 0, seen)]


def _down(claims: Mapping[str, Claim], name: str, depth: int, seen: set[str]) -> Iterator[tuple[int, str]]:
    """Yield a claim and what is below it, leaving out what was seen."""
    if name in seen or name not in claims:
        return
    seen.add(name)
    yield depth, name
    for below in supports(claims[name]):
        yield from _down(claims, below, depth + 1, seen)
