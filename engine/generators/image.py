"""Image: one to four pictures of what a prompt names."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from domain.assets import AssetType
from domain.generator import Artifact, Batching, Example, Generator, PriceBook, RunContext, StagePlan
from domain.params import SEED_MAX, AssetId, Control, OptionalPrompt, Params, Prompt, Widget
from engine.model_choice import BEST, MODEL_CONTROL, MODEL_MEANING, ModelOf, wanted_model
from engine.scene_field import SceneJson
from engine.scene_plan import planned_scene

Side = Annotated[int, Field(ge=512, le=1536, multiple_of=64, description="Pixels, a multiple of 64.")]


class ImageParams(Params):
    prompt: Annotated[
        Prompt,
        Field(description="What is to be seen."),
        Control(Widget.LONG_TEXT, "Prompt", "Name a place, things, colours, weather, time of day."),
    ]
    style: Annotated[
        Literal["realistic", "artistic", "cinematic", "anime", "3d"],
        Control(Widget.CHOICE, "Style", choices=(("3d", "3D"),)),
    ] = "realistic"
    count: Annotated[
        int,
        Field(ge=1, le=4, description="How many pictures, each with its own seed."),
        Control(Widget.SLIDER, "Pictures", step=1),
    ] = 1
    width: Annotated[Side, Control(Widget.SLIDER, "Width", step=64)] = 1024
    height: Annotated[Side, Control(Widget.SLIDER, "Height", step=64)] = 768
    negative_prompt: Annotated[
        OptionalPrompt,
        Field(description="What is not to be seen."),
        Control(Widget.TEXT, "Leave out", "Things that must not be in the picture.", more=True),
    ] = ""
    reference: Annotated[
        AssetId | None,
        Field(description="A picture whose colours, and with a neural model whose composition, are followed."),
        Control(
            Widget.ASSET,
            "Reference picture",
            "Optional: its colours are followed.",
            more=True,
            accepts=(AssetType.PHOTO, AssetType.PORTRAIT, AssetType.PERSON, AssetType.GARMENT),
        ),
    ] = None
    reference_strength: Annotated[
        float,
        Field(
            ge=0.0,
            le=1.0,
            description="How closely the reference is followed, 0 (a hint) to 1: the share of its colours (built-in), "
            "of its composition that is kept (image-to-image), or the adapter's scale (IP-Adapter).",
        ),
        Control(Widget.SLIDER, "Reference strength", step=0.05, more=True),
    ] = 0.5
    steps: Annotated[
        int | None,
        Field(ge=1, le=60, description="Denoising steps of a neural model; its own number when empty."),
        Control(Widget.NUMBER, "Steps", "Neural models only.", step=1, more=True),
    ] = None
    guidance_scale: Annotated[
        float | None,
        Field(ge=0, le=20, description="How literally a neural model takes the prompt; its own value when empty."),
        Control(Widget.NUMBER, "Guidance scale", "Neural models only.", step=0.5, more=True),
    ] = None
    scene: SceneJson = None
    model: Annotated[str, ModelOf(("text-to-image",)), Field(description=MODEL_MEANING), MODEL_CONTROL] = BEST


def price(params: ImageParams, book: PriceBook) -> int:
    return book.rate("image") * params.count


def stages(params: ImageParams) -> Sequence[StagePlan]:
    one = params.count == 1
    pictures = [
        StagePlan(f"draw-{n}", "Drawing the picture" if one else f"Drawing picture {n} of {params.count}", 10)
        for n in range(1, params.count + 1)
    ]
    return (StagePlan("plan", "Planning the scene", 1), *pictures)


def run(params: ImageParams, ctx: RunContext) -> Iterator[Artifact]:
    backend = ctx.backend("image", model=wanted_model(params.model))
    draw = _built_in if backend.info.kind == "builtin" else _neural
    yield from draw(params, ctx, backend)


def _built_in(params: ImageParams, ctx: RunContext, backend: Any) -> Iterator[Artifact]:
    """A planned scene, drawn once for each seed."""
    if params.reference is not None:
        ctx.note("reference", "colours")
    identity = backend.info.identity
    plan = planned_scene(ctx, params.prompt, params.negative_prompt, params.style, params.scene)
    look = [plan, params.width, params.height, *_reference_inputs(params, ctx), identity]
    for index in range(params.count):
        png = ctx.stage(
            f"draw-{index + 1}",
            look,
            index,
            make=lambda index=index: _drawn(params, ctx, backend, plan, index),  # type: ignore[misc]  # loop default
        )
        yield _artifact(index, png)
    yield Artifact("scene.json", "application/json", json.dumps(plan, ensure_ascii=False, indent=2).encode())


def _drawn(params: ImageParams, ctx: RunContext, backend: Any, plan: Any, index: int) -> bytes:
    from engine.media.images import encode_png, encode_preview

    def show(picture: Any) -> None:
        ctx.progress(0.4, preview=encode_preview(picture))

    picture = backend.draw(plan, _request(params, ctx), index, ctx.progress, show)
    ctx.progress(0.98, preview=encode_preview(picture))
    return encode_png(picture)


def _neural(params: ImageParams, ctx: RunContext, backend: Any) -> Iterator[Artifact]:
    """All pictures in one batch, which is the work of the first drawing stage; the others hand theirs over."""
    if params.reference is not None:
        ctx.note("reference", backend.reads_reference)
    ctx.note("safety_checker", backend.safety)
    wanted = [params.prompt, params.negative_prompt, params.style, params.count, params.width, params.height]
    wanted += [params.steps, params.guidance_scale, *_reference_inputs(params, ctx), backend.info.identity]
    ctx.stage("plan", wanted, make=lambda: "the prompt as it is")
    pictures: Any = ctx.stage("draw-1", wanted, make=lambda: _batch(params, ctx, backend))
    for index, picture in enumerate(pictures):
        if index:
            ctx.stage(f"draw-{index + 1}", wanted, index, make=lambda: "in the batch")
        yield _artifact(index, base64.b64decode(picture))


def _batch(params: ImageParams, ctx: RunContext, backend: Any) -> list[str]:
    from engine.media.images import encode_png

    last = 0.0

    def report(fraction: float) -> None:
        nonlocal last
        last = fraction
        ctx.progress(fraction)

    pictures = backend.render(
        _request(params, ctx),
        report,
        lambda jpeg: ctx.progress(last, preview=jpeg),
        lambda: ctx.gather(backend.most_at_once - params.count),
    )
    return [base64.b64encode(encode_png(picture)).decode() for picture in pictures]


def _call(params: ImageParams) -> tuple[Any, ...] | None:
    """What must be equal for two jobs to share calls of a model; None for one that cannot.

    Many models heed one reference picture a call, so such jobs are left by themselves.
    """
    if params.backend == "builtin" or params.reference is not None:
        return None
    return params.model, params.width, params.height, params.steps, params.guidance_scale


def _request(params: ImageParams, ctx: RunContext) -> Any:
    from engine.image_request import ImageRequest

    return ImageRequest(
        prompt=params.prompt,
        negative_prompt=params.negative_prompt,
        style=params.style,
        width=params.width,
        height=params.height,
        seeds=tuple((ctx.seed + n) % (SEED_MAX + 1) for n in range(params.count)),
        steps=params.steps,
        guidance_scale=params.guidance_scale,
        reference=_reference(params, ctx),
        reference_strength=params.reference_strength,
    )


def _reference(params: ImageParams, ctx: RunContext) -> Any:
    from engine.media.images import decode_rgb

    if params.reference is None:
        return None
    with ctx.open_input(params.reference) as file:
        return decode_rgb(file.read())


def _reference_inputs(params: ImageParams, ctx: RunContext) -> list[Any]:
    """What a stage depends on because of the reference picture."""
    if params.reference is None:
        return [None]
    return [ctx.input_hash(params.reference), params.reference_strength]


def _artifact(index: int, png: bytes) -> Artifact:
    from engine.media.images import png_size

    width, height = png_size(png)
    return Artifact(f"image-{index + 1}.png", "image/png", png, width=width, height=height)


GENERATOR = Generator(
    key="image",
    title="Image",
    section="Pictures",
    capability="image",
    summary="Pictures of what a prompt names: places, things, animals, people.",
    params=ImageParams,
    price=price,
    stages=stages,
    run=run,
    position=40,
    time_limit=900,
    queue="gpu",
    batching=Batching(key=_call, size=lambda params: params.count),
    examples=(
        Example(
            "Lighthouse",
            {"prompt": "A red and white lighthouse on a rocky coast at sunset, a small sailboat"},
            "image-lighthouse.jpg",
        ),
        Example(
            "Fox in snow",
            {"prompt": "A fox beside a cabin in a winter forest at night, stars", "style": "3d"},
            "image-fox.jpg",
        ),
        Example(
            "Cherry garden",
            {"prompt": "A pagoda among cherry trees in a spring garden", "style": "anime"},
            "image-garden.jpg",
        ),
        Example(
            "Space",
            {"prompt": "An astronaut beside a rocket on the moon", "style": "cinematic"},
            "image-space.jpg",
        ),
    ),
)
