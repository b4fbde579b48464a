"""A browser for pages that are only read: the one that is installed, with no network."""

import os
import shutil
from contextlib import contextmanager

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


def found():
    """Return the path of a browser; without one the test is skipped, and fails in continuous integration."""
    path = next((path for path in map(shutil.which, NAMES) if path), None)
    if path is None:
        why = f"no browser is installed: none of {', '.join(NAMES)} is on the path"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    return path


@contextmanager
def opened():
    """Yield a headless browser."""
    path = found()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()
