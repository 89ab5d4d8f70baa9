"""Every page is looked through by axe-core, in light and in dark, by the rules of WCAG 2.2 A and AA."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute

from domain.jobs import JobFilter
from domain.users import Role
from engine.registry import discover
from tests.support.browser import CHROMIUM, MISSING, browsers
from tests.support.npm_package import AXE_CORE, npm_package
from tests.support.ports import free_port
from tests.ui.demo_studio import Demo, build_demo, serving
from tests.ui.test_library_page import fill
from ui.pages import pages_router

PASSWORD = "correct horse"
OPEN = ("/login", "/register", "/forgot-password")
ELSEWHERE = ("/setup", "/oauth/", "/verify-email", "/reset-password")
"""Pages that need a link or a setting, and look like those in `OPEN`."""
SERIOUS = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const found = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  return found.violations.filter((each) => ["serious", "critical"].includes(each.impact))
    .map((each) => ({ rule: each.id, at: each.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)) }));
}"""


def pages(demo: Demo, job_id: str) -> list[str]:
    """The addresses of all pages for somebody who is signed in, except the Blocks."""
    paths = [route.path for route in pages_router(demo.deps).routes if isinstance(route, APIRoute)]
    plain = {path.replace("{job_id}", job_id) for path in paths if not path.startswith((*OPEN, *ELSEWHERE))}
    return sorted(path for path in plain if "{" not in path)


def problems(page: Any, where: str) -> list[str]:
    page.add_script_tag(path=str(npm_package(AXE_CORE) / "axe.min.js"))
    return [f"{where}: {json.dumps(each)}" for each in page.evaluate(SERIOUS)]


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason=MISSING)
def test_no_page_has_a_serious_fault(tmp_path: Path) -> None:
    demo = build_demo(tmp_path, generators=discover())
    boss = demo.kit.accounts.register("boss@example.org", PASSWORD, "Ada Lovelace", role=Role.ADMIN)
    fill(demo, boss, ["a red fox", "an owl"])
    job_id = demo.deps.studio.jobs(JobFilter(boss.id)).items[0].job.id
    found: list[str] = []
    with serving(demo.app, free_port()) as url, browsers() as launch:
        page = launch(bypass_csp=True)
        for path in OPEN:
            page.goto(url + path)
            found += problems(page, path)
        page.goto(f"{url}/login?next=/jobs")
        page.fill("[name=email]", "boss@example.org")
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{url}/jobs")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for path in pages(demo, job_id):
                page.goto(url + path, wait_until="networkidle")
                found += problems(page, f"{path} {scheme}")
            page.goto(url)
            for key in demo.deps.studio.generators:
                page.click(f"#tab-{key}-button")
                page.wait_for_selector(f"#tab-{key}-button[aria-selected=true]")
                found += problems(page, f"tab {key} {scheme}")
    assert found == []
