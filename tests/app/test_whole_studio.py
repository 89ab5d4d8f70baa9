"""The assembled app over HTTP: a job from order to file, and what careless clients do."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import psutil
import pytest

from engine.media.record import read_png_record
from tests.support.pictures import photo
from tests.support.studio_process import StudioProcess, wait_for_end

SCRIPT = {"topic": "How volcanoes erupt", "duration": 30, "backend": "builtin"}


def upload(client: httpx.Client, data: bytes = b"", name: str = "me.png", kind: str = "photo") -> httpx.Response:
    return client.post("/api/v1/assets", files={"file": (name, data or photo())}, data={"type": kind})


def balance(client: httpx.Client) -> int:
    credits: dict[str, int] = client.get("/api/v1/credits").json()
    assert credits["held"] == 0
    return credits["balance"]


def test_a_photo_is_restyled_charged_and_downloadable(ada: httpx.Client) -> None:
    asset = upload(ada).json()
    answer = ada.post("/api/v1/jobs/restyle", json={"photo": asset["id"], "style": "comic", "count": 2, "seed": 5})
    assert (answer.status_code, answer.json()["price"], answer.json()["balance"]) == (202, 2, 48)
    job = wait_for_end(ada, answer.json()["job_id"], 120)
    assert job["status"] == "succeeded", job
    assert [a["name"] for a in job["artifacts"]] == [
        "restyle-1.png",
        "restyle-2.png",
        "before-after.png",
        "metadata.json",
    ]
    assert (job["charged"], job["progress"], job["seed"], job["backend"]["kind"]) == (2, 1, 5, "builtin")
    assert balance(ada) == 48
    files = [httpx.get(httpx.URL(str(ada.base_url)).join(a["url"])) for a in job["artifacts"]]
    assert [f.status_code for f in files] == [200] * 4
    record = read_png_record(files[0].content)
    assert record is not None
    assert (record["seed"], record["params"]["style"]) == (5, "comic")
    assert json.loads(files[3].content)["job_id"] == job["id"]
    assert files[0].content != files[1].content


def test_events_come_in_order_and_are_replayed(ada: httpx.Client) -> None:
    job_id = ada.post("/api/v1/jobs/script", json=SCRIPT).json()["job_id"]
    seen = [line for line in ada.get(f"/api/v1/jobs/{job_id}/events").text.splitlines() if line]
    kinds = [line.split(":")[1].strip() for line in seen if line.startswith("event")]
    ids = [line.split(":", 1)[1].strip() for line in seen if line.startswith("id")]
    assert kinds[-1] == "state"
    assert "progress" in kinds
    assert '"succeeded"' in seen[-1] or '"succeeded"' in seen[-2] or '"succeeded"' in seen[-3]
    again = ada.get(f"/api/v1/jobs/{job_id}/events", headers={"Last-Event-ID": ids[0]}).text
    assert ids[0] not in [line.split(":", 1)[1].strip() for line in again.splitlines() if line.startswith("id")]
    assert ids[-1] in again


def test_a_double_click_makes_one_job(ada: httpx.Client) -> None:
    def click(_: int) -> httpx.Response:
        return ada.post("/api/v1/jobs/script", json=SCRIPT, headers={"Idempotency-Key": "one-click"})

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(click, range(6)))
    assert {a.status_code for a in answers} == {202}
    job_ids = {a.json()["job_id"] for a in answers}
    assert len(job_ids) == 1
    wait_for_end(ada, job_ids.pop())
    assert balance(ada) == 49
    changed = ada.post("/api/v1/jobs/script", json={**SCRIPT, "duration": 60}, headers={"Idempotency-Key": "one-click"})
    assert changed.status_code == 409


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"topic": ""}, 422),
        ({"topic": "x" * 2001}, 422),
        ({"topic": "x", "seed": -1}, 422),
        ({"topic": "x", "sampler": "euler"}, 422),
        ({"topic": "x", "project_id": "0" * 32}, 404),
    ],
)
def test_bad_orders_are_refused_and_cost_nothing(ada: httpx.Client, body: dict[str, object], status: int) -> None:
    answer = ada.post("/api/v1/jobs/script", json=body)
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]["message"]
    assert balance(ada) == 50


@pytest.mark.parametrize(
    ("data", "name", "status"),
    [
        (b"not a picture at all", "photo.png", 415),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "photo.jpg", 415),
        (photo()[:4000], "photo.png", 415),
        (photo(40), "photo.png", 422),
    ],
    ids=["text-named-png", "svg-named-jpg", "truncated", "too-small"],
)
def test_bad_files_are_refused_whatever_their_name(ada: httpx.Client, data: bytes, name: str, status: int) -> None:
    answer = upload(ada, data, name)
    assert answer.status_code == status, answer.text
    assert "traceback" not in answer.text.lower()
    assert ada.get("/api/v1/assets").json()["items"] == []


def test_without_credits_nothing_is_queued(ada: httpx.Client) -> None:
    asset = upload(ada).json()["id"]
    spent = []
    for n in range(13):
        body = {"photo": asset, "count": 4 if n < 12 else 2, "backend": "neural"}
        answer = ada.post("/api/v1/jobs/restyle", json=body)
        spent.append(answer.json().get("balance"))
        if answer.status_code == 402:
            break
        wait_for_end(ada, answer.json()["job_id"])
    # neural jobs fail here for want of weights and are refunded, so the credits never run out
    assert balance(ada) == 50
    jobs = ada.get("/api/v1/jobs", params={"limit": 100}).json()["items"]
    assert {job["error"]["code"] for job in jobs} == {"backend_unavailable"}


def test_redis_may_be_killed_right_before_an_order(studio: StudioProcess, ada: httpx.Client) -> None:
    psutil.Process(studio.redis_pid()).kill()
    answer = ada.post("/api/v1/jobs/script", json=SCRIPT)
    assert answer.status_code == 202, answer.text
    studio.revive_redis()
    assert wait_for_end(ada, answer.json()["job_id"], 90)["status"] == "succeeded"
    assert balance(ada) == 49


def test_others_cannot_see_touch_or_use_what_is_mine(studio: StudioProcess, ada: httpx.Client) -> None:
    asset = upload(ada).json()["id"]
    job_id = ada.post("/api/v1/jobs/restyle", json={"photo": asset, "style": "pixel"}).json()["job_id"]
    with studio.client(studio.sign_up("eve@example.org")) as eve:
        for method, path in [
            ("GET", f"/api/v1/jobs/{job_id}"),
            ("GET", f"/api/v1/jobs/{job_id}/events"),
            ("GET", f"/api/v1/jobs/{job_id}/steps"),
            ("POST", f"/api/v1/jobs/{job_id}/cancel"),
            ("POST", f"/api/v1/jobs/{job_id}/retry"),
            ("GET", f"/api/v1/assets/{asset}"),
            ("DELETE", f"/api/v1/assets/{asset}"),
        ]:
            assert eve.request(method, path).status_code == 403, (method, path)
        assert eve.post("/api/v1/jobs/restyle", json={"photo": asset}).status_code == 403
        assert eve.get("/api/v1/jobs").json()["items"] == []
    wait_for_end(ada, job_id)


def test_cancelling_gives_the_credits_back(ada: httpx.Client) -> None:
    asset = upload(ada, photo(512)).json()["id"]
    body = {"photo": asset, "style": "oil", "count": 4, "backend": "builtin"}
    job_id = ada.post("/api/v1/jobs/restyle", json=body).json()["job_id"]
    while ada.get(f"/api/v1/jobs/{job_id}").json()["status"] == "queued":
        time.sleep(0.05)
    asked = time.monotonic()
    assert ada.post(f"/api/v1/jobs/{job_id}/cancel").status_code in (200, 202)
    assert wait_for_end(ada, job_id)["status"] == "cancelled"
    assert time.monotonic() - asked < 5
    assert balance(ada) == 50
