"""A SCORM package in a SCORM 1.2 run-time environment (scorm-again), used by a learner in Chromium."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from engine.scorm.package import Lesson, QuizQuestion, write_package
from tests.support.browser import CHROMIUM, MISSING, Launch, keep, widest
from tests.support.npm_package import SCORM_AGAIN, npm_package

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason=MISSING)]

QUIZ = (
    QuizQuestion("What is force?", ("A push or a pull", "A colour", "A sound"), 0, "It changes a motion."),
    QuizQuestion("What is its unit?", ("metre", "second", "newton"), 2, "After Isaac Newton."),
)
LMS = """<!doctype html><meta charset="utf-8"><title>LMS</title>
<script src="scorm12.js"></script>
<script>
  const api = window.API = new (window.Scorm12API || Scorm12API)({autocommit: false, logLevel: 4});
  const saved = localStorage.getItem("cmi");
  if (saved) api.loadFromJSON(JSON.parse(saved), "");
  window.calls = [];
  for (const name of ["LMSInitialize", "LMSCommit", "LMSFinish"])
    api.on(name, () => { window.calls.push(name); localStorage.setItem("cmi", JSON.stringify(api.cmi.toJSON())); });
  window.told = () => ({status: api.cmi.core.lesson_status, score: api.cmi.core.score.raw, errors: api.lastErrorCode,
    interactions: api.cmi.interactions.childArray.length, location: api.cmi.core.lesson_location});
</script>
<iframe id="lesson" src="lesson/index.html" style="width:100%;height:95vh;border:0"></iframe>"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        del format, args


@pytest.fixture(scope="module")
def lms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from tests.support.films import small_film

    folder = tmp_path_factory.mktemp("lms")
    film = small_film(folder / "film.mp4", seconds=3.0)
    package = write_package(
        Lesson("Forces", "en", film, "WEBVTT\n\n00:00.000 --> 00:02.000\nA push or a pull.\n", "<p>Notes</p>", QUIZ),
        folder / "scorm.zip",
    )
    with zipfile.ZipFile(package) as zipped:
        zipped.extractall(folder / "lesson")
    (folder / "index.html").write_text(LMS, encoding="utf-8")
    (folder / "scorm12.js").write_bytes((npm_package(SCORM_AGAIN) / "dist/scorm12.min.js").read_bytes())
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_learner_watches_answers_comes_back_and_the_system_knows(lms: str, launch: Launch) -> None:
    page = launch()
    page.goto(lms)
    lesson = page.frame_locator("#lesson")
    lesson.get_by_role("heading", name="Forces").wait_for()
    assert page.evaluate("window.told()")["status"] == "incomplete"

    # One wrong answer of two: 50 %, not passed.
    lesson.get_by_label("A push or a pull").check()
    lesson.get_by_label("metre").check()
    lesson.get_by_role("button", name="Check answers").click()
    lesson.get_by_text("1 of 2 right: 50 %").wait_for()
    lesson.get_by_text("Not quite: newton. After Isaac Newton.").wait_for()
    told = page.evaluate("window.told()")
    assert (told["status"], str(told["score"]), told["interactions"]) == ("failed", "50", 2)

    # The film is watched to its end, and the second try is right.
    page.frames[1].evaluate("const film = document.getElementById('film'); film.muted = true; film.play()")
    lesson.get_by_text("Film watched").wait_for()
    lesson.get_by_label("newton").check()
    lesson.get_by_role("button", name="Check answers").click()
    lesson.get_by_text("2 of 2 right: 100 %. You have passed.").wait_for()
    told = page.evaluate("window.told()")
    assert (told["status"], str(told["score"])) == ("passed", "100")
    assert str(told["errors"]) in ("0", "")
    keep(page, "scorm-lesson")

    # Leaving reports the time and ends the session; coming back finds everything as it was.
    page.frames[1].goto("about:blank")
    page.wait_for_function("window.calls.includes('LMSFinish')")
    saved = json.loads(page.evaluate("localStorage.getItem('cmi')"))
    assert json.loads(saved["suspend_data"])["best"] == 100
    page.goto(lms)
    lesson = page.frame_locator("#lesson")
    lesson.get_by_text("best score 100 %").wait_for()
    assert lesson.get_by_label("newton").is_checked()
    assert page.evaluate("window.told()")["status"] == "passed"


def test_it_also_opens_without_a_system_and_on_a_phone(lms: str, launch: Launch) -> None:
    page = launch(viewport={"width": 390, "height": 800})
    page.goto(f"{lms}lesson/index.html")
    page.get_by_text("Opened without a learning management system").wait_for()
    page.keyboard.press("Tab")  # the first stop leads past the film's controls
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "radio"
    page.get_by_label("A push or a pull").check()
    page.get_by_label("newton").check()
    page.get_by_role("button", name="Check answers").press("Enter")
    page.get_by_text("2 of 2 right").wait_for()
    assert widest(page) == 0
    keep(page, "scorm-lesson-phone")
