"""The growth alarm: files and functions stay small, imports run one way, a start stays light."""

import ast
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "detente"
FILES = sorted(SOURCE.rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 300, 50


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_file_or_function_has_outgrown_its_room(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            assert body[-1].end_lineno - body[0].lineno + 1 <= LONGEST_FUNCTION, node.name


def test_no_imports_go_round_in_a_circle():
    graph = grimp.build_graph("detente")
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            back = graph.find_shortest_chain(importer=imported, imported=module)
            assert back is None, f"{module} imports {imported}, which leads back: {back}"


@pytest.mark.parametrize("words", [["--help"], ["check", "korea-2018"], ["list"]])
def test_a_start_imports_nothing_heavy(words):
    script = (
        "import sys; sys.argv = ['detente', *sys.argv[1:]]\n"
        "from detente.cli.main import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "heavy = {'jax', 'scipy', 'duckdb', 'altair', 'xarray', 'pint'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
