"""What a stranger with a share link sees, and what not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from domain.generator import Artifact
from domain.jobs import StoredArtifact
from domain.users import User
from engine.media.record import embed, read_png_record
from tests.support.pictures import photo
from tests.ui.demo_studio import Demo, build_demo

SECRET = "a prompt that nobody shall see"


@pytest.fixture
def demo(tmp_path: Path) -> Demo:
    return build_demo(tmp_path)


@pytest.fixture
def ada(demo: Demo) -> User:
    return demo.kit.user()


def finished(demo: Demo, ada: User) -> str:
    """A job with a picture that holds its prompt, and the record itself."""
    job = demo.kit.studio.submit(ada, "script", {"topic": SECRET}).job
    claimed = demo.kit.lifecycle.claim(job.id)
    assert claimed is not None
    record = {"ai_generated": True, "params": {"topic": SECRET}, "generator": "script", "backends": []}
    marked = embed(Artifact("script-1.png", "image/png", photo()), record).content
    assert isinstance(marked, bytes)
    files = {"script-1.png": ("image/png", marked), "metadata.json": ("application/json", SECRET.encode())}
    stored = []
    for name, (kind, data) in files.items():
        size = demo.kit.objects.put(job.output_prefix + name, data, kind)
        stored.append(StoredArtifact(name, kind, size, job.output_prefix + name))
    demo.kit.lifecycle.succeed(replace(claimed, backend={"kind": "builtin", "name": "built-in renderer"}), stored, 1)
    return job.id


def test_a_stranger_sees_the_result_and_not_its_prompt(demo: Demo, ada: User) -> None:
    job = finished(demo, ada)
    _, secret = demo.kit.sharing.share(ada, job)
    stranger = TestClient(demo.app, headers={"Accept": "text/html"})

    shown = stranger.get(f"/s/{secret}")
    picture = stranger.get(f"/s/{secret}/script-1.png")

    assert shown.status_code == 200 and "AI-generated" in shown.text and "script-1.png" in shown.text
    assert SECRET not in shown.text and "metadata.json" not in shown.text and "ada@example.org" not in shown.text
    assert "noindex" in shown.headers["x-robots-tag"] and shown.headers["referrer-policy"] == "no-referrer"
    assert picture.headers["content-type"] == "image/png" and SECRET.encode() not in picture.content
    assert read_png_record(picture.content) == {"ai_generated": True, "generator": "script"}
    for path in (f"/s/{secret}/metadata.json", f"/s/{secret}/cache", f"/s/{secret}x", "/s/x", "/s/x/script-1.png"):
        gone = stranger.get(path)
        assert gone.status_code == 404 and "noindex" in gone.headers.get("x-robots-tag", "noindex")
    assert "does not work any more" in stranger.get("/s/x").text
    assert stranger.post(f"/s/{secret}").status_code in (401, 403, 405)


def test_a_link_shows_the_prompt_where_that_was_ticked(demo: Demo, ada: User) -> None:
    job = finished(demo, ada)
    link, secret = demo.kit.sharing.share(ada, job, with_prompt=True)
    stranger = TestClient(demo.app, headers={"Accept": "text/html"})

    assert SECRET in stranger.get(f"/s/{secret}").text
    assert SECRET in stranger.get(f"/s/{secret}/metadata.json").text
    demo.kit.sharing.revoke(ada, job, link.id)
    assert stranger.get(f"/s/{secret}").status_code == stranger.get(f"/s/{secret}/metadata.json").status_code == 404
