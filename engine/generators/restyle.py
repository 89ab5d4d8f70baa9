"""Restyle: one photo in another look, one to four times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Annotated, Any, Literal

from pydantic import Field

from domain.assets import AssetType
from domain.generator import Artifact, Example, Generator, PriceBook, RunContext, StagePlan
from domain.params import SEED_MAX, AssetId, Control, OptionalPrompt, Params, Widget

Style = Literal[
    "plushie-classic",
    "plushie-kawaii",
    "plushie-realistic",
    "plushie-chibi",
    "anime",
    "comic",
    "watercolour",
    "oil",
    "pencil",
    "pixel",
]
STYLE_TITLES = (
    ("plushie-classic", "Plushie, classic"),
    ("plushie-kawaii", "Plushie, kawaii"),
    ("plushie-realistic", "Plushie, realistic"),
    ("plushie-chibi", "Plushie, chibi"),
    ("anime", "Anime"),
    ("comic", "Comic"),
    ("watercolour", "Watercolour"),
    ("oil", "Oil painting"),
    ("pencil", "Pencil drawing"),
    ("pixel", "Pixel art"),
)
CROP_TITLES = (
    ("original", "Original"),
    ("square", "Square"),
    ("portrait", "Portrait 4:5"),
    ("landscape", "Landscape 3:2"),
    ("wide", "Wide 16:9"),
)
WORKING_SIDE = 1536
"""Longest side in pixels of a result: larger photos are reduced, so that time and memory are bounded."""


class RestyleParams(Params):
    photo: Annotated[
        AssetId,
        Field(description="The id of an uploaded picture."),
        Control(
            Widget.ASSET,
            "Photo",
            "JPG, PNG, GIF or WEBP up to 50 MB.",
            accepts=(AssetType.PHOTO, AssetType.PORTRAIT, AssetType.PERSON),
        ),
    ]
    style: Annotated[Style, Control(Widget.CHOICE, "Style", choices=STYLE_TITLES)] = "plushie-classic"
    strength: Annotated[
        float,
        Field(ge=0.1, le=1.0, description="How far from the photo: 0.1 a light touch, 1 the full style."),
        Control(Widget.SLIDER, "Strength", step=0.05),
    ] = 0.8
    count: Annotated[
        int,
        Field(ge=1, le=4, description="How many pictures, each with its own seed."),
        Control(Widget.SLIDER, "Pictures", step=1),
    ] = 1
    prompt: Annotated[
        OptionalPrompt,
        Field(description="Colours, mood, season or background to aim for."),
        Control(Widget.TEXT, "Wishes", "Optional: colours, mood, season, background."),
    ] = ""
    crop: Annotated[
        Literal["original", "square", "portrait", "landscape", "wide"],
        Field(description="Shape cut from the photo; faces stay in the frame."),
        Control(Widget.CHOICE, "Crop", "Faces stay in the frame.", more=True, choices=CROP_TITLES),
    ] = "original"
    rotate: Annotated[
        Literal[0, 90, 180, 270],
        Field(description="Degrees clockwise, before the crop."),
        Control(
            Widget.CHOICE,
            "Rotate",
            more=True,
            choices=(("0", "None"), ("90", "90°"), ("180", "180°"), ("270", "270°")),
        ),
    ] = 0
    brightness: Annotated[
        float,
        Field(ge=0.5, le=1.5, description="1 leaves the photo as it is."),
        Control(Widget.SLIDER, "Brightness", step=0.05, more=True),
    ] = 1.0


def price(params: RestyleParams, book: PriceBook) -> int:
    return book.rate("restyle") * params.count


def stages(params: RestyleParams) -> Sequence[StagePlan]:
    one = params.count == 1
    pictures = [
        StagePlan(f"restyle-{n}", "Restyling the photo" if one else f"Restyling picture {n} of {params.count}", 10)
        for n in range(1, params.count + 1)
    ]
    return (
        StagePlan("prepare", "Reading the photo", 1),
        *pictures,
        StagePlan("sheet", "Laying out before and after", 1),
    )


def run(params: RestyleParams, ctx: RunContext) -> Iterator[Artifact]:
    from engine.media.images import decode_rgb

    backend = ctx.backend("restyle")
    prepared = _prepare(params, ctx)
    photo, photo_hash = decode_rgb(prepared), sha256(prepared).hexdigest()
    pictures: list[bytes] = []
    for index in range(params.count):
        look = (params.style, params.strength, params.prompt, index, backend.info.identity)
        png = ctx.stage(
            f"restyle-{index + 1}",
            photo_hash,
            *look,
            make=lambda index=index: _picture(params, ctx, backend, photo, index),  # type: ignore[misc]  # loop default
        )
        pictures.append(png)
        yield _artifact(f"restyle-{index + 1}.png", png)
    hashes = [sha256(png).hexdigest() for png in pictures]
    sheet = ctx.stage("sheet", photo_hash, params.style, hashes, make=lambda: _sheet(params, photo, pictures))
    yield _artifact("before-after.png", sheet)


def _prepare(params: RestyleParams, ctx: RunContext) -> bytes:
    def make() -> bytes:
        from engine.builtin.restyle.prepare import Preparation, prepare
        from engine.media.images import decode_rgb, encode_png, encode_preview

        with ctx.open_input(params.photo) as file:
            photo = decode_rgb(file.read())
        ctx.progress(0.3)
        ready = prepare(photo, Preparation(params.crop, params.rotate, params.brightness, WORKING_SIDE))
        ctx.progress(0.8, preview=encode_preview(ready))
        return encode_png(ready)

    changes = (params.crop, params.rotate, params.brightness, WORKING_SIDE)
    return ctx.stage("prepare", ctx.input_hash(params.photo), *changes, make=make)


def _picture(params: RestyleParams, ctx: RunContext, backend: Any, photo: Any, index: int) -> bytes:
    from engine.media.images import encode_png, encode_preview
    from engine.restyle_request import RestyleRequest

    seed = (ctx.seed + index) % (SEED_MAX + 1)
    request = RestyleRequest(params.style, params.strength, seed, params.prompt)
    last = 0.0

    def report(fraction: float) -> None:
        nonlocal last
        last = fraction
        ctx.progress(fraction)

    picture = backend.render(photo, request, report, lambda jpeg: ctx.progress(last, preview=jpeg))
    ctx.progress(0.97, preview=encode_preview(picture))
    return encode_png(picture)


def _sheet(params: RestyleParams, photo: Any, pictures: Sequence[bytes]) -> bytes:
    from engine.builtin.restyle.sheet import before_after
    from engine.media.images import decode_rgb, encode_png

    title = dict(STYLE_TITLES)[params.style]
    return encode_png(before_after(photo, [decode_rgb(png) for png in pictures], title))


def _artifact(name: str, png: bytes) -> Artifact:
    from engine.media.images import png_size

    width, height = png_size(png)
    return Artifact(name, "image/png", png, width=width, height=height)


GENERATOR = Generator(
    key="restyle",
    title="Restyle",
    section="Pictures",
    summary="A photo as a plushie, anime, comic, painting or pixel art.",
    params=RestyleParams,
    price=price,
    stages=stages,
    run=run,
    position=50,
    time_limit=600,
    queue="gpu",
    examples=(
        Example("Plushie", {"style": "plushie-kawaii"}, "restyle-plushie.jpg"),
        Example("Anime", {"style": "anime"}, "restyle-anime.jpg"),
        Example("Watercolour", {"style": "watercolour"}, "restyle-watercolour.jpg"),
        Example("Oil painting", {"style": "oil", "strength": 1.0}, "restyle-oil.jpg"),
    ),
)
