"""Progress over a WebSocket, through the real server."""

from __future__ import annotations

import json

import httpx
import pytest
from websockets.exceptions import InvalidStatus, WebSocketException
from websockets.sync.client import connect

from tests.support.studio_process import StudioProcess

SCRIPT = {"topic": "How volcanoes erupt", "backend": "builtin"}


def test_a_socket_tells_of_a_job_until_its_end(studio: StudioProcess, ada: httpx.Client) -> None:
    job_id = ada.post("/api/v1/jobs/script", json=SCRIPT).json()["job_id"]
    url = f"{studio.url}/ws/jobs/{job_id}".replace("http", "ws", 1)
    with connect(url, additional_headers={"Authorization": ada.headers["Authorization"]}) as socket:
        messages = [json.loads(message) for message in socket]
    assert messages[-1]["event"] == "state"
    assert messages[-1]["data"]["status"] == "succeeded"


def test_a_stranger_gets_no_socket(studio: StudioProcess) -> None:
    url = f"{studio.url}/ws/jobs/{'0' * 32}".replace("http", "ws", 1)
    with pytest.raises((InvalidStatus, WebSocketException)), connect(url) as socket:
        socket.recv()
