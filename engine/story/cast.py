"""Who is in the story, and whom "he", "she", "they" and "the fox" mean where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from data.story_words import load_story_words
from engine.story.looks import character_of
from engine.story.names import Named
from engine.story.storyboard import PEOPLE, StoryCharacter
from engine.story.vocabulary import Being

NARRATOR = "the narrator"
_HE, _SHE = ("he", "him", "his", "himself"), ("she", "her", "hers", "herself")
_THEY = ("they", "them", "their", "themselves", "both")
_I = ("i", "me", "my", "myself")
_SMALL = ("tiny", "small", "little", "young", "baby")


@dataclass(eq=False)
class Actor:
    """Somebody in the story.

    Attributes:
        name: as prompts say it, "Mira" or "the fox".
        kind: as in StoryCharacter; words: what a description says for it, "baker".
        aliases: lower-case words by which the script calls it.
        gender: "man", "woman" or None.
        looks: what is told of its looks.
        size: "small" or "large" where the script says so.
    """

    name: str
    kind: str
    words: str
    aliases: set[str] = field(default_factory=set)
    gender: str | None = None
    looks: dict[str, str] = field(default_factory=dict)
    size: str | None = None
    old: bool = False
    given: bool = False


class Cast:
    """The actors in the order of their appearance. `mention` and `pronoun` follow the text from start to end."""

    def __init__(self, named: Iterable[Named], given: Iterable[StoryCharacter], *, first_person: str | None) -> None:
        """`first_person`: the kind of the one who says "I", None where nobody does."""
        self.actors: list[Actor] = []
        self._recent: list[Actor] = []
        self.new = False
        """Whether the noun to come has an indefinite article."""
        self._subject: Actor | None = None
        self._group: list[Actor] = []
        self.plural: tuple[str, str] | None = None
        """Words and noun of several people or animals, while "they" are these."""
        for character in given:
            self.actors.append(_of_character(character))
        for name in named:
            self._named(name)
        if first_person is not None:
            self.actors.append(Actor(NARRATOR, first_person, first_person, gender=first_person))

    def _named(self, named: Named) -> None:
        known = next((a for a in self.actors if named.name.lower() in a.aliases), None)
        if known is not None:
            if named.being is not None:
                known.aliases.add(named.being.words)
            return
        who = named.being or Being(named.gender or "person", named.gender or "person")
        actor = Actor(named.name, who.kind, who.words, {named.name.lower()}, named.gender or who.gender)
        if who.kind == "person" and actor.gender:
            actor.kind = actor.gender
        if named.being is not None:
            actor.aliases.add(who.words)
            describe(actor, named.introduction)
        self.actors.append(actor)

    def mention(self, who: Being, words: str, *, another: bool, subject: bool, heard: bool = False) -> Actor:
        """The actor that a noun names: one who was called so, one of that kind, or somebody new.

        Args:
            words: the noun with its adjectives, from which a new actor takes its looks.
            another: whether the text says that it is not the one before.
            subject: whether it stands where the doer stands.
            heard: whether somebody only speaks of it; then "he" does not mean it.
        """
        actor = None if another else self._known(who)
        if actor is None:
            actor = Actor(f"the {who.words}", who.kind, who.words, {who.words}, who.gender)
            if any(other.name == actor.name for other in self.actors):
                actor.name = f"the other {who.words}"
                actor.aliases = {f"other {who.words}"}
            self.actors.append(actor)
        if actor.kind == "person" and actor.gender is None and who.gender is not None:
            actor.kind, actor.gender = who.kind, who.gender
        describe(actor, words)
        if not heard:
            self.saw(actor, subject=subject)
        return actor

    def _known(self, who: Being) -> Actor | None:
        called = [a for a in self.actors if who.words in a.aliases]
        if called:
            return next((a for a in reversed(self._recent) if a in called), called[0])
        if self.new or who.words.split()[-1] not in ("man", "woman", "boy", "girl", "child", "animal", who.kind):
            return None
        others = [a for a in self._recent if a is not self._subject and _may_be(a, who)]
        near = [a for a in others if _fits(a, who)]
        return near[-1] if near else None

    def by_name(self, word: str, *, subject: bool) -> Actor | None:
        """The actor with this name."""
        actor = next(
            (a for a in self.actors if a.name.lower() == word or (word in a.aliases and a.name[0].isupper())), None
        )
        if actor is not None:
            self.saw(actor, subject=subject)
        return actor

    def pronoun(self, word: str, *, subject: bool) -> list[Actor]:
        """Whom a pronoun means, empty where that is open."""
        if word in _I:
            return [a for a in self.actors if a.name == NARRATOR]
        if word in _THEY:
            if self.plural is not None or (word == "them" and len(self._group) < 2):
                return []
            return list(self._group or self._recent[-2:])
        gender = "man" if word in _HE else "woman" if word in _SHE else None
        if gender is None:
            return []
        order = [*self._recent, *([self._subject] if self._subject is not None and subject else [])]
        told = [a for a in order if a.gender == gender or (a.gender is None and a.kind == "person")]
        found = (told or [a for a in order if a.gender is None])[-1:]
        for actor in found:
            actor.gender = gender
            actor.kind = gender if actor.kind == "person" else actor.kind
        return found

    @property
    def has_people(self) -> bool:
        return any(actor.kind in PEOPLE for actor in self.actors)

    def beast(self) -> list[Actor]:
        """The one who is no person and was spoken of last."""
        return [actor for actor in self._recent if actor.kind not in PEOPLE][-1:]

    def saw(self, actor: Actor, *, subject: bool) -> None:
        """The actor was spoken of."""
        if actor in self._recent:
            self._recent.remove(actor)
        self._recent.append(actor)
        if subject:
            self._subject = actor

    def saw_group(self, actors: list[Actor], *, them: bool = False) -> None:
        """These are who "they" are from now on. An owl that "watched them" (`them`) does not become one of them."""
        stays = them and len(self._group) > 1 and set(map(id, self._group)) < set(map(id, actors))
        if len(actors) > 1 and not stays:
            self._group, self.plural = actors, None


def _may_be(actor: Actor, who: Being) -> bool:
    """The old woman is nobody of whom it is known that she is young."""
    return "old" not in who.words.split() or actor.old or actor.kind == "person"


def _fits(actor: Actor, who: Being) -> bool:
    """Whether "the young man" may be this one."""
    if who.gender is not None and actor.gender == who.gender:
        return True
    if actor.kind == "person" and actor.gender is None:
        return True
    return actor.kind == who.kind or (who.kind == "child" and actor.kind in ("boy", "girl"))


def describe(actor: Actor, words: str) -> None:
    """Take the looks that some words tell; what was told before stays."""
    lower = words.lower().split()
    story = load_story_words().looks
    actor.old = actor.old or any(word.strip(",.") in story.old for word in lower)
    if any(word in ("small", "little", "tiny") for word in lower) and actor.kind not in ("man", "woman", "girl", "boy"):
        actor.size = actor.size or "small"
    elif any(word in ("big", "huge", "giant", "great", "enormous", "large") for word in lower):
        actor.size = actor.size or "large"
    if len(lower) > 1 and not actor.given:
        told = character_of(actor.name, words)
        for part in ("hair", "skin", "clothes"):
            colour = getattr(told, part)
            if colour is not None:
                actor.looks.setdefault(part, colour)
    if actor.kind in ("man", "woman") and set(lower) & {"young", "little"} and set(lower) & {"boy", "girl"}:
        actor.kind = "boy" if "boy" in lower else "girl"


def _of_character(character: StoryCharacter) -> Actor:
    looks = {part: colour for part in ("hair", "skin", "clothes") if (colour := getattr(character, part))}
    gender = Being(character.kind, "").gender
    words = character.kind.replace("-", " ")
    last = character.name.lower().split()[-1]
    aliases = {character.name.lower(), last, character.name.lower().removeprefix("the ")}
    return Actor(character.name, character.kind, words, aliases, gender, looks, given=True)
