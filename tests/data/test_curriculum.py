"""Every shipped lesson: whole, drawable, as long as its lengths need, and answerable."""

from __future__ import annotations

import re

import pytest

from data.curriculum import DIFFICULTIES, LENGTHS, SUBJECTS, Difficulty, Lesson, Subject, load_topic, topics
from engine.lesson.cues import narrated
from engine.lesson.drawing.formula import set_formula
from engine.lesson.figures.registry import read_figure

TOPICS = 12
WORDS = {30: (48, 64), 60: (108, 136), 120: (230, 275), 180: (350, 415)}
"""How many words a lesson of each length says."""
EVERY = [(subject, key) for subject in SUBJECTS for key in topics(subject)]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_has_its_topics(subject: Subject) -> None:
    assert len(topics(subject)) >= TOPICS


@pytest.mark.parametrize(("subject", "key"), EVERY)
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_a_lesson_is_whole(subject: Subject, key: str, difficulty: Difficulty) -> None:
    lesson = load_topic(subject, key).lesson(difficulty)
    assert not list(_faults(lesson))


def _faults(lesson: Lesson) -> list[str]:
    found = []
    for length in LENGTHS:
        said = [narrated(beat.say).text for beat in lesson.beats if beat.since <= length]
        count, (least, most) = len(" ".join(said).split()), WORDS[length]
        if not least <= count <= most:
            found.append(f"{length} s: {count} words")
    for beat in lesson.beats:
        parts = read_figure(beat.show).parts()
        named = [name for name, _ in narrated(beat.say).marks]
        if not named or not set(named) <= set(parts):
            found.append(f"{beat.heading}: names {named} of {list(parts)}")
        if len(set(parts)) < len(parts):
            found.append(f"{beat.heading}: two parts have one name")
        if re.search(r"[{}=<>^_*#]", narrated(beat.say).text):
            found.append(f"{beat.heading}: signs that cannot be spoken")
    for source in (
        [*(f.typst for f in lesson.formulas), *(s.typst for s in lesson.example.steps if s.typst)]
        if (lesson.example)
        else [f.typst for f in lesson.formulas]
    ):
        set_formula(source)
    if len(lesson.quiz) != 4 or len({question.answer for question in lesson.quiz}) < 3:
        found.append("a quiz has four questions with answers in different places")
    if not lesson.glossary or lesson.misconception is None:
        found.append("no glossary or misconception")
    return found


def test_the_three_difficulties_say_different_things() -> None:
    for subject, key in EVERY:
        topic = load_topic(subject, key)
        said = [{beat.say for beat in topic.lesson(difficulty).beats} for difficulty in DIFFICULTIES]
        assert not said[0] & said[1] and not said[1] & said[2] and not said[0] & said[2], key
