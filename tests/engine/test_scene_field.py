"""A scene.json that is sent back: taken as text or object, and refused with the path of what is wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest

from domain.errors import InvalidParams
from engine.generators.scene3d import Scene3dParams
from engine.scene.words.parser import parse
from engine.scene_field import SCENE_MAX

SCENE = parse("two red barns at night", style="realistic", seed=3).model_dump(mode="json")


def given(scene: Any) -> str | None:
    return Scene3dParams.model_validate({"prompt": "x", "scene": scene}).scene


def test_text_and_object_are_the_same_scene() -> None:
    assert given(SCENE) == given(json.dumps(SCENE))
    assert json.loads(given(SCENE) or "")["subjects"][0]["count"] == 2


def test_nothing_is_no_scene() -> None:
    assert given(None) is None
    assert given("") is None


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"place": "moonbase"}, "scene.place"),
        ({"subjects": [{"noun": "glorp"}]}, "scene.subjects[0].noun"),
        ({"subjects": [{"noun": "barn", "count": 41}]}, "scene.subjects[0].count"),
        ({"subjects": [{"noun": "barn", "colour": "zzz"}]}, "scene.subjects[0].colour"),
        ({"subjects": [{"noun": "barn", "relation": {"kind": "on", "to": 7}}]}, "scene.subjects[0].relation.to"),
        ({"seed": -1}, "scene.seed"),
        ({"nonsense": 1}, "scene.nonsense"),
        ({"camera": {"shot": "drone"}}, "scene.camera.shot"),
    ],
)
def test_a_wrong_value_is_named_by_its_path(change: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidParams) as caught:
        given({**SCENE, **change})
    (fault,) = caught.value.details["fields"]
    assert fault["field"] == path
    assert path.removeprefix("scene.") in fault["message"]


@pytest.mark.parametrize("scene", ["{", "[]", 7, "x" * (SCENE_MAX + 1), '{"seed": NaN}', "[" * 50_000])
def test_what_is_no_scene_is_refused(scene: Any) -> None:
    with pytest.raises(InvalidParams) as caught:
        given(scene)
    assert caught.value.details["fields"][0]["field"] == "scene"
    assert "(body)" not in caught.value.message
    assert not caught.value.message.endswith("..")


def test_a_scene_as_long_as_allowed_is_read() -> None:
    text = json.dumps(SCENE)
    assert given(text + " " * (SCENE_MAX - len(text))) == given(SCENE)


@pytest.mark.parametrize(("words", "duration"), [(36, 15), (78, 30), (162, 60)])
def test_a_voiceover_must_fit_the_film(words: int, duration: int) -> None:
    body = {"prompt": "x", "duration": duration}
    Scene3dParams.model_validate({**body, "voiceover": "word " * words})
    with pytest.raises(ValueError, match=f"at most {words}"):
        Scene3dParams.model_validate({**body, "voiceover": "word " * (words + 1)})
