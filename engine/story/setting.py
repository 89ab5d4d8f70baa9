"""Where and when a sentence takes place, and what of it lasts into the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from data.scene_lexicon import load_scene_lexicon
from data.story_words import load_story_words
from engine.story.vocabulary import Token

_SINGULAR = ("room", "garden", "forest", "lake", "river", "street", "village")
"""Places whose own word is written into a prompt: a kitchen, a pond."""
_SMALL_WORDS = (
    "articles", "number", "size", "praise", "unknown", "colour", "mood", "palette", "material", "weather", "season",
)  # fmt: skip
_GOALS = (
    "in", "into", "inside", "within", "through", "across", "to", "towards", "toward", "at", "on", "onto", "along",
    "near", "by", "around", "among", "beside", "next to", "up", "down", "over", "in the middle of", "throughout",
    "upon", "deep into",
)  # fmt: skip
_NO_PLACE = {"study", "office", "country", "arctic", "orbit", "yard", "water", "path", "bay", "port", "park", "plain"}
_REACHED = (
    "reached", "reaches", "reach", "explored", "crossed", "crosses", "cross", "filled", "covered", "visited",
    "crossing", "entered", "opened",
)  # fmt: skip
_BIG = {
    "rocket", "car", "truck", "bus", "train", "tractor", "cart", "airplane", "helicopter", "hot-air-balloon",
    "elephant", "bridge", "volcano", "waterfall", "castle", "windmill", "skyscraper", "ufo", "lighthouse", "camel",
}  # fmt: skip
"""Things that no room holds."""
_LATER = re.compile(
    r"\b(?:in|since|by|around) (?:1\d{3}|20\d{2})\b|\bafter (?:\w+ ){1,4}(?:years|days|weeks|months)\b"
    r"|\b(?:years|days|weeks|months|hours) (?:later|passed)\b|^\W*(?:later|today|nowadays)\b"
)
_ERAS = (
    "years later", "year later", "years passed", "once upon a time", "long ago", "centuries later", "years ago",
    "in the year", "many years",
)  # fmt: skip
_VAGUE_TIMES = {"day", "mornings", "daylight"}
_NEVER_WEATHER = ("clear", "wet", "fair weather", "shower", "bright day")
_NOT_MEANT = {"like", "as", "no", "without", "than", "since", "last", "but"}
"""A season or an hour after one of these is not now."""
_SNOWY = ("peak", "peaks", "summit", "summits", "mountain", "mountain top", "mountaintop", "tops", "cap", "caps")
"""Things that are snowy in any weather."""
_PASSED = {"below", "behind"}
"""The forest that "lay far below" is not where they are."""
_OPEN = ("forest", "meadow", "mountains", "coast", "desert", "village", "farm", "garden", "lake", "river")


@dataclass(frozen=True)
class Place:
    """A place of the scene lexicon, and what a prompt says for it."""

    key: str
    phrase: str


@dataclass(frozen=True)
class Setting:
    """What is known; None is open."""

    place: Place | None = None
    time: str | None = None
    weather: str | None = None
    season: str | None = None


@dataclass(frozen=True)
class Told:
    """What one sentence says of the setting. `jump`: time has passed; `turn`: a new beat; `home`: back at the start;
    `moves`: somebody goes from one place to another; `era`: years have passed, or it begins anew."""

    places: tuple[Place, ...] = ()
    time: str | None = None
    weather: str | None = None
    season: str | None = None
    jump: bool = False
    turn: bool = False
    home: bool = False
    moves: bool = False
    era: bool = False


def place_of(key: str, word: str | None = None) -> Place:
    """A place in the words of a prompt; `word`: what the text calls it."""
    phrase = load_story_words().place_phrases[key]
    if word and key in _SINGULAR and " " not in word and not word.endswith("s"):
        preposition = phrase.split()[0]
        phrase = f"{preposition} {'an' if word[0] in 'aeiou' else 'a'} {word}"
    return Place(key, phrase)


def told(line: Sequence[Token], spoken: str, *, known: bool) -> Told:
    """What a sentence says of the setting. `spoken`: what is not quoted, in lower case; `known`: a place is known."""
    story = load_story_words()
    own = [token for token in line if not token.quoted]
    return Told(
        places=tuple(_places(own, spoken, known=known)),
        time=_phrase_in(spoken, story.times) or _sense(own, "time", _VAGUE_TIMES),
        weather=_phrase_in(spoken, story.weathers) or _sense(own, "weather", _NEVER_WEATHER),
        season=_sense(own, "season", ("blooming", "blossoming")),
        jump=_has(spoken, story.beats.jumps) or _LATER.search(spoken) is not None,
        turn=_has(spoken, story.beats.turns, at_start=True) or _has(spoken, story.beats.jumps),
        home=_has(spoken, story.home.words),
        era=_has(spoken, _ERAS),
        moves=_has(spoken, story.moves["journeying"]) or _has(spoken, ("to", "into")),
    )


def follow(before: Setting, now: Told, home: Place | None) -> Setting:
    """The setting after a sentence: what it says, and what lasts."""
    stays = len(now.places) > 1 and not now.moves
    place = now.places[0 if stays else -1] if now.places else home if now.home and home is not None else before.place
    moved = place is not None and before.place is not None and place.key != before.place.key
    time, weather = (None, None) if now.jump else (before.time, before.weather)
    if now.season is not None and before.season is not None and now.season != before.season:
        time, weather = None, None
    if weather == "wind" or (moved and weather != "snow"):
        weather = None
    season = now.season or (None if now.era else before.season)
    if now.weather is not None:
        weather = now.weather
    return replace(before, place=place, time=now.time or time, weather=weather, season=season)


@cache
def _pattern(words: tuple[str, ...], *, at_start: bool) -> re.Pattern[str]:
    body = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"^\W*(?:and |but |so )?(?:{body})\b" if at_start else rf"\b(?:{body})\b")


def _has(spoken: str, words: tuple[str, ...], *, at_start: bool = False) -> bool:
    return _pattern(words, at_start=at_start).search(spoken) is not None


def _phrase_in(spoken: str, table: Mapping[str, tuple[str, ...]]) -> str | None:
    return next((key for key, words in table.items() if _has(spoken, words)), None)


def _sense(line: Sequence[Token], kind: str, skipped: Iterable[str]) -> str | None:
    """The first of its kind that is neither compared with nor denied."""
    never = set(skipped)
    for at, token in enumerate(line):
        if kind not in token.senses or token.key in never or token.may_be("noun", "nouns"):
            continue
        if kind == "weather" and at + 1 < len(line) and line[at + 1].key in _SNOWY:
            continue
        before = [t.key for t in line[max(0, at - 2) : at]]
        if not _NOT_MEANT & set(before) and not (kind == "time" and before[-2:] == ["of", "the"]):
            return token.senses[kind]
    return None


def _places(line: Sequence[Token], spoken: str, *, known: bool) -> list[Place]:
    found: list[tuple[int, Place]] = []
    for at, token in enumerate(line):
        if token.may_be("place") and token.key not in _NO_PLACE and _is_there(line, at, known=known):
            found.append((_at(spoken, token.key), place_of(token.senses["place"], token.key)))
        elif (
            token.may_be("weak place") and not known and token.key not in _NO_PLACE and _is_there(line, at, known=True)
        ):
            found.append((_at(spoken, token.key), place_of(token.senses["weak place"])))
    found += _hinted(spoken, found)
    return [place for _, place in sorted(found, key=lambda pair: pair[0])]


def _at(spoken: str, word: str) -> int:
    return max(0, spoken.find(word))


def _is_there(line: Sequence[Token], at: int, *, known: bool) -> bool:
    """Whether a place is where the sentence plays: "in the forest", "they reached the sea", not "from the village"."""
    grammar = load_story_words().grammar
    if " " in line[at].key and line[at].key.split()[0] in ("under", "on", "beneath", "in"):
        return True
    if _PASSED & {token.key for token in line[at + 1 : at + 6]}:
        return False
    lead = at - 1
    while lead >= 0 and at - lead <= 4 and _is_small(line[lead]):
        lead -= 1
    if at + 1 < len(line) and line[at + 1].may_be("noun", "nouns", "person", "group") and at - 1 == lead:
        return False
    if lead < 0 or line[lead].may_be("end", "comma", "conjunctions", "time"):
        return at - lead > 1
    word = line[lead].key
    if word == "of":
        return lead > 0 and line[lead - 1].key in grammar.edges
    if word in grammar.not_there:
        return not known and word == "from"
    return word in _GOALS or word in _REACHED or line[lead].senses.get("verb") == "walking"


def _is_small(token: Token) -> bool:
    """Whether a word may stand between a preposition and its place."""
    if token.key == "her":
        return True
    return token.may_be(*_SMALL_WORDS) and not token.may_be("verb", "relation") and token.key not in _REACHED


def _hinted(spoken: str, found: Sequence[tuple[int, Place]]) -> list[tuple[int, Place]]:
    """Places by the story's own words: "in the bakery" is a room."""
    taken = {place.key for _, place in found}
    hits: list[tuple[int, Place]] = []
    for key, hint in load_story_words().places.items():
        match = _hint_pattern(key).search(spoken)
        if match and key not in taken:
            hits.append((match.start(), Place(key, hint.phrase)))
    return hits


@cache
def _hint_pattern(key: str) -> re.Pattern[str]:
    hint = load_story_words().places[key]
    words = "|".join(re.escape(word) for word in sorted(hint.words, key=len, reverse=True))
    before = "|".join(hint.only_after)
    article = r"(?:(?:the|a|an|his|her|their|its|my|our|this|that|every|one|another)\s+)?(?:[a-z]+\s+){0,1}?"
    return re.compile(rf"\b(?:{before})\s+{article}(?:{words})\b(?!['’]s)")


def place_by_nouns(nouns: Iterable[str], before: Place | None) -> tuple[Place, bool] | None:
    """Where the things of a scene must be, if not where the story was: fish are under water, beds in rooms.

    The second value says whether the story stays there: planets are seen from afar.
    """
    lexicon = load_scene_lexicon()
    wet = ("coast", "island", "lake", "river", "harbour", "underwater")
    for noun in nouns:
        entry = lexicon.nouns.get(noun)
        if entry is None:
            continue
        here = before.key if before is not None else None
        if entry.habitat == "underwater" and here not in wet:
            return place_of("underwater"), True
        if entry.habitat == "water" and entry.pull > 1 and here not in wet:
            return place_of(entry.place), True
        if here == "room" and noun in _BIG:
            return place_of(entry.place), True
        if noun == "planet" and here != "space":
            return place_of("space"), False
        if entry.habitat == "indoor" and here in _OPEN and noun in ("bed", "sofa", "bookshelf", "piano"):
            return place_of("room"), True
        if noun == "table" and here in ("coast", "mountains", "desert", "river", "harbour", "underwater"):
            return place_of("room"), True
    return None
