"""Parts of a figure appear at the words that name them."""

from __future__ import annotations

import pytest

from engine.lesson.cues import EARLY, appearances, moments, narrated
from engine.speech_request import WordTime


def words(text: str, each: float = 0.5) -> list[WordTime]:
    return [WordTime(word, n * each, n * each + 0.4) for n, word in enumerate(text.split())]


def test_marks_are_not_spoken_and_point_at_the_word_after_them() -> None:
    told = narrated("A {force}force acts. The {body} body moves, {force}pushed on.")
    assert told.text == "A force acts. The body moves, pushed on."
    assert moments(told, words(told.text)) == {"force": (0.5, 3.0), "body": (2.0,)}


def test_a_word_that_stands_twice_is_told_apart_by_its_place() -> None:
    told = narrated("one two one two {b}one")
    assert moments(told, words(told.text)) == {"b": (2.0,)}


def test_a_mark_after_the_last_word_is_at_the_end() -> None:
    told = narrated("all said {end}")
    assert moments(told, words("all said"))["end"] == (pytest.approx(0.9),)


def test_a_named_part_appears_a_hair_before_its_word_and_blinks_when_named_again() -> None:
    shown = appearances(["axes", "curve"], {"curve": (4.0, 8.0)}, lead=0.5, speech=10.0)
    assert shown["curve"].start == pytest.approx(4.5 - EARLY)
    assert shown["curve"].again == (8.5,)


def test_parts_that_nobody_names_come_between_their_neighbours_in_their_order() -> None:
    parts = ["a", "b", "c", "d", "e"]
    shown = appearances(parts, {"c": (5.0,)}, lead=0.5, speech=12.0)
    starts = [shown[part].start for part in parts]
    assert starts == sorted(starts)
    assert len(set(starts)) == 5
    assert starts[0] < 1.0
    assert starts[-1] < 12.5


def test_all_parts_are_there_before_the_beat_ends() -> None:
    shown = appearances([f"p{n}" for n in range(9)], {}, lead=0.35, speech=9.0)
    assert max(when.start + when.seconds for when in shown.values()) <= 9.35
