"""One Chromium for each module of this folder, and devices of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.support.browser import Launch, chromium, devices


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def launch(browser: Browser) -> Iterator[Launch]:
    with devices(browser) as launch:
        yield launch
