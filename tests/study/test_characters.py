"""Control characters are refused where they stand, in every text field, raw or as an escape."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.ground.faults import StudyError
from detente.study.page import page
from detente.study.read import parse_study
from detente.study.shape import Part

from .test_read import SOUND

XML = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
"""The characters of XML 1.0, section 2.2."""
EXCEL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""What a workbook's writer refuses."""


def places(text):
    return [
        (fault.place.line, fault.place.column, fault.what.partition("(")[2].rstrip(")"))
        for fault in parse_study(text, "f.yaml").faults
    ]


@pytest.mark.parametrize(
    "character", ["\x00", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\x9f", "\ufffe", "\ud800"]
)
@pytest.mark.parametrize("before", ["question: Is", "title: A", "is: a share", "is: Norway", "says: It is"])
def test_a_raw_character_is_refused_at_its_line_and_column(character, before):
    at = SOUND.index(before) + len(before)
    line = SOUND[:at].count("\n") + 1
    column = at - SOUND.rfind("\n", 0, at)
    assert places(SOUND[:at] + character + SOUND[at:]) == [(line, column, f"U+{ord(character):04X}")]


def test_all_are_found_at_once_with_every_other_fault():
    text = SOUND.replace("Is it?", "Is \x0cit\x01?").replace("uniform: 5 % to 20 %", "uniform: 20 % to 5 %")
    found = places(text)
    assert found[:2] == [(2, 14, "U+000C"), (2, 17, "U+0001")]
    assert len(found) == 3 and found[2][0] == 7


@pytest.mark.parametrize(
    ("escape", "code"),
    [(r"\f", "000C"), (r"\x01", "0001"), (r"\u0007", "0007"), (r"\e", "001B"), (r"\0", "0000")],
)
def test_an_escape_is_refused_where_it_is_written(escape, code):
    assert places(SOUND.replace("Is it?", rf'"Is \\f \t \"it\" {escape}?"')) == [(2, 29, f"U+{code}")]
    assert places(SOUND.replace("  dark:", f'  "dark{escape}":'))[0] == (12, 8, f"U+{code}")


def test_what_reports_can_carry_is_kept():
    text = SOUND.replace("Is it?", r'"Größe\t한국 \u4e2d \ud83d\ude00 \U0001F600 — ’?"')
    study = parse_study(text, "f.yaml")
    assert not study.faults
    assert study.question == "Größe\t한국 中 \U0001f600 \U0001f600 — ’?"


@given(st.text(st.characters(blacklist_characters="\n\r"), max_size=8))
def test_no_text_that_is_read_without_fault_breaks_an_export(word):
    study = parse_study(
        SOUND.replace("{title: A}", "{title: A}\nnot_modelled: [{says: |2\n   " + word + "x, why: y}]"), "f"
    )
    if not study.faults:
        for said in study.not_modelled:
            assert XML.fullmatch(said.says) and not EXCEL.search(said.says)


class _Said(Part):
    said: str


def test_small_files_refuse_them_too(tmp_path):
    file = tmp_path / "small.yaml"
    file.write_bytes(b"# \xc3\xbc\r\nsaid: a\x0cb\r\n")
    with pytest.raises(StudyError, match=re.escape(f"{file}:2:8: a control character stands here (U+000C)")):
        page(file, _Said)
