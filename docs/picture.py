"""Make the picture of the README from a finished run: `python docs/picture.py runs/korea-2018`.

It needs Chromium (or Chrome, or Edge) and Playwright, as the tests do.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
WIDE, SHARP, EDGE = 1040, 1.5, 1
"""Width of the window [px], dots for each of its own, and room about what is shown [px]."""


def picture(run: Path, target: Path) -> None:
    """Draw a report's first screen, down to its last verdict."""
    from playwright.sync_api import sync_playwright

    browser = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if browser is None:
        raise SystemExit(f"no browser: none of {', '.join(BROWSERS)} is on the path")
    with sync_playwright() as driver:
        window = driver.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = window.new_page(
            viewport={"width": WIDE, "height": 900}, device_scale_factor=SHARP, color_scheme="light"
        )
        page.goto((run / "report.html").resolve().as_uri())
        last = page.locator(".claims > ul").last.bounding_box()
        assert last is not None
        high = round(last["y"] + last["height"] + EDGE)
        page.set_viewport_size({"width": WIDE, "height": high})  # a picture of the whole page takes a minute
        page.screenshot(path=target, timeout=120_000)
        window.close()


def main() -> None:
    """Draw the picture of a run's folder."""
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    run = Path(sys.argv[1])
    if not (run / "report.html").is_file():
        raise SystemExit(f"{run / 'report.html'} is not there; `detente run` or `detente report` writes it")
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else DOCS / "images" / f"{run.name}.png"
    picture(run, target)
    print(target)


if __name__ == "__main__":
    main()
