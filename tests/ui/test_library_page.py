"""The library in a browser: search, bulk zip, a share link that a stranger opens, deletion, a phone."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from domain.jobs import JobStatus, StoredArtifact
from domain.library import item_of
from domain.users import User
from tests.storage.factories import NOW, make_job
from tests.support.browser import CHROMIUM, MISSING, browsers, keep, widest
from tests.support.pictures import photo
from tests.support.studio_process import free_port
from tests.ui.demo_studio import Demo, build_demo, serving

PASSWORD = "correct horse"


def fill(demo: Demo, ada: User, prompts: list[str]) -> None:
    """A finished picture for each prompt."""
    with demo.kit.database.begin() as tx:
        for number, prompt in enumerate(prompts):
            job = make_job(ada.id, generator="restyle", params={"prompt": prompt}, seed=number)
            job = replace(job, status=JobStatus.SUCCEEDED, charged=2, started_at=NOW, finished_at=NOW)
            key = job.output_prefix + "restyle-1.png"
            size = demo.kit.objects.put(key, photo(), "image/png", durable=False)
            file = StoredArtifact("restyle-1.png", "image/png", size, key)
            tx.jobs.add(job, [])
            tx.artifacts.add(job.id, [file])
            tx.library.add(item_of(job, [file]))


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason=MISSING)
def test_results_are_found_zipped_shared_and_deleted(tmp_path: Path) -> None:
    # given a library of ninety results, three of a fox
    demo = build_demo(tmp_path)
    ada = demo.kit.accounts.register("ada@example.org", PASSWORD, "Ada Lovelace")
    fill(demo, ada, [f"a red fox number {n}" if n % 30 == 0 else f"an owl number {n}" for n in range(90)])
    with serving(demo.app, free_port()) as url, browsers() as launch:
        page = launch(accept_downloads=True)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{url}/login?next=/library")
        page.fill("[name=email]", "ada@example.org")
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")

        # when she scrolls to the end, all are there, and the page has let go of the first ones
        page.wait_for_selector(".k-tile img")
        for _ in range(12):
            page.mouse.wheel(0, 4000)
            page.wait_for_timeout(120)
        page.get_by_text("an owl number 1", exact=True).wait_for()
        assert page.locator(".k-tile").count() < 90

        # and searches, then selects two by keyboard and mouse
        page.fill("input[type=search]", "fox num")
        page.wait_for_function("document.querySelectorAll('.k-tile').length === 3")
        assert "q=fox+num" in page.url
        page.locator(".k-tile-link").first.focus()
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.textContent").startswith("a red fox number 30")
        for tile in range(2):
            page.locator(".k-tile-box").nth(tile).focus()
            page.keyboard.press("Space")
        keep(page, "library")
        with page.expect_download() as download:
            page.get_by_role("button", name="Download zip").click()
        with zipfile.ZipFile(str(download.value.path())) as archive:
            assert archive.testzip() is None
            assert [name.split(" ")[1] for name in archive.namelist()] == ["a-red-fox-number-60", "a-red-fox-number-30"]

        # and shares one, which a stranger sees until it is revoked
        page.locator(".k-tile-link").first.click()
        page.get_by_role("button", name="Share").click()
        page.get_by_role("button", name="Make a link").click()
        link = page.locator("dialog code").inner_text()
        stranger = launch()
        stranger.goto(link)
        stranger.locator(".k-gallery img").wait_for()
        assert stranger.evaluate("document.querySelector('.k-gallery img').decode().then(() => true)")
        assert "fox" not in stranger.content() and stranger.url == link
        page.get_by_role("button", name="Revoke").click()
        page.locator("dialog .k-keys li").wait_for(state="detached")
        stranger.reload()
        assert "does not work any more" in stranger.content()
        page.get_by_role("button", name="Done").click()

        # and deletes it, after being asked
        page.get_by_role("button", name="Delete").click()
        page.locator("dialog").get_by_role("button", name="Delete").click()
        page.wait_for_url("**/library")
        page.goto(f"{url}/library?q=fox")
        page.wait_for_function("document.querySelectorAll('.k-tile').length === 2")

        # then it fits a phone, and no script has failed
        page.set_viewport_size({"width": 390, "height": 844})
        assert widest(page) <= 0
        keep(page, "library-phone")
        assert errors == []
