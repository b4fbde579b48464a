"""A served folder with one small study, and a browser that may talk to its server alone."""

import json
import os
import shutil
from pathlib import Path

import pytest

from detente.audit.finished import RESULTS
from detente.run import load, show
from detente.runs import manifest

from .following import begun, events, finished
from .served import STUDY, served

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
TOLD = ("409 (Conflict)", "422 (Unprocessable")
"""How the browser logs what the page then says in words: a file is there already, a value does not fit."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="package")
def site(tmp_path_factory):
    home = tmp_path_factory.mktemp("studies")
    shutil.copy(STUDY, home)
    with served(home, runs=home / "runs") as found:
        found.ready()
        yield found


@pytest.fixture(scope="package")
def told(site):
    """Return what the server told of a small run of the study, from its beginning to its end."""
    with site.visitor() as client:
        return list(events(client, begun(client)["run"]))


@pytest.fixture(scope="package")
def ran(told):
    """Return the name of a small run that is finished."""
    assert told[-1]["ended"] == "done", told[-1]
    return told[-1]["run"]


@pytest.fixture(scope="package")
def other(site, ran):
    """Return the name of another run of the study, with another seed."""
    with site.visitor() as client:
        return finished(client, begun(client, seed=2)["run"])["run"]


@pytest.fixture(scope="package")
def lab():
    return load(STUDY)


@pytest.fixture(scope="package")
def original(lab, tmp_path_factory):
    """Return the folder of a small finished run whose flips were sought."""
    folder = tmp_path_factory.mktemp("original") / "run"
    show(lab.run(draws=256, out=folder, flips=64))
    return folder


@pytest.fixture
def runs(original, tmp_path):
    """Return what makes a copy of that run whose record, or time, is another."""

    def copied(name, *, when=1_000_000, flips=True, took=None, **changes):
        folder = tmp_path / name
        shutil.copytree(original, folder)
        record = json.loads((folder / manifest.NAME).read_text(encoding="utf-8"))
        record["fingerprint"] |= changes
        (folder / manifest.NAME).write_text(json.dumps(record), encoding="utf-8")
        results = json.loads((folder / RESULTS).read_text(encoding="utf-8"))
        results["run"] |= took or {}
        for one in results["verdicts"].values():
            one["flips"] = one["flips"] if flips else []
        (folder / RESULTS).write_text(json.dumps(results), encoding="utf-8")
        os.utime(folder / RESULTS, (when, when))

    return copied


@pytest.fixture(
    scope="module"
)  # while the driver is there, its event loop runs in this thread, and no other can
def browser():
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        missing = f"no browser ({', '.join(BROWSERS)}) is installed"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="package")
def shots(tmp_path_factory):
    """Return the folder where pictures of the page are kept."""
    folder = Path(os.environ.get("DETENTE_SHOTS") or tmp_path_factory.mktemp("shots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(params=[1280, 390], ids=["desktop", "phone"])
def page(browser, site, request):
    """Return a page that has come in by the start link; it fails if it asks any other host for anything."""
    width = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, accept_downloads=True)
    elsewhere, wrong = [], []

    def is_here(asked):
        return asked.url.startswith((site.origin, "data:", "blob:"))

    def only_here(route):
        if is_here(route.request):
            route.continue_()
        else:
            route.abort()

    def trouble(said):
        return said.type == "error" and not any(word in said.text for word in TOLD)

    context.route("**/*", only_here)
    found = context.new_page()
    found.on(
        "request",
        lambda one: (
            None if one.url.startswith((site.origin, "data:", "blob:")) else elsewhere.append(one.url)
        ),
    )
    found.on("pageerror", lambda error: wrong.append(str(error)))
    found.on("console", lambda one: wrong.append(one.text) if trouble(one) else None)
    found.goto(f"{site.origin}/enter?token={site.door.gate.sessions.token()}&to=/live/{STUDY.name}")
    found.wait_for_selector("#state.ready")
    yield found
    context.close()
    assert not elsewhere
    assert not wrong
