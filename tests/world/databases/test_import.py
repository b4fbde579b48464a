"""Data bases, each in its true layout: what is read is what was written, what is off is said in a sentence."""

import zipfile

import numpy as np
import pytest

from detente.ground.faults import DataError, RunError, StudyError
from detente.world.databases import make as making
from detente.world.databases import memory
from detente.world.databases.book import Book, summed, without_falls
from detente.world.databases.concordance import REGIONS, economies, industries, usual_goals
from detente.world.databases.isic import DIVISIONS, divisions, written
from detente.world.databases.kinds import KINDS
from detente.world.databases.make import Order, make
from detente.world.databases.read import read
from detente.world.folder import load
from detente.world.rebalance import accounts
from tests.world.databases import formats

THREE = ("DEU", "USA", "ROW")


def exiobase(one, path):
    return formats.exiobase(one, path.with_suffix(".zip"))


FORMATS = {
    "icio": (lambda one, path: formats.icio(one, path / "ICIO2023_2018.csv"), formats.ICIO, THREE),
    "icio zipped": (
        lambda one, path: formats.icio(one, path / "ICIO2023_2018.zip", True),
        formats.ICIO,
        THREE,
    ),
    "wiod csv": (lambda one, path: formats.wiod_csv(one, path / "WIOT2014.csv"), formats.WIOD, THREE),
    "wiod stata": (
        lambda one, path: formats.wiod_stata(one, path / "WIOT2014_October16_ROW.dta"),
        formats.WIOD,
        THREE,
    ),
    "wiod excel": (
        lambda one, path: formats.wiod_excel(one, path / "WIOT2014_Nov16_ROW.xlsx"),
        formats.WIOD,
        THREE,
    ),
    "exiobase": (
        lambda one, path: formats.exiobase(one, path / "IOT_2014_ixi.zip"),
        ["Cattle farming", "Steel", "Services"],
        ("DE", "US", "WA"),
    ),
    "exiobase unpacked": (
        lambda one, path: formats.exiobase(one, path / "IOT_2014_ixi", False),
        ["Cattle farming", "Steel", "Services"],
        ("DE", "US", "WA"),
    ),
    "eora26": (
        lambda one, path: formats.eora26(one, path / "Eora26_2014_bp.zip"),
        formats.EORA,
        ("DEU", "USA", "CHN"),
    ),
    "gloria": (
        lambda one, path: formats.gloria(one, path / "gloria"),
        ["Wheat", "Steel"],
        ("DEU", "USA", "CHN"),
    ),
}


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_read_is_what_was_written(tmp_path, name):
    write, sectors, countries = FORMATS[name]
    one = formats.small(countries, sectors)
    book = read(KINDS[name.split()[0]], write(one, tmp_path), 2014)
    rows = [book.economies.index(code) for code in countries]
    goods = [book.industries.index(code) for code in sectors]
    used = book.used[np.ix_(rows, goods, rows, goods)]
    np.testing.assert_allclose(used, one.used, rtol=1e-9)
    np.testing.assert_allclose(book.final[np.ix_(rows, goods, rows)], one.final[..., :3].sum(3), rtol=1e-9)
    np.testing.assert_allclose(book.stocks[np.ix_(rows, goods, rows)], one.final[..., 3], rtol=1e-9)
    assert book.stocks.min() < 0 and len(book.economies) == 3


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(making, "cache", lambda: tmp_path / "kept")
    return tmp_path


def order(place, name="icio", **more):
    write, sectors, countries = FORMATS[name]
    return Order(KINDS[name.split()[0]], write(formats.small(countries, sectors), place), 2014, **more)


@pytest.mark.parametrize("name", ["icio", "wiod stata"])
def test_a_world_is_made_and_closes(place, name):
    asked = order(place, name)
    told, again = make(asked, place / "world")
    assert not again and "changes of stocks below zero" in told[0] and "Costinot" in told[0]
    world = load(place / "world")
    assert world.economies == ("DEU", "USA", "ROW") and world.industries == tuple(
        goal.code for goal in usual_goals()
    )
    one = formats.small(*reversed(FORMATS[name][1:]))
    raised = accounts(world).value_added.sum() * 1e3 / one.added.sum() - 1
    assert 0 < raised < 0.02
    assert asked.path.name in world.sources[0].source and "SHA-256" in world.sources[0].source
    assert world.sources[0].licence == asked.kind.licence and any(
        "Stocks" in words for words in world.estimates
    )
    assert world.theta[0] == 5.0 and world.theta_low[0] == 2.5


def test_without_falls_of_stocks_nothing_is_changed(place):
    one = formats.small(THREE, formats.ICIO, fall=False)
    book = read(KINDS["icio"], formats.icio(one, place / "ICIO2023_2018.csv"), 2018)
    same, told = without_falls(book)
    np.testing.assert_allclose(same.used, book.used, rtol=1e-9)
    assert told.sentence == "no cell was below zero"


def test_a_fall_of_stocks_counts_as_made_this_year_with_the_same_inputs_per_unit():
    one = formats.small(("A", "B"), ("x", "y"), seed=3)
    book = Book(one.economies, one.industries, one.used, one.final[..., :3].sum(3), one.final[..., 3])
    after, told = without_falls(book)
    assert told.cells == 1 and told.value == pytest.approx(one.final[0, 1, 0, 3])
    a = book.used.reshape(4, 4) / book.output.reshape(1, 4)
    np.testing.assert_allclose(after.used.reshape(4, 4) / after.output.reshape(1, 4), a, rtol=1e-9)
    by_hand = np.linalg.inv(np.eye(4) - a) @ (book.final + np.maximum(book.stocks, 0)).sum(2).reshape(4)
    np.testing.assert_allclose(after.output.reshape(4), by_hand, rtol=1e-9)
    assert told.most[:2] == ("A", "y") and told.grown == pytest.approx(by_hand.sum() / book.output.sum() - 1)
    eaten = -0.5 * one.used.sum((2, 3))[..., None] * np.eye(2)[:, None]
    with pytest.raises(DataError, match="more of each other than they make"):
        without_falls(Book(one.economies, one.industries, one.used, np.full((2, 2, 2), 1e-3), eaten))


def test_summing_keeps_every_sum():
    one = formats.small(("A", "B", "C"), ("x", "y"))
    book = Book(one.economies, one.industries, one.used, one.final[..., :3].sum(3), one.final[..., 3])
    less = summed(book, {"A": "ROW", "B": "B", "C": "ROW"}, {"x": "x", "y": "y"})
    assert less.economies == ("B", "ROW")
    np.testing.assert_allclose(less.output.sum(), book.output.sum(), rtol=1e-12)
    np.testing.assert_allclose(less.used[1, 0, 0, 1], book.used[[0, 2], 0, 1, 1].sum(), rtol=1e-12)
    np.testing.assert_allclose(
        less.final[1, 1, 1], book.final[[0, 0, 2, 2], 1, [0, 2, 0, 2]].sum(), rtol=1e-12
    )


def test_the_same_files_are_imported_once_and_others_anew(place, monkeypatch):
    asked = order(place)
    make(asked, place / "first")
    monkeypatch.setattr(making, "parsed", lambda *_: pytest.fail("it was read again"))
    told, again = make(asked, place / "second")
    assert again and "changes of stocks" in told[0]
    assert load(place / "second").digest == load(place / "first").digest
    monkeypatch.undo()
    monkeypatch.setattr(making, "cache", lambda: place / "kept")
    formats.icio(formats.small(THREE, formats.ICIO, seed=1), asked.path)
    assert not make(asked, place / "third")[1]


@pytest.mark.parametrize(("name", "codes"), [("wiod", formats.WIOD), ("icio", formats.ICIO)])
def test_the_usual_industries_hold_every_code_by_isic(name, codes):
    groups, wanted = industries(None, codes)
    assert set(groups) == set(codes) and set(groups.values()) == {goal.code for goal in wanted}
    covered = [number for code in codes for number in divisions(code)]
    assert len(covered) == len(set(covered)) and DIVISIONS - set(covered) <= {99}
    assert (
        groups["C19"] == "refining"
        and groups["I"] == "trade"
        and groups["B" if name == "wiod" else "B09"] == "mining"
    )


def test_divisions_are_read_and_written():
    assert (
        divisions("D01T02") == divisions("A01_02") == {1, 2}
        and divisions("D") == {35}
        and divisions("D35") == {35}
    )
    assert divisions("C01T05AGR") == divisions("Steel") == divisions("34") == frozenset()
    assert written(divisions("45-47,55-56")) == "45-47,55-56" and written(divisions("C")) == "10-33"


def concordance(place, text):
    path = place / "concordance.csv"
    path.write_text("theirs,ours\n" + text, encoding="utf-8")
    return path


def told(do):
    with pytest.raises(StudyError) as caught:
        do()
    return str(caught.value)


def test_a_concordance_that_maps_one_industry_twice_is_refused(place):
    path = concordance(place, "Wheat,goods\nSteel,goods\nWheat,food\n")
    said = told(lambda: industries(path, ("Wheat", "Steel")))
    assert f"{path}:4:1: industry 'Wheat' is mapped twice: to goods in line 2, and to food" in said


def test_industries_that_do_not_match_the_concordance_are_all_named(place):
    path = concordance(place, "Wheat,goods\nSteal,goods\nSteel,\nGold,1x\n")
    said = told(lambda: industries(path, ("Wheat", "Steel", "Gold", "Tin")))
    assert "no industry 'Steal' in the data base; did you mean 'Steel'?" in said
    assert ":4:7: industry 'Steel' is mapped to nothing" in said and "'1x' is no code" in said
    path = concordance(place, "Wheat,goods\n")
    assert "2 of 3 have no place in the concordance: industry 'Steel', 'Tin'" in told(
        lambda: industries(path, ("Wheat", "Steel", "Tin"))
    )


def test_a_data_base_without_isic_codes_asks_for_a_concordance(place):
    said = told(lambda: make(order(place, "eora26"), place / "world"))
    assert "4 of 4 have no place in the concordance" in said and "`detente world concordance`" in said


def test_industries_may_be_a_list_with_divisions(place):
    path = place / "mine.csv"
    path.write_text("code,title,isic_rev4\nall,Everything,01-98\n", encoding="utf-8")
    groups, wanted = industries(path, formats.ICIO)
    assert set(groups.values()) == {"all"} and wanted[0].title == "Everything"
    path.write_text("code,title,isic_rev4\na,A,01-98\nb,B,33\nc,C,x\n", encoding="utf-8")
    said = told(lambda: industries(path, formats.ICIO))
    assert "division 33 is in a and in b" in said and "names no division" in said
    path.write_text('code,title,isic_rev4\na,A,"01-10,12-98"\nb,B,11\n', encoding="utf-8")
    assert "industry 'C10T12'" in told(lambda: industries(path, formats.ICIO))


def test_economies_are_known_by_any_name(place):
    path = concordance(place, "Germany,EU\nFR,EU\nUnited States,USA\n")
    groups, left = economies(path, ("DEU", "FRA", "USA", "CHN", "ROW"))
    assert groups == {"DEU": "EU", "FRA": "EU", "USA": "USA", "CHN": "ROW", "ROW": "ROW"}
    assert left == ("CHN",)
    groups, left = economies(None, ("DE", "US", "WA"))
    assert groups["DE"] == "DEU" and left == ()
    path = concordance(place, "Germany,EU\nDEU,DE\nAtlantis,A\n")
    said = told(lambda: economies(path, ("DEU", "FRA")))
    assert "economy 'DEU' is mapped twice" in said and "no economy 'Atlantis'" in said


def test_rests_of_the_world_are_no_islands(place):
    groups, _ = economies(None, ("DE", *REGIONS))
    assert [groups[name] for name in REGIONS] == list(REGIONS)
    path = concordance(place, "WF,AFRICA\nDE,DEU\n")
    assert economies(path, ("DE", "WF"))[0] == {"DE": "DEU", "WF": "AFRICA"}


def test_a_binary_workbook_without_its_reader_is_told(place):
    path = place / "WIOT2014_Nov16_ROW.xlsb"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", b"nothing")
    with pytest.raises(DataError, match="pyxlsb"):
        read(KINDS["wiod"], path, None)


def test_duties_and_elasticities_of_ones_own(place):
    duties = place / "duties.csv"
    duties.write_text("buyer,seller,industry,tariff\nall,all,food,0.2\nUSA,DEU,food,0.5\n", encoding="utf-8")
    theta = place / "theta.csv"
    theta.write_text("industry,theta,low,high\nfood,4,3,6\n", encoding="utf-8")
    make(order(place, tariffs=duties, elasticities=theta), place / "world")
    world = load(place / "world")
    food = world.industry("food")
    np.testing.assert_allclose(world.tariff[food], [[0, 0.2, 0.2], [0.5, 0, 0.2], [0.2, 0.2, 0]])
    assert world.tariff.sum() == pytest.approx(1.5) and world.theta_high[food] == 6
    make(order(place), place / "free")
    free = load(place / "free")
    np.testing.assert_allclose(world.flows, free.flows, rtol=1e-9)
    before, after = accounts(free), accounts(world)
    np.testing.assert_allclose(after.final, before.final + 0 * after.final, rtol=0.2)
    duties.write_text("buyer,seller,industry,tariff\nUAS,all,food,0.2\nUSA,DEU,food,-1\n", encoding="utf-8")
    said = told(lambda: make(order(place, tariffs=duties), place / "other"))
    assert "no buyer 'UAS'; did you mean 'USA'?" in said and "tariff is -1" in said


def test_another_money_needs_a_rate_and_industries_an_elasticity(place):
    with pytest.raises(DataError, match="EXIOBASE 3 is in euro: give US\\$ for one euro with --rate"):
        make(order(place, "exiobase"), place / "world")
    path = concordance(place, "Cattle farming,agriculture\nSteel,minerals_metals\nServices,odd\n")
    with pytest.raises(DataError, match="no elasticity of odd"):
        make(order(place, "exiobase", rate=1.3, industries=path), place / "world")
    path = concordance(place, "Cattle farming,agriculture\nSteel,minerals_metals\nServices,services\n")
    for rate in (1.0, 1.5):
        make(order(place, "exiobase", rate=rate, industries=path), place / f"at {rate:g}")
    world, other = load(place / "at 1.5"), load(place / "at 1")
    np.testing.assert_allclose(world.flows, 1.5 * other.flows, rtol=1e-9)
    one = formats.small(("DE", "US", "WA"), ["Cattle farming", "Steel", "Services"])
    assert accounts(other).output.sum() * 1e3 == pytest.approx(one.output.sum(), rel=0.3)
    assert "at US$ 1.5 for one euro" in world.sources[0].source


def cut(path):
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def test_a_zip_cut_in_half_a_changed_one_and_a_cut_table_are_refused(place):
    asked = order(place, "icio zipped")
    whole = asked.path.read_bytes()
    cut(asked.path)
    with pytest.raises(RunError, match="is damaged, or only a part of it is there"):
        make(asked, place / "world")
    asked.path.write_bytes(whole[:2000] + bytes(50) + whole[2050:])
    with pytest.raises(RunError, match="is damaged"):
        make(asked, place / "world")
    asked = order(place, "icio")
    cut(asked.path)
    with pytest.raises(DataError, match="cannot be read as OECD Inter-Country"):
        make(asked, place / "world")
    asked = order(place, "wiod stata")
    cut(asked.path)
    with pytest.raises(DataError, match="cannot be read as World Input-Output"):
        make(asked, place / "world")
    assert not (place / "world").exists()


def test_a_table_of_2_gb_on_a_machine_with_4_gb_is_refused_before_it_is_read(place, monkeypatch):
    path = place / "ICIO2023_2018.csv"
    with path.open("wb") as file:
        file.truncate(2_000_000_000)
    monkeypatch.setattr(memory, "available", lambda: 4_000_000_000)
    monkeypatch.setattr(making, "parsed", lambda *_: pytest.fail("it was read"))
    with pytest.raises(RunError) as caught:
        make(Order(KINDS["icio"], path), place / "world")
    assert "2.0 GB of tables take about 8.0 GB of memory to read, and 4.0 GB are free" in str(caught.value)


def test_what_a_zip_holds_counts_and_not_its_own_size(place, monkeypatch):
    path = place / "ICIO2023_2018.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ICIO2023_2018.csv", bytes(30_000_000))
    assert path.stat().st_size < 100_000
    monkeypatch.setattr(memory, "available", lambda: 100_000_000)
    with pytest.raises(RunError, match=r"take about 0\.1 GB of memory"):
        read(KINDS["icio"], path, 2018)


def test_memory_is_known_here():
    assert memory.available() is None or memory.available() > 1 << 20


@pytest.mark.parametrize("kind", KINDS)
def test_a_path_that_is_not_there_or_empty_is_told_and_nothing_is_fetched(place, kind, monkeypatch):
    import socket

    monkeypatch.setattr(socket, "socket", lambda *_, **__: pytest.fail("the network was asked"))
    with pytest.raises(RunError, match="nothing is fetched for you"):
        read(KINDS[kind], place / "nowhere", 2014)
    (place / "empty").mkdir()
    with pytest.raises(RunError, match="the folder is empty"):
        read(KINDS[kind], place / "empty", 2014)
    (place / "empty" / "2014.txt").write_text("nothing", encoding="utf-8")
    with pytest.raises(DataError):
        read(KINDS[kind], place / "empty", 2014)
    if KINDS[kind].needs_year:
        with pytest.raises(DataError, match="--year"):
            read(KINDS[kind], place / "empty", None)


def test_what_reads_data_bases_may_be_missing(place, monkeypatch):
    import sys

    asked = order(place)
    monkeypatch.setitem(sys.modules, "pymrio", None)
    with pytest.raises(RunError, match=r"pymrio is not installed, .* pip install 'detente\[import\]'"):
        make(asked, place / "world")
