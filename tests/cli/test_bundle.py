"""A run as one file, and its checks: each kind of change to a run is found, and named."""

import hashlib
import json
import re
import zipfile
from types import SimpleNamespace

import duckdb
import pytest
from click.testing import CliRunner

from detente import kept, load
from detente.audit import bundle
from detente.cli.main import main
from detente.ground.archives import members
from detente.ground.faults import RunError
from detente.runs.disk import sha256

STUDY = """
study: small
question: Does it hold?
argument: {title: An example}
as_of: 2018-08-31
world: world-2014
economies: [USA, CHN]
assumptions:
  duty: {is: the duty, uniform: 1 % to 30 %, source: judgement}
moves:
  tax: {is: a duty, tariff: {seller: CHN, buyer: USA, add: duty}}
worlds:
  taxed: {is: with a duty, moves: [tax]}
claims:
  pays: {says: The buyer gains., holds: 'real_income[USA, taxed] > 0'}
"""


def detente(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A finished run and its bundle."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "small.yaml").write_text(STUDY, encoding="utf-8")
    done = detente("run", folder / "small.yaml", "--draws", "256", "--out", folder / "run")
    assert done.exit_code == 0, done.output
    done = detente("bundle", folder / "run", "--out", folder / "small.zip")
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def run(made, tmp_path):
    """A copy of the run, unpacked from its bundle on another machine, so to speak."""
    done = detente("verify", made / "small.zip", "--again", "0", "--out", tmp_path / "run")
    assert done.exit_code == 0, done.output
    return tmp_path / "run"


def change(bundle, target, name, content, hashed=False, to=None):
    """Copy a bundle with one file changed, and its hash too if `hashed`."""
    with zipfile.ZipFile(bundle) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            text = old.read(entry)
            if entry.filename == name:
                text = content
            if entry.filename == "bundle.json" and hashed:
                about = json.loads(text)
                about["files"][to or name] = hashlib.sha256(content).hexdigest()
                text = json.dumps(about).encode()
            new.writestr(entry, text)
        if to:
            new.writestr(to, content)


def test_a_bundle_is_sound_and_holds_the_run(made, run):
    done = detente("verify", made / "small.zip")
    assert done.exit_code == 0, done.output
    lines = [line.split()[:2] for line in done.output.splitlines()]
    assert lines == [
        ["ok", f"{what}:"] for what in ("bundle", "files", "study", "draws", "verdicts", "models")
    ]
    assert re.search(r"256 draws computed again give the same \d+ outcomes to the bit", done.output)
    kept = {path.relative_to(made / "run") for path in (made / "run").rglob("*") if path.is_file()}
    again = {path.relative_to(run) for path in run.rglob("*") if path.is_file()}
    assert {str(one) for one in kept - again} <= {".lock"}
    assert all(sha256(made / "run" / one) == sha256(run / one) for one in again)


def test_the_same_run_gives_the_same_bytes(made, tmp_path):
    assert detente("bundle", made / "run", "--out", tmp_path / "again.zip").exit_code == 0
    assert sha256(tmp_path / "again.zip") == sha256(made / "small.zip")


def test_nothing_is_written_over(made, run):
    done = detente("bundle", made / "run", "--out", made / "small.zip")
    assert done.exit_code == 3
    assert "is there already; choose another file" in done.output
    done = detente("verify", made / "small.zip", "--out", run)
    assert done.exit_code == 3
    assert "is not empty" in done.output


def test_an_unpacked_run_can_be_shown_again(made, run):
    done = detente("report", made / "small.yaml", "--out", run)
    assert done.exit_code == 0, done.output


def wrong(done):
    assert done.exit_code == 4, done.output
    return [line for line in done.output.splitlines() if line.startswith("WRONG")]


def test_a_changed_share_is_found(run):
    path = run / "results.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    told["verdicts"]["pays"]["share"] -= 0.01
    path.write_text(json.dumps(told), encoding="utf-8")
    (line,) = wrong(detente("verify", run, "--again", "0"))
    assert "verdicts: pays: results.json says" in line


def test_a_changed_study_is_found(run):
    (run / "study.yaml").write_text(STUDY.replace("30 %", "20 %"), encoding="utf-8")
    (line,) = wrong(detente("verify", run, "--again", "0"))
    assert "study: its text is not in the folder" in line


def test_a_run_with_an_assumption_fixed_is_verified_with_the_same(made, tmp_path):
    words = ["--draws", "256", "--set", "duty=5 %", "--out", tmp_path / "run"]
    done = detente("run", made / "small.yaml", *words)
    assert done.exit_code == 0, done.output
    (line,) = wrong(detente("verify", tmp_path / "run", "--again", "0"))
    assert "study: duty had another range in the run; if it was fixed there, give the same --set" in line
    done = detente("verify", tmp_path / "run", "--set", "duty=5 %")
    assert done.exit_code == 0, done.output


def rewrite(run, column, value):
    """Put another number into a column of the only batch, and its hash into the manifest."""
    path = run / "batch-00000.parquet"
    changed = path.with_name("changed")
    duckdb.sql(
        f'COPY (SELECT * REPLACE (CASE WHEN draw = 0 THEN {value} ELSE "{column}" END AS "{column}") '
        f"FROM read_parquet('{path}')) TO '{changed}' (FORMAT parquet)"
    )
    changed.replace(path)
    record = run / "manifest.json"
    text = json.loads(record.read_text(encoding="utf-8"))
    text["batches"]["0"] = sha256(path)
    record.write_text(json.dumps(text), encoding="utf-8")


def test_a_batch_that_was_changed_is_found(run):
    path = run / "batch-00000.parquet"
    before = path.read_bytes()
    rewrite(run, "duty", 0.011)
    (line,) = wrong(detente("verify", run, "--again", "0"))
    assert "draws: duty is not what the seed gives" in line
    path.write_bytes(before)
    (line,) = wrong(detente("verify", run, "--again", "0"))
    assert "files: batch 0 is not what was computed" in line


def test_an_outcome_that_no_model_gives_is_found(run):
    rewrite(run, "real_income[USA,taxed]", 0.5)
    assert any(
        line.startswith("WRONG   models: real_income[USA,taxed]") for line in wrong(detente("verify", run))
    )


@pytest.mark.parametrize("length", [0, 1, 100, -1, -30])
def test_a_bundle_that_was_cut_is_told(made, tmp_path, length):
    path = tmp_path / "cut.zip"
    path.write_bytes((made / "small.zip").read_bytes()[:length])
    done = detente("verify", path, "--out", tmp_path / "run")
    assert done.exit_code == 3, done.output
    assert "cannot be read as a bundle" in done.output
    assert not (tmp_path / "run").exists()


def test_a_byte_that_changed_is_told(made, tmp_path):
    content = bytearray((made / "small.zip").read_bytes())
    with zipfile.ZipFile(made / "small.zip") as archive:
        entry = archive.getinfo("batch-00000.parquet")
    content[entry.header_offset + entry.file_size // 2] ^= 1
    (tmp_path / "bad.zip").write_bytes(content)
    done = detente("verify", tmp_path / "bad.zip", "--out", tmp_path / "run")
    assert done.exit_code == 3, done.output
    assert "batch-00000.parquet" in done.output
    assert not (tmp_path / "run").exists()


def test_a_file_changed_inside_is_told(made, tmp_path):
    change(made / "small.zip", tmp_path / "bad.zip", "study.yaml", b"study: other\n")
    done = detente("verify", tmp_path / "bad.zip")
    assert done.exit_code == 3
    assert "study.yaml is not what it was when the bundle was made" in done.output


@pytest.mark.parametrize(
    "name", ["../evil.csv", "/etc/evil.csv", "data/../../evil.csv", "data/x/evil.csv", "run.py"]
)
def test_no_file_leaves_the_folder(made, tmp_path, name):
    change(made / "small.zip", tmp_path / "bad.zip", "", b"evil", hashed=True, to=name)
    done = detente("verify", tmp_path / "bad.zip", "--out", tmp_path / "in" / "run")
    assert done.exit_code == 3
    assert f"it should not hold, or lacks, {name}" in done.output
    assert not list(tmp_path.rglob("evil*"))


def test_a_bundle_larger_than_the_disk_is_refused_before_it_is_written(made, tmp_path, monkeypatch):
    monkeypatch.setattr(bundle.shutil, "disk_usage", lambda path: SimpleNamespace(free=1))
    done = detente("verify", made / "small.zip", "--out", tmp_path / "run")
    assert done.exit_code == 3
    assert "has 1 free" in done.output


def test_what_is_no_bundle_and_what_is_no_run_is_told(made, tmp_path):
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a.txt", "a")
    assert "is no bundle of a run" in detente("verify", other).output
    assert "no run is kept there" in detente("bundle", tmp_path).output
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "is not a folder" in detente("verify", made / "small.zip", "--out", tmp_path / "file").output
    assert "leave it out" in detente("verify", made / "run", "--out", tmp_path / "x").output


@pytest.mark.parametrize("top", ["", "my run/"])
def test_a_bundle_that_was_packed_again_with_a_read_me_is_sound(made, tmp_path, top):
    path = tmp_path / "again.zip"
    with zipfile.ZipFile(made / "small.zip") as old, zipfile.ZipFile(path, "w") as new:
        if top:
            new.writestr(top, b"")
        for entry in old.infolist():
            new.writestr(top + entry.filename, old.read(entry))
            new.writestr(f"__MACOSX/{top}._{entry.filename}", b"x")
        for more in ("README.txt", f"{top}Read me.md", f"{top}LICENSE", f"{top}data/.DS_Store"):
            new.writestr(more, b"x")
    done = detente("verify", path, "--again", "0", "--out", tmp_path / "run")
    assert done.exit_code == 0, done.output
    assert sha256(tmp_path / "run" / "study.yaml") == sha256(made / "run" / "study.yaml")
    assert not [one for one in (tmp_path / "run").rglob("*") if "read" in one.name.lower()]


def test_data_whose_name_speaks_of_a_licence_is_data():
    names = ["data/drivers-no_license.csv", "data/notice.svg", "study.yaml"]
    assert members(names) == dict(zip(names, names, strict=True))


def test_home_and_brackets_mean_the_same_to_every_part(made, tmp_path, monkeypatch):
    home, here = tmp_path / "home", tmp_path / "here"
    home.mkdir()
    here.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.chdir(here)
    for out, place in (("~/r", home / "r"), ("./~/r", here / "~" / "r"), ("[a]~/r", here / "[a]~" / "r")):
        done = detente("run", made / "small.yaml", "--draws", "256", "--no-flips", "--out", out)
        assert done.exit_code == 0, done.output
        assert (place / "batch-00000.parquet").is_file() and (place / "report.html").is_file()
        for words in (["verify", out, "--again", "0"], ["export", out, out + ".csv", out + ".xlsx"]):
            done = detente(*words)
            assert done.exit_code == 0, done.output
        assert place.with_name("r.csv").is_file() and place.with_name("r.xlsx").is_file()
    (home / "s.yaml").write_text(STUDY, encoding="utf-8")
    assert detente("check", "~/s.yaml").exit_code == 0
    assert kept("~/r").draws == load("~/s.yaml").open("~/r").run.draws == 256
    assert sorted(one.name for one in here.iterdir()) == ["[a]~", "~"]
    done = detente("check", "~nobody-of-this-name/s.yaml")
    assert done.exit_code == 2 and "no home folder of that name" in done.output


@pytest.mark.parametrize(
    "words",
    [
        ["--draws", "0"],
        ["--draws", "-256"],
        ["--seed", "-1"],
        ["--workers", "0"],
        ["--quick", "--draws", "0"],
    ],
)
def test_a_count_of_nothing_is_refused(made, tmp_path, words):
    done = detente("run", made / "small.yaml", *words, "--out", tmp_path / "run")
    assert done.exit_code == 2 and "Traceback" not in done.output
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("counts", [{"draws": 0}, {"seed": -1}, {"workers": 0}, {"flips": -1}])
def test_python_refuses_them_too(made, tmp_path, counts):
    with pytest.raises(RunError):
        load(made / "small.yaml").run(out=tmp_path / "run", **{"draws": 256} | counts)
