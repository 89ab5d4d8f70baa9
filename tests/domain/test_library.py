"""What a result is called in the library, and what a search finds it by."""

from __future__ import annotations

import json

import pytest

from domain.jobs import StoredArtifact
from domain.library import TERMS_MAX, item_of, kinds_of, poster_of, search_terms, title_of, words_in
from domain.library_desk import folder_name
from tests.storage.factories import make_job


def files(*names: str) -> list[StoredArtifact]:
    kinds = {
        "png": "image/png",
        "jpg": "image/jpeg",
        "mp4": "video/mp4",
        "srt": "text/plain",
        "wav": "audio/wav",
        "md": "text/markdown",
        "json": "application/json",
    }
    return [
        StoredArtifact(name, kinds[name.rpartition(".")[2]], 10, name, duration=3.0 if name.endswith("mp4") else None)
        for name in names
    ]


@pytest.mark.parametrize(
    ("names", "kinds", "poster", "pictures"),
    [
        (("image-1.png", "image-2.png", "metadata.json"), ("image",), "image-1.png", 2),
        (("before-after.png", "restyle-1.png"), ("image",), "restyle-1.png", 1),
        (("video.mp4", "subtitles.srt", "scene-01.png", "thumbnail.jpg"), ("image", "video"), "thumbnail.jpg", 1),
        (("video.mp4", "metadata.json"), ("video",), "video.mp4", 0),
        (("speech.wav", "subtitles.srt"), ("audio",), None, 0),
        (("script.md", "script.json"), ("text",), None, 0),
        ((), (), None, 0),
    ],
)
def test_what_is_in_a_result(names: tuple[str, ...], kinds: tuple[str, ...], poster: str | None, pictures: int) -> None:
    artifacts = files(*names)
    shown = poster_of(artifacts)
    item = item_of(make_job("ada"), artifacts)
    assert (kinds_of(artifacts), None if shown is None else shown.name) == (kinds, poster)
    assert (item.pictures, item.bytes) == (pictures, 10 * len(names))


@pytest.mark.parametrize(
    ("params", "title"),
    [
        ({"prompt": "  A red\n fox "}, "A red fox"),
        ({"prompt": "", "script": "# The fox\nOnce"}, "The fox Once"),
        ({"storyboard": json.dumps({"title": "The fox", "scenes": [{"text": "Once"}]})}, "The fox"),
        ({"storyboard": "{not json", "style": "pixar"}, "{not json"),
        ({"style": "plushie-kawaii", "photo": "0" * 32}, "Plushie kawaii"),
        ({"prompt": 7}, "Talking head"),
    ],
)
def test_a_title_is_one_line(params: dict[str, object], title: str) -> None:
    assert title_of("talking-head", params) == title
    assert len(title_of("image", {"prompt": "word " * 400})) <= 140


def test_words_leave_out_ids_and_take_json_apart() -> None:
    board = json.dumps({"title": "Zoë", "scenes": [{"text": "Once upon", "id": "f" * 32}]})
    words = words_in("story", {"storyboard": board, "photo": "0" * 32, "backend": "auto", "style": "pixar"}, "SDXL")
    assert words.split() == ["story", "sdxl", "zoe", "once", "upon", "pixar"]
    assert words_in("x", {"storyboard": "[" * 5000}) == "x"


def test_queries_become_terms() -> None:
    assert [(term.words, term.prefix) for term in search_terms('Fox "red Fox" a 富士山 well-known')] == [
        (("fox",), True), (("red", "fox"), False), (("a",), False), (("富", "士", "山"), False),
        (("well", "known"), True),
    ]  # fmt: skip
    assert len(search_terms("a b " * 100)) == TERMS_MAX


def test_folder_names_are_safe_everywhere() -> None:
    job = make_job("ada", id="1a2b3c4d" + "0" * 24)
    assert folder_name("../Ünï: <CON>", job) == "2026-11-20 uni-con 1a2b3c4d"
    assert folder_name("富士山", job) == "2026-11-20 image 1a2b3c4d"
