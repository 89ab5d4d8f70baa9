"""How characters look: as they are described, the rest chosen by the seed, and then the same in every scene."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from data.story_words import load_story_words
from engine.scene.spec import SceneSpec
from engine.scene.words.parser import parse
from engine.story.storyboard import CHARACTERS_MAX, StoryCharacter
from engine.story.vocabulary import Being, being, tokens

_ENTRY = re.compile(r"^\s*(?:[-*•]\s*)?([^\s:,–—(][^:,–—(\n]{0,59}?)\s*(?::|,|\s[–—-]\s|\()\s*(.+?)\)?\s*$")
_IS = re.compile(r"^\s*([A-Z][\w'’-]*(?:\s[A-Z][\w'’-]*){0,2})\s+(?:is|was)\s+(.+)$")


def described(text: str) -> tuple[StoryCharacter, ...]:
    """The characters that a field tells: one a line or between semicolons, "Mira: a girl with red hair".

    Looks that are not told stay None. At most 8 are read.
    """
    found: dict[str, StoryCharacter] = {}
    for name, words in _entries(text):
        found.setdefault(name.casefold(), character_of(name, words))
    return tuple(found.values())[:CHARACTERS_MAX]


def _entries(text: str) -> Iterator[tuple[str, str]]:
    for line in re.split(r"[;\n]|(?<=[.!?])\s+(?=[A-Z])", text[:4000]):
        match = _ENTRY.match(line) or _IS.match(line)
        if match:
            yield re.sub(r"^The (?=[a-z])", "the ", match[1].strip()), match[2]
        elif line.strip():
            yield " ".join(line.split()[:3])[:60].strip(" ."), line


def character_of(name: str, words: str) -> StoryCharacter:
    """A character by a description such as "an old fisherman with a white beard and a blue coat"."""
    who = next((one for token in tokens(words) if (one := being(token)) is not None), None)
    kind = who.kind if who else _kind_of_name(name)
    scene = parse(_readable(words, who), style="realistic", seed=0)
    return StoryCharacter(name=name[:60], kind=kind, **_looks(scene))


def _readable(words: str, who: Being | None) -> str:
    """A description in words that the scene parser knows."""
    if who is None:
        return f"a person with {words}"
    noun = who.kind.replace("-", " ").replace("person", "woman")
    return re.sub(rf"\b{re.escape(who.words)}\b", noun, words, count=1, flags=re.IGNORECASE)


def _looks(scene: SceneSpec) -> dict[str, str | None]:
    if scene.characters:
        first = scene.characters[0]
        return {"hair": first.hair, "skin": first.skin, "clothes": first.clothes}
    colour = next((subject.colour for subject in scene.subjects), None)
    return {"hair": None, "skin": colour, "clothes": None}


def _kind_of_name(name: str) -> str:
    names = load_story_words().names
    first = name.lower().split()[-1] if name.strip() else ""
    return "man" if first in names.man else "woman" if first in names.woman else "person"


def settled(who: StoryCharacter, *, old: bool, index: int, seed: int) -> StoryCharacter:
    """The character with nothing left open. A person without a told kind becomes a woman or a man by the seed.

    Args:
        old: whether it is told that the person is old; then the hair is grey or white.
        index: place among the characters, which sets the colours of their clothes apart.
    """
    if not who.is_person:
        return who
    looks = load_story_words().looks
    rng = np.random.default_rng([seed, 977, index])
    hair, skin, kind = rng.integers(1 << 16, size=3)
    first = int(np.random.default_rng([seed, 978]).integers(len(looks.clothes)))
    greys = old and who.kind in ("man", "woman", "person")
    hairs = looks.old_hair if greys else looks.hair
    return who.model_copy(
        update={
            "kind": ("woman", "man")[int(kind) % 2] if who.kind == "person" else who.kind,
            "hair": who.hair or hairs[int(hair) % len(hairs)],
            "skin": who.skin or looks.skin[int(skin) % len(looks.skin)],
            "clothes": who.clothes or looks.clothes[(first + 5 * index) % len(looks.clothes)],
        }
    )
