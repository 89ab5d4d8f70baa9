"""GET /auth/me/storage: what an account keeps, and for how long."""

from __future__ import annotations

import io

from PIL import Image

from tests.support.api_world import ApiWorld


def test_an_account_sees_what_it_keeps_and_for_how_long(world: ApiWorld) -> None:
    out = io.BytesIO()
    Image.new("RGB", (64, 64)).save(out, "PNG")
    upload = world.program().post("/api/v1/assets", files={"file": ("a.png", out.getvalue())}, data={"type": "photo"})
    assert upload.status_code == 201, upload.text

    mine = world.program().get("/api/v1/auth/me/storage").json()
    theirs = world.program("eve@example.org").get("/api/v1/auth/me/storage").json()

    assert mine["uploads"] == {"files": 1, "bytes": upload.json()["size"]}
    assert mine["bytes"] == upload.json()["size"] and mine["results"] == {"files": 0, "bytes": 0}
    assert theirs["bytes"] == 0
    assert mine["kept_days"] == {"results": 7, "inputs": 30, "stages": 7}

    job_id = world.order(world.program())
    assert world.program().get(f"/api/v1/jobs/{job_id}").json()["files_removed_at"] is None
