"""Reads a script sentence by sentence: who does what, which things are there, where and when it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.story_words import load_story_words
from engine.story.cast import Actor, Cast
from engine.story.line_reader import NOT, LineReader
from engine.story.names import NAME_MAX
from engine.story.seen import Seen, item_of
from engine.story.setting import told
from engine.story.vocabulary import Being, Token, being, tokens, unquoted


class Reader:
    """Reads in order; remembers who was spoken of and what things looked like."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._looks: dict[str, str] = {}
        self._place_known = False

    def read(self, sentence: str, speaker: str | None = None) -> Seen:
        """What a sentence shows. `speaker`: who says all of it."""
        line, spoken = tokens(sentence), unquoted(sentence)
        if speaker is not None:
            line, spoken = [replace(token, quoted=True) for token in line], ""
        seen = Seen(sentence, setting=told(line, spoken, known=self._place_known))
        self._place_known = self._place_known or bool(seen.setting.places)
        seen.quote = any(token.quoted for token in line)
        _count_moods(seen, line, spoken)
        if speaker is not None:
            seen.speaker = self._speaker(speaker[:NAME_MAX].rstrip())
            seen.items.append(item_of(seen.speaker))
        LineReader(line, seen, self._cast, self._looks).read()
        them = any(token.key in ("them", "their") and not token.quoted for token in line)
        there = [item.actor for item in seen.items if item.actor is not None and not (item.quoted or item.owner)]
        self._cast.saw_group(there, them=them)
        return seen

    def _speaker(self, name: str) -> Actor:
        word = name.lower()
        known = self._cast.by_name(word, subject=True) or self._cast.by_name(word.split()[-1], subject=True)
        if known is not None:
            return known
        who = next((one for token in tokens(word) if (one := being(token)) is not None), None)
        actor = self._cast.mention(who or Being("person", word), word, another=False, subject=True)
        if who is None:
            actor.name = name
        return actor


def _count_moods(seen: Seen, line: Sequence[Token], spoken: str) -> None:
    """Words that are not denied; nobody weeps who "cried" what stands in quotation marks."""
    said = [token.key for at, token in enumerate(line) if not (at and line[at - 1].key in NOT)]
    if seen.quote:
        said = [key for key in said if key not in load_story_words().speech.says]
    for mood, words in load_story_words().moods.items():
        seen.moods[mood] += sum(key in words for key in said) + sum(" " in word and word in spoken for word in words)
