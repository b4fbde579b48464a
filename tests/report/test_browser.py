"""The report as a browser shows it: on a screen and on a phone, in the light and in the dark, and on paper."""

import re
import runpy
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from .browser import NAMES, opened

SIZES = (1280, 390)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def browser():
    with opened() as one:
        yield one


@pytest.fixture(scope="module")
def address(small):
    return (small / "runs" / "small" / "report.html").as_uri()


@pytest.fixture
def page(browser, address, request):
    """The report at a width, in a scheme of colours; every request but its own fails the test."""
    wide, scheme = request.param
    context = browser.new_context(viewport={"width": wide, "height": 900}, color_scheme=scheme)
    asked = []
    context.on("request", lambda one: asked.append(one.url))
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()
    assert asked == [address]


each = pytest.mark.parametrize(
    "page", [(wide, scheme) for wide in SIZES for scheme in ("light", "dark")], indirect=True, ids=str
)


@each
def test_nothing_is_out_of_reach(page):
    """Ask axe-core, with every detail unfolded."""
    from axe_core_python.sync_playwright import Axe

    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    found = Axe().run(page, options=RULES)["violations"]
    said = [
        f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]
    ]
    assert not said, "\n".join(said[:10])


@each
def test_the_page_is_as_wide_as_the_screen(page):
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide[0] <= wide[1]
    inside = page.evaluate(
        """[...document.querySelectorAll('main > *, section > *, figure')]
        .filter(one => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1)
        .map(one => one.outerHTML.slice(0, 80))"""
    )
    assert not inside


@pytest.mark.parametrize("page", [(1280, "light"), (820, "light"), (390, "dark")], indirect=True, ids=str)
def test_claims_stand_below_what_they_support_and_bars_below_each_other(page):
    rows = page.locator(".claims .row").all()
    above = page.locator("#verdicts ~ .claims li:has(> ul) > .row a[href='#claim-pays']").bounding_box()
    below = page.locator(".claims li li .row .says a").first.bounding_box()
    assert len(rows) == 5 and below["x"] > above["x"] and below["y"] > above["y"]
    for what in (".told", ".bar"):
        ends = {round(one["x"] + one["width"]) for one in boxes(page, f".claims {what}") if one["width"]}
        assert len(ends) == 1, what
    spans = [[one.locator(part).bounding_box() for part in (".badge", ".told")] for one in rows]
    assert all(badge["x"] + badge["width"] <= told["x"] for badge, told in spans if told and told["width"])


@each
def test_no_word_leaves_its_drawing_in_whatever_face_it_is_set(page):
    out = page.evaluate(
        """[...document.querySelectorAll('figure svg')].flatMap(one => {
        const paper = one.getBoundingClientRect();
        return [...one.querySelectorAll('text')].filter(text => text.textContent).filter(text => {
          const box = text.getBoundingClientRect();
          return box.left < paper.left - 3 || box.right > paper.right + 3 }).map(text => text.textContent) })"""
    )
    assert not out


def boxes(page, selector):
    return [one.bounding_box() for one in page.locator(selector).all()]


@pytest.mark.parametrize("page", [(1280, "light")], indirect=True, ids=str)
def test_links_lead_to_claims_words_and_assumptions(page):
    for name in ("claim-pays", "term-flip", "assumption-duty"):
        page.locator(f"a[href='#{name}'] >> visible=true").first.click()
        assert page.url.endswith(f"#{name}")
        assert page.locator(f"#{name}").bounding_box()["y"] < 900


@pytest.mark.parametrize("page", [(1280, "dark")], indirect=True, ids=str)
def test_the_first_page_on_paper_is_the_summary(page):
    page.emulate_media(media="print")
    assert not page.locator("nav >> visible=true").count()
    paper = page.pdf(prefer_css_page_size=True)
    pages = max(map(int, re.findall(rb"/Count (\d+)", paper)))
    page.evaluate(
        "document.querySelectorAll('main > :not(header, .thesis, .glance)').forEach(one => one.remove())"
    )
    alone = page.pdf(prefer_css_page_size=True)
    assert max(map(int, re.findall(rb"/Count (\d+)", alone))) == 1 < pages


def test_the_picture_of_the_readme_is_made_from_a_run(browser, small, tmp_path):
    script = runpy.run_path(str(Path(__file__).resolve().parents[2] / "docs" / "picture.py"))
    assert script["BROWSERS"] == NAMES
    target = tmp_path / "small.png"
    done = subprocess.run(
        [sys.executable, script["__file__"], str(small / "runs" / "small"), str(target)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    wide, high = struct.unpack(">II", target.read_bytes()[16:24])
    assert wide == 1560 and high > 600
