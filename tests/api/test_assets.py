"""Files that creators bring."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine.media.audio.decode import decode_audio
from engine.media.audio.tags import wav_with_record
from engine.media.audio.wav import encode_wav
from tests.hostile.films import CLIP, made
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
        (None, "script", 415, "unsupported_media"),
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


@pytest.mark.parametrize("method", ["GET", "DELETE", "PATCH"])
def test_another_users_asset_is_403_and_an_unknown_one_404(world: ApiWorld, method: str) -> None:
    asset = _upload(world.program()).json()["id"]
    eve = world.program(EVE)

    foreign, unknown = (
        eve.request(method, f"/api/v1/assets/{each}", json={"name": "mine.png"}) for each in (asset, "0" * 32)
    )

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


def test_a_film_and_a_text_are_taken_in(world: ApiWorld) -> None:
    client = world.program()
    film = _upload(client, made("mp4", *CLIP, "-c:v", "libx264", "-pix_fmt", "yuv420p"), "video", "clip.mov").json()
    text = _upload(client, "Zürich\r\n".encode(), "script", "story.md").json()

    assert (film["content_type"], film["width"], film["height"], film["fps"]) == ("video/mp4", 96, 64, 10)
    assert film["duration"] == pytest.approx(1)
    assert world.client().get(film["thumb_url"]).headers["content-type"] == "image/webp"
    answer = world.client().get(text["url"])
    assert (answer.headers["content-type"], answer.text) == ("text/plain; charset=utf-8", "Zürich\n")
    assert (text["name"], text["thumb_url"], text["waveform"]) == ("story.md", None, None)


@pytest.mark.parametrize("kind", FACES_AND_VOICES)
def test_a_face_or_a_voice_without_consent_is_422(world: ApiWorld, kind: str) -> None:
    response = world.program().post("/api/v1/assets", files={"file": ("me.png", photo())}, data={"type": kind})

    assert (response.status_code, error_code(response)) == (422, "invalid_params")
    details = response.json()["error"]["details"]
    assert details["fields"][0]["field"] == "consent"
    assert details["text"].startswith("I have the consent of the person")


def test_consent_is_shown_with_its_time_and_text(world: ApiWorld) -> None:
    asset = _upload(world.program(), kind="portrait").json()

    assert asset["consent"]["at"] == asset["created_at"]
    assert asset["consent"]["text"].startswith("I have the consent of the person in this picture")


def test_files_are_found_by_part_of_their_names_and_by_types(world: ApiWorld) -> None:
    client = world.program()
    names = {"ÜBUNG 50%.png": "photo", "übung_2.png": "garment", "other.png": "portrait"}
    for n, (name, kind) in enumerate(names.items()):
        _upload(client, photo(70 + n), kind, name)

    def found(query: str) -> list[str]:
        return [item["name"] for item in client.get(f"/api/v1/assets?{query}").json()["items"]]

    assert found("q=%C3%BCbung") == ["übung_2.png", "ÜBUNG 50%.png"]
    assert found("q=50%25") == ["ÜBUNG 50%.png"]
    assert found("q=_2") == ["übung_2.png"]
    assert found("q=OTHER&type=photo") == []
    assert found("type=photo&type=portrait") == ["other.png", "ÜBUNG 50%.png"]
    assert client.get("/api/v1/assets", params={"q": "x" * 201}).status_code == 422


def test_a_file_gets_another_name(world: ApiWorld) -> None:
    client = world.program()
    path = f"/api/v1/assets/{_upload(client).json()['id']}"

    renamed = client.patch(path, json={"name": " Ada at the sea.png "})
    bodies: tuple[dict[str, Any], ...] = ({"name": "a/b"}, {"name": ""}, {"name": 5}, {"name": "x", "type": "y"})
    refused = [client.patch(path, json=body) for body in bodies]

    assert (renamed.status_code, renamed.json()["name"]) == (200, "Ada at the sea.png")
    assert [answer.status_code for answer in refused] == [422] * 4
    assert "Ada%20at%20the%20sea.png" in world.client().get(renamed.json()["url"]).headers["content-disposition"]


def test_how_many_jobs_use_a_file_is_told_and_it_stays_while_one_is_open(world: ApiWorld) -> None:
    client = world.program()
    asset = _upload(client).json()
    path = f"/api/v1/assets/{asset['id']}"
    jobs = [client.post("/api/v1/jobs/restyle", json={"photo": asset["id"]}).json()["job_id"] for _ in range(2)]
    client.post(f"/api/v1/jobs/{jobs[0]}/cancel")

    refused = client.delete(path)
    usage = client.get(path).json()["usage"]
    client.post(f"/api/v1/jobs/{jobs[1]}/cancel")

    assert usage == {"jobs": 2, "open_jobs": 1}
    assert (refused.status_code, error_code(refused)) == (409, "conflict")
    assert client.get("/api/v1/assets").json()["items"][0]["usage"] == {"jobs": 2, "open_jobs": 0}
    assert client.delete(path).status_code == 204
    assert client.get(asset["thumb_url"]).status_code == 404
