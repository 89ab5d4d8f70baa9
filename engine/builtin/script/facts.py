"""Places facts in a script: the user's own sentences first, then the knowledge base, then the items of a list."""

import random
from dataclasses import replace

from engine.builtin.script import bank, knowledge, plain_text
from engine.builtin.script.bank import Beat
from engine.builtin.script.fitting import Candidate
from engine.builtin.script.grammar import number_word, ordinal_word
from engine.builtin.script.material import ADVICE_UNITS, Material
from engine.builtin.script.pattern import Unit, applies, tidy

_OWN_SHARE = 0.55
_CROWDED_SHARE = 0.3
_ROOM_FOR_LEAD_INS = 90
_SHORT = 200
_LEAD_IN_CHANCE = 0.55
_OWN_IN_A_TOLD_BEAT = 6
_ITEM_KINDS = {"reason": "reason", "benefit": "reason", "mistake": "mistake"}


class FactDealer:
    """Deals facts to beats for one draft."""

    def __init__(self, material: Material, rng: random.Random) -> None:
        self._material = material
        self._words = material.brief.target_words
        self._rng = rng
        lead_ins = bank.shared()["lead_in"][material.brief.style]
        self._lead_ins = {role: rng.sample(list(lines), len(lines)) for role, lines in lead_ins.items()}

    def own(self, beats: int) -> list[list[Candidate]]:
        """The user's sentences, the best of them up to half the words, spread over the beats in their told order."""
        kept = self._kept_own()
        told = self._material.brief.style == "storytelling"
        reach = min(beats, 1 + len(kept) // _OWN_IN_A_TOLD_BEAT) if told else beats
        dealt: list[list[Candidate]] = [[] for _ in range(beats)]
        for index, sentence in enumerate(kept):
            at = index * reach // len(kept)
            lead = "" if dealt[at] else self._lead_in("extra")
            dealt[at].append(_fact(sentence, lead, (0.6 if told else 1.5) + 0.001 * index, 0, fixed=True))
        return dealt

    def _kept_own(self) -> list[str]:
        # A list and a very short story need words of their own.
        crowded = self._material.items or (self._material.brief.style == "storytelling" and self._words < _SHORT)
        room, kept = self._words * (_CROWDED_SHARE if crowded else _OWN_SHARE), list[str]()
        for sentence in self._material.own:
            words = plain_text.word_count(sentence)
            if words <= room:
                kept.append(sentence)
                room -= words
        text = f"{' '.join(self._material.brief.extra.split())} {self._material.topic.rest}"
        return sorted(kept, key=lambda s: (text.find(s.rstrip(".")) % (len(text) + 1), s))

    def known(self, beats: list[Beat]) -> list[list[Candidate]]:
        """The knowledge base's facts, each in a beat that takes its role."""
        dealt: list[list[Candidate]] = [[] for _ in beats]
        known = self._material.known
        if known is None or self._material.topic.forms.get("one") == "fact":
            return dealt
        if self._material.brief.style == "storytelling":
            return self._told(known, beats)
        taken = {role for beat in beats for role in beat.roles}
        for at, beat in enumerate(beats):
            orphans = [r for r in knowledge.ROLES if r not in taken] if at == len(beats) - 1 else []
            for role in [*beat.roles, *orphans]:
                dealt[at] += self._of_role(role, known, 5 if role in beat.roles else 8)
        first = next((d for d in dealt if d), None)
        if first and not known.exact and self._words > _ROOM_FOR_LEAD_INS:
            first[0] = self._with_background(first[0])
        return dealt

    def _of_role(self, role: str, known: knowledge.Knowledge, priority: int) -> list[Candidate]:
        found = []
        for index, fact in enumerate(known.facts[role]):
            lead = self._lead_in(role) if index == 0 and known.exact else ""
            if index == 0 or role != "definition":
                fact = known.standing_alone(fact)
            order = 0.6 + 0.1 * index if role == "definition" else 1.2 + index * 1.7
            first = _fact(fact, lead, order, priority)
            # A short script must not trade its few facts for a better fit.
            found.append(replace(first, anchor=index == 0 and self._words < _SHORT))
        return found

    def _with_background(self, first: Candidate) -> Candidate:
        lead = self._lead_in("background", chance=1.0).replace("{known}", self._material.voice.slots["known"])
        return replace(_fact(first.unit.source, tidy(lead), first.order, first.priority), anchor=first.anchor)

    def _told(self, known: knowledge.Knowledge, beats: list[Beat]) -> list[list[Candidate]]:
        """Facts that characters of a story say, read or write, on the road and at the turn."""
        dealt: list[list[Candidate]] = [[] for _ in beats]
        at = next((i for i, b in enumerate(beats) if b.key == "road"), None)
        if at is None or self._material.topic.kind not in ("noun", "clause"):
            return dealt
        facts = [known.standing_alone(fact) for role in knowledge.ROLES for fact in known.facts[role]]
        for index, frame in enumerate(self._lead_ins["fact"][: 2 if self._words < 500 else 4]):
            if applies(frame.replace("{fact}", ""), self._material.voice) and index < len(facts):
                text = frame.replace("{fact}", facts[index])
                for slot in ("helper", "hero"):
                    text = text.replace("{" + slot + "}", self._material.voice.slots[slot])
                unit = Unit(text, facts[index], plain_text.word_count(text))
                dealt[at].append(Candidate(unit, facts[index], 2.6 + 1.5 * index, 5))
        return dealt

    def items(self) -> list[Candidate]:
        """The entries of a list topic, numbered, each followed by a reason when there is room."""
        found = []
        for index, (said, reason) in enumerate(self._entries()[: self._material.items]):
            lead = (
                f"{ordinal_word(index + 1).capitalize()}, "
                if reason is not None
                else f"Number {number_word(index + 1)}. "
            )
            text = lead + (said[0].lower() + said[1:] if reason is not None else said)
            found.append(_fact(text, "", index + 0.1, 0, fixed=True))
            if reason:
                found.append(_fact(reason, "", index + 0.2, 20 + index))
        return found

    def _entries(self) -> list[tuple[str, str | None]]:
        """(what is said, why); why is None where the entry is a whole fact."""
        one, known = self._material.topic.forms["one"], self._material.known
        if one == "fact" and known:
            facts = [known.standing_alone(fact) for role in knowledge.ROLES for fact in known.facts[role]]
            return [(fact, None) for fact in (sorted(facts, key=len) if self._words < _ROOM_FOR_LEAD_INS else facts)]
        advice = one in ADVICE_UNITS
        kind = "advice" if advice else _ITEM_KINDS.get(one, "other")
        general = [tuple(entry) for entry in bank.shared()["items"][kind]]
        self._rng.shuffle(general)
        tips: list[tuple[str, str | None]] = [(tip, "") for tip in known.tips] if known and advice else []
        self._rng.shuffle(tips)
        return [*tips, *((said, why) for said, why in general)]

    def _lead_in(self, role: str, chance: float = _LEAD_IN_CHANCE) -> str:
        lines: list[str] = self._lead_ins.get(role, [])
        if not lines or self._words < _ROOM_FOR_LEAD_INS or self._rng.random() > chance:
            return ""
        return lines.pop()


def _fact(sentence: str, lead: str, order: float, priority: int, *, fixed: bool = False) -> Candidate:
    text = f"{lead} {sentence}".strip()
    return Candidate(Unit(text, sentence, plain_text.word_count(text)), sentence, order, priority, fixed)
