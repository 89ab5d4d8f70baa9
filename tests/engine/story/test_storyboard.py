"""storyboard.json: what is refused, and what an edit makes anew."""

from __future__ import annotations

import json
from typing import Any

import pytest

from domain.errors import InvalidParams
from engine.media.film.shots.transitions import TRANSITIONS
from engine.story.changes import changed_scenes
from engine.story.picture import picture_prompt, scene_of
from engine.story.storyboard import Storyboard, StoryCharacter, StoryScene, Transition, from_json


def board(**changes: Any) -> Storyboard:
    scenes = tuple(
        StoryScene(id=f"s{n}", text=text, prompt=prompt, seed=n)
        for n, (text, prompt) in enumerate(
            [
                ("Mira walked home.", "Mira walking; in a village, at night"),
                ("The fox slept.", "A fox sleeping; in a forest"),
                ("It rained.", "In a village, rain"),
                ("The end.", "Mira; the fox; in a village"),
            ]
        )
    )
    mira = StoryCharacter(name="Mira", kind="girl", hair="red", skin="fair", clothes="yellow")
    return Storyboard(**{"title": "Mira", "scenes": scenes, "characters": (mira,), **changes})


def edited(made: Storyboard, index: int, **changes: Any) -> Storyboard:
    scenes = list(made.scenes)
    scenes[index] = scenes[index].model_copy(update=changes)
    return made.model_copy(update={"scenes": tuple(scenes)})


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("scenes[2].shot", {"scenes": {2: {"shot": "sideways"}}}),
        ("scenes[1].pause_after", {"scenes": {1: {"pause_after": 1e9}}}),
        ("scenes[0].move", {"scenes": {0: {"move": 7}}}),
        ("scenes[3].id", {"scenes": {3: {"id": "s1"}}}),
        ("scenes[0].text", {"scenes": {0: {"text": "a" * 5000}}}),
        ("scenes[0].scene.subjects[0].noun", {"scenes": {0: {"scene": {"subjects": [{"noun": "gizmo"}]}}}}),
        ("characters[0].hair", {"characters": {0: {"hair": "plaid"}}}),
        ("characters[0].kind", {"characters": {0: {"kind": "gizmo"}}}),
        ("music", {"music": "polka"}),
        ("colour", {"colour": "red"}),
    ],
)
def test_bad_fields_are_named_by_their_path(path: str, change: dict[str, Any]) -> None:
    data = json.loads(board().to_json())
    for key, value in change.items():
        if isinstance(value, dict):
            for index, fields in value.items():
                data[key][index].update(fields)
        else:
            data[key] = value

    with pytest.raises(InvalidParams) as error:
        from_json(json.dumps(data))

    assert error.value.details["fields"][0]["field"] == path


@pytest.mark.parametrize("text", ["", "[]", "{", '{"scenes": []}', '{"pace": NaN}', "[" * 100_000])
def test_what_is_no_storyboard_is_refused(text: str) -> None:
    with pytest.raises(InvalidParams):
        from_json(text)


def test_transitions_are_those_of_the_compositor() -> None:
    assert Transition.__args__ == TRANSITIONS  # type: ignore[attr-defined]


def test_one_sentence_changes_one_scene() -> None:
    made = board()

    changes = changed_scenes(made, edited(made, 1, text="The fox slept deeply."))

    assert (changes.voice, changes.picture, changes.camera) == (("s1",), (), ())
    assert changes.price(10) == 2
    assert changed_scenes(made, made).price(10) == 1 and changed_scenes(made, made).scenes == ()


def test_a_prompt_a_seed_or_an_own_scene_changes_one_picture() -> None:
    made = board()
    own = scene_of(made, made.scenes[2]).model_copy(update={"place": "coast"})

    for change in ({"prompt": "A wolf in a forest"}, {"seed": 99}, {"scene": own}, {"shot": "close"}):
        changes = changed_scenes(made, edited(made, 2, **change))
        assert (changes.voice, changes.picture) == ((), ("s2",)), change
    assert changed_scenes(made, edited(made, 2, move="orbit")).camera == ("s2",)


def test_looks_change_the_pictures_with_the_character_and_a_style_all() -> None:
    made = board()
    other = made.characters[0].model_copy(update={"hair": "black"})

    assert changed_scenes(made, made.model_copy(update={"characters": (other,)})).picture == ("s0", "s3")
    styled = changed_scenes(made, made.model_copy(update={"style": "anime"}))
    assert styled.picture == ("s0", "s1", "s2", "s3") and styled.voice == ()
    spoken = changed_scenes(made, made.model_copy(update={"voice": "child"}))
    assert spoken.voice == ("s0", "s1", "s2", "s3") and spoken.picture == ()


def test_moving_a_scene_makes_nothing_anew() -> None:
    made = board()
    first, second, *rest = made.scenes

    changes = changed_scenes(made, made.model_copy(update={"scenes": (second, first, *rest)}))

    assert changes.scenes == ()


def test_a_new_film_costs_all_of_it() -> None:
    made = board()
    new = made.model_copy(update={"scenes": tuple(s.model_copy(update={"id": f"n{s.id}"}) for s in made.scenes)})

    assert changed_scenes(made, new).price(10) == 10


def test_characters_keep_their_own_seed_from_scene_to_scene() -> None:
    fox = StoryCharacter(name="the fox", kind="fox", skin="white")
    made = board(characters=(*board().characters, fox))

    home, end = scene_of(made, made.scenes[0]), scene_of(made, made.scenes[3])
    assert [(who.name, end.subjects[who.subject or 0].noun) for who in end.characters] == [
        ("Mira", "girl"),
        ("the fox", "fox"),
    ]
    assert home.characters[0].seed == end.characters[0].seed is not None
    assert end.characters[0].seed != end.characters[1].seed
    assert home.seed != end.seed


def test_prompts_name_characters_and_models_get_their_looks() -> None:
    made = board()

    spec = scene_of(made, made.scenes[0])
    assert [(who.name, who.hair, who.clothes, who.subject) for who in spec.characters] == [("Mira", "red", "yellow", 0)]
    assert (spec.subjects[0].noun, spec.subjects[0].pose, spec.unknown_words) == ("girl", "walking", ())
    assert picture_prompt(made, made.scenes[0]).startswith("a girl with red hair, fair skin and yellow clothes walking")


def test_a_bad_scene_is_the_only_fault_that_is_told() -> None:
    with pytest.raises(InvalidParams) as caught:
        from_json('{"scenes": [{"id": "../etc", "text": "Hi"}]}')
    assert [fault["field"] for fault in caught.value.details["fields"]] == ["scenes[0].id"]
    with pytest.raises(InvalidParams, match="may be 60 of these; here are 10000"):
        from_json(json.dumps({"scenes": [{"id": f"s{n}", "text": "Hi"} for n in range(10_000)]}))
    with pytest.raises(InvalidParams, match="nested too deeply"):
        from_json("[" * 100_000)


@pytest.mark.parametrize(
    ("prompt", "shot"),
    [("A girl sleeping in a meadow", "above"), ("A girl standing in a meadow", "close"), ("A cat sleeping", "close")],
)
def test_a_close_up_of_somebody_lying_is_taken_from_above(prompt: str, shot: str) -> None:
    made = board()
    scene = made.scenes[0].model_copy(update={"prompt": prompt, "shot": "close"})
    assert scene_of(made, scene).camera.shot == shot
