"""A creator's way through the studio in Chromium: sign up, restyle, reload, download; and cancel."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.support.browser import CHROMIUM, MISSING, Launch, keep, widest
from tests.support.pictures import photo
from tests.support.studio_process import StudioProcess

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason=MISSING)]


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioProcess]:
    process = StudioProcess(tmp_path_factory.mktemp("browser") / "var").start()
    yield process
    process.stop()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "astronaut.png"
    path.write_bytes(photo(512))
    return path


def watched(page: Page, host: str) -> list[str]:
    """What must not happen while a page is used: errors in the console, requests to other hosts."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("console", lambda message: faults.append(f"console: {message.text}") if message.type == "error" else None)
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith((host, "data:", "blob:")) else faults.append(f"off host: {request.url}")
        ),
    )
    return faults


def sign_up(page: Page, studio: StudioProcess, email: str) -> None:
    page.goto(f"{studio.url}/")
    page.get_by_role("link", name="Make an account").click()
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill("correct horse")
    page.locator("main button[type=submit], form button[type=submit]").first.click()
    page.get_by_role("tab", name="Restyle", exact=True).click()
    expect(page.locator("#restyle-generate")).to_be_visible()
    expect(page.locator(".k-chip", has_text="50 credits")).to_be_visible()


def order(page: Page, picture: Path, style: str, pictures: int) -> None:
    page.locator("#restyle-photo input[type=file]").set_input_files(str(picture))
    expect(page.locator("#restyle-photo img")).to_be_visible()
    page.locator("#restyle-style input").click()
    page.get_by_role("option", name=style).click()
    page.locator("#restyle-count input[type=number]").fill(str(pictures))
    page.locator("#restyle-count input[type=number]").press("Tab")
    expect(page.locator("#restyle-generate")).to_contain_text(f"{pictures} credits")
    page.locator("#restyle-generate").dblclick()


def progress(page: Page) -> float:
    bar = page.locator("kinora-panel[generator=restyle] [role=progressbar]")
    return float(bar.get_attribute("aria-valuenow") or 0)


def test_sign_up_restyle_reload_download_and_pay(studio: StudioProcess, launch: Launch, picture: Path) -> None:
    page = launch(accept_downloads=True)
    faults = watched(page, studio.url)
    sign_up(page, studio, "journey@example.org")
    keep(page, "1-signed-up")
    order(page, picture, "Oil painting", 4)

    first = progress(page)
    page.wait_for_function(
        "before => Number(document.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow')) > before",
        arg=first,
    )
    keep(page, "2-running")
    expect(page.locator(".k-chip", has_text="1 running")).to_be_visible()

    page.reload()
    expect(page.locator("kinora-panel[generator=restyle] [role=progressbar]")).to_be_visible()
    again = progress(page)
    assert again >= first
    keep(page, "3-reloaded")
    page.wait_for_function(
        "before => !document.querySelector('[role=progressbar]')"
        " || Number(document.querySelector('[role=progressbar]').getAttribute('aria-valuenow')) > before",
        arg=again,
    )

    panel = page.locator("kinora-panel[generator=restyle]")
    expect(panel.locator(".k-gallery img")).to_have_count(5, timeout=120_000)
    expect(panel.locator(".k-badge")).to_have_text("built-in renderer")
    expect(page.locator(".k-chip", has_text="46 credits")).to_be_visible()
    with page.expect_download() as download:
        panel.locator("a[download='restyle-2.png']").click()
    with Image.open(io.BytesIO(Path(download.value.path()).read_bytes())) as image:
        assert image.size == (512, 512)
        assert "kinora" in image.info
    keep(page, "4-result")

    page.goto(f"{studio.url}/jobs")
    expect(page.get_by_text("Oil painting")).to_have_count(1)  # the double click made one job
    keep(page, "5-jobs")
    assert faults == []


def test_cancelling_gives_the_credits_back(studio: StudioProcess, launch: Launch, picture: Path) -> None:
    page = launch(accept_downloads=True)
    sign_up(page, studio, "cancel@example.org")
    order(page, picture, "Oil painting", 4)
    expect(page.locator(".k-chip", has_text="46 credits")).to_be_visible()
    panel = page.locator("kinora-panel[generator=restyle]")
    expect(panel.locator("[role=progressbar]")).to_be_visible()
    panel.get_by_role("button", name="Cancel").click()
    expect(panel.get_by_text("Nothing was charged")).to_be_visible()
    expect(page.locator(".k-chip", has_text="50 credits")).to_be_visible()
    keep(page, "6-cancelled")


def test_a_second_device_sees_the_same_job(studio: StudioProcess, launch: Launch, picture: Path) -> None:
    desk, phone = launch(), launch(**PHONE, color_scheme="dark")
    sign_up(desk, studio, "devices@example.org")
    order(desk, picture, "Oil painting", 3)
    phone.goto(studio.url)
    phone.locator("input[name=email]").fill("devices@example.org")
    phone.locator("input[name=password]").fill("correct horse")
    phone.get_by_role("button", name="Sign in").click()
    phone.get_by_role("tab", name="Restyle", exact=True).click()
    panel = phone.locator("kinora-panel[generator=restyle]")
    expect(panel.locator("[role=progressbar]")).to_be_visible()
    keep(phone, "7-phone-running")
    expect(panel.locator(".k-gallery img")).to_have_count(4, timeout=120_000)
    expect(desk.locator("kinora-panel[generator=restyle] .k-gallery img")).to_have_count(4)
    assert widest(phone) <= 0
    keep(phone, "8-phone-result")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_a_phone(studio: StudioProcess, launch: Launch, scheme: str) -> None:
    page = launch(**PHONE, color_scheme=scheme)
    for path in ("/login", "/register"):
        page.goto(studio.url + path)
        check_width(page, f"phone-{scheme}-{path.strip('/')}")
    sign_up(page, studio, f"phone-{scheme}@example.org")
    for path in ("/", "/jobs", "/settings"):
        page.goto(studio.url + path)
        expect(page.locator(".k-chip", has_text="50 credits")).to_be_visible()
        check_width(page, f"phone-{scheme}-{path.strip('/') or 'create'}")


def check_width(page: Page, name: str) -> None:
    page.wait_for_load_state("load")
    keep(page, name)
    assert widest(page) <= 0, name
