"""The plan of a lesson from a text."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from zlib import crc32

from data.curriculum import Difficulty, Length, Question, Term
from domain.errors import InvalidParams
from engine.lesson.own_text.beats import STEPS, Passage, beat_of, cut, passages, plain
from engine.lesson.own_text.reading import definition, keywords, reads_english, shared, shortened
from engine.lesson.plan import LessonPlan

BEATS: dict[Length, int] = {30: 3, 60: 5, 120: 9, 180: 14}
"""The most that a lesson of each length has."""
QUESTIONS, TERMS, GOALS = 4, 8, 3
WEIGHTY = 24


def plan_of_text(text: str, title: str, difficulty: Difficulty, seconds: Length) -> LessonPlan:
    """A lesson that says exactly the words of a text, with figures, words and questions taken from it.

    Raises InvalidParams for a text without a sentence.
    """
    found = passages(text)
    if not found:
        message = "There are no sentences in this text. Write what the lesson should say."
        raise InvalidParams(message, fields=[{"field": "text", "message": message}])
    named = plain(title) or next((passage.heading for passage in found if passage.heading), "")
    weighty = keywords(" ".join(passage.text for passage in found))[:WEIGHTY]
    english = reads_english(text)
    telling = " and ".join(weighty[:2]).capitalize() if english else found[0].sentences[0]
    named = shortened(named or telling or "Lesson", 48)
    pieces = cut(found, BEATS[seconds])
    beats = tuple(beat_of(piece, weighty if english else (), named) for piece in pieces)
    terms = _terms(found)
    return LessonPlan(
        title=named,
        subtitle=f"Lesson · {difficulty}" if english else "",
        difficulty=difficulty,
        scene=_scene(text),
        written_by="own text",
        objectives=_goals([beat.heading for beat in beats]) if english else (),
        beats=beats,
        glossary=terms,
        quiz=_quiz(found, terms, weighty) if english else (),
    )


def _goals(all_headings: Sequence[str]) -> tuple[str, ...]:
    headings = [each for each in dict.fromkeys(all_headings) if each != STEPS and not each.endswith("\u2026")][:GOALS]
    return tuple(f"Explain: {heading}" for heading in headings) if len(headings) >= 2 else ()


def _terms(found: Sequence[Passage]) -> tuple[Term, ...]:
    told = [definition(sentence) for passage in found for sentence in passage.sentences]
    unique = {each.term.lower(): each for each in told if each is not None and len(each.meaning) <= 400}
    return tuple(Term(term=each.term, meaning=each.meaning) for each in list(unique.values())[:TERMS])


def _quiz(found: Sequence[Passage], terms: Sequence[Term], weighty: Sequence[str]) -> tuple[Question, ...]:
    """Questions that the text itself answers: what a term means, and which word is missing."""
    chance = Random(crc32(" ".join(weighty).encode()))  # noqa: S311
    asked = [_meaning(term, terms, chance) for term in terms] if len(terms) >= 3 else []
    for passage in found:
        for sentence in passage.sentences:
            here = shared(weighty[:10], sentence)
            if here and 40 <= len(sentence) <= 160 and len(weighty) >= 4:
                asked.append(_missing(sentence, here[0], weighty, chance))
    unique = {question.question: question for question in asked}
    return tuple(list(unique.values())[:QUESTIONS])


def _meaning(term: Term, terms: Sequence[Term], chance: Random) -> Question:
    wrong = chance.sample([other.meaning for other in terms if other is not term], min(3, len(terms) - 1))
    return _question(
        f"What is meant by \u201c{term.term}\u201d?", term.meaning, wrong, chance, f"{term.term}: {term.meaning}."
    )


def _missing(sentence: str, word: str, weighty: Sequence[str], chance: Random) -> Question:
    at = sentence.lower().index(word.lower())
    gap = f"{sentence[:at]}\u2026\u2026{sentence[at + len(word) :]}"
    others = [each for each in weighty if each.lower() != word.lower() and each.lower() not in sentence.lower()]
    wrong = others[:3] if len(others) >= 3 else [each for each in weighty if each != word][:3]
    return _question(f"Which word is missing? {gap}", word.lower(), [each.lower() for each in wrong], chance, sentence)


def _question(asked: str, right: str, wrong: Sequence[str], chance: Random, why: str) -> Question:
    choices = [shortened(each, 150) for each in dict.fromkeys([right, *wrong])]
    chance.shuffle(choices)
    return Question(question=asked, choices=tuple(choices), answer=choices.index(shortened(right, 150)), why=why)


def _scene(text: str) -> str:
    """What the text speaks of, as far as the scene engine knows it; else a meadow."""
    from engine.scene.words.parser import parse

    subjects = [subject.noun for subject in parse(text[:300], style="3d", seed=0).subjects][:3]
    return f"{', '.join(subjects)} in the morning" if subjects else "a meadow with hills and trees in the morning"
