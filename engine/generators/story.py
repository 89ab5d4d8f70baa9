"""Story: a script becomes a narrated film with music, subtitles and transitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from domain.errors import InvalidParams
from domain.generator import Artifact, Example, Generator, PriceBook, RunContext, StagePlan
from domain.params import Control, Params, Revises, Widget, none_if_empty
from domain.pronunciations import pronunciations
from engine.film_job import JOIN, finished_film
from engine.media.film.chunks import FilmPlan
from engine.media.film.format import VideoFormat
from engine.speech_fields import AUTO, AutoLanguage, Pronunciations, VoiceName
from engine.story_film.language import language_of
from engine.story_film.storyboard_field import KEPT, StoryboardJson, read_storyboard, seed_in

SIZES: Mapping[str, tuple[int, int]] = {
    "landscape": (1920, 1080),
    "portrait": (1080, 1920),
    "square": (1080, 1080),
}
FPS = 30
SCRIPT_MAX = 19_000
CARD_SECONDS, SCENE_SECONDS = 7.0, 6.0
"""Of the title and the end card together, and of a scene that does not tell how long it is."""
PICTURE_SECONDS, FRAME_SECONDS, SPEECH_PACE = 4.5, 0.02, 0.05
"""On two processor cores: a picture, a frame of 1920 x 1080 with its encoding, and words for each second of speech."""


class StoryParams(Params):
    script: Annotated[
        str,
        StringConstraints(strip_whitespace=True, max_length=SCRIPT_MAX),
        Field(description="What is told, up to three minutes of speech. [pause 1.5s] is silence of that length."),
        Control(Widget.LONG_TEXT, "Script", "A story, or a script from the Script tab: about 150 words a minute."),
    ] = ""
    style: Annotated[
        Literal["pixar", "realistic", "anime", "cartoon", "cinematic"],
        Control(
            Widget.CHOICE,
            "Style",
            choices=(
                ("pixar", "3D animation"),
                ("realistic", "Realistic"),
                ("anime", "Anime"),
                ("cartoon", "Cartoon"),
                ("cinematic", "Cinematic"),
            ),
        ),
    ] = "pixar"
    voice: VoiceName = "female-soft"
    music: Annotated[
        Literal["epic", "emotional", "uplifting", "mysterious", "none"],
        Control(Widget.CHOICE, "Music"),
    ] = "emotional"
    format: Annotated[
        Literal["landscape", "portrait", "square"],
        Field(description="1920 x 1080, 1080 x 1920 or 1080 x 1080."),
        Control(
            Widget.CHOICE,
            "Shape",
            choices=(("landscape", "Wide 16:9"), ("portrait", "Upright 9:16"), ("square", "Square 1:1")),
        ),
    ] = "landscape"
    characters: Annotated[
        str,
        StringConstraints(strip_whitespace=True, max_length=4000),
        Field(description='Who looks how, one a line: "Mira: a girl with red hair and a yellow coat".'),
        Control(Widget.LONG_TEXT, "Characters", "One a line, as in: Mira: a girl with red hair and a yellow coat."),
    ] = ""
    theme: Annotated[
        str,
        StringConstraints(strip_whitespace=True, max_length=200),
        Field(description="Where and when it is set, where the script does not say: a harbour in winter."),
        Control(Widget.TEXT, "Setting", "Where it is set, if the script does not say: a harbour in winter.", more=True),
    ] = ""
    duration: Annotated[
        int | None,
        Field(
            ge=10, le=180, description="Seconds aimed at; the pace of the voice gives way a little. None: by the words."
        ),
        Control(
            Widget.NUMBER, "Length", "Seconds aimed at, 10 to 180. Empty: as long as the words take.", 1, more=True
        ),
    ] = None
    subtitles: Annotated[
        bool,
        Field(description="Burnt into the film; subtitles.srt is made in any case."),
        Control(Widget.SWITCH, "Subtitles in the picture"),
    ] = True
    language: Annotated[
        AutoLanguage, Field(description="Of the script; auto goes by its letters, and takes Latin ones for English.")
    ] = AUTO
    pronunciations: Pronunciations = ""
    storyboard: StoryboardJson = None
    make: Annotated[
        Literal["film", "storyboard"],
        Field(
            description="storyboard: storyboard.json and the pictures of the scenes; its film does not draw them again."
        ),
        Control(
            Widget.CHOICE,
            "Make",
            "A storyboard is quick and cheap; its film takes the pictures over.",
            choices=(("film", "The film"), ("storyboard", "A storyboard")),
            more=True,
        ),
    ] = "film"
    scene: Annotated[
        Annotated[str, StringConstraints(max_length=24)] | None,
        BeforeValidator(none_if_empty),
        Field(description="With make = storyboard: the id of the one scene to draw and to hear, as scene-NN.mp3."),
        Control(Widget.TEXT, "Scene", "The id of the one scene to draw and to hear.", hidden=True),
    ] = None
    revises: Revises = None

    @model_validator(mode="before")
    @classmethod
    def _seeded_by_the_storyboard(cls, body: Any) -> Any:
        """Stages go by the seed: with that of its film, what a storyboard leaves unchanged is not made again."""
        if not isinstance(body, dict) or body.get("seed") is not None or body.get("revises"):
            return body
        seed = seed_in(body.get("storyboard"))
        return body if seed is None else {**body, "seed": seed}

    @model_validator(mode="after")
    def _something_to_tell(self) -> StoryParams:
        if self.storyboard is None and not self.script:
            message = "Write or paste a script, or give a storyboard.json."
            raise InvalidParams.of_fields([("script", message)])
        if self.scene is not None and self.make != "storyboard":
            raise InvalidParams.of_fields([("scene", "Only a storyboard can be of one scene; a film has them all.")])
        return self


def price(params: StoryParams, book: PriceBook) -> int:
    return book.rate("storyboard" if params.make == "storyboard" else "story")


def revise(old: StoryParams, new: StoryParams, book: PriceBook) -> int:
    """Credits for what of a film is made again. What a storyboard has drawn is no part of a film that was paid for."""
    from engine.story.changes import changed_scenes

    full = price(new, book)
    if "storyboard" in (old.make, new.make) or old.backend != new.backend:
        return full
    before, after = (board_of(params, params.seed or 0) for params in (old, new))
    changes = changed_scenes(before, after)
    every = tuple(scene.id for scene in after.scenes)
    if (old.language, old.pronunciations) != (new.language, new.pronunciations):
        changes = replace(changes, voice=every)
    if (old.subtitles, before.music) != (new.subtitles, after.music):  # in each scene's frames; music sets their grade
        changes = replace(changes, camera=every)
    return changes.price(full)


def stages(params: StoryParams) -> Sequence[StagePlan]:
    board = board_of(params, params.seed or 0)
    return _storyboard_stages(params, board) if params.make == "storyboard" else _film_stages(board)


def _storyboard_stages(params: StoryParams, board: Any) -> Sequence[StagePlan]:
    count, numbers = len(board.scenes), _numbers(params, board)
    spoken = [n for n in numbers if params.scene is not None and board.scenes[n - 1].text.strip()]
    return (
        StagePlan("plan", "Writing the storyboard", 0.2),
        *(StagePlan(f"speak-{n}", f"Recording scene {n} of {count}", 0.3) for n in spoken),
        *(StagePlan(f"draw-{n}", f"Drawing scene {n} of {count}", 1.5) for n in numbers),
    )


def _numbers(params: StoryParams, board: Any) -> Sequence[int]:
    """The scenes of a storyboard order, from 1. Raises InvalidParams for a scene that the storyboard does not have."""
    ids = [scene.id for scene in board.scenes]
    if params.scene is None:
        return range(1, len(ids) + 1)
    if params.scene not in ids:
        raise InvalidParams.of_fields([("scene", f"The storyboard has no scene {params.scene!r}.")])
    return (ids.index(params.scene) + 1,)


def _film_stages(board: Any) -> Sequence[StagePlan]:
    count = len(board.scenes)
    numbers = range(1, count + 1)
    films: list[StagePlan] = []
    for n in numbers:
        if n > 1:
            films.append(StagePlan(f"blend-{n}", f"Blending scene {n - 1} into scene {n}", 0.4))
        films.append(StagePlan(f"film-{n}", f"Filming scene {n} of {count}", 3.0))
    return (
        StagePlan("plan", "Writing the storyboard", 0.2),
        *(StagePlan(f"speak-{n}", f"Recording scene {n} of {count}", 0.3) for n in numbers),
        *([StagePlan("music", "Composing the music", 1.5)] if board.music != "none" else []),
        StagePlan("mix", "Mixing voice and music" if board.music != "none" else "Levelling the voice", 0.4),
        *(StagePlan(f"draw-{n}", f"Drawing scene {n} of {count}", 1.5) for n in numbers),
        *films,
        *([StagePlan("end", "Filming the end card", 0.8)] if board.end_card else []),
        JOIN,
    )


def run(params: StoryParams, ctx: RunContext) -> Iterator[Artifact]:
    board = board_of(params, ctx.seed)
    ctx.stage("plan", board.to_json(), make=lambda: "written")
    yield from (_storyboard if params.make == "storyboard" else _film)(params, ctx, board)


def _storyboard(params: StoryParams, ctx: RunContext, board: Any) -> Iterator[Artifact]:
    """The pictures of the scenes, by the very stages of the film; of one scene its words too."""
    from engine.media.audio.mp3 import encode_mp3
    from engine.story_film.narration import RATE, Speaker, record
    from engine.story_film.picture import Painter
    from engine.story_film.stills import still

    numbers = _numbers(params, board)
    painter = Painter(ctx, ctx.backend("image"), board, SIZES[board.format])
    yield Artifact("storyboard.json", "application/json", board.to_json().encode())
    if params.scene is not None and board.scenes[numbers[0] - 1].text.strip():
        speaker = Speaker(_language(params, board), pronunciations(params.pronunciations))
        spoken = record(ctx, board, speaker, numbers[0] - 1)
        if spoken.seconds:
            mp3 = encode_mp3(spoken.samples, RATE, check=ctx.check_cancelled)
            yield Artifact(f"scene-{numbers[0]:02d}.mp3", "audio/mpeg", mp3, duration=round(spoken.seconds, 3))
    pictures = painter.drawn([number - 1 for number in numbers])
    for number, picture in zip(numbers, pictures, strict=True):
        name, png, (width, height) = still(picture, number, len(board.scenes))
        yield Artifact(name, "image/png", png, width=width, height=height)


def _film(params: StoryParams, ctx: RunContext, board: Any) -> Iterator[Artifact]:
    from engine.media.subtitles.files import to_srt
    from engine.story_film.film import make_story

    painter = ctx.backend("image")
    video = VideoFormat(*SIZES[board.format], FPS)
    story = make_story(ctx, board, painter, video, _order(params, _language(params, board)))
    plan = FilmPlan(video, story.seconds)
    yield from finished_film(ctx, story.parts, plan, story.key, story.sound)
    yield Artifact("subtitles.srt", "application/x-subrip", to_srt(story.cues).encode())
    yield Artifact("storyboard.json", "application/json", story.board.to_json().encode())
    for name, png, (width, height) in story.stills():
        yield Artifact(name, "image/png", png, width=width, height=height)


def board_of(params: StoryParams, seed: int) -> Any:
    """The storyboard that was sent, or the one of the script. Raises InvalidParams for a script without words."""
    from engine.story.writing import Wishes

    if params.storyboard is not None:
        return read_storyboard(params.storyboard)
    wishes = Wishes(
        style=params.style,
        voice=params.voice,
        music=params.music,
        characters=params.characters,
        theme=params.theme,
        target=params.duration,
        format=params.format,
        seed=seed,
    )
    return _written(params.script, wishes)


@lru_cache(maxsize=KEPT)
def _written(script: str, wishes: Any) -> Any:
    """The form asks for price, plan and time of one script at each change: it is read once."""
    from engine.story.writing import storyboard_of

    return storyboard_of(script, wishes)


def _language(params: StoryParams, board: Any) -> str:
    told = " ".join(scene.text for scene in board.scenes)
    return language_of(told) if params.language == AUTO else params.language


def _order(params: StoryParams, language: str) -> Any:
    from engine.story_film.film import Order

    return Order(language, pronunciations(params.pronunciations), params.subtitles)


def estimate(params: StoryParams) -> float:
    board = board_of(params, params.seed or 0)
    if params.make == "storyboard":
        return 2.0 + PICTURE_SECONDS * len(_numbers(params, board))
    seconds = CARD_SECONDS + sum(scene.duration or SCENE_SECONDS for scene in board.scenes)
    width, height = SIZES[board.format]
    frames = seconds * FPS * FRAME_SECONDS * width * height / (1920 * 1080)
    return 10.0 + frames + PICTURE_SECONDS * len(board.scenes) + SPEECH_PACE * seconds


GENERATOR = Generator(
    key="story",
    title="Story",
    section="Films",
    summary="A script becomes a narrated film with music and subtitles.",
    params=StoryParams,
    price=price,
    stages=stages,
    run=run,
    position=10,
    time_limit=3600,
    queue="gpu",
    estimate=estimate,
    capability="image",
    revise=revise,
    minor=lambda params: params.make == "storyboard",
    examples=(
        Example(
            "The fox and the moon",
            {
                "script": "# The Fox Who Wanted the Moon\n\nIn a snowy forest there lived a little fox named Pip. Each "
                "night Pip sat on a hill and looked at the moon.\n\nBy the river he met an old fisherman called Tom. "
                '"The moon lives in the sea," said Tom. They sailed all day, and at sunset a great whale rose beside '
                'the boat.\n\n"Look down," said the whale. And there, on the water, the moon was shining.',
                "style": "pixar",
                "music": "mysterious",
                "voice": "male-warm",
            },
        ),
        Example(
            "A town and its lighthouse",
            {
                "script": "# The Keeper\n\nFor a hundred years a lighthouse has stood on the coast. Storms came, "
                "and ships found their way home.\n\nToday the harbour is full of sailboats. Children play on the "
                "beach, and every evening, at sunset, the old lamp still begins to turn.",
                "style": "cinematic",
                "music": "emotional",
                "voice": "male-deep",
            },
        ),
    ),
)
