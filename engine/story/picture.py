"""What a scene shows: the prompt written from its sentences, and the SceneSpec read from a prompt."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from functools import cache

from data.scene_lexicon import load_scene_lexicon
from data.story_words import load_story_words
from engine.scene.spec import Character, SceneSpec, SpecStyle, View
from engine.scene.words.parser import parse
from engine.scene.words.phrases import known_phrases
from engine.story.cast import Actor
from engine.story.seen import Item
from engine.story.setting import Setting
from engine.story.storyboard import PEOPLE, Storyboard, StoryCharacter, StoryScene, StoryStyle
from engine.story.vocabulary import plural_of

ACTORS_MAX = 3
THINGS_MAX = 4
_STYLES: dict[StoryStyle, SpecStyle] = {
    "pixar": "3d", "realistic": "realistic", "anime": "anime", "cartoon": "cartoon", "cinematic": "cinematic",
}  # fmt: skip
_CLOSED = ("room", "underwater", "space", "studio")


def prompt_of(items: Sequence[Item], setting: Setting, mood: str | None, cast: Iterable[Actor]) -> str:
    """The prompt of a scene: who does what among which things, where and when.

    Args:
        cast: those who go by their name; others are described.
    """
    named = {id(actor) for actor in cast}
    words = load_story_words()
    groups: list[tuple[int, str]] = []
    for item in _chosen(items, setting):
        said = _item(item, by_name=item.actor is not None and id(item.actor) in named)
        if groups and _may_tie(item):
            groups[-1] = groups[-1][0], f"{groups[-1][1]} {item.relation} {said}"
        else:
            groups.append((2 if item.in_the_sky else 0 if item.living else 1, said))
    ordered = sorted(groups, key=lambda group: group[0])
    parts = ["; ".join(text for _, text in ordered) + ";"] if groups else []
    if setting.place is not None:
        parts.append(setting.place.phrase)
    inside = setting.place is not None and setting.place.key in _CLOSED
    if setting.time is not None and (setting.place is None or setting.place.key not in ("underwater", "space")):
        parts.append(words.time_phrases[setting.time])
    if setting.weather is not None and not inside:
        parts.append(words.weather_phrases[setting.weather])
    if setting.season is not None and not inside:
        parts.append(setting.season)
    if mood is not None:
        parts.append(mood)
    text = ", ".join(parts).replace(";,", ";").rstrip(";")
    return (text[:1].upper() + text[1:])[:1000]


def _chosen(items: Sequence[Item], setting: Setting) -> list[Item]:
    """What fits into a picture: those who act first, what is only talked about where nothing else is."""
    place = setting.place.key if setting.place is not None else ""
    items = [item for item in items if item.actor is not None or not _is_place(item, place)]
    real = [item for item in items if not item.quoted]
    pool = real if any(item.actor is not None for item in real) or len(real) > 1 else list(items)
    actors = [item for item in pool if item.actor is not None][:ACTORS_MAX]
    things = [item for item in pool if item.actor is None][:THINGS_MAX]
    return [item for item in pool if item in actors or item in things]


def _is_place(item: Item, place: str) -> bool:
    """Whether a thing is what the place consists of anyway, or would be read as another place."""
    if "place" in known_phrases().get(item.words.split()[-1], {}):
        return True
    there = {"mountains": ("mountain",), "forest": ("oak", "pine") if item.words.endswith("trees") else ()}
    return item.noun in there.get(place, ())


def _item(item: Item, *, by_name: bool) -> str:
    actor = item.actor
    said = item.words if actor is None or by_name else _described(actor)
    return f"{said} {item.pose}" if item.pose else said


def _described(actor: Actor) -> str:
    words = " ".join(
        word
        for word in (actor.size, actor.looks.get("skin") if actor.kind not in PEOPLE else None, actor.words)
        if word
    )
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def _may_tie(item: Item) -> bool:
    if item.relation == "holding":
        return True
    if item.relation in ("into", "onto", "through", "to"):
        return False
    senses = known_phrases().get(item.relation or "", {})
    return "relation" in senses


def scene_of(board: Storyboard, scene: StoryScene) -> SceneSpec:
    """The SceneSpec of a scene: its own where it was edited, else read from its prompt; style, shot and seed are the
    storyboard's, and every character that the prompt names has its looks."""
    style = _STYLES[board.style]
    if scene.scene is not None:
        return scene.scene.model_copy(update={"style": style, "camera": View(shot=scene.shot), "seed": scene.seed})
    text, marks = _marked(scene.prompt, board.characters)
    spec = parse(_drawable(text), style=style, seed=scene.seed)
    characters = _characters(board, scene.prompt, spec, marks)
    return spec.model_copy(
        update={
            "prompt": picture_prompt(board, scene),
            "characters": characters,
            "camera": View(shot="above" if scene.shot == "close" and lies(spec) else scene.shot),
            "unknown_words": tuple(word for word in spec.unknown_words if word not in {m.lower() for m in marks}),
        }
    )


def lies(spec: SceneSpec) -> bool:
    """Whether a person lies down: from beside them only soles would be seen, from above their face."""
    return any(one.noun in PEOPLE and one.pose in ("lying", "sleeping") for one in spec.subjects)


def _characters(
    board: Storyboard, prompt: str, spec: SceneSpec, marks: dict[str, StoryCharacter]
) -> tuple[Character, ...]:
    """Those of the storyboard who are in the scene, each with the subject that shows it, then those of the prompt."""
    by_mark = {mark.lower(): who for mark, who in marks.items()}
    found: list[Character] = []
    others: list[Character] = []
    for read in spec.characters:
        who = by_mark.get(read.name.lower())
        if who is None:
            others.append(read)
        else:
            found.append(_as_seen(board, who, read.subject))
    named = {who.name for who, pattern in _patterns(board.characters) if pattern.search(prompt)}
    taken = {read.subject for read in spec.characters}
    for who in board.characters:
        if _is_human(who.kind) or who.name not in named:
            continue
        noun = _noun(who.kind)
        at = next((n for n, one in enumerate(spec.subjects) if one.noun == noun and n not in taken), None)
        if at is not None:
            taken.add(at)
            found.append(_as_seen(board, who, at))
    return (*found, *others)[:8]


def _as_seen(board: Storyboard, who: StoryCharacter, subject: int | None) -> Character:
    return Character.model_validate(
        {
            "name": who.name,
            "kind": who.kind if who.kind in PEOPLE else "person",
            "hair": who.hair,
            "skin": who.skin,
            "clothes": who.clothes,
            "subject": subject,
            "seed": zlib.crc32(f"{board.seed}:{who.name}".encode()),
        }
    )


def _noun(kind: str) -> str:
    """The lexicon's noun that shows a kind."""
    return load_story_words().stand_ins.get(kind, kind).split()[-1]


def picture_prompt(board: Storyboard, scene: StoryScene) -> str:
    """The prompt with each character described where it is first named, for a model that has not met them."""
    text = scene.prompt
    for who, pattern in _patterns(board.characters):
        text = pattern.sub(_appearance(who), text, count=1)
    return text[:2000]


def _patterns(characters: Iterable[StoryCharacter]) -> list[tuple[StoryCharacter, re.Pattern[str]]]:
    """The longest names first, so that "the old king" is not taken for "the king"."""
    ordered = sorted(characters, key=lambda who: -len(who.name))
    return [(who, re.compile(rf"(?<!\w){re.escape(who.name)}(?!\w)", re.IGNORECASE)) for who in ordered]


def _appearance(who: StoryCharacter) -> str:
    """ "a girl with red hair, fair skin and yellow clothes"."""
    if not who.is_person:
        noun = who.kind.replace("-", " ")
        words = " ".join(word for word in ("" if who.size == "normal" else who.size, who.skin or "", noun) if word)
        if who.clothes:
            words += f" in {who.clothes} clothes"
        return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"
    looks = [f"{who.hair} hair" if who.hair else "", f"{who.skin} skin" if who.skin else ""]
    looks.append(f"{who.clothes} clothes" if who.clothes else "")
    told = [look for look in looks if look]
    tail = f" with {', '.join(told[:-1])}{' and ' if told[:-1] else ''}{told[-1]}" if told else ""
    size = f"{who.size} " if who.size != "normal" else ""
    return f"a {size}{who.kind}{tail}"


def _marked(prompt: str, characters: Sequence[StoryCharacter]) -> tuple[str, dict[str, StoryCharacter]]:
    """The prompt with each person as "a girl named Qaa", by which the parsed scene tells who is who."""
    marks: dict[str, StoryCharacter] = {}
    text = prompt
    for index, (who, pattern) in enumerate(_patterns(characters)):
        noun = who.kind.replace("-", " ").replace("person", "woman")
        if _is_human(who.kind):
            mark = f"Qa{chr(97 + index)}z"
            marks[mark] = who
            text = pattern.sub(f"a {noun} named {mark}", text, count=1)
            text = pattern.sub(mark, text)
        else:
            text = pattern.sub(_appearance(who), text, count=1)
            text = pattern.sub(f"the {noun}", text)
    return text, marks


def _is_human(kind: str) -> bool:
    noun = load_scene_lexicon().nouns.get(kind)
    return kind in PEOPLE or (noun is not None and noun.person is not None)


def _drawable(text: str) -> str:
    """The prompt with words that only the story knows in those of the scene lexicon: a baker is a man."""
    return _story_pattern().sub(lambda m: _replacements()[m[0].lower()], text)


@cache
def _replacements() -> dict[str, str]:
    story, known = load_story_words(), known_phrases()
    table = {plural_of(word): plural_of(said) for word, said in story.stand_ins.items()} | dict(story.stand_ins)
    for kind, words in story.people.items():
        for word in words:
            table[word] = kind
            table[plural_of(word)] = plural_of(kind)
    for kind, words in story.groups.items():
        table |= dict.fromkeys(words, kind)
    return {word: said for word, said in table.items() if word not in known}


@cache
def _story_pattern() -> re.Pattern[str]:
    words = sorted(_replacements(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in words)})\b", re.IGNORECASE)
