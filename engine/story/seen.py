"""What a sentence shows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from data.scene_lexicon import load_scene_lexicon
from engine.story.cast import Actor
from engine.story.setting import Told
from engine.story.storyboard import PEOPLE
from engine.story.vocabulary import beasts

_MANY = ("people", "children", *PEOPLE, "knight", "wizard", "astronaut")


@dataclass
class Item:
    """Something to be seen.

    Attributes:
        words: an actor's name, or a thing in the words of a prompt ("three red apples").
        noun: the lexicon's, or an actor's kind.
        relation: "on", "beside", "holding": how it stands to what is named before it.
        quoted: only spoken of by somebody.
        owner: only named for what is theirs: "Tom's boat".
    """

    words: str
    noun: str
    actor: Actor | None = None
    pose: str | None = None
    relation: str | None = None
    quoted: bool = False
    owner: bool = False

    @property
    def living(self) -> bool:
        return self.actor is not None or self.noun in beasts() or self.noun in _MANY

    @property
    def in_the_sky(self) -> bool:
        noun = load_scene_lexicon().nouns.get(self.noun)
        return self.actor is None and noun is not None and noun.habitat == "sky"

    @property
    def has_hands(self) -> bool:
        return self.actor is None or self.noun in _MANY or self.noun not in beasts() or self.noun == "robot"

    def can(self, pose: str) -> bool:
        """Things do not sit or walk; people are not lit."""
        if self.living:
            return pose not in ("lit", "open")
        noun = load_scene_lexicon().nouns.get(self.noun)
        habitat = noun.habitat if noun is not None else "any"
        if self.in_the_sky:
            return False
        return pose in ("lit", "open") or {"air": "flying", "water": "sailing"}.get(habitat) == pose


@dataclass
class Seen:
    """A sentence (or a part of one) as it was understood. `moods`: how many words speak for each mood."""

    text: str
    items: list[Item] = field(default_factory=list)
    setting: Told = Told()
    moods: Counter[str] = field(default_factory=Counter)
    quote: bool = False
    speaker: Actor | None = None


def item_of(actor: Actor, *, relation: str | None = None, quoted: bool = False) -> Item:
    """The item that shows an actor."""
    return Item(actor.name, actor.kind, actor, relation=relation, quoted=quoted)
