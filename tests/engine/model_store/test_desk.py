"""Downloads that the web app starts: in processes of their own, seen and stopped from outside."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from domain.errors import Conflict, InvalidParams, NotFound
from engine.model_store.desk import ModelDesk
from engine.model_store.folders import Shelf
from engine.neural.device import Device
from tests.support.hub_server import HubServer, tiny_pipeline

LICENCE = "CreativeML Open RAIL-M"
CARD = Device("cuda", "Test card", 8.0, "float16")


@pytest.fixture
def desk(server: HubServer, shelf: Shelf) -> Iterator[ModelDesk]:
    where = {"KINORA_MODELS_DIR": str(shelf.root), "KINORA_HUB_URL": server.url}
    desk = ModelDesk(shelf, where, lambda: CARD, elsewhere=False)
    yield desk
    desk.close()


def row(desk: ModelDesk, key: str = "sd15") -> dict[str, Any]:
    return next(row for row in desk.overview()["models"] if row["key"] == key)


def until(met: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not met():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_download_is_seen_cancelled_and_gone_on_with(server: HubServer, shelf: Shelf, desk: ModelDesk) -> None:
    server.repos[shelf.model("sd15").repo_id] = tiny_pipeline(4_000_000)
    server.faults.pace = 0.05
    desk.download("sd15", LICENCE, "ada@example.org")
    assert row(desk)["state"] == "downloading"
    with pytest.raises(Conflict):
        desk.download("sd15", LICENCE, "ada@example.org")
    with pytest.raises(Conflict, match="Cancel that first"):
        desk.remove("sd15")
    until(lambda: (row(desk)["progress"] or {}).get("speed", 0) > 0)
    assert row(desk)["progress"]["total"] > 4_000_000 and row(desk)["progress"]["eta"] > 0

    desk.cancel("sd15")
    until(lambda: row(desk)["state"] != "downloading")
    begun = row(desk)
    assert begun["state"] == "begun" and begun["message"] == "" and begun["bytes_here"] > 0

    server.faults.pace = 0.0
    desk.download("sd15", LICENCE, "bob@example.org")
    until(lambda: row(desk)["state"] != "downloading")
    done = row(desk)
    assert (done["state"], done["accepted_by"]) == ("installed", "bob@example.org")
    with pytest.raises(Conflict, match="Remove it"):
        desk.download("sd15", LICENCE, "ada@example.org")


def test_a_download_ends_with_the_app(server: HubServer, shelf: Shelf, desk: ModelDesk) -> None:
    server.repos[shelf.model("sd15").repo_id] = tiny_pipeline(4_000_000)
    server.faults.pace = 0.05
    desk.download("sd15", LICENCE, "ada")
    until(lambda: shelf.held("sd15"))

    desk.close()

    assert not shelf.held("sd15")


def test_a_process_that_is_killed_leaves_words_and_can_go_on(server: HubServer, shelf: Shelf, desk: ModelDesk) -> None:
    server.repos[shelf.model("sd15").repo_id] = tiny_pipeline(4_000_000)
    server.faults.pace = 0.05
    desk.download("sd15", LICENCE, "ada")
    until(lambda: (row(desk)["progress"] or {}).get("done", 0) > 0)
    desk._children["sd15"].kill()
    until(lambda: row(desk)["state"] == "begun")
    assert "goes on where it stopped" in row(desk)["message"]


def test_what_went_wrong_is_told(server: HubServer, desk: ModelDesk) -> None:
    server.faults.status = 404
    desk.download("sd15", LICENCE, "ada")
    until(lambda: row(desk)["state"] != "downloading")
    assert "knows nothing" in row(desk)["message"]


def test_a_download_that_cannot_even_start_says_why(shelf: Shelf) -> None:
    desk = ModelDesk(shelf, {"PYTHONWARNINGS": "error", "KINORA_PORT": "none"}, lambda: CARD, elsewhere=False)
    desk.download("sd15", LICENCE, "ada")
    until(lambda: row(desk)["state"] != "downloading")
    assert "before anything had arrived" in row(desk)["message"]
    desk.close()


def test_the_licence_must_be_the_models(desk: ModelDesk) -> None:
    with pytest.raises(InvalidParams, match="CreativeML Open RAIL-M"):
        desk.download("sd15", "MIT", "ada")
    with pytest.raises(NotFound):
        desk.download("nothing", "MIT", "ada")
    assert row(desk)["state"] == "absent"


def test_what_fits_the_card_is_said(desk: ModelDesk) -> None:
    assert row(desk, "sdxl")["fits"] and not row(desk, "z-image-turbo")["fits"]
    assert desk.overview()["card"] == {"name": "Test card", "gb": 8.0}
