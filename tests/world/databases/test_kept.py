"""What is kept of an import, when it is used again, and what is left of one that breaks off."""

import json
import zipfile

import pytest

from detente.ground.faults import DataError, RunError, StudyError
from detente.world.books import imbalances
from detente.world.codes import is_code, would_do
from detente.world.databases import make as making
from detente.world.databases.concordance import economies, industries, three_letters
from detente.world.databases.kinds import KINDS
from detente.world.databases.make import Order, hashes_of, make
from detente.world.folder import load, read
from detente.world.write import put
from tests.world.databases import broken, formats


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(making, "cache", lambda: tmp_path / "kept")
    return tmp_path


def eora(place):
    form = broken.ALL["eora26"]
    path = form.write(form.table_of(), place)
    industries = place / "industries.csv"
    industries.write_text(
        "theirs,ours\n" + "".join(f"{one},goods\n" for one in form.industries), encoding="utf-8"
    )
    theta = place / "theta.csv"
    theta.write_text("industry,theta,low,high\ngoods,5,2.5,9\n", encoding="utf-8")
    return Order(KINDS["eora26"], path, 2014, industries=industries, elasticities=theta)


def replaced(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_other_labels_beside_the_same_tables_are_another_import(place):
    asked = eora(place)
    make(asked, place / "first")
    assert make(asked, place / "again")[1]
    for name in ("labels_T.txt", "labels_FD.txt"):
        replaced(asked.path / name, "Country DEU\tDEU", "France\tFRA")
    assert not make(asked, place / "second")[1]
    assert load(place / "first").economies == ("CHN", "DEU", "USA")
    assert load(place / "second").economies == ("CHN", "FRA", "USA")
    assert load(place / "again").digest == load(place / "first").digest


@pytest.mark.parametrize("kind", broken.ALL)
def test_every_file_that_is_read_is_hashed_and_no_other_is_opened(place, kind, monkeypatch):
    form = broken.ALL[kind]
    path = form.write(form.table_of(), place)
    hashed = {name.rsplit("/", 1)[-1] for name in hashes_of(Order(KINDS[kind], path, 2014))}
    opened = set()
    real = open

    def watched(file, *more, **named):
        opened.add(str(file).replace("\\", "/").rsplit("/", 1)[-1])
        return real(file, *more, **named)

    for where in ("builtins.open", "io.open"):
        monkeypatch.setattr(where, watched)
    form.read(path)
    monkeypatch.undo()
    held = {one.name for one in path.rglob("*")} if path.is_dir() else {path.name}
    assert opened & held and opened & held <= hashed
    wanted = {"eora26": "labels_FD.txt", "gloria": "GLORIA_ReadMe_059.xlsx", "exiobase": "x.txt"}
    assert wanted.get(kind, path.name) in hashed


def test_contents_of_two_files_exchanged_are_another_import(place):
    asked = eora(place)
    before = making.key(asked, hashes_of(asked))
    one, other = asked.path / "labels_T.txt", asked.path / "labels_FD.txt"
    texts = one.read_bytes(), other.read_bytes()
    one.write_bytes(texts[1])
    other.write_bytes(texts[0])
    assert making.key(asked, hashes_of(asked)) != before


def test_another_version_of_what_reads_is_another_import(place, monkeypatch):
    asked = eora(place)
    before = making.key(asked, hashes_of(asked))
    monkeypatch.setattr(making, "reader", lambda: "another")
    assert making.key(asked, hashes_of(asked)) != before


def test_a_kept_world_that_was_changed_is_made_anew(place):
    asked = eora(place)
    make(asked, place / "first")
    (kept,) = (place / "kept").iterdir()
    replaced(kept / "economies.csv", "DEU", "FRA")
    assert not make(asked, place / "second")[1] and load(place / "second").economies == ("CHN", "DEU", "USA")
    assert make(asked, place / "third")[1]
    (kept / "import.json").write_text("[]", encoding="utf-8")
    assert not make(asked, place / "fourth")[1]


def test_what_was_done_is_kept_beside_the_world(place):
    make(eora(place), place / "world")
    (kept,) = (place / "kept").iterdir()
    assert json.loads((kept / "import.json").read_text(encoding="utf-8"))["said"][0].startswith("stocks:")
    assert not imbalances(read(kept))


@pytest.mark.parametrize("stop", [KeyboardInterrupt, MemoryError, OSError])
@pytest.mark.parametrize("there", [False, True])
def test_what_breaks_off_while_it_is_written_leaves_nothing(place, monkeypatch, stop, there):
    asked = eora(place)
    out = place / "world"
    if there:
        out.mkdir()
    real, done = type(out).write_text, []

    def failing(self, *more, **named):
        done.append(self)
        if len(done) == 3:
            raise stop
        return real(self, *more, **named)

    monkeypatch.setattr(type(out), "write_text", failing)
    before = {one.name for one in place.iterdir()}
    with pytest.raises((stop, RunError)):
        make(asked, out)
    monkeypatch.undo()
    assert {one.name for one in place.iterdir()} - {"kept"} == before
    assert not there or not list(out.iterdir())
    monkeypatch.setattr(making, "cache", lambda: place / "kept")
    if there:
        out.rmdir()
    make(asked, out)
    assert load(out).economies == ("CHN", "DEU", "USA")


def test_an_import_that_is_refused_leaves_nothing(place):
    asked = eora(place)
    replaced(asked.path / "labels_T.txt", "Country DEU\tDEU", "Country CHN\tCHN")
    with pytest.raises(StudyError, match="stands 2 times"):
        make(asked, place / "deep" / "world")
    assert not (place / "deep").exists() and not (place / "kept").exists()


def test_a_folder_with_files_is_never_written_into(place):
    (place / "mine").mkdir()
    (place / "mine" / "a.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(RunError, match="nothing was changed"):
        put({"a.txt": "other"}, place / "mine")
    assert (place / "mine" / "a.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("Taïwan", "Taiwan"),
        ("Hong Kong", "Hong_Kong"),
        ("U.S.", "U_S"),
        ("A-B", "A_B"),
        ("2nd", "x2nd"),
        ("not", "not_"),
        ("True", "True_"),
        ("Åland*", "Aland"),
        ("中国", "x"),
        ("_A", "A"),
    ],
)
def test_a_name_that_no_claim_can_use_is_refused_with_one_that_would_do(place, name, better):
    assert not is_code(name) and would_do(name) == better and is_code(better)
    path = place / "economies.csv"
    path.write_text(f'theirs,ours\nDEU,"{name}"\n', encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        economies(path, ("DEU", "USA"))
    assert f"{path}:2:5: '{name}' is no code that a claim can name; write {better}" in str(caught.value)
    with pytest.raises(StudyError, match="is no code that a claim can name"):
        industries(path, ("DEU",))
    path.write_text(f'code,title,isic_rev4\n"{name}",x,01-98\n', encoding="utf-8")
    with pytest.raises(StudyError, match=f"write {better}"):
        industries(path, ("C10",))


def test_a_data_base_that_writes_names_is_asked_for_codes(place):
    one = formats.small(("Taïwan", "USA", "ROW"), formats.ICIO, fall=False)
    asked = Order(KINDS["icio"], formats.icio(one, place / "ICIO2023_2018.csv"), 2018)
    with pytest.raises(
        DataError, match="no claim can name 'Taïwan'; give a file with --economies that says Taïwan,Taiwan"
    ):
        make(asked, place / "world")
    assert not (place / "world").exists()


def test_all_as_one_of_several_codes_is_a_fault(place):
    path = place / "industries.csv"
    path.write_text("theirs,ours\nWheat,all\nSteel,goods\n", encoding="utf-8")
    with pytest.raises(StudyError, match="stands for every one"):
        industries(path, ("Wheat", "Steel"))


def test_two_names_of_one_country_are_not_summed_without_a_word():
    assert three_letters(("DE", "Germany", "USA")) == {"DE": "DE", "Germany": "Germany", "USA": "USA"}
    assert three_letters(("DEU", "Germany"))["DEU"] == "DEU"


def test_a_library_that_does_not_work_is_told_in_a_sentence(monkeypatch):
    import country_converter

    def failing(*_, **__):
        raise TypeError("first argument must be string or compiled pattern")

    monkeypatch.setattr(country_converter, "convert", failing)
    with pytest.raises(
        RunError, match=r"does not work with the pandas that is installed .*detente\[import\]"
    ):
        three_letters(("DEU",))


def test_a_table_in_a_zip_in_a_folder_is_the_same(place):
    form = broken.ALL["icio"]
    path = form.write(form.table_of(), place)
    (place / "folder").mkdir()
    with zipfile.ZipFile(place / "folder" / "ICIO2023_2014.zip", "w") as archive:
        archive.write(path, path.name)
    assert (form.read(place / "folder").used == form.read(path).used).all()
    path.rename(place / "folder" / "ICIO2023_2014.csv")
    with pytest.raises(DataError, match="2 tables of 2014"):
        form.read(place / "folder")
