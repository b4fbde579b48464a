"""The list of domains, in the order of the report: every stage goes through it."""

from __future__ import annotations

from .domain import Domain, Outcome, outcomes_of
from .entry.domain import Entry
from .freight.domain import Freight
from .gas.domain import Gas
from .move import Move
from .negotiation.domain import Negotiation
from .peace.domain import Peace
from .split.domain import Split
from .strategy.domain import Strategy
from .trade.domain import Trade

DOMAINS: tuple[Domain, ...] = (
    Trade(),
    Gas(),
    Split(),
    Freight(),
    Entry(),
    Peace(),
    Negotiation(),
    Strategy(),
)


def outcomes() -> dict[str, Outcome]:
    """Return every outcome that a claim may name."""
    return outcomes_of(DOMAINS)


def moves() -> dict[str, type[Move]]:
    """Return every kind of move that a study may name."""
    return {kind.kind: kind for domain in DOMAINS for kind in domain.moves}


def options() -> tuple[str, ...]:
    """Return every name that may stand under `options:` of a study."""
    return tuple(name for domain in DOMAINS for name in domain.options)
