"""What the page holds before anything is solved, and how its parts meet the rest of the house."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import detente
from detente.bind.problem import bind
from detente.chance.cube import median as centre
from detente.chance.kinds import (
    Beta,
    Choice,
    Dirichlet,
    Discrete,
    Fixed,
    Gamma,
    LogNormal,
    Normal,
    Triangular,
    Uniform,
)
from detente.chance.kinds import Path as Years
from detente.cli.main import main
from detente.domains.records import Column
from detente.ground.faults import RunError
from detente.study.read import parse_study
from detente.web.models import Waiting
from detente.web.outline import outline, scale
from detente.web.pages import environment
from detente.web.point import Point, centres, columns_at
from detente.web.saved import saved
from detente.web.serve import door, loopback

INLINE = r"<script(?! type=\"module\" src=\"/static/)|\son\w+=|\sstyle=|https?://|\|\s*safe"
STATIC = Path(detente.__file__).parent / "web" / "static"


def column(distribution, part=1):
    return Column("x", "x", part, distribution, "USD bn", "judgement", "the x", True)


@pytest.mark.parametrize(
    "distribution",
    [
        Uniform(2, 4),
        Triangular(0, 1, 5),
        Normal(3, 2),
        LogNormal(0, 0.5),
        Beta(2, 5, 1, 3),
        Gamma(3, 2),
        Dirichlet(("a", "b"), (2.0, 3.0)),
        Years(8, 6, 1.5, 2, 2018, 2030),
    ],
    ids=lambda one: type(one).__name__,
)
def test_a_slider_shows_where_each_value_stands_in_its_distribution(distribution):
    found = scale(column(distribution))
    assert found.low < found.centre < found.high and found.step > 0
    assert list(found.below) == sorted(found.below) and found.below[0] < 1 and found.below[-1] > 99
    places = np.linspace(found.low, found.high, len(found.below))
    assert np.interp(found.centre, places, found.below) == pytest.approx(50, abs=1.5)
    assert re.fullmatch(r"M0 16L[-\d. L]+Z", found.outline)


@pytest.mark.parametrize("distribution", [Fixed(3), Choice(("a", "b"), (1, 1)), Discrete((1.0, 2.0), (1, 1))])
def test_what_is_chosen_or_fixed_has_no_slider(distribution):
    assert scale(column(distribution)) is None


def test_korea_has_every_part_and_each_cell_is_solved():
    problem = detente.load("korea-2018").problem
    found = outline(problem)
    assert [one.id for one in found.sheets][:6] == ["incomes", "lines", "bills", "split", "entry", "worth"]
    assert {len(found.variants), len(found.switches), len(found.claims)} == {4, 24, 19}
    controls = [one for group in (*found.variants, *found.groups) for one in group.controls]
    assert len(controls) == len(problem.columns)
    known = {cell.name for cell in problem.cells}
    assert all(
        cell.name in known for sheet in found.sheets for row in sheet.rows for cell in row.cells if cell
    )


def test_a_saved_point_of_korea_binds_and_its_centre_is_the_point():
    problem = detente.load("korea-2018").problem
    middle = centres(problem)
    rows = {one.assumption: one.name for one in problem.columns if "[" in one.name}
    assert set(rows) == {"theta", "freight", "gas", "transitions", "talks"}
    values = {name: 0.95 * middle[name] for name in rows.values()}
    values |= {"discount_rate": 0.05, "rounds_if_idle": 2.5, "deficit_rule": 1.0}
    made = saved(problem, Point(values, frozenset(["un_bans", "line_bargained"])), "mine")
    assert made.left == ()
    again = bind(parse_study(made.text, "mine.yaml"))
    at = columns_at(problem, [Point(values)], middle)
    for one in again.columns:
        if one.name == "deficit_rule":
            assert one.distribution == Choice(("own_share",), (1.0,))
        else:
            assert centre(one) == pytest.approx(float(at[one.name][0]), rel=1e-10), one.name
    made_there = {written.name for case in again.cases for written in case.written}
    assert not made_there & {"un_bans", "line_bargained"} and "lift_un_bans" in made_there


def test_of_one_page_the_newest_question_alone_is_answered():
    line = Waiting()
    old, other, new = (
        line.ask("a", Point({})),
        line.ask("b", Point({}, frozenset("m"))),
        line.ask("a", Point({"x": 1.0})),
    )
    assert type(old.exception()).__name__ == "Superseded"
    first, second = line.take(lambda count: count), line.take(lambda count: count)
    assert [one.answer for one in first] == [new] and [one.answer for one in second] == [other]
    other.cancel()
    second[0].give(1)
    line.close()
    assert line.take(lambda count: count) == []


def test_styles_and_scripts_load_nothing_from_elsewhere_and_templates_hold_no_script():
    for path in STATIC.iterdir():
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|//[a-z]+\.|@import|eval\(|innerHTML|document\.write", text), (
            path.name
        )
    for name in environment().list_templates():
        text = (STATIC.parent / "templates" / name).read_text(encoding="utf-8")
        assert not re.search(
            r"<script(?! type=\"module\" src=\"/static/)|\son\w+=|\sstyle=|https?://|\|\s*safe", text
        ), name


def test_a_page_beyond_this_machine_demands_a_password(tmp_path):
    for password in ("", "short"):
        with pytest.raises(RunError, match="needs a password of 12 letters"):
            door(tmp_path, host="0.0.0.0", port=0, password=password)
    opened = door(tmp_path, host="0.0.0.0", port=0, password="a long password")
    assert "token" not in opened.link and opened.gate.hosts.anywhere
    opened.close()
    assert loopback("127.0.0.5") and loopback("::1") and loopback("localhost") and not loopback("example.org")


def test_the_command_says_what_another_host_means(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DETENTE_PASSWORD", "short")
    done = CliRunner().invoke(main, ["serve", "--host", "0.0.0.0", "--port", "0", "--no-browser"])
    assert done.exit_code == 3 and "can be reached from other machines" in done.output
    assert "--password" not in CliRunner().invoke(main, ["serve", "--help"]).output


def test_a_port_that_is_taken_is_told(tmp_path):
    first = door(tmp_path, port=0)
    with pytest.raises(RunError, match="give another --port"):
        door(tmp_path, port=first.gate.port)
    first.close()


def test_help_imports_no_server():
    script = (
        "import sys; sys.argv = ['detente', '--help']\n"
        "from detente.cli.main import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "heavy = {'starlette', 'uvicorn', 'jinja2', 'anyio'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode == 0
