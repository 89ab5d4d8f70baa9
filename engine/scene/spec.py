"""SceneSpec: what is to be seen, in words that the models and the layout know. scene.json is exactly this."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

SUBJECTS_MAX = 24
COUNT_MAX = 40
THINGS_MAX = 120
"""Of all subjects together."""

Place = Literal[
    "mountains", "coast", "island", "desert", "forest", "meadow", "farm", "village", "city", "harbour", "winter",
    "underwater", "space", "room", "street", "castle-grounds", "garden", "lake", "river", "studio",
    "mars",
]  # fmt: skip
TimeOfDay = Literal["dawn", "morning", "noon", "afternoon", "sunset", "dusk", "night"]
Weather = Literal["clear", "cloudy", "rain", "storm", "snow", "fog", "wind"]
Season = Literal["spring", "summer", "autumn", "winter"]
Mood = Literal["calm", "happy", "epic", "mysterious", "romantic", "sad", "spooky", "energetic", "dreamy", "cosy"]
Palette = Literal["natural", "warm", "cool", "pastel", "vivid", "monochrome", "neon", "earthy", "golden"]
Size = Literal["tiny", "small", "normal", "large", "huge"]
Relation = Literal["on", "beside", "behind", "in-front", "above", "below", "in", "among", "around"]
Shot = Literal["wide", "medium", "close", "above", "low"]
SpecStyle = Literal["realistic", "artistic", "cinematic", "anime", "3d", "cartoon", "abstract"]

Word = Annotated[str, Field(min_length=1, max_length=60)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RelationTo(_Part):
    """Where a subject is: `kind` of the subject with index `to`."""

    kind: Relation
    to: Annotated[int, Field(ge=0, lt=SUBJECTS_MAX)]


class Subject(_Part):
    """A thing that was asked for. `noun` is singular and one of the lexicon's; `word` is what was written."""

    noun: Word
    count: Annotated[int, Field(ge=1, le=COUNT_MAX)] = 1
    colour: Word | None = None
    size: Size = "normal"
    material: Word | None = None
    pose: Word | None = None
    relation: RelationTo | None = None
    word: Word | None = None


class Character(_Part):
    """Somebody whose looks stay the same from picture to picture. Colours are names of the lexicon's.

    `seed` decides what is not told (hairstyle, trousers, markings); without it the scene's seed does.
    """

    name: Word
    kind: Literal["man", "woman", "boy", "girl", "child", "person"] = "person"
    hair: Word | None = None
    skin: Word | None = None
    clothes: Word | None = None
    subject: Annotated[int, Field(ge=0, lt=SUBJECTS_MAX)] | None = None
    seed: Annotated[int, Field(ge=0, le=2**32 - 1)] | None = None


class View(_Part):
    """How it is looked at."""

    shot: Shot = "wide"


class SceneSpec(_Part):
    """A scene. Everything has a value, so that the same spec and seed always give the same picture."""

    prompt: Annotated[str, Field(max_length=2000)] = ""
    place: Place = "meadow"
    time_of_day: TimeOfDay = "afternoon"
    weather: Weather = "clear"
    season: Season = "summer"
    mood: Mood = "calm"
    palette: Palette = "natural"
    subjects: Annotated[tuple[Subject, ...], Field(max_length=SUBJECTS_MAX)] = ()
    characters: Annotated[tuple[Character, ...], Field(max_length=8)] = ()
    without: Annotated[tuple[Word, ...], Field(max_length=60)] = ()
    """Nouns that must not be seen, also not among the surroundings."""
    style: SpecStyle = "realistic"
    camera: View = View()
    seed: Annotated[int, Field(ge=0, le=2**32 - 1)] = 0
    unknown_words: Annotated[tuple[Word, ...], Field(max_length=200)] = ()
    notes: Annotated[tuple[str, ...], Field(max_length=20)] = ()
    """What the parser wants to tell: "200 ships were asked for; 40 are shown"."""
