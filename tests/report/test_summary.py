"""The run on one page, and every claim on one picture: all is on them, whatever the study, and nothing leaves them."""

import doctest
import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
import vl_convert
from PIL import Image, ImageOps

import detente
from detente.audit.notebook import BADGES
from detente.report import figure, summary
from detente.report.content import content
from detente.report.sheet import BAR, PAPER, SHARE, SIZE, WIDE, WORD, claims

TEXT, PART = "{http://www.w3.org/2000/svg}text", "{http://www.w3.org/2000/svg}tspan"
SAYS = (
    "whoever reads as far as this will agree with it, and with the next one. ",
    "NATO AND THE EU WILL NOT ENLARGE BEYOND UKRAINE, AND THE USA WILL NOT RATIFY. ",
    "Санкции обошлись России дороже, чем Европейскому союзу и Соединенным Штатам вместе. ",
)


@pytest.fixture(scope="module")
def found(small):
    lab = detente.load(small / "small.yaml")
    return content(lab.run(draws=256, out=small / "runs" / "small", flips=0))


def long(section, place):
    says = f"Claim {place} says that {SAYS[place % 3] * 3}"
    return replace(section, claim=replace(section.claim, id=f"c{place}", says=says), depth=place % 9)


@pytest.fixture(scope="module")
def crowded(found):
    return replace(found, sections=tuple(long(found.sections[k % 5], k) for k in range(90)))


def said(page):
    lines = [" ".join(one.itertext()) for one in ET.fromstring(page).iter(TEXT)]
    return " ".join(" ".join(lines).split())


def inked(page):
    """Return left, top, right and bottom of all that is not white."""
    picture = Image.open(io.BytesIO(vl_convert.svg_to_png(page))).convert("L")
    return ImageOps.invert(picture).getbbox()


def test_examples():
    assert doctest.testmod(figure).failed == 0


def test_the_page_has_the_question_the_conclusion_and_every_claim(found):
    text = said(summary.summary(found))
    for section in found.sections:
        assert section.claim.says in text and section.verdict.word in text
    assert "Does the duty pay, & for whom?" in text and "What it hangs on most" in text
    assert "detente run" in text and "an example <of> duties" in text.lower()


def test_a_crowded_page_says_how_many_it_leaves_out_and_nothing_leaves_the_paper(crowded):
    page = summary.summary(crowded)
    (left,) = re.findall(r"and (\d+) more claims, in the report", said(page))
    assert len(set(re.findall(r"Claim \d+ says", said(page)))) == 90 - int(left) > 10
    left, top, right, bottom = inked(page)
    assert left >= 40 and top >= 40 and right <= summary.A4[0] - 40 and bottom < summary.A4[1]


def test_the_pdf_is_one_page_of_a4(found, tmp_path):
    summary.write(found, tmp_path / "page.pdf")
    told = (tmp_path / "page.pdf").read_bytes()
    assert b"/Count 1" in told and b"/MediaBox [0 0 595 842]" in told


def test_the_picture_has_every_claim_whole_with_its_verdict(crowded):
    drawn = claims(crowded.sections, "here")
    text = said(drawn.alone)
    for section in crowded.sections:
        assert section.claim.says.strip() in text and section.verdict.word in text
    assert len(drawn.rows) == 90


@pytest.mark.parametrize("place", range(3))
def test_no_claim_of_a_picture_runs_into_its_verdict(found, place):
    """Left of every verdict's dot there is nothing but rules, which are pale."""
    sections = tuple(long(found.sections[k % 5], 3 * k + place) for k in range(5))
    picture = claims(sections, "").svg.replace("<svg", f'<svg xmlns="{figure.NAMESPACE}"', 1)
    drawn = Image.open(io.BytesIO(vl_convert.svg_to_png(picture))).convert("RGBA")
    paper = Image.alpha_composite(Image.new("RGBA", drawn.size, "white"), drawn).convert("L")
    scale = WIDE / PAPER
    word = WIDE - 1 - (SHARE + BAR + WORD) * scale
    assert paper.size[0] == pytest.approx(WIDE, abs=6)
    assert paper.crop((int(word) - 7, 0, int(word), paper.size[1])).getextrema()[0] > 160


def test_every_verdict_has_room_beside_its_bar():
    scale = WIDE / PAPER
    for word in BADGES:
        assert len(figure.wrapped(word, SIZE * scale, (WORD - 1.4 * SIZE) * scale, bold=True)) == 1, word


def test_a_claim_that_supports_two_stands_below_one_and_names_the_other(found, small):
    assert {one.claim.id: one.also for one in found.sections if one.also} == {"quick": ("both_lose",)}
    text = (small / "runs" / "small" / "report.html").read_text(encoding="utf-8")
    assert text.count("It also supports:") == 1
    assert 'It also supports: <a href="#claim-both_lose">Once China answers, neither side gains.</a>' in text


def test_a_claim_alone_is_drawn_too(found):
    assert found.sections[0].claim.says in said(claims(found.sections[:1], "here").alone)
