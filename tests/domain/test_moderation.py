"""Which orders are refused, plain and disguised, and which look alike and are not."""

from __future__ import annotations

import json
import time
from collections import Counter
from pathlib import Path

import pytest

from domain.disguised_text import readings
from domain.moderation import Action, Category, ContentRefused, Finding, Pair, Screen, refused, texts_of
from engine.moderation_lists import shipped_screen

CORPUS = Path(__file__).parent / "moderation"


@pytest.fixture(scope="module")
def screen() -> Screen:
    return shipped_screen()


def lines(name: str) -> list[str]:
    text = (CORPUS / name).read_text()
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def test_the_corpus_is_large_enough_and_has_no_line_twice() -> None:
    refused_lines, passed_lines = lines("refused.txt"), lines("passed.txt")
    assert len(refused_lines) >= 100 and len(passed_lines) >= 150
    assert max(Counter(refused_lines + passed_lines).values()) == 1


def test_what_must_be_refused_is_refused_for_its_reason(screen: Screen) -> None:
    wrong = []
    for line in lines("refused.txt"):
        category, _, text = line.partition(" | ")
        found = screen.look({"prompt": text})
        if found is None or found.category.key != category or found.category.action is not Action.REFUSE:
            wrong.append((line, found and (found.category.key, found.rule)))
    assert wrong == []


def test_what_looks_alike_passes(screen: Screen) -> None:
    found = {line: screen.look({"prompt": line}) for line in lines("passed.txt")}
    assert {line: (each.category.key, each.rule) for line, each in found.items() if each is not None} == {}


def test_every_text_of_an_order_is_looked_at_but_not_what_it_does_not_want(screen: Screen) -> None:
    board = json.dumps({"scenes": [{"narration": "A quiet lake."}, {"picture": {"prompt": "a nude woman"}}]})
    found = screen.look({"prompt": "a lake", "storyboard": board})
    assert found is not None and (found.field, found.rule) == ("storyboard", "nude")
    assert "nude woman" in found.excerpt
    assert screen.look({"prompt": "a lake", "negative_prompt": "nude, nsfw"}) is None
    assert screen.look({"prompt": "a lake", "scene": json.dumps({"negative_prompt": "nude", "place": "lake"})}) is None
    assert list(texts_of({"seed": 5, "prompt": "{broken", "tags": ["one", "two"]})) == [
        ("prompt", "{broken"), ("tags", "one"), ("tags", "two"),
    ]  # fmt: skip


def test_what_is_split_over_two_fields_is_seen_where_it_counts_most(screen: Screen) -> None:
    found = screen.look({"script": "They are naked.", "characters": "Mia, 9 years old"})
    assert found is not None and found.category.key == "minors"


def test_graphic_violence_is_noted_and_made(screen: Screen) -> None:
    found = screen.look({"topic": "The beheading of Anne Boleyn"})
    assert found is not None and (found.category.key, found.category.action) == ("gore", Action.FLAG)
    both = screen.look({"topic": "a beheading", "prompt": "gas the jews"})
    assert both is not None and both.category.key == "hate", "a refusal comes before a note"


def test_a_refusal_says_why_and_where_and_whether_a_person_can_look_again() -> None:
    open_to_review = Category("hate", "Hate", "We make no hate.", Action.REFUSE, ("bad",))
    fixed = Category("minors", "Minors", "Never.", Action.REFUSE, ("bad",), fixed=True)
    error = refused(Finding("topic", open_to_review, "bad", "a bad text"), "r1")
    assert isinstance(error, ContentRefused) and (error.code, error.status) == ("content_refused", 422)
    assert (
        error.message
        == "We make no hate. Nothing was charged. If this is a mistake, ask for a review under Refused orders."
    )
    assert error.details["fields"] == [{"field": "topic", "message": error.message}]
    assert (error.details["category"], error.details["refusal_id"]) == ("hate", "r1")
    assert "review" not in refused(Finding("topic", fixed, "bad", "x"), "r2").message


def test_pairs_count_words_between_them() -> None:
    pair = Pair(("kid",), ("bad|worse",), within=3)
    assert pair.found_in("a kid that is bad") == "kid + bad"
    assert pair.found_in("worse things happen to any kid") is None
    assert pair.found_in("kid one two three bad") is None
    assert pair.found_in("bad one two kid") == "kid + bad"


HARD = {
    "pairs far apart": "kid " * 2400 + "x " * 30 + "nude " * 2000,
    "letters": "a " * 10_000,
    "stars": "a*" * 10_000,
    "digits": "1" * 20_000,
    "beginnings": "how to " * 2800,
}


@pytest.mark.parametrize("text", HARD.values(), ids=HARD.keys())
def test_no_text_takes_long(screen: Screen, text: str) -> None:
    start = time.process_time()
    screen.look({"script": text[:20_000]})
    assert time.process_time() - start < 3


def test_readings_take_disguises_off() -> None:
    assert "nude" in readings("n​u​d​e") and "nude" in readings("ɴüԁе")
    assert {"nice", "nlce"} <= set(readings("n1ce"))
    assert readings("plain words") == ("plain words",)


@pytest.mark.parametrize("term", ["", "Two Words", "semi;colon", "a||b"])
def test_a_term_that_could_never_match_is_refused(term: str) -> None:
    category = Category("x", "X", "x", Action.REFUSE, (term,) if term else ("",))
    if term:
        with pytest.raises(ValueError, match="is not small letters"):
            category.found_in("words")
