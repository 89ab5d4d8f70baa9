"""Clip: a short film of what a prompt names, or of a picture that comes to life."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from math import ceil
from typing import Annotated, Any, Literal

from pydantic import Field

from domain.assets import AssetType
from domain.generator import Artifact, Example, Generator, PriceBook, RunContext, StagePlan
from domain.params import AssetId, Control, Params, Prompt, Widget
from engine.film_job import JOIN, finished_film
from engine.media.film.chunks import FilmPlan
from engine.media.film.format import Quality, VideoFormat
from engine.model_choice import BEST, MODEL_CONTROL, MODEL_MEANING, ModelOf, wanted_model
from engine.scene_plan import planned_scene
from engine.video_quality import Aspect, Resolution, drawing_seconds, frame_size

FPS = 30
PRICED_SECONDS = 20
"""The price is for each begun so many seconds, twice that in 4k."""
PICTURE_PACE = 0.35
"""A film of a picture takes about so much of the time that one of a scene takes."""


class ClipParams(Params):
    prompt: Annotated[
        Prompt,
        Field(description="What is to be seen and how the camera moves; with a start image, how it comes to life."),
        Control(Widget.LONG_TEXT, "Prompt", "What is seen, and how the camera moves: orbit, zoom in, pan left."),
    ]
    start_image: Annotated[
        AssetId | None,
        Field(description="A picture that the film begins with."),
        Control(
            Widget.ASSET,
            "Start image",
            "Optional: a picture that comes to life.",
            accepts=(AssetType.PHOTO, AssetType.PORTRAIT, AssetType.PERSON, AssetType.GARMENT),
        ),
    ] = None
    duration: Annotated[
        int,
        Field(ge=1, le=60, description="Seconds."),
        Control(Widget.SLIDER, "Length", "Seconds.", step=1),
    ] = 5
    resolution: Annotated[
        Literal["480p", "720p", "1080p", "4k"],
        Control(
            Widget.CHOICE,
            "Resolution",
            choices=(("480p", "480p"), ("720p", "720p"), ("1080p", "1080p"), ("4k", "4K")),
        ),
    ] = "720p"
    quality: Annotated[
        Literal["high", "medium", "low"],
        Field(description="Samples a pixel, and how strongly the film is compressed."),
        Control(Widget.CHOICE, "Quality"),
    ] = "medium"
    aspect: Annotated[
        Literal["16:9", "9:16", "1:1"],
        Field(description="The shape of the film."),
        Control(
            Widget.CHOICE,
            "Shape",
            more=True,
            choices=(("16:9", "Wide 16:9"), ("9:16", "Upright 9:16"), ("1:1", "Square 1:1")),
        ),
    ] = "16:9"
    model: Annotated[
        str, ModelOf(("text-to-video", "image-to-video")), Field(description=MODEL_MEANING), MODEL_CONTROL
    ] = BEST


def price(params: ClipParams, book: PriceBook) -> int:
    parts = ceil(params.duration / PRICED_SECONDS)
    return book.rate("clip") * parts * (2 if params.resolution == "4k" else 1)


def stages(params: ClipParams) -> Sequence[StagePlan]:
    title = "Planning the scene" if params.start_image is None else "Looking at the picture"
    return (StagePlan("plan", title, 0.3), *_film(params).stages(3), JOIN)


def run(params: ClipParams, ctx: RunContext) -> Iterator[Artifact]:
    capability = "video" if params.start_image is None else "picture-video"
    backend = ctx.backend(capability, model=wanted_model(params.model))
    film = _film(params)
    make = _neural if backend.info.kind == "neural" else _scene if params.start_image is None else _picture
    chunks, look = make(params, ctx, backend, film)
    yield from finished_film(ctx, chunks, film, [look, vars(film.video)])
    if make is _scene:
        plan, *_ = look
        yield Artifact("scene.json", "application/json", json.dumps(plan, ensure_ascii=False, indent=2).encode())


def _film(params: ClipParams) -> FilmPlan:
    return FilmPlan(_format(params.resolution, params.aspect, params.quality), params.duration)


def _format(resolution: Resolution, aspect: Aspect, quality: Quality) -> VideoFormat:
    return VideoFormat(*frame_size(resolution, aspect), FPS, quality)


def _scene(params: ClipParams, ctx: RunContext, backend: Any, film: FilmPlan) -> Any:
    """A scene that is laid out, lives and is filmed."""
    from engine.builtin.camera_words import scene_move, without_camera
    from engine.builtin.style_words import style_in
    from engine.media.film.render import render_film

    style = style_in(params.prompt)
    plan = planned_scene(ctx, without_camera(params.prompt), "", style)
    move = scene_move(params.prompt, ctx.seed)
    look = [plan, move, params.duration, backend.info.identity]
    with backend.scene(plan, film.video, params.duration, move, ctx.check_cancelled) as shot:
        return render_film(ctx, film, shot.frame, lambda _chunk: look), look


def _picture(params: ClipParams, ctx: RunContext, backend: Any, film: FilmPlan) -> Any:
    """A camera before the start image, and what the prompt says is in the air."""
    from engine.media.film.render import render_film

    look = [params.prompt, _image_hash(params, ctx), params.duration, backend.info.identity]
    ctx.stage("plan", look, make=lambda: "a camera before the picture")
    shot = None

    def draw(index: int) -> Any:
        nonlocal shot
        if shot is None:
            shot = backend.picture(_image(params, ctx), params.prompt, film.video, params.duration, ctx.seed)
        return shot.frame(index)

    return render_film(ctx, film, draw, lambda _chunk: look), look


def _neural(params: ClipParams, ctx: RunContext, backend: Any, film: FilmPlan) -> Any:
    from engine.neural_film import render_neural_film
    from engine.video_request import VideoRequest

    width, height = film.video.size
    request = VideoRequest(
        prompt=params.prompt,
        seed=ctx.seed,
        width=width,
        height=height,
        seconds=params.duration,
        fps=film.video.fps,
        start_image=None if params.start_image is None else _image(params, ctx),
    )
    look = [params.prompt, _image_hash(params, ctx), params.duration, backend.info.identity]
    ctx.stage("plan", look, make=lambda: "the prompt as it is")
    return render_neural_film(ctx, film, backend, request), look


def _image(params: ClipParams, ctx: RunContext) -> Any:
    from engine.media.images import decode_rgb

    if params.start_image is None:
        raise ValueError("there is no start image")
    with ctx.open_input(params.start_image) as file:
        return decode_rgb(file.read())


def _image_hash(params: ClipParams, ctx: RunContext) -> str | None:
    return None if params.start_image is None else ctx.input_hash(params.start_image)


def estimate(params: ClipParams) -> float:
    pace = 1.0 if params.start_image is None else PICTURE_PACE
    return 4.0 + pace * drawing_seconds(_film(params).video, params.duration)


GENERATOR = Generator(
    key="clip",
    title="Clip",
    section="Films",
    summary="A short film of what a prompt names, or of a picture that comes to life.",
    params=ClipParams,
    price=price,
    stages=stages,
    run=run,
    position=110,
    time_limit=1800,
    queue="gpu",
    estimate=estimate,
    capability="video",
    examples=(
        Example("Balloons", {"prompt": "Hot air balloons above a valley at dawn, slow orbit"}, "clip-balloons.jpg"),
        Example("Night city", {"prompt": "A city street on a rainy night, cars, zoom in"}, "clip-city.jpg"),
        Example("Whale", {"prompt": "A whale and many fish underwater, pan left", "duration": 8}, "clip-whale.jpg"),
    ),
)
