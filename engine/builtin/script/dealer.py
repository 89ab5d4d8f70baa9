"""Turns beats and material into what a draft chooses from."""

import random
import re
from dataclasses import replace

from engine.builtin.script import bank, plain_text
from engine.builtin.script.bank import Beat
from engine.builtin.script.facts import FactDealer
from engine.builtin.script.fitting import Candidate, Pool
from engine.builtin.script.grammar import capitalised
from engine.builtin.script.material import Material, beats_for
from engine.builtin.script.pattern import Unit, applies, realise

_LONGEST_FOR_CHILDREN = 14
_SHORTEST_FOR_PROFESSIONALS = 9
_LONG_TOPIC = 4
_ENOUGH_HOOKS = 2
_ROOM_FOR_A_WHOLE_STORY = 210
_SLOT = re.compile(r"\{(\w+)\}")
_EDGES = ((60, 0.24), (200, 0.15))
_SMALL_EDGE = 0.08
_STORY_EDGE = 0.75
_BESIDE_LIST = 0.55


class Dealer:
    """Deals candidates to the hook, the beats and the close. One per draft: the random choices are the draft's own."""

    def __init__(self, material: Material, rng: random.Random) -> None:
        self._material = material
        self._rng = rng
        self._words = material.brief.target_words
        self._beats = beats_for(material.brief.style, self._words * (_BESIDE_LIST if material.items else 1.0))

    def pools(self) -> list[Pool]:
        """Hook, sections and close, in order, each section with its heading."""
        style = bank.bank(self._material.brief.style)
        edge = next((share for limit, share in _EDGES if self._words < limit), _SMALL_EDGE)
        edge *= _STORY_EDGE if self._material.brief.style == "storytelling" else 1.0
        limit = max(self._words * 0.3, 14) if self._words < 200 else 60
        hook = Pool(self._patterns(style.hook, 0), edge, limit, "Opening")
        close = Pool(self._patterns(style.close, 0), edge, limit, "Closing")
        return [hook, *self._sections(1 - 2 * edge), close]

    def _sections(self, share: float) -> list[Pool]:
        facts = FactDealer(self._material, self._rng)
        listed = self._list_section(facts, share)
        beats = self._beats if not listed or self._words > 110 else []
        own = facts.own(max(len(beats), 1))
        known = facts.known(beats)
        if not beats:
            listed[0].candidates += own[0]
        share -= sum(pool.weight for pool in listed)
        headings = self._headings(beats)
        least = 2 if self._words > 60 else 1
        return [
            *listed,
            *(
                Pool(
                    [*own[i], *known[i], *self._patterns(beat, 10)],
                    share / len(beats),
                    heading=headings[i],
                    least=least,
                )
                for i, beat in enumerate(beats)
            ),
        ]

    def _list_section(self, facts: FactDealer, share: float) -> list[Pool]:
        if not self._material.items:
            return []
        forms = self._material.voice.slots
        weight = share if self._words <= 110 else share * 0.45
        return [Pool(facts.items(), weight, heading=capitalised(f"{forms['count']} {forms['unit']}"))]

    def _headings(self, beats: list[Beat]) -> list[str]:
        taken: list[str] = []
        for beat in beats:
            free = [h for h in beat.headings if h not in taken]
            taken.append(self._rng.choice(free))
        return taken

    def _patterns(self, beat: Beat, open_priority: int) -> list[Candidate]:
        if beat.moves:
            return self._told(beat)
        anchor = open_priority == 0
        opens = self._usable(beat.open)
        if beat.key == "hook":
            opens = self._naming_the_topic(opens)
        starts = [self._candidate(p, (f"{beat.key} open", 0.0, open_priority), anchor=anchor) for p in opens]
        ends = [self._candidate(p, (f"{beat.key} end", 9.0, 60)) for p in self._usable(beat.end)]
        usable = self._usable(beat.body)
        body = [self._candidate(p, (p, 1 + 7 * (i + 0.5) / len(usable), 40)) for i, p in enumerate(usable)]
        return [*starts, *body, *ends]

    def _naming_the_topic(self, opens: list[str]) -> list[str]:
        """Hooks that say what it is about; all of them where few do, since a story names its topic later."""
        topic = self._material.topic
        naming = [p for p in opens if set(_SLOT.findall(p)) & {"about", "question", "subject", "quoted", *topic.forms}]
        if topic.kind == "quoted" and not topic.rest:
            return naming or opens
        told = self._material.brief.style == "storytelling"
        return opens if told or len(naming) < _ENOUGH_HOOKS else naming

    def _told(self, beat: Beat) -> list[Candidate]:
        found = []
        crowded = bool(self._material.own) and self._words < _ROOM_FOR_A_WHOLE_STORY
        for index, (rank, says) in enumerate(beat.moves):
            place = (f"{beat.key} {index}", index + 0.5, 10 * rank)
            made = [self._candidate(p, place, anchor=rank == 1) for p in self._usable(says)]
            found += [replace(c, must=rank == 1 and not crowded) for c in made]
        return found

    def _usable(self, patterns: tuple[str, ...]) -> list[str]:
        usable = [p for p in patterns if applies(p, self._material.voice)]
        self._rng.shuffle(usable)
        return usable

    def _candidate(self, pattern: str, place: tuple[str, float, int], *, anchor: bool = False) -> Candidate:
        """`place` is the group, the order in the beat and the priority."""
        group, order, priority = place
        unit = realise(pattern, self._material.voice, self._rng)
        return Candidate(unit, group, order, priority + self._unsuited(unit, pattern), anchor=anchor)

    def _unsuited(self, unit: Unit, pattern: str) -> int:
        """Penalty steps: patterns made for this audience or kind come first; children get short sentences."""
        penalty = 0 if pattern.startswith("@") and not pattern.startswith("@!") else 2
        longest = max((plain_text.word_count(s) for s in unit.sentences), default=0)
        audience = self._material.brief.audience
        if audience == "children" and longest > _LONGEST_FOR_CHILDREN:
            penalty += 6
        if audience == "professionals" and longest < _SHORTEST_FOR_PROFESSIONALS:
            penalty += 2
        if unit.topical and len(self._material.topic.about.split()) >= _LONG_TOPIC:
            penalty += 4
        return round(penalty * self._rng.random())
