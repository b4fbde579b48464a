"""Gather wheels for machines without a network: `python offline.py` makes a folder a platform.

Needs Python 3.11 or later with pip, this folder and a network. Each folder holds detente's own wheel, the locked
version of everything that it needs at run time for Python 3.11 to 3.13, checked against the hashes of
`requirements.lock`, a list SHA256SUMS and a page INSTALL.txt. See docs/how-to/offline.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pip._vendor.packaging.markers import Marker
from pip._vendor.packaging.requirements import Requirement
from pip._vendor.packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent
PYTHONS = ("3.11", "3.12", "3.13")
GLIBC = [f"manylinux_2_{minor}" for minor in range(28, 4, -1)] + [
    "manylinux2014",
    "manylinux2010",
    "manylinux1",
]
"""Of Linux systems from 2018 on: RHEL 8, Debian 10, Ubuntu 18.10 and later."""

SOURCE = ("searoute",)
"""Packages that are published as source alone: they are pure Python, and their wheels are built here."""


@dataclass(frozen=True)
class Platform:
    """A kind of machine: how wheels name it, and what it answers to the markers of a requirement."""

    tags: tuple[str, ...]
    sys_platform: str
    system: str
    machine: str

    def answers(self, python: str) -> dict[str, str]:
        """Return what a marker is evaluated with."""
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{python}.0",
            "os_name": "nt" if self.system == "Windows" else "posix",
            "platform_machine": self.machine,
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": self.system,
            "platform_version": "",
            "python_full_version": f"{python}.0",
            "python_version": python,
            "sys_platform": self.sys_platform,
            "extra": "",
        }


PLATFORMS = {
    "linux-x86_64": Platform(tuple(f"{one}_x86_64" for one in GLIBC), "linux", "Linux", "x86_64"),
    "linux-aarch64": Platform(tuple(f"{one}_aarch64" for one in GLIBC), "linux", "Linux", "aarch64"),
    "macos-arm64": Platform(("macosx_14_0_arm64",), "darwin", "Darwin", "arm64"),
    "macos-x86_64": Platform(("macosx_14_0_x86_64",), "darwin", "Darwin", "x86_64"),
    "windows-amd64": Platform(("win_amd64",), "win32", "Windows", "AMD64"),
}


@dataclass(frozen=True)
class Locked:
    """One package of the lock."""

    version: str
    hashes: tuple[str, ...]

    def line(self, name: str, *, hashed: bool) -> str:
        """Return it as a line of a requirements file."""
        return " ".join([f"{name}=={self.version}", *(f"--hash={one}" for one in self.hashes if hashed)])


class Gap(Exception):
    """A package that is not in the lock."""


def main() -> int:
    """Gather what the command line asks for; 1 where some package has no wheel."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    words.add_argument("--platform", action="append", choices=[*PLATFORMS, "here"], help="default: all")
    words.add_argument("--python", action="append", choices=PYTHONS, help="default: all")
    words.add_argument("--extra", action="append", default=[], help="of pyproject.toml: import, cluster")
    words.add_argument("--out", type=Path, default=Path("offline"), help="default: offline")
    words.add_argument("--check", action="store_true", help="say what has no wheel, and gather nothing")
    given = words.parse_args()
    here_ = here()
    names = [here_ if name == "here" else name for name in given.platform or PLATFORMS]
    if None in names:
        print(f"this machine, {platform.system()} {platform.machine()}, is none of {', '.join(PLATFORMS)}")
        return 2
    try:
        return gather(
            [name for name in names if name], given.python or PYTHONS, given.extra, given.out, given.check
        )
    except (Gap, OSError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 2


def gather(
    names: Sequence[str], pythons: Sequence[str], extras: Sequence[str], out: Path, check: bool
) -> int:
    """Make a folder a platform; return 1 where some package has no wheel."""
    start, lacking = wanted(extras), 0
    for name in names:
        plans = {python: plan(start, PLATFORMS[name], python) for python in pythons}
        gaps = {line for _, missing in plans.values() for line in missing}
        for line in sorted(gaps):
            where = ", ".join(python for python, (_, missing) in plans.items() if line in missing)
            print(f"{name}: no wheel of {line} for Python {where}", flush=True)
        lacking += bool(gaps)
        whole = {python: found for python, (found, missing) in plans.items() if not missing}
        if check and whole:
            print(f"{name}: every package has a wheel for Python {', '.join(whole)}", flush=True)
        elif whole:
            fill(out / name, whole, PLATFORMS[name])
            print(f"{name}: {len(list((out / name).glob('*.whl')))} wheels in {out / name}", flush=True)
    return 1 if lacking else 0


def plan(start: Iterable[str], target: Platform, python: str) -> tuple[dict[str, Locked], set[str]]:
    """Return what a machine needs, by name, and the lines of those that have no wheel for it."""
    lock = locked((ROOT / "requirements.lock").read_text(encoding="utf-8"), target.answers(python))
    found, missing = closure(start, lock, target, python)
    return {name: lock[name] for name in found}, {lock[name].line(name, hashed=False) for name in missing}


def here() -> str | None:
    """Return the platform of this machine, None where it is none of those known."""

    def plain(machine: str) -> str:
        return {"amd64": "x86_64", "arm64": "aarch64"}.get(machine.lower(), machine.lower())

    mine = platform.system(), plain(platform.machine())
    return next((name for name, one in PLATFORMS.items() if (one.system, plain(one.machine)) == mine), None)


def locked(text: str, answers: dict[str, str]) -> dict[str, Locked]:
    """Return the version of every package that a lock has for one machine, by name."""
    found = {}
    for line in re.sub(r"\\\n", " ", text).splitlines():
        match = re.match(r"([A-Za-z0-9._-]+)==([^\s;]+)(?: ; ([^\\]*?))?(?= *--hash| *$)", line.strip())
        if match and (not match[3] or Marker(match[3]).evaluate(answers)):
            found[canonicalize_name(match[1])] = Locked(match[2], tuple(re.findall(r"--hash=(\S+)", line)))
    return found


def wanted(extras: Iterable[str]) -> list[str]:
    """Return the requirements of pyproject.toml, with those of some extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    known = project["optional-dependencies"]
    for one in extras:
        if one not in known:
            raise Gap(f"no extra '{one}'; there are {', '.join(known)}")
    return [*project["dependencies"], *(line for one in extras for line in known[one])]


def closure(
    start: Iterable[str], lock: dict[str, Locked], target: Platform, python: str
) -> tuple[set[str], set[str]]:
    """Return every package that is needed there, and those of them that have no wheel."""
    answers = target.answers(python)
    waiting = needed_by(start, answers)
    found: set[tuple[str, str]] = set()
    missing: set[str] = set()
    known: dict[str, list[str]] = {}
    while waiting - found:
        new = sorted({name for name, _ in waiting - found} - set(known) - missing)
        for name in new:
            if name not in lock:
                raise Gap(
                    f"{name} is needed on {target.system} and is not in requirements.lock; lock it again"
                )
        told, none = metadata([lock[name].line(name, hashed=False) for name in new], target, python)
        known |= told
        missing |= none
        found |= waiting
        for name, extra in list(waiting):
            waiting |= needed_by(known.get(name, ()), answers | {"extra": extra})
    return {name for name, _ in found}, missing


def needed_by(lines: Iterable[str], answers: dict[str, str]) -> set[tuple[str, str]]:
    """Return the packages that requirements name where their markers hold, each with its extras ("" for none)."""
    found = set()
    for line in lines:
        one = Requirement(line)
        if one.marker is None or one.marker.evaluate(answers):
            found |= {(canonicalize_name(one.name), extra) for extra in ("", *one.extras)}
    return found


def metadata(lines: list[str], target: Platform, python: str) -> tuple[dict[str, list[str]], set[str]]:
    """Return what some packages require, by name, and which have no wheel for a machine."""
    found = looked_up(lines, machine(target, python)) if lines else {}
    if found is not None:
        return found, set()
    if len(lines) == 1:
        name = canonicalize_name(lines[0].partition("==")[0])
        built = looked_up(lines, []) if name in SOURCE else None
        return ({}, {name}) if built is None else (built, set())
    half = len(lines) // 2
    first, second = metadata(lines[:half], target, python), metadata(lines[half:], target, python)
    return first[0] | second[0], first[1] | second[1]


def looked_up(lines: list[str], words: list[str]) -> dict[str, list[str]] | None:
    """Return what packages require, by name, None where pip finds no fitting file of one. Installs nothing."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        start = ["install", "--dry-run", "--ignore-installed", "--no-deps", "--target", folder]
        done = pip([*start, "--report", str(report), *words, *lines], check=False)
        if done.returncode == 0:
            about = [one["metadata"] for one in json.loads(report.read_text(encoding="utf-8"))["install"]]
            return {canonicalize_name(one["name"]): one.get("requires_dist", []) for one in about}
    if "No matching distribution" in done.stderr:
        return None
    raise OSError(f"pip could not look up {lines[0]} and others:\n{done.stderr.strip()}")


def fill(folder: Path, needed: dict[str, dict[str, Locked]], target: Platform) -> None:
    """Put wheels, hashes and instructions into a new folder; one that is there is replaced."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for python, found in needed.items():
        wheels = [one.line(name, hashed=True) for name, one in sorted(found.items()) if name not in SOURCE]
        sources = [one.line(name, hashed=True) for name, one in sorted(found.items()) if name in SOURCE]
        put(["download", "--dest", str(folder), *machine(target, python)], wheels)
        put(["wheel", "--wheel-dir", str(folder)], sources)
    pip(["wheel", "--no-deps", "--wheel-dir", str(folder), *isolation(), str(ROOT)])
    built = sorted(folder.glob("*.whl"))
    sums = [f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.name}" for one in built]
    (folder / "SHA256SUMS").write_text("\n".join(sums) + "\n", encoding="utf-8", newline="\n")
    (folder / "INSTALL.txt").write_text(instructions(target, list(needed)), encoding="utf-8", newline="\n")


def put(words: list[str], lines: list[str]) -> None:
    """Have pip put packages into a folder, each checked against its hashes in the lock."""
    if not lines:
        return
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "requirements.txt"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        pip([*words, "--no-deps", "--require-hashes", "-r", str(file)])


def isolation() -> list[str]:
    """Return what has pip build with the hatchling that is here, if there is one, and not fetch another."""
    try:
        import hatchling  # noqa: F401
    except ImportError:
        return []
    return ["--no-build-isolation"]


def machine(target: Platform, python: str) -> list[str]:
    """Return the words by which pip chooses wheels for another machine."""
    tags = [word for tag in target.tags for word in ("--platform", tag)]
    return [
        "--only-binary",
        ":all:",
        "--ignore-requires-python",
        "--implementation",
        "cp",
        "--python-version",
        python,
        *tags,
    ]


def instructions(target: Platform, pythons: Sequence[str]) -> str:
    """Return how to install from the folder."""
    windows = target.system == "Windows"
    start = "py -m venv detente-env" if windows else "python3 -m venv detente-env"
    inside = r"detente-env\Scripts" + "\\" if windows else "detente-env/bin/"
    check = "certutil -hashfile FILE SHA256" if windows else "sha256sum -c SHA256SUMS"
    check = "shasum -a 256 -c SHA256SUMS" if target.system == "Darwin" else check
    return (
        f"Detente for {target.system} on {target.machine}, without a network\n\n"
        f"Needs Python {', '.join(pythons)} with its modules venv and pip. In this folder:\n\n"
        f"    {check}\n"
        f"    {start}\n"
        f"    {inside}python -m pip install --no-index --find-links . detente\n"
        f"    {inside}detente list\n"
    )


def pip(words: Sequence[str], *, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run pip. Raises OSError with its last words where it fails and `check` is set."""
    quiet = ["--quiet", "--disable-pip-version-check"]
    done = subprocess.run(
        [sys.executable, "-m", "pip", *words[:1], *quiet, *words[1:]],
        capture_output=True,
        text=True,
        check=False,
    )
    if check and done.returncode:
        raise OSError(f"pip {words[0]} failed:\n{done.stderr.strip()}")
    return done


if __name__ == "__main__":
    sys.exit(main())
