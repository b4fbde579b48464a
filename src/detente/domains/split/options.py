"""The split that a study asks for: whose consent each project needs, and the world that each is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ...study.faults import Faults
from ...study.records import Node, Study
from ...study.variants import NEEDED, switch_of
from ..domain import Reading
from .project import Project

KEYS = ("parties", "projects", "council")
MOST = 12


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


def split_of(reading: Reading, known: tuple[str, ...]) -> SplitOption | None:
    """Return the split that a study's options ask for among known parties; None where they ask for none.

    split:
      parties: [RUS, PRK, KOR, CHN]
      projects:
        line: {world: pipeline, needs: [RUS, PRK, KOR], excludes: [ship]}
        ship: {world: by_sea, needs: [RUS, KOR]}
      council: {party: USA, when: council_consent, projects: [line]}
    """
    study, faults = reading.study, reading.faults
    worlds = tuple(case.name for case in reading.cases)
    node = study.option("split")
    if node is None:
        return None
    table = faults.table_of(node)
    faults.keys(node, KEYS, "`split`")
    if not {"parties", "projects"} <= set(table):
        faults.add(node.place, "`split` lacks `parties` or `projects`", "write both")
        return None
    parties = tuple(
        str(one.value)
        for one in faults.list_of(table["parties"])
        if faults.known(one, known, "party of the gas world")
    )
    if not 0 < len(parties) <= MOST:
        faults.add(table["parties"].place, f"{len(parties)} parties", f"name 1 to {MOST}")
    found = [
        _project(name, one, tuple(faults.table_of(table["projects"])), parties, worlds, faults)
        for name, one in faults.table_of(table["projects"]).items()
    ]
    made = SplitOption(parties, tuple(p for p, _ in found), tuple(w for _, w in found))
    return _council(study, table.get("council"), made, known, faults)


def _project(
    name: str,
    node: Node,
    names: tuple[str, ...],
    parties: tuple[str, ...],
    worlds: tuple[str, ...],
    faults: Faults,
) -> tuple[Project, str]:
    """Return a project and the world whose lines it is."""
    table = faults.table_of(node)
    for missing in {"world", "needs"} - set(table):
        faults.add(node.place, f"`{name}` lacks `{missing}`", "write {world: ..., needs: [A, B]}")
    world = table.get("world")
    known = world is not None and faults.known(world, worlds, "world")
    needs = _named(table, "needs", parties, "party of the split", faults)
    excludes = _named(table, "excludes", names, "project", faults)
    return Project(name, needs, excludes), str(world.value) if world is not None and known else ""


def _named(
    table: Mapping[str, Node], key: str, known: tuple[str, ...], what: str, faults: Faults
) -> tuple[str, ...]:
    nodes = faults.list_of(table[key]) if key in table else []
    return tuple(str(one.value) for one in nodes if faults.known(one, known, what))


def _council(
    study: Study, node: Node | None, made: SplitOption, known: tuple[str, ...], faults: Faults
) -> SplitOption:
    """Add the party whose consent some projects need in one variant of an assumption."""
    if node is None:
        return made
    table = faults.table_of(node)
    party, when = table.get("party"), table.get("when")
    if party is None or when is None:
        faults.add(node.place, "`council` lacks `party` or `when`", "write both")
        return made
    variant, needed = switch_of(study, when, NEEDED, faults)
    if not faults.known(party, known, "party of the gas world"):
        return made
    names = tuple(project.name for project in made.projects)
    listed = _named(table, "projects", names, "project", faults)
    parties = made.parties if party.value in made.parties else (*made.parties, str(party.value))
    return replace(
        made,
        parties=parties,
        council=str(party.value),
        council_projects=listed,
        variant=variant,
        needed_at=needed,
    )
