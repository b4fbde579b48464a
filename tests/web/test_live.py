"""The live page in a real browser, at two widths: what one does there, and what follows."""

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
    page.click("#overwrite")
    page.wait_for_selector("#saving .told:has-text('Written')")
    assert file.read_text(encoding="utf-8") == first
    with page.expect_download() as kept:
        page.click("#download")
    assert kept.value.path().read_text(encoding="utf-8").replace("-here", "") != ""
    assert kept.value.suggested_filename == file.name
