"""The models page in a browser, over the real desk and a hub on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from data.catalogue import load_catalogue
from domain.users import Role, User, new_id
from engine.model_store.desk import ModelDesk
from engine.model_store.folders import Shelf
from engine.neural.device import Device
from tests.support.browser import ARTIFACTS, CHROMIUM, MISSING, browsers, keep, widest
from tests.support.hub_server import HubServer, hub_server, tiny_pipeline
from tests.support.studio_process import free_port
from tests.ui.demo_studio import Demo, build_demo, serving

PASSWORD = "correct horse"
ROW = '[data-model="{}"]'
SD15 = ROW.format("sd15")


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with hub_server() as server:
        server.repos["stable-diffusion-v1-5/stable-diffusion-v1-5"] = tiny_pipeline(3_000_000)
        yield server


@pytest.fixture
def studio(tmp_path: Path, hub: HubServer) -> Iterator[Demo]:
    shelf = Shelf(tmp_path / "models", load_catalogue())
    where = {"KINORA_MODELS_DIR": str(shelf.root), "KINORA_HUB_URL": hub.url}
    card = Device("cuda", "NVIDIA Test 8 GB", 8.5, "float16")
    desk = ModelDesk(shelf, where, lambda: card, elsewhere=True)
    yield build_demo(tmp_path, models=desk)
    desk.close()


def person(studio: Demo, email: str, role: Role) -> User:
    return studio.kit.accounts.register(email, PASSWORD, "Ada Lovelace", role=role)


def test_the_page_is_for_administrators(demo: Demo) -> None:
    for role, status in ((Role.CREATOR, 403), (Role.ADMIN, 200)):
        user = person(demo, f"{new_id()}@example.org", role)
        client = TestClient(demo.app, follow_redirects=False, headers={"accept": "text/html"})
        form = {"email": user.email, "password": PASSWORD}
        client.post("/login", data=form, headers={"sec-fetch-site": "same-origin"})
        answer = client.get("/admin/models")
        assert answer.status_code == status
        assert ("<kinora-models>" in answer.text) == (status == 200)


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason=MISSING)
def test_a_model_is_downloaded_from_the_page(studio: Demo, hub: HubServer) -> None:
    person(studio, "boss@example.org", Role.ADMIN)
    hub.faults.pace = 0.04
    with serving(studio.app, free_port()) as site, browsers() as launch:
        page = launch()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        sign_in(page, site)
        page.click(".k-menu summary")
        page.click(".k-menu-items >> text=Models")

        page.click(f"{SD15} >> text=Download")
        dialog = page.wait_for_selector("dialog[open]")
        assert dialog is not None and "CreativeML Open RAIL-M" in dialog.inner_text()
        assert page.is_disabled("dialog .k-primary")
        keep(page, "models-licence")
        page.check("dialog input")
        page.click("dialog .k-primary")
        page.wait_for_selector(f"{SD15} >> text=/[1-9]\\d* % · .* MB of 3/")
        keep(page, "models-light")

        page.reload()  # The download is not the page's.
        page.click(f"{SD15} >> text=Cancel")
        page.wait_for_selector(f"{SD15} >> text=/MB here/")
        hub.faults.pace = 0.0
        page.click(f"{SD15} >> text=Continue")
        page.check("dialog input")
        page.click("dialog .k-primary")
        page.wait_for_selector(f'{SD15}[data-state="installed"]')

        page.click(f"{SD15} >> text=Remove")
        page.click("dialog .k-danger")
        page.wait_for_selector(f'{SD15}[data-state="absent"]')
        hub.faults.status = 403
        page.click(f"{SD15} >> text=Download")
        page.check("dialog input")
        page.click("dialog .k-primary")
        page.wait_for_selector(f"{SD15} >> text=/KINORA_HUB_TOKEN/")
        keep(page, "models-refused")
        assert page.is_disabled(f"{ROW.format('sdxl-lightning')} button")
        assert faults == []


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason=MISSING)
def test_the_page_fits_the_screen(studio: Demo, hub: HubServer, tmp_path: Path) -> None:
    person(studio, "boss@example.org", Role.ADMIN)
    hub.faults.pace = 0.2
    shelf = tmp_path / "models" / "sdxl"
    shelf.mkdir(parents=True)
    with serving(studio.app, free_port()) as site, browsers() as launch:
        page = launch(color_scheme="dark")
        sign_in(page, site)
        page.goto(f"{site}/admin/models")
        page.click(f"{SD15} >> text=Download")
        page.check("dialog input")
        _fits(page, "models-dialog")
        page.click("dialog .k-primary")
        page.wait_for_selector(f"{SD15} >> text=/ % · /")
        _fits(page, "models-dark")


def _fits(page: Page, name: str) -> None:
    """On a desk and on a phone."""
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert widest(page) <= 0, (name, width)
        page.screenshot(path=ARTIFACTS / f"{name}-{width}.png", full_page=True)


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/login")
    page.fill("input[name=email]", "boss@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]:has-text('Sign in')")
    page.wait_for_url(f"{site}/")
