"""Notes in four forms; words stay words."""

from __future__ import annotations

import pytest

from data.curriculum import Beat, Example, Formula, Misconception, Question, Source, Step, Term
from engine.lesson.notes import notes_of, to_html, to_markdown, to_pdf
from engine.lesson.plan import LessonPlan

EVIL = "<script>alert(1)</script> #panic() $x$ *b* مرحبا 水"
PLAN = LessonPlan(
    title=EVIL,
    subtitle="Physics · beginner",
    difficulty="beginner",
    objectives=(EVIL,),
    beats=(Beat(heading="Force", say="A {part}push or a pull.", show={"kind": "define"}),),
    formulas=(Formula(name=EVIL, typst="F = m a", meaning=EVIL),),
    example=Example(question=EVIL, steps=(Step(text=EVIL, typst="a = F/m"),), answer=EVIL),
    misconception=Misconception(wrong=EVIL, right=EVIL),
    glossary=(Term(term="force", meaning=EVIL),),
    quiz=(Question(question=EVIL, choices=("N", "m", EVIL), answer=2, why=EVIL),),
    sources=(Source(title=EVIL, by="OpenStax", year=2012),),
)


@pytest.fixture(scope="module")
def notes() -> dict[str, object]:
    return notes_of(PLAN, "en-gb")


def test_marks_of_the_narration_are_not_in_the_notes(notes: dict[str, object]) -> None:
    assert notes["sections"] == [{"heading": "Force", "text": "A push or a pull."}]


def test_a_pdf_is_made_of_any_words_and_is_the_same_each_time(notes: dict[str, object]) -> None:
    pdf = to_pdf(notes)
    assert pdf.startswith(b"%PDF-")
    assert to_pdf(notes) == pdf


def test_html_holds_formulas_and_no_markup_of_the_words(notes: dict[str, object]) -> None:
    page = to_html(notes)
    assert "<script" not in page
    assert page.count("<svg") == 2


def test_markdown_shows_signs_as_signs(notes: dict[str, object]) -> None:
    text = to_markdown(notes)
    assert "<script" not in text.replace("\\<script", "")
    assert "3" not in text.split("## Answers")[0].split("## Quiz")[1].replace("水", "")
    assert "1. C) " in text.split("## Answers")[1]


def test_a_paragraph_is_no_list_and_an_entity_no_sign(notes: dict[str, object]) -> None:
    told = "- one\n\n&lt;two&gt; & three\n==="
    text = to_markdown({**notes, "sections": [{"heading": "1. Force", "text": told}, {"heading": "a", "text": "2) b"}]})
    assert "### 1\\. Force\n\n\\- one \\&lt;two\\&gt; & three ===\n" in text
    assert "\n2\\) b\n" in text
