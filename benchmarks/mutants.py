"""Break the code in small ways, one at a time, and tell which breaks no test notices.

    python benchmarks/mutants.py domains/gas/equations.py --limit 20 --seed 1

Each mutant changes one place of a file's syntax tree: a sign, a term, an index, a condition, a constant, two entries
exchanged, a statement left out (DeMillo, Lipton and Sayward 1978, Computer 11(4):34-41). The file's own tests run on
it, in a copy of the tree, until the first one fails. What was tried stands in `mutants-tried.json` and is not tried
again; a survivor for which `mutants-argued.txt` argues, in a line, counts no more.
"""

from __future__ import annotations

import argparse
import ast
import copy
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path("src", "detente")
RECORD = Path(__file__).with_name("mutants-tried.json")
ARGUED = Path(__file__).with_name("mutants-argued.txt")
COPIED = ("src", "tests", "docs")
TARGETS = (
    "domains/*/equations.py",
    "domains/*/status.py",
    "domains/*/checks.py",
    "domains/entry/entry.py",
    *(f"runs/{name}.py" for name in ("batch", "disk", "loop", "manifest", "store", "table")),
)
ENTRY = "domains/entry/test_entry.py::test_"
TESTS = {
    "domains/gas/status": "domains/test_diagnostics.py domains/gas/test_equilibrium.py",
    "domains/trade/status": "domains/test_diagnostics.py domains/trade/test_honesty.py",
    "domains/gas/checks": "domains/test_diagnostics.py domains/gas/test_equilibrium.py",
    "domains/trade/checks": "domains/test_diagnostics.py domains/trade/test_honesty.py",
    "domains/gas/": "domains/gas/test_equations.py domains/gas/test_equilibrium.py domains/gas/test_corridor.py",
    "domains/freight/": "domains/freight/test_equations.py domains/freight/test_freight.py",
    "domains/negotiation/": "domains/negotiation/test_equations.py domains/negotiation/test_negotiation.py",
    "domains/peace/": "domains/peace/test_equations.py",
    "domains/trade/": "domains/trade/test_equations.py domains/trade/test_export_tax.py "
    "domains/trade/test_properties.py domains/trade/test_nest.py",
    "domains/entry/": f"{ENTRY}payoffs_are_those_reckoned_by_state_and_phase_in_plain_numbers "
    f"{ENTRY}the_corridor_runs_only_where_every_party_gains {ENTRY}a_second_solver_finds_the_same_values",
    "runs/": "runs/test_resume.py runs/test_table.py runs/test_old_runs.py",
}
"""The tests that hold the files whose names begin so, the first that fits; else those of the same folder."""
LEAST_LIMIT, PATIENCE = 60.0, 5.0  # seconds that a mutant's tests may take, or times what they take unbroken
PYTEST = (
    "import sys, hypothesis as h, pytest; "
    "h.settings.register_profile('first', phases=[h.Phase.explicit, h.Phase.generate], database=None); "
    "h.settings.load_profile('first'); sys.exit(pytest.main(sys.argv[1:]))"
)
"""Runs tests without looking for the smallest input that fails: any will do."""
OPERATORS: dict[type, type] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
    ast.LShift: ast.RShift, ast.RShift: ast.LShift, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
NEGATED: dict[type, type] = {
    ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
BOUNDARY: dict[type, type] = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
NAMES = {"any": "all", "all": "any", "maximum": "minimum", "minimum": "maximum", "max": "min", "min": "max"}
NAMES |= {"argmax": "argmin", "argmin": "argmax", "zeros": "ones", "ones": "zeros"}
SKIPPED = {"annotation", "returns", "decorator_list", "type_params"}
"""Fields of the tree that decide nothing."""


class Mutant(NamedTuple):
    """One change: in which function, on what line, of what kind, and the whole text with it."""

    line: int
    kind: str
    before: str
    after: str
    key: str
    text: str


def mutants(source: str) -> list[Mutant]:
    """Return every mutant of a text that still compiles, in the order of its lines; no two are alike."""
    text = source.encode()
    starts = [0]
    for row in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(row))

    def span(first: ast.AST, last: ast.AST) -> tuple[int, int]:
        start = starts[first.lineno - 1] + first.col_offset  # type: ignore[attr-defined]
        return start, starts[last.end_lineno - 1] + last.end_col_offset  # type: ignore[attr-defined]

    found: dict[str, Mutant] = {}
    keys: dict[str, int] = {}
    for where, node in _nodes(ast.parse(source), ""):
        edits = [(kind, *span(node, node), new) for kind, new in _changes(node)]
        for one in _tests(node):
            edits.append(("condition", *span(one, one), f"(not {ast.unparse(one)})"))
        entries = node.values if isinstance(node, ast.Dict) else getattr(node, "elts", [])
        for one, other in pairwise(entries):
            (a, b), (c, d) = span(one, one), span(other, other)
            edits.append(("exchange", a, d, (text[c:d] + text[b:c] + text[a:b]).decode()))
        for kind, start, end, new in edits:
            before, after = (" ".join(part.split()) for part in (text[start:end].decode(), new))
            whole = (text[:start] + new.encode() + text[end:]).decode()
            if before == after or whole in found or not _compiles(whole):
                continue
            key = f"{where}: {before} -> {after}"
            keys[key] = keys.get(key, 0) + 1
            key += f" ({keys[key]})" if keys[key] > 1 else ""
            line = text.count(b"\n", 0, start) + 1
            found[whole] = Mutant(line, kind, before, after, key, whole)
    return sorted(found.values(), key=lambda one: one.line)


def _nodes(node: ast.AST, where: str) -> Iterator[tuple[str, ast.AST]]:
    """Walk what decides a number: no annotations, decorators, docstrings, imports or texts with numbers in them."""
    yield where or "module", node
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        where = f"{where}.{node.name}".lstrip(".")
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and name not in SKIPPED and not _text(child):
                yield from _nodes(child, where)


def _text(node: ast.AST) -> bool:
    constant = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return constant or isinstance(node, ast.JoinedStr | ast.Import | ast.ImportFrom)


def _changes(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Give every change of one node: its kind, and what then stands in the node's place."""

    def with_(kind: str, **fields: object) -> tuple[str, str]:
        other = copy.copy(node)
        for name, value in fields.items():
            setattr(other, name, value)
        return kind, f"({ast.unparse(other)})" if isinstance(node, ast.expr) else ast.unparse(other)

    match node:
        case ast.BinOp(left, op, right):
            if type(op) in OPERATORS:
                yield with_("operator", op=OPERATORS[type(op)]())
            if isinstance(op, ast.Add | ast.Sub | ast.Mult | ast.Div | ast.BitAnd | ast.BitOr | ast.Pow):
                yield "term", f"({ast.unparse(left)})"
            if isinstance(op, ast.Add | ast.Sub | ast.Mult | ast.BitAnd | ast.BitOr):
                yield "term", f"({ast.unparse(right)})"
        case ast.UnaryOp(ast.USub() | ast.Invert() | ast.Not(), operand):
            yield "sign", f"({ast.unparse(operand)})"
        case ast.BoolOp(op):
            yield with_("condition", op=OPERATORS[type(op)]())
        case ast.Compare(_, ops):
            for table, kind in ((NEGATED, "condition"), (BOUNDARY, "boundary")):
                for place, op in enumerate(ops):
                    if type(op) in table:
                        yield with_(kind, ops=[*ops[:place], table[type(op)](), *ops[place + 1 :]])
        case ast.IfExp(_, body, orelse):
            yield with_("condition", body=orelse, orelse=body)
        case ast.Constant(bool() as value):
            yield "constant", str(not value)
        case ast.Constant(int() as value):
            yield "constant", str(value + 1)
        case ast.Constant(float() as value):
            yield "constant", repr(value * 2 or 1.0)
        case ast.Attribute(_, name) if name in NAMES:
            yield with_("operator", attr=NAMES[name])
        case ast.Name(name) if name in NAMES:
            yield "operator", NAMES[name]
        case ast.AugAssign(op=op) if type(op) in OPERATORS:
            yield with_("operator", op=OPERATORS[type(op)]())
            yield "statement", "pass"
        case ast.Expr(ast.Call()) | ast.Raise() | ast.Assign(targets=[ast.Subscript()]) | ast.For():
            yield "statement", "pass"


def _tests(node: ast.AST) -> list[ast.expr]:
    """Return what decides whether a block or an element is taken, where no change of its own negates it."""
    tests = [node.test] if isinstance(node, ast.If) else getattr(node, "ifs", [])
    return [one for one in tests if not isinstance(one, ast.Compare)]


def _compiles(text: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            compile(text, "mutant", "exec")
        except (SyntaxError, SyntaxWarning):
            return False
    return True


class Copy:
    """A copy of the tree, in which one file at a time is broken."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        leave = shutil.ignore_patterns("__pycache__", ".*")
        for name in COPIED:
            shutil.copytree(ROOT / name, folder / name, ignore=leave)
        shutil.copy(ROOT / "pyproject.toml", folder)
        self.clock = int(time.time())

    def write(self, name: str, text: str) -> None:
        """Write a file; each writing has a second of its own, by which Python knows stale bytecode."""
        path = self.folder / PACKAGE / name
        path.write_bytes(text.encode())
        self.clock += 1
        os.utime(path, (self.clock, self.clock))

    def test(self, name: str, limit: float | None) -> str:
        """Run the tests of a file; return whether it `survived`, was `killed`, or ran out of `time`."""
        words = [sys.executable, "-c", PYTEST, "-q", "-x", "-p", "no:cacheprovider", *tests_of(name)]
        paths = {"PYTHONPATH": str(self.folder / "src"), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": os.environ | paths}
        try:
            done = subprocess.run(words, cwd=self.folder, timeout=limit, check=False, **quiet)
        except subprocess.TimeoutExpired:
            return "time"
        if done.returncode > 2 or done.returncode < 0:
            raise SystemExit(f"pytest ended with {done.returncode} on {' '.join(tests_of(name))}")
        return "killed" if done.returncode else "survived"


def tests_of(name: str) -> list[str]:
    """Return the tests that hold a file."""
    fit = (words for start, words in TESTS.items() if name.startswith(start))
    return [f"tests/{word}" for word in next(fit, name.rpartition("/")[0]).split()]


def tried(name: str, source: str, found: list[Mutant]) -> Iterator[tuple[Mutant, str]]:
    """Try mutants of a file one after the other, and tell how each ended."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        tree = Copy(Path(folder))
        start = time.monotonic()
        if tree.test(name, None) != "survived":
            raise SystemExit(f"the tests of {name} fail before anything is broken")
        limit = max(LEAST_LIMIT, PATIENCE * (time.monotonic() - start))
        for one in found:
            tree.write(name, one.text)
            yield one, tree.test(name, limit)


def file(name: str, record: dict[str, dict[str, str]], told: argparse.Namespace) -> int:
    """Try a file's mutants and record how each ended; return how many survivors nothing argues for."""
    source = (ROOT / PACKAGE / name).read_bytes().decode()
    argued = ARGUED.read_text(encoding="utf-8") if ARGUED.exists() else ""
    found = mutants(source)

    def is_open(one: Mutant) -> bool:
        return record[name].get(one.key) == "survived" and f"{name} | {one.key} |" not in argued

    known = record.get(name, {})
    record[name] = {one.key: known[one.key] for one in found if one.key in known}
    new = [one for one in found if (is_open(one) if told.again else one.key not in known)]
    if told.limit is not None:
        new = random.Random(told.seed).sample(new, min(told.limit, len(new)))
    for one, ended in tried(name, source, new) if new else ():
        record[name][one.key] = ended
        told.record.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        print(f"{ended:9}{name}:{one.line} {one.kind}: {one.key}", flush=True)
    left = [one for one in found if is_open(one)]
    survived = list(record[name].values()).count("survived")
    print(
        f"{name}: {len(record[name])} of {len(found)} tried, {survived} survived, {len(left)} not argued for"
    )
    for one in left:
        print(f"  {name}:{one.line} {one.kind}: {one.key}")
    return len(left)


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "files", nargs="*", help="below src/detente; all of the equations where none is given"
    )
    parser.add_argument("--limit", type=int, help="try so many of each file, drawn at random")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--again", action="store_true", help="try nothing but survivors not argued for")
    parser.add_argument("--record", type=Path, default=RECORD)
    told = parser.parse_args(words)
    package = ROOT / PACKAGE
    every = [path.relative_to(package).as_posix() for glob in TARGETS for path in sorted(package.glob(glob))]
    record = json.loads(told.record.read_text(encoding="utf-8")) if told.record.exists() else {}
    return 1 if sum(file(name, record, told) for name in told.files or every) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
