"""The commands of a world of one's own, and a study that rests on it, as a new user would try them."""

import json
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner

from detente.cli.main import main

STUDY = """
study: tiny
question: Does a duty hurt the seller?
argument: {title: An example}
as_of: 2020-01-01
world: ./mine
economies: [HOME, NEAR]
options: {elasticities: theta, gdp: {NEAR: 900}}
assumptions:
  duty: {is: the duty, uniform: 1 % to 30 %, source: judgement}
  theta: {is: elasticities, from: elasticities, source: judgement}
moves: {tax: {is: a duty, tariff: {seller: NEAR, buyer: HOME, add: duty}}}
worlds: {taxed: [tax]}
claims: {hurts: {says: NEAR loses., holds: "real_income[NEAR, taxed] < 0"}}
"""


def detente(*words):
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert "Traceback" not in done.output and (
        done.exception is None or isinstance(done.exception, SystemExit)
    )
    return done


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert detente("world", "new", "mine").exit_code == 0
    (tmp_path / "tiny.yaml").write_text(STUDY, encoding="utf-8")
    return tmp_path


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_new_world_is_checked_and_read_back_in_words(place):
    done = detente("world", "check", "mine")
    assert done.exit_code == 0
    assert "3 economies, 2 industries" in done.output and "The accounts close" in done.output
    assert "licence: none needed: invented" in done.output
    again = detente("world", "new", "mine")
    assert again.exit_code == 3 and "nothing was changed" in again.output


def test_a_world_that_does_not_close_is_refused_and_rebalanced_on_demand(place):
    change(place / "mine" / "inputs.csv", "NEAR,goods,goods,0.3", "NEAR,goods,goods,0.9")
    done = detente("world", "check", "mine")
    assert done.exit_code == 1
    assert "mine/inputs.csv:8:1: goods in NEAR buys inputs of 1.1 per unit" in done.output
    assert "--rebalance OUT" in done.output and "faults" in done.output
    checked = detente("check", "tiny.yaml")
    assert checked.exit_code == 1 and "mine/inputs.csv:8:1" in checked.output
    mended = detente("world", "check", "mine", "--rebalance", "mended")
    assert mended.exit_code == 0 and "inputs.csv, NEAR, goods: " in mended.output
    assert detente("world", "check", "mended").exit_code == 0
    told = json.loads((place / "mended" / "sources.json").read_text(encoding="utf-8"))
    assert any("was rebalanced" in words for one in told for words in one["estimates"])


def test_what_cannot_be_mended_is_said(place):
    change(place / "mine" / "economies.csv", "ROW,", "ISLE,1000\nROW,")
    change(place / "mine" / "flows.csv", "ROW,ROW,services", "ISLE,ISLE,goods,1000,0\nROW,ROW,services")
    for words in (
        ("world", "check", "mine"),
        ("world", "check", "mine", "--rebalance", "out"),
        ("check", "tiny.yaml"),
    ):
        done = detente(*words)
        assert done.exit_code == 1 and "an economy with no trade" in done.output
    assert not (place / "out").exists()


@pytest.mark.parametrize(
    ("world", "says"),
    [
        ("./nowhere", "nowhere:1:1: there is no such folder"),
        ("./tiny.yaml", "this is a file, and a world is a folder"),
        ("mine", "did you mean './mine'?"),
    ],
)
def test_a_world_that_is_not_there(place, world, says):
    change(place / "tiny.yaml", "./mine", world)
    done = detente("check", "tiny.yaml")
    assert done.exit_code == 1 and says in done.output


def test_a_name_that_no_claim_can_use_is_refused_where_it_stands(place):
    for name in ("economies", "flows", "inputs"):
        path = place / "mine" / f"{name}.csv"
        path.write_text(path.read_text(encoding="utf-8").replace("NEAR", "Taïwan"), encoding="utf-8")
    for words in (("world", "check", "mine"), ("check", "tiny.yaml")):
        done = detente(*words)
        assert (
            done.exit_code == 1 and "'Taïwan' is no code that a claim can name; write Taiwan" in done.output
        )
    assert "economies.csv:" in done.output


def test_a_data_base_that_is_not_whole_is_told_cell_by_cell(place):
    from tests.world.databases import broken

    form = broken.ALL["icio"]
    path = form.write(form.table_of(), place)
    file, lines = form.lines(path)
    lines[1][3] = lines[2][1] = ""
    form.put(file, lines)
    done = detente("world", "import", "icio", path.name, "--out", "bad")
    assert done.exit_code == 1 and "2 faults" in done.output and not (place / "bad").exists()
    assert (
        f"{path.name}:2:1: the cell CHN_{form.industries[0]}/CHN_{form.industries[2]} is blank" in done.output
    )
    assert (
        f"{path.name}:3:1: the cell CHN_{form.industries[1]}/CHN_{form.industries[0]} is blank" in done.output
    )


def test_a_path_is_written_from_where_the_study_stands(place, monkeypatch):
    (place / "deep").mkdir()
    shutil.move(place / "tiny.yaml", place / "deep" / "tiny.yaml")
    change(place / "deep" / "tiny.yaml", "./mine", "..\\mine")
    done = detente("check", "deep/tiny.yaml")
    assert done.exit_code == 0 and "World of your own: deep/../mine" in done.output.replace("\\", "/")


def test_moves_that_need_what_a_world_has_not_say_so(place):
    change(
        place / "tiny.yaml",
        "moves: {tax:",
        "start: [un]\nmoves: {un: {is: x, measures: {authority: UN}}, tax:",
    )
    done = detente("check", "tiny.yaml")
    assert done.exit_code == 1 and "UN" in done.output


def test_a_corridor_that_a_world_does_not_know_is_a_fault_and_not_in_vain(place):
    change(place / "tiny.yaml", "moves: {tax:", "moves: {road: {is: x, rail_link: {}}, tax:")
    change(place / "tiny.yaml", "taxed: [tax]", "taxed: [tax, road]")
    done = detente("check", "tiny.yaml")
    assert done.exit_code == 1 and "the freight network joins no two economies of this world" in done.output
    assert detente("world", "new", "copy", "--like", "world-2014").exit_code == 0
    text = (
        (place / "tiny.yaml").read_text(encoding="utf-8").replace("./mine", "./copy").replace("HOME", "KOR")
    )
    (place / "tiny.yaml").write_text(text.replace("NEAR", "CHN"), encoding="utf-8")
    done = detente("check", "tiny.yaml")
    assert done.exit_code == 0, done.output


def test_a_run_is_of_its_world_and_a_bundle_carries_it(place):
    ran = detente("run", "tiny.yaml", "--draws", "256", "--no-flips")
    assert ran.exit_code == 0, ran.output
    page = (place / "runs" / "tiny" / "report.html").read_text(encoding="utf-8")
    assert "its numbers are invented" in page and "none needed: invented" in page
    assert detente("bundle", "tiny.yaml").exit_code == 0
    change(place / "mine" / "flows.csv", "HOME,NEAR,goods,40000", "HOME,NEAR,goods,40001")
    other = detente("run", "tiny.yaml", "--draws", "256", "--no-flips")
    assert other.exit_code == 3 and "holds a run on another world" in other.output
    shutil.rmtree(place / "mine")
    (place / "tiny.yaml").unlink()
    assert (
        "ok      world"
        in (sound := detente("verify", "tiny.detente.zip", "--again", "1", "--out", "got")).output
    )
    assert sound.exit_code == 0 and "draws computed again give the same" in sound.output
    change(place / "got" / "world" / "flows.csv", "HOME,NEAR,goods,40000", "HOME,NEAR,goods,40001")
    changed = detente("verify", "got", "--again", "0")
    assert changed.exit_code == 4 and "WRONG   world" in changed.output
    shutil.rmtree(place / "got" / "world")
    missing = detente("verify", "got", "--again", "0")
    assert missing.exit_code == 4 and "WRONG   world" in missing.output


def test_checking_a_world_imports_nothing_heavy(place):
    script = (
        "import sys\nfrom detente.cli.main import main\n"
        "try: main(sys.argv[1:])\nexcept SystemExit: pass\n"
        "heavy = {'jax', 'scipy', 'duckdb', 'altair', 'xarray', 'pandas', 'pymrio', 'starlette'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    for words in (["check", "tiny.yaml"], ["world", "check", "mine"]):
        done = subprocess.run(
            [sys.executable, "-c", script, *words], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


def test_a_missing_economy_is_split_out(place):
    (place / "isle.yaml").write_text(
        "split: ISLE\ngdp: 2\nindustries: {goods: 0.4, services: 0.6}\n"
        "trade: {NEAR: {exports: 0.3, imports: 0.5}}\n"
        "composition: {all: {exports: {goods: 1}, imports: {goods: 0.7, services: 0.3}}}\n"
        "source: an example\nyear: 2014\nlicence: none\n",
        encoding="utf-8",
    )
    done = detente("world", "split", "./mine", "isle.yaml", "--out", "with-isle")
    assert done.exit_code == 0 and "world totals are what they were" in done.output
    read = detente("world", "check", "with-isle")
    assert read.exit_code == 0 and "ISLE" in read.output and "never added on top" in read.output
    again = detente("world", "split", "./with-isle", "isle.yaml", "--out", "twice")
    assert again.exit_code == 1 and "ISLE is in this world already" in again.output
    other = detente("world", "split", "world-2015", "isle.yaml", "--out", "none")
    assert other.exit_code == 1 and "did you mean 'world-2014'" in other.output


def test_an_import_and_its_concordances(place, monkeypatch):
    from detente.world.databases import make
    from tests.world.databases import formats

    monkeypatch.setattr(make, "cache", lambda: place / "kept")
    formats.exiobase(
        formats.small(("DE", "US", "WA"), ["Cattle farming", "Steel", "Services"]), place / "exio.zip"
    )
    written = detente("world", "concordance", "exiobase", "exio.zip", "--out", "industries.csv")
    assert written.exit_code == 0 and "3 industries, 3 of them still to be mapped" in written.output
    filled = "theirs,ours\nCattle farming,agriculture\nSteel,minerals_metals\nServices,services\n"
    (place / "industries.csv").write_text(filled, encoding="utf-8")
    of = ("world", "concordance", "exiobase", "exio.zip", "--out", "economies.csv", "--of", "economies")
    assert detente(*of).exit_code == 0
    assert (place / "economies.csv").read_text(encoding="utf-8").splitlines()[1] == "DE,DEU"
    order = ("world", "import", "exiobase", "exio.zip", "--out", "exio", "--rate", "1.3")
    files = ("--industries", "industries.csv", "--economies", "economies.csv")
    done = detente(*order, *files)
    assert done.exit_code == 0 and "changes of stocks below zero" in done.output
    assert detente("world", "check", "exio").exit_code == 0
    assert detente(*order, *files).exit_code == 3
    (place / "industries.csv").write_text(filled + "Steel,machinery\n", encoding="utf-8")
    twice = detente("world", "import", "exiobase", "exio.zip", "--out", "b", "--rate", "1.3", *files)
    assert twice.exit_code == 1 and "industries.csv:5:1: industry 'Steel' is mapped twice" in twice.output


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("import", "oecd", "x", "--out", "y"), 1, "no data base 'oecd'"),
        (("import", "icio", "x.csv", "--out", "y"), 3, "nothing is fetched for you"),
        (
            ("import", "icio", "half.zip", "--out", "y"),
            3,
            "half.zip is damaged, or only a part of it is there",
        ),
        (("import", "icio", "half.zip", "--out", "mine"), 3, "is there already"),
        (("concordance", "eora26", "half.zip", "--out", "y"), 1, "--year"),
        (("check", "nowhere"), 1, "there is no such folder"),
        (("split", "./mine", "nowhere.yaml", "--out", "y"), 1, "cannot be read"),
    ],
)
def test_bad_input_gets_a_sentence_and_a_code(place, words, code, says):
    from tests.world.databases import formats

    formats.icio(formats.small(("DEU", "ROW"), formats.ICIO[:4]), place / "half.zip", True)
    data = (place / "half.zip").read_bytes()
    (place / "half.zip").write_bytes(data[: len(data) // 2])
    done = detente("world", *words)
    assert done.exit_code == code and says in done.output, done.output
