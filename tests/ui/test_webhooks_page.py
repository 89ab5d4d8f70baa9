"""The page of webhooks in a browser, with a sender and a real receiver behind it."""

from __future__ import annotations

from pathlib import Path

import pytest

from queue_worker.webhook_post import HttpPost
from queue_worker.webhook_sender import WebhookSender
from storage.webhook_secrets import WebhookSecrets
from tests.support.browser import CHROMIUM, MISSING, browsers, keep, widest
from tests.support.receiver import receiver
from tests.support.studio import SECRET
from tests.support.studio_process import free_port
from tests.ui.demo_studio import build_demo, serving

PASSWORD = "correct horse"


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason=MISSING)
def test_a_webhook_is_made_tested_and_sent_again(tmp_path: Path) -> None:
    studio = build_demo(tmp_path)
    studio.kit.accounts.register("ada@example.org", PASSWORD)
    sender = WebhookSender(studio.kit.database, WebhookSecrets(SECRET), HttpPost(private=True), interval=0.05)
    with receiver() as server, serving(studio.app, free_port()) as url, browsers() as launch:
        sender.start()
        page = launch(viewport={"width": 390, "height": 844})
        page.goto(f"{url}/login?next=/webhooks")
        page.fill("[name=email]", "ada@example.org")
        page.fill("[name=password]", PASSWORD)
        page.click("button[type=submit]")

        page.get_by_label("Address").fill("https://user:word@example.org")
        page.click("text=Add webhook")
        page.wait_for_selector("[role=alert]:has-text('no user name and password')")
        page.get_by_label("Address").fill(f"{server.url}/kinora")
        page.get_by_label("Job cancelled").uncheck()
        page.click("text=Add webhook")
        assert page.inner_text(".k-secret code").startswith("whsec_")
        page.click("text=Send a test")
        page.wait_for_selector(".k-hook-messages :text('Taken')")
        page.click("text=Send again")
        page.wait_for_function("document.querySelectorAll('.k-hook-delivered').length === 2")
        assert len({got.headers["Kinora-Delivery"] for got in server.got}) == 1 and server.got[0].path == "/kinora"
        assert widest(page) == 0
        keep(page, "webhooks-phone")

        page.reload()
        assert not page.is_visible(".k-secret"), "a secret is shown once"
        page.once("dialog", lambda dialog: dialog.accept())
        page.click("text=Delete")
        page.wait_for_selector("text=There is no webhook yet")
    sender.stop()
