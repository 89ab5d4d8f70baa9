"""The title of a film: the script's own, or a short one made from it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from engine.story.seen import Seen
from engine.story.sentences import PAUSE

_SMALL = ("a", "an", "the", "and", "of", "in", "on", "at", "to", "for", "with")
_QUOTED = re.compile(r"(?:titled|entitled|called|story of|this is)\s+[“\"]([^”\"]{3,60})[”\"]", re.IGNORECASE)
LETTERS_MAX = 48
FEW_WORDS = 4
"""Of a long clause in a language whose small words are not known: fewer end less often with one of them."""


def title_of(given: str, sentences: Sequence[str], read: Sequence[Seen]) -> str:
    """`given` if there is one; else a quoted title, "Mira and the Fox", "The Baker", or the first words."""
    if given.strip():
        return given.strip().strip('"“”*_#').strip()[:120]
    quoted = _QUOTED.search(" ".join(sentences[:4]))
    if quoted:
        return quoted[1].strip()
    actors = Counter(item.words for seen in read for item in seen.items if item.actor is not None and not item.quoted)
    actors.pop("the narrator", None)
    often = [name for name, count in actors.most_common(2) if count > 1]
    if len(often) == 2:
        return titled(f"{often[0]} and {often[1]}")
    places = Counter(place.phrase for seen in read for place in seen.setting.places)
    place = next((phrase for phrase, _ in places.most_common(1) if phrase.startswith(("in ", "on ", "by "))), None)
    if often and place is not None:
        where = re.sub(r"^(in|on|by) an? ", r"\1 the ", place)
        return titled(f"{often[0]} {where}")
    if often:
        return titled(often[0])
    return _first_words(PAUSE.sub(" ", sentences[0]) if sentences else "")


def titled(words: str) -> str:
    """ "Mira and the Fox"."""
    parts = words.split()
    return " ".join(w if i and w.lower() in _SMALL else w[:1].upper() + w[1:] for i, w in enumerate(parts))[:120]


def _first_words(sentence: str) -> str:
    clause = re.split(r"[,;:.!?…。！？，、؟،—]", sentence.strip().strip('"“”«»'))[0].strip()
    if len(clause) <= LETTERS_MAX:
        return clause or sentence[:LETTERS_MAX]
    cut = clause[:LETTERS_MAX]
    kept = cut.rsplit(" ", 1)[0] if " " in cut else cut
    words = kept.split() if kept.isascii() else kept.split()[:FEW_WORDS]
    while len(words) > 2 and words[-1].lower() in (*_SMALL, "that", "who", "which", "is", "was", "by"):
        words.pop()
    return " ".join(words)
