"""How long a slider of the page waits for its answer, in a browser: `python benchmarks/page.py [study] [moves]`."""

from __future__ import annotations

import shutil
import statistics
import sys
import threading
from pathlib import Path

import uvicorn
from playwright.sync_api import Page, sync_playwright
from record import Figure, Record, Table, free_share, keep

from detente.web.serve import door

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
ROUNDS, AIM = 5, 150
"""Rounds of moves, and the milliseconds that an answer may take."""
MOVE = """([slider, share]) => new Promise((done) => {
  const main = document.getElementById("main");
  const began = performance.now();
  const watch = new MutationObserver(() => { watch.disconnect(); done(performance.now() - began); });
  watch.observe(main, { attributes: true, attributeFilter: ["data-shown"] });
  const low = Number(slider.min), high = Number(slider.max);
  slider.value = low + share * (high - low);
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  slider.dispatchEvent(new Event("change", { bubbles: true }));
})"""
"""Move a slider and wait until the page shows what follows."""


def main(study: str = "korea-2018", moves: int = 40) -> None:
    """Write the milliseconds from a slider's move to the page's new verdicts: median and 99th percentile."""
    free = [free_share()]
    opened = door(Path(), study=study, port=0)
    server = uvicorn.Server(uvicorn.Config(opened.gate, log_level="error", lifespan="off", ws="none"))
    threading.Thread(target=server.run, kwargs={"sockets": [opened.socket]}, daemon=True).start()
    path = next(found for name in BROWSERS if (found := shutil.which(name)))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(opened.link)
        page.wait_for_selector("#state.ready", timeout=600_000)
        taken = [moved(page, moves) for _ in range(ROUNDS)]
        browser.close()
    server.should_exit = True
    medians = [statistics.median(one) for one in taken]
    lasts = [statistics.quantiles(one, n=100, method="inclusive")[98] for one in taken]
    figures = (
        Figure.of("median", "ms", medians),
        Figure.of("99th percentile", "ms", lasts),
        Figure.of("slowest", "ms", [max(one) for one in taken]),
        Figure.of(f"answers that took more than {AIM} ms", "%", [100 * over(one) for one in taken]),
    )
    record = Record(
        name="page",
        title=f"From a slider to its answer, on the page of {study}",
        what=f"{ROUNDS} rounds of {moves} moves of sliders in headless Chromium, each waiting until the page shows it.",
        tables=(Table("Time of an answer", figures),),
        packages=("fastapi", "starlette", "uvicorn", "playwright"),
        notes=("Browser and server share the machine's processors.",),
    )
    keep(record, [*free, free_share()])


def moved(page: Page, moves: int) -> list[float]:
    """Return the milliseconds of some moves, of ever other sliders to ever other places."""
    sliders = page.query_selector_all(".controls > .control input[type=range]")
    taken = []
    for number in range(moves):
        slider = sliders[number % len(sliders)]
        share = 0.1 + 0.8 * ((number * 0.618034) % 1)
        taken.append(float(page.evaluate(MOVE, [slider, share])))
    return taken


def over(times: list[float]) -> float:
    """Return the share of times above the aim."""
    return sum(time > AIM for time in times) / len(times)


if __name__ == "__main__":
    main(*sys.argv[1:2], *(int(word) for word in sys.argv[2:3]))
