"""Debian's Chromium, driven by Playwright, for tests that look at pages."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.support.studio_process import ROOT

ARTIFACTS = ROOT / "test-artifacts"
CHROMIUM = shutil.which("chromium")
MISSING = "Chromium is not installed: apt-get install chromium"
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


Launch = Callable[..., Page]


@contextmanager
def browsers(folder: Path) -> Iterator[Launch]:
    """Gives a function that opens a browser with a profile of its own and returns its page: one call, one device."""
    with sync_playwright() as playwright, ExitStack() as stack:

        def launch(**options: Any) -> Page:
            context = playwright.chromium.launch_persistent_context(
                mkdtemp(dir=folder),
                executable_path=CHROMIUM,
                args=ARGUMENTS,
                **{"viewport": {"width": 1280, "height": 860}, **options},
            )
            stack.callback(context.close)
            context.set_default_timeout(30_000)
            return context.pages[0]

        yield launch


def keep(page: Page, name: str) -> None:
    """Keep a screenshot as a test artifact."""
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=str(ARTIFACTS / f"{name}.png"))


def widest(page: Page) -> int:
    """Pixels by which the page is wider than the window."""
    overflow: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return overflow
