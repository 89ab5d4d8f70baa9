"""The app starts on its own data again, and ends with all its children, whichever way it is told to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.support.scaled import solo_only
from tests.support.studio_process import StudioProcess, wait_for_end

SCRIPT = {"topic": "How volcanoes erupt", "backend": "builtin"}


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioProcess]:
    process = StudioProcess(tmp_path_factory.mktemp("ending") / "var")
    yield process
    if process.alive:
        process.stop()


@pytest.fixture
def studio(one: StudioProcess) -> StudioProcess:
    """One installation for all tests of this file, running: a start takes seconds."""
    return one if one.alive else one.start()


def end_in_good_order(studio: StudioProcess, how: signal.Signals) -> None:
    assert studio.stop(how) == 0
    assert "Traceback" not in studio.log.read_text()
    assert "worker.ended" in studio.log.read_text()
    studio.log.write_text("")


@solo_only
def test_a_second_app_on_the_same_data_says_so(studio: StudioProcess) -> None:
    with pytest.raises(AssertionError, match="another Kinora is running with the folder"):
        StudioProcess(studio.data_dir).start()


def test_a_taken_port_is_named(studio: StudioProcess, tmp_path: Path) -> None:
    other = StudioProcess(tmp_path / "two", KINORA_PORT=str(studio.port))
    with pytest.raises(AssertionError, match=f"(?s)the app ended.*{studio.port}.*in use"):
        other.start()


def test_the_first_start_prints_the_administrators_link_once_used_never_again(studio: StudioProcess) -> None:
    link = next(word for word in studio.log.read_text().split() if "/setup?token=" in word)
    with studio.client() as stranger:
        assert stranger.get(link).status_code == 200
        form = {"token": link.split("token=")[1], "email": "root@example.org", "password": "correct horse", "name": ""}
        made = stranger.post("/setup", data=form, headers={"Origin": studio.url})
        assert made.status_code == 303, made.text
        assert stranger.get("/api/v1/auth/me").json()["role"] == "admin"
    with studio.client() as stranger:
        assert stranger.get(link).status_code == 401
    end_in_good_order(studio, signal.SIGTERM)
    studio.start()
    assert "Kinora is ready" in studio.log.read_text()
    assert "/setup?token=" not in studio.log.read_text()


def test_a_killed_app_takes_its_children_along_and_comes_back(studio: StudioProcess) -> None:
    key = studio.sign_up()
    children = psutil.Process(studio.pid).children(recursive=True)
    studio.kill()
    _, left = psutil.wait_procs(children, timeout=10)
    assert left == []
    studio.start()
    with studio.client(key) as ada:
        job_id = ada.post("/api/v1/jobs/script", json=SCRIPT).json()["job_id"]
        assert wait_for_end(ada, job_id)["status"] == "succeeded"


def test_ctrl_c_ends_it_in_good_order(studio: StudioProcess) -> None:
    end_in_good_order(studio, signal.SIGINT)


def test_a_worker_without_redis_says_what_to_set(tmp_path: Path) -> None:
    environment = {**os.environ, "KINORA_DATA_DIR": str(tmp_path), "REDIS_URL": ""}
    done = subprocess.run(
        [sys.executable, "-m", "queue_worker"], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("The worker could not start: REDIS_URL is not set")
