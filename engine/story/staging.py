"""Shots, camera moves and transitions that fit what the text tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from data.story_words import load_story_words
from engine.media.film.shots.moves import Move
from engine.scene.spec import Shot
from engine.story.storyboard import Transition

_NOT_FROM_ABOVE = ("room", "underwater", "space", "studio")
_USUAL_MOVES: tuple[Move, ...] = ("push", "pan-right", "orbit", "drift", "pan-left", "pull")
_SOFT = ("mysterious", "sad", "romantic", "spooky")


@dataclass(frozen=True)
class Moment:
    """What decides how a scene is filmed.

    Attributes:
        text: the words, in lower case.
        place: key of the lexicon or None; new_place, new_time: not that of the scene before; part: a new part begins.
        actors: how many of them are seen; quote: somebody speaks; sky: something in the sky is to be seen.
    """

    text: str
    place: str | None
    actors: int
    new_place: bool = False
    new_time: bool = False
    part: bool = False
    quote: bool = False
    mood: str | None = None
    sky: bool = False


@dataclass(frozen=True)
class Take:
    """How one scene is filmed."""

    shot: Shot
    move: Move
    transition: Transition


def staged(moments: Sequence[Moment], seed: int) -> tuple[Take, ...]:
    """A take for each scene. The same shot never stands three times in a row, nor the same move twice."""
    takes: list[Take] = []
    for index, moment in enumerate(moments):
        rng = np.random.default_rng([seed, 433, index])
        last = index == len(moments) - 1
        shot = _shot(moment, [take.shot for take in takes], rng)
        move = _move(moment, takes[-1].move if takes else None, rng, last=last)
        takes.append(Take(shot, move, _transition(moment, first=index == 0, rng=rng)))
    return tuple(takes)


def _shot(moment: Moment, before: Sequence[Shot], rng: np.random.Generator) -> Shot:
    outside = moment.place not in _NOT_FROM_ABOVE and not moment.sky
    wished: list[Shot] = []
    if not before or moment.new_place:
        wished.append("wide")
    if moment.actors and (moment.quote or _hits(moment.text, "feeling")):
        wished.append("close")
    if _hits(moment.text, "towering"):
        wished.append("low")
    if _hits(moment.text, "journeying") and outside:
        wished += ["above" if before and before[-1] == "wide" else "wide"]
    strong = len(wished)
    rest: list[Shot] = (
        ["medium", "close", "low"] if moment.actors else ["wide", "medium", "above" if outside else "low"]
    )
    wished += [rest[int(i)] for i in rng.permutation(len(rest))] if before else rest
    fresh = [shot for shot in wished if not before or shot != before[-1]]
    again = strong and moment.new_place and len(before) >= 2 and before[-2] != wished[0]
    if again and wished[0] != (fresh or wished)[0]:
        return wished[0]
    return (fresh or ["medium" if before and before[-1] != "medium" else "wide"])[0]


def _move(moment: Moment, before: Move | None, rng: np.random.Generator, *, last: bool) -> Move:
    pans: tuple[Move, Move] = ("pan-left", "pan-right") if rng.integers(2) else ("pan-right", "pan-left")
    wished: list[Move] = ["pull"] if last else []
    if _hits(moment.text, "turning") and moment.actors:
        wished.append("dolly-zoom")
    by_sense: tuple[tuple[str, tuple[Move, ...]], ...] = (
        ("leaving", ("pull",)), ("arriving", ("push",)), ("looking", pans), ("waiting", ("drift",)),
        ("towering", ("orbit",)), ("feeling", ("push",)), ("journeying", pans),
    )  # fmt: skip
    for sense, moves in by_sense:
        if _hits(moment.text, sense):
            wished += moves
    wished += [_USUAL_MOVES[int(i)] for i in rng.permutation(len(_USUAL_MOVES))]
    return next(move for move in wished if move != before)


def _transition(moment: Moment, *, first: bool, rng: np.random.Generator) -> Transition:
    """Inside one place a cut; another hour or part goes through black, another place is faded to as the mood has it."""
    if first:
        return "dip"
    if moment.part or moment.new_time:
        return "dip"
    if not moment.new_place:
        return "cut"
    if moment.mood in _SOFT:
        return "blur"
    if moment.mood in ("energetic", "epic"):
        return "zoom" if rng.integers(2) else "wipe"
    return "crossfade"


def _hits(text: str, sense: str) -> bool:
    return _pattern(sense).search(text) is not None


@cache
def _pattern(sense: str) -> re.Pattern[str]:
    words = sorted(load_story_words().moves[sense], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in words)})\b")
