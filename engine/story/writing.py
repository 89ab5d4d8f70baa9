"""From a script to a storyboard, by rules and the lexicon alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from data.story_words import load_story_words
from engine.story.beats import Beat, beats
from engine.story.cast import NARRATOR, Actor
from engine.story.lengths import WORDS_MAX, check_script, clock, refuse_long, shortened, timing
from engine.story.looks import described, settled
from engine.story.manuscript import read_manuscript
from engine.story.outline import Outline, Sentence, outline, sentences_of
from engine.story.picture import prompt_of
from engine.story.seen import Item, Seen
from engine.story.sentences import WORDS_PER_MINUTE, seconds, words
from engine.story.setting import Setting, place_of
from engine.story.staging import Moment, Take, staged
from engine.story.storyboard import (
    CHARACTERS_MAX,
    FILM_SECONDS_MAX,
    PEOPLE,
    SCENES_MAX,
    Music,
    Storyboard,
    StoryCharacter,
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
    told_by, notes = _fitting(told_by, wishes)
    given = described(f"{wishes.characters}\n{manuscript.characters}")
    read = outline(told_by, given, wishes.theme, wishes.voice, wishes.seed)
    found = beats(read.lines, SCENES_MAX)
    characters, actors = _characters(read, found, wishes)
    scenes, more = _scenes(found, read, actors, wishes)
    notes += [*more, *_language_note(read, wishes), *_stand_ins(read)]
    return Storyboard(
        title=title_of(manuscript.title, [s.text for s in told_by], [line.seen for line in read.lines]),
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


def _fitting(told_by: list[Sentence], wishes: Wishes) -> tuple[list[Sentence], list[str]]:
    """The sentences that fit into the longest film, and what there is to say about it."""
    spoken = sum(seconds(sentence.text) for sentence in told_by)
    if spoken <= WORDS_MAX * 60 / WORDS_PER_MINUTE:
        return told_by, []
    count = sum(words(sentence.text) for sentence in told_by)
    if not wishes.shorten:
        raise refuse_long(count)
    texts = [sentence.text for sentence in told_by]
    kept = [told_by[index] for index in shortened(texts, lambda index: _worth(told_by[index]))]
    left = sum(words(sentence.text) for sentence in kept)
    note = (
        f"The script has {count} words, {clock(spoken)} of speech; a film holds {clock(FILM_SECONDS_MAX)}. "
        f"It was abridged to {left} words: see which sentences were kept, or make several films of it."
    )
    return kept, [note]


def _worth(sentence: Sentence) -> float:
    """How much a sentence carries: the first of a paragraph, with names and deeds, not too long, no bare reply."""
    story = load_story_words()
    lower = sentence.text.lower()
    tokens = re.findall(r"[a-z']+", lower)
    names = len(re.findall(r"(?<!^)(?<![.!?“\"] )\b[A-Z][a-z]+", sentence.text))
    deeds = sum(word in told for told in story.verbs.values() for word in tokens)
    turns = any(lower.startswith(turn) for turn in (*story.beats.turns, *story.beats.jumps))
    value = 2.0 * sentence.opens + min(3, names) + min(2, deeds) + 1.5 * turns
    value -= 1.5 * bool(re.match(r"[“\"]", sentence.text)) + abs(len(tokens) - 14) / 10
    return value


@dataclass(frozen=True)
class _Filmed:
    pace: float
    scenes: tuple[StoryScene, ...]


def _characters(read: Outline, found: Sequence[Beat], wishes: Wishes) -> tuple[tuple[StoryCharacter, ...], list[Actor]]:
    """Those who come again, or are told of in the field, or are people: at most eight, the most frequent ones."""
    times: Counter[int] = Counter()
    for beat in found:
        times.update(
            {id(item.actor) for line in beat.lines for item in line.seen.items if item.actor and not item.quoted}
        )
    order = {id(actor): index for index, actor in enumerate(read.cast.actors)}
    wanted = [
        actor
        for actor in read.cast.actors
        if actor.given
        or times[id(actor)] > 1
        or (times[id(actor)] and (actor.name[0].isupper() or actor.kind in PEOPLE))
    ]
    wanted.sort(key=lambda actor: (not actor.given, -times[id(actor)], order[id(actor)]))
    chosen = sorted(wanted[:CHARACTERS_MAX], key=lambda actor: order[id(actor)])
    return tuple(_character(actor, index, wishes.seed) for index, actor in enumerate(chosen)), chosen


def _character(actor: Actor, index: int, seed: int) -> StoryCharacter:
    stand_in = load_story_words().stand_ins.get(actor.words)
    size, colour = (
        (stand_in.split()[0], stand_in.split()[1]) if stand_in and len(stand_in.split()) > 2 else (None, None)
    )
    looks = {"skin": colour, **actor.looks} if colour else actor.looks
    kind = actor.kind if actor.kind != "person" or actor.gender is None else actor.gender
    who = StoryCharacter.model_validate(
        {"name": actor.name, "kind": kind, "size": actor.size or size or "normal", **looks}
    )
    return settled(who, old=actor.old, index=index, seed=seed)


def _scenes(found: Sequence[Beat], read: Outline, actors: list[Actor], wishes: Wishes) -> tuple[_Filmed, list[str]]:
    takes = staged(_moments(found), wishes.seed)
    long = [take.transition != "cut" for take in takes[1:]] + [True]
    timed = timing([beat.text for beat in found], long, wishes.target)
    lead = _lead(read, actors)
    scenes = tuple(
        _scene(beat, index, take, pause, (lead, actors, wishes, timed.pace))
        for index, (beat, take, pause) in enumerate(zip(found, takes, timed.pauses, strict=True))
    )
    return _Filmed(timed.pace, scenes), list(timed.notes)


def _moments(found: Sequence[Beat]) -> list[Moment]:
    moments: list[Moment] = []
    before: Setting | None = None
    for beat in found:
        first, last = beat.lines[0].setting, beat.lines[-1].setting
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
            )
        )
        before = last
    return moments


def _later(before: Setting | None, now: Setting) -> bool:
    return before is not None and None not in (before.time, now.time) and before.time != now.time


def _scene(
    beat: Beat, index: int, take: Take, pause: float, rest: tuple[Item | None, list[Actor], Wishes, float]
) -> StoryScene:
    lead, actors, wishes, pace = rest
    seen = [line.seen for line in beat.lines]
    items = _items(seen)
    if not items and lead is not None:
        items = [replace(lead, pose=None, relation=None, quoted=False)]
    setting = _filled(beat, wishes)
    seed = int(np.random.default_rng([wishes.seed, 211, index]).integers(1 << 32))
    spoken = seconds(beat.text)
    return StoryScene(
        id=f"s{index + 1:02d}",
        text=beat.text,
        pause_after=pause,
        prompt=prompt_of(items, setting, _mood(seen, _MOODS[wishes.music]), actors),
        shot=take.shot,
        move=take.move,
        transition=take.transition,
        seed=seed,
        duration=round(max(1.0, spoken / pace + pause), 2),
    )


def _items(seen: Iterable[Seen]) -> list[Item]:
    """Each actor and each thing once, with the first pose that is told."""
    found: dict[object, Item] = {}
    for one in seen:
        for item in one.items:
            key: object = id(item.actor) if item.actor is not None else item.noun
            known = found.get(key)
            if known is None:
                found[key] = replace(item)
            else:
                known.pose = known.pose or item.pose
                known.quoted = known.quoted and item.quoted
    return list(found.values())


def _filled(beat: Beat, wishes: Wishes) -> Setting:
    """The setting of a scene with an hour and, outside stories about nothing known, a place."""
    first = beat.lines[0].setting
    time = first.time or next((line.setting.time for line in beat.lines if line.setting.time), None)
    weather = next((line.setting.weather for line in beat.lines if line.setting.weather), None)
    place = first.place
    if place is None:
        place = place_of("meadow")
    return Setting(place, time or _HOURS[wishes.music], weather, first.season)


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
