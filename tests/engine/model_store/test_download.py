"""A model on its way from a hub to the disk, undisturbed and otherwise."""

from __future__ import annotations

import errno
import os
import shutil
import threading
import time
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from domain.errors import Conflict, StorageFull, Unavailable
from engine.model_store import transfer
from engine.model_store.download import Download, DownloadCancelled
from engine.model_store.folders import Shelf
from engine.model_store.hub import Hub
from engine.model_store.manifest import read_manifest
from engine.model_store.progress import read_progress
from engine.model_store.survey import survey
from tests.engine.model_store.conftest import UNET
from tests.support.hub_server import HubServer, safetensors, tiny_pipeline

REPO = "stable-diffusion-v1-5/stable-diffusion-v1-5"
SIZE = len(tiny_pipeline()[UNET])


def test_a_model_arrives_with_what_it_needs_and_no_more(server: HubServer, shelf: Shelf, download: Download) -> None:
    download.run("sd15", "ada@example.org")

    folder = shelf.folder("sd15")
    arrived = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert arrived == {
        "kinora.json", "model_index.json", "LICENSE.md", "unet/config.json", UNET,
        "scheduler/scheduler_config.json", "tokenizer/vocab.json", "tokenizer/merges.txt",
    }  # fmt: skip
    assert (folder / UNET).read_bytes() == server.repos[REPO][UNET]
    model = shelf.model("sd15")
    assert shelf.weights.present(model)
    assert shelf.weights.revision(model) == server.commit(REPO)
    assert not shelf.part("sd15").exists()

    manifest = read_manifest(folder)
    assert manifest is not None and manifest.finished_at is not None
    assert (manifest.accepted_by, manifest.licence) == ("ada@example.org", model.licence)
    progress = read_progress(shelf.progress("sd15"))
    assert progress is not None and progress.phase == "done" and progress.done == progress.total == manifest.size


def test_the_token_goes_to_the_hub_and_nowhere_else(server: HubServer, download: Download) -> None:
    download.run("sd15", "ada")

    tokens = {(each.host, each.headers.get("authorization")) for each in server.asked}
    assert tokens == {("hub", "Bearer secret-token"), ("files", None)}


def test_a_broken_line_is_taken_up_where_it_broke(server: HubServer, download: Download) -> None:
    server.faults.cut_after[UNET] = [10_000, 12_000]

    download.run("sd15", "ada")

    asked = server.requests(UNET)
    assert [each.headers.get("range") for each in asked] == [None, "bytes=10000-", "bytes=22000-"]
    assert all(each.headers["if-range"].startswith('"') for each in asked[1:])
    assert sum(each.sent for each in asked) == SIZE


def test_another_run_goes_on_with_the_commit_that_was_begun(
    server: HubServer, shelf: Shelf, download: Download
) -> None:
    first = server.commit(REPO)
    server.faults.cut_after[UNET] = [30_000, *[0] * transfer.FAILURES_MAX]
    with pytest.raises(Unavailable, match="goes on where it stopped"):
        download.run("sd15", "ada")
    row = next(row for row in survey(shelf, None) if row["key"] == "sd15")
    assert row["state"] == "begun" and "cannot be reached" in row["message"]
    server.faults.cut_after.clear()
    server.repos[REPO] = {**server.repos[REPO], UNET: safetensors(40_000, 7)}
    server.asked.clear()

    manifest = download.run("sd15", "ada")

    assert manifest is not None and manifest.commit == first != server.commit(REPO)
    assert [each.headers.get("range") for each in server.requests(UNET)] == ["bytes=30000-"]
    assert not any("/tree/" in each.path for each in server.asked)


@pytest.mark.parametrize("trouble", ["no ranges", "another etag"])
def test_what_cannot_be_resumed_is_begun_anew(
    trouble: str, server: HubServer, shelf: Shelf, download: Download
) -> None:
    server.faults.cut_after[UNET] = [10_000]
    if trouble == "no ranges":
        server.faults.no_ranges = True
    else:
        server.faults.corrupt[UNET] = 1  # The second answer is of another content, so the server sends all of it.

    download.run("sd15", "ada")

    assert (shelf.folder("sd15") / UNET).read_bytes() == server.repos[REPO][UNET]
    progress = read_progress(shelf.progress("sd15"))
    assert progress is not None and progress.done == progress.total


def test_a_damaged_file_is_fetched_once_more_and_then_given_up(
    server: HubServer, shelf: Shelf, download: Download
) -> None:
    server.faults.corrupt[UNET] = 1
    assert download.run("sd15", "ada") is not None
    assert len(server.requests(UNET)) == 2

    shelf.remove("sd15")
    server.faults.corrupt[UNET] = 2
    with pytest.raises(Unavailable, match="wrong checksum"):
        download.run("sd15", "ada")
    assert not list(shelf.part("sd15").rglob("*.safetensors*"))
    assert not shelf.folder("sd15").exists()


def test_a_busy_hub_is_asked_again(server: HubServer, download: Download) -> None:
    server.faults.unavailable = transfer.FAILURES_MAX - 1
    assert download.run("sd15", "ada") is not None


def test_a_hub_that_stays_away_is_named(server: HubServer, download: Download) -> None:
    server.faults.status = 503
    with pytest.raises(Unavailable, match="the hub answered 503"):
        download.run("sd15", "ada")


def test_a_model_behind_conditions_says_what_to_do(server: HubServer, download: Download) -> None:
    server.faults.status = 403
    with pytest.raises(Unavailable, match="KINORA_HUB_TOKEN"):
        download.run("sd15", "ada")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"path": "unet/../../../evil.json"}, "not the name of a file"),
        ({"path": "/etc/evil.json"}, "not the name of a file"),
        ({"path": "unet\\evil.json"}, "not the name of a file"),
        ({"path": "unet/extra.json", "oid": "none"}, "not taken"),
        ({"path": "unet/extra.json", "size": 10**9}, "too much for a configuration"),
    ],
)
def test_an_odd_listing_is_refused(
    change: dict[str, Any], says: str, server: HubServer, shelf: Shelf, download: Download
) -> None:
    server.extra = [{"type": "file", "oid": "0" * 40, "size": 3, **change}]
    with pytest.raises(Unavailable, match=says):
        download.run("sd15", "ada")
    assert not list(shelf.part("sd15").rglob("*"))


def test_a_repository_that_has_grown_beyond_the_catalogue_is_refused(server: HubServer, download: Download) -> None:
    huge = {"oid": "a" * 64, "size": 6 * 10**9, "pointerSize": 134}
    name = "unet/diffusion_pytorch_model.fp16.safetensors"
    del server.repos[REPO][name]
    server.extra = [{"type": "file", "path": name, "oid": "0" * 40, "size": 134, "lfs": huge}]
    with pytest.raises(Unavailable, match=r"6\.0 GB, the catalogue says 2\.8 GB"):
        download.run("sd15", "ada")


@pytest.mark.parametrize("place", ["http://192.0.2.7/x", "ftp://192.0.2.7/x", "file:///etc/passwd"])
def test_a_redirect_to_an_open_line_is_not_followed(place: str, server: HubServer, download: Download) -> None:
    server.faults.redirect = place
    with pytest.raises(Unavailable, match="must be https"):
        download.run("sd15", "ada")


def test_a_hub_without_https_is_refused_unless_it_is_on_this_machine() -> None:
    with pytest.raises(Unavailable, match="must be https"):
        Hub("http://hub.example.org")


def test_too_little_room_is_told_before_anything_is_fetched(
    server: HubServer, download: Download, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=SIZE))
    with pytest.raises(StorageFull, match="Make room"):
        download.run("sd15", "ada")
    assert server.requests(UNET) == []


def test_a_disk_that_fills_up_keeps_what_has_arrived(
    server: HubServer, shelf: Shelf, download: Download, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        if list(shelf.part("sd15").rglob("*.safetensors.partial")):
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFull, match="What has arrived is kept"):
        download.run("sd15", "ada")
    monkeypatch.undo()
    server.asked.clear()

    assert download.run("sd15", "ada") is not None
    assert server.requests(UNET) == []  # It was all there.


def test_a_wish_from_another_process_stops_it_and_the_rest_comes_later(
    server: HubServer, shelf: Shelf, download: Download
) -> None:
    server.faults.pace = 0.2

    def wish_when_the_weights_are_on_their_way() -> None:
        while not server.requests(UNET):
            time.sleep(0.005)
        shelf.wish_to_cancel("sd15")

    wisher = threading.Thread(target=wish_when_the_weights_are_on_their_way)
    wisher.start()
    with pytest.raises(DownloadCancelled):
        download.run("sd15", "ada")
    wisher.join()
    server.faults.pace = 0.0

    assert download.run("sd15", "ada") is not None


def test_only_one_works_on_a_model(shelf: Shelf, download: Download) -> None:
    shelf.part("sd15").mkdir(parents=True)
    with shelf.hold("sd15"):
        assert shelf.held("sd15")
        for act in (lambda: download.run("sd15", "ada"), lambda: shelf.remove("sd15")):
            with pytest.raises(Conflict, match="another process"):
                act()
    assert not shelf.held("sd15")


def test_a_folder_that_somebody_else_put_there_is_left_alone(shelf: Shelf, download: Download) -> None:
    own = shelf.folder("sd15") / "unet" / "precious.safetensors"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"mine")
    with pytest.raises(Conflict, match="Remove it first"):
        download.run("sd15", "ada")
    assert own.read_bytes() == b"mine"


def test_a_lora_waits_for_the_model_that_it_works_on(server: HubServer, shelf: Shelf, download: Download) -> None:
    with pytest.raises(Conflict, match="sdxl. Download that one first"):
        download.run("sdxl-lightning", "ada")
    server.repos[shelf.model("sdxl").repo_id] = tiny_pipeline()
    lora = shelf.model("sdxl-lightning")
    server.repos[lora.repo_id] = {
        lora.lora_file: safetensors(500), "sdxl_lightning_8step_lora.safetensors": safetensors(500),
        "LICENSE.md": b"Be kind.",
    }  # fmt: skip

    download.run("sdxl", "ada")
    download.run("sdxl-lightning", "ada")

    assert shelf.weights.present(lora)
    assert sorted(os.listdir(shelf.folder("sdxl-lightning"))) == ["LICENSE.md", "kinora.json", lora.lora_file]


def test_an_installed_model_is_not_fetched_again(server: HubServer, download: Download) -> None:
    download.run("sd15", "ada")
    server.asked.clear()
    assert download.run("sd15", "ada") is None
    assert server.asked == []


def test_another_repository_in_the_catalogue_makes_a_new_plan(
    server: HubServer, shelf: Shelf, download: Download
) -> None:
    server.faults.cut_after[UNET] = [9_000, *[0] * transfer.FAILURES_MAX]
    with pytest.raises(Unavailable):
        download.run("sd15", "ada")
    server.faults.cut_after.clear()
    moved = shelf.model("sd15").model_copy(update={"repo_id": "somebody/else"})
    server.repos["somebody/else"] = tiny_pipeline(30_000)
    other = replace(download, shelf=Shelf(shelf.root, {"sd15": moved}))

    manifest = other.run("sd15", "ada")

    assert manifest is not None and manifest.repo_id == "somebody/else"
    assert (shelf.folder("sd15") / UNET).read_bytes() == server.repos["somebody/else"][UNET]


@pytest.mark.usefixtures("server")
def test_files_of_no_plan_do_not_stay(shelf: Shelf, download: Download) -> None:
    shelf.part("sd15").mkdir(parents=True)
    (shelf.part("sd15") / "pytorch_model.bin").write_bytes(b"pickle")
    download.run("sd15", "ada")
    assert not (shelf.folder("sd15") / "pytorch_model.bin").exists()
