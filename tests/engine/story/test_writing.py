"""From scripts to storyboards: what is seen is what the words tell."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from domain.errors import InvalidParams
from engine.builtin.script.brief import ScriptBrief
from engine.builtin.script.writer import write
from engine.scene.words import scene_json
from engine.story.lengths import CARDS_SECONDS, SCRIPT_MAX
from engine.story.picture import scene_of
from engine.story.sentences import words
from engine.story.storyboard import Storyboard, StoryScene, from_json
from engine.story.writing import Wishes, storyboard_of

SCRIPTS = Path(__file__).parent / "scripts"
FILES = sorted(path.name for path in SCRIPTS.iterdir())


def script(name: str) -> str:
    return (SCRIPTS / name).read_text(encoding="utf-8")


def board(name: str, **wishes: object) -> Storyboard:
    return storyboard_of(script(name), Wishes(**wishes))  # type: ignore[arg-type]


def scene_with(made: Storyboard, words_in_it: str) -> StoryScene:
    return next(scene for scene in made.scenes if words_in_it in scene.text)


def nouns(made: Storyboard, scene: StoryScene) -> dict[str, str | None]:
    return {subject.noun: subject.pose for subject in scene_of(made, scene).subjects}


def film_seconds(made: Storyboard) -> float:
    return sum(scene.duration or 0 for scene in made.scenes) + CARDS_SECONDS


@pytest.mark.parametrize("name", FILES)
def test_every_script_becomes_scenes_that_can_be_drawn_and_read_back(name: str) -> None:
    made = board(name)

    assert from_json(made.to_json()) == made == board(name)
    assert film_seconds(made) <= 180
    for scene in made.scenes:
        spec = scene_of(made, scene)
        assert scene_json.from_json(spec.model_dump_json()) == spec
        assert spec.camera.shot == scene.shot
        assert not spec.unknown_words, (scene.prompt, spec.unknown_words)
    for first, second, third in zip(made.scenes, made.scenes[1:], made.scenes[2:], strict=False):
        assert not first.shot == second.shot == third.shot
    assert all(one.move != two.move for one, two in pairwise(made.scenes))


@pytest.mark.parametrize("name", ["fairy_tale.txt", "history.txt", "first_person.txt", "chinese.txt", "arabic.txt"])
def test_every_word_is_narrated_once_and_in_order(name: str) -> None:
    made = board(name)
    body = script(name).split("\n\n", 1)[1] if not script(name).split("\n", 1)[0].endswith(".") else script(name)
    if name in ("history.txt", "first_person.txt", "arabic.txt"):
        body = script(name)

    assert "".join("".join(scene.text for scene in made.scenes).split()) == "".join(body.split())


def test_who_and_where_last_until_the_story_changes_them() -> None:
    made = board("fairy_tale.txt")

    found = scene_with(made, "small fox with one paw")
    assert {"girl", "fox", "log", "pine"} <= set(nouns(made, found))
    assert (scene_of(made, found).place, scene_of(made, found).weather) == ("forest", "snow")
    ran = scene_with(made, "He jumped over")
    assert nouns(made, ran)["fox"] == "jumping" and "girl" in nouns(made, ran)
    keeper = scene_with(made, "I am the keeper")
    assert nouns(made, keeper) == {"man": None}, "the one who says it, not somebody new"
    assert scene_of(made, scene_with(made, "The next morning")).time_of_day == "dawn"
    slept = scene_with(made, "the fox slept")
    assert nouns(made, slept) == {"girl": None, "fox": "sleeping"}
    assert scene_of(made, slept).season == "spring"


def test_looks_are_the_same_in_every_scene() -> None:
    made = board("fairy_tale.txt")

    seen = [who for scene in made.scenes for who in scene_of(made, scene).characters if who.name == "Mira"]
    assert len(seen) > 10
    assert {(who.kind, who.hair, who.clothes) for who in seen} == {("girl", "red", "yellow")}
    assert len({who.skin for who in seen}) == 1 and seen[0].skin is not None
    old = next(who for who in made.characters if who.name == "the old man")
    assert old.hair == "white"


def test_the_characters_field_decides() -> None:
    made = board("fairy_tale.txt", characters="Mira: a woman with black hair and a green dress\nThe fox: a white fox")

    mira = made.characters[0]
    assert (mira.kind, mira.hair, mira.clothes) == ("woman", "black", "green")
    spec = scene_of(made, scene_with(made, "He jumped over"))
    assert {"fox": "white", "woman": None}.items() <= {s.noun: s.colour for s in spec.subjects}.items()
    assert {who.name: spec.subjects[who.subject or 0].noun for who in spec.characters} == {
        "Mira": "woman",
        "the fox": "fox",
    }


def test_a_screenplay_is_read_as_one() -> None:
    made = board("screenplay.txt")

    assert made.title == "The Last Train"
    text = " ".join(scene.text for scene in made.scenes)
    assert "EXT" not in text and "(" not in text and "FADE" not in text
    assert "Tom: You missed it too?" in text
    cafe = scene_of(made, scene_with(made, "Anna wipes the table"))
    assert (cafe.place, cafe.time_of_day) == ("room", "night")
    assert next(who for who in cafe.characters if who.name == "Anna").hair == "red"
    assert scene_of(made, scene_with(made, "steam train")).time_of_day == "dawn"


def test_what_is_only_talked_about_is_not_shown() -> None:
    made = board("dialogue.txt")

    assert all("whale" not in nouns(made, scene) for scene in made.scenes)
    assert {scene_of(made, scene).place for scene in made.scenes} == {"desert"}
    assert nouns(made, made.scenes[-1]) == {"robot": "walking", "snake": "walking"}
    assert "[pause 1.5s]" in " ".join(scene.text for scene in made.scenes)
    assert "looks up" not in " ".join(scene.text for scene in made.scenes)


def test_similes_denials_and_homonyms_are_not_shown() -> None:
    made = storyboard_of(
        "Tom walked along the beach. He was as brave as a lion and ran like a horse. There was no boat. "
        "The sun rose. He left his house and saw a crab.",
        Wishes(),
    )

    shown = set().union(*(nouns(made, scene) for scene in made.scenes))
    assert shown.isdisjoint({"lion", "horse", "boat", "rose"})
    assert {"man", "crab"} <= shown


def test_what_script_writes_is_read_in_both_forms() -> None:
    written = write(ScriptBrief("Lighthouses", "general", "storytelling", 60, seed=3), lambda *_: None)

    markdown = storyboard_of(written.to_markdown(), Wishes())
    as_json = storyboard_of(json.dumps(written.to_dict()), Wishes())

    assert markdown.title == as_json.title == written.title
    assert [scene.text for scene in markdown.scenes] == [scene.text for scene in as_json.scenes]
    assert words(" ".join(scene.text for scene in markdown.scenes)) == written.word_count


def test_3000_words_are_abridged_to_the_longest_film_and_told() -> None:
    parts = [script(name) for name in ("fairy_tale.txt", "first_person.txt", "history.txt", "product.txt")]
    long = "\n\n".join(f"## Part {n}\n\n{parts[n % 4]}" for n in range(13))[: SCRIPT_MAX - 1000]
    assert len(long.split()) > 3000

    made = storyboard_of(long, Wishes())

    assert 170 <= film_seconds(made) <= 180
    assert "abridged" in made.notes[0]
    assert made.scenes[0].text.startswith("Once upon a time")
    with pytest.raises(InvalidParams, match=r"\d+ words take about .* has room for \d+ words"):
        storyboard_of(long, Wishes(shorten=False))


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "no words"), ("  🎉 [pause 2s] \n", "no words"), ("word " * 4000, "at most 19,000")],
)
def test_what_cannot_be_told_is_refused(text: str, told: str) -> None:
    with pytest.raises(InvalidParams, match=told):
        storyboard_of(text, Wishes())


def test_a_target_sets_the_pace_and_the_pauses() -> None:
    free, fast, slow = (board("product.txt", target=target) for target in (None, 62, 72))

    assert free.pace == 1.0 < fast.pace <= 1.15
    assert film_seconds(fast) == pytest.approx(62, abs=1)
    assert film_seconds(slow) == pytest.approx(72, abs=1)
    short = board("product.txt", target=20)
    assert short.pace == 1.15 and "were asked for" in short.notes[1]


def test_a_script_in_another_language_follows_its_theme() -> None:
    made = board("chinese.txt", theme="a fox in a snowy forest at night")

    assert all({"fox"} <= set(nouns(made, scene)) for scene in made.scenes)
    assert {scene_of(made, scene).time_of_day for scene in made.scenes} == {"night"}
    assert any("Only English" in note for note in made.notes)


@pytest.mark.parametrize(
    "text",
    ["Hi", "# Only a title", '{"sections": 5}', "x" * 5000, "Tom. " * 2000, "Er war im Wald und sah einen Fuchs. Ende.",
     "A\x00B \ud800 c", '"A quote that never ends said Tom', "INT. - NIGHT\n\nX\n", "no point " * 300],
    ids=range(10),
)  # fmt: skip
def test_odd_texts_still_make_a_film(text: str) -> None:
    made = storyboard_of(text, Wishes(characters=text[:200], theme=text[:200]))

    assert all(len(scene_of(made, scene).subjects) <= 24 for scene in made.scenes)
    assert film_seconds(made) <= 180


def test_seeds_give_other_pictures_of_the_same_story() -> None:
    first, second = board("history.txt", seed=1), board("history.txt", seed=2)

    assert [s.text for s in first.scenes] == [s.text for s in second.scenes]
    assert [s.seed for s in first.scenes] != [s.seed for s in second.scenes]
    assert len({s.seed for s in first.scenes}) == len(first.scenes)


def test_places_hours_and_weather_are_those_of_the_words() -> None:
    made = storyboard_of(
        "Wren and Tobias lived in a village by the sea in winter. Every morning he opened his workshop and worked.\n\n"
        "They walked over green meadows full of flowers. Dark clouds gathered and they hid in a cave for hours.\n\n"
        "Above the snowy peak the sky was clear at last. That evening there was music in the village square. "
        "Lamps hung in the trees and everybody danced.",
        Wishes(),
    )

    specs = [scene_of(made, scene) for scene in made.scenes]
    assert [spec.place for spec in specs] == ["village", "room", "meadow", "mountains", "mountains", "village"]
    assert specs[2].season != "winter", "there are flowers"
    assert specs[3].weather == "storm"
    assert specs[4].weather != "snow", "a snowy peak is no snowfall"
    assert specs[5].time_of_day == "dusk"


def test_a_speech_that_loses_sentences_keeps_its_quotation_marks() -> None:
    speech = '"This is no lamp," he said. "It burns with starlight. We must climb a mountain. The stars are near."'
    filler = "Wren walked on along the road and looked at the sea for a long time with her old friend Tobias. " * 60
    made = storyboard_of(f"{speech}\n\n{filler}\n\n{speech}", Wishes())

    assert "abridged" in made.notes[0]
    for scene in made.scenes:
        assert scene.text.count('"') % 2 == 0 or len(made.scenes) == 1, scene.text
    assert all("mountain" not in nouns(made, scene) for scene in made.scenes), "it is only spoken of"


def test_who_watches_them_or_owns_something_is_not_one_of_them() -> None:
    made = storyboard_of(
        "Wren and Tobias walked through the forest. An owl watched them from a branch. The wind was cold and the "
        "night was long. He took a rope from Biscuit's back.\n\nThen they came to a river and rested there for hours.",
        Wishes(characters="Wren: a girl\nTobias: a man\nBiscuit: a grey donkey"),
    )

    assert set(nouns(made, made.scenes[-1])) == {"girl", "man"}


def test_what_is_in_the_sky_is_not_seen_from_above() -> None:
    for seed in range(12):
        made = storyboard_of(
            "Tom slept in a meadow. He was tired. Above him the sky was full of stars.", Wishes(seed=seed)
        )
        assert scene_with(made, "stars").shot != "above"


def test_a_faster_voice_tells_more_of_a_long_script() -> None:
    long = "Tom walked slowly along the river and looked at the water. " * 60

    slow, fast = (storyboard_of(long, Wishes(voice=voice)) for voice in ("male-deep", "female-energetic"))

    assert film_seconds(slow) == pytest.approx(film_seconds(fast), abs=8)
    assert sum(words(scene.text) for scene in fast.scenes) > 1.2 * sum(words(scene.text) for scene in slow.scenes)


def test_what_no_voice_can_say_is_left_out() -> None:
    made = storyboard_of(
        "The fox ran. [pause 99999s] [pause -1s] [pause 2s] {\\an8} <i>Now</i> 👨\u200d👩\u200d👧 it slept.", Wishes()
    )
    assert " ".join(scene.text for scene in made.scenes) == "The fox ran. [pause 2s] Now it slept."


def test_a_title_in_another_language_is_short() -> None:
    assert board("arabic.txt").title.count(" ") <= 3
