"""A user's own world: what it says is read, every fault has its place, every account that is off its cell."""

import datetime as dt
import shutil

import numpy as np
import pytest

import detente
from detente.ground.faults import DataError, RunError, StudyError
from detente.world import embedded
from detente.world.books import imbalances
from detente.world.folder import load, read
from detente.world.layout import SOURCES, TABLES
from detente.world.mend import rebalanced
from detente.world.rebalance import accounts, gaps
from detente.world.template import copied, template
from detente.world.write import put, write


@pytest.fixture
def mine(tmp_path):
    put(template(), tmp_path / "mine")
    return tmp_path / "mine"


def change(folder, table, old, new, count=1):
    path = folder / (table if table == SOURCES else f"{table}.csv")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")


def faults_of(folder, do=load):
    with pytest.raises(StudyError) as caught:
        do(folder)
    return {
        (fault.place.file.split("/")[-1], fault.place.line, fault.place.column): str(fault)
        for fault in caught.value.faults
    }


def test_the_template_loads_and_closes(mine):
    world = load(mine)
    assert world.economies == ("HOME", "NEAR", "ROW") and world.target == "" and world.authorities == ()
    assert max(float(np.abs(gap).max()) for gap in gaps(accounts(world)).values()) <= 1e-9
    np.testing.assert_allclose(accounts(world).value_added, [634, 974.6, 38102.4], rtol=1e-12)
    assert world.home == str(mine) and len(world.digest) == 64
    assert any("invented" in words for words in world.estimates)


def test_a_world_is_loaded_from_python_by_name_or_path(mine):
    assert (
        detente.load_world(mine).economies
        == detente.load_world(str(mine)).economies
        == ("HOME", "NEAR", "ROW")
    )
    assert detente.load_world("world-2014").target == "PRK"
    with pytest.raises(DataError, match="did you mean 'world-2014'"):
        detente.load_world("world-2015")


def test_an_embedded_world_written_out_and_read_again_is_the_same(tmp_path):
    put(copied("world-2014"), tmp_path / "copy")
    date = dt.date(2017, 9, 30)
    copy, own = load(tmp_path / "copy", date), embedded.load("world-2014", date)
    assert (copy.economies, copy.industries, copy.authorities, copy.target) == (
        own.economies,
        own.industries,
        own.authorities,
        own.target,
    )
    for name in (
        "flows",
        "tariff",
        "inputs",
        "theta",
        "theta_low",
        "theta_high",
        "measure_bans",
        "measure_caps",
    ):
        np.testing.assert_allclose(getattr(copy, name), getattr(own, name), rtol=1e-11, err_msg=name)
    assert set(own.estimates) >= set(copy.estimates) and len(copy.sources) == 6


def test_all_faults_come_at_once_with_line_and_column(mine):
    change(mine, "flows", "HOME,NEAR,goods,40000,0.05", "HOME,NAER,goods,40000,0.05")
    change(mine, "flows", "ROW,ROW,services,40000000,0", "ROW,ROW,services,forty,-0.1")
    change(mine, "flows", "NEAR,NEAR,services,900000,0", "NEAR,NEAR,services,900,000,0")
    change(mine, "flows", "NEAR,ROW,services,20000,0", "NEAR,HOME,services,20000,0")
    change(mine, "inputs", "HOME,goods,goods,0.3", "HOME,goods,goods,-0.3")
    change(mine, "economies", "NEAR,974600", "NEAR,0")
    change(mine, "elasticities", "services,5,3,8", "services,9,3,8")
    change(mine, "industries", 'goods,"Agri', 'goods,"Agri"c')
    change(mine, SOURCES, '"licence"', '"license"')
    found = faults_of(mine)
    assert "no seller 'NAER'; did you mean 'NEAR'?" in found["flows.csv", 6, 6]
    assert "value_musd is 'forty', which is not a number" in found["flows.csv", 22, 18]
    assert "tariff is -0.1" in found["flows.csv", 22, 24]
    assert "6 values stand here, and the first line names 5 columns" in found["flows.csv", 18, 1]
    assert "NEAR, HOME, services: line 17 tells this already" in found["flows.csv", 19, 1]
    assert "share_of_output is -0.3" in found["inputs.csv", 4, 18]
    assert "gdp_musd is 0; it must be above 0" in found["economies.csv", 5, 6]
    assert "theta 9 is not within 3 and 8" in found["elasticities.csv", 4, 10]
    assert "quotes in this line do not close" in found["industries.csv", 3, 1]
    assert "did you mean 'licence'?" in found[SOURCES, 8, 3]
    assert "does not say its licence" in found[SOURCES, 2, 2]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_that_is_missing_empty_or_without_a_column_is_named(mine, table):
    first = TABLES[table][0]
    change(mine, table, f"\n{first},", f"\nx{first},")
    assert any(f"no column {first}; did you mean" in text for text in faults_of(mine).values())
    (mine / f"{table}.csv").write_text("# nothing\n", encoding="utf-8")
    assert "the table is empty" in faults_of(mine)[f"{table}.csv", 1, 1]
    (mine / f"{table}.csv").unlink()
    assert "cannot be read" in faults_of(mine)[f"{table}.csv", 1, 1]


def test_a_table_saved_with_semicolons_or_as_latin_1_is_told_so(mine):
    text = (mine / "economies.csv").read_text(encoding="utf-8")
    (mine / "economies.csv").write_text(text.replace(",", ";"), encoding="utf-8")
    assert "separated by semicolons" in faults_of(mine)["economies.csv", 3, 1]
    (mine / "industries.csv").write_bytes("code,title\ngoods,Güter\n".encode("latin-1"))
    assert "is not UTF-8" in faults_of(mine)["industries.csv", 2, 8]


def test_a_world_must_say_where_it_comes_from(mine):
    change(mine, SOURCES, '"source": "judgement: write here which paper estimates them"', '"source": ""')
    assert any("elasticities.csv does not say its source" in text for text in faults_of(mine).values())
    (mine / SOURCES).write_text("[]", encoding="utf-8")
    assert "nothing is said of economies.csv" in " ".join(faults_of(mine).values())
    (mine / SOURCES).write_text("[{", encoding="utf-8")
    assert "not YAML" in " ".join(faults_of(mine).values())


def off(folder):
    return {(one.kind, *one.cell): one for one in imbalances(read(folder))}


def test_every_imbalance_is_named_with_its_cell_its_line_and_its_size(mine):
    change(mine, "flows", "HOME,ROW,goods,60000,0.05", "HOME,ROW,goods,-1500,0.05")
    change(mine, "inputs", "NEAR,goods,goods,0.3", "NEAR,goods,goods,0.9")
    change(mine, "economies", "ROW,38102400", "ROW,48102400")
    found = off(mine)
    flow = found["flow", "HOME", "ROW", "goods"]
    assert flow.gap == pytest.approx(-1.5) and flow.fault.place.line == 7
    assert "HOME buys US$ -1,500 million of goods from ROW" in flow.fault.what
    used = found["inputs", "NEAR", "goods"]
    assert used.fault.place.line == 8 and used.gap == pytest.approx(0.1 * 650)
    final = found["final", "NEAR", "goods"]
    assert final.fault.place.line == 8
    bought = 500 + 50 * 1.02 + 100 * 1.02
    assert final.gap == pytest.approx(0.9 * 650 + 0.1 * 928 - bought)
    stated = found["stated", "ROW"]
    assert stated.fault.place.line == 6 and "US$ 4.81024e+07 million" in stated.fault.what
    with pytest.raises(StudyError, match="a flow below zero"):
        load(mine)


def test_rebalancing_closes_the_accounts_and_says_every_change(mine, tmp_path):
    change(mine, "flows", "HOME,NEAR,services,8000,0", "HOME,NEAR,services,-8000,0")
    change(mine, "inputs", "NEAR,goods,goods,0.3", "NEAR,goods,goods,0.9")
    change(mine, "economies", "HOME,634000", "HOME,600000")
    facts, changes = rebalanced(read(mine))
    assert not imbalances(facts)
    said = {(one.table, *one.cell): one for one in changes}
    assert said["flows", "HOME", "NEAR", "services"].after == 0
    assert said["inputs", "NEAR", "goods"].before == pytest.approx((0.9 * 650 + 0.1 * 920) * 1e3)
    write(facts, tmp_path / "mended")
    again = read(tmp_path / "mended")
    assert not imbalances(again)
    before, after = read(mine), again
    kept = before.tables.flows >= 0
    np.testing.assert_allclose(after.tables.flows[kept], before.tables.flows[kept], rtol=1e-11)
    assert accounts(load(tmp_path / "mended")).value_added[0] == pytest.approx(600, rel=1e-3)
    changed = np.argwhere(np.abs(after.tables.inputs - before.tables.inputs) > 1e-9)
    assert {(after.tables.economies[n], after.tables.industries[k]) for n, k, _ in changed} == {
        cell[1:] for cell in said if cell[0] == "inputs"
    }


def test_a_world_that_closes_is_not_changed(mine):
    facts = read(mine)
    same, changes = rebalanced(facts)
    assert changes == () and (same.tables.inputs == facts.tables.inputs).all()


def test_value_added_that_no_input_shares_give_is_replaced_and_said(mine):
    change(mine, "economies", "HOME,634000", "HOME,9000000")
    facts, changes = rebalanced(read(mine))
    assert [one.table for one in changes if one.cell == ("HOME",)] == ["economies"]
    assert not imbalances(facts) and facts.gdp[0] < 2000


def test_an_economy_with_no_trade_and_an_industry_nobody_sells_are_named(mine):
    change(mine, "economies", "ROW,", "ISLE,1000\nROW,")
    change(mine, "industries", "services,", "nothing,Nothing,\nservices,")
    change(mine, "elasticities", "services,", "nothing,5,3,8\nservices,")
    change(mine, "flows", "ROW,ROW,services", "ISLE,ISLE,goods,1000,0\nROW,ROW,services")
    found = off(mine)
    assert "an economy with no trade" in found["alone", "ISLE"].fault.what
    assert "nobody sells anything of nothing" in found["unsold", "nothing"].fault.what
    assert not found["alone", "ISLE"].mends
    change(mine, "flows", "ISLE,ISLE,goods,1000,0", "ISLE,HOME,goods,1000,0")
    assert "sells nothing, not even at home" in off(mine)["alone", "ISLE"].fault.what


def test_measures_of_ones_own(mine):
    (mine / "measures.csv").write_text(
        "date,measure,authority,target,direction,partner,industry,share,note\n"
        "2015-01-01,embargo,UN,NEAR,both,all,goods,0.5,half\n"
        "2019-01-01,embargo,UN,NEAR,both,all,goods,1,all of it\n",
        encoding="utf-8",
    )
    assert "nothing is said of measures.csv" in " ".join(faults_of(mine).values())
    told = '[{"table": "measures.csv", "source": "a", "year": "2015", "unit": "share", "licence": "b"},'
    change(mine, SOURCES, "[", told)
    world = load(mine, dt.date(2018, 1, 1))
    assert world.target == "NEAR" and world.authorities == ("UN",)
    assert world.measure_bans[0, 0, 1, 0] == 0.5 and world.measure_bans[0, 1].max() == 0
    change(mine, "measures", "2019-01-01,embargo,UN,NEAR", "2019-31-01,embargo,UN,HOEM")
    text = " ".join(faults_of(mine).values())
    assert "no target 'HOEM'; did you mean 'HOME'?" in text and "write year-month-day" in text


def test_what_a_world_is_changes_with_any_file_and_with_nothing_else(mine, tmp_path):
    first = read(mine).digest
    shutil.copytree(mine, tmp_path / "copy")
    (tmp_path / "copy" / "notes.txt").write_text("nothing", encoding="utf-8")
    assert read(tmp_path / "copy").digest == first
    change(mine, "flows", "HOME,HOME,goods,300000,0", "HOME,HOME,goods,300000.1,0")
    assert read(mine).digest != first


def test_nothing_is_written_over(mine):
    with pytest.raises(RunError, match="not an empty folder"):
        put(template(), mine)


def test_a_table_that_is_too_large_is_refused_before_it_is_read(mine):
    with (mine / "flows.csv").open("ab") as file:
        file.truncate(2 << 30)
    assert "more than the 268,435,456 that a table may have" in faults_of(mine)["flows.csv", 1, 1]
