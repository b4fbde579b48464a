"""From a data base's economies and industries to a study's: files that the user can read and mend."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...ground.cells import guarded
from ...ground.faults import DataError, Fault, Place, RunError, StudyError, did_you_mean
from ...study.page import text_of
from ..aggregate import REST
from ..codes import AMBIGUOUS, ambiguous, is_code, refused, would_do
from ..embedded import WORLDS
from ..rows import sheet
from ..sources import table_text
from .isic import divisions

THEIRS, OURS = "theirs", "ours"
RESTS = ("ROW", "WWW", "REST OF WORLD", "REST OF THE WORLD")
REGIONS = ("WA", "WE", "WF", "WL", "WM")
"""EXIOBASE's rests of Asia, Europe, Africa, America and the Middle East; as an ISO code WF would be an island."""


@dataclass(frozen=True)
class Goal:
    """An industry of the study's: its code, title and, where known, ISIC rev. 4 divisions."""

    code: str
    title: str
    isic: frozenset[int]


def goals(text: str, file: str) -> tuple[Goal, ...]:
    """Read a list of industries with their divisions. Raises StudyError where one has none, or two share one."""
    faults: list[Fault] = []
    found = sheet(text, file, ("code", "title", "isic_rev4"), faults)
    listed, taken = [], dict[int, str]()
    for row in found.rows if found else ():
        assert found is not None
        code = found.get(row, "code")
        here = divisions(found.get(row, "isic_rev4"))
        if not here:
            what = f"'{found.get(row, 'isic_rev4')}' names no division of ISIC rev. 4"
            faults.append(Fault(found.place(row, "isic_rev4"), what, "write them as 01-03 or 45-47,55-56"))
        if not is_code(code):
            faults.append(Fault(found.place(row, "code"), *refused(code)))
        for number in sorted(here & taken.keys()):
            what = f"division {number:02d} is in {taken[number]} and in {code}"
            faults.append(Fault(found.place(row, "isic_rev4"), what, "put it in one of them"))
        taken |= dict.fromkeys(here, code)
        listed.append(Goal(code, found.get(row, "title"), here))
    if ambiguous(goal.code for goal in listed):
        faults.append(Fault(Place(file), *AMBIGUOUS))
    if faults:
        raise StudyError(faults)
    return tuple(listed)


def usual_goals() -> tuple[Goal, ...]:
    """Return the industries of the embedded world."""
    return goals(table_text(WORLDS[0], "industries"), f"{WORLDS[0]}/industries.csv")


def by_isic(codes: Sequence[str], wanted: Sequence[Goal]) -> dict[str, str]:
    """Return which of the wanted industries holds each code's divisions; none for a code that no one holds whole."""
    found = {}
    for code in codes:
        here = divisions(code)
        home = [goal.code for goal in wanted if here and here <= goal.isic]
        if home:
            found[code] = home[0]
    return found


def industries(path: Path | None, codes: Sequence[str]) -> tuple[dict[str, str], tuple[Goal, ...]]:
    """Return the study's industry of each of a data base's, and what is known of the study's industries.

    The file has columns `theirs,ours`, or is a list `code,title,isic_rev4` of industries; without one, the
    industries of the embedded world are meant. Raises StudyError with every industry that has none, or two.
    """
    if path is None:
        wanted = usual_goals()
        return _whole(by_isic(codes, wanted), codes, "the data base", "industry"), wanted
    text = text_of(path)
    head = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    if "isic_rev4" in head and THEIRS not in head:
        wanted = goals(text, str(path))
        return _whole(by_isic(codes, wanted), codes, str(path), "industry"), wanted
    groups = pairs(text, str(path), codes, "industry")
    usual = {goal.code: goal for goal in usual_goals()}
    named = dict.fromkeys(groups.values())
    return groups, tuple(usual.get(code, Goal(code, code.replace("_", " "), frozenset())) for code in named)


def economies(path: Path | None, names: Sequence[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the study's economy of each of a data base's, and those that no line named, which go to ROW.

    Both sides may write a country's name or code as they like; without a file each economy stays itself,
    under its ISO code of three letters. Raises DataError with every name that no claim could use.
    """
    codes = three_letters(names)
    if path is None:
        if odd := [name for name, code in codes.items() if not is_code(code)]:
            lines = " and ".join(f"{name},{would_do(name)}" for name in odd)
            raise DataError(
                f"no claim can name {', '.join(map(repr, odd))}; give a file with --economies that says {lines}"
            )
        return {name: codes[name] for name in names}, ()
    groups = pairs(text_of(path), str(path), names, "economy", codes)
    left = tuple(name for name in names if name not in groups and codes[name] != REST)
    return {name: groups.get(name, REST) for name in names}, left


def pairs(
    text: str, file: str, labels: Sequence[str], what: str, spelt: dict[str, str] | None = None
) -> dict[str, str]:
    """Read a concordance `theirs,ours`. Raises StudyError for a label that is unknown, or mapped twice or never.

    `spelt` gives codes by which labels may be written too; then labels that no line names are left out.
    """
    faults: list[Fault] = []
    found = sheet(text, file, (THEIRS, OURS), faults)
    groups: dict[str, str] = {}
    lines: dict[str, int] = {}
    for row in found.rows if found else ():
        assert found is not None
        label = _label(found.get(row, THEIRS), labels, spelt)
        ours, place = found.get(row, OURS), found.place(row, THEIRS)
        if label is None:
            mend = did_you_mean(found.get(row, THEIRS), labels)
            faults.append(Fault(place, f"no {what} '{found.get(row, THEIRS)}' in the data base", mend))
        elif label in groups:
            said = f"{what} '{label}' is mapped twice: to {groups[label]} in line {lines[label]}, and to {ours or '-'}"
            faults.append(Fault(place, said, "its trade would be counted twice: keep one line"))
        elif not ours:
            said = f"{what} '{label}' is mapped to nothing"
            faults.append(Fault(found.place(row, OURS), said, "write a code of letters, digits and _"))
        elif not is_code(ours):
            faults.append(Fault(found.place(row, OURS), *refused(ours)))
        else:
            groups[label], lines[label] = ours, row.line
    if ambiguous(groups.values()):
        faults.append(Fault(Place(file), *AMBIGUOUS))
    if faults:
        raise StudyError(faults)
    return groups if spelt is not None else _whole(groups, labels, file, what)


def template(labels: Sequence[str], ours: dict[str, str]) -> str:
    """Return a concordance to fill in: proposals where there are any."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((THEIRS, OURS))
    writer.writerows((guarded(label), guarded(ours.get(label, ""))) for label in labels)
    return text.getvalue()


def three_letters(names: Sequence[str]) -> dict[str, str]:
    """Return the ISO code of each name of a country, in whatever way it is written; itself where it is none.

    Raises RunError where what knows them does not work.
    """
    import logging

    import country_converter  # type: ignore[import-untyped]

    logging.getLogger("country_converter").setLevel(logging.CRITICAL)
    try:
        found = country_converter.convert(list(names), to="ISO3", not_found=None)
    except (TypeError, AttributeError, KeyError) as error:
        raise RunError(
            f"country_converter does not work with the pandas that is installed ({error}): "
            "pip install 'detente[import]' brings one with which it does"
        ) from None
    listed = [found] if isinstance(found, str) else found
    codes = {
        name: code if isinstance(code, str) and len(code) == 3 and name not in REGIONS else name
        for name, code in zip(names, listed, strict=True)
    }
    times = Counter(codes.values())
    alone = {name: code if times[code] == 1 or name == code else name for name, code in codes.items()}
    return {name: REST if code.upper() in RESTS else code for name, code in alone.items()}


def _label(written: str, labels: Sequence[str], spelt: dict[str, str] | None) -> str | None:
    """Return the label that is meant: as it stands, or, of an economy, by its ISO code."""
    if written in labels:
        return written
    if spelt is None:
        return None
    code = three_letters([written])[written]
    return next((label for label, one in spelt.items() if one == code), None)


def _whole(groups: dict[str, str], labels: Sequence[str], file: str, what: str) -> dict[str, str]:
    """Return a mapping of every label. Raises StudyError naming those that have none."""
    left = [label for label in labels if label not in groups]
    if left:
        some = ", ".join(f"'{label}'" for label in left[:8]) + (", ..." if len(left) > 8 else "")
        said = f"{len(left)} of {len(labels)} have no place in the concordance: {what} {some}"
        mend = "`detente world concordance` writes a file to fill in, for --industries"
        raise StudyError([Fault(Place(file), said, mend)])
    return {label: groups[label] for label in labels}
