"""The world that a study names, and its aggregation."""

from __future__ import annotations

from pathlib import Path

from ..ground.faults import DataError, StudyError
from ..study.faults import Faults
from ..study.records import Node, Study
from ..world.aggregate import REST, aggregate, keep_economies
from ..world.embedded import WORLDS, load
from ..world.folder import load as load_folder
from ..world.home import beside, home_of, is_folder
from ..world.records import World


def world_of(study: Study, faults: Faults) -> World | None:
    """Return the world as known on the study's date, aggregated as the study asks."""
    world = _read(study, faults)
    if world is None:
        return None
    try:
        world = _industries(world, study.settings.get("industries"), faults)
        kept = study.settings.get("economies")
        if kept is None:
            return world
        with faults.doubting(REST):
            codes = [
                node.value for node in faults.list_of(kept) if faults.known(node, world.economies, "economy")
            ]
        if REST in faults.doubted or not isinstance(kept.value, list):
            faults.doubted.add(REST)
            return world
        return keep_economies(world, codes)
    except DataError as error:
        faults.add(study.settings["world"].place, str(error))
        return None


def _read(study: Study, faults: Faults) -> World | None:
    """Return the embedded world of a name, or the user's own in a folder, found from where the study's file is."""
    named = study.settings.get("world")
    if named is None:
        return None
    if not is_folder(named.value):
        known = faults.known(named, (*WORLDS, *beside(Path(study.file).parent)), "embedded world")
        return load(named.value, study.as_of) if known else None
    try:
        return load_folder(home_of(named.value, study.file), study.as_of)
    except StudyError as error:
        faults.take(error)
        return None


def _industries(world: World, groups: Node | None, faults: Faults) -> World:
    if groups is None:
        return world
    wanted = {
        name: [
            node.value for node in faults.list_of(members) if faults.known(node, world.industries, "industry")
        ]
        for name, members in faults.table_of(groups).items()
    }
    named = {code for members in wanted.values() for code in members}
    wanted |= {code: [code] for code in world.industries if code not in named}
    return aggregate(world, {code: [code] for code in world.economies}, wanted)
