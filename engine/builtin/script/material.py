"""Turns a brief into what its beats may say: patterns realised, facts and the user's own words placed."""

import random
from dataclasses import dataclass

from engine.builtin.script import bank, cast, extracts, knowledge, plain_text
from engine.builtin.script.bank import Beat
from engine.builtin.script.brief import ScriptBrief
from engine.builtin.script.fitting import Candidate, Pool
from engine.builtin.script.pattern import Unit, Voice, applies, realise, tidy
from engine.builtin.script.topic import Topic

_LONGEST_FOR_CHILDREN = 14
_BEATS_BY_WORDS = ((55, 1), (110, 2), (190, 3), (330, 4), (500, 5), (800, 6), (1100, 7))


@dataclass(frozen=True)
class Material:
    """All a draft is made from: the topic, the voice, the facts by role and the user's own sentences by rank."""

    topic: Topic
    voice: Voice
    known: knowledge.Knowledge | None
    own: tuple[str, ...]


def gather(brief: ScriptBrief, topic: Topic, rng: random.Random) -> Material:
    """The material of a brief."""
    extra = "\n".join(part for part in (plain_text.clean(brief.extra), topic.rest) if part)
    own = tuple(extracts.ranked(plain_text.without_symbols_kept_lines(extra))) if extra else ()
    known = None if topic.kind in ("character", "quoted") else knowledge.find(topic.about)
    if known is None and topic.kind == "versus":
        known = knowledge.find(topic.forms["a"]) or knowledge.find(topic.forms["b"])
    slots = _slots(brief, topic, known)
    if brief.style == "storytelling":
        slots |= cast.slots(topic, extra, rng)
    tags = frozenset({brief.audience, topic.kind, "known" if known else "unknown", *(["own"] if own else [])})
    return Material(topic, Voice(slots, topic.plural, tags), known, own)


def _slots(brief: ScriptBrief, topic: Topic, known: knowledge.Knowledge | None) -> dict[str, str]:
    many = topic.plural
    slots = {
        "about": topic.about, "subject": topic.subject, "question": topic.question,
        "it": "they" if many else "it", "them": "them" if many else "it", "its": "their" if many else "its",
    }  # fmt: skip
    if known:
        slots["known"] = known.name
    return slots | topic.forms | bank.shared()["audience"][brief.audience]


def beats_for(style: str, words: float) -> list[Beat]:
    """The beats a script of so many words has room for, in their told order."""
    beats = bank.bank(style).beats
    room = next((count for limit, count in _BEATS_BY_WORDS if words <= limit), len(beats))
    kept = sorted(beats, key=lambda b: b.rank)[:room]
    return [b for b in beats if b in kept]


class Dealer:
    """Deals a material's candidates to beats. One per draft: the random choices are the draft's own."""

    def __init__(self, material: Material, brief: ScriptBrief, rng: random.Random) -> None:
        self._material = material
        self._brief = brief
        self._rng = rng
        lead_ins = bank.shared()["lead_in"]
        self._lead_ins = {role: rng.sample(list(lines), len(lines)) for role, lines in lead_ins.items()}

    def pools(self) -> list[Pool]:
        """Hook, beats and close, in order."""
        words = self._brief.target_words
        style = bank.bank(self._brief.style)
        beats = beats_for(self._brief.style, words)
        own, facts = self._deal_own(len(beats)), self._deal_facts(beats)
        edge = 0.24 if words < 60 else 0.16 if words < 200 else 0.09
        hook = Pool(self._patterns(style.hook), edge, max(words * 0.3, 14) if words < 200 else 60)
        close = Pool(self._patterns(style.close), edge, max(words * 0.3, 14) if words < 200 else 60)
        share = (1 - 2 * edge) / len(beats)
        middle = [Pool([*own[i], *facts[i], *self._patterns(beat)], share) for i, beat in enumerate(beats)]
        return [hook, *middle, close]

    def heading(self, beat: Beat, taken: set[str]) -> str:
        """A heading for a beat that is not taken yet."""
        free = [h for h in beat.headings if applies(h, self._material.voice)]
        self._rng.shuffle(free)
        made = [realise(h, self._material.voice, self._rng).text for h in free]
        return next(h for h in made if h not in taken)

    def _patterns(self, beat: Beat) -> list[Candidate]:
        if beat.moves:
            return self._told(beat)
        opens = [self._candidate(p, f"{beat.key} open", 0.0, 10) for p in self._usable(beat.open)]
        ends = [self._candidate(p, f"{beat.key} end", 9.0, 60) for p in self._usable(beat.end)]
        usable = self._usable(beat.body)
        body = [self._candidate(p, p, 1 + 7 * (i + 0.5) / len(usable), 40) for i, p in enumerate(usable)]
        return [*opens, *body, *ends]

    def _told(self, beat: Beat) -> list[Candidate]:
        found = []
        for index, (rank, says) in enumerate(beat.moves):
            group = f"{beat.key} {index}"
            found += [self._candidate(p, group, index + 0.5, 10 * rank) for p in self._usable(says)]
        return found

    def _usable(self, patterns: tuple[str, ...]) -> list[str]:
        usable = [p for p in patterns if applies(p, self._material.voice)]
        self._rng.shuffle(usable)
        return usable

    def _candidate(self, pattern: str, group: str, order: float, priority: int) -> Candidate:
        unit = realise(pattern, self._material.voice, self._rng)
        return Candidate(unit, group, order, priority + self._unsuited(unit, pattern))

    def _unsuited(self, unit: Unit, pattern: str) -> int:
        """Penalty steps: patterns made for this audience or kind come first; children get short sentences."""
        penalty = 0 if pattern.startswith("@") and not pattern.startswith("@!") else 2
        longest = max((plain_text.word_count(s) for s in unit.sentences), default=0)
        if self._brief.audience == "children" and longest > _LONGEST_FOR_CHILDREN:
            penalty += 6
        if self._brief.audience == "professionals" and longest < 9:
            penalty += 2
        return penalty if self._rng.random() < 0.7 else penalty // 2

    def _deal_own(self, beats: int) -> list[list[Candidate]]:
        """The user's sentences, best first up to half the words, in their told order over the beats."""
        room = self._brief.target_words * (0.62 if self._brief.duration < 30 else 0.55)
        kept: list[str] = []
        for sentence in self._material.own:
            words = plain_text.word_count(sentence)
            if words <= room:
                kept.append(sentence)
                room -= words
        ordered = [s for s in self._in_told_order() if s in kept]
        dealt: list[list[Candidate]] = [[] for _ in range(beats)]
        for index, sentence in enumerate(ordered):
            at = index * beats // len(ordered)
            lead = "" if dealt[at] or self._brief.target_words < 90 else self._lead_in("extra")
            dealt[at].append(self._fact(sentence, lead, 1.5 + 0.01 * index, 0, fixed=True))
        return dealt

    def _in_told_order(self) -> list[str]:
        text = " ".join(self._brief.extra.split()) + " " + self._material.topic.rest
        return sorted(self._material.own, key=lambda s: (text.find(s.rstrip(".")) % (len(text) + 1), s))

    def _deal_facts(self, beats: list[Beat]) -> list[list[Candidate]]:
        dealt: list[list[Candidate]] = [[] for _ in beats]
        known = self._material.known
        if known is None or self._brief.style == "storytelling":
            return dealt
        roles = {role for beat in beats for role in beat.roles}
        first = self._material.topic.kind == "clause"
        for at, beat in enumerate(beats):
            orphans = [r for r in knowledge.ROLES if r not in roles] if at == len(beats) - 1 else []
            for role in [*beat.roles, *orphans]:
                dealt[at] += self._facts_of(role, known, 5 if role != "mechanism" or not first else 3)
        background = not known.exact and self._brief.target_words > 90
        if background and any(dealt):
            self._put_background(next(d for d in dealt if d))
        return dealt

    def _facts_of(self, role: str, known: knowledge.Knowledge, priority: int) -> list[Candidate]:
        found = []
        for index, fact in enumerate(known.facts[role]):
            lead = self._lead_in(role) if index == 0 and self._brief.target_words > 90 and known.exact else ""
            found.append(self._fact(fact, lead, 0.6 + 0.1 * index if role == "definition" else 2 + index * 1.7, priority))
        return found

    def _put_background(self, dealt: list[Candidate]) -> None:
        lead = tidy(self._lead_in("background").replace("{known}", self._material.voice.slots["known"]))
        first = dealt[0]
        dealt[0] = self._fact(first.unit.text, lead, first.order, first.priority)

    def _lead_in(self, role: str) -> str:
        lines = self._lead_ins[role]
        return lines.pop() if lines else ""

    def _fact(self, sentence: str, lead: str, order: float, priority: int, *, fixed: bool = False) -> Candidate:
        text = f"{lead} {sentence}".strip()
        return Candidate(Unit(text, sentence, plain_text.word_count(text)), sentence, order, priority, fixed)
