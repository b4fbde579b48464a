"""What the house is counted by: `python tests/house.py` prints it, `--keep` keeps it as what the next time is held to.

Lines, rooms, floors and circles are read from the source. The way of one assumption is followed while the README's
study is checked and run: a file is passed where a function of it is handed the assumption, by name or in a record.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

import grimp

ROOT = Path(__file__).resolve().parents[1]
SOURCE, KEPT = ROOT / "src" / "detente", Path(__file__).with_suffix(".json")
FOLLOWED, DRAWS = "leak", "256"
"""The assumption of the README's study that is followed, and the draws of that run."""
WIDE = 12
"""Entries of a list or a mapping that are looked at for the assumption."""
BEARING = ("name", "column", "id")
"""Attributes of a record by which it may be the assumption's."""


def counted() -> dict[str, Any]:
    """Return every figure."""
    files = sorted(SOURCE.rglob("*.py"))
    texts = {path: path.read_text(encoding="utf-8") for path in files}
    graph = grimp.build_graph("detente")
    rooms = {one for one in graph.modules if (SOURCE.parent / (one.replace(".", "/") + ".py")).exists()}
    importers = {one: graph.find_modules_that_directly_import(one) for one in rooms}
    return {
        "files": len(files),
        "lines": sum(text.count("\n") for text in texts.values()),
        "longest file": max(text.count("\n") for text in texts.values()),
        "longest function": max(size for text in texts.values() for size in lengths(text)),
        "files with one importer": sum(len(some) == 1 for some in importers.values()),
        "files that one assumption passes": len(way()),
        "circles": len(circles(graph)),
        "floors": floors(graph),
    }


def lengths(text: str) -> Iterator[int]:
    """Yield the lines of each function, without its docstring."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            yield (body[-1].end_lineno or 0) - body[0].lineno + 1


def circles(graph: grimp.ImportGraph) -> list[tuple[str, ...]]:
    """Return the chains by which a module imports itself."""
    return [
        back
        for module in sorted(graph.modules)
        for imported in sorted(graph.find_modules_directly_imported_by(module))
        if (back := graph.find_shortest_chain(importer=imported, imported=module))
    ]


def floors(graph: grimp.ImportGraph) -> dict[str, int]:
    """Return how many floors each folder has: a file stands above all that it imports of its own folder."""
    found: dict[str, int] = {}
    for folder in sorted(path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists()):
        inside = {one for one in graph.modules if one.startswith(f"detente.{folder}.")}
        height: dict[str, int] = {}
        found[folder] = max((_height(graph, one, inside, height) for one in inside), default=0)
    return found


def _height(graph: grimp.ImportGraph, module: str, inside: set[str], known: dict[str, int]) -> int:
    if module not in known:
        known[module] = 1  # should there be a circle, it ends here; circles are counted of their own
        below = graph.find_modules_directly_imported_by(module) & inside
        known[module] = 1 + max((_height(graph, one, inside, known) for one in below), default=0)
    return known[module]


def way() -> set[str]:
    """Return the files that the assumption passes while the README's study is checked and run."""
    from click.testing import CliRunner

    from detente.cli.main import main

    passed: set[str] = set()

    def watch(frame: FrameType, event: str, _: object) -> None:
        name = frame.f_code.co_filename
        if event == "call" and name.startswith(str(SOURCE)) and name not in passed and _handed(frame):
            passed.add(name)

    with tempfile.TemporaryDirectory() as folder:
        study = Path(folder) / "study.yaml"
        study.write_text(readme_study(), encoding="utf-8")
        run = ["run", str(study), "--draws", DRAWS, "--no-flips", "--out", str(Path(folder) / "run")]
        threading.setprofile(watch)
        sys.setprofile(watch)
        try:
            done = [CliRunner().invoke(main, words) for words in (["check", str(study)], run)]
        finally:
            sys.setprofile(None)
            threading.setprofile(None)
    failed = [one.output for one in done if one.exit_code]
    if failed:
        raise RuntimeError(failed[0])
    return {str(Path(name).relative_to(SOURCE)) for name in passed}


def readme_study() -> str:
    """Return the study that the README shows."""
    found = re.search(
        r"```yaml\n(study: .*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
    )
    if found is None:
        raise LookupError("no study in README.md")
    return found[1]


def _handed(frame: FrameType) -> bool:
    code = frame.f_code
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return any(_bears(frame.f_locals.get(name), 2) for name in names)


def _bears(value: object, deep: int) -> bool:
    """Tell whether a value is the assumption's name, its record, or holds one of these."""
    if isinstance(value, str):
        return value == FOLLOWED
    if isinstance(value, Mapping):
        return FOLLOWED in value or (
            deep > 0 and any(_bears(one, deep - 1) for one in [*value.values()][:WIDE])
        )
    if isinstance(value, list | tuple | set | frozenset):
        return deep > 0 and any(_bears(one, deep - 1) for one in [*value][:WIDE])
    own = getattr(value, "__dict__", {})
    return any(own.get(name) == FOLLOWED for name in BEARING if isinstance(own.get(name), str))


def lines(now: Mapping[str, Any], before: Mapping[str, Any]) -> Iterator[str]:
    """Yield each figure with last time's beside it."""
    known = flat(before)
    for name, value in flat(now).items():
        yield f"{name:34} {value:>7,}" + (f"   before {known[name]:,}" if name in known else "")


def flat(figures: Mapping[str, Any]) -> dict[str, int]:
    """Return the figures, those of each folder under a name of their own."""
    found: dict[str, int] = {}
    for name, value in figures.items():
        found |= (
            {f"{name} of {key}": one for key, one in value.items()}
            if isinstance(value, Mapping)
            else {name: value}
        )
    return found


def main() -> None:
    """Print the figures, and keep them if that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--keep", action="store_true", help="keep the figures as those that the next are held to"
    )
    now = counted()
    before = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    print("\n".join(lines(now, before)))
    if parser.parse_args().keep:
        KEPT.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
