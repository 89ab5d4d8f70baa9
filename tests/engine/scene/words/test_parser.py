"""English prompts become scenes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.scene_lexicon import load_scene_lexicon
from engine.scene.spec import SceneSpec, Subject
from engine.scene.words.parser import parse
from engine.scene.words.phrases import known_phrases


def _parse(prompt: str, negative: str = "") -> SceneSpec:
    return parse(prompt, negative=negative, style="realistic", seed=7)


def _only(spec: SceneSpec, noun: str) -> Subject:
    (found,) = [subject for subject in spec.subjects if subject.noun == noun]
    return found


def _relation(spec: SceneSpec, noun: str) -> tuple[str, str] | None:
    relation = _only(spec, noun).relation
    return None if relation is None else (relation.kind, spec.subjects[relation.to].noun)


def test_adjectives_go_to_their_own_noun() -> None:
    spec = _parse("A small red boat beside two tall white lighthouses")

    boat, lighthouse = _only(spec, "boat"), _only(spec, "lighthouse")
    assert (boat.count, boat.colour, boat.size) == (1, "red", "small")
    assert (lighthouse.count, lighthouse.colour, lighthouse.size) == (2, "white", "large")
    assert _relation(spec, "boat") == ("beside", "lighthouse")
    assert spec.place == "coast"


@pytest.mark.parametrize(
    ("words", "count"),
    [("three cats", 3), ("a dozen cats", 12), ("12 cats", 12), ("twenty five cats", 25), ("a couple of cats", 2),
     ("two dozen cats", 24), ("a cat", 1), ("cat", 1), ("1,000 cats", 40), ("a herd of cats", 9), ("cats", 3),
     ("many cats", 14), ("a pair of cats", 2), ("three hundred cats", 40), ("both cats", 2), ("a lone cat", 1)],
)  # fmt: skip
def test_numbers(words: str, count: int) -> None:
    assert _only(_parse(words), "cat").count == count


def test_too_many_are_capped_and_it_is_said() -> None:
    spec = _parse("200 ships")

    assert _only(spec, "ship").count == 40
    assert spec.notes == ("200 ships were asked for; 40 are shown.",)


@pytest.mark.parametrize(
    ("prompt", "noun", "expected"),
    [
        ("a cat on a table", "cat", ("on", "table")),
        ("a table with a cat on it", "cat", ("on", "table")),
        ("a girl riding a horse", "girl", ("on", "horse")),
        ("a bowl of apples", "apple", ("in", "bowl")),
        ("a bowl full of apples", "apple", ("in", "bowl")),
        ("a knight holding a sword", "sword", ("beside", "knight")),
        ("a boy flying a kite", "kite", ("above", "boy")),
        ("above a castle, a dragon", "dragon", ("above", "castle")),
        ("a church behind an oak", "church", ("behind", "oak")),
        ("a well in front of a house", "well", ("in-front", "house")),
        ("a tent among pine trees", "tent", ("among", "pine")),
        ("a castle surrounded by trees", "oak", ("around", "castle")),
        ("a castle with an owl in the background", "owl", ("behind", "castle")),
    ],
)
def test_relations(prompt: str, noun: str, expected: tuple[str, str]) -> None:
    assert _relation(_parse(prompt), noun) == expected


def test_both_of_a_pair_share_the_relation() -> None:
    spec = _parse("a cat and a dog sleeping on a sofa")

    assert _relation(spec, "cat") == _relation(spec, "dog") == ("on", "sofa")
    assert _only(spec, "cat").pose == _only(spec, "dog").pose == "sleeping"
    assert spec.place == "room"


def test_no_circle_of_relations() -> None:
    spec = _parse("a cat on a table. The table on the cat.")

    assert _relation(spec, "cat") == ("on", "table")
    assert _relation(spec, "table") is None


def test_the_same_thing_named_again_is_the_same_thing() -> None:
    spec = _parse("A castle on a hill. A dragon flies above the castle.")

    assert [subject.noun for subject in spec.subjects] == ["castle", "hill", "dragon"]
    assert _relation(spec, "dragon") == ("above", "castle")


def test_a_person_keeps_name_hair_and_clothes() -> None:
    spec = _parse("a girl with red hair in a blue dress named Mira beside a brown-haired man")

    mira, man = spec.characters
    assert (mira.name, mira.kind, mira.hair, mira.clothes) == ("Mira", "girl", "red", "blue")
    assert (man.kind, man.hair, man.clothes) == ("man", "brown", None)
    assert [spec.subjects[c.subject or 0].noun for c in spec.characters] == ["girl", "man"]


def test_one_word_can_be_a_colour_a_fruit_or_a_material() -> None:
    spec = _parse("an orange cat, an orange, a stone bridge and a stone")

    assert _only(spec, "cat").colour == "orange"
    assert _only(spec, "orange").colour is None
    assert _only(spec, "bridge").material == "stone"
    assert _only(spec, "rock").count == 1


@pytest.mark.parametrize("prompt", ["a castle made of ice", "a castle of ice", "an ice castle"])
def test_materials(prompt: str) -> None:
    assert _only(_parse(prompt), "castle").material == "ice"


@pytest.mark.parametrize("prompt", ["a street with no cars", "a street without any cars, a house", "a street, 0 cars"])
def test_what_is_excluded_is_not_shown(prompt: str) -> None:
    spec = _parse(prompt)

    assert "car" in spec.without
    assert all(subject.noun != "car" for subject in spec.subjects)


def test_the_negative_prompt_removes_subjects_and_weather() -> None:
    spec = _parse("a dog and a cat in the rain", "cats, rain, blurry, low quality")

    assert [subject.noun for subject in spec.subjects] == ["dog"]
    assert spec.weather == "clear"
    assert spec.unknown_words == ()


def test_settings_of_the_whole_picture() -> None:
    spec = _parse("close-up of a spooky foggy village at night in autumn, pastel colours")

    assert (spec.place, spec.time_of_day, spec.weather) == ("village", "night", "fog")
    assert (spec.season, spec.mood, spec.palette, spec.camera.shot) == ("autumn", "spooky", "pastel", "close")


def test_contradictions_are_resolved_and_told() -> None:
    spec = _parse("a beach at noon and at night")

    assert spec.time_of_day == "noon"
    assert '"night"' in spec.notes[0]


def test_a_second_place_becomes_a_background() -> None:
    spec = _parse("a cottage by a lake with mountains")

    assert spec.place == "lake"
    assert _relation(spec, "mountain") == ("behind", "cottage")


@pytest.mark.parametrize(
    ("prompt", "place"),
    [("a ship", "coast"), ("a shark", "underwater"), ("a sofa and a lamp", "room"), ("a whale beside a ship", "coast"),
     ("an astronaut", "space"), ("a ship in the desert", "desert"), ("an igloo", "winter"), ("a tractor", "farm")],
)  # fmt: skip
def test_the_place_follows_from_the_subjects(prompt: str, place: str) -> None:
    assert _parse(prompt).place == place


def test_unknown_words_are_listed() -> None:
    assert _parse("a purple frobnicator beside a cat, zorgish").unknown_words == ("frobnicator", "zorgish")


def test_only_unknown_words_give_a_mood_scene() -> None:
    first, again, other = _parse("zorg blarf"), _parse("zorg blarf"), _parse("quux plonk")

    assert first == again
    assert first.unknown_words == ("zorg", "blarf")
    assert "mood" in first.model_fields_set
    assert (first.place, first.time_of_day, first.mood) != (other.place, other.time_of_day, other.mood)
    assert "No word of the prompt is known" in first.notes[0]


def test_every_noun_and_synonym_is_understood() -> None:
    for noun, entry in load_scene_lexicon().nouns.items():
        for word in (noun, *entry.also):
            spec = _parse(f"a {word}")
            assert any(s.noun == noun for s in spec.subjects) or word in load_scene_lexicon().variants, word
            assert spec.unknown_words == ()


def test_plurals_are_understood() -> None:
    known = known_phrases()

    for word in (
        "wolves",
        "cherry trees",
        "lamp posts",
        "children",
        "snowmen",
        "butterflies",
        "boxes",
        "sheep",
        "buses",
    ):
        assert "nouns" in known[word], word


_WORDS = st.sampled_from(sorted(known_phrases()))
_GLUE = st.sampled_from(
    [" ", ", ", ". ", " and ", " no ", " on ", " with ", " zorg ", " 7 ", " it ", " named ", "-", "\n"]
)


@settings(max_examples=150, deadline=None)
@given(st.text(min_size=1, max_size=2000), st.text(max_size=80))
def test_any_text_gives_a_valid_scene(prompt: str, negative: str) -> None:
    spec = _parse(prompt, negative)

    assert SceneSpec.model_validate_json(spec.model_dump_json()) == spec


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(_WORDS, _GLUE), min_size=1, max_size=60))
def test_any_order_of_known_words_gives_a_valid_scene(parts: list[tuple[str, str]]) -> None:
    prompt = "".join(word + glue for word, glue in parts)

    spec = _parse(prompt)

    assert spec == _parse(prompt)
    for index, subject in enumerate(spec.subjects):
        seen = {index}
        while subject.relation is not None:
            assert subject.relation.to not in seen
            seen.add(subject.relation.to)
            subject = spec.subjects[subject.relation.to]


def test_broken_unicode_does_not_raise() -> None:
    assert _parse("a cat \ud800 \x00", "\udfff").subjects[0].noun == "cat"


def test_two_names_of_one_thing_are_one_thing() -> None:
    spec = parse("a saguaro cactus beside an oak tree", style="realistic", seed=1)

    assert [(s.noun, s.count) for s in spec.subjects] == [("cactus", 1), ("oak", 1)]


def test_only_what_can_fly_is_in_the_sky() -> None:
    spec = parse("a sailboat on the sea, seagulls in the sky", style="realistic", seed=1)

    assert {s.noun: s.pose for s in spec.subjects} == {"sailboat": None, "bird": "flying"}


@pytest.mark.parametrize(
    ("prompt", "told"),
    [
        ("a sunny night on the beach", "sun does not shine at night"),
        ("snow in the desert in summer", "Snow in summer (desert)"),
        ("a rainy living room", "no rain is shown"),
        ("200 ships on the sea", "40 are shown"),
        ("flurbo quux", "No word of the prompt is known"),
    ],
)
def test_what_cannot_be_shown_to_the_letter_is_told(prompt: str, told: str) -> None:
    notes = parse(prompt, style="realistic", seed=1).notes

    assert any(told in note for note in notes), notes


def test_an_island_has_its_beach_and_a_tree_its_guest() -> None:
    beach = parse("a turtle on the beach of a tropical island", style="realistic", seed=1)
    guest = parse("a chest under a palm tree", style="realistic", seed=1)

    assert (beach.place, beach.notes) == ("island", ())
    assert guest.subjects[0].relation is not None and guest.subjects[0].relation.kind == "below"
