"""Small problems whose answers are known, to audit without any model."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import numpy as np

from detente.chance.kinds import Distribution, Uniform
from detente.domains.domain import BoundClaim, Problem
from detente.domains.records import Column, Correlation, OutcomeCell
from detente.domains.table import DOMAINS
from detente.ground.faults import Place
from detente.study.expression import parse
from detente.study.records import Claim, NamedQuantity, Source, Study

PLACE = Place("study.yaml")
OUTCOMES = ("gain", "loss")


def column(
    name: str, distribution: Distribution | None = None, source: str = "judgement", part: int = 0
) -> Column:
    return Column(
        name=name,
        assumption=name.partition("[")[0],
        part=part,
        distribution=distribution or Uniform(0, 1),
        unit="",
        source=source,
        meaning=f"the {name}",
        judged="judgement" in source,
    )


def columns(name: str, distribution: Distribution, source: str = "judgement") -> tuple[Column, ...]:
    return tuple(
        column(one, distribution, source, part) for part, one in enumerate(distribution.columns(name))
    )


def claim(name: str, holds: str | None, reason: str = "") -> Claim:
    expression = parse(holds, PLACE) if holds is not None else None
    return Claim(name, f"{name}.", "paragraph 1", expression, reason, (), "", False, PLACE)


def bound(one: Claim) -> BoundClaim:
    cells, depends = {}, set()
    for reference in one.holds.references() if one.holds else ():
        if reference.name in OUTCOMES:
            labels = [index if isinstance(index, tuple) else (index,) for index in reference.indices]
            first = labels[0] if labels else ("",)
            rest = [label[0] for label in labels[1:]]
            cells[reference] = tuple(f"{reference.name}[{','.join([label, *rest])}]" for label in first)
        else:
            depends.add(reference.name)
    return BoundClaim(one.id, one, cells, frozenset(depends), bool(cells))


def study(
    claims: dict[str, Claim], text: str = "study: test", quantities: dict[str, str] | None = None
) -> Study:
    named = {
        name: NamedQuantity(name, name, parse(value, PLACE), "rounds", PLACE)
        for name, value in (quantities or {}).items()
    }
    return Study(
        id="test",
        file="study.yaml",
        text=text,
        question="Is it so?",
        argument=Source("An argument"),
        as_of=dt.date(2018, 8, 31),
        settings={},
        start=(),
        actors={},
        assumptions={},
        quantities=named,
        moves={},
        worlds={},
        claims=claims,
        not_modelled=(),
        hindsight=(),
        faults=(),
    )


def problem(
    sampled: tuple[Column, ...],
    claims: dict[str, str | None],
    correlations: tuple[Correlation, ...] = (),
    **options: Any,
) -> Any:
    """Return a problem: columns, and claims by id over them and over `gain[USA,cut]` and the like."""
    written = {name: claim(name, holds, "needs a model") for name, holds in claims.items()}
    modelled = [bound(one) for one in written.values() if one.holds]
    names = sorted({name for one in modelled for group in one.cells.values() for name in group})
    cells = tuple(
        OutcomeCell(name.partition("[")[0], (), "cut", name, "USD bn", ("world",), "trade") for name in names
    )
    world: Any = SimpleNamespace(home="", digest="")
    return Problem(
        study=study(written, **options),
        world=world,
        options={},
        columns=tuple(sampled),
        cases=(),
        cells=cells,
        claims=tuple(modelled),
        correlations=correlations,
        domains=DOMAINS,
    )


def no_outcomes(values: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {}
