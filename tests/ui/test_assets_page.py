"""The page of files in a browser: dropped, told what they are, sent, cancelled, renamed, found and deleted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from domain.assets import AssetType
from domain.users import new_id
from tests.support.browser import CHROMIUM, MISSING, browsers
from tests.support.pictures import photo
from tests.ui.demo_studio import Demo

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason=MISSING)]
EVIL = "<img src=x onerror=hacked=1>.png"
DROP = """([name, text]) => {
  const files = new DataTransfer();
  files.items.add(new File([text], name, {type: "text/plain"}));
  for (const type of ["dragover", "drop"])
    document.body.dispatchEvent(new DragEvent(type, {dataTransfer: files, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def page(demo: Demo, site: str) -> Iterator[Page]:
    user = demo.kit.accounts.register(f"{new_id()}@example.org", "correct horse", "Ada")
    with browsers() as launch:
        page = launch(viewport={"width": 390, "height": 800})
        page.goto(f"{site}/login?next=/assets")
        page.fill("[name=email]", user.email)
        page.fill("[name=password]", "correct horse")
        page.click("button[type=submit]")
        page.goto(f"{site}/assets")
        yield page


def choose(page: Page, *names: str) -> None:
    kinds = {"png": ("image/png", photo()), "exe": ("application/x-msdownload", b"MZ")}
    files: list[Any] = [
        {"name": name, "mimeType": kinds[name[-3:]][0], "buffer": kinds[name[-3:]][1]} for name in names
    ]
    page.set_input_files("#k-asset-files", files)


def test_files_are_brought_found_renamed_and_deleted(page: Page, demo: Demo) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    rows, cards = page.locator(".k-upload"), page.locator(".k-asset")
    expect(page.locator(".k-empty")).to_contain_text("No files yet")

    # A portrait needs its tick; what cannot be used is said at once.
    choose(page, EVIL, "tool.exe")
    expect(rows.filter(has_text="tool.exe")).to_contain_text("This kind of file cannot be used here")
    rows.first.locator("select").select_option("portrait")
    page.click("text=Upload 1 file")
    expect(rows.first).to_contain_text("Tick this first.")
    rows.first.locator("input[type=checkbox]").check()
    page.click("text=Upload 1 file")
    expect(cards).to_have_count(1)
    assert page.evaluate("window.hacked") is None
    page.get_by_role("button", name="Remove tool.exe").click()
    expect(rows).to_have_count(0)

    # A file that is on its way can be given up; the store keeps nothing of it.
    def hold(route: Route) -> None:
        held.append(route)

    held: list[Route] = []
    page.route("**/objects/temp/**", hold)
    page.evaluate(DROP, ["story.md", "The sea is never still."])
    with page.expect_request("**/objects/temp/**"):  # given up earlier, there would be nothing to take back
        page.click("text=Upload 1 file")
    with page.expect_request(lambda request: request.method == "DELETE"):
        page.get_by_role("button", name="Cancel story.md").click()
    expect(rows).to_have_count(0)
    page.unroute("**/objects/temp/**")

    # Where the store is elsewhere and lets no page write to it, the file goes through the studio.
    def move(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "url": "https://store.example/objects"})

    page.route("**/upload-url", move)
    page.evaluate(DROP, ["story.md", "The sea is never still."])
    page.click("text=Upload 1 file")
    expect(cards).to_have_count(2)

    # Found by kind and by name.
    page.get_by_role("button", name="Pictures").click()
    expect(cards).to_have_count(1)
    page.get_by_role("button", name="All").click()
    page.get_by_label("Search by name").fill("STORY")
    expect(cards).to_have_count(1)

    # Renamed and deleted by keyboard alone.
    cards.first.locator("button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog pre")).to_have_text("The sea is never still.")
    for key in ("Shift+Tab", "Shift+Tab", "Shift+Tab"):  # from Close over Delete and Download, to the name
        page.keyboard.press(key)
    expect(page.locator("dialog [name=name]")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("Tide.md")
    page.keyboard.press("Enter")
    expect(cards.first).to_contain_text("Tide.md")
    page.get_by_role("button", name="Delete").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Delete for good")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator(".k-empty")).to_contain_text("Nothing found")

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert faults == []
    email = page.evaluate("fetch('/api/v1/auth/me').then((answer) => answer.json()).then((me) => me.email)")
    with demo.kit.database.read() as tx:
        found = tx.users.by_email(email)
        assert found is not None
        ((asset,), _) = tx.assets.of_user(found[0].id, (), "", None, 10)
    assert (asset.type, asset.consent_at is not None) == (AssetType.PORTRAIT, True)
    assert re.fullmatch("img src=x onerror=hacked=1.png", asset.name)
    assert list(demo.kit.objects.keys("temp/")) == []
