"""A run in one file: study, world, draws, results, report, and the hash of each, to be kept, sent and checked."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from ..ground.archives import members
from ..ground.faults import RunError
from ..ground.json_text import json_text
from ..runs import manifest
from ..runs.disk import KNOWN, sha256
from ..runs.world_copy import WORLD
from .finished import RESULTS, STUDY
from .solved import SOLVED

LIST = "bundle.json"
FORMAT = 1
BEGAN = (1980, 1, 1, 0, 0, 0)
"""The date of every file inside, so that the same run gives the same bytes."""
PIECE = 1 << 20


def pack(folder: Path, target: Path) -> int:
    """Write a finished run's folder as one file and return its size in bytes; batches are copied as they are.

    Raises RunError where the run is not finished, or the file is there already or cannot be written.
    """
    names = list(_names(folder))
    listed = {name: sha256(folder / name) for name in names}
    about = {"format": FORMAT, "versions": manifest.versions(), "files": listed}
    unfinished = target.with_name(target.name + ".tmp")
    if target.exists():
        raise RunError(f"{target} is there already; choose another file with --out, or delete it")
    try:
        with zipfile.ZipFile(unfinished, "w") as archive:
            archive.writestr(_entry(LIST), json_text(about) + "\n")
            for name in names:
                with (
                    (folder / name).open("rb") as source,
                    archive.open(_entry(name), "w", force_zip64=True) as inside,
                ):
                    shutil.copyfileobj(source, inside, PIECE)
        unfinished.replace(target)
        return target.stat().st_size
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise RunError(f"cannot write {target}: {error}") from error


def unpack(bundle: Path, folder: Path) -> None:
    """Write what a bundle holds into an empty folder, each file checked against its hash.

    Raises RunError, naming the file inside, where the bundle is damaged, was changed, or is none; then
    nothing of it is left in the folder.
    """
    if folder.exists() and not folder.is_dir():
        raise RunError(f"{folder} is not a folder; choose another with --out")
    if folder.exists() and any(folder.iterdir()):
        raise RunError(f"{folder} is not empty; choose another folder with --out")
    made = not folder.exists()
    try:
        with zipfile.ZipFile(bundle) as archive:
            listed = _listed(bundle, archive)
            _fits(bundle, archive, folder)
            (folder / "data").mkdir(parents=True, exist_ok=True)
            for name, (entry, digest) in listed.items():
                _one(bundle, archive.getinfo(entry), archive, folder / name, digest)
    except (OSError, zipfile.BadZipFile, RunError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        if not made:
            folder.mkdir(exist_ok=True)
        if isinstance(error, RunError):
            raise
        raise RunError(f"{bundle} cannot be read as a bundle of a run: {error}") from error


def _names(folder: Path) -> Iterator[str]:
    """Yield the files of a finished run, in a fixed order."""
    found = manifest.read(folder) if folder.is_dir() else None
    if found is None:
        raise RunError(f"{folder}: no run is kept there")
    if not found.finished:
        raise RunError(f"the run in {folder} is not finished; the command that began it goes on with it")
    for name in (STUDY, RESULTS):
        if not (folder / name).is_file():
            raise RunError(f"{folder / name} is not there; `detente report` writes it again")
    yield from (manifest.NAME, STUDY, RESULTS)
    yield from (name for name in ("flips.json", SOLVED, "report.html") if (folder / name).is_file())
    yield from sorted(
        path.relative_to(folder).as_posix()
        for path in folder.glob("data/*")
        if KNOWN.fullmatch(f"data/{path.name}")
    )
    if found.fingerprint.world:
        yield from sorted(path.relative_to(folder).as_posix() for path in folder.glob(f"{WORLD}/*"))
    yield from (f"batch-{number:05d}.parquet" for number in sorted(found.batches))


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, BEGAN)
    entry.compress_type = zipfile.ZIP_STORED if name.endswith(".parquet") else zipfile.ZIP_DEFLATED
    entry.create_system = 3  # the same bytes on every system
    entry.external_attr = 0o644 << 16
    return entry


def _listed(bundle: Path, archive: zipfile.ZipFile) -> Mapping[str, tuple[str, str]]:
    """Return the files that a bundle lists, each with its name in the zip and its hash; it may hold no others.

    What another program packed again is the same bundle: a folder on top, a read-me and the like do not count.
    """
    inside = members(archive.namelist())
    try:
        about = json.loads(archive.read(inside[LIST]))
        form, listed = about["format"], {str(name): str(digest) for name, digest in about["files"].items()}
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise RunError(f"{bundle} is no bundle of a run: its {LIST} is missing or damaged") from error
    if form != FORMAT:
        raise RunError(
            f"{bundle} is of format {form}, and this version reads format {FORMAT}; update detente"
        )
    strange = sorted(name for name in {*inside, *listed} if name != LIST and not KNOWN.fullmatch(name))
    strange += sorted(set(inside) - {LIST, *listed}) or sorted(set(listed) - set(inside))
    if strange or len(archive.namelist()) != len(set(archive.namelist())):
        what = strange[0] if strange else "a file that is there twice"
        raise RunError(f"{bundle} was changed: it should not hold, or lacks, {what}")
    return {name: (inside[name], digest) for name, digest in listed.items()}


def _fits(bundle: Path, archive: zipfile.ZipFile, folder: Path) -> None:
    """Raise RunError unless what the bundle says it holds has room on the disk."""
    size = sum(entry.file_size for entry in archive.infolist())
    nearest = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(nearest).free
    if size > free:
        raise RunError(f"{bundle} holds {size:,} bytes, and the disk of {folder} has {free:,} free")


def _one(bundle: Path, entry: zipfile.ZipInfo, archive: zipfile.ZipFile, target: Path, digest: str) -> None:
    """Write one file, no longer than it says it is, and check its hash."""
    left, found = entry.file_size, hashlib.sha256()
    target.parent.mkdir(exist_ok=True)
    with archive.open(entry) as inside, target.open("wb") as out:
        while piece := _piece(bundle, entry.filename, inside):
            left -= len(piece)
            if left < 0:
                break
            found.update(piece)
            out.write(piece)
    if left or found.hexdigest() != digest:
        what = f"{entry.filename} is not what it was when the bundle was made"
        raise RunError(f"{bundle} was changed or is damaged: {what}")


def _piece(bundle: Path, name: str, inside: IO[bytes]) -> bytes:
    try:
        return inside.read(PIECE)
    except (zipfile.BadZipFile, EOFError, ValueError) as error:
        raise RunError(f"{bundle} is damaged in {name}: {error}") from error
