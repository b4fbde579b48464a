"""Explore, Read and Compare in a real browser, at two widths: what one does there, and what follows."""

import re
from urllib.parse import unquote

import pytest
from axe_core_python.sync_playwright import Axe

from .following import begun
from .served import STUDY

PATIENCE = 180
"""Seconds that a small run may take on a machine that is busy."""


def explore(page, site, ran):
    page.goto(f"{site.origin}/explore/{STUDY.name}#run={ran}")
    page.wait_for_selector(f"#main[data-run='{ran}'] #plot svg .points")


def until(page, wanted, seconds=30):
    """Wait until a script says so; Playwright's own way makes text a script, which the page's policy forbids."""
    for _ in range(int(seconds / 0.05)):
        if page.evaluate(wanted):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never: {wanted}")


def counted(page, before=""):
    """Wait until the page has counted a region other than before; return the draws in it."""
    until(
        page,
        "(({ counting, counted }) => !counting && !['', undefined, '" + before + "'].includes(counted))"
        "(document.getElementById('found').dataset)",
    )
    return page.locator("#found").get_attribute("data-counted")


def here(page, claim):
    return page.locator(f"li[data-claim='{claim}'] p.here").inner_text()


def test_a_run_is_begun_seen_to_go_on_stopped_and_gone_on_with(page, site, shots, request):
    seed = "31" if "desktop" in request.node.name else "32"
    page.goto(f"{site.origin}/explore/{STUDY.name}")
    page.wait_for_selector("#begin:enabled")
    page.select_option("#draws", "1024")
    page.fill("#seed", seed)
    page.click("#begin")
    page.wait_for_selector("#progress:visible")
    assert page.locator("#begin").is_disabled()
    until(page, "document.getElementById('bar').value > 0", PATIENCE)
    assert re.search(r"\d+ of 1,024 draws", page.locator("#stage").inner_text())
    page.screenshot(path=shots / f"{request.node.name}.png", full_page=True)
    page.click("#stop")
    page.wait_for_selector("#begin:enabled")
    assert re.match(r"Stopped: \d+ of 1,024 draws are kept", page.locator("#stage").inner_text())
    row = page.locator("#kept li", has_text=f"1,024 draws, seed {seed}")
    assert "stopped at" in row.inner_text()
    row.get_by_role("button", name="Go on").click()
    page.wait_for_selector(f"#main[data-run*='1024-seed{seed}']", timeout=1000 * PATIENCE)
    assert page.locator("#stage").inner_text() == "Done: 1,024 draws."
    assert "fails" in page.locator("li[data-claim='cheaper'] .badge").first.inner_text()


def test_the_cost_is_told_before_a_run_and_changes_with_what_is_chosen(page, site, ran, shots, request):
    assert ran
    page.goto(f"{site.origin}/explore/{STUDY.name}")
    cost = page.locator("#cost")
    page.wait_for_selector("#cost:has-text('1,024 draws')")
    page.select_option("#draws", "4096")
    page.wait_for_selector("#cost:has-text('4,096 draws in 4 batches')")
    assert "At most about" in cost.inner_text() and "are free" in cost.inner_text()
    assert "Flips" not in cost.inner_text()
    page.check("#flips")
    page.wait_for_selector("#cost:has-text('Flips')")
    page.screenshot(path=shots / f"{request.node.name}.png", full_page=True)
    page.fill("#seed", "one")
    page.keyboard.press("Tab")
    page.wait_for_selector("#cost:has-text('cannot be told')")
    assert not page.locator("#progress").is_visible()


def test_a_reload_finds_the_run_that_goes_on(page, site):
    page.goto(f"{site.origin}/explore/{STUDY.name}")
    page.wait_for_selector("#begin:enabled")
    page.select_option("#draws", "16384")
    page.click("#begin")
    page.wait_for_selector("#progress:visible")
    page.reload()
    page.wait_for_selector("#progress:visible #stop:enabled")
    page.click("#stop")
    page.wait_for_selector("#begin:enabled")


def test_the_run_of_another_visitor_can_be_followed_and_not_stopped(page, site, shots, request, monkeypatch):
    monkeypatch.setattr(site.door.runs, "shared", True)
    with site.visitor() as other:
        run = begun(other, 16_384, seed=12)["run"]
        page.goto(f"{site.origin}/explore/{STUDY.name}")
        page.wait_for_selector("#whose:visible")
        assert not page.locator("#stop").is_visible() and page.locator("#begin").is_enabled()
        until(page, "document.getElementById('bar').value > 0", PATIENCE)
        page.reload()
        row = page.locator("#kept li", has_text="16,384 draws, seed 12")
        assert "goes on from" in row.inner_text() and not row.get_by_role("button").count()
        page.screenshot(path=shots / f"{request.node.name}.png", full_page=True)
        other.post(f"/api/runs/{run}/stop", json={})
    until(page, "document.getElementById('stage').textContent.startsWith('Stopped')")


def test_a_region_is_drawn_with_the_mouse_and_moved_with_keys_and_numbers(page, site, ran, shots, request):
    explore(page, site, ran)
    assert page.locator("#x").input_value() == "lng"
    page.locator("#plot").scroll_into_view_if_needed()
    frame = page.locator("#plot svg .field").bounding_box()
    x, y, wide, high = frame["x"], frame["y"], frame["width"], frame["height"]
    page.mouse.move(x + 0.05 * wide, y + 0.05 * high)
    page.mouse.down()
    page.mouse.move(x + 0.3 * wide, y + 0.5 * high, steps=4)
    page.mouse.move(x + 0.4 * wide, y + 0.95 * high, steps=4)
    page.mouse.up()
    drawn = counted(page)
    assert 0 < int(drawn) < 256 and "draws lie in the region" in page.locator("#counted").inner_text()
    assert re.match(r"[\d.]+ % here \([\d.]+ % to [\d.]+ %; \d+ of \d+ draws\)", here(page, "serves_korea"))
    right = page.get_by_role("slider", name="Region, right edge")
    before = float(right.get_attribute("aria-valuenow"))
    right.focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    assert float(right.get_attribute("aria-valuenow")) > before
    grown = counted(page, drawn)
    assert int(grown) > int(drawn)
    page.get_by_label("price of LNG at the ship, from").fill("6")
    page.get_by_label("price of LNG at the ship, to").fill("6,5")
    page.get_by_label("price of LNG at the ship, to").press("Enter")
    until(page, f"Number(document.getElementById('found').dataset.counted) < {drawn}")
    assert right.get_attribute("aria-valuetext") == "6.5 USD/MMBtu"
    page.screenshot(path=shots / f"{request.node.name}.png", full_page=True)
    page.get_by_label("price of LNG at the ship, to").fill("dear")
    page.get_by_label("price of LNG at the ship, to").press("Enter")
    assert page.get_by_label("price of LNG at the ship, to").get_attribute("aria-invalid") == "true"
    right.focus()
    page.keyboard.press("Escape")
    page.wait_for_selector("#mark:visible")
    assert page.locator("#counted").inner_text() == "" and page.locator("p.here:visible").count() == 0


def test_a_tap_places_a_region_and_a_drag_moves_it(browser, site, ran):
    context = browser.new_context(viewport={"width": 390, "height": 900}, has_touch=True)
    page = context.new_page()
    page.goto(f"{site.origin}/enter?token={site.door.gate.sessions.token()}&to=/explore/{STUDY.name}")
    page.wait_for_selector("#plot svg .points")
    page.locator("#plot").scroll_into_view_if_needed()
    frame = page.locator("#plot svg .field").bounding_box()
    page.touchscreen.tap(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    placed = counted(page)
    body = page.locator("#plot svg .body")
    before = body.bounding_box()
    at = {"x": before["x"] + before["width"] / 2, "y": before["y"] + before["height"] / 2}
    touch = context.new_cdp_session(page)
    for kind, points in (
        ("touchStart", [at]),
        ("touchMove", [at | {"x": at["x"] + 60}]),
        ("touchMove", [at | {"x": at["x"] + 70}]),
        ("touchEnd", []),
    ):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    after = body.bounding_box()
    assert after["x"] > before["x"] + 40 and after["width"] == pytest.approx(before["width"], abs=2)
    assert counted(page, placed) != placed
    context.close()


def test_the_address_holds_claim_axes_and_region(page, site, ran):
    explore(page, site, ran)
    page.get_by_role("button", name="The line serves Russia.").click()
    page.select_option("#y", "share")
    until(page, "document.querySelector('#plot svg').getAttribute('aria-label').includes('share of what')")
    page.click("#mark")
    before = counted(page)
    address = page.url
    assert "claim=serves_russia" in address and "box=" in address and "y=share" in unquote(address)
    page.goto("about:blank")
    page.goto(address)
    assert counted(page) == before
    assert page.locator("#claim").input_value() == "serves_russia"
    assert page.locator("li[data-claim='serves_russia'] .says").get_attribute("aria-pressed") == "true"


def test_every_part_can_be_read_by_everyone(page, site, ran, shots, request):
    assert ran
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for part in ("explore", "compare", "read"):
            page.goto(f"{site.origin}/{part}/{STUDY.name}")
            if part == "explore":
                page.wait_for_selector("#plot svg .points")
                page.click("#mark")
                counted(page)
            page.screenshot(path=shots / f"{part}-{scheme}-{request.node.callspec.id}.png", full_page=True)
            found = Axe().run(page)["violations"]
            assert not [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found], (
                part,
                scheme,
            )
            wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
            assert page.evaluate(wide), (part, scheme)


def test_a_claim_leads_to_its_page_in_the_report_and_a_figure_to_its_data(page, site, ran):
    page.goto(f"{site.origin}/read/{STUDY.name}?run={ran}")
    page.fill("#find", "ukraine")
    assert page.locator("tr[data-find]:visible").count() == 1
    assert page.locator("#found").inner_text() == "1 of 4 found"
    with page.expect_popup() as opened:
        page.get_by_role("link", name="The line serves South Korea.").click()
    report = opened.value
    report.wait_for_load_state()
    assert report.locator("#claim-serves_korea").count() == 1 and report.url.endswith("#claim-serves_korea")
    assert (
        report.evaluate("getComputedStyle(document.querySelector('.badge.holds')).color")
        == "rgb(255, 255, 255)"
    )
    with report.expect_download() as kept:
        report.locator("a[href='data/verdicts.csv']").first.click()
    assert kept.value.suggested_filename.endswith(".csv") and kept.value.path().stat().st_size
    with page.expect_download() as kept:
        page.get_by_role("link", name="verdicts, CSV").click()
    assert "serves_korea" in kept.value.path().read_text(encoding="utf-8")


def test_two_runs_are_put_side_by_side(page, site, ran, other):
    page.goto(f"{site.origin}/compare/{STUDY.name}?first={ran}&second={other}")
    assert (
        "Draws" in page.locator("table").first.inner_text()
        or "Seed" in page.locator("table").first.inner_text()
    )
    rows = page.locator(".sides tbody tr")
    assert rows.count() == 4 and "points" in rows.first.inner_text()
    page.goto(f"{site.origin}/compare/{STUDY.name}?first={ran}&second={ran}")
    assert "one and the same run" in page.locator("main").inner_text()
