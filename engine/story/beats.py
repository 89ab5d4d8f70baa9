"""Sentences become scenes: each 4 to 10 seconds of speech, parted where the place, the hour or the beat changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.speech_request import joined
from engine.story.seen import Seen
from engine.story.sentences import seconds
from engine.story.setting import Setting

SHORTEST, USUAL, LONGEST = 4.0, 7.0, 10.0
"""Seconds of speech."""


@dataclass
class Line:
    """A sentence with the setting that holds after it. `opens`: a paragraph begins; `part`: a new part does."""

    seen: Seen
    setting: Setting
    opens: bool = False
    part: bool = False
    aside: str = ""

    @property
    def seconds(self) -> float:
        return seconds(self.seen.text)


@dataclass
class Beat:
    """The sentences of one scene."""

    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        return joined([line.seen.text for line in self.lines])

    @property
    def seconds(self) -> float:
        return sum(line.seconds for line in self.lines)


def beats(lines: Sequence[Line], most: int) -> list[Beat]:
    """The scenes, at most `most` of them; every sentence is in exactly one, in order."""
    whole = sum(line.seconds for line in lines)
    usual = min(USUAL, max(SHORTEST, whole / 4))
    longest = LONGEST * usual / USUAL
    while len(found := _cut(lines, usual, longest)) > most and usual < whole:
        usual, longest = usual * 1.25, longest * 1.25
    return _fewer(found, most)


def _fewer(found: list[Beat], most: int) -> list[Beat]:
    """At most `most` scenes where places, parts and speakers change more often: the shortest neighbours go together."""
    lengths = [beat.seconds for beat in found]
    while len(found) > most:
        pairs = [a + b for a, b in zip(lengths, lengths[1:], strict=False)]
        at = pairs.index(min(pairs))
        found[at : at + 2] = [Beat(found[at].lines + found[at + 1].lines)]
        lengths[at : at + 2] = [pairs[at]]
    return found


def _cut(lines: Sequence[Line], usual: float, longest: float) -> list[Beat]:
    found: list[Beat] = []
    for line in lines:
        if not found or _begins(found[-1], line, usual, longest):
            found.append(Beat())
        found[-1].lines.append(line)
    return _joined(found, longest)


def _begins(beat: Beat, line: Line, usual: float, longest: float) -> bool:
    before, length = beat.lines[-1], beat.seconds
    if length + line.seconds > longest or line.part:
        return True
    if length >= SHORTEST / 2 and _moves(before, line):
        return True
    other_speaker = line.seen.speaker is not None and line.seen.speaker is not before.seen.speaker
    if length >= SHORTEST and (line.opens or line.seen.setting.turn or other_speaker or _others(before, line)):
        return True
    return length + line.seconds / 2 > usual


def _moves(before: Line, line: Line) -> bool:
    """Whether another place, hour or season begins here."""
    place, earlier = line.setting.place, before.setting.place
    moved = bool(place and earlier and place.key != earlier.key)
    later = (
        line.setting.time is not None and line.setting.time != before.setting.time and before.setting.time is not None
    )
    season = line.setting.season is not None and line.setting.season != before.setting.season
    return moved or later or season or line.seen.setting.jump


def _others(before: Line, line: Line) -> bool:
    """Whether the line is about somebody else, and nobody of the line before."""
    first = {item.actor for item in before.seen.items if item.actor is not None}
    second = {item.actor for item in line.seen.items if item.actor is not None}
    return bool(first and second and not first & second)


def _joined(found: list[Beat], longest: float) -> list[Beat]:
    """Too short a scene goes with a neighbour of the same part, if the two fit."""
    kept: list[Beat] = []
    for beat in found:
        short = kept and min(beat.seconds, kept[-1].seconds) < SHORTEST - 1
        apart = kept and (_moves(kept[-1].lines[-1], beat.lines[0]) or beat.lines[0].part)
        same = kept and (not apart or beat.seconds < SHORTEST / 2)
        if short and same and beat.seconds + kept[-1].seconds <= longest:
            kept[-1].lines += beat.lines
        else:
            kept.append(beat)
    return kept
