"""A script read from end to end: its sentences with what they show, where, and when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from data.scene_lexicon import load_scene_lexicon
from engine.scene.spec import SceneSpec
from engine.scene.words.parser import parse
from engine.scene.words.settling import MOOD_PLACES
from engine.story.beats import LONGEST, Line
from engine.story.cast import Cast
from engine.story.manuscript import Block, Manuscript
from engine.story.names import find_names
from engine.story.reading import Reader
from engine.story.seen import Seen
from engine.story.sentences import goes_on, parts, sentences
from engine.story.setting import Place, Setting, follow, place_by_nouns, place_of, told
from engine.story.storyboard import StoryCharacter
from engine.story.vocabulary import tokens, unquoted

_ENGLISH = re.compile(
    r"\b(?:the|and|of|to|a|in|was|is|it|that|he|she|they|his|her|with|for|on|at|you|we|are|i|by|from|had|not)\b"
)
_LATIN = re.compile(r"[A-Za-z]+")
_BLOOMING = ("flower", "butterfly", "bee")
"""Where these are it is no longer winter."""
_FIRST_PERSON = re.compile(r"\b(?:I|I'm|I'd|my|me)\b")


@dataclass(frozen=True)
class Sentence:
    """One sentence, or a part of a long one, with what its block says of it. `quoted`: it begins in what somebody says,
    whose quotation marks were opened before; `goes_on`: it ends in such."""

    text: str
    block: Block
    opens: bool
    quoted: bool = False
    goes_on: bool = False


@dataclass(frozen=True)
class Outline:
    """All lines of a script, who is in it, and the place that the script has where none is told."""

    lines: tuple[Line, ...]
    cast: Cast
    english: bool


def sentences_of(manuscript: Manuscript) -> list[Sentence]:
    """Every sentence in order, long ones in parts; who speaks is said where lines have a speaker's name."""
    found: list[Sentence] = []
    before: str | None = None
    for block in manuscript.blocks:
        first, inside = True, False
        for whole in sentences(block.text):
            for text in parts(whole, LONGEST):
                said = f"{block.speaker}: {text}" if first and block.speaker and block.speaker != before else text
                after = goes_on(text, inside=inside)
                found.append(Sentence(said, block, first, inside, after))
                first, inside = False, after
        before = block.speaker
    return found


def is_english(text: str) -> bool:
    """Whether small English words are as frequent as in English; a few words are given the benefit of the doubt."""
    letters = sum(c.isalpha() for c in text)
    words = _LATIN.findall(text.lower())
    if sum(map(len, words)) < 0.7 * letters:
        return False
    return len(words) < 6 or len(_ENGLISH.findall(text.lower())) >= 0.12 * len(words)


def outline(told_by: Sequence[Sentence], given: Sequence[StoryCharacter], theme: str, voice: str, seed: int) -> Outline:
    """Reads the sentences in order. A script in another language than English has the settings of the theme only."""
    texts = [sentence.text for sentence in told_by]
    english = is_english(" ".join(texts))
    own = [sentence.text for sentence in told_by if sentence.block.speaker is None]
    first_person = _narrator(own, voice) if english else None
    cast = Cast(find_names(texts) if english else (), given, first_person=first_person)
    start = _start(theme, seed)
    if not english:
        return Outline(tuple(_foreign(told_by, theme, start, seed)), cast, False)
    reader = Reader(cast)
    seen = [reader.read(_spoken(sentence), sentence.block.speaker) for sentence in told_by]
    for one, sentence in zip(seen, told_by, strict=True):
        one.text = sentence.text
    usual = _usual_place(seen) if start.place is None else start.place
    return Outline(tuple(_settle(told_by, seen, start, usual)), cast, True)


def _spoken(sentence: Sentence) -> str:
    """Without the name of the speaker, and with the quotation mark that was opened before."""
    text = sentence.text.removeprefix(f"{sentence.block.speaker}: ")
    return f'"{text}' if sentence.quoted else text


def _narrator(texts: Sequence[str], voice: str) -> str | None:
    """Who "I" is, where the narrator is in the story."""
    outside = [unquoted_case(text) for text in texts]
    hits = sum(bool(_FIRST_PERSON.search(text)) for text in outside)
    if hits < 2 or hits < 0.2 * len(texts):
        return None
    return "child" if voice == "child" else "woman" if voice.startswith("female") else "man"


def unquoted_case(text: str) -> str:
    """A text without what is quoted."""
    return re.sub(r"“[^”]*”|\"[^\"]*\"", " ", text)


def _start(theme: str, seed: int) -> Setting:
    """The setting that a theme names."""
    if not theme.strip():
        return Setting()
    line, spoken = tokens(theme), unquoted(theme)
    now = told(line, spoken, known=False)
    scene: SceneSpec = parse(theme, style="cinematic", seed=seed)
    known = any(token.may_be("place", "weak place", "noun", "nouns") for token in line)
    place = place_of(scene.place) if known else None
    return Setting(place, now.time, now.weather, now.season)


def _usual_place(seen: Sequence[Seen]) -> Place | None:
    """Where most of the things are usually seen before a place is named; else the first place that is."""
    first = next((n for n, one in enumerate(seen) if one.setting.places), len(seen))
    nouns = load_scene_lexicon().nouns
    votes: Counter[str] = Counter()
    for one in seen[:first]:
        for item in one.items:
            if item.actor is None and item.noun in nouns and not item.quoted:
                votes[nouns[item.noun].place] += nouns[item.noun].pull
    if votes:
        return place_of(votes.most_common(1)[0][0])
    return seen[first].setting.places[0] if first < len(seen) else None


def _settle(told_by: Sequence[Sentence], seen: Sequence[Seen], start: Setting, usual: Place | None) -> Iterator[Line]:
    state = Setting(usual, start.time, start.weather, start.season)
    home = usual
    directed: Setting | None = None
    known: Place | None = None
    for sentence, one in zip(told_by, seen, strict=True):
        if sentence.opens and sentence.block.place:
            directed = _directed(sentence.block.place)
            state = Setting(
                directed.place or state.place,
                directed.time or state.time,
                directed.weather,
                directed.season or state.season,
            )
        state = follow(state, one.setting, home)
        own = place_by_nouns((item.noun for item in one.items if not item.quoted and item.actor is None), state.place)
        shown = state
        if own is not None and not one.setting.places:
            shown = Setting(own[0], state.time, state.weather, state.season)
            state = shown if own[1] else state
        if len(one.setting.places) > 1:
            new = (place for place in one.setting.places if known and place.key != known.key)
            shown = replace(state, place=next(new, one.setting.places[0]))
        if shown.season == "winter" and any(item.noun in _BLOOMING and not item.quoted for item in one.items):
            state, shown = (replace(setting, season=None, weather=None) for setting in (state, shown))
        known = state.place if one.setting.places else known
        night = any(item.noun in ("moon", "star", "aurora") and not item.quoted for item in one.items)
        if night and one.setting.time is None and state.time not in ("dusk", "dawn"):
            state = Setting(state.place, "night", state.weather, state.season)
            shown = Setting(shown.place, "night", shown.weather, shown.season)
        yield Line(one, shown, sentence.opens, sentence.opens and sentence.block.opens, sentence.block.place)


def _directed(words: str) -> Setting:
    """What a screenplay's heading or a stage direction says: "inside house, night"."""
    line = tokens(f"in the {words}")
    now = told(line, f"in the {words.lower()}", known=False)
    place = now.places[0] if now.places else None
    if place is None:
        named = next((t for t in line if t.may_be("place", "weak place")), None)
        nouns = [t.senses["noun"] for t in line if "noun" in t.senses]
        if words.lower().startswith("inside"):
            place = place_of("room")
        elif named is not None:
            place = place_of(named.senses.get("place") or named.senses["weak place"], named.key)
        elif nouns:
            place = place_of(load_scene_lexicon().nouns[nouns[0]].place)
    inside = words.lower().startswith("inside") and (
        place is None or place.key in ("village", "street", "city", "meadow")
    )
    return Setting(place_of("room") if inside else place, now.time, now.weather, now.season)


def _foreign(told_by: Sequence[Sentence], theme: str, start: Setting, seed: int) -> Iterator[Line]:
    """The theme for every sentence; without one places by the seed. Every
    paragraph has another place then. The day passes from morning to night."""
    order = np.random.default_rng([seed, 71]).permutation(len(MOOD_PLACES))
    hours = ("morning", "sunset", "night") if len(told_by) > 3 else ("sunset",)
    block = -1
    shown = Reader(Cast((), (), first_person=None)).read(theme)
    for index, sentence in enumerate(told_by):
        block += sentence.opens
        place = start.place or place_of(MOOD_PLACES[int(order[block % len(order)])])
        hour = start.time or hours[index * len(hours) // len(told_by)]
        one = Seen(sentence.text, items=shown.items, moods=shown.moods)
        setting = Setting(place, hour, start.weather, start.season)
        yield Line(one, setting, sentence.opens, sentence.opens and sentence.block.opens)
