"""Reads a prompt from left to right: which nouns, how many, what they are like and where they are to each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from data.scene_lexicon import SceneLexicon
from engine.scene.words.draft import Adjectives, Draft, Link, chain
from engine.scene.words.meaning import NOUN_KINDS, Text
from engine.scene.words.phrases import Phrase, phrases

SETTINGS = ("time", "weather", "season", "mood", "palette", "style", "shot")
PEOPLE_IN_A_COMPANY = 4
ALOFT = ("air", "sky")
DRAFTS_MAX = 60
"""Far more than can be shown; keeps the longest prompt cheap."""


class Reader:
    """What a prompt says. With `negative`, everything that it names is not wanted.

    Attributes:
        drafts: the subjects in the order of the prompt.
        places: (place, strong) in order; said, unsaid: settings by kind, wanted and not wanted, in order.
        without: nouns not wanted; unknown: content words that mean nothing here; sky: the colour asked for the sky;
            sunny: whether the sun is spoken of.
    """

    def __init__(self, lexicon: SceneLexicon, *, negative: bool = False) -> None:
        self.drafts: list[Draft] = []
        self.places: list[tuple[str, bool]] = []
        self.said: dict[str, list[str]] = defaultdict(list)
        self.unsaid: dict[str, list[str]] = defaultdict(list)
        self.without: list[str] = []
        self.unknown: list[str] = []
        self.sky: str | None = None
        self.sunny = False
        self._lexicon = lexicon
        self._always = negative
        self._text = Text(())
        self._names: dict[str, int] = {}
        self._waiting = Adjectives()
        self._group: list[int] = []
        self._link: Link | None = None
        self._listed: Link | None = None
        self._carved: int | None = None
        self._fronted: tuple[str, int] | None = None
        self._joined = False
        self._negated = negative
        self._naming = False

    def read(self, text: str) -> None:
        """Take in all of a text. Never raises."""
        self._text = Text(phrases(text))
        handlers = self._handlers()
        for at, phrase in enumerate(self._text.phrases):
            if self._naming and not phrase.may_be("end", "comma"):
                self._name(phrase)
                continue
            expects = self._waiting.any() or self._link is not None
            kind = self._text.kind(at, expects_noun=expects, names=self._names)
            handlers[kind](at, phrase.senses.get(kind, ""))
        self._end(len(self._text.phrases), "")

    def _handlers(self) -> dict[str, Callable[[int, str], None]]:
        return {
            **dict.fromkeys(NOUN_KINDS, self._noun),
            **dict.fromkeys(("number", "digits"), self._number),
            **dict.fromkeys(("place", "weak place"), self._place),
            **dict.fromkeys(("background", "foreground"), self._depth),
            **dict.fromkeys(("words", "praise", "paint", "doubtful"), self._nothing),
            **{kind: self._settings(kind) for kind in SETTINGS},
            **{kind: self._adjectives(kind) for kind in ("colour", "material", "size")},
            "multiplier": self._multiplier, "pose": self._pose, "relation": self._relation, "deed": self._deed,
            "holding": self._holding, "look": self._look, "with": self._with, "of": self._of, "sky": self._heaven,
            "articles": self._article, "conjunctions": self._and, "comma": self._comma, "end": self._end,
            "negations": self._negation, "pronouns": self._pronoun, "unknown": self._strange,
        }  # fmt: skip

    # Nouns.

    def _noun(self, at: int, key: str) -> None:
        phrase, waiting = self._text.phrases[at], self._waiting
        self._waiting = Adjectives()
        drafts = self._meant(phrase, key, waiting)
        if self._negated:
            nouns = self._lexicon.families.get(phrase.key, tuple(draft.noun for draft in drafts))
            self.without += [noun for noun in nouns if noun not in self.without]
            return
        if self._said_twice(at, drafts, waiting):
            return
        carved, self._carved = self._carved, None
        if carved is not None:
            self.drafts[carved] = replace(drafts[0], material="stone", relation=self.drafts[carved].relation)
            return
        again = next((i for i, d in enumerate(self.drafts) if d.noun == drafts[0].noun), None)
        if again is not None and waiting.definite and waiting.count is None:
            self._reached([again])
        elif len(self.drafts) + len(drafts) <= DRAFTS_MAX:
            self._count(drafts, waiting, many=phrase.may_be("nouns", "variants"))
            start = len(self.drafts)
            self.drafts += drafts
            self._reached(list(range(start, len(self.drafts))))

    def _said_twice(self, at: int, drafts: list[Draft], waiting: Adjectives) -> bool:
        """ "A saguaro cactus" is one cactus: two names of one noun side by side."""
        twice = (
            len(drafts) == 1 and bool(self._group) and not waiting.any() and self._text.may_be(at - 1, *NOUN_KINDS)
            and self.drafts[self._group[-1]].noun == drafts[0].noun
        )  # fmt: skip
        if twice and self._text.may_be(at, "nouns", "variants") and self.drafts[self._group[-1]].asked == 1:
            self._count([self.drafts[self._group[-1]]], waiting, many=True)
        return twice

    def _meant(self, phrase: Phrase, key: str, waiting: Adjectives) -> list[Draft]:
        word = phrase.text.lower()[:60]
        nouns: tuple[str, ...] = (key,)
        colour = size = pose = None
        if "company" in phrase.senses:
            nouns = self._lexicon.companies[key]
        elif phrase.may_be("variant", "variants"):
            variant = self._lexicon.variants[key]
            nouns, colour, size, pose = (variant.noun,), variant.colour, variant.size, variant.pose
        drafts = [Draft(noun, word, person=self._lexicon.nouns[noun].person) for noun in nouns]
        for draft in drafts:
            draft.describe(waiting)
            draft.describe(Adjectives(colour=None if draft.colour or waiting.colour else colour, size=size, pose=pose))
        return drafts

    def _count(self, drafts: list[Draft], waiting: Adjectives, *, many: bool) -> None:
        """How many of each. Several kinds of people share the number."""
        if len(drafts) > 1:
            total = max(waiting.count or 0, len(drafts))
            if drafts[0].word in ("people", "villagers", "tourists") and waiting.count is None:
                total = PEOPLE_IN_A_COMPANY
            for index, draft in enumerate(drafts):
                draft.asked = total // len(drafts) + (index < total % len(drafts))
            return
        usual = self._lexicon.nouns[drafts[0].noun].group if many and not waiting.article else 1
        drafts[0].asked = usual if waiting.count is None else waiting.count

    def _reached(self, reached: list[int]) -> None:
        """Nouns were read: they join their group, and what waited for them is tied."""
        link, self._link = self._link or (self._listed if self._joined else None), None
        self._listed = link if link is not None and link.turned and link.kind != "in" else None
        known = [index for index in reached if index in self._group]
        if link is not None and link.turned:
            for index in reached:
                self._tie(index, link.kind, link.sources[0])
        elif link is not None and link.sources:
            for source in link.sources:
                self._tie(source, link.kind, reached[0])
        elif link is not None:
            self._fronted = (link.kind, reached[0])
        elif self._fronted is not None:
            for index in reached:
                self._tie(index, *self._fronted)
            self._fronted = None
        self._group = self._group + reached if self._joined and link is None and not known else list(reached)
        self._joined = False

    def _tie(self, source: int, kind: str, target: int, *, anew: bool = False) -> None:
        draft = self.drafts[source]
        if (
            source != target
            and (anew or draft.relation is None)
            and source not in (target, *chain(self.drafts, target))
        ):
            draft.relation = (kind, target)

    # What describes them.

    def _adjectives(self, kind: str) -> Callable[[int, str], None]:
        def take(at: int, key: str) -> None:
            if getattr(self._waiting, kind) is None:
                setattr(self._waiting, kind, key)
            if not self._text.noun_follows(at) and self._text.may_be(at - 1, "paint", "of"):
                self._settle()

        return take

    def _settle(self) -> None:
        """Adjectives that no noun follows belong to the noun before."""
        if self._waiting.describe() and self._group:
            self.drafts[self._group[-1]].describe(self._waiting)
        self._waiting = Adjectives()

    def _article(self, at: int, key: str) -> None:
        self._waiting.definite = True
        self._nothing(at, key)

    def _number(self, at: int, key: str) -> None:
        value, waiting = int(key), self._waiting
        if value == 0:
            self._negation(at, key)
        elif self._text.phrases[at].key in ("a", "an"):
            waiting.article = True
            waiting.count = waiting.count or 1
        else:
            tens = waiting.count or 0
            waiting.count = tens + value if tens >= 20 and tens % 10 == 0 and value < 10 else value
            waiting.article = False
        if self._text.phrases[at].key in ("full of", "filled with") and self._group:
            self._link = Link("in", (self._group[-1],), turned=True)

    def _multiplier(self, at: int, key: str) -> None:
        self._waiting.count = (self._waiting.count or 1) * int(key)
        self._nothing(at, key)

    def _look(self, at: int, key: str) -> None:
        waiting, person = self._waiting, self._person()
        colour = waiting.colour or waiting.material
        if colour is not None and self._text.noun_follows(at) and self._text.phrases[at].key.endswith("ed"):
            waiting.looks[key], waiting.colour, waiting.material = colour, None, None
            return
        self._waiting = Adjectives()
        if key == "named":
            self._naming = True
        elif key != "eyes" and person is not None and colour is not None and colour in self._lexicon.colours:
            self.drafts[person].looks[key] = colour
        if self._link is not None and self._link.kind in ("in", "beside"):
            self._link = None

    def _person(self) -> int | None:
        """The last person that was named."""
        people = (index for index, draft in reversed(list(enumerate(self.drafts))) if draft.person is not None)
        return next(people, None)

    def _name(self, phrase: Phrase) -> None:
        self._naming = False
        who = self._person() if self._group and self.drafts[self._group[-1]].person is not None else None
        if who is not None:
            self.drafts[who].name = phrase.text[:60]
        if self._group:
            self._names[phrase.key] = self._group[-1] if who is None else who

    def _pose(self, at: int, key: str) -> None:
        if self._text.noun_follows(at) and not self._text.may_be(at - 1, *NOUN_KINDS, "paint", "pronouns"):
            self._waiting.pose = self._waiting.pose or key
            return
        self._settle()
        for index in self._group:
            self.drafts[index].pose = self.drafts[index].pose or key
        if self._text.phrases[at].key in ("flying", "flies") and self._group and self._a_kite_follows(at):
            for index in self._group:
                self.drafts[index].pose = None
            self._link = Link("above", (self._group[-1],), turned=True)

    def _a_kite_follows(self, at: int) -> bool:
        """Somebody who flies a kite stays on the ground."""
        soon = self._text.phrases[at + 1 : at + 4]
        return any(phrase.senses.get("noun") == "kite" or phrase.senses.get("nouns") == "kite" for phrase in soon)

    # Where they are.

    def _relation(self, at: int, key: str) -> None:
        round_one = self._text.phrases[at].key == "round" and self._waiting.any()
        if round_one or self._negated and self._always:
            return
        self._settle()
        if self._negated:
            self._negated = False
        self._link = Link(key, tuple(self._group))
        self._joined = False

    def _deed(self, at: int, key: str) -> None:
        if self._text.may_be(at, "pose"):
            self._pose(at, self._text.phrases[at].senses["pose"])
        if self._group and not self._waiting.any():
            self._link = Link(key, tuple(self._group))

    def _holding(self, at: int, key: str) -> None:
        if self._text.may_be(at, "pose"):
            self._pose(at, self._text.phrases[at].senses["pose"])
        if self._group and not self._waiting.any():
            self._link = Link(key, (self._group[-1],), turned=True)

    def _with(self, at: int, _key: str) -> None:
        self._holding(at, "beside")

    def _of(self, at: int, _key: str) -> None:
        if not self._group or self._waiting.any() or not self._text.may_be(at - 1, *NOUN_KINDS):
            return
        noun = self.drafts[self._group[-1]].noun
        if self._lexicon.nouns[noun].holds:
            self._link = Link("in", (self._group[-1],), turned=True)
        elif noun == "statue":
            self._carved = self._group[-1]

    def _pronoun(self, at: int, _key: str) -> None:
        """ "A table with a cat on it": the cat is on the table. A name stands for its bearer."""
        named = self._names.get(self._text.phrases[at].key)
        link, self._link = self._link, None
        target = named if named is not None else self._other_end(link)
        if link is not None and not link.turned and target is not None:
            for source in link.sources:
                self._tie(source, link.kind, target, anew=True)
        elif named is not None:
            self._group = [named]

    def _other_end(self, link: Link | None) -> int | None:
        if link is None or not link.sources:
            return None
        relation = self.drafts[link.sources[0]].relation
        return relation[1] if relation is not None else next((i for i in (link.sources[0] - 1,) if i >= 0), None)

    def _depth(self, at: int, _key: str) -> None:
        kind = "behind" if self._text.may_be(at, "background") else "in-front"
        self._settle()
        others = [index for index in range(len(self.drafts)) if index not in self._group]
        if self._group and others:
            for index in self._group:
                self._tie(index, kind, others[0], anew=True)
        elif self.drafts and not self._group:
            self._fronted = (kind, 0)
        self._link = None

    def _heaven(self, _at: int, _key: str) -> None:
        """ "In the sky" something flies; "a pink sky" has a colour."""
        self.sky = self.sky or self._waiting.colour
        self._waiting = Adjectives()
        if self._link is not None and not self._link.turned and self._link.kind in ("in", "on", "above"):
            airborne = [i for i in self._link.sources if self._lexicon.nouns[self.drafts[i].noun].habitat in ALOFT]
            for index in airborne or self._link.sources:
                self.drafts[index].pose = self.drafts[index].pose or "flying"
        self._link = None

    def _place(self, at: int, key: str) -> None:
        if self._negated:
            return
        joins = self._text.noun_follows(at) and not self._text.may_be(at + 1, "comma", "conjunctions")
        if not joins:
            self._waiting, self._link = Adjectives(), None
        strong = not self._text.may_be(at, "weak place")
        noun = self._lexicon.places[key].noun
        if noun is not None and strong and any(solid and place != key for place, solid in self.places) and not joins:
            self.drafts.append(Draft(noun, self._text.phrases[at].text.lower()[:60], self._lexicon.nouns[noun].group))
            self._group = [len(self.drafts) - 1]
            self._tie(self._group[0], "behind", 0)
        else:
            self.places.append((key, strong))

    # Settings.

    def _settings(self, kind: str) -> Callable[[int, str], None]:
        def take(at: int, key: str) -> None:
            values = self.unsaid[kind] if self._negated else self.said[kind]
            self.sunny |= not self._negated and self._text.phrases[at].key.startswith("sun")
            if key not in values:
                values.append(key)
            if not self._text.noun_follows(at):
                self._settle()
                self._link = None

        return take

    # What joins and parts them.

    def _negation(self, _at: int, _key: str) -> None:
        self._settle()
        self._negated = True
        self._link = None

    def _and(self, at: int, _key: str) -> None:
        if not self._text.noun_follows(at) or not self._waiting.describe():
            self._settle()
        self._joined = True
        goes_on = self._text.phrases[at].key != "and" or not self._text.may_be(at + 1, "number", "articles", "digits")
        self._negated = self._always or (self._negated and goes_on)

    def _comma(self, at: int, _key: str) -> None:
        adjectives = self._text.may_be(at - 1, "colour", "size", "material") and self._text.noun_follows(at)
        if not adjectives:
            self._settle()
        goes_on = self._text.may_be(at + 1, "conjunctions", "negations") or self._text.only_nouns(at + 1)
        self._negated = self._always or (self._negated and goes_on)
        self._joined = True
        self._naming = False

    def _end(self, _at: int, _key: str) -> None:
        self._settle()
        self._group, self._link, self._listed, self._carved = [], None, None, None
        self._joined = self._naming = False
        self._negated = self._always

    def _strange(self, at: int, _key: str) -> None:
        word = self._text.phrases[at].text.lower()[:60]
        if word not in self.unknown and not self._always:
            self.unknown.append(word)

    def _nothing(self, at: int, key: str) -> None:
        """A word that asks for nothing."""
