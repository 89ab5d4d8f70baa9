"""From a script to a storyboard, by rules and the lexicon alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from data.story_words import load_story_words
from engine.story.abridging import fitting
from engine.story.beats import Beat, beats
from engine.story.cast import NARRATOR, Actor
from engine.story.lengths import check_scenes, check_script, said, timing
from engine.story.looks import described
from engine.story.manuscript import plain, read_manuscript
from engine.story.outline import Outline, outline, sentences_of
from engine.story.picture import prompt_of
from engine.story.roles import roles
from engine.story.seen import Item, Seen
from engine.story.setting import Setting, place_of
from engine.story.staging import Moment, Take, staged
from engine.story.storyboard import (
    SCENES_MAX,
    Music,
    Storyboard,
    StoryFormat,
    StoryScene,
    StoryStyle,
    Voice,
)  # fmt: skip
from engine.story.titles import title_of

_HOURS: dict[Music, str] = {
    "epic": "sunset", "emotional": "sunset", "uplifting": "morning", "mysterious": "dusk", "none": "afternoon",
}  # fmt: skip
_MOODS: dict[Music, str | None] = {
    "epic": "epic", "emotional": None, "uplifting": "happy", "mysterious": "mysterious", "none": None,
}  # fmt: skip


@dataclass(frozen=True)
class Wishes:
    """How the film is to be.

    Attributes:
        characters: lines such as "Mira: a girl with red hair and a yellow coat".
        theme: what the pictures are to be about where the words leave it open.
        target: seconds, up to 180; None: as long as the words take.
        shorten: whether a script too long for the longest film is abridged; else it is refused.
    """

    style: StoryStyle = "cinematic"
    voice: Voice = "female-soft"
    music: Music = "emotional"
    characters: str = ""
    theme: str = ""
    target: float | None = None
    format: StoryFormat = "landscape"
    seed: int = 0
    shorten: bool = True


def storyboard_of(script: str, wishes: Wishes) -> Storyboard:
    """The storyboard of a script. The same script and wishes give the same storyboard.

    Args:
        script: prose, Markdown, HTML, a screenplay or script.json, 1 to 19,000 characters.

    Raises:
        InvalidParams: no words, too many characters, or (without `shorten`) longer than the longest film.
    """
    check_script(script)
    manuscript = read_manuscript(script)
    told_by = sentences_of(manuscript)
    if not told_by:
        check_script("")
    given = described(f"{plain(wishes.characters)}\n{manuscript.characters}")
    read = outline(told_by, given, plain(wishes.theme), wishes.voice, wishes.seed)
    read, notes = fitting(told_by, read, wishes.voice, shorten=wishes.shorten)
    found = beats(read.lines, SCENES_MAX)
    check_scenes([beat.text for beat in found])
    characters, actors = roles(read, found, wishes.seed)
    scenes, more = _scenes(found, read, actors, wishes)
    notes += [*more, *_language_note(read, wishes), *_stand_ins(read)]
    return Storyboard(
        title=title_of(manuscript.title, [line.seen.text for line in read.lines], [line.seen for line in read.lines]),
        style=wishes.style,
        format=wishes.format,
        voice=wishes.voice,
        music=wishes.music,
        pace=scenes.pace,
        seed=wishes.seed,
        characters=characters,
        scenes=scenes.scenes,
        notes=tuple(notes),
    )


@dataclass(frozen=True)
class _Filmed:
    pace: float
    scenes: tuple[StoryScene, ...]


def _scenes(found: Sequence[Beat], read: Outline, actors: list[Actor], wishes: Wishes) -> tuple[_Filmed, list[str]]:
    takes = staged(_moments(found), wishes.seed)
    long = [take.transition != "cut" for take in takes[1:]] + [True]
    timed = timing([beat.text for beat in found], long, wishes.target, wishes.voice)
    lead = _lead(read, actors)
    pictures = _pictures(found, lead)
    scenes = tuple(
        _scene(beat, index, (take, still, items), (actors, wishes, timed.pace))
        for index, (beat, take, still, items) in enumerate(
            zip(found, takes, zip(timed.leads, timed.pauses, strict=True), pictures, strict=True)
        )
    )
    return _Filmed(timed.pace, scenes), list(timed.notes)


def _pictures(found: Sequence[Beat], lead: Item | None) -> list[list[Item]]:
    """What each scene shows. Where somebody goes on speaking it is who was seen last, else the lead."""
    pictures: list[list[Item]] = []
    last = lead
    for beat in found:
        items = _items(line.seen for line in beat.lines)
        speaking = beat.text.lstrip()[:1] in ("“", '"', "«", "„")
        shown = last if speaking else lead
        if all(item.quoted for item in items) and shown is not None:
            items = [replace(shown, pose=None, relation=None, quoted=False)]
        last = next((item for item in reversed(items) if item.actor is not None and not item.quoted), last)
        pictures.append(items)
    return pictures


def _moments(found: Sequence[Beat]) -> list[Moment]:
    moments: list[Moment] = []
    before: Setting | None = None
    for beat in found:
        first, last = _shown(beat), beat.lines[-1].setting
        seen = [line.seen for line in beat.lines]
        place = first.place.key if first.place else None
        moments.append(
            Moment(
                text=beat.text.lower(),
                place=place,
                actors=len({id(item.actor) for one in seen for item in one.items if item.actor and not item.quoted}),
                new_place=before is None or place != (before.place.key if before.place else None),
                new_time=any(one.setting.jump for one in seen[:1]) or _later(before, first),
                part=beat.lines[0].part,
                quote=any(one.quote for one in seen),
                mood=_mood(seen, None),
                sky=any(item.in_the_sky for one in seen for item in one.items),
            )
        )
        before = last
    return moments


def _later(before: Setting | None, now: Setting) -> bool:
    return before is not None and None not in (before.time, now.time) and before.time != now.time


def _scene(
    beat: Beat,
    index: int,
    filmed: tuple[Take, tuple[float, float], list[Item]],
    rest: tuple[list[Actor], Wishes, float],
) -> StoryScene:
    take, (lead, pause), items = filmed
    actors, wishes, pace = rest
    seen = [line.seen for line in beat.lines]
    setting = _filled(beat, wishes)
    seed = int(np.random.default_rng([wishes.seed, 211, index]).integers(1 << 32))
    spoken = said(beat.text, wishes.voice)
    return StoryScene(
        id=f"s{index + 1:02d}",
        text=beat.text,
        pause_after=pause,
        prompt=prompt_of(items, setting, _mood(seen, _MOODS[wishes.music]), actors),
        shot=take.shot,
        move=take.move,
        transition=take.transition,
        seed=seed,
        duration=round(max(1.0, lead + spoken / pace + pause), 2),
    )


def _items(seen: Iterable[Seen]) -> list[Item]:
    """Each actor and each thing once, with the first pose that is told."""
    found: dict[object, Item] = {}
    for one in seen:
        for at, item in enumerate(one.items):
            key: object = id(item.actor) if item.actor is not None else item.noun
            known = found.get(key)
            if known is None:
                found[key] = replace(item, relation=item.relation if at else None)
            else:
                known.pose = known.pose or item.pose
                known.quoted = known.quoted and item.quoted
    return list(found.values())


def _filled(beat: Beat, wishes: Wishes) -> Setting:
    """The setting of a scene with an hour and, outside stories about nothing known, a place."""
    first = _shown(beat)
    time = first.time or next((line.setting.time for line in beat.lines if line.setting.time), None)
    weather = next((line.setting.weather for line in beat.lines if line.setting.weather), None)
    place = first.place
    if place is None:
        place = place_of("meadow")
    return Setting(place, time or _HOURS[wishes.music], weather, first.season)


def _shown(beat: Beat) -> Setting:
    """The setting of a scene: that of its first sentence, or of the first one that names a place."""
    return next((line.setting for line in beat.lines if line.seen.setting.places), beat.lines[0].setting)


def _mood(seen: Iterable[Seen], usual: str | None) -> str | None:
    total: Counter[str] = Counter()
    for one in seen:
        total.update(one.moods)
    best = total.most_common(1)
    return best[0][0] if best and best[0][1] > 0 else usual


def _lead(read: Outline, actors: list[Actor]) -> Item | None:
    """Who or what is shown where a scene names nobody: the most frequent character, else the most frequent thing."""
    counts: Counter[tuple[str, str]] = Counter()
    items: dict[tuple[str, str], Item] = {}
    known = {id(actor) for actor in actors}
    for line in read.lines:
        for item in line.seen.items:
            if item.quoted or (item.actor is not None and id(item.actor) not in known):
                continue
            key = ("actor", item.actor.name) if item.actor is not None else ("thing", item.noun)
            counts[key] += 3 if item.actor is not None and item.actor.name != NARRATOR else 1
            items.setdefault(key, item)
    if counts:
        return items[counts.most_common(1)[0][0]]
    return Item(actors[0].name, actors[0].kind, actors[0]) if actors else None


def _language_note(read: Outline, wishes: Wishes) -> list[str]:
    if read.english:
        return []
    what = "the theme" if wishes.theme.strip() else "a place that was chosen; a theme would decide it"
    return [f"Only English is read for what it shows: the pictures follow {what}. Each scene's prompt can be edited."]


def _stand_ins(read: Outline) -> list[str]:
    stand_ins = load_story_words().stand_ins
    used = dict.fromkeys(actor.words for actor in read.cast.actors if actor.words in stand_ins)
    return [f"The built-in renderer has no {word}: a {stand_ins[word]} stands for it." for word in used]
