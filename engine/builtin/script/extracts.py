"""The most telling sentences of a user's own context.

Ranking is TextRank: PageRank over sentences joined by the words they share (Mihalcea & Tarau, "TextRank:
Bringing Order into Texts", 2004), with a bonus for names and numbers, since these are what a user misses first.
"""

import math
import re

from engine.builtin.script import plain_text

_DAMPING = 0.85
_ROUNDS = 30
_MAX_SENTENCES = 120
_COMMON = frozenset(
    "the a an and or but of in on at to for from with by is are was were be been it its this that these those as not "
    "we you i he she they".split()
)


def ranked(text: str) -> list[str]:
    """Sentences of `text`, each made a complete one, without repeats, the most important first."""
    found = list(dict.fromkeys(_complete(s) for s in plain_text.sentences(text)))[:_MAX_SENTENCES]
    scores = _text_rank([_terms(s) for s in found])
    order = sorted(range(len(found)), key=lambda i: (-scores[i] - _bonus(found[i]), i))
    return [found[i] for i in order]


def _complete(sentence: str) -> str:
    text = " ".join(sentence.split()).strip(" ;,:-–—")
    text = re.sub(r"([.!?])\1+", r"\1", text).replace("{", "(").replace("}", ")")
    text = re.sub(r"\b(\w+) \1\b", r"\1", text)
    if text[:1].islower() and not any(c.isupper() for c in text.split()[0]):
        text = text[0].upper() + text[1:]
    return text if re.search(r"[.!?…][\"”’')\]]*$", text) else text + "."


def _terms(sentence: str) -> set[str]:
    return set(re.findall(r"\w+", sentence.lower())) - _COMMON


def _bonus(sentence: str) -> float:
    marks = len(re.findall(r"\b\d|(?<=\s)[A-Z]", sentence))
    return min(marks, 4) * 0.1


def _text_rank(terms: list[set[str]]) -> list[float]:
    count = len(terms)
    links = [[_similarity(a, b) if i != j else 0.0 for j, b in enumerate(terms)] for i, a in enumerate(terms)]
    totals = [sum(row) or 1.0 for row in links]
    scores = [1.0] * count
    for _ in range(_ROUNDS):
        scores = [
            1 - _DAMPING + _DAMPING * sum(links[j][i] / totals[j] * scores[j] for j in range(count))
            for i in range(count)
        ]
    return scores


def _similarity(a: set[str], b: set[str]) -> float:
    scale = math.log(len(a) + 1) + math.log(len(b) + 1)
    return len(a & b) / scale if scale else 0.0
