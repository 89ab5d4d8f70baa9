"""Sentences of a script, and how long they take to say."""

from __future__ import annotations

import re
from bisect import bisect_left

WORDS_PER_MINUTE = 150
SIGNS_PER_SECOND = 4.2
"""Chinese and Japanese characters, or Thai syllable signs by thirds, that a calm voice says."""

_ENDS = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|[。！？]+[」』”’）]*|[؟۔।॥]+")
_ABBREVIATED = re.compile(r"(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|Prof|St|vs|No|Jr|Sr|approx|e\.g|i\.e|etc|[A-Z])$")
_CLAUSE = re.compile(
    r"(?<=[,;:—–])\s+(?=(?:and|but|so|then|while|until|for|or|where|which|because|as|when)\b)|(?<=[;:—])\s+"
)
_COMMA = re.compile(r"(?<=,)\s+|(?<=[，、；：،])")
_QUOTE_MARK = re.compile('["“”«»]')
_SIGN = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
PAUSE = re.compile(r"\[\s*pause(?:\s+(\d{1,3}(?:\.\d{1,3})?)\s*(ms|s|sec|seconds?)?)?\s*\]", re.IGNORECASE)
USUAL_PAUSE = 0.5
NEAR = 32
"""The most places that are weighed for a cut of a long sentence."""


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph, with their punctuation and their `[pause]` marks (at the sentence before)."""
    found: list[str] = []
    start = 0
    for end in _ENDS.finditer(text):
        if end[0] == "." and _ABBREVIATED.search(text[start : end.start()]):
            continue
        if end[0][0] in "!?" and re.match(r"\s+[a-z]", text[end.end() :]):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    found.append(text[start:].strip())
    return _with_pauses([sentence for sentence in found if sentence])


def _with_pauses(found: list[str]) -> list[str]:
    """A pause at the start of a sentence belongs to the one before."""
    kept: list[str] = []
    for sentence in found:
        while kept and (mark := PAUSE.match(sentence)):
            kept[-1] = f"{kept[-1]} {mark[0]}"
            sentence = sentence[mark.end() :].strip()
        if any(c.isalnum() for c in PAUSE.sub("", sentence)) or not kept:
            kept += [sentence] if sentence else []
        elif sentence:
            kept[-1] = f"{kept[-1]} {sentence}"
    return kept


def parts(sentence: str, longest: float) -> list[str]:
    """A sentence cut at clauses, so that no part is said longer than `longest` seconds if that can be."""
    if seconds(sentence) <= longest:
        return [sentence]
    for pattern in (_CLAUSE, _COMMA):
        cuts = _near_the_middle(sentence, [m.end() for m in pattern.finditer(sentence)])
        halves = [(sentence[:cut].strip(), sentence[cut:].strip()) for cut in cuts]
        even = [pair for pair in halves if min(map(seconds, pair)) >= min(3.0, longest / 3)]
        if even:
            first, second = min(even, key=lambda pair: abs(seconds(pair[0]) - seconds(pair[1])))
            return [*parts(first, longest), *parts(second, longest)]
    words = sentence.split()
    if len(words) < 2:
        half = len(sentence) // 2
        return [*parts(sentence[:half], longest), *parts(sentence[half:], longest)] if half > 8 else [sentence]
    half = len(words) // 2
    return [*parts(" ".join(words[:half]), longest), *parts(" ".join(words[half:]), longest)]


def _near_the_middle(sentence: str, cuts: list[int]) -> list[int]:
    """At most NEAR of the places where a sentence may be cut: each is weighed by reading the whole sentence."""
    if len(cuts) <= NEAR:
        return cuts
    middle = bisect_left(cuts, 0.0, key=lambda cut: seconds(sentence[:cut]) - seconds(sentence[cut:]))
    return cuts[max(0, middle - NEAR // 2) : middle + NEAR // 2]


def goes_on(text: str, *, inside: bool) -> bool:
    """Whether somebody is still speaking after a text. `inside`: whether somebody was before it."""
    for mark in _QUOTE_MARK.finditer(text):
        inside = not inside if mark[0] == '"' else mark[0] in "“«"
    return inside


def words(text: str) -> int:
    """Spoken words; three Chinese or Japanese characters count as two."""
    bare = PAUSE.sub(" ", text)
    signs = len(_SIGN.findall(bare))
    return sum(any(c.isalnum() for c in token) for token in _SIGN.sub(" ", bare).split()) + round(signs * 2 / 3)


def seconds(text: str) -> float:
    """Seconds that a calm voice takes at pace 1: 150 words a minute, 4.2 Chinese characters a second, and pauses."""
    bare = PAUSE.sub(" ", text)
    signs = len(_SIGN.findall(bare))
    tokens = [token for token in _SIGN.sub(" ", bare).split() if any(c.isalnum() for c in token)]
    spoken = sum(max(1.0, len(token) / 12) for token in tokens)
    return spoken * 60 / WORDS_PER_MINUTE + signs / SIGNS_PER_SECOND + pauses(text)


def pauses(text: str) -> float:
    """Seconds of the silences that the text asks for."""
    total = 0.0
    for mark in PAUSE.finditer(text):
        value = USUAL_PAUSE if mark[1] is None else float(mark[1]) / (1000 if (mark[2] or "s").lower() == "ms" else 1)
        total += min(10.0, value)
    return total
