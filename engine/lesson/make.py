"""From the plan of a lesson to its film."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import skia

from domain.generator import RunContext
from engine.lesson.cues import appearances, moments, narrated
from engine.lesson.drawing.board import Beat
from engine.lesson.drawing.theme import THEMES, Theme
from engine.lesson.figures.figure import Figure
from engine.lesson.figures.registry import read_figure
from engine.lesson.film import BeatPage, LessonFilm, Shown, Stage, end_page, title_page
from engine.lesson.pictures import draw_pictures, prompts_of
from engine.lesson.plan import LessonPlan
from engine.lesson.speech import Talk, Teacher, record_talk
from engine.lesson.timing import LEAD, cards_of
from engine.media.film.chunks import FilmPlan
from engine.media.film.render import render_film
from engine.scene.spec import SpecStyle

DRAWN = "4"
"""Raise it when the same plan gives other frames."""
PICTURE_STYLES: Mapping[str, SpecStyle] = {
    "whiteboard": "artistic",
    "explainer": "3d",
    "motion": "cinematic",
    "3d": "3d",
}
"""The image style of each style's pictures."""


def talk_of(ctx: RunContext, plan: LessonPlan, teacher: Teacher, seconds: float, fps: int) -> Talk:
    """The lesson's sound. Raises InvalidParams as `record_talk`."""
    said = [narrated(beat.say) for beat in plan.beats]
    return record_talk(ctx, said, teacher, seconds, fps, cards_of(seconds).end)


def film_lesson(
    ctx: RunContext, plan: LessonPlan, talk: Talk, film: FilmPlan, style: str, seed: int
) -> tuple[Sequence[Path], Any]:
    """The chunks of the film, and JSON that names what they depend on."""
    figures = [read_figure(beat.show) for beat in plan.beats]
    pictures = draw_pictures(ctx, prompts_of(figures), PICTURE_STYLES[style])
    theme = THEMES[style]
    pages = pages_of(plan, talk, figures, {prompt: _image(png) for prompt, png in pictures.items()})
    stage, stage_key = _stage(ctx, plan, theme, film, [shown.start for shown in pages], seed)
    drawn = LessonFilm(theme, pages, film.video.fps, stage, film.video.width / 1280)
    key = [
        DRAWN,
        style,
        plan.model_dump(mode="json"),
        talk.key,
        [sha256(png).hexdigest() for png in pictures.values()],
        stage_key,
    ]
    return render_film(ctx, film, drawn.frame, lambda _chunk: key), key


def pages_of(
    plan: LessonPlan, talk: Talk, figures: Sequence[Figure], pictures: Mapping[str, skia.Image]
) -> list[Shown]:
    """Title, beats and end card with their times."""
    pages = [title_page(plan.title, plan.subtitle)]
    for beat, figure, narration, slot in zip(plan.beats, figures, talk.narrations, talk.slots, strict=True):
        named = moments(narrated(beat.say), narration.words)
        times = appearances(figure.parts(), named, LEAD, slot.speech)
        pages.append(Shown(slot.start, BeatPage(Beat(beat.heading, figure, times), pictures)))
    pages.append(end_page(talk.slots[-1].end, plan.title, *plan.closing))
    return pages


def _stage(
    ctx: RunContext, plan: LessonPlan, theme: Theme, film: FilmPlan, starts: Sequence[float], seed: int
) -> tuple[Stage | None, Any]:
    if theme.name != "3d":
        return None, None
    from engine.lesson.backdrop import scene_stage

    return scene_stage(ctx, plan.scene, film, starts, seed)


def _image(png: bytes) -> skia.Image:
    return skia.Image.MakeFromEncoded(png)
