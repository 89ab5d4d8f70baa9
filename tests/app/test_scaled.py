"""The scaled form: PostgreSQL, a Redis and an S3 store by URL, two app processes, and a worker started by itself."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
from moto.server import ThreadedMotoServer

from queue_worker.embedded import EmbeddedRedis
from tests.support.pictures import photo
from tests.support.postgres import MISSING, find_binaries, postgres_server
from tests.support.radosgw import S3Access
from tests.support.scaled import SCALED, bucket_of, s3_access
from tests.support.studio_process import StudioProcess, wait_for_end

pytestmark = [
    pytest.mark.skipif(find_binaries() is None, reason=MISSING),
    # moto and its werkzeug leave sockets to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning"),
]


@contextmanager
def _moto() -> Iterator[S3Access]:
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield S3Access(f"http://{host}:{port}", "test", "testtest")
    server.stop()


@pytest.fixture
def scaled(tmp_path: Path) -> Iterator[tuple[StudioProcess, StudioProcess]]:
    binaries = find_binaries()
    assert binaries is not None
    with ExitStack() as stack:
        database = stack.enter_context(postgres_server(binaries))
        redis = EmbeddedRedis(tmp_path)
        redis.start()
        stack.callback(redis.stop)
        store = s3_access() if SCALED else stack.enter_context(_moto())
        settings = {
            "DATABASE_URL": database.url(database.create()),
            "REDIS_URL": redis.url,
            "S3_ENDPOINT": store.endpoint,
            "S3_BUCKET": bucket_of(tmp_path),
            "S3_ACCESS_KEY": store.access_key,
            "S3_SECRET_KEY": store.secret_key,
            "KINORA_SECRET": "s" * 40,
            "KINORA_WORKERS": "0",
        }
        one, two = (StudioProcess(tmp_path / name, **settings) for name in ("one", "two"))
        for each in (one, two):
            each.start()
            stack.callback(each.stop)
        worker = one.start_worker()
        stack.callback(_end, worker)
        yield one, two


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.terminate()
    worker.wait(20)


def test_an_order_at_one_app_is_followed_and_fetched_at_the_other(scaled: tuple[StudioProcess, StudioProcess]) -> None:
    one, two = scaled
    key = one.sign_up()
    with one.client(key) as here, two.client(key) as there:
        asset = here.post("/api/v1/assets", files={"file": ("me.png", photo())}, data={"type": "photo"}).json()
        job_id = here.post("/api/v1/jobs/restyle", json={"photo": asset["id"], "style": "comic"}).json()["job_id"]
        events = there.get(f"/api/v1/jobs/{job_id}/events").text
        assert "event: progress" in events
        assert '"succeeded"' in events
        job = wait_for_end(there, job_id)
        picture = httpx.get(job["artifacts"][0]["url"])
        assert (picture.status_code, picture.content[:4]) == (200, b"\x89PNG")
        assert here.get("/api/v1/credits").json() == {"balance": 49, "held": 0}
