"""What is imported is declared, and what is declared is imported: nothing rests on what another package brings."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "detente"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = {"import": ("world/databases",), "cluster": ("runs/cluster",)}
"""Where alone functions may import what an extra brings."""


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def names(requirements):
    return {normal(re.match(r"[A-Za-z0-9._-]+", one)[0]) for one in requirements}


CORE = names(PROJECT["dependencies"])
OPTIONAL = {extra: names(listed) for extra, listed in PROJECT["optional-dependencies"].items()}


def imported(text):
    """Return the top packages of others that a text imports, and whether each is imported at its start."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        found = []
        if isinstance(node, ast.Import):
            found = [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found = [node.module]
        for one in found:
            top = one.split(".")[0]
            if top not in sys.stdlib_module_names and top != "detente":
                yield top, node in tree.body


def uses():
    homes = packages_distributions()
    for path in sorted(SOURCE.rglob("*.py")):
        where = path.relative_to(SOURCE).as_posix()
        for top, at_start in imported(path.read_text(encoding="utf-8")):
            assert top in homes, f"{where} imports {top}, which is not installed"
            yield where, top, at_start, {normal(one) for one in homes[top]}


def test_what_is_imported_is_declared():
    for where, top, at_start, homes in uses():
        allowed = [
            extra
            for extra, folders in EXTRAS.items()
            if homes & OPTIONAL[extra] and where.startswith(folders) and not at_start
        ]
        assert homes & CORE or allowed, f"{where} imports {top}, which pyproject.toml does not declare for it"


def test_what_is_declared_is_imported_and_bounded():
    found = {one for _, _, _, homes in uses() for one in homes}
    assert set(EXTRAS) == set(OPTIONAL)
    for name in CORE.union(*OPTIONAL.values()):
        assert name in found, f"{name} is declared and never imported"
    for one in [
        *PROJECT["dependencies"],
        *(x for listed in PROJECT["optional-dependencies"].values() for x in listed),
    ]:
        assert re.search(r">=[\d.]+", one) and re.search(r"<\d", one), f"{one} has no bounds"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("import pandas.io\n", [("pandas", True)]),
        ("def f():\n    from numpy import linalg\n", [("numpy", False)]),
        ("import json\nfrom . import x\nfrom detente import y\n", []),
    ],
)
def test_imports_are_seen(text, says):
    assert list(imported(text)) == says
