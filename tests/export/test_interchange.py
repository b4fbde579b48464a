"""A run as tables, labelled arrays and files: every number where its labels say, read back by other programs."""

import dataclasses
import os
import re
import subprocess

import duckdb
import numpy as np
import pandas as pd
import pytest

from detente.audit import judge
from detente.audit.finished import kept
from detente.export import given, tables, write
from detente.export.short import short_names
from detente.export.write import write as put
from detente.ground.faults import RunError
from detente.runs.table import Table
from detente.runs.truth import judged
from tests.export.made import UNSOLVED, made

CHOICES = ("consent", "mood")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("run")


@pytest.fixture(scope="module")
def judgement(folder):
    return made(folder)


@pytest.fixture(scope="module")
def opened(folder, judgement):
    assert judgement.run.batches == 4
    return kept(folder)


def same(found, wanted):
    np.testing.assert_array_equal(np.asarray(found, float), wanted)


def csv(path, **words):
    """Read a file to the last bit."""
    return pd.read_csv(path, float_precision="round_trip", **words)


def test_a_row_a_draw_has_every_column_and_each_claim(opened, judgement):
    frame = opened.frame()
    assert frame.index.name == "draw" and len(frame) == 1024
    for name in judgement.columns:
        if name not in CHOICES:
            same(frame[name], judgement.column(name))
    assert list(frame["consent"].cat.categories) == ["needed", "not_needed"]
    same(frame["consent"].cat.codes, judgement.column("consent"))
    for claim in judgement.problem.claims:
        wanted = judged(judgement.problem, claim, judgement.table, 1024)
        same(frame[f"holds[{claim.id}]"], wanted.as_numbers)
        same(frame[f"margin[{claim.id}]"].isna(), wanted.truth < 0)
    assert frame["holds[linked_pays]"].isna().sum() == -(-1024 // UNSOLVED)
    known = frame["holds[cheap]"].mean()
    assert known == opened.verdicts["cheap"]["share"] == judgement.verdicts["cheap"].share


def test_a_judgement_gives_what_a_kept_run_gives(opened, judgement):
    for table in tables.TABLES:
        pd.testing.assert_frame_equal(opened.frame(table), judgement.frame(table))


def test_every_cell_stands_where_its_labels_say(opened, judgement):
    data = opened.dataset()
    filled = dict.fromkeys({cell.outcome for cell in judgement.problem.cells}, 0)
    for cell in judgement.problem.cells:
        array = data[cell.outcome].sel(cell.places)
        assert array.dims == ("draw",) and array.attrs["units"] == cell.unit
        same(array, judgement.column(cell.name))
        filled[cell.outcome] += int(np.isfinite(array).sum())
    for name, count in filled.items():
        assert int(np.isfinite(data[name]).sum()) == count, name
    assert set(data["money"].dims) == {"draw", "economy", "world"}
    assert list(data["economy"].values) == list(judgement.problem.world.economies)


def test_assumptions_claims_and_endings_are_in_the_dataset(opened, judgement):
    data = opened.dataset()
    for column in judgement.problem.columns:
        parts = data[column.assumption].dims[1:]
        one = data[column.assumption].isel({parts[0]: column.part}) if parts else data[column.assumption]
        same(one, judgement.column(column.name))
    assert data["consent"].attrs["flag_meanings"] == "needed not_needed"
    assert float(data["holds"].sel(claim="cheap").mean()) == opened.verdicts["cheap"]["share"]
    assert int((data["status"].sel(world="round") == 3).sum()) == -(-1024 // UNSOLVED)
    assert data.attrs["study"] == "small" and data.attrs["seed"] == 1


def test_some_names_alone_are_read(opened, judgement):
    some = opened.dataset(["value_now", "cost"])
    assert set(some.data_vars) == {"value_now", "cost"}
    assert list(opened.frame(names=["cost", "holds[cheap]"])) == ["cost", "holds[cheap]"]
    assert set(opened.frame("outcomes", ["gdp"])["outcome"]) == {"gdp"}
    with pytest.raises(RunError, match="did you mean 'value_now'"):
        opened.dataset(["value_nov"])
    with pytest.raises(RunError, match="did you mean 'cost'"):
        opened.frame(names=["costs"])
    with pytest.raises(RunError, match="did you mean 'gdp'"):
        opened.frame("outcomes", ["gpd"])
    with pytest.raises(RunError, match="no table 'verdict'"):
        opened.frame("verdict")


def test_what_does_not_fit_into_memory_is_refused_with_what_mends_it(opened, monkeypatch):
    monkeypatch.setattr(given, "LARGEST", 1024 * 20)
    assert len(opened.frame(names=["cost"])) == 1024
    for ask in (opened.frame, opened.dataset, lambda: opened.frame("outcomes")):
        with pytest.raises(RunError, match="GB; name some"):
            ask()


def test_outcomes_one_a_row_go_back_to_their_columns(opened, judgement):
    tall = opened.frame("outcomes")
    cells = judgement.problem.cells
    assert len(tall) == 1024 * len(cells)
    axes = [name for name in tall if name not in ("draw", "outcome", "unit", "model", "value")]
    groups = dict(iter(tall.groupby(["outcome", *axes], sort=False)))
    assert len(groups) == len(cells)
    for cell in cells:
        rows = groups[(cell.outcome, *(cell.places.get(axis, "") for axis in axes))].sort_values("draw")
        same(rows["value"], judgement.column(cell.name))
        assert set(rows["unit"]) == {cell.unit} and set(rows["model"]) == {cell.domain}


@pytest.mark.parametrize("ending", ["csv", "parquet", "CSV"])
def test_files_of_draws_read_back_in_order(opened, tmp_path, ending):
    path = tmp_path / f"it's draws.{ending}"
    put(opened.given, path)
    frame = opened.frame().reset_index()
    found = csv(path) if ending.lower() == "csv" else duckdb.read_parquet(str(path)).df()
    assert list(found) == list(frame)
    for name in frame:
        if name in CHOICES:
            assert list(found[name]) == list(frame[name])
        else:
            same(found[name], frame[name].astype(float))
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("table", ["outcomes", "verdicts", "columns", "iamc"])
def test_the_other_tables_are_the_same_in_both_kinds_of_file(opened, tmp_path, table):
    wanted = opened.frame(table)
    for ending in ("csv", "parquet"):
        path = tmp_path / f"x.{ending}"
        put(opened.given, path, table)
        texts = {name: str for name in wanted if wanted[name].map(type).eq(str).any()}
        found = csv(path, dtype=texts) if ending == "csv" else duckdb.read_parquet(str(path)).df()
        assert list(found) == list(wanted) and len(found) == len(wanted)
        for name in wanted:
            if name in texts:
                assert list(found[name].fillna("")) == list(wanted[name]), name
            else:
                same(found[name], wanted[name].astype(float))


def test_writing_holds_no_more_than_a_batch(opened, tmp_path, monkeypatch):
    read, sizes = Table.read, []

    def watched(self, names):
        sizes.append(self.draws)
        return read(self, names)

    monkeypatch.setattr(Table, "read", watched)
    for table in ("draws", "outcomes"):
        put(opened.given, tmp_path / "x.parquet", table)
    assert sizes and max(sizes) == judge.LEAST < 1024


def test_claims_out_of_step_with_their_draws_are_noticed(opened, tmp_path, monkeypatch):
    size = write._size
    monkeypatch.setattr(write, "_size", lambda file: (size(file)[0], size(file)[1] + 1))
    with pytest.raises(RunError, match="out of step"):
        put(opened.given, tmp_path / "x.parquet")
    assert not list(tmp_path.iterdir())


def test_the_codebook_has_a_row_for_every_column_of_a_file(opened, tmp_path):
    book = opened.frame("columns")
    put(opened.given, tmp_path / "long.csv")
    put(opened.given, tmp_path / "short.csv", short=True)
    long, short = (list(pd.read_csv(tmp_path / name, nrows=1)) for name in ("long.csv", "short.csv"))
    assert list(book["column"]) == long and list(book["short"]) == short
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,31}", name) for name in short)
    assert len({name.casefold() for name in short}) == len(short)
    rows = book.set_index("column")
    assert rows.loc["consent", "values"] == "needed; not_needed"
    assert (
        rows.loc["money[PRK,linked]", "economy"] == "PRK"
        and rows.loc["money[PRK,linked]", "world"] == "linked"
    )
    assert rows.loc["cost", "unit"] == "USD bn" and rows.loc["cost", "source"] == "judgement"
    assert rows.loc["status[round]", "values"].startswith("0 solved; 1 ")
    made_up = set(book[book["kind"] == "other"]["column"])
    assert made_up and all(name.startswith(("gdp[", "money[")) for name in made_up)
    assert set(book["kind"]) == {"number", "assumption", "outcome", "diagnostic", "claim", "other"}


def test_short_names_never_meet():
    names = [f"a very long name of a column that goes on[{place},x]" for place in range(120)] + [
        "A",
        "a",
        "[1]",
        "é",
    ]
    short = short_names(names)
    assert len({one.casefold() for one in short.values()}) == len(names)
    assert max(map(len, short.values())) <= 32 and short["[1]"] == "x_1"


def test_iamc_has_its_seven_columns_and_every_number_once(opened, judgement):
    table = opened.frame("iamc")
    assert list(table) == ["model", "scenario", "region", "variable", "unit", "year", "value"]
    assert not table.duplicated(list(table)[:-1]).any() and table.notna().all().all()
    assert set(table["model"]) == {f"detente {judgement.run.versions['detente']}"}
    at = table.set_index(["scenario", "region", "variable", "year"])["value"]
    wanted = judgement.quantiles("money[PRK,entered_CHN]")
    assert at["small|entered_CHN", "PRK", "money|50.0th Percentile", 2018] == wanted[50]
    assert (
        at["small|main", "RUS", "entered_by|5.0th Percentile", 2023]
        == judgement.quantiles("entered_by[RUS,5,main]")[5]
    )
    mean = judgement.column("value_now[RUS,PRK,main]").mean()
    assert at["small|main", "PRK", "value_now|RUS|Mean", 2018] == pytest.approx(mean)
    assert at["small", "World", "claim|cheap|share", 2018] == judgement.verdicts["cheap"].share
    assert not any("claim|later" in name for name in table["variable"])


PYAM = """
import sys, pyam
data = pyam.IamDataFrame(sys.argv[1])
assert "small|main" in data.scenario and "PRK" in data.region, (data.scenario, data.region)
rows = data.filter(variable="money|50.0th Percentile", region="PRK", scenario="*|entered_CHN").data
print(len(data.data), float(rows["value"].iloc[0]))
"""


@pytest.mark.skipif(not os.environ.get("DETENTE_PYAM"), reason="DETENTE_PYAM names no Python that has pyam")
@pytest.mark.parametrize("ending", ["csv"])
def test_pyam_opens_it(opened, tmp_path, ending):
    path = tmp_path / f"iamc.{ending}"
    put(opened.given, path, "iamc")
    words = [os.environ["DETENTE_PYAM"], "-c", PYAM, str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    count, value = done.stdout.split()
    assert int(count) == len(opened.frame("iamc"))
    assert float(value) == opened.table.quantiles("money[PRK,entered_CHN]", (50,))[50]


def test_a_run_with_an_assumption_fixed_needs_the_same_setting(tmp_path):
    made(tmp_path, 256, {"mood": "angry"})
    with pytest.raises(RunError, match="mood had another range in the run"):
        kept(tmp_path).frame()
    found = kept(tmp_path, {"mood": "angry"}).frame()
    assert set(found["mood"]) == {"angry"}
    put(kept(tmp_path, {"mood": "angry"}).given, tmp_path / "x.csv")
    assert set(pd.read_csv(tmp_path / "x.csv")["mood"]) == {"angry"}


def test_without_its_study_a_run_gives_its_columns_alone(opened, tmp_path):
    bare = dataclasses.replace(opened, problem=None)
    assert list(bare.frame()) == list(opened.table.names)
    put(bare.given, tmp_path / "x.parquet")
    for ask in (
        bare.dataset,
        lambda: bare.frame("columns"),
        lambda: put(bare.given, tmp_path / "x.csv", "iamc"),
    ):
        with pytest.raises(RunError, match="run the study again"):
            ask()


def test_what_cannot_be_written_is_told_and_leaves_nothing(opened, tmp_path):
    with pytest.raises(RunError, match="there is no folder"):
        put(opened.given, tmp_path / "none" / "x.csv")
    with pytest.raises(RunError, match="end the name so"):
        put(opened.given, tmp_path / "x.txt")
    with pytest.raises(RunError, match="no table 'claims'"):
        put(opened.given, tmp_path / "x.csv", "claims")
    (tmp_path / "full.csv").mkdir()
    with pytest.raises(RunError, match="cannot write"):
        put(opened.given, tmp_path / "full.csv", "verdicts")
    assert [one.name for one in tmp_path.iterdir()] == ["full.csv"]
