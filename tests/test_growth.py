"""The growth alarm: files and functions stay small, imports run one way, a start stays light."""

import json
import subprocess
import sys

import grimp
import pytest

from tests import house

LONGEST_FILE, LONGEST_FUNCTION = 400, 50
RISE = 1.1
"""How much a figure may rise before it is kept anew, with a word in the commit (`python tests/house.py --keep`)."""


@pytest.mark.parametrize(
    "path", sorted(house.SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(house.SOURCE))
)
def test_no_file_or_function_has_outgrown_its_room(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_FILE
    assert max(house.lengths(text), default=0) <= LONGEST_FUNCTION


def test_no_imports_go_round_in_a_circle():
    assert house.circles(grimp.build_graph("detente")) == []


def test_the_house_is_counted(capsys):
    now, before = house.counted(), json.loads(house.KEPT.read_text(encoding="utf-8"))
    with capsys.disabled():
        print("\nThe house, counted:", *house.lines(now, before), sep="\n  ")
    flat, known = house.flat(now), house.flat(before)
    assert flat.keys() == known.keys(), "folders came or went: python tests/house.py --keep"
    risen = {name: (known[name], value) for name, value in flat.items() if value > RISE * known[name]}
    assert not risen, "say why in the commit, and run python tests/house.py --keep"


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
