"""The local store keeps whole objects or none, and leaves nothing behind."""

from __future__ import annotations

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from domain.errors import StorageFull
from storage.local_objects import LocalObjects
from storage.local_signer import LocalSigner

KEY = "outputs/user/job/image-1.png"


@pytest.fixture
def store(tmp_path: Path) -> LocalObjects:
    return LocalObjects(tmp_path, LocalSigner(b"s" * 32))


def files_in(folder: Path) -> list[str]:
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file())


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_full_disk_keeps_the_old_object_and_no_draft(
    store: LocalObjects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    # given an object, and a disk that fills up
    store.put(KEY, b"old", "image/png")

    def full(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)

    # when it is replaced
    with pytest.raises(StorageFull, match="Free some space"):
        store.put(KEY, b"new", "image/png")

    # then the old one is whole and nothing else is there
    with store.open(KEY) as stream:
        assert stream.read() == b"old"
    assert files_in(tmp_path) == [f"objects/{KEY}"]


def test_other_failures_are_not_taken_for_a_full_disk(store: LocalObjects, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        store.put(KEY, tmp_path / "nothing.png", "image/png")
    assert files_in(tmp_path) == []


def test_drafts_are_no_objects(store: LocalObjects, tmp_path: Path) -> None:
    # given what a killed process left behind
    store.put(KEY, b"x", "image/png")
    (tmp_path / "drafts" / "left").write_bytes(b"half")

    # then no key reaches it
    assert list(store.keys("")) == [KEY]
    assert not store.exists("drafts/left")


def test_deleting_leaves_no_empty_folders(store: LocalObjects, tmp_path: Path) -> None:
    store.put(KEY, b"x", "image/png")
    store.put("outputs/user/other/1.png", b"x", "image/png")
    store.delete(KEY)
    assert not (tmp_path / "objects/outputs/user/job").exists()
    store.delete("outputs/user/other/1.png")
    assert list((tmp_path / "objects").iterdir()) == []


def test_folder_that_a_deletion_takes_away_is_made_again(store: LocalObjects, monkeypatch: pytest.MonkeyPatch) -> None:
    # given a deletion that prunes the folder right before the object comes
    replace = Path.replace
    pruned: list[Path] = []

    def prune_first(draft: Path, target: Path) -> Path:
        if not pruned:
            pruned.append(target.parent)
            target.parent.rmdir()
        return replace(draft, target)

    monkeypatch.setattr(Path, "replace", prune_first)

    # when it is put
    store.put(KEY, b"x", "image/png")

    # then it is there
    assert pruned and store.exists(KEY)


def test_object_cannot_stand_where_a_folder_is(store: LocalObjects) -> None:
    store.put("a/b", b"x", "text/plain")
    with pytest.raises(OSError, match="directory|exists"):
        store.put("a/b/c", b"x", "text/plain")
    assert list(store.keys("")) == ["a/b"]


def test_putting_and_deleting_at_once_disturb_each_other_not(store: LocalObjects) -> None:
    # given two that put and delete neighbours, so that the folder comes and goes
    def busy(name: str) -> None:
        for _ in range(60):
            store.put(f"a/b/{name}", b"x", "text/plain")
            store.delete(f"a/b/{name}")
        store.put(f"a/b/{name}", b"last", "text/plain")

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(busy, ["one", "two"]))

    # then neither failed and both are there
    assert list(store.keys("a/")) == ["a/b/one", "a/b/two"]


def test_reader_sees_the_old_object_or_the_new_one_whole(store: LocalObjects) -> None:
    # given an object that is replaced all the time
    def write() -> None:
        for number in range(25):
            store.put(KEY, bytes([number]) * 100_000, "image/png")

    store.put(KEY, b"\xff" * 100_000, "image/png")
    with ThreadPoolExecutor(1) as threads:
        writing = threads.submit(write)

        # when read meanwhile
        while not writing.done():
            with store.open(KEY) as stream:
                content = stream.read()

            # then it is never a mixture
            assert len(content) == 100_000 and len(set(content)) == 1
        writing.result()
