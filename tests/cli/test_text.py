"""A user's text is never markup: what is written is what is shown, by every command and in every file."""

import csv
import json
import re
import zipfile
from dataclasses import replace
from html import unescape
from pathlib import Path

import pandas
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import detente
from detente.cli.main import main
from detente.cli.terminal import Terminal, styled
from detente.ground.cells import NUMBER, guarded, unguarded
from detente.world.folder import read as read_world
from detente.world.write import write as write_world

from ..web.served import served

TEXT = "[bold]x[/] [/nope] <b>&amp;</b> {{7*7}} $(x) :smile: 100%"
QUOTED = json.dumps(TEXT)
RUN = "=1+cmd()"
STUDY = f"""\
study: hostile
question: {QUOTED}
argument: {{title: {QUOTED}, author: {QUOTED}, url: {QUOTED}}}
as_of: 2018-08-31
world: world-2014
economies: [USA, CHN]
actors: {{who: {{name: {QUOTED}, economy: USA}}}}
assumptions:
  duty: {{is: {QUOTED}, uniform: 1 % to 30 %, source: {QUOTED}}}
  rest: {{is: {json.dumps(RUN)}, uniform: 1 to 2, source: {json.dumps(RUN)}}}
correlations: [{{between: [duty, rest], rank: 0.3, source: {QUOTED}}}]
quantities: {{twice: {{is: {QUOTED}, value: duty * 2}}}}
moves: {{tax: {{is: {QUOTED}, tariff: {{seller: CHN, buyer: USA, add: duty}}}}}}
worlds: {{taxed: {{is: {QUOTED}, moves: [tax]}}}}
claims:
  pays: {{says: {QUOTED}, where: {QUOTED}, holds: "real_income[USA, taxed] > rest * 0.001", beside: {QUOTED}}}
  later: {{says: {QUOTED}, not_modelled_yet: {QUOTED}, supported_by: [pays]}}
not_modelled: [{{says: {QUOTED}, why: {QUOTED}}}]
hindsight: [{{date: 2019-01-01, what: {QUOTED}, source: {QUOTED}, chance: 1/2, happened: true}}]
"""
FILES = {
    "split": f"""
split: {QUOTED}
unit: {QUOTED}
parties: [{QUOTED}, B]
projects: {{{QUOTED}: {{value: 2, needs: [{QUOTED}, B]}}}}
variants: {{{QUOTED}: {{value: {{{QUOTED}: 3}}}}}}
transit: {{party: {QUOTED}, volume: 1, km: 100, named: {{{QUOTED}: 2}}}}
""",
    "negotiate": f"""
negotiation: {QUOTED}
rounds: 4
draws: 100
issues:
  {QUOTED}:
    asks: {QUOTED}
    low: {QUOTED}
    high: {QUOTED}
    unit: {QUOTED}
    actors:
      {QUOTED}: {{position: 1, capability: 1, salience: 1, source: {QUOTED}}}
      B: {{position: 9, capability: 2, salience: 1, source: {QUOTED}}}
""",
    "freight": f"""
freight: {QUOTED}
source: {QUOTED}
value_of_day: 1
goods: {{cars: {{value: 100000}}}}
terminals:
  {QUOTED}: {{economy: KOR, at: [129, 35], weight: 1}}
  Moscow: {{economy: RUS, at: [37, 55], weight: 1}}
links:
  - {{between: [{QUOTED}, Moscow], mode: rail, km: 900, opens: true, earner: PRK}}
  - {{between: [{QUOTED}, Moscow], mode: sea, miles: 9000}}
pairs: [{{between: [KOR, RUS], teu: {{cars: 60000}}}}]
""",
    "gas": f"""
gas: {QUOTED}
base_year: 2017
years: [2018]
markets: {{{QUOTED}: {{price: 8, elasticity: -0.5}}}}
sellers: {{{QUOTED}: {{cost: 3, capacity: 20}}, B: {{cost: 8}}}}
flows: {{{QUOTED}: {{{QUOTED}: 10}}, B: {{{QUOTED}: 5}}}}
transport: {{{QUOTED}: {{{QUOTED}: 1}}, B: {{{QUOTED}: 0}}}}
pipelines: {{{QUOTED}: {{from: {QUOTED}, to: {QUOTED}, capacity: 5, capital: 1, decided: 2018, build: 0, life: 30}}}}
discount: {{other: 7}}
""",
    "peace": f"""
peace: {QUOTED}
as_of: 2018-08-31
chronology: chronology.csv
draws: 100
partners: {{CHN: 1, RUS: 1}}
weights_of: [1994]
odds_of_weight: [0.5, 2]
odds_of_lifting: [0.5, 2]
lifted: {{talks: 1/3, thaw: 2/3, settlement: 1}}
""",
    "game": f"""
game: {QUOTED}
players: [{QUOTED}, B]
tree: {{player: {QUOTED}, set: {QUOTED}, moves: {{{QUOTED}: [1, 2], b: [0, 0]}}}}
""",
    "nfg": f'NFG 1 R {QUOTED} {{ {QUOTED} "B[/]" }} {{ {{ {QUOTED} "b" }} {{ "c" "d" }} }}\n\n3 3 0 5 5 0 1 1\n',
    "efg": f'EFG 2 R {QUOTED} {{ {QUOTED} "B" }}\n\n'
    f'p "" 1 1 {QUOTED} {{ {QUOTED} "b" }} 0\nt "" 1 {QUOTED} {{ 1, 2 }}\nt "" 2 "" {{ 0, 0 }}\n',
}


CHRONOLOGY = f"""\
date,kind,parties,event
1991-12-13,agreement,KOR PRK,agreed
1993-03-12,break,PRK,"{TEXT}"
2018-04-27,summit,KOR PRK,"{TEXT}"
"""
HERE = Path(detente.__file__).parent


def command(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def flat(text):
    """Return a text on one line: a title is as wide as its table."""
    return re.sub(r"\s+", " ", text)


@pytest.fixture(autouse=True)
def wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "4000")


@pytest.mark.parametrize("kind", FILES)
def test_a_small_file_is_shown_as_it_is_written(tmp_path, kind):
    (tmp_path / "chronology.csv").write_text(CHRONOLOGY, encoding="utf-8")
    alone = kind not in ("nfg", "efg")
    path = tmp_path / (f"{kind}.yaml" if alone else f"x.{kind}")
    path.write_text(FILES[kind], encoding="utf-8")
    figure = tmp_path / "x.svg"
    done = command(kind if alone else "game", path, "--figure", figure)
    assert done.exit_code == 0, done.output
    assert done.output.count(TEXT) >= 2, done.output
    drawn = figure.read_text(encoding="utf-8")
    assert "<b>" not in drawn and TEXT[:30] in unescape(drawn)  # a label that is too long ends in ...
    told = json.loads(command(kind if alone else "game", path, "--json").stdout)
    assert TEXT in json.dumps(told).encode().decode("unicode_escape")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    (home / "hostile.yaml").write_text(STUDY, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "4000")
        done = command("run", home / "hostile.yaml", "--draws", "256", "--out", home / "runs" / "hostile")
    assert done.exit_code == 0, done.output
    assert TEXT in flat(done.output)
    return home / "runs" / "hostile"


def test_every_command_shows_a_study_as_it_is_written(run, tmp_path):
    study = run.parents[1] / "hostile.yaml"
    for words in (["check", study], ["show", study, "pays", "--out", run], ["backtest", run]):
        done = command(*words)
        assert done.exit_code == 0, done.output
        assert TEXT in flat(done.output)
    other = tmp_path / "other.yaml"
    other.write_text(STUDY.replace("1 % to 30 %", "1 % to 40 %"), encoding="utf-8")
    assert command("run", other, "--draws", "256", "--no-flips", "--out", tmp_path / "run").exit_code == 0
    done = command("diff", run, tmp_path / "run", "--all")
    assert done.exit_code == 0 and "pays" in done.output


def words_of(page):
    """Return what a reader of a page sees."""
    return unescape(re.sub(r"<[^>]*>", "\n", re.sub(r"<(style|script|svg).*?</\1>", "", page, flags=re.S)))


def test_the_report_and_its_exports_hold_it_as_it_is_written(run, tmp_path):
    page = (run / "report.html").read_text(encoding="utf-8")
    assert words_of(page).count(TEXT) > 10 and "<b>&amp;" not in page
    names = ["a.docx", "a.xlsx", "a.argdown"]
    done = command("export", run, *[tmp_path / name for name in names])
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(tmp_path / "a.docx") as book:
        assert words_of(book.read("word/document.xml").decode()).count(TEXT) > 5
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        assert TEXT in words_of(book.read("xl/sharedStrings.xml").decode())
        assert RUN in words_of(book.read("xl/sharedStrings.xml").decode())
        assert not any(b"<f>" in book.read(name) for name in book.namelist())
    argument = (tmp_path / "a.argdown").read_text(encoding="utf-8")
    assert json.loads(re.search(r"^title: (.*)$", argument, re.M)[1]) == TEXT
    assert re.sub(r"\\(.)", r"\1", argument).count(TEXT) >= 2


def test_the_page_holds_it_as_it_is_written(run):
    with served(run.parents[1], runs=run.parent) as site, site.visitor() as visitor:
        for path in ("/", "/live/hostile.yaml", "/edit/hostile.yaml", "/read/hostile.yaml?run=hostile"):
            answer = visitor.get(path)
            assert answer.status_code == 200, path
            assert "<b>&amp;" not in answer.text and TEXT in unescape(answer.text), path


def test_no_cell_of_a_csv_is_run_by_a_spreadsheet(run, tmp_path):
    for table in ("draws", "outcomes", "verdicts", "columns", "iamc"):
        done = command("export", run, tmp_path / f"{table}.csv", "--as", table)
        assert done.exit_code == 0, done.output
    found = [*tmp_path.glob("*.csv"), *(run / "data").glob("*.csv")]
    assert len(found) > 9
    guards = 0
    for path in found:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                for cell in row:
                    assert not re.match(r"[=+\-@\t\r]", cell) or re.fullmatch(r"-[\d.]+(e-?\d+)?", cell), (
                        path,
                        cell,
                    )
                    guards += unguarded(cell) == RUN
    assert guards >= 4


def test_the_small_tables_keep_their_numbers(run, tmp_path):
    assert command("export", run, tmp_path / "v.csv", "--as", "draws").exit_code == 0
    read = pandas.read_csv(tmp_path / "v.csv", float_precision="round_trip")
    for name, column in detente.kept(run).frame().items():
        assert pandas.api.types.is_numeric_dtype(read[name]), name
        assert (read[name].to_numpy(float) == column.to_numpy(float)).all() or column.isna().any(), name


@given(st.text(alphabet="=+-@'\t\r\n1.e aé", max_size=8))
def test_a_guarded_text_is_read_back(text):
    cell = guarded(text)
    assert unguarded(cell) == text
    assert not re.match(r"[=+\-@\t\r\n]", cell) or re.fullmatch(NUMBER, cell)


@pytest.mark.parametrize(
    "titles", [("=1+1", "'=a"), ("-x", "@b"), ("+7 a", "-1"), ("'s-x", "''@"), ("a=1", "'a")]
)
def test_a_world_of_such_names_is_read_back(tmp_path, titles):
    assert command("world", "new", tmp_path / "w").exit_code == 0
    facts = read_world(tmp_path / "w")
    made = replace(facts, tables=facts.tables._replace(titles=titles))
    write_world(made, tmp_path / "again")
    text = (tmp_path / "again" / "industries.csv").read_text(encoding="utf-8")
    assert not re.search(r",[=+@]|,-\D", text)
    assert read_world(tmp_path / "again").tables.titles == titles


def test_no_other_file_opens_a_console():
    """So that nobody forgets: text reaches rich by `cli/terminal.py` alone; a figure breaks its lines with it."""
    found = [
        path.relative_to(HERE).as_posix()
        for path in HERE.rglob("*.py")
        if re.search(r"rich(\.console|\.markup|\.text|\.table| import)", path.read_text(encoding="utf-8"))
    ]
    assert sorted(found) == ["cli/terminal.py", "report/figure.py"]


def test_no_other_file_writes_json():
    """Besides the one writer, only digests use `json.dumps`, and refuse NaN."""
    for path in HERE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "json.dump(" not in text
        for call in re.findall(r"json\.dumps\(.*", text):
            assert "allow_nan=False" in call, path


def test_signs_that_would_move_the_cursor_are_written_out(capsys):
    Terminal().print(styled(("a\x1b[31m", "bold"), "\x07\u202eb"), "\x9b2J")
    assert capsys.readouterr().out == "a\\x1b[31m\\x07\\u202eb \\x9b2J\n"
