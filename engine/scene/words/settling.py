"""Decides what the prompt leaves open or says twice: the place, the light, the season, and what cannot be shown."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import get_args

from data.scene_lexicon import SceneLexicon
from engine.scene.spec import COUNT_MAX, SUBJECTS_MAX, THINGS_MAX, Mood, Palette, TimeOfDay, Weather
from engine.scene.words.draft import Draft
from engine.scene.words.reader import Reader

MOOD_PLACES = ("mountains", "coast", "island", "desert", "forest", "meadow", "lake", "river", "winter", "garden")
CLOSED = ("room", "underwater", "space", "studio", "mars")
HOT = ("desert", "island")
SKY_PALETTES = {
    **dict.fromkeys(("pink", "rose", "lilac", "lavender", "peach", "hot pink", "apricot"), "pastel"),
    **dict.fromkeys(("orange", "gold", "golden", "amber", "yellow"), "golden"),
    **dict.fromkeys(("red", "crimson", "scarlet", "coral"), "warm"),
    **dict.fromkeys(("purple", "violet", "magenta", "indigo"), "neon"),
}
"""What a coloured sky asks for."""


@dataclass
class Settled:
    """Values for a SceneSpec; `notes` says what was decided against the letter of the prompt."""

    place: str = "meadow"
    time: str = "afternoon"
    weather: str = "clear"
    season: str = "summer"
    mood: str = "calm"
    palette: str = "natural"
    shot: str = "wide"
    drafts: list[Draft] = field(default_factory=list)
    without: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)


def settle(lexicon: SceneLexicon, wanted: Reader, unwanted: Reader) -> Settled:
    """All that a prompt and its negative prompt ask for, with nothing left open."""
    result = Settled(without=tuple(dict.fromkeys((*wanted.without, *unwanted.without)))[:60])
    _subjects(result, wanted.drafts)
    for draft in result.drafts:
        if lexicon.nouns[draft.noun].land:
            draft.relation = None
    if not (wanted.drafts or wanted.places or any(wanted.said.values())) and wanted.unknown:
        _mood_scene(result, wanted.unknown)
        return result
    moods = _Chooser(result.notes, wanted, unwanted)
    result.mood = moods.choose("mood", result.mood, None)
    usual = lexicon.moods[result.mood]
    heard = [lexicon.nouns[draft.noun] for draft in result.drafts]
    said_time = bool(wanted.said["time"])
    time = next((noun.time for noun in heard if noun.time), usual.time)
    result.time = moods.choose("time", time, "night" if wanted.said["time"][:1] == ["noon"] else "noon")
    result.weather = moods.choose("weather", usual.weather, "clear")
    result.palette = moods.choose("palette", SKY_PALETTES.get(wanted.sky or "", usual.palette), "natural")
    season = next((noun.season for noun in heard if noun.season), None)
    result.season = moods.choose("season", "winter" if result.weather == "snow" else season, "summer")
    result.place = _place(lexicon, result, wanted)
    if result.place == "winter" and not wanted.said["season"]:
        result.season = "winter"
    _odd_weather(result, wanted)
    result.shot = moods.choose("shot", _usual_shot(result.drafts), "wide")
    _sun_and_moon(result, said_time=said_time)
    return result


class _Chooser:
    def __init__(self, notes: list[str], wanted: Reader, unwanted: Reader) -> None:
        self._notes, self._wanted, self._unwanted = notes, wanted, unwanted

    def choose(self, kind: str, usual: str | None, instead: str | None) -> str:
        """What is said first, else the usual; `instead` where that is not wanted."""
        defaults = {"mood": "calm", "time": "afternoon", "weather": "clear", "palette": "natural", "shot": "wide"}
        said = self._wanted.said[kind]
        not_wanted = {*self._wanted.unsaid[kind], *self._unwanted.said[kind], *self._unwanted.unsaid[kind]}
        kept = [value for value in said if value not in not_wanted]
        if said and len(said) > 1:
            others = " and ".join(f'"{value}"' for value in said if value != (kept or said)[0])
            self._notes.append(f'The prompt names more than one {kind}: "{(kept or said)[0]}" is shown, not {others}.')
        if kept:
            return kept[0]
        value = usual or defaults.get(kind, "summer")
        if value not in not_wanted or instead is None:
            return value
        return instead if instead not in not_wanted else defaults.get(kind, value)


def _subjects(result: Settled, drafts: list[Draft]) -> None:
    """Leaves out what is not wanted or too much, and caps the counts."""
    kept = [index for index, draft in enumerate(drafts) if draft.noun not in result.without]
    if len(kept) < len(drafts):
        gone = dict.fromkeys(draft.word for draft in drafts if draft.noun in result.without)
        result.notes.append(f"Left out because the prompt excludes it: {', '.join(gone)}."[:300])
    if len(kept) > SUBJECTS_MAX:
        result.notes.append(f"{len(kept)} different subjects were asked for; the first {SUBJECTS_MAX} are shown.")
        kept = kept[:SUBJECTS_MAX]
    new = {old: index for index, old in enumerate(kept)}
    for old in kept:
        draft = drafts[old]
        if draft.relation is not None:
            target = new.get(draft.relation[1])
            draft.relation = None if target is None else (draft.relation[0], target)
        if draft.asked > COUNT_MAX:
            result.notes.append(f"{draft.asked} {draft.word} were asked for; {COUNT_MAX} are shown."[:300])
            draft.asked = COUNT_MAX
        result.drafts.append(draft)
    _thin_out(result)


def _thin_out(result: Settled) -> None:
    """Fewer of each where there are too many things in all."""
    things = sum(draft.asked for draft in result.drafts)
    if things <= THINGS_MAX:
        return
    result.notes.append(f"{things} things were asked for; about {THINGS_MAX} are shown.")
    room = THINGS_MAX - len(result.drafts)
    for draft in result.drafts:
        draft.asked = 1 + int((draft.asked - 1) * room / things)


def _place(lexicon: SceneLexicon, result: Settled, wanted: Reader) -> str:
    """The first place that is named, strong names first; else where the subjects usually are."""
    strong = list(dict.fromkeys(place for place, solid in wanted.places if solid))
    if len(strong) > 1 and set(strong) & {"island", "harbour", "underwater"}:
        strong = [place for place in strong if place != "coast"]
    weak = [place for place, solid in wanted.places if not solid]
    if len(strong) > 1:
        others = " and ".join(f'"{place}"' for place in strong[1:])
        result.notes.append(f'One place fits a picture: "{strong[0]}" is shown, not {others}.')
    if strong:
        return strong[0]
    nouns = [lexicon.nouns[draft.noun] for draft in result.drafts]
    pulls = max(nouns, key=lambda noun: noun.pull, default=None)
    habitats = {noun.habitat for noun in nouns}
    if weak and (pulls is None or pulls.pull < 2):
        return weak[0]
    if {"water", "underwater"} <= habitats:
        return "coast"
    if result.season == "winter" and wanted.said["season"] and (pulls is None or pulls.pull < 2):
        return "winter"
    if pulls is not None:
        return pulls.place
    return "winter" if result.weather == "snow" else "meadow"


def _odd_weather(result: Settled, wanted: Reader) -> None:
    """What contradicts itself is shown as far as it can be, and told."""
    if result.weather != "clear" and result.place in CLOSED and wanted.said["weather"]:
        result.notes.append(f"There is no weather in this place ({result.place}): no {result.weather} is shown.")
    elif result.weather == "snow" and wanted.said["weather"]:
        summer = "summer" in wanted.said["season"]
        if summer or result.place in HOT:
            where = f"in summer ({result.place})" if summer else f"at this place ({result.place})"
            result.notes.append(f"Snow {where} is unusual: it falls as asked, and the ground stays as it is there.")
    if result.time == "night" and wanted.said["time"] and wanted.sunny and result.place not in CLOSED:
        result.notes.append("The sun does not shine at night: a clear night is shown.")


def _usual_shot(drafts: list[Draft]) -> str:
    few = sum(draft.asked for draft in drafts) <= 6
    return "medium" if drafts and few else "wide"


def _sun_and_moon(result: Settled, *, said_time: bool) -> None:
    """No sun by night, no northern lights by day. The moon is welcome by day where the prompt says so."""
    if result.time != "night" and any(draft.noun == "aurora" for draft in result.drafts):
        result.time = "night"
        result.notes.append("Northern lights are seen in the dark: the scene is shown at night.")
    if result.time != "night" or result.place == "space":
        return
    for index, draft in enumerate(result.drafts):
        if draft.noun == "sun" and said_time:
            result.notes.append("The sun is not up at night: it is left out.")
            _remove(result.drafts, index)
            return


def _remove(drafts: list[Draft], index: int) -> None:
    del drafts[index]
    for draft in drafts:
        if draft.relation is not None:
            kind, target = draft.relation
            draft.relation = None if target == index else (kind, target - (target > index))


def _mood_scene(result: Settled, words: list[str]) -> None:
    """A place and a light that depend on the words alone."""
    chance = _choices(" ".join(words))
    result.place = MOOD_PLACES[next(chance) % len(MOOD_PLACES)]
    result.mood = _pick(Mood, next(chance))
    result.time = _pick(TimeOfDay, next(chance))
    result.palette = _pick(Palette, next(chance))
    result.weather = _pick(Weather, next(chance)) if next(chance) % 3 == 0 else "clear"
    result.season = "winter" if result.place == "winter" or result.weather == "snow" else "summer"
    result.notes.append(f"No word of the prompt is known: a {result.mood} scene ({result.place}) was chosen for it.")


def _pick(values: object, chance: int) -> str:
    options: tuple[str, ...] = get_args(values)
    return options[chance % len(options)]


def _choices(text: str) -> Iterator[int]:
    """Numbers that the text alone decides."""
    for turn in range(100):
        yield zlib.crc32(f"{turn}:{text}".encode("utf-8", "replace")) >> 8
