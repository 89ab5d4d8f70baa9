"""Cuts a text into beats and gives each a heading and a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np

from data.curriculum import Beat
from engine.lesson.own_text.reading import (
    definition,
    keywords,
    quantity,
    shared,
    shortened,
    things,
    topic,
    without_order,
)
from engine.story.sentences import PAUSE, sentences
from engine.story.sentences import seconds as spoken_seconds

WITHIN = 0.35
"""What a cut within a paragraph costs: as much as a part that is 60 % too long."""
APART = 1.5
"""What a cut before "then" or "finally" costs beyond that."""
HEADING, POINT, TERM, MEANING = 48, 120, 60, 200
"""Characters."""
POINTS = 5
STEPS = "Step by step"
_HEADING = re.compile(r"^\s{0,3}#{1,4}\s+(?P<heading>\S.*)$")
_LIST = re.compile(r"^\s*(?:[-*\u2022]|\d{1,2}[.)])\s+")
_MARKUP = re.compile(r"https?://\S+|</?[a-zA-Z][^<>]{0,200}>")
_SIGNS = re.compile(r"[{}\[\]`*_#|<>]")


@dataclass(frozen=True)
class Passage:
    """Sentences that belong together. `heading`: as the text has it, or empty."""

    heading: str
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


def passages(text: str) -> list[Passage]:
    """The text's paragraphs with the headings above them, without markup."""
    found: list[Passage] = []
    heading = ""
    for block in re.split(r"\n\s*\n|\n(?=\s{0,3}#)|(?<=\S)\n(?=\s*(?:[-*\u2022]|\d{1,2}[.)])\s)", text):
        lines = block.strip().splitlines()
        while lines and (title := _HEADING.match(lines[0])):
            heading, lines = plain(title["heading"].rstrip().rstrip("#")), lines[1:]
        body = plain(_LIST.sub("", " ".join(line.strip() for line in lines)))
        said = tuple(s for s in sentences(body) if any(c.isalnum() for c in s))
        if said:
            found.append(Passage(heading, said))
            heading = ""
    return found


def plain(text: str) -> str:
    """Without signs that mark up text, and without addresses."""
    return " ".join(_SIGNS.sub(" ", _MARKUP.sub(" ", PAUSE.sub(" ", text))).split())


def cut(found: Sequence[Passage], most: int) -> list[Passage]:
    """At most `most` passages of about the same length, cut between sentences, and between paragraphs if that fits."""
    pieces = [Passage(p.heading if not n else "", (s,)) for p in found for n, s in enumerate(p.sentences)]
    costs = [_cost_before(sentence, n) for p in found for n, sentence in enumerate(p.sentences)]
    ends = list(accumulate(max(0.5, spoken_seconds(piece.text)) for piece in pieces))
    count = max(1, min(most, len(pieces)))
    edges = _edges(ends, costs, count)
    return [
        Passage(next((p.heading for p in pieces[a:b] if p.heading), ""), tuple(p.sentences[0] for p in pieces[a:b]))
        for a, b in zip(edges, edges[1:], strict=False)
    ]


def _cost_before(sentence: str, number: int) -> float:
    """Of a cut before the sentence of that number in its paragraph."""
    if not number:
        return 0.0
    follows = without_order(sentence) is not None and not sentence.lower().startswith("first")
    return WITHIN + APART * follows


def _edges(ends: Sequence[float], costs_before: Sequence[float], count: int) -> list[int]:
    """Where to cut so that the parts differ least in length, and cuts cost little."""
    reached = np.array([0.0, *ends])
    within = np.array([0.0, *costs_before[1:]])
    ideal = ends[-1] / count
    best = np.full(len(reached), np.inf)
    best[0] = 0.0
    came: list[list[int]] = []
    for part in range(1, count + 1):
        costs, froms = np.full(len(reached), np.inf), [0] * len(reached)
        for end in range(part, len(reached)):
            lengths = reached[end] - reached[part - 1 : end]
            cost = best[part - 1 : end] + (lengths / ideal - 1) ** 2 + within[part - 1 : end]
            cheapest = int(cost.argmin())
            costs[end], froms[end] = cost[cheapest], part - 1 + cheapest
        best = costs
        came.append(froms)
    edges = [len(ends)]
    for froms in reversed(came):
        edges.append(froms[edges[-1]])
    return edges[::-1]


def beat_of(passage: Passage, weighty: Sequence[str], title: str) -> Beat:
    """A beat whose figure follows from what its sentences do.

    Args:
        weighty: the words that matter in the whole text, the weightiest first; none where they cannot be told from
            others, as in any language but English. Then no figure is taken from single words and numbers.
    """
    show, say = _figure(passage, weighty, title)
    return Beat(heading=_heading(passage, weighty, title), say=say[:1200], show=show)


def _heading(passage: Passage, weighty: Sequence[str], title: str) -> str:
    if passage.heading:
        return shortened(passage.heading, HEADING)
    for sentence in passage.sentences:
        if told := definition(sentence):
            return shortened(told.term, HEADING)
    if sum(without_order(sentence) is not None for sentence in passage.sentences) >= 2:
        return STEPS
    spoken = (topic(sentence) for sentence in passage.sentences) if weighty else ()
    here = shared([*things(passage.text), *keywords(passage.text)], " ".join(weighty))
    named = next(filter(None, spoken), None) or next(iter(here), title)
    return shortened(named[0].upper() + named[1:], HEADING)


def _figure(passage: Passage, weighty: Sequence[str], title: str) -> tuple[dict[str, Any], str]:
    said = passage.sentences
    steps = [n for n, sentence in enumerate(said) if without_order(sentence) is not None]
    if len(steps) >= 2 and len(said) <= 8:
        return _steps(said, steps[0], steps[-1] + 1)
    if len(said) <= 3 and (told := definition(said[0])) and len(told.meaning) <= MEANING:
        return _defined(told.term, told.meaning, said)
    for index, sentence in enumerate(said):
        if weighty and len(said) <= 2 and (number := quantity(sentence)):
            show = {
                "kind": "number",
                "value": number.value,
                "decimals": number.decimals,
                "caption": shortened(sentence, MEANING),
                **({"unit": number.unit} if number.unit else {}),
            }
            marked = f"{sentence[: number.at]}{{number}}{sentence[number.at :]}"
            return show, " ".join([*said[:index], marked, *said[index + 1 :]])
    if len(said) == 1:
        word = next(iter(shared(weighty, said[0])), title)
        return _defined(word[0].upper() + word[1:], said[0], said)
    return _points(said)


def _steps(said: Sequence[str], begin: int, end: int) -> tuple[dict[str, Any], str]:
    """The sentences from `begin` to before `end` as steps; the others are only said."""
    texts = [shortened(without_order(sentence) or sentence, 80) for sentence in said[begin:end]]
    nodes = [{"name": f"step-{n}", "text": text.rstrip(".")} for n, text in enumerate(texts, 1)]
    say = " ".join([*said[:begin], _marked(said[begin:end], "step"), *said[end:]])
    return {"kind": "flow", "nodes": nodes, "layout": "row"}, say


def _defined(term: str, meaning: str, said: Sequence[str]) -> tuple[dict[str, Any], str]:
    show = {"kind": "define", "term": shortened(term, TERM), "meaning": shortened(meaning, MEANING)}
    return show, "{term}" + " ".join(said)


def _points(said: Sequence[str]) -> tuple[dict[str, Any], str]:
    """Sentences as points; of more than five, the shortest neighbours share one."""
    groups = [[sentence] for sentence in said]
    while len(groups) > POINTS:
        sizes = [sum(map(len, a + b)) for a, b in zip(groups, groups[1:], strict=False)]
        at = sizes.index(min(sizes))
        groups[at : at + 2] = [groups[at] + groups[at + 1]]
    items = [{"name": f"point-{n}", "text": shortened(group[0], POINT)} for n, group in enumerate(groups, 1)]
    marked = [f"{{point-{n}}}{' '.join(group)}" for n, group in enumerate(groups, 1)]
    return {"kind": "points", "items": items}, " ".join(marked)


def _marked(said: Sequence[str], name: str) -> str:
    return " ".join(f"{{{name}-{n}}}{sentence}" for n, sentence in enumerate(said, 1))
