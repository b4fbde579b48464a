"""Edit: faults at their lines as one types, drafts that outlive a reload, and no file written over unseen."""

import hashlib
import re

import pytest
from axe_core_python.sync_playwright import Axe

from detente.bind.problem import bind
from detente.ground.faults import StudyError
from detente.study.read import parse_study
from detente.web import limits
from detente.web.library import Texts

from .served import STUDY

TEXT = STUDY.read_text(encoding="utf-8")
WRONG = TEXT.replace("uniform: 5 to 14", "uniform: 14 to 5").replace("moves: [line]", "moves: [lien]")
FILES = "/api/files"
CHECKED = "document.getElementById('main').dataset.checked"


def mark_of(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def mine(site, request):
    """Return a study file of a test's own."""
    path = site.home / f"mine-{re.sub('[^a-z0-9]+', '-', request.node.name[:45])}.yaml"
    path.write_text(TEXT, encoding="utf-8", newline="\n")
    yield path
    path.unlink(missing_ok=True)


def until(page, wanted, seconds=30):
    for _ in range(int(seconds / 0.05)):
        if page.evaluate(wanted):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never: {wanted}")


def edit(page, site, path):
    page.goto(f"{site.origin}/edit/{path.name}")
    until(page, f"{CHECKED} === '0'")


def typed(page, old, new):
    """Change the text as one types: at the caret, a letter at a time."""
    at = page.locator("#text").input_value().index(old)
    page.locator("#text").evaluate(
        "(it, [from, to]) => { it.focus(); it.setSelectionRange(from, to); }", [at, at + len(old)]
    )
    page.keyboard.type(new)


def test_a_mistake_is_told_at_its_line_as_it_is_typed_and_goes_when_it_is_mended(
    page, site, mine, shots, request
):
    edit(page, site, mine)
    assert page.locator("#verdict").inner_text() == "No fault: 4 claims, 4 assumptions, 4 worlds."
    typed(page, "5 to 14", "50 to 14")
    until(page, f"Number({CHECKED}) > 0")
    first = page.locator("#faults li", has_text="the low end is not below the high end")
    assert "line 10, column" in first.inner_text() and page.locator("#use").is_disabled()
    page.locator("#gutter .at", has_text=re.compile("^10$")).wait_for()
    page.screenshot(path=shots / f"{request.node.name}.png")
    page.locator("#text").evaluate("it => it.setSelectionRange(0, 0)")
    first.get_by_role("button").click()
    until(page, "document.getElementById('where').textContent.trim().startsWith('line 10, column')")
    assert page.evaluate("document.activeElement.id") == "text"
    typed(page, "50 to 14", "5 to 14")
    until(page, f"{CHECKED} === '0'")
    assert page.locator("#faults li").count() == 0 and page.locator("#changed").is_hidden()
    assert mine.read_text(encoding="utf-8") == TEXT


def test_what_was_typed_outlives_a_reload_and_is_saved_when_asked(page, site, mine):
    edit(page, site, mine)
    typed(page, "5 to 14", "5 to 13")
    until(page, f"{CHECKED} === '0'")
    page.reload()
    page.wait_for_selector("#draft:visible")
    assert "it was not saved" in page.locator("#draft").inner_text()
    assert "5 to 13" in page.locator("#text").input_value() and mine.read_text(encoding="utf-8") == TEXT
    page.locator("#text").focus()
    page.keyboard.press("Control+s")
    until(page, "document.getElementById('told').textContent.startsWith('Saved')")
    assert mine.read_text(encoding="utf-8") == TEXT.replace("5 to 14", "5 to 13")
    page.reload()
    until(page, f"{CHECKED} === '0'")
    assert page.locator("#draft").is_hidden() and page.locator("#changed").is_hidden()


def test_a_draft_can_be_discarded(page, site, mine):
    edit(page, site, mine)
    typed(page, "5 to 14", "5 to 13")
    page.reload()
    page.click("#discard")
    assert page.locator("#text").input_value() == TEXT
    page.reload()
    until(page, f"{CHECKED} === '0'")
    assert page.locator("#text").input_value() == TEXT and page.locator("#draft").is_hidden()


def test_a_file_that_changed_meanwhile_is_not_written_over_without_asking(page, site, mine, shots, request):
    edit(page, site, mine)
    typed(page, "5 to 14", "5 to 13")
    other = TEXT.replace("of LNG at the ship", "of LNG, told by somebody else")
    mine.write_text(other, encoding="utf-8", newline="\n")
    page.click("#save")
    page.wait_for_selector("#conflict[open]")
    assert "has changed since you opened it" in page.locator("#conflict-told").inner_text()
    page.click("#now summary")
    assert "told by somebody else" in page.locator("#now pre").inner_text()
    page.screenshot(path=shots / f"{request.node.name}.png")
    assert not Axe().run(page)["violations"]
    page.get_by_role("button", name="Cancel").click()
    assert mine.read_text(encoding="utf-8") == other
    page.reload()
    page.wait_for_selector("#older:visible")
    assert "somebody else" in page.locator("#text").input_value()
    page.click("#bring")
    assert "5 to 13" in page.locator("#text").input_value()
    page.click("#save")
    page.click("#over")
    until(page, "document.getElementById('told').textContent.startsWith('Saved')")
    assert mine.read_text(encoding="utf-8") == TEXT.replace("5 to 14", "5 to 13")


def test_a_text_is_saved_under_another_name_but_not_over_another_file(page, site, mine):
    name = f"new-{'desktop' if page.viewport_size['width'] > 1000 else 'phone'}.yaml"
    edit(page, site, mine)
    typed(page, "study: line", "study: line-two")
    page.click("#save-as")
    page.fill("#file", "../elsewhere.yaml")
    page.click("#write")
    until(page, "document.getElementById('saving-told').textContent.includes('is no name for a study file')")
    page.fill("#file", STUDY.name)
    page.click("#write")
    page.wait_for_selector("#replace:visible")
    assert "already" in page.locator("#saving-told").inner_text()
    page.fill("#file", name)
    assert page.locator("#replace").is_hidden()
    page.click("#write")
    page.wait_for_url(f"**/edit/{name}")
    until(page, f"{CHECKED} === '0'")
    assert (site.home / name).read_text(encoding="utf-8") == TEXT.replace("study: line", "study: line-two")
    assert (site.home / STUDY.name).read_text(encoding="utf-8") == TEXT == mine.read_text(encoding="utf-8")
    (site.home / name).unlink()


def test_a_text_that_is_not_saved_can_be_used(page, site, mine):
    edit(page, site, mine)
    typed(page, "uniform: 5 to 14", "uniform: 5 to 6")
    until(page, f"{CHECKED} === '0'")
    page.click("#use")
    page.wait_for_url("**/live/text-*")
    assert page.locator("#c-lng").get_attribute("max") == "6.0"
    page.get_by_role("link", name="Edit").click()
    page.wait_for_url(f"**/edit/{mine.name}")
    page.wait_for_selector("#draft:visible")
    assert mine.read_text(encoding="utf-8") == TEXT


def test_what_came_with_the_program_is_saved_elsewhere_alone(page, site):
    page.goto(f"{site.origin}/edit/korea-2018")
    until(page, f"{CHECKED} === '0'")
    assert page.locator("#save").is_disabled()
    page.click("#save-as")
    assert page.locator("#file").input_value() == "korea-2018-mine.yaml"


def test_enter_keeps_the_indentation_and_goes_one_deeper_after_a_colon(page, site, mine):
    edit(page, site, mine)
    page.locator("#text").evaluate(
        "it => { it.focus(); it.setSelectionRange(it.value.length, it.value.length); }"
    )
    page.keyboard.type("claims_more:")
    page.keyboard.press("Enter")
    page.keyboard.type("one: 1")
    page.keyboard.press("Enter")
    page.keyboard.type("two: 2")
    assert page.locator("#text").input_value().endswith("claims_more:\n  one: 1\n  two: 2")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_mend(page, site, mine, scheme, shots, request):
    page.emulate_media(color_scheme=scheme)
    edit(page, site, mine)
    page.fill("#text", WRONG)
    until(page, f"Number({CHECKED}) > 0")
    page.screenshot(path=shots / f"edit-{scheme}-{request.node.callspec.id}.png")
    assert not [
        (one["id"], [node["html"][:120] for node in one["nodes"]]) for one in Axe().run(page)["violations"]
    ]
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_faults_are_those_of_the_command_line(site):
    with pytest.raises(StudyError) as caught:
        bind(parse_study(WRONG, "x.yaml"))
    with site.visitor() as client:
        found = client.post("/api/check", json={"text": WRONG, "name": "x.yaml"}).json()
        sound = client.post("/api/check", json={"text": TEXT, "name": "x.yaml"}).json()
    expected = [(one.place.line, one.place.column, one.what, one.mend) for one in caught.value.faults]
    assert [(one["line"], one["column"], one["what"], one["mend"]) for one in found["faults"]] == expected
    assert len(expected) > 1 and found["holds"] == "" and sound["faults"] == []


@pytest.mark.parametrize(
    "text", ["", "a", "{", "- 1", "\t", "study: \x00", "&a [*a]", "study: {" * 200, "ü" * 50, "a: " * 3000]
)
def test_whatever_is_typed_is_told_in_faults(site, text):
    with site.visitor() as client:
        answer = client.post("/api/check", json={"text": text, "name": "x.yaml"})
    assert answer.status_code == 200 and answer.json()["faults"], answer.text


def test_what_is_no_text_or_too_long_is_refused(site):
    with site.visitor() as client:
        for body, status in (
            ({"text": 3, "name": "x"}, 422),
            ({"name": "x"}, 422),
            ({"text": "a", "name": "x" * 81}, 422),
            ({"text": "a" * (limits.TEXT + 1), "name": "x"}, 413),
        ):
            assert client.post("/api/check", json=body).status_code == status
        half = client.post(
            "/api/check",
            content=b'{"text": "\\ud800", "name": "x"}',
            headers={"content-type": "application/json"},
        )
        assert half.status_code == 422 and "half of a letter" in half.text
        assert client.post("/api/texts", json={"text": WRONG, "name": STUDY.name}).status_code == 422
        assert client.post("/api/texts", json={"text": TEXT, "name": "nothing.yaml"}).status_code == 404


def test_a_file_is_written_only_over_what_its_writer_has_seen(site, mine):
    with site.visitor() as client:
        for mark in ("", "0" * 64):
            answer = client.post(FILES, json={"file": mine.name, "text": "study: x", "mark": mark})
            assert answer.status_code == 409 and answer.json()["error"]["exists"]
            assert answer.json()["error"]["mark"] == mark_of(mine) and answer.json()["error"]["now"] == TEXT
        made = client.post(
            FILES, json={"file": mine.name, "text": "study: x\n", "mark": mark_of(mine)}
        ).json()
        assert mine.read_text(encoding="utf-8") == "study: x\n" and made["mark"] == mark_of(mine)
        mine.unlink()
        gone = client.post(FILES, json={"file": mine.name, "text": "study: y\n", "mark": made["mark"]})
        assert gone.status_code == 409 and "no longer there" in gone.json()["error"]["what"]
        assert not gone.json()["error"]["exists"] and not mine.exists()
        assert (
            client.post(FILES, json={"file": mine.name, "text": "study: y\n", "mark": ""}).status_code == 200
        )
    assert not list(site.home.glob(".*.tmp"))


def test_line_ends_and_the_mark_of_byte_order_stay_as_they_were(site, mine):
    mine.write_bytes(b"\xef\xbb\xbfstudy: a\r\nas_of: 2018-08-31\r\n")
    with site.visitor() as client:
        body = {"file": mine.name, "text": "study: b\nas_of: 2018-08-31\n", "mark": mark_of(mine)}
        assert client.post(FILES, json=body).status_code == 200
    assert mine.read_bytes() == b"\xef\xbb\xbfstudy: b\r\nas_of: 2018-08-31\r\n"


NO_FILES = [
    "../out.yaml",
    "/tmp/out.yaml",
    "a/b.yaml",
    "a\\b.yaml",
    "out.txt",
    ".out.yaml",
    "con.yaml",
    "korea-2018.yaml",
]
NO_FILES += ["out.yaml\0", "C:out.yaml", "..", "", "out.yaml/", "%2e%2e%2fout.yaml", "x" * 81]


@pytest.mark.parametrize("file", NO_FILES)
def test_no_file_is_written_outside_the_folder_or_under_no_name(site, file):
    before = sorted(site.home.rglob("*"))
    with site.visitor() as client:
        answer = client.post(FILES, json={"file": file, "text": TEXT, "mark": ""})
    assert answer.status_code == 422 and sorted(site.home.rglob("*")) == before


def test_a_link_is_not_written_through(site, tmp_path):
    outside, link = tmp_path / "outside.yaml", site.home / "link.yaml"
    outside.write_text(TEXT, encoding="utf-8")
    try:
        link.symlink_to(outside)
    except OSError:
        pytest.skip("this system makes no links")
    with site.visitor() as client:
        answer = client.post(FILES, json={"file": "link.yaml", "text": "study: x", "mark": mark_of(outside)})
        assert client.get("/edit/link.yaml").status_code == 404
    link.unlink()
    assert answer.status_code == 422 and outside.read_text(encoding="utf-8") == TEXT


def test_texts_that_are_held_are_forgotten_before_they_fill_the_memory(monkeypatch):
    monkeypatch.setattr(limits, "TEXTS", 3)
    texts = Texts()
    names = [texts.hold(f"study: {one}", "x.yaml") for one in range(3)]
    assert texts.get(names[0]).text == "study: 0" and texts.hold("study: 1", "x.yaml") == names[1]
    texts.hold("study: 9", "x.yaml")
    assert texts.get(names[2]) is None and texts.get(names[0]).of == "x.yaml"
