"""Storyboard: the plan of a film. storyboard.json is exactly this."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from data.scene_lexicon import load_scene_lexicon
from data.story_words import load_story_words
from domain.errors import InvalidParams
from engine.media.film.shots.moves import Move
from engine.scene.spec import SceneSpec, Shot, Size
from engine.scene.words import scene_json

SCENES_MAX = 60
CHARACTERS_MAX = 8
SCENE_TEXT_MAX = 2000
"""Characters that one scene says."""
PAUSE_MAX = 10.0
SCENE_SECONDS_MAX = 120.0
FILM_SECONDS_MAX = 180.0
PACE_MAX = 1.15

StoryStyle = Literal["pixar", "realistic", "anime", "cartoon", "cinematic"]
StoryFormat = Literal["landscape", "portrait", "square"]
Voice = Literal["male-deep", "male-warm", "female-soft", "female-energetic", "child"]
Music = Literal["epic", "emotional", "uplifting", "mysterious", "none"]
Transition = Literal["cut", "crossfade", "dip", "wipe", "blur", "zoom"]
"""Those of engine.media.film.shots.transitions, which loads the compositor."""
PEOPLE = ("man", "woman", "boy", "girl", "child", "person")
"""Kinds of characters that have hair, skin and clothes; any other kind is a noun of the scene lexicon."""

Seed = Annotated[int, Field(ge=0, le=2**32 - 1)]
Colour = Annotated[str, Field(min_length=1, max_length=60)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class StoryCharacter(_Part):
    """Somebody who looks the same in every scene.

    Attributes:
        name: as it stands in the prompts of the scenes.
        kind: one of PEOPLE, a noun of the scene lexicon such as "fox" or "robot", or one that has a stand-in ("mouse").
        hair, skin, clothes: colours of the scene lexicon. An animal's or a thing's own colour is its `skin`.
    """

    name: Annotated[str, Field(min_length=1, max_length=60)]
    kind: Annotated[str, Field(min_length=1, max_length=60)] = "person"
    hair: Colour | None = None
    skin: Colour | None = None
    clothes: Colour | None = None
    size: Size = "normal"

    @property
    def is_person(self) -> bool:
        return self.kind in PEOPLE


class StoryScene(_Part):
    """One shot and what is said over it.

    Attributes:
        id: short and stable: it stays when scenes are moved or edited.
        text: what is narrated; may hold `[pause 1.5s]`. Empty for a scene without words.
        pause_after: seconds of silence after the words.
        prompt: what is seen, in English; characters go by their names.
        scene: the scene itself where it was edited; None: it is read from the prompt.
        transition: how the scene before gives way to this one.
        duration: planned seconds with the pause; the voice decides in the end.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,23}$")]
    text: Annotated[str, Field(max_length=SCENE_TEXT_MAX)] = ""
    pause_after: Annotated[float, Field(ge=0, le=PAUSE_MAX)] = 0.4
    prompt: Annotated[str, Field(max_length=1000)] = ""
    scene: SceneSpec | None = None
    shot: Shot = "wide"
    move: Move = "push"
    transition: Transition = "crossfade"
    seed: Seed = 0
    duration: Annotated[float, Field(ge=1, le=SCENE_SECONDS_MAX)] | None = None


class Storyboard(_Part):
    """A film in scenes. `pace`: speed of the voice, 1 is its own. `notes`: what the writer wants to tell."""

    version: Literal[1] = 1
    title: Annotated[str, Field(max_length=120)] = ""
    style: StoryStyle = "cinematic"
    format: StoryFormat = "landscape"
    voice: Voice = "female-soft"
    music: Music = "emotional"
    pace: Annotated[float, Field(ge=0.8, le=1.25)] = 1.0
    seed: Seed = 0
    title_card: bool = True
    end_card: bool = True
    characters: Annotated[tuple[StoryCharacter, ...], Field(max_length=CHARACTERS_MAX)] = ()
    scenes: Annotated[tuple[StoryScene, ...], Field(min_length=1, max_length=SCENES_MAX)]
    notes: Annotated[tuple[Annotated[str, Field(max_length=500)], ...], Field(max_length=20)] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        faults = list(_faults(self))
        if faults:
            raise InvalidParams.of_fields(faults)
        return self

    def to_json(self) -> str:
        """The content of storyboard.json; `from_json` gives the same storyboard back."""
        return self.model_dump_json(indent=2)


def from_json(text: str) -> Storyboard:
    """A storyboard.json, edited or not. Raises InvalidParams with the path of each bad field (`scenes[3].shot`)."""
    try:
        return Storyboard.model_validate(json.loads(text, parse_constant=_refuse))
    except ValidationError as error:
        raise InvalidParams.of_fields(_told_faults(error)) from None
    except RecursionError:
        raise InvalidParams.of_fields([("storyboard", "This is nested too deeply for a storyboard")]) from None
    except ValueError as error:
        raise InvalidParams.of_fields([("storyboard", f"This is not JSON: {error}")]) from None


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is not a JSON number")


def _path(location: Iterable[int | str]) -> str:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return path.lstrip(".") or "storyboard"


def _told_faults(error: ValidationError) -> list[tuple[str, str]]:
    """Path and message of each fault; that a list is short of the very items that were refused is none."""
    found = error.errors(include_url=False)
    inner = {e["loc"][:1] for e in found if len(e["loc"]) > 1}
    return [(_path(e["loc"]), _told(e)) for e in found if not (e["type"] == "too_short" and e["loc"] in inner)]


def _told(error: Any) -> str:
    if error["type"] == "too_long":
        return f"There may be {error['ctx']['max_length']} of these; here are {len(error['input'])}"
    if error["type"] == "too_short":
        return f"There must be at least {error['ctx']['min_length']} of these"
    return str(error["msg"]).removeprefix("Value error, ")


def _faults(board: Storyboard) -> Iterator[tuple[str, str]]:
    """What the types cannot say: names given twice, and words that nothing can be drawn for."""
    yield from _twice("scenes", "id", [scene.id for scene in board.scenes])
    yield from _twice("characters", "name", [who.name.casefold() for who in board.characters])
    lexicon, stand_ins = load_scene_lexicon(), load_story_words().stand_ins
    for index, who in enumerate(board.characters):
        if who.kind not in PEOPLE and who.kind not in lexicon.nouns and who.kind not in stand_ins:
            yield f"characters[{index}].kind", f'There is no "{who.kind}" among the nouns that can be shown'
        for part in ("hair", "skin", "clothes"):
            colour = getattr(who, part)
            if colour is not None and colour not in lexicon.colours:
                yield f"characters[{index}].{part}", f'"{colour}" is not a colour of the lexicon'
    for index, scene in enumerate(board.scenes):
        if scene.scene is not None:
            yield from _scene_faults(f"scenes[{index}].scene", scene.scene)
    if not any(scene.text.strip() for scene in board.scenes):
        yield "scenes", "No scene says a word; a film needs at least one scene with text"


def _scene_faults(path: str, scene: SceneSpec) -> Iterator[tuple[str, str]]:
    try:
        scene_json.from_json(scene.model_dump_json())
    except InvalidParams as error:
        for fault in error.details["fields"]:
            yield f"{path}.{fault['field']}", fault["message"]


def _twice(table: str, field: str, values: list[str]) -> Iterator[tuple[str, str]]:
    again = {value for value, count in Counter(values).items() if count > 1}
    first: set[str] = set()
    for index, value in enumerate(values):
        if value in again and value in first:
            yield f"{table}[{index}].{field}", f'"{value}" stands here a second time'
        first.add(value)
