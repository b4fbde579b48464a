"""A run as a workbook and as a brief, read back by other programs' readers."""

import csv

import openpyxl
import pytest
from click.testing import CliRunner
from docx import Document

from detente.cli.main import main
from detente.ground.cells import unguarded
from detente.runs.disk import sha256

STUDY = """
study: small
question: Does it hold?
argument: {title: An example, author: A. Writer}
as_of: 2018-08-31
world: world-2014
economies: [USA, CHN]
assumptions:
  duty: {is: '=1+1 the duty', uniform: 1 % to 30 %, source: judgement}
moves:
  tax: {is: a duty, tariff: {seller: CHN, buyer: USA, add: duty}}
worlds:
  taxed: {is: with a duty, moves: [tax]}
claims:
  pays: {says: The buyer gains by it., holds: 'real_income[USA, taxed] > 0', supported_by: [small]}
  small: {says: It is small., holds: 'duty < 15 %'}
  later: {says: It lasts., not_modelled_yet: it waits for a model of time}
"""


def detente(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")
    (folder / "small.yaml").write_text(STUDY, encoding="utf-8")
    for words in (
        ["run", "--draws", "256"],
        ["export", folder / "a.xlsx", folder / "b.docx", folder / "again.xlsx"],
    ):
        done = detente(words[0], folder / "small.yaml", *words[1:], "--out", folder / "run")
        assert done.exit_code == 0, done.output
    return folder


@pytest.fixture(scope="module")
def book(folder):
    return openpyxl.load_workbook(folder / "a.xlsx")


def rows(sheet):
    head, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(head, line, strict=True)) for line in lines]


def test_every_table_of_the_report_is_in_the_workbook(folder, book):
    for path in (folder / "run" / "data").glob("*.csv"):
        kind, _, of = path.stem.partition("-")
        with path.open(encoding="utf-8", newline="") as file:
            wanted = [{name: unguarded(cell) for name, cell in row.items()} for row in csv.DictReader(file)]
        found = [row for row in rows(book[kind]) if not of or row["of"] == of] if wanted else []
        assert len(found) == len(wanted), path
        for one, other in zip(wanted, found, strict=True):
            for name, text in one.items():
                value = other[name]
                number = isinstance(value, int | float) and not isinstance(value, bool)
                same = (
                    value == pytest.approx(float(text))
                    if number
                    else str("" if value is None else value) == text
                )
                assert same, (path, name, value, text)


def test_numbers_are_numbers_and_texts_are_texts(book):
    (pays,) = [row for row in rows(book["verdicts"]) if row["claim"] == "pays"]
    assert isinstance(pays["share"], int | float)
    (duty,) = rows(book["assumptions"])
    assert duty["meaning"] == "=1+1 the duty"
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_workbook_says_what_it_is_of(book):
    about = {row["what"]: row["value"] for row in rows(book["about"])}
    assert about["study"] == "small"
    assert about["argument"] == "An example, A. Writer"
    assert about["draws"] == 256
    assert "--draws 256 --seed 1" in about["to run it again"]


def test_the_same_run_gives_the_same_workbook(folder):
    assert sha256(folder / "a.xlsx") == sha256(folder / "again.xlsx")


def test_the_brief_has_every_verdict_in_words_and_in_a_table_with_pictures(folder):
    document = Document(str(folder / "b.docx"))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert document.paragraphs[0].text == "Does it hold?"
    assert "An example, A. Writer" in text
    assert "It is small." in text
    assert "=1+1 the duty" in text
    (table,) = document.tables
    cells = [[cell.text.strip() for cell in row.cells] for row in table.rows]
    assert cells[0] == ["claim", "verdict", "share of draws", "95 % interval"]
    assert [row[0] for row in cells[1:]] == ["The buyer gains by it.", "It is small.", "It lasts."]
    assert cells[3][1] == "not modelled yet"
    assert len(document.inline_shapes) >= 2


def test_another_ending_is_refused_before_anything_is_read(folder):
    done = detente("export", folder / "small.yaml", "a.gif", "--out", folder / "run")
    assert done.exit_code == 2
    assert (
        "'a.gif' ends in none of .docx, .xlsx, .pdf, .svg, .png, .csv, .parquet, .argdown, .efg"
        in " ".join(done.output.split())
    )


def test_a_figure_is_exported_by_its_name(folder, tmp_path):
    names = [tmp_path / name for name in ("claims.svg", "claims.png", "claims.pdf")]
    done = detente("export", folder / "small.yaml", *names, "--out", folder / "run")
    assert done.exit_code == 0, done.output
    begin = [path.read_bytes()[:4] for path in names]
    assert begin == [b"<svg", b"\x89PNG", b"%PDF"]
    done = detente("export", folder / "small.yaml", tmp_path / "clams.svg", "--out", folder / "run")
    assert done.exit_code == 2 and "did you mean 'claims'" in " ".join(done.output.split())


def test_a_file_that_cannot_be_written_is_told(folder, tmp_path):
    for name in ("a.xlsx", "a.docx", "a.pdf", "claims.svg"):
        done = detente("export", folder / "small.yaml", tmp_path / "none" / name, "--out", folder / "run")
        assert done.exit_code == 3
        assert "cannot write" in done.output
