"""A data base against its own totals: what is lost, cut, blank or exchanged is a fault that names it."""

import csv

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.ground.faults import DataError, StudyError
from detente.world.databases.balance import rounding
from tests.world.databases import broken, formats

ICIO = broken.ALL["icio"]
SETTINGS = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def fault(do):
    with pytest.raises((StudyError, DataError)) as caught:
        do()
    return str(caught.value)


@pytest.fixture(params=broken.ALL)
def base(request, tmp_path):
    form = broken.ALL[request.param]
    return form, form.write(form.table_of(), tmp_path)


def cell(form):
    """Return line, and place in it, of what the second industry of the first economy buys of its first.

    GLORIA's rows are industries, then products; its columns too.
    """
    across = len(form.industries) if form.kind == "gloria" else 0
    return form.heads + across, form.left + 1


def test_a_sound_table_is_taken_without_a_word(base):
    form, path = base
    book = form.read(path)
    assert not [note for note in book.notes if not note.startswith("left out, as all their cells are 0: ROW")]
    one = form.table_of()
    rows = [book.economies.index(who) for who in form.economies]
    np.testing.assert_allclose(book.used[rows][:, :, rows], one.used, rtol=1e-9)


def test_a_blank_cell_is_named(base):
    form, path = base
    file, lines = form.lines(path)
    row, column = cell(form)
    lines[row][column] = ""
    form.put(file, lines)
    said = fault(lambda: form.read(path))
    a, b = form.industries[:2]
    who = form.economies[0]
    joint = "_" if form.kind == "icio" else " "
    assert f"the cell {who}{joint}{a}/{who}{joint}{b} is blank" in said
    if form.kind != "gloria":
        assert f"{file}:{row + 1}:1" in said


def test_a_table_cut_in_mid_row_is_refused(base):
    form, path = base
    file, lines = form.lines(path)
    text = file.read_text(encoding="utf-8")
    cut = len(lines) - (4 if form.kind in ("icio", "wiod") else 1)
    kept = text.splitlines(keepends=True)[: cut + 1]
    file.write_text("".join(kept[:-1]) + kept[-1][: len(kept[-1]) * 2 // 3], encoding="utf-8")
    said = fault(lambda: form.read(path))
    assert "cut off" in said or "blank" in said or "rows" in said
    if form.kind == "icio":
        assert f"line {cut + 1}, row ROW_{form.industries[-1]}, ends after" in said


def test_a_row_that_is_lost_is_missed(base):
    form, path = base
    file, lines = form.lines(path)
    form.put(file, lines[: cell(form)[0]] + lines[cell(form)[0] + 1 :])
    assert fault(lambda: form.read(path))


def test_a_number_that_is_none_is_named(base):
    form, path = base
    file, lines = form.lines(path)
    row, column = cell(form)
    lines[row][column] = "n.d."
    form.put(file, lines)
    said = fault(lambda: form.read(path))
    assert "n.d." in said and (form.kind == "gloria" or f"{file}:{row + 1}:1" in said)


def test_a_changed_cell_is_named(base):
    form, path = base
    file, lines = form.lines(path)
    row, column = cell(form)
    lines[row][column] = repr(float(lines[row][column]) + (1e6 if form.kind in ("eora26", "gloria") else 7.5))
    form.put(file, lines)
    said = fault(lambda: form.read(path))
    who, (a, b) = form.economies[0], form.industries[:2]
    if form.kind in ("icio", "wiod"):
        joint = "_" if form.kind == "icio" else " "
        assert f"the cell {who}{joint}{a}/{who}{joint}{b} is off by 7.5" in said and said.count("\n") <= 1
    else:
        assert f"{who} {a}" in said


@pytest.mark.parametrize("kind", ["icio", "wiod", "exiobase"])
@SETTINGS
@given(data=st.data())
def test_a_permuted_table_gives_the_same_world(kind, tmp_path_factory, data):
    form = broken.ALL[kind]
    path = form.write(form.table_of(), tmp_path_factory.mktemp(kind))
    before = broken.arrays(form.read(path))
    file, lines = form.lines(path)
    rows = data.draw(st.permutations(range(form.heads, len(lines))))
    width = range(form.left, len(lines[0]))
    columns = [*range(form.left), *data.draw(st.permutations(width))]
    turned = [*range(form.heads), *rows]
    form.put(file, [[lines[row][column] for column in columns] for row in turned])
    for one, other in zip(before, broken.arrays(form.read(path)), strict=True):
        np.testing.assert_allclose(other, one, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("what", ["no margins", "no rows of margins", "no column OUT", "no TLS and OUT"])
def test_margins_that_are_missing_move_no_column(tmp_path, what):
    path = ICIO.write(ICIO.table_of(), tmp_path)
    before = ICIO.read(path)
    file, lines = ICIO.lines(path)
    gone = {"no margins": 3, "no rows of margins": 3, "no column OUT": 0, "no TLS and OUT": 0}[what]
    lines = lines[: len(lines) - gone]
    if what in ("no margins", "no column OUT"):
        lines = [line[:-1] for line in lines]
    if what == "no TLS and OUT":
        lines = [line for line in lines if line[0] not in ("TLS", "OUT")]
    ICIO.put(file, lines)
    after = ICIO.read(path)
    assert after.economies == before.economies == ("CHN", "USA", "ROW")
    np.testing.assert_allclose(after.used, before.used, rtol=1e-12)
    told = "not checked against totals of its own, as the file holds none" in after.notes
    assert told == (what == "no margins")


def test_margins_that_remain_still_tell(tmp_path):
    path = ICIO.write(ICIO.table_of(), tmp_path)
    file, lines = ICIO.lines(path)
    lines[1][2] = "0"
    ICIO.put(file, [line[:-1] for line in lines])
    said = fault(lambda: ICIO.read(path))
    assert f"column CHN_{ICIO.industries[1]}: its cells sum to" in said and "row OUT is" in said


def test_a_blank_that_the_total_proves_is_nought_and_said(tmp_path):
    one = ICIO.table_of()
    one.used[0, 0, 0, 1] = 0
    path = ICIO.write(one, tmp_path)
    file, lines = ICIO.lines(path)
    assert float(lines[1][2]) == 0
    lines[1][2] = ""
    ICIO.put(file, lines)
    book = ICIO.read(path)
    assert "1 blank cells are 0, as the totals of their rows say" in book.notes and book.used[0, 0, 0, 1] == 0


def test_an_economy_without_output_is_refused(tmp_path):
    one = ICIO.table_of()
    one.used[1], one.final[1] = 0, 0
    said = fault(lambda: ICIO.read(ICIO.write(one, tmp_path)))
    assert f"USA sells nothing, not even at home, from row USA_{ICIO.industries[0]} on" in said


@pytest.mark.parametrize("kind", ["icio", "wiod"])
def test_columns_of_two_economies_exchanged_are_named(kind, tmp_path):
    form = broken.ALL[kind]
    path = form.write(form.table_of(), tmp_path)
    file, lines = form.lines(path)
    names = lines[0]
    first, other = (
        [place for place, name in enumerate(names) if name.startswith(who)] for who in form.economies[1:]
    )
    for a, b in zip(first, other, strict=True):
        names[a], names[b] = names[b], names[a]
    form.put(file, lines)
    assert f"column {form.economies[1]}" in fault(lambda: form.read(path))


def parts(text, keep):
    """Return an OECD table in which China's rows and columns are two parts, CN1 and CN2, and CHN's as `keep` says."""
    head, *rows = list(csv.reader(text.splitlines()))
    split = [name.startswith("CHN_") and name.split("_", 1)[1] in formats.ICIO for name in head]
    columns = [place for place, is_split in enumerate(split) if is_split]

    def doubled(row, share):
        halves = [[repr(part * float(row[place])) for place in columns] for part in share]
        rest = [value for place, value in enumerate(row) if place not in columns]
        return [*rest, *halves[0], *halves[1], *(["0"] * len(columns) if keep else [])]

    names = [name for place, name in enumerate(head) if place not in columns]
    own = [head[place].split("_", 1)[1] for place in columns]
    found = [[*names, *(f"{who}_{one}" for who in ("CN1", "CN2", *(["CHN"] if keep else [])) for one in own)]]
    for row in rows:
        if not row[0].startswith("CHN_"):
            found.append(doubled(row, (0.3, 0.7)))
            continue
        good = row[0].split("_", 1)[1]
        for who, share in (("CN1", 0.25), ("CN2", 0.75), *([("CHN", 0.0)] if keep else [])):
            scaled = [f"{who}_{good}", *(repr(share * float(value)) for value in row[1:])]
            found.append(doubled(scaled, (0.3, 0.7)))
    for row in found[1:]:
        if row[0] == "OUT":
            sums = {line[0]: line[found[0].index("OUT")] for line in found[1:]}
            row[:] = [row[0], *(sums.get(name, "0") for name in found[0][1:])]
        if row[0] in ("TLS", "VA"):
            row[:] = [row[0], *("0" for _ in row[1:])]
    made = {
        name: float(value)
        for name, value in zip(found[0], next(r for r in found if r[0] == "OUT"), strict=True)
        if "_" in name
    }
    va = next(row for row in found if row[0] == "VA")
    goods = [row for row in found[1:] if "_" in row[0]]
    for place, name in enumerate(found[0]):
        if name in {row[0] for row in goods}:
            va[place] = repr(made[name] - sum(float(row[place]) for row in goods))
    return "\n".join(",".join(row) for row in found) + "\n"


@pytest.mark.parametrize("keep", [True, False])
def test_parts_of_china_are_summed_with_or_without_rows_of_china(tmp_path, keep):
    path = ICIO.write(ICIO.table_of(), tmp_path)
    before = ICIO.read(path)
    text = parts(path.read_text(encoding="utf-8"), keep)
    path.write_text(text, encoding="utf-8")
    after = ICIO.read(path)
    assert after.economies == before.economies
    for one, other in zip(broken.arrays(before), broken.arrays(after), strict=True):
        np.testing.assert_allclose(other, one, rtol=1e-9)
    lines = [line for line in text.splitlines() if not line.startswith("CN2_")]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert f"there is a column CN2_{ICIO.industries[0]} and no such row" in fault(lambda: ICIO.read(path))


def test_final_uses_of_an_economy_without_rows_are_no_note(tmp_path):
    path = ICIO.write(ICIO.table_of(), tmp_path)
    file, lines = ICIO.lines(path)
    gone = {f"CHN_{one}" for one in ICIO.industries}
    kept = [place for place, name in enumerate(lines[0]) if name not in gone]
    ICIO.put(file, [[line[place] for place in kept] for line in lines if line[0] not in gone])
    assert "there are final uses of CHN and no row of its industries" in fault(lambda: ICIO.read(path))


def test_the_rest_of_the_world_of_eora_is_kept_with_its_sums(tmp_path):
    form = broken.ALL["eora26"]
    path = form.write(form.table_of(), tmp_path)
    file, lines = form.lines(path)
    size = len(lines)
    for row in range(size):
        lines[row][-1] = "200"
        lines[-1][row] = "200"
    form.put(file, lines)
    final = next(path.rglob("Eora26*_FD.txt"))
    uses = [line.split("\t") for line in final.read_text(encoding="utf-8").splitlines()]
    for line in uses:
        line[-4] = "300"
    form.put(final, uses)
    added = next(path.rglob("Eora26*_VA.txt"))
    values = added.read_text(encoding="utf-8").strip().split("\t")
    values = [repr(float(one) + 300) for one in values[:-1]] + ["300"]
    form.put(added, [values])
    book = form.read(path)
    assert book.economies == ("CHN", "DEU", "USA", "ROW")
    inside = size - 1
    assert book.used[3].sum() == pytest.approx(0.2 * size) and book.used[:, :, 3].sum() == pytest.approx(
        0.2 * size
    )
    assert book.final[:, :, 3].sum() == pytest.approx(0.3 * size)
    one = form.table_of()
    share = one.output.sum(0) + 0.5 * inside / len(form.industries)
    np.testing.assert_allclose(book.output[3], share / share.sum() * book.output[3].sum(), rtol=1e-9)
    assert any(note.startswith("ROW is one industry in the data base") for note in book.notes)


def test_what_a_data_base_does_not_balance_is_told_with_its_size(tmp_path):
    form = broken.ALL["eora26"]
    path = form.write(form.table_of(), tmp_path)
    added = next(path.rglob("Eora26*_VA.txt"))
    values = added.read_text(encoding="utf-8").strip().split("\t")
    one = form.table_of()
    by = float(0.01 * one.output.sum() * 1e3)
    form.put(added, [[repr(float(values[0]) + by), *values[1:]]])
    note = next(note for note in form.read(path).notes if "do not balance" in note)
    assert "of 1 industries" in note and "by 1 % of world output" in note and "CHN Agriculture" in note


def test_the_rounding_of_a_file_is_no_fault(tmp_path):
    one = ICIO.table_of()
    rough = formats.Small(one.economies, one.industries, one.used.round(2), one.final.round(2))
    path = ICIO.write(rough, tmp_path)
    file, lines = ICIO.lines(path)
    for line in lines[1:]:
        line[1:] = [f"{float(value):.1f}" for value in line[1:]]
    ICIO.put(file, lines)
    assert ICIO.read(path).economies == ("CHN", "USA", "ROW")
    assert rounding(np.array([0.25, 1.0])) == 0.01 and rounding(np.array([1 / 3])) == 0
