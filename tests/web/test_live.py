"""The live page in a real browser, at two widths: what one does there, and what follows."""

import pytest
from axe_core_python.sync_playwright import Axe

from .served import STUDY

LNG = "#c-lng"


def settled(page):
    """Wait until the page shows the answer to its present state."""
    shown = "main.dataset.shown === location.hash.slice(1) && document.querySelector('#state.ready') !== null"
    for _ in range(200):
        if page.evaluate(shown):
            return
        page.wait_for_timeout(25)
    raise AssertionError(page.locator("#state").inner_text())


def truth(page, claim):
    return page.locator(f"#claim-{claim} .verdict .badge").inner_text().split()[-1]


def move(page, slider, value):
    """Move a slider as a user does: a change while it moves, and one when it is let go."""
    page.locator(slider).evaluate(
        "(it, value) => { it.value = value; it.dispatchEvent(new Event('input', {bubbles: true}));"
        " it.dispatchEvent(new Event('change', {bubbles: true})); }",
        str(value),
    )
    settled(page)


def test_a_slider_moves_a_verdict_and_undo_brings_it_back(page, shots, request):
    assert truth(page, "serves_korea") == "true"
    before = page.locator("[data-cell='gas_value[KOR,built]']").inner_text()
    move(page, LNG, 5.5)
    assert truth(page, "serves_korea") == "false"
    assert page.locator("[data-cell='gas_value[KOR,built]']").inner_text() != before
    assert "at the centre it is true" in page.locator("#claim-serves_korea .margin").inner_text()
    page.screenshot(path=shots / f"{request.node.name}.png", full_page=True)
    page.click("#undo")
    settled(page)
    assert truth(page, "serves_korea") == "true"
    page.click("#redo")
    settled(page)
    assert truth(page, "serves_korea") == "false"
    page.click("#reset")
    settled(page)
    assert truth(page, "serves_korea") == "true" and "#" not in page.url


def test_a_claim_is_made_false_at_its_nearest_flip_and_true_again_at_the_centre(page):
    page.click("#claim-serves_korea .flip")
    page.wait_for_selector("#note.ready", timeout=120_000)
    settled(page)
    assert truth(page, "serves_korea") == "false" and "#" in page.url
    assert "standard deviations" in page.locator("#note").inner_text()
    page.click("#claim-serves_korea .flip")
    page.wait_for_selector("#note:has-text('at its centre')")
    settled(page)
    assert truth(page, "serves_korea") == "true"


def test_under_a_claim_stands_its_verdict_over_all_draws_which_leads_to_read(page, site, ran, shots, request):
    page.reload()
    page.wait_for_selector("#state.ready")
    run = page.locator("#claim-serves_korea .over a").get_attribute("href").partition("run=")[2]
    with site.visitor() as client:
        found = client.get(f"/api/runs/{run.partition('#')[0]}").json()
        runs = client.get(f"/api/studies/{STUDY.name}/runs").json()["kept"]
    assert found["draws"] == max(one["draws"] for one in runs if one["finished"])
    for one in found["verdicts"]:
        row = page.locator(f"#claim-{one['claim']} .over")
        assert row.count() == one["modelled"]
        if one["modelled"]:
            said = f"over all draws {one['word']} {one['share_words']} ({one['interval_words']})"
            assert row.inner_text() == said
    move(page, LNG, 5.5)
    assert truth(page, "serves_korea") == "false"
    page.screenshot(path=shots / f"{request.node.name}.png", full_page=True)
    page.click("#claim-serves_korea .over a")
    page.wait_for_url(f"**/read/{STUDY.name}?run={run}")
    assert page.locator("li#claim-serves_korea").count() == 1


def test_where_no_run_is_finished_the_page_says_how_to_get_one(site):
    (site.home / "alone.yaml").write_text(STUDY.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with site.visitor() as client:
        text = client.get("/live/alone.yaml").text
    (site.home / "alone.yaml").unlink()
    assert 'there is none of this text yet. <a href="/explore/alone.yaml">Explore</a> runs one.' in text
    assert 'class="over' not in text


def test_a_point_is_saved_as_a_study_and_nothing_is_replaced_without_asking(page, site, request):
    file = site.home / f"{request.node.callspec.id}-here.yaml"
    move(page, LNG, 5.5)
    page.click("summary:has-text('Moves')")
    page.click("label:has-text('by sea')")
    settled(page)
    page.click("#save")
    page.fill("#file", file.name)
    page.click("#write")
    page.wait_for_selector("#saving .told:has-text('Written')")
    first = file.read_text(encoding="utf-8")
    assert "fixed: 5.5" in first and "without: [by_sea]" in first
    file.write_text("the user's own", encoding="utf-8")
    page.click("#write")
    page.wait_for_selector("#overwrite:visible")
    assert file.read_text(encoding="utf-8") == "the user's own"
    file.write_text("changed meanwhile", encoding="utf-8")
    page.click("#overwrite")
    page.wait_for_selector("#saving .told:has-text('has changed')")
    assert file.read_text(encoding="utf-8") == "changed meanwhile"
    page.click("#overwrite")
    page.wait_for_selector("#saving .told:has-text('Written')")
    assert file.read_text(encoding="utf-8") == first
    with page.expect_download() as kept:
        page.click("#download")
    assert kept.value.path().read_text(encoding="utf-8").replace("-here", "") != ""
    assert kept.value.suggested_filename == file.name


def test_a_link_holds_the_state(page, site):
    move(page, LNG, 5.5)
    page.click("summary:has-text('Variants')")
    page.check("input[value=market]")
    settled(page)
    there = page.locator("[data-cell='gas_value[KOR,built]']").inner_text()
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector("#state.ready")
    settled(other)
    assert other.locator("[data-cell='gas_value[KOR,built]']").inner_text() == there
    assert (
        truth(other, "serves_korea") == truth(page, "serves_korea")
        and other.locator("input[value=market]").is_checked()
    )
    other.goto(page.url.partition("#")[0] + "#nothing=3&lng=6")
    other.wait_for_selector("#note:has-text('nothing')")
    assert float(other.locator(".control[data-column=lng] .value").input_value()) == 6


def test_a_value_can_be_typed_and_what_is_no_number_is_marked(page):
    field = page.locator(".control[data-column=cut] input.value")
    field.fill("25 %")
    field.press("Tab")
    settled(page)
    assert "cut=0.25" in page.url
    field.fill("much")
    field.press("Tab")
    assert field.get_attribute("aria-invalid") == "true" and "cut=0.25" in page.url
    field.fill("7")
    field.press("Tab")
    page.wait_for_selector("#state.trouble:has-text('its range is 0 to 0.6')")
    page.click("#undo")
    settled(page)


def test_everything_can_be_done_with_the_keyboard(page):
    page.focus(LNG)
    for _ in range(60):
        page.keyboard.press("ArrowLeft")
    settled(page)
    assert truth(page, "serves_korea") == "false"
    assert "percentile" in page.locator(LNG).get_attribute("aria-valuetext")
    page.keyboard.press("Home")
    settled(page)
    assert page.locator(LNG).get_attribute("aria-valuetext").startswith("5 USD/MMBtu")
    page.keyboard.press("Control+z")
    settled(page)
    page.focus(".skip")
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.locator("summary:has-text('Moves')").press("Enter")
    page.locator("input[value=line]").press("Space")
    settled(page)
    assert page.locator("[data-cell='gas_value[KOR,built]']").inner_text() == "0.00"


def test_an_assumption_is_found_by_a_word(page):
    page.fill("#find", "ukraine")
    assert page.locator("#found").inner_text() == "1 found"
    assert page.locator(".control:visible").count() == 1
    page.fill("#find", "")
    assert page.locator(".control:visible").count() == 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_mend(page, scheme, shots, request):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    move(page, LNG, 5.5)
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    page.screenshot(path=shots / f"{request.node.name}.png", full_page=True)
    found = Axe().run(page)
    assert not [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found["violations"]]
    page.click("#save")
    page.screenshot(path=shots / f"{request.node.name}-saving.png")
    assert not [one["id"] for one in Axe().run(page)["violations"]]


def test_nothing_is_wider_than_the_page_and_print_leaves_the_buttons_out(page, shots, request):
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    move(page, LNG, 5.5)
    page.emulate_media(media="print")
    page.screenshot(path=shots / f"{request.node.name}.png", full_page=True)
    assert not page.locator(".bar").is_visible() and not page.locator(".flip").first.is_visible()
    shown = page.locator(".control:visible")
    assert shown.count() == 1 and "lng" in shown.inner_text()
    assert page.locator("[data-cell='gas_value[KOR,built]']").is_visible()


def test_a_page_of_an_older_text_says_so(page, site):
    path = site.home / STUDY.name
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\n", encoding="utf-8")
    try:
        page.locator(".control[data-column=share] input.value").fill("0.2")
        page.keyboard.press("Tab")
        page.wait_for_selector("#state.trouble:has-text('has changed')")
    finally:
        path.write_text(text, encoding="utf-8")


def test_other_pages_are_refused(browser, site):
    context = browser.new_context()
    found = context.new_page()
    assert found.goto(f"{site.origin}/live/{STUDY.name}").status == 401
    assert "opens by the link" in found.inner_text("h1")
    context.close()
