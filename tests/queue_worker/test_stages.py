"""Outputs of stages: what comes back is what was put in, or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import ObjectMissing
from queue_worker.stages import StageDamaged, StageStore, reusable, stage_hash
from storage.local_objects import LocalObjects
from storage.local_signer import LocalSigner

KEY = StageStore.key("user", "ab" * 32)


@pytest.fixture
def objects(tmp_path: Path) -> LocalObjects:
    return LocalObjects(tmp_path, LocalSigner(b"s" * 32))


@pytest.fixture
def store(objects: LocalObjects) -> StageStore:
    return StageStore(objects)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "work"
    path.mkdir()
    return path


@pytest.mark.parametrize("value", [b"", b"\x00png\n", "text", None, 3.5, {"a": [1, "ü", None]}, [], "\ud800"])
def test_a_value_comes_back_as_it_was(store: StageStore, folder: Path, value: Any) -> None:
    assert store.save(KEY, value, folder) == value
    assert store.load(KEY, folder) == value


def test_the_first_run_gets_json_in_the_form_of_later_ones(store: StageStore, folder: Path) -> None:
    assert store.save(KEY, {"size": (1, 2)}, folder) == {"size": [1, 2]}


def test_a_file_comes_back_under_its_name(store: StageStore, folder: Path, tmp_path: Path) -> None:
    clip = folder / "clips" / "one.mp4"
    clip.parent.mkdir()
    clip.write_bytes(b"frames" * 400_000)
    store.save(KEY, clip, folder)
    other = tmp_path / "other"

    found = store.load(KEY, other)

    assert found == other / "clips" / "one.mp4"
    assert found.read_bytes() == clip.read_bytes()
    assert [path.name for path in folder.iterdir()] == ["clips"], "no draft is left"


def test_a_file_from_elsewhere_is_refused(store: StageStore, folder: Path, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger"
    stranger.touch()

    with pytest.raises(ValueError, match="workdir"):
        store.save(KEY, stranger, folder)


def test_what_is_not_json_is_refused(store: StageStore, folder: Path, objects: LocalObjects) -> None:
    with pytest.raises(TypeError):
        store.save(KEY, {"a": object()}, folder)

    assert not objects.exists(KEY)


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: whole[:-1],
        lambda whole: whole[:20],
        lambda _: b"",
        lambda whole: whole[:-1] + b"?",
        lambda whole: whole + b"more",
        lambda whole: whole.replace(b"kinora-stage-1", b"kinora-stage-0"),
        lambda _: b'{"kind": "file", "name": "../../escape", "sha256": "", "size": 0, "format": "kinora-stage-1"}\n',
        lambda _: b"[]\n",
    ],
)
def test_a_damaged_output_is_never_used(store: StageStore, objects: LocalObjects, folder: Path, damage: Any) -> None:
    store.save(KEY, b"the output", folder)
    with objects.open(KEY) as stream:
        whole = stream.read()
    objects.put(KEY, damage(whole), "application/octet-stream")

    with pytest.raises(StageDamaged):
        store.load(KEY, folder)
    assert reusable(store, KEY, folder) == (False, None)
    assert not objects.exists(KEY)


def test_a_missing_output_is_missing(store: StageStore, folder: Path) -> None:
    with pytest.raises(ObjectMissing):
        store.load(KEY, folder)
    assert reusable(store, KEY, folder) == (False, None)


def test_the_hash_names_all_that_the_output_depends_on() -> None:
    base = stage_hash("image", "1", 5, "draw-1", ["fox", 1])

    others = [
        stage_hash("clip", "1", 5, "draw-1", ["fox", 1]),
        stage_hash("image", "2", 5, "draw-1", ["fox", 1]),
        stage_hash("image", "1", 6, "draw-1", ["fox", 1]),
        stage_hash("image", "1", 5, "paint-1", ["fox", 1]),
        stage_hash("image", "1", 5, "draw-1", ["fox", 2]),
        stage_hash("image", "1", 5, "draw-1", ["fox", "1"]),
        stage_hash("image", "1", 5, "draw-1", [["fox", 1]]),
    ]

    assert len({base, *others}) == 8
    assert stage_hash("image", "1", 5, "draw-3", ["fox", 1]) == base, "the number is no part of what is drawn"
    assert stage_hash("image", "1", 5, "draw-1", [{"a": 1, "b": 2}]) == stage_hash(
        "image", "1", 5, "draw-1", [{"b": 2, "a": 1}]
    )


def test_inputs_that_are_not_json_are_refused() -> None:
    with pytest.raises(TypeError):
        stage_hash("image", "1", 5, "draw", [b"bytes"])


@settings(max_examples=50, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_json_can_be_an_input(value: Any) -> None:
    assert len(stage_hash("image", "1", 5, "draw", [value])) == 64
