"""The notes of a lesson: as data, as Markdown, as HTML and as a PDF."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from data.curriculum import Beat
from engine.lesson.cues import narrated
from engine.lesson.drawing.formula import svg_of
from engine.lesson.formula_text import formula_text
from engine.lesson.plan import LessonPlan

Notes = Mapping[str, Any]
_TEMPLATE = Path(__file__).with_name("notes.typ")
_SIGNS = re.compile(r"[\\`*_\[\]<>#]|&(?=#?\w{1,31};)")
_LEADING = re.compile(r"^(\d*)([-+=.)])(?=\s|$|[-=])")
"""What begins a list, and what makes a heading of the line before."""
_DATE = 1_000_000_000
"""Of every PDF, in seconds since 1970: the same notes give the same bytes."""


def notes_of(plan: LessonPlan, language: str) -> dict[str, Any]:
    """The content of notes.json: objectives, sections, formulas, glossary, quiz and what belongs to them."""
    told = plan.model_dump(mode="json", exclude={"beats", "whole", "scene"})
    sections = [{"heading": beat.heading, "text": narrated(beat.say).text} for beat in _told(plan)]
    return {**told, "language": language, "sections": sections}


def _told(plan: LessonPlan) -> Iterator[Beat]:
    """What the film says, and what a longer one would say too, but for what the notes have in forms of their own."""
    elsewhere = ("steps", "misconception", "question")
    for beat in plan.whole or plan.beats:
        if beat in plan.beats or beat.show["kind"] not in elsewhere:
            yield beat


def to_pdf(notes: Notes) -> bytes:
    """A PDF (A4), set by typst."""
    import typst

    told = {**notes, "language": notes["language"].split("-")[0]}
    return bytes(typst.compile(str(_TEMPLATE), sys_inputs={"notes": json.dumps(told)}, format="pdf", timestamp=_DATE))


def to_markdown(notes: Notes) -> str:
    """Markdown, each formula as a line of text."""
    return "\n".join(_markdown(notes)).strip() + "\n"


def _markdown(notes: Notes) -> Iterator[str]:
    yield f"# {_plain(notes['title'])}\n\n{_plain(notes['subtitle'])}\n"
    yield from _list("After this lesson you can", [f"- {_plain(each)}" for each in notes["objectives"]])
    yield from _list("The lesson", [f"### {_plain(s['heading'])}\n\n{_plain(s['text'])}\n" for s in notes["sections"]])
    yield from _list(
        "Formulas",
        [f"- **{_plain(f['name'])}**: `{formula_text(f['typst'])}`. {_plain(f['meaning'])}" for f in notes["formulas"]],
    )
    if example := notes["example"]:
        steps = [
            f"{n}. {_plain(step['text'])}" + (f" `{formula_text(step['typst'])}`" if step["typst"] else "")
            for n, step in enumerate(example["steps"], 1)
        ]
        yield from _list(
            "Worked example", [_plain(example["question"]), "", *steps, "", f"**{_plain(example['answer'])}**"]
        )
    if mistake := notes["misconception"]:
        lines = [f"- Not so: {_plain(mistake['wrong'])}", f"- So it is: {_plain(mistake['right'])}"]
        yield from _list("A common mistake", lines)
    yield from _list("Words", [f"- **{_plain(t['term'])}**: {_plain(t['meaning'])}" for t in notes["glossary"]])
    yield from _list("Quiz", [line for number, item in enumerate(notes["quiz"], 1) for line in _asked(number, item)])
    answers = [
        f"{n}. {'ABCD'[item['answer']]}) {_plain(item['choices'][item['answer']])} {_plain(item['why'])}"
        for n, item in enumerate(notes["quiz"], 1)
    ]
    yield from _list("Answers", answers)
    yield from _list("Where to check", [f"- {_plain(_source(source))}" for source in notes["sources"]])


def _asked(number: int, item: Mapping[str, Any]) -> list[str]:
    choices = [f"   - {letter}) {_plain(choice)}" for letter, choice in zip("ABCD", item["choices"], strict=False)]
    return [f"{number}. {_plain(item['question'])}", *choices]


def _list(heading: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"## {heading}\n"
        yield from lines
        yield ""


def _plain(text: str) -> str:
    """Without what Markdown takes for a sign."""
    return _LEADING.sub(r"\1\\\2", _SIGNS.sub(r"\\\g<0>", " ".join(text.split())))


def _source(source: Mapping[str, Any]) -> str:
    return ", ".join(str(part) for part in (source["title"], source["by"], source["year"]) if part)


def to_html(notes: Notes) -> str:
    """What stands in a page below a heading; formulas as SVG. Everything else is escaped."""
    return "\n".join(_html(notes))


def _html(notes: Notes) -> Iterator[str]:
    e = html.escape
    if notes["objectives"]:
        yield f"<h3>After this lesson you can</h3><ul>{''.join(f'<li>{e(o)}</li>' for o in notes['objectives'])}</ul>"
    yield from (f"<h3>{e(s['heading'])}</h3><p>{e(s['text'])}</p>" for s in notes["sections"])
    if notes["formulas"]:
        yield "<h3>Formulas</h3>"
        yield from (
            f"<p><strong>{e(f['name'])}</strong></p>{_formula(f['typst'], f['name'])}<p>{e(f['meaning'])}</p>"
            for f in notes["formulas"]
        )
    if example := notes["example"]:
        steps = "".join(
            f"<li>{e(step['text'])}{_formula(step['typst'], step['text']) if step['typst'] else ''}</li>"
            for step in example["steps"]
        )
        yield f"<h3>Worked example</h3><p>{e(example['question'])}</p><ol>{steps}</ol>"
        yield f"<p><strong>{e(example['answer'])}</strong></p>"
    if mistake := notes["misconception"]:
        yield "<h3>A common mistake</h3>"
        yield f"<p><strong>Not so:</strong> {e(mistake['wrong'])}</p>"
        yield f"<p><strong>So it is:</strong> {e(mistake['right'])}</p>"
    if notes["glossary"]:
        terms = "".join(f"<dt>{e(t['term'])}</dt><dd>{e(t['meaning'])}</dd>" for t in notes["glossary"])
        yield f"<h3>Words</h3><dl>{terms}</dl>"
    if notes["sources"]:
        yield f"<h3>Where to check</h3><ul>{''.join(f'<li>{e(_source(s))}</li>' for s in notes['sources'])}</ul>"


@lru_cache(maxsize=128)
def _formula(source: str, name: str) -> str:
    svg = svg_of(source).replace("#000000", "currentColor")
    told = html.escape(f"{name}: {formula_text(source)}", quote=True)
    return f'<div class="formula" role="img" aria-label="{told}">{svg}</div>'
