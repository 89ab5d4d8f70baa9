"""A story made step by step in Chromium: script, storyboard, film, and what careless people do to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from domain.users import new_id
from tests.support.browser import CHROMIUM, MISSING, Launch, keep, widest
from tests.support.studio_process import StudioProcess, copy_tree, wait_for_end

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
PASSWORD = "correct horse"
SCRIPT = "# The Lamp\n\nMira lived in a lighthouse on an island.\n\nThe next day a fox came to the village."
BOARD = {
    "title": "Two scenes",
    "format": "square",
    "music": "none",
    "end_card": False,
    "characters": [{"name": "Pip", "kind": "fox"}],
    "scenes": [
        {"id": "a", "text": "Pip looked up.", "prompt": "Pip in a forest"},
        {"id": "b", "text": "The moon rose.", "prompt": "the moon over the sea"},
    ],
}

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason=MISSING)]


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioProcess]:
    """A studio that makes small films: what is tested here does not depend on their size."""
    tree = copy_tree(tmp_path_factory.mktemp("small") / "tree")
    source = tree / "engine" / "generators" / "story.py"
    text = source.read_text()
    small = text.replace('"square": (1080, 1080)', '"square": (96, 96)').replace("FPS = 30\n", "FPS = 4\n")
    assert small.count("(96, 96)") == small.count("FPS = 4\n") == 1
    source.write_text(small)
    process = StudioProcess(tmp_path_factory.mktemp("wizard") / "var", tree).start()
    yield process
    process.stop()


@pytest.fixture
def ada(studio: StudioProcess) -> Iterator[httpx.Client]:
    with studio.client(studio.sign_up(f"{new_id()}@example.org", PASSWORD)) as client:
        yield client


def signed_in(page: Page, studio: StudioProcess, ada: httpx.Client) -> list[str]:
    """Signs in; gives the list of script errors that the page will have."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{studio.url}/login")
    page.locator("input[name=email]").fill(ada.get("/api/v1/auth/me").json()["email"])
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").first.click()
    expect(page.locator("#tab-story-button")).to_be_visible()
    return faults


def draft_of(ada: httpx.Client, **content: Any) -> str:
    """A saved draft whose storyboard has two scenes."""
    body = {"generator": "story", "name": "Two scenes", "content": {"board": BOARD, **content}}
    draft = new_id()
    assert ada.put(f"/api/v1/drafts/{draft}", json=body).status_code == 201
    return draft


def opened(page: Page, studio: StudioProcess, draft: str) -> None:
    page.goto(f"{studio.url}/#story={draft}&step=board")
    expect(page.locator(".k-scene")).to_have_count(2)


def said(page: Page) -> list[str]:
    return [page.locator(".k-scene").nth(n).get_by_label("What is said").input_value() for n in range(2)]


def saved(page: Page) -> None:
    expect(page.locator(".k-story-saved")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))


def test_a_story_is_made_step_by_step(launch: Launch, studio: StudioProcess, ada: httpx.Client) -> None:
    # given a finished script
    job = ada.post("/api/v1/jobs/script", json={"topic": "Tides", "duration": 15}).json()["job_id"]
    assert wait_for_end(ada, job)["status"] == "succeeded"
    page = launch()
    faults = signed_in(page, studio, ada)
    page.locator("#tab-story-button").click()
    expect(page.locator("#story-generate")).to_be_visible()

    # when a story is begun with it, and then told otherwise
    page.get_by_role("button", name="Step by step").click()
    page.get_by_role("button", name="New story").click()
    page.get_by_role("button", name="Use the last script").click()
    script = page.locator("kinora-story").get_by_label("Script", exact=True)
    expect(script).to_have_value(re.compile("Tides"))
    script.fill(SCRIPT)
    page.locator("kinora-story").get_by_label("Shape").select_option("square")
    page.locator("kinora-story").get_by_label("Music").select_option("none")
    expect(page.locator("#story-write")).to_contain_text("1 credit")
    page.locator("#story-write").click()

    # then its storyboard comes as cards with pictures
    cards = page.locator(".k-scene")
    expect(cards).to_have_count(2)
    for n in range(2):
        expect(cards.nth(n).locator("img")).to_be_visible()
    expect(page.locator(".k-story-name")).to_have_text("The Lamp")

    # and one scene can be drawn anew and heard, and the earlier picture comes back
    cards.nth(1).get_by_role("button", name="Another picture").click()
    expect(cards.nth(1).locator("audio")).to_be_visible(timeout=60_000)
    first, back = cards.nth(1).locator("img"), cards.nth(1).get_by_role("button", name="Earlier picture")
    expect(back).to_be_visible()
    anew = first.get_attribute("src")
    back.click()
    expect(first).not_to_have_attribute("src", anew or "")

    # and a double click makes one film for the price that the button shows
    expect(page.locator("#story-film")).to_contain_text("Make the film · 10 credits")
    keep(page, "story-board")
    page.locator("#story-film").dblclick()
    expect(page.locator(".k-story video")).to_be_visible(timeout=60_000)
    keep(page, "story-film")
    made = ada.get("/api/v1/jobs?generator=story").json()["items"]
    assert sorted(job["price"] for job in made) == [1, 1, 10]
    film = made[0]["id"]

    # and what is changed afterwards is all that is paid for, also after a reload
    page.go_back()
    expect(page.locator("#story-film")).to_have_text("See the film")
    saved(page)
    page.reload()
    expect(page.locator("#story-film")).to_have_text("See the film")
    cards.first.get_by_label("What is said").fill("Mira lived in a lighthouse by the sea.")
    expect(page.locator("#story-film")).to_contain_text("Update the film · 3 credits")
    saved(page)
    page.reload()
    expect(cards.first.get_by_label("What is said")).to_have_value("Mira lived in a lighthouse by the sea.")
    expect(page.locator("#story-film")).to_contain_text("Update the film · 3 credits")
    page.locator("#story-film").click()
    expect(page.locator(".k-story .k-panel .k-stages, .k-story video").first).to_be_visible()
    newest = ada.get("/api/v1/jobs?generator=story&limit=1").json()["items"][0]
    assert (newest["params"]["revises"], newest["price"], newest["seed"]) == (film, 3, made[0]["seed"])
    kept = {stage["name"] for stage in wait_for_end(ada, newest["id"])["stages"] if stage["reused"]}
    assert {"draw-1", "draw-2", "speak-2"} <= kept
    assert faults == []


def test_two_tabs_of_one_story_lose_nothing(launch: Launch, studio: StudioProcess, ada: httpx.Client) -> None:
    page = launch()
    faults = signed_in(page, studio, ada)
    draft = draft_of(ada)
    opened(page, studio, draft)
    other = page.context.new_page()
    opened(other, studio, draft)

    # what one saves, the other shows
    page.locator(".k-scene").first.get_by_label("What is said").fill("From the first tab.")
    expect(other.locator(".k-scene").first.get_by_label("What is said")).to_have_value("From the first tab.")

    # where both have changed it, neither is written over
    fresh = ada.get(f"/api/v1/drafts/{draft}").json()
    other.locator(".k-scene").first.get_by_label("What is said").fill("From the second tab.")
    fresh["content"]["board"]["scenes"][0]["text"] = "From a program."
    wanted = {name: fresh[name] for name in ("generator", "name", "content", "version")}
    assert ada.put(f"/api/v1/drafts/{draft}", json=wanted).status_code == 200
    expect(other.locator(".k-story-trouble")).to_contain_text("changed in another tab")
    other.get_by_role("button", name="Keep mine as a copy").click()
    saved(other)
    drafts = ada.get("/api/v1/drafts").json()["items"]
    texts = [ada.get(f"/api/v1/drafts/{d['id']}").json()["content"]["board"]["scenes"][0]["text"] for d in drafts]
    assert sorted(texts) == ["From a program.", "From the second tab."]
    assert faults == []


def test_careless_use_of_a_storyboard(launch: Launch, studio: StudioProcess, ada: httpx.Client) -> None:
    page = launch()
    faults = signed_in(page, studio, ada)
    opened(page, studio, draft_of(ada))
    film, cards = page.locator("#story-film"), page.locator(".k-scene")
    before = said(page)
    expect(film).to_contain_text("10 credits")

    # by keyboard: the second scene up, and the focus stays with it
    cards.nth(1).get_by_role("button", name="Move scene 2 up").focus()
    page.keyboard.press("Enter")
    assert said(page) == before[::-1]
    expect(page.locator(":focus")).to_have_attribute("aria-label", "Move scene 1 down")
    page.keyboard.press("Enter")
    cards.nth(0).locator(".k-scene-handle").drag_to(cards.nth(1).locator("h3"))
    assert said(page) == before[::-1]

    # all cards gone, and back
    for _ in range(2):
        cards.first.get_by_role("button", name="Remove").click()
    expect(film).to_be_disabled()
    expect(page.locator(".k-story-bar")).to_contain_text("There is no scene left")
    for _ in range(2):
        page.get_by_role("button", name="Undo").click()
    assert said(page) == before[::-1]

    # what cannot be drawn is said beside its field
    page.locator(".k-cast-place summary").click()
    page.get_by_label("Who or what").fill("gryphonet")
    expect(page.locator(".k-cast .k-field-problem")).to_contain_text('no "gryphonet"')
    expect(film).to_be_disabled()
    page.get_by_label("Who or what").fill("fox")
    expect(film).to_be_enabled()

    # without a network nothing is ordered or lost
    page.context.set_offline(True)
    cards.first.get_by_label("What is said").fill("Written on a train.")
    expect(page.locator(".k-story-trouble")).to_contain_text("cannot be reached")
    page.context.set_offline(False)
    saved(page)
    page.get_by_role("button", name="Script").last.click()
    page.go_back()
    assert said(page)[0] == "Written on a train."
    assert ada.get("/api/v1/jobs").json()["items"] == []
    assert faults == []


def test_on_a_phone_in_the_dark_nothing_is_too_wide_or_too_small(
    launch: Launch, studio: StudioProcess, ada: httpx.Client
) -> None:
    page = launch(**PHONE, color_scheme="dark")
    faults = signed_in(page, studio, ada)
    opened(page, studio, draft_of(ada))
    page.locator(".k-cast-place summary").click()
    keep(page, "story-phone")
    kinds = "button, select, summary, textarea, input:not([type=checkbox])"
    too_low = f"""[...document.querySelectorAll("kinora-story :is({kinds})")]
        .filter((each) => each.offsetParent && each.getBoundingClientRect().height < 43.5)
        .map((each) => each.outerHTML)"""
    for step in ("board", "film", "script"):
        page.locator(f"[data-step={step}]").click()
        assert widest(page) == 0, step
        assert page.evaluate(too_low) == [], step
    page.get_by_role("button", name="All stories").click()
    expect(page.locator(".k-draft-name")).to_have_text("Two scenes")
    assert widest(page) == 0
    page.get_by_role("button", name="Delete").click()
    page.locator("dialog").get_by_role("button", name="Delete").click()
    expect(page.locator(".k-draft-name")).to_have_count(0)
    assert ada.get("/api/v1/drafts").json()["items"] == []
    assert faults == []
