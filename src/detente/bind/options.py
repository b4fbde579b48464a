"""Options of the world and the trade model, resolved: which facts a study takes as uncertain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..domains.gas.plan import Plan
from ..domains.negotiation.issues import Talks
from ..domains.peace.options import PeaceOption
from ..domains.split.project import Project
from ..study.expression import Expression


@dataclass(frozen=True)
class Seeding:
    """Trade put in where the base year has none: between which pairs, how much of it, and when."""

    pairs: tuple[tuple[str, str], ...]
    """(buyer, seller)."""
    realisation: Expression
    variant: str = ""
    """The `choice` assumption that switches it between `seeded` and `unseeded`; always seeded if empty."""
    seeded_at: int = 0
    """The place of `seeded` among that assumption's variants."""


@dataclass(frozen=True)
class DeficitOption:
    """The rule for deficits: one of the world's rules for each variant of a `choice`, or one rule for all."""

    rules: tuple[int, ...] = (0,)
    variant: str = ""


@dataclass(frozen=True)
class SplitOption:
    """Who is to share what: parties, projects with the consents that they need, and the world of each."""

    parties: tuple[str, ...]
    projects: tuple[Project, ...]
    worlds: tuple[str, ...]
    council: str = ""
    """A party whose consent `council_projects` need too where `variant` is at the place `needed_at`."""
    council_projects: tuple[str, ...] = ()
    variant: str = ""
    needed_at: int = 0


@dataclass(frozen=True)
class WorldOptions:
    """What of the world a draw sets."""

    deficits: DeficitOption = DeficitOption()
    seeding: Seeding | None = None
    gdp: Mapping[str, Expression] = field(default_factory=dict)
    """Value added by economy [US$ bn]."""
    trade: Mapping[tuple[str, str], Mapping[str, Expression]] = field(default_factory=dict)
    """`exports` and `imports` of an economy with a partner [US$ bn], by the two."""
    gas: Mapping[str, Expression] = field(default_factory=dict)
    """Numbers of the gas world, by their names there, each in its own unit."""
    gas_facts: str = ""
    """The assumption with a column for each other number of the gas world; their middles if empty."""
    lng_path: str = ""
    """The assumption with a column a year for the LNG price; `lng_price` in every year if empty."""
    freight: Mapping[str, Expression] = field(default_factory=dict)
    """Numbers of the freight world, by their names there, each in its own unit."""
    freight_facts: str = ""
    """The assumption with a column for each other number of it; their middles if empty."""
    lines: tuple[Plan, ...] = ()
    """Lines of the study's own, offered beside those of the gas world; their numbers are expressions."""
    split: SplitOption | None = None
    peace: PeaceOption | None = None
    negotiation: Talks | None = None
    input_substitution: Expression | None = None
    """Elasticity of substitution among inputs; Cobb-Douglas if None."""
    elasticities: str = ""
    """The assumption with a column for each industry; the world's own table if empty."""
