"""Files made to do harm: refused with words, or made harmless; nothing is left behind, and the studio goes on."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from domain.asset_desk import AssetDesk
from domain.assets import AssetType
from domain.errors import InvalidParams, TooLarge, UnsupportedMedia
from domain.users import User
from tests.hostile.case import Hostile
from tests.hostile.films import PORT, films
from tests.hostile.pictures import picture, pictures
from tests.hostile.sounds import sounds, texts
from tests.support.studio import StudioKit, studio_kit

CORPUS = [*pictures(), *sounds(), *texts(), *films()]
MEMORY = 320 << 20
"""Bytes by which looking at one file may make this process larger: the largest picture takes 200 MB."""


class Yard:
    """A desk, a folder that it works in, and an address where nobody may call."""

    def __init__(self, folder: Path) -> None:
        self.kit: StudioKit = studio_kit(folder)
        self.user: User = self.kit.user()
        self.scratch = folder / "incoming"
        self.desk: AssetDesk = replace(self.kit.desk, scratch=self.scratch)
        self.trap = socket.create_server(("127.0.0.1", 0))
        self.trap.setblocking(False)

    def bytes_of(self, hostile: Hostile) -> bytes:
        return hostile.make().replace(PORT.encode(), str(self.trap.getsockname()[1]).encode())

    def check_nothing_is_left(self, objects: int) -> None:
        assert list(self.scratch.iterdir()) == []
        assert len(list(self.kit.objects.keys(""))) == objects
        with pytest.raises(BlockingIOError):  # nobody has called
            self.trap.accept()


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Yard]:
    built = Yard(tmp_path_factory.mktemp("yard"))
    with closing(built.trap):
        yield built
    built.kit.database.close()


def resident(name: str) -> int:
    """A figure of this process's memory in bytes."""
    line = next(each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith(name))
    return int(line.split()[1]) << 10


def forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


@pytest.mark.parametrize(
    "hostile",
    [each for each in CORPUS if each.outcome == "refused"],
    ids=lambda each: f"{each.kind}: {each.name}".replace(" ", "-"),
)
def test_it_is_refused_with_words_and_leaves_nothing(yard: Yard, hostile: Hostile) -> None:
    data, stored = yard.bytes_of(hostile), len(list(yard.kit.objects.keys("")))
    forget_peak()
    before = resident("VmRSS")

    with pytest.raises((UnsupportedMedia, InvalidParams, TooLarge)) as refused:
        yard.desk.take(yard.user, hostile.kind, hostile.file_name, data)

    assert hostile.message in refused.value.message
    assert resident("VmHWM") - before < MEMORY
    yard.check_nothing_is_left(stored)


@pytest.mark.parametrize(
    "hostile",
    [each for each in CORPUS if each.outcome == "harmless"],
    ids=lambda each: f"{each.kind}: {each.name}".replace(" ", "-"),
)
def test_it_is_made_harmless(yard: Yard, hostile: Hostile) -> None:
    data = yard.bytes_of(hostile)
    assert all(each in data for each in hostile.gone)
    forget_peak()
    before = resident("VmRSS")

    asset = yard.desk.take(yard.user, hostile.kind, hostile.file_name, data)

    assert resident("VmHWM") - before < MEMORY
    with yard.kit.objects.open(asset.key) as file:
        kept = file.read()
    assert [each for each in hostile.gone if each in kept] == []
    assert asset.content_type in {
        AssetType.SCRIPT: {"text/plain; charset=utf-8"},
        AssetType.AUDIO: {"audio/flac"},
        AssetType.VIDEO: {"video/mp4", "video/webm"},
    }.get(hostile.kind, {"image/png", "image/jpeg"})
    yard.desk.delete(yard.user, asset.id)
    yard.check_nothing_is_left(0)


def test_there_are_many_of_them_and_each_is_told_apart() -> None:
    names = [(each.kind, each.name) for each in CORPUS]
    assert len(set(names)) == len(names) >= 100


def test_afterwards_the_studio_goes_on(yard: Yard) -> None:
    assert yard.desk.take(yard.user, AssetType.PHOTO, "me.png", picture()).width == 64
