"""Files that creators bring."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine.media.audio.decode import decode_audio
from engine.media.audio.tags import wav_with_record
from engine.media.audio.wav import encode_wav
from tests.support.api_world import ApiWorld, error_code
from tests.support.pictures import photo

EVE = "eve@example.org"
FACES_AND_VOICES = ("portrait", "person", "voice_sample")


def _upload(client: Any, content: bytes | None = None, kind: str = "photo", name: str = "me.png", **fields: str) -> Any:
    data = {"type": kind, **({"consent": "true"} if kind in FACES_AND_VOICES else {}), **fields}
    return client.post("/api/v1/assets", files={"file": (name, photo() if content is None else content)}, data=data)


def test_a_picture_is_taken_in_and_can_be_fetched(world: ApiWorld) -> None:
    client = world.program()

    response = _upload(client)

    assert response.status_code == 201
    asset = response.json()
    assert set(asset) >= {"id", "type", "name", "content_type", "size", "status", "url"}
    assert (asset["type"], asset["name"], asset["content_type"], asset["status"]) == (
        *("photo", "me.png", "image/png", "ready"),
    )
    assert client.get(f"/api/v1/assets/{asset['id']}").json()["id"] == asset["id"]
    file = world.client().get(asset["url"])
    assert (file.status_code, len(file.content), file.headers["content-type"]) == (200, asset["size"], "image/png")


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        (b"<html><script>alert(1)</script>", "photo", 415, "unsupported_media"),
        (b"", "photo", 415, "unsupported_media"),
        (None, "video", 415, "unsupported_media"),
        (None, "secret", 422, "invalid_params"),
    ],
)
def test_what_is_no_picture_is_refused(
    world: ApiWorld, content: bytes | None, kind: str, status: int, code: str
) -> None:
    response = _upload(world.program(), content, kind)

    assert (response.status_code, error_code(response)) == (status, code)


def test_a_picture_too_small_is_refused(world: ApiWorld) -> None:
    response = _upload(world.program(), photo(32))

    assert response.status_code in (413, 415, 422)
    assert error_code(response)


def test_a_form_without_a_file_is_422(world: ApiWorld) -> None:
    response = world.program().post("/api/v1/assets", data={"type": "photo"})

    assert (response.status_code, error_code(response)) == (422, "invalid_params")


def test_lists_are_of_one_user_and_by_type(world: ApiWorld) -> None:
    client = world.program()
    made = [_upload(client, photo(side), kind).json()["id"] for side, kind in ((70, "photo"), (80, "portrait"))]
    _upload(world.program(EVE))

    def ids(query: str = "") -> list[str]:
        return [item["id"] for item in client.get(f"/api/v1/assets{query}").json()["items"]]

    assert ids() == made[::-1]
    assert ids("?type=portrait") == made[1:]
    page = client.get("/api/v1/assets?limit=1").json()
    assert ids(f"?limit=1&cursor={page['next_cursor']}") == made[:1]
    assert client.get("/api/v1/assets?limit=0").status_code == 422


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_another_users_asset_is_403_and_an_unknown_one_404(world: ApiWorld, method: str) -> None:
    asset = _upload(world.program()).json()["id"]
    eve = world.program(EVE)

    foreign, unknown = (eve.request(method, f"/api/v1/assets/{each}") for each in (asset, "0" * 32))

    assert (foreign.status_code, error_code(foreign)) == (403, "forbidden")
    assert (unknown.status_code, error_code(unknown)) == (404, "not_found")
    assert world.program().get(f"/api/v1/assets/{asset}").status_code == 200


def test_a_deleted_asset_and_its_file_are_gone(world: ApiWorld) -> None:
    client = world.program()
    asset = _upload(client).json()

    assert client.delete(f"/api/v1/assets/{asset['id']}").status_code == 204

    assert client.get(f"/api/v1/assets/{asset['id']}").status_code == 404
    assert client.get(asset["url"]).status_code == 404


def tone(seconds: float) -> bytes:
    return encode_wav((0.2 * np.sin(np.arange(round(seconds * 16000)) * 0.08)).astype(np.float32), 16000)


def test_a_voice_sample_is_kept_as_sound_without_its_metadata(world: ApiWorld) -> None:
    marked = wav_with_record(tone(3), "recorded at home", "<x/>") + b"<script>appended</script>"

    response = _upload(world.program(), marked, "voice_sample", "me.wav")

    assert response.status_code == 201
    asset = response.json()
    assert (asset["type"], asset["content_type"]) == ("voice_sample", "audio/flac")
    file = world.client().get(asset["url"]).content
    assert file.startswith(b"fLaC") and b"home" not in file and b"script" not in file
    assert len(decode_audio(file, 10)[0]) == pytest.approx(3 * 48000, rel=0.01)


@pytest.mark.parametrize(
    ("content", "kind", "status", "words"),
    [
        (photo(), "voice_sample", 415, "could not be read"),
        (tone(1), "voice_sample", 422, "at least 2 s"),
        (encode_wav(np.zeros(48000, np.float32), 16000), "audio", 422, "no sound"),
        (tone(3), "portrait", 415, "not a JPG"),
    ],
    ids=["a picture as a voice", "one second", "silence", "a voice as a portrait"],
)
def test_sounds_are_checked_by_content(world: ApiWorld, content: bytes, kind: str, status: int, words: str) -> None:
    response = _upload(world.program(), content, kind, "x.wav")

    assert response.status_code == status
    assert words in response.json()["error"]["message"]


def test_a_sound_may_have_50_megabytes(world: ApiWorld) -> None:
    response = _upload(world.program(), bytes(50 * 1024 * 1024 + 1), "voice_sample", "x.wav")

    assert (response.status_code, error_code(response)) == (413, "too_large")
