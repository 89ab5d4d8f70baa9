"""Parts of a figure appear at the words that name them."""

from __future__ import annotations

import pytest

from engine.lesson.cues import EARLY, FIRST_BY, appearances, moments, narrated
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


def test_the_board_is_not_empty_until_a_part_is_named_late() -> None:
    shown = appearances(["wrong", "right"], {"wrong": (5.0,), "right": (9.0,)}, lead=0.35, speech=12.0)
    assert shown["wrong"].start == FIRST_BY
    assert shown["wrong"].again == (5.35,)


def test_the_first_part_carries_the_others_so_it_comes_before_them() -> None:
    shown = appearances(["scale", "apple", "lemon"], {"lemon": (0.5,), "scale": (7.0,)}, lead=0.35, speech=10.0)
    assert shown["scale"].start < shown["apple"].start < shown["lemon"].start


def test_a_part_that_nobody_names_comes_before_the_named_one_that_may_stand_on_it() -> None:
    shown = appearances(["axes", "a", "b", "gap"], {"a": (6.0,), "gap": (3.0,)}, lead=0.35, speech=10.0)
    assert shown["axes"].start < shown["b"].start < shown["gap"].start
