import json

import duckdb
import numpy as np
import pytest

from detente.audit.judge import judge
from detente.ground.faults import RunError
from detente.runs.batch import on_disk
from detente.runs.disk import write_columns
from detente.runs.table import Table

from ..audit.laboratory import column, no_outcomes, problem


def holes(values):
    gain = np.where(values["a"] < 0.25, np.nan, values["a"])
    return {
        "gain[RUS,cut]": gain,
        'odd "name"': -gain,
        "never": gain * np.nan,
        "status[cut]": (values["a"] < 0.25) * 3,
    }


@pytest.fixture(scope="module")
def judgement(tmp_path_factory):
    return judge(
        problem((column("a"), column("draw"), column("A")), {}),
        holes,
        tmp_path_factory.mktemp("t"),
        draws=512,
    )


def test_columns_come_back_as_they_were(judgement):
    assert judgement.columns == ("a", "draw", "A", "gain[RUS,cut]", 'odd "name"', "never", "status[cut]")
    a, gain = judgement.column("a"), judgement.column("gain[RUS,cut]")
    assert len(a) == 512
    assert np.array_equal(np.isnan(gain), a < 0.25)
    assert np.array_equal(gain[a >= 0.25], a[a >= 0.25])
    assert np.array_equal(judgement.column('odd "name"'), -gain, equal_nan=True)
    assert np.isnan(judgement.column("never")).all()


def test_names_that_differ_in_capitals_are_kept_apart(judgement):
    assert not np.isclose(judgement.column("a"), judgement.column("A")).all()
    assert judgement.column("draw").max() < 1
    assert on_disk(["a", "A", "a (2)"]) == {"a": "a", "A": "A (2)", "a (2)": "a (2) (2)"}


def test_the_files_are_open_to_anyone(judgement):
    files = f"{judgement.run.folder}/batch-*.parquet"
    found = duckdb.sql(f"""SELECT draw, "gain[RUS,cut]" FROM '{files}' ORDER BY draw""").fetchall()
    assert [row[0] for row in found] == list(range(512))
    kinds = {name: kind for name, kind, *_ in duckdb.sql(f"DESCRIBE FROM '{files}'").fetchall()}
    assert {kind for name, kind in kinds.items() if name != "draw"} == {"DOUBLE"}


def test_quantiles_are_of_the_known_draws(judgement):
    gain = judgement.column("gain[RUS,cut]")
    expected = np.nanpercentile(gain, [5, 25, 50, 75, 95])
    assert list(judgement.quantiles("gain[RUS,cut]").values()) == pytest.approx(list(expected))
    assert np.isnan(judgement.quantiles("never", (50,))[50])


def test_an_unknown_column_is_told_with_the_nearest(judgement):
    with pytest.raises(
        RunError, match=r"no recorded column 'gain\[RUS,cot\]'; did you mean 'gain\[RUS,cut\]'"
    ):
        judgement.column("gain[RUS,cot]")


def test_statuses_are_counted(judgement):
    failed = int((judgement.column("a") < 0.25).sum())
    assert judgement.run.status_counts == {"status[cut]": {0: 512 - failed, 3: failed}}


def test_the_order_is_that_of_the_draws_across_batches(tmp_path):
    found = judge(problem((column("a"),), {}), no_outcomes, tmp_path, draws=4096, workers=3)
    single = judge(problem((column("a"),), {}), no_outcomes, tmp_path / "again", draws=4096, workers=1)
    assert np.array_equal(found.column("a"), single.column("a"))


def test_the_summary_is_json(tmp_path):
    claims = {"gains": "gain[USA, cut] > 0.5 and a < 1", "later": None}
    found = judge(
        problem((column("a"),), claims), lambda v: {"gain[USA,cut]": v["a"] * np.nan}, tmp_path, draws=256
    )
    text = json.loads(json.dumps(found.summary(), allow_nan=False))
    assert text["study"] == "test"
    assert text["verdicts"]["later"]["word"] == "not modelled yet"
    assert text["verdicts"]["gains"]["share"] is None
    assert text["run"]["draws"] == 256


def test_columns_at_hand_are_those_read_and_few_are_kept(tmp_path):
    names = [f"c{place}" for place in range(12)]
    path = tmp_path / "batch.parquet"
    draws = 4096
    write_columns(path, {"draw": np.arange(draws), **{name: np.arange(draws) + len(name) for name in names}})
    table = Table((path,), {name: name for name in names}, 1 << 16)
    for some in (names[:3], names[1:6], names, names[:3]):
        found = table.at_hand(list(some))
        assert list(found) == list(some)
        assert all((found[name] == table.column(name)).all() for name in some)
    assert len(table._at_hand) == 8
