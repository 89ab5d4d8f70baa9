"""Scene film: a place in 3D that a prompt names, alive, with a camera moving through it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from domain.generator import Artifact, Example, Generator, PriceBook, RunContext, StagePlan
from domain.params import Control, OptionalPrompt, Params, Prompt, Widget
from engine.film_job import JOIN, finished_film
from engine.media.film.chunks import FilmPlan
from engine.media.film.format import VideoFormat
from engine.scene_field import SceneJson
from engine.scene_plan import planned_scene
from engine.video_quality import drawing_seconds

VIDEO = VideoFormat(1280, 720, 30)
AUTO = "auto"
WORDS_A_SECOND = 2.8
"""A voice that is still easy to follow."""
AROUND = 1.0
"""Seconds of a film in which nobody speaks, before and after the words."""


class Scene3dParams(Params):
    prompt: Annotated[
        Prompt,
        Field(description="What is to be seen."),
        Control(Widget.LONG_TEXT, "Prompt", "Name a place, things, colours, weather, time of day."),
    ]
    style: Annotated[
        Literal["realistic", "cartoon", "cinematic", "abstract"],
        Control(Widget.CHOICE, "Style"),
    ] = "realistic"
    camera: Annotated[
        Literal["orbit", "dolly", "pan", "static"],
        Control(Widget.CHOICE, "Camera", choices=(("orbit", "Orbit"), ("dolly", "Fly in"), ("pan", "Pan"))),
    ] = "orbit"
    duration: Annotated[
        Literal[15, 30, 60],
        Field(description="Seconds."),
        Control(Widget.CHOICE, "Length", choices=(("15", "15 s"), ("30", "30 s"), ("60", "60 s"))),
    ] = 15
    voiceover: Annotated[
        str,
        StringConstraints(strip_whitespace=True, max_length=1500),
        Field(description='What a voice says; "auto" has it written from the scene; empty for a film without words.'),
        Control(Widget.LONG_TEXT, "Voiceover", "What a voice says. Write auto to have it written for you.", more=True),
    ] = ""
    voice: Annotated[
        Literal["male-deep", "male-warm", "female-soft", "female-energetic", "child"],
        Control(Widget.CHOICE, "Voice", more=True),
    ] = "female-soft"
    negative_prompt: Annotated[
        OptionalPrompt,
        Field(description="What is not to be seen."),
        Control(Widget.TEXT, "Leave out", "Things that must not be in the film.", more=True),
    ] = ""
    scene: SceneJson = None

    @field_validator("voiceover")
    @classmethod
    def _fits(cls, text: str, info: ValidationInfo) -> str:
        duration = info.data.get("duration")
        words = len(text.split())
        if duration is None or words <= _room(duration):
            return text
        raise ValueError(f"{words} words do not fit into {duration} s: at most {_room(duration)} can be spoken")


def _room(duration: float) -> int:
    return int((duration - 2 * AROUND) * WORDS_A_SECOND)


def price(_params: Scene3dParams, book: PriceBook) -> int:
    return book.rate("scene3d")


def stages(params: Scene3dParams) -> Sequence[StagePlan]:
    voice = [StagePlan("voice", "Recording the voiceover", 0.6), StagePlan("subtitles", "Timing the words", 0.1)]
    return (
        StagePlan("plan", "Planning the scene", 0.3),
        *(voice if params.voiceover else ()),
        *_film(params).stages(3),
        JOIN,
    )


def run(params: Scene3dParams, ctx: RunContext) -> Iterator[Artifact]:
    from engine.builtin.camera_words import without_camera
    from engine.media.film.render import render_film

    backend = ctx.backend("video")
    film = _film(params)
    seen = without_camera(params.prompt)
    plan = planned_scene(ctx, seen, params.negative_prompt, params.style, params.scene)
    sound = _sound(params, plan, ctx) if params.voiceover else None
    look = [plan, params.camera, params.duration, backend.info.identity]
    if backend.info.kind == "builtin":
        with backend.scene(plan, film.video, params.duration, params.camera, ctx.check_cancelled) as shot:
            chunks = render_film(ctx, film, shot.frame, lambda _chunk: look)
    else:
        chunks = _neural(params, ctx, backend, film)
    heard = None if sound is None else sound.wav
    inputs = [look, vars(film.video), params.negative_prompt, sound and sound.key]
    yield from finished_film(ctx, chunks, film, inputs, heard)
    if sound is not None:
        yield Artifact("subtitles.srt", "application/x-subrip", sound.subtitles.encode())
    yield Artifact("scene.json", "application/json", json.dumps(plan, ensure_ascii=False, indent=2).encode())


def _film(params: Scene3dParams) -> FilmPlan:
    return FilmPlan(VIDEO, params.duration)


def _sound(params: Scene3dParams, plan: Any, ctx: RunContext) -> Any:
    from engine.builtin.narration import narrate
    from engine.voiceover import record_voiceover

    automatic = params.voiceover.lower() == AUTO
    text = narrate(plan, _room(params.duration), ctx.seed) if automatic else params.voiceover
    return record_voiceover(ctx, text, params.voice, params.duration, AROUND)


def _neural(params: Scene3dParams, ctx: RunContext, backend: Any, film: FilmPlan) -> Any:
    from engine.neural_film import render_neural_film
    from engine.video_request import VideoRequest

    width, height = film.video.size
    request = VideoRequest(
        prompt=params.prompt,
        negative_prompt=params.negative_prompt,
        style=params.style,
        seed=ctx.seed,
        width=width,
        height=height,
        seconds=params.duration,
        fps=film.video.fps,
        camera=params.camera,
    )
    return render_neural_film(ctx, film, backend, request)


def estimate(params: Scene3dParams) -> float:
    return 5.0 + drawing_seconds(VIDEO, params.duration)


GENERATOR = Generator(
    key="scene3d",
    title="3D scene",
    section="Films",
    summary="A place in 3D that your words name, alive, filmed by a moving camera.",
    params=Scene3dParams,
    price=price,
    stages=stages,
    run=run,
    position=30,
    time_limit=1800,
    queue="gpu",
    estimate=estimate,
    capability="video",
    examples=(
        Example(
            "Lighthouse",
            {"prompt": "A lighthouse on a rocky coast at sunset, a sailboat and gulls", "style": "cinematic"},
            "scene3d-lighthouse.jpg",
        ),
        Example(
            "Village in snow",
            {"prompt": "A snowy village at dusk, lit windows, a snowman", "style": "cartoon", "camera": "dolly"},
            "scene3d-village.jpg",
        ),
        Example(
            "Windmill",
            {"prompt": "A windmill among tulips, two cows, windy spring morning", "camera": "pan"},
            "scene3d-windmill.jpg",
        ),
        Example(
            "Abstract",
            {"prompt": "Golden dreamy waves", "style": "abstract", "camera": "static"},
            "scene3d-abstract.jpg",
        ),
    ),
)
