"""Read the small file of `detente split`: parties, and projects with consents or the worth of each coalition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from ...domains.split.coalitions import MOST
from ...domains.split.project import Project
from ...domains.split.projects import MOST_AT_ODDS, at_odds, groups, value
from ...study.faults import Faults, show
from ...study.fractions import one
from ...study.page import page
from ...study.records import Node
from ...study.schema import Label, Quantity, Text
from ...study.shape import Part
from .worths import worths

LARGEST = 62
"""Most parties whose coalitions are bits of a whole number."""


class ProjectPart(Part):
    """A project: what it is worth, whose consent it needs, what it excludes."""

    value: Quantity
    needs: list[Label]
    excludes: list[Label] = []
    source: str = ""


class VariantPart(Part):
    """What is otherwise in a variant."""

    without: list[Label] = []
    consent: dict[str, list[Label]] = {}
    value: dict[str, Quantity] = {}
    values: dict[str, Quantity] = {}


class TransitPart(Part):
    """The country of transit, whose share is to be told as a fee."""

    party: Label
    volume: Quantity
    km: Quantity
    costs: Quantity = 0
    named: dict[str, Quantity] = {}


class SplitPart(Part):
    """The file."""

    split: Text
    parties: Annotated[list[Label], Field(min_length=1, max_length=LARGEST)]
    unit: Text
    projects: dict[str, ProjectPart] | None = None
    values: dict[str, Quantity] | None = None
    unlisted: Any = None
    parts: bool = False
    variants: dict[str, VariantPart] = {}
    transit: TransitPart | None = None
    orders: Annotated[int, Field(ge=100, le=1_000_000)] = 20_000
    seed: Annotated[int, Field(ge=0)] = 1


@dataclass(frozen=True)
class Case:
    """A game: projects, or the worth of each coalition."""

    name: str
    parties: tuple[str, ...]
    projects: tuple[Project, ...] = ()
    worth: tuple[float, ...] = ()
    """Of each project."""
    given: tuple[float, ...] | None = None
    """Of each coalition; None where projects decide it."""

    def v(self, at: np.ndarray) -> np.ndarray:
        """Return what coalitions are worth, given as bits."""
        if self.given is not None:
            return np.take(np.array(self.given), at)
        return value(self.parties, self.projects, np.array(self.worth), at)


@dataclass(frozen=True)
class Transit:
    """Whose share is to be told as a fee, and for what."""

    party: str
    volume: float
    """[bcm a year]"""
    km: float
    costs: float
    """Borne by the party besides [US$ bn a year]."""
    named: dict[str, float]
    """Fees that somebody named [US$ per 1,000 m3 and 100 km]."""


@dataclass(frozen=True)
class Split:
    """What the file asks for, resolved and checked; the first case is the file as it stands."""

    title: str
    unit: str
    parties: tuple[str, ...]
    cases: tuple[Case, ...]
    parts: bool
    transit: Transit | None
    orders: int
    seed: int


BASE = "as given"
"""The case of the file as it stands."""


def read(path: str | Path) -> Split:
    """Read the file. Raises StudyError with every fault found."""
    part, root = page(path, SplitPart)
    faults, fields = Faults(), root.value
    for place, node in enumerate(fields["parties"].value):
        if part.parties[place] in part.parties[:place]:
            faults.add(node.place, f"the party '{part.parties[place]}' stands twice", "rename one")
        if "," in part.parties[place]:
            faults.add(
                node.place, f"'{part.parties[place]}' is no name of a party", "write it without a comma"
            )
    if (part.projects is None) == (part.values is None):
        faults.add(root.place, "a split has either `projects` or `values`", "write one of them")
        faults.raise_any()
    parties = tuple(part.parties)
    if part.parts and len(part.parties) > MOST:
        what = f"`parts` counts every way to split up, and there are over {MOST} parties"
        faults.add(fields["parts"].place, what, "remove it, or name fewer parties")
    base = (_by_values if part.projects is None else _by_projects)(part, fields, faults)
    faults.raise_any()
    variants = [_variant(base, name, node, faults) for name, node in _table(fields.get("variants"))]
    transit = _transit(part.transit, parties, fields.get("transit"), faults)
    faults.raise_any()
    return Split(
        part.split, part.unit, parties, (base, *variants), part.parts, transit, part.orders, part.seed
    )


def _by_projects(part: SplitPart, fields: dict[str, Node], faults: Faults) -> Case:
    """Return the game of projects."""
    assert part.projects is not None
    if "unlisted" in fields:
        faults.add(fields["unlisted"].place, "`unlisted` belongs to `values`", "remove it")
    names, found, worth = list(part.projects), [], []
    for name, project in part.projects.items():
        node = fields["projects"].value[name].value
        for who in node["needs"].value:
            faults.known(who, part.parties, "party")
        for other in node["excludes"].value if "excludes" in node else ():
            faults.known(other, names, "project")
        found.append(Project(name, tuple(project.needs), tuple(project.excludes)))
        worth.append(one(node["value"], "value", faults) or 0.0)
    for group in groups(at_odds(found)):
        if len(group) > MOST_AT_ODDS:
            what = f"{len(group)} projects exclude one another, {found[group[0]].name} among them"
            faults.add(fields["projects"].keys[found[group[0]].name], what, f"at most {MOST_AT_ODDS} may")
    return Case(BASE, tuple(part.parties), tuple(found), tuple(worth))


def _by_values(part: SplitPart, fields: dict[str, Node], faults: Faults) -> Case:
    """Return the game whose coalitions are given."""
    if len(part.parties) > MOST:
        faults.add(fields["parties"].place, f"over {MOST} parties", "write projects instead of values")
        faults.raise_any()
    given = worths(fields["values"], tuple(part.parties), fields.get("unlisted"), faults)
    return Case(BASE, tuple(part.parties), given=given)


def _variant(base: Case, name: str, node: Node, faults: Faults) -> Case:
    """Return a variant of a game."""
    fields: dict[str, Node] = node.value
    if base.given is not None:
        for key in set(fields) - {"values"}:
            faults.add(node.keys[key], f"`{key}` belongs to projects", "write `values`")
        given = worths(fields["values"], base.parties, None, faults, base.given) if "values" in fields else ()
        return Case(name, base.parties, given=given)
    if "values" in fields:
        faults.add(node.keys["values"], "`values` belongs to games given by coalition", "write `value`")
    listed = [project.name for project in base.projects]
    gone = [item.value for item in _list(fields.get("without")) if faults.known(item, listed, "project")]
    worth = dict(zip(listed, base.worth, strict=True))
    for key, item in _table(fields.get("value")):
        if faults.known(Node(key, fields["value"].keys[key]), listed, "project"):
            worth[key] = one(item, "value", faults) or 0.0
    more = _consents(base.parties, fields.get("consent"), listed, faults)
    kept = [project for project in base.projects if project.name not in gone]
    projects = tuple(
        Project(one_.name, (*one_.needs, *more.get(one_.name, ())), one_.excludes) for one_ in kept
    )
    return Case(name, base.parties, projects, tuple(worth[project.name] for project in kept))


def _consents(
    parties: Sequence[str], node: Node | None, listed: Sequence[str], faults: Faults
) -> dict[str, list[str]]:
    """Return who else must consent to each project."""
    found: dict[str, list[str]] = {}
    for party, items in _table(node):
        assert node is not None
        faults.known(Node(party, node.keys[party]), parties, "party")
        for item in items.value:
            if faults.known(item, listed, "project"):
                found.setdefault(item.value, []).append(party)
    return found


def _transit(
    part: TransitPart | None, parties: Sequence[str], node: Node | None, faults: Faults
) -> Transit | None:
    """Return whose share is to be told as a fee."""
    if part is None or node is None:
        return None
    fields: dict[str, Node] = node.value
    faults.known(fields["party"], parties, "party")
    found = {}
    for key in ("volume", "km", "costs"):
        number = one(fields[key], f"`{key}`", faults) if key in fields else 0.0
        if key != "costs" and number is not None and number <= 0:
            faults.add(
                fields[key].place, f"{show(fields[key])} is no {key} to divide by", "write one above 0"
            )
        found[key] = number or 0.0
    named = {key: one(item, "fee", faults) or 0.0 for key, item in _table(fields.get("named"))}
    return Transit(part.party, found["volume"], found["km"], found["costs"], named)


def _table(node: Node | None) -> list[tuple[str, Node]]:
    """Return a table's entries; none where there is no table."""
    return list(node.value.items()) if node is not None else []


def _list(node: Node | None) -> list[Node]:
    """Return a list's items; none where there is no list."""
    return list(node.value) if node is not None else []
