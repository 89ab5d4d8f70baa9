"""Debian's Chromium, driven by Playwright, for tests that look at pages."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.support.studio_process import ROOT

ARTIFACTS = ROOT / "test-artifacts"
CHROMIUM = shutil.which("chromium")
MISSING = "Chromium is not installed: apt-get install chromium"
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


Launch = Callable[..., Page]
PATIENCE = 60_000
"""Milliseconds that a page may take: a start of Chromium and a film may share two cores with other tests."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a page. Until it is closed, its process runs no other event loop: keep it for one module."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def devices(browser: Browser) -> Iterator[Launch]:
    """Gives a function that returns a page with cookies and storage of its own: one call, one device."""
    with ExitStack() as stack:

        def launch(**options: Any) -> Page:
            context = browser.new_context(**{"viewport": {"width": 1280, "height": 860}, **options})
            stack.callback(context.close)
            context.set_default_timeout(PATIENCE)
            return context.new_page()

        yield launch


@contextmanager
def browsers() -> Iterator[Launch]:
    """`devices` of a browser that lives as long as the block."""
    with chromium() as browser, devices(browser) as launch:
        yield launch


def keep(page: Page, name: str) -> None:
    """Keep a screenshot as a test artifact."""
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=str(ARTIFACTS / f"{name}.png"))


def widest(page: Page) -> int:
    """Pixels by which the page is wider than the window."""
    overflow: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return overflow
