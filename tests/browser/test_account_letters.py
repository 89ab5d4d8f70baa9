"""The letters of an account in Chromium: confirm the address, set a new password. The links come by real mail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.browser import CHROMIUM, MISSING, Launch, browsers, keep
from tests.support.mail_server import Mailbox, mail_server
from tests.support.studio_process import StudioProcess

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason=MISSING)]

ADA = "ada@example.org"


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server() as box:
        yield box


@pytest.fixture
def studio(tmp_path: Path, box: Mailbox) -> Iterator[StudioProcess]:
    mail = {"KINORA_SMTP_HOST": "127.0.0.1", "KINORA_SMTP_PORT": str(box.port), "KINORA_SMTP_TLS": "none"}
    process = StudioProcess(tmp_path / "var", KINORA_WORKERS="0", **mail).start()
    yield process
    process.stop()


@pytest.fixture
def launch() -> Iterator[Launch]:
    with browsers() as launch:
        yield launch


def test_an_address_is_confirmed_and_a_forgotten_password_replaced(
    studio: StudioProcess, box: Mailbox, launch: Launch
) -> None:
    page = launch()
    page.goto(f"{studio.url}/register?next=/settings")
    page.get_by_label("E-mail").fill(ADA)
    page.get_by_label("Password").fill("correct horse")
    page.get_by_role("button", name="Make my account").click()
    note = page.locator("kinora-verify-note")
    expect(note).to_contain_text(ADA)
    keep(page, "account-1-unconfirmed")

    page.goto(box.link(ADA, "/verify-email"))
    page.get_by_role("button", name="Confirm this address").press("Enter")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.goto(f"{studio.url}/settings")
    expect(page.get_by_text("Confirmed", exact=True)).to_be_visible()
    expect(note).to_be_empty()
    page.locator(".k-menu summary").click()
    page.get_by_role("button", name="Sign out").click()

    page.get_by_role("link", name="Forgot the password?").click()
    page.get_by_label("E-mail").fill(ADA)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    page.goto(box.link(ADA, "/reset-password"))
    page.get_by_label("New password").fill("another horse")
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_text("Your password is set")).to_be_visible()

    page.get_by_label("E-mail").fill(ADA)
    page.get_by_label("Password", exact=True).fill("correct horse")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("is wrong")
    page.get_by_label("Password", exact=True).fill("another horse")
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{studio.url}/settings/security")
    expect(page.get_by_text("New password set by a link")).to_be_visible()
    keep(page, "account-2-activity")
