"""The run on one page: everything is on it, whatever the study; and the tree of claims, drawn with the same marks."""

import doctest
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

import detente
from detente.report import letters, summary
from detente.report.claim_tree import NARROW, WIDE, claim_tree
from detente.report.content import content

TEXT = "{http://www.w3.org/2000/svg}text"


@pytest.fixture(scope="module")
def found(small):
    lab = detente.load(small / "small.yaml")
    return content(lab.run(draws=256, out=small / "runs" / "small", flips=0))


def long(section, place):
    says = f"Claim {place} says that whoever reads as far as this will agree with it, and with the next one. "
    return replace(section, claim=replace(section.claim, id=f"c{place}", says=says * 3), depth=place % 9)


@pytest.fixture(scope="module")
def crowded(found):
    return replace(found, sections=tuple(long(found.sections[k % 5], k) for k in range(90)))


def texts(page):
    return [one for one in ET.fromstring(page).iter(TEXT) if one.text]


def test_examples():
    assert doctest.testmod(letters).failed == 0


def test_the_page_has_the_question_the_conclusion_and_every_claim(found):
    said = " ".join(one.text for one in texts(summary.summary(found)))
    for section in found.sections:
        assert section.claim.says in said and section.verdict.word in said
    assert "Does the duty pay, & for whom?" in said and "What it hangs on most" in said
    assert "detente run" in said and "an example <of> duties" in said.lower()


def test_a_crowded_page_says_how_many_it_leaves_out_and_nothing_leaves_the_paper(crowded):
    page = summary.summary(crowded)
    said = " ".join(one.text for one in texts(page))
    (left,) = re.findall(r"and (\d+) more claims, in the report", said)
    assert len(set(re.findall(r"Claim \d+ says", said))) == 90 - int(left)
    wide, high = summary.PAPER
    moved = [float(y) for y in re.findall(r"translate\(42,([\d.]+)\)", page)]
    assert max(moved) < summary.FOOT and len(moved) == 90 - int(left)
    for one in texts(page):
        size = float(one.get("font-size"))
        reach = letters.width(one.text, size, bold=bool(one.get("font-weight")))
        assert float(one.get("x")) + (reach if not one.get("text-anchor") else 0) <= wide - 30, one.text
        assert float(one.get("y")) < high


def test_the_pdf_is_one_page_of_a4(found, tmp_path):
    summary.write(found, tmp_path / "page.pdf")
    told = (tmp_path / "page.pdf").read_bytes()
    assert b"/Count 1" in told and b"/MediaBox [0 0 595 842]" in told


def test_the_tree_has_every_claim_once_and_a_line_to_each_support(found):
    tree = claim_tree(found.sections, "here")
    for drawn, wide in ((tree.wide, WIDE), (tree.narrow, NARROW)):
        links = re.findall(r'<a href="#claim-(\w+)"', drawn)
        assert links == [section.claim.id for section in found.sections]
        assert drawn.count('class="edge"') == 3 and f'viewBox="0 0 {wide} ' in drawn
    assert "<a" not in tree.figure.alone and len(tree.figure.rows) == 5


def test_no_card_of_a_tree_covers_another(crowded):
    tree = claim_tree(crowded.sections, "here")
    boxes = [
        tuple(map(float, one))
        for one in re.findall(
            r'class="card-in" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', tree.wide
        )
    ]
    assert len(boxes) == 90
    for k, (x, y, wide, high) in enumerate(boxes):
        assert x + wide <= WIDE + 0.1
        for u, v, w, h in boxes[:k]:
            assert x >= u + w or u >= x + wide or y >= v + h or v >= y + high


def test_a_single_claim_has_no_tree(found):
    assert claim_tree(found.sections[:1], "here") is None
