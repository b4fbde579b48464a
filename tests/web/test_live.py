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
