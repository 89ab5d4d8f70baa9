"""Files that creators bring: names, limits, consent, uses."""

from __future__ import annotations

import io
import os
import resource
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from domain.asset_desk import CHECKS_AT_ONCE
from domain.asset_names import NAME_MAX, checked_name, clean_name
from domain.assets import CONSENT_TEXTS, MIB, AssetType
from domain.errors import (
    Conflict,
    InvalidParams,
    KinoraError,
    NotFound,
    StorageFull,
    TooLarge,
    Unavailable,
    UnsupportedMedia,
)
from tests.support.pictures import photo
from tests.support.studio import StudioKit, studio_kit


@pytest.fixture
def kit(tmp_path: Path) -> StudioKit:
    return studio_kit(tmp_path)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\evil.exe", "evil.exe"),
        ("/", "file"),
        ("...", "file"),
        ("a\x00b\nc\x7f.png", "abc.png"),
        ("invoice\u202egnp.exe", "invoicegnp.exe"),
        ("\u2066hidden\u2069\u200b.jpg", "hidden.jpg"),
        ('<img src=x onerror="y">.png', "img src=x onerror=y.png"),
        ("CON:stream.txt", "CONstream.txt"),
        ("U\u0308bung.png", "Übung.png"),
        ("\ud800.png", "png"),
        ("x" * 500 + ".jpeg", "x" * (NAME_MAX - 5) + ".jpeg"),
        ("." * 300, "file"),
    ],
)
def test_names_are_shown_without_what_misleads(given: str, kept: str) -> None:
    assert clean_name(given) == kept


@pytest.mark.parametrize("name", ["", "  ", "a/b", "x" * (NAME_MAX + 1), "a\u202eb", ".hidden", "a\x00"])
def test_a_typed_name_is_refused_rather_than_changed(name: str) -> None:
    with pytest.raises(InvalidParams, match="200 printable characters"):
        checked_name(name)


class Zeros(io.RawIOBase):
    """A stream of so many zeros that notes how much was taken of it."""

    def __init__(self, size: int) -> None:
        self.left, self.taken = size, 0

    def read(self, size: int = -1) -> bytes:
        piece = min(self.left, size) if size >= 0 else self.left
        self.left, self.taken = self.left - piece, self.taken + piece
        return bytes(piece)


@pytest.mark.parametrize(
    ("size", "error"), [(500 * MIB, UnsupportedMedia), (500 * MIB + 1, TooLarge), (2000 * MIB, TooLarge)]
)
def test_a_film_of_500_megabytes_goes_to_disk_and_never_into_memory(
    kit: StudioKit, size: int, error: type[KinoraError]
) -> None:
    # given a stream that is as long as a film may be, or longer
    stream: Any = Zeros(size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    # then it is looked at, which ends at once as no film begins with zeros, or is not read to its end
    with pytest.raises(error):
        kit.desk.take(kit.user(), AssetType.VIDEO, "a.mp4", stream)
    assert stream.taken <= 502 * MIB
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


@pytest.mark.parametrize("kind", list(CONSENT_TEXTS))
def test_faces_and_voices_need_consent_which_is_kept_with_its_text(kit: StudioKit, kind: AssetType) -> None:
    with pytest.raises(InvalidParams) as refused:
        kit.desk.take(kit.user(), kind, "me.png", photo())
    assert refused.value.details["fields"][0]["field"] == "consent"
    assert refused.value.details["text"] == CONSENT_TEXTS[kind]


def test_consent_is_recorded_with_time_and_text(kit: StudioKit) -> None:
    user = kit.user()
    taken = kit.desk.take(user, AssetType.PORTRAIT, "me.png", photo(), consent=True)
    kept = kit.desk.get(user, taken.id)
    assert kept.consent_text == CONSENT_TEXTS[AssetType.PORTRAIT]
    assert kept.consent_at == kept.created_at
    with kit.database.read() as tx:
        told = tx.audit.of_kinds("consent.")
    assert [(each.user_id, each.data["asset"], each.data["text"]) for each in told] == [
        (user.id, taken.id, CONSENT_TEXTS[AssetType.PORTRAIT])
    ]
    assert kit.desk.take(user, AssetType.PHOTO, "me.png", photo(), consent=True).consent_at is None


def test_a_file_that_a_job_waits_for_cannot_be_deleted_until_it_is_over(kit: StudioKit) -> None:
    user = kit.user()
    asset = kit.desk.take(user, AssetType.PHOTO, "me.png", photo())
    job = kit.studio.submit(user, "restyle", {"photo": asset.id}).job
    assert kit.desk.uses([asset])[asset.id].open == 1

    with pytest.raises(Conflict, match="A job that is not over needs this file"):
        kit.desk.delete(user, asset.id)
    kit.studio.cancel(user, job.id)
    use = kit.desk.uses([asset])[asset.id]
    kit.desk.delete(user, asset.id)

    assert (use.jobs, use.open) == (1, 0)
    assert list(kit.objects.keys("references/")) == []
    with pytest.raises(NotFound):
        kit.studio.submit(user, "restyle", {"photo": asset.id})
    assert kit.studio.job(user, job.id).job.params["photo"] == asset.id


def test_a_full_disk_leaves_nothing_of_a_file(kit: StudioKit, monkeypatch: pytest.MonkeyPatch) -> None:
    # given a disk on which the picture has room, but not its small form
    put = type(kit.objects).put

    def full(self: Any, key: str, *rest: Any, **more: Any) -> int:
        if key.endswith("-thumb.webp"):
            raise StorageFull("The disk is full.")
        return put(self, key, *rest, **more)

    monkeypatch.setattr(type(kit.objects), "put", full)

    with pytest.raises(StorageFull):
        kit.desk.take(kit.user(), AssetType.PHOTO, "me.png", photo())

    assert list(kit.objects.keys("")) == []


def test_what_a_killed_process_left_behind_goes_with_the_next_file(kit: StudioKit, tmp_path: Path) -> None:
    old, young = tmp_path / "incoming" / "old", tmp_path / "incoming" / "young"
    for folder in (old, young):
        folder.mkdir(parents=True)
        (folder / "given").write_bytes(b"x")
    os.utime(old, (0, time.time() - 7 * 3600))

    replace(kit.desk, scratch=tmp_path / "incoming").take(kit.user(), AssetType.PHOTO, "me.png", photo())

    assert [folder.name for folder in (tmp_path / "incoming").iterdir()] == ["young"]


def test_when_too_many_files_are_checked_the_next_is_asked_to_wait(
    kit: StudioKit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domain.asset_desk.CHECK_PATIENCE", 0.01)
    with ExitStack() as stack:
        for _ in range(CHECKS_AT_ONCE):
            stack.enter_context(kit.desk._turn())
        with pytest.raises(Unavailable, match="Many files are being checked"):
            kit.desk.take(kit.user(), AssetType.PHOTO, "me.png", photo())
    assert kit.desk.take(kit.user("bob@example.org"), AssetType.PHOTO, "me.png", photo()).width == 192
