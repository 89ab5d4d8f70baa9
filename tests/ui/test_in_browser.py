"""What only a browser can show: the scripts, the layout, the network."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Route

from domain.jobs import JobFilter
from domain.users import User, new_id
from engine.builtin.script.plain_text import escape_markdown
from engine.generators import script
from tests.support.browser import CHROMIUM, MISSING, PATIENCE, chromium
from tests.support.pictures import photo
from tests.support.studio_process import free_port
from tests.ui.demo_studio import Demo, build_demo, serving

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason=MISSING)]
EVIL = "<img src=x onerror=\"window.hacked='yes'\">"


@dataclass
class Visit:
    """A signed-in person's page, and what it did that it should not have."""

    page: Any
    user: User
    site: str
    demo: Demo
    faults: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("request", self._check_host)
        self.page.on("response", self._check_status)

    def _check_host(self, request: Any) -> None:
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.faults.append(f"left the host: {request.url}")

    def _check_status(self, response: Any) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status}: {response.url}")

    def forgive(self, fault: str) -> None:
        """Take out the faults that the test provoked; there must be some."""
        kept = [found for found in self.faults if not found.startswith(fault)]
        assert len(kept) < len(self.faults), f"no {fault} among {self.faults}"
        self.faults[:] = kept

    def open(self, path: str = "/") -> None:
        self.page.goto(self.site + path)

    def tab(self, key: str) -> None:
        self.page.click(f"#tab-{key}-button")
        self.page.wait_for_selector(f"#{key}-generate")

    def seen(self, selector: str) -> Any:
        return self.page.wait_for_selector(f"{selector} >> visible=true")

    def jobs(self) -> list[Any]:
        return [record.job for record in self.demo.deps.studio.jobs(JobFilter(self.user.id)).items]

    def overflow(self) -> int:
        """Pixels by which the page is wider than the screen."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.fixture(scope="module")
def browser() -> Iterator[BrowserContext]:
    with chromium() as browser:
        context = browser.new_context()
        context.set_default_timeout(PATIENCE)
        yield context


@pytest.fixture
def visit(browser: BrowserContext, demo: Demo, site: str) -> Iterator[Visit]:
    with _visiting(browser, demo, site) as visit:
        yield visit


@contextlib.contextmanager
def _visiting(browser: BrowserContext, demo: Demo, site: str) -> Iterator[Visit]:
    user = demo.kit.accounts.register(f"{new_id()}@example.org", "correct horse", EVIL)
    browser.clear_cookies()
    page = browser.new_page()
    page.set_viewport_size({"width": 1280, "height": 860})
    page.goto(site + "/login")
    page.fill("[name=email]", user.email)
    page.fill("[name=password]", "correct horse")
    page.click("button[type=submit]")
    page.wait_for_selector("#tab-script-button")
    visit = Visit(page, user, site, demo)
    visit.watch()
    yield visit
    page.close()
    assert visit.faults == []


def test_double_click_orders_one_job_whose_result_appears(visit: Visit, tmp_path: Path) -> None:
    picture = tmp_path / "beach.png"
    picture.write_bytes(photo())
    visit.tab("restyle")
    visit.page.set_input_files("#restyle-photo input[type=file]", str(picture))
    visit.seen("#restyle-photo img")
    visit.page.dblclick("#restyle-generate")
    visit.seen(".k-gallery img")
    assert len(visit.jobs()) == 1
    assert visit.page.inner_text(".k-badge") == "built-in renderer"
    assert "49 credits" in visit.page.inner_text(".k-header-end")
    assert visit.page.inner_text("kinora-problem") == ""


def test_price_on_the_button_follows_the_form(visit: Visit) -> None:
    visit.tab("restyle")
    visit.page.fill("#restyle-count input[type=number]", "3")
    visit.page.keyboard.press("Tab")
    visit.page.wait_for_function("document.querySelector('#restyle-generate').textContent.includes('3 credits')")


def test_form_is_filled_in_by_keyboard(visit: Visit) -> None:
    visit.tab("script")
    visit.page.focus("#script-audience input")
    visit.seen("#script-audience .options")
    visit.page.keyboard.press("Tab")
    visit.seen("#script-style .options")
    assert not visit.page.is_visible("#script-audience .options"), "a list that was left covers the form"
    visit.page.click("#script-form .k-more > button")
    visit.seen("#script-seed input, #script-seed textarea").focus()
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("ArrowRight")
    assert visit.page.input_value("#script-backend input:checked") == "builtin"


def test_looking_at_more_settings_changes_none_of_them(visit: Visit) -> None:
    visit.tab("script")
    visit.page.fill("#script-topic textarea", "Tides")
    visit.page.click("#script-form .k-more > button")
    assert visit.seen("#script-seed :is(input, textarea)").input_value() == ""
    visit.page.click("#script-generate")
    visit.seen(".k-words")
    (job,) = visit.jobs()
    assert job.seed > 0
    assert {**job.params, "seed": None} == script.GENERATOR.params(topic="Tides").model_dump(mode="json")


def test_what_people_write_stays_text(visit: Visit) -> None:
    visit.tab("script")
    visit.page.fill("#script-topic textarea", EVIL)
    visit.page.click("#script-generate")
    assert EVIL in visit.seen(".k-words").inner_text()
    visit.open("/jobs")
    assert EVIL in visit.seen(".k-job-summary").inner_text()
    visit.page.click("summary[aria-label=Account]")
    assert EVIL in visit.seen(".k-account").inner_text()
    assert visit.page.evaluate("window.hacked") is None


def test_account_menu_that_was_opened_before_its_script_came_is_filled(visit: Visit) -> None:
    late: list[Route] = []
    visit.page.route("**/js/kinora.js*", lambda route: late.append(route))
    with visit.page.expect_request("**/js/kinora.js*"):
        visit.page.goto(f"{visit.site}/jobs", wait_until="commit")
    visit.page.click("summary[aria-label=Account]")
    assert late and visit.page.locator(".k-account").count() == 0
    late[0].continue_()
    assert visit.user.email in visit.seen(".k-account").inner_text()


TYPED = "[a](javascript:alert(1))", EVIL, "*a* **b** _c_ `d`", "1. one", "- two", "# three", "a & b &lt; c", "www.x.y"


def test_marks_in_a_script_that_were_typed_are_shown_as_typed(visit: Visit) -> None:
    read = """async (texts) => {
        const { words } = await import("/static/kinora/js/words.js");
        return texts.map(words).map((view) => [view.textContent, view.querySelectorAll(":not(p)").length]);
    }"""
    assert visit.page.evaluate(read, [escape_markdown(typed) for typed in TYPED]) == [[typed, 0] for typed in TYPED]


def test_error_stands_beside_its_field(visit: Visit) -> None:
    visit.tab("script")
    visit.page.click("#script-generate")
    assert visit.seen("#script-topic .k-field-problem").inner_text() == "This cannot be empty."
    assert visit.page.get_attribute("#script-topic textarea", "aria-invalid") == "true"
    assert visit.page.evaluate("document.activeElement.closest('#script-topic') !== null")
    assert visit.jobs() == []


def test_reload_finds_the_running_job_and_cancel_ends_it(visit: Visit) -> None:
    visit.tab("script")
    visit.page.fill("#script-topic textarea", "slow tides")
    visit.page.click("#script-generate")
    visit.seen(".k-stages .running")
    visit.page.reload()
    visit.tab("script")
    bar = visit.seen("[role=progressbar]")
    assert 0 <= int(bar.get_attribute("aria-valuenow")) <= 100
    visit.page.click(".k-work button")
    assert "Nothing was charged." in visit.seen(".k-ended").inner_text()


def test_failed_job_says_why_and_can_be_tried_again(visit: Visit) -> None:
    visit.tab("script")
    visit.page.fill("#script-topic textarea", "fail")
    visit.page.click("#script-generate")
    text = visit.seen(".k-failed").inner_text()
    assert "ran out of memory" in text and "Nothing was charged." in text
    with visit.page.expect_response("**/retry"):
        visit.page.click(".k-failed button")
    assert [job.params["topic"] for job in visit.jobs()] == ["fail", "fail"]


def test_make_again_fills_the_form_with_the_same_file(visit: Visit) -> None:
    asset = visit.demo.deps.desk.take(visit.user, "photo", EVIL + ".png", photo())  # type: ignore[arg-type]  # its value
    order = {"photo": asset.id, "style": "oil", "count": 2}
    job = visit.demo.deps.studio.submit(visit.user, "restyle", order).job
    visit.open(f"/result/{job.id}")
    visit.seen(".k-gallery img")
    visit.page.click("text=Make again")
    visit.seen(".k-kept img")
    assert "img src" in visit.page.inner_text(".k-kept .k-file-name")
    visit.page.wait_for_function("document.querySelector('#restyle-generate').textContent.includes('2 credits')")
    visit.page.click("#restyle-generate")
    visit.page.wait_for_function("document.querySelector('kinora-chips').textContent.includes('46')")
    newest = visit.jobs()[0]
    assert (newest.params["photo"], newest.params["style"]) == (asset.id, "oil")
    assert newest.seed != job.seed
    assert visit.page.evaluate("window.hacked") is None


def test_reloading_the_page_that_shows_a_new_key_makes_no_other(visit: Visit) -> None:
    visit.open("/settings/api-keys")
    visit.page.fill("[name=name]", "Nightly")
    visit.page.click("text=Create key")
    assert visit.seen(".k-secret code").inner_text().startswith("kin_")
    visit.page.reload()
    visit.seen(".k-keys")
    assert visit.page.query_selector(".k-secret") is None
    assert len(visit.demo.kit.accounts.keys.of_user(visit.user.id)) == 1


def test_theme_is_kept(visit: Visit) -> None:
    before = visit.page.evaluate("document.body.classList.contains('dark')")
    visit.page.click("kinora-theme button")
    visit.page.reload()
    visit.page.wait_for_selector("#tab-script-button")
    assert visit.page.evaluate("document.body.classList.contains('dark')") is not before
    visit.page.click("kinora-theme button")


@pytest.mark.parametrize("path", ["/", "/jobs", "/settings", "/settings/security", "/settings/api-keys", "/login"])
def test_nothing_is_wider_than_a_phone(visit: Visit, path: str) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.open(path)
    visit.page.wait_for_selector("#tab-script-button" if path == "/" else "main")
    assert visit.overflow() <= 0
    if path == "/":
        visit.tab("restyle")
        assert visit.overflow() <= 0
        box = visit.page.locator("#restyle-generate").bounding_box()
        assert box["height"] >= 44 and box["y"] + box["height"] <= 844


def settle(visit: Visit, key: str) -> None:
    """Open a tab and wait until the page asks for nothing by itself: refused, that would lead to the sign-in page."""
    with visit.page.expect_response(f"**/api/v1/jobs?generator={key}*"):
        visit.open()
        visit.tab(key)
    visit.page.wait_for_timeout(2000)


def choose_photo(visit: Visit, folder: Path) -> None:
    picture = folder / "beach.png"
    picture.write_bytes(photo())
    visit.page.set_input_files("#restyle-photo input[type=file]", str(picture))


def refuse(visit: Visit, address: str, status: int, message: str) -> None:
    answer = json.dumps({"error": {"code": "refused", "message": message}})
    visit.page.route(address, lambda route: route.fulfill(status=status, content_type="application/json", body=answer))


ORDERS, UPLOADS = "**/gradio_api/run/**", "**/gradio_api/upload?*"


@pytest.mark.parametrize("status", [403, 429, 503])
def test_refused_order_says_why_and_can_be_sent_again(visit: Visit, status: int) -> None:
    visit.tab("script")
    visit.page.fill("#script-topic textarea", "Tides")
    refuse(visit, ORDERS, status, "Not now.")
    visit.page.click("#script-generate")
    assert visit.seen("#script-form .k-problem").inner_text() == "Not now."
    assert visit.page.get_attribute("#script-generate", "aria-busy") == "false"
    visit.page.unroute(ORDERS)
    visit.page.click("#script-generate")
    visit.seen(".k-words")
    assert len(visit.jobs()) == 1
    visit.forgive(f"{status}:")


def test_order_after_signing_out_elsewhere_leads_to_the_sign_in_page(visit: Visit) -> None:
    settle(visit, "script")
    visit.page.fill("#script-topic textarea", "Tides")
    visit.demo.kit.accounts.sessions.end_all(visit.user.id)
    visit.page.click("#script-generate")
    visit.page.wait_for_url("**/login?next=%2F")
    assert visit.jobs() == []
    visit.forgive("401:")


def test_order_whose_answer_is_lost_is_placed_once(visit: Visit) -> None:
    visit.tab("script")
    visit.page.fill("#script-topic textarea", "Tides")
    visit.page.route(ORDERS, lambda route: (route.fetch(), route.abort()))
    visit.page.click("#script-generate")
    assert "could not be reached" in visit.seen("#script-form .k-problem").inner_text()
    visit.page.unroute(ORDERS)
    visit.page.click("#script-generate")
    visit.seen(".k-words")
    assert len(visit.jobs()) == 1


def test_order_to_a_dead_server_says_so_and_is_taken_once_it_is_back(browser: BrowserContext, tmp_path: Path) -> None:
    demo, port = build_demo(tmp_path), free_port()
    with contextlib.ExitStack() as page:
        with serving(demo.app, port) as site:
            visit = page.enter_context(_visiting(browser, demo, site))
            visit.tab("script")
            visit.page.fill("#script-topic textarea", "Tides")
        visit.page.click("#script-generate")
        assert "could not be reached" in visit.seen("#script-form .k-problem").inner_text()
        assert visit.page.get_attribute("#script-generate", "aria-busy") == "false"
        with serving(demo.app, port):
            visit.page.click("#script-generate")
            visit.seen(".k-words")
            assert len(visit.jobs()) == 1


def test_form_outlives_a_lost_network(visit: Visit, browser: BrowserContext) -> None:
    visit.tab("script")
    visit.page.fill("#script-topic textarea", "Tides")
    browser.set_offline(True)
    visit.page.click("#script-generate")
    visit.seen("#script-form .k-problem")
    browser.set_offline(False)
    visit.page.wait_for_timeout(3000)  # Gradio would by now have reloaded the page, and emptied the form
    visit.page.click("#script-generate")
    visit.seen(".k-words")
    assert [job.params["topic"] for job in visit.jobs()] == ["Tides"]


def test_click_that_gradio_drops_says_so(visit: Visit, browser: BrowserContext) -> None:
    visit.tab("restyle")
    browser.set_offline(True)
    visit.page.fill("#restyle-count input[type=number]", "3")  # asks for the price: Gradio finds the server gone
    visit.page.keyboard.press("Tab")
    visit.seen(".toast-body")
    visit.page.click("#restyle-generate")
    said = visit.seen("#restyle-form .k-problem").inner_text()
    browser.set_offline(False)
    assert "could not be reached" in said


def test_upload_that_the_server_forgot_is_asked_for_again(visit: Visit, tmp_path: Path) -> None:
    visit.tab("restyle")
    choose_photo(visit, tmp_path)
    visit.seen("#restyle-photo img")
    visit.demo.forget_uploads()
    visit.page.click("#restyle-generate")
    said = visit.seen("#restyle-photo .k-field-problem").inner_text()
    assert said == "This upload is no longer there. Choose the file again."
    assert visit.page.get_attribute("#restyle-generate", "aria-busy") == "false"
    visit.forgive("403:")


def test_refused_upload_is_said_beside_its_field(visit: Visit, tmp_path: Path) -> None:
    visit.tab("restyle")
    refuse(visit, UPLOADS, 413, "This file is too large.")
    choose_photo(visit, tmp_path)
    assert visit.seen("#restyle-photo .k-field-problem").inner_text() == "This file is too large."
    visit.forgive("413:")


def test_upload_after_signing_out_elsewhere_leads_to_the_sign_in_page(visit: Visit, tmp_path: Path) -> None:
    settle(visit, "restyle")
    visit.demo.kit.accounts.sessions.end_all(visit.user.id)
    choose_photo(visit, tmp_path)
    visit.page.wait_for_url("**/login?next=%2F")
    visit.forgive("401:")


def test_two_tabs_that_try_again_make_one_job_and_its_failure_another(visit: Visit, browser: BrowserContext) -> None:
    failed = visit.demo.deps.studio.submit(visit.user, "script", {"topic": "fail"}).job
    second = browser.new_page()
    for page in (visit.page, second):
        page.goto(f"{visit.site}/result/{failed.id}")
        page.wait_for_selector(".k-failed button")
    for page in (visit.page, second):
        page.click(".k-failed button")
        page.wait_for_url(lambda url: failed.id not in url)
    assert len(visit.jobs()) == 2
    assert second.url == visit.page.url
    with second.expect_response("**/retry"):
        second.click(".k-failed button")
    assert len(visit.jobs()) == 3
    second.close()
