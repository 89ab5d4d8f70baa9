"""How long a film becomes: the voice's pace, the pauses, and what is left out of a script that is too long."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.errors import InvalidParams
from engine.story.sentences import WORDS_PER_MINUTE, pauses, seconds, words
from engine.story.storyboard import FILM_SECONDS_MAX, PACE_MAX, SCENE_TEXT_MAX, Voice

SCRIPT_MAX = 19_000
"""Characters: 3,000 words of English and some."""
CARDS_SECONDS = 6.6
PAUSE, LONG_PAUSE, STRETCHED_PAUSE = 0.35, 0.8, 2.0
"""Seconds after a scene: inside one place, before another place or hour, and at most where a film has time to fill."""
LEAD, LONG_LEAD = 0.25, 0.65
"""Seconds before the words of a scene after a cut, and of one that the scene before fades into."""
_SPARE = 0.5
"""Seconds below the limit, for what is rounded."""
PAUSES_SECONDS = 24.0
SPEECH_MAX = (FILM_SECONDS_MAX - CARDS_SECONDS - PAUSES_SECONDS) * PACE_MAX
"""Seconds of speech at pace 1 that the longest film holds, with pauses between its scenes."""
BREVITY: Mapping[Voice, float] = {
    "male-deep": 0.9, "male-warm": 0.83, "female-soft": 0.88, "female-energetic": 0.73, "child": 0.84,
}  # fmt: skip
"""The share of a calm reader's time that each built-in voice takes, as measured with the scenes of two tales."""


@dataclass(frozen=True)
class Timing:
    """`pace` of the voice; `pauses` after each scene and `leads` before its words in seconds; `total` seconds of the
    film; `notes` for people."""

    pace: float
    leads: tuple[float, ...]
    pauses: tuple[float, ...]
    total: float
    notes: tuple[str, ...]


def timing(texts: Sequence[str], long: Sequence[bool], target: float | None, voice: Voice) -> Timing:
    """The pace that meets `target` seconds as nearly as 1..1.15 allows, or the film limit where there is none.

    Args:
        long: whether another place or hour follows a scene.
    """
    speech = sum(said(text, voice) for text in texts)
    pauses = [LONG_PAUSE if wide else PAUSE for wide in long]
    leads = [0.0, *(LONG_LEAD if wide else LEAD for wide in long[:-1])]
    beside = sum(leads) + CARDS_SECONDS
    room = (target or FILM_SECONDS_MAX - _SPARE) - sum(pauses) - beside
    pace = min(PACE_MAX, max(1.0, math.ceil(1000 * speech / max(1.0, room)) / 1000))
    if target is not None and speech < room:
        stretch = min(STRETCHED_PAUSE, (room - speech) / len(pauses))
        pauses = [min(STRETCHED_PAUSE, pause + stretch) for pause in pauses]
    spare = FILM_SECONDS_MAX - _SPARE - beside - speech / pace
    if sum(pauses) > spare > 0:
        pauses = [pause * spare / sum(pauses) for pause in pauses]
    total = speech / pace + sum(pauses) + beside
    count = sum(words(text) for text in texts)
    notes = [
        f"About {clock(total)} long: {count} word{'s' * (count != 1)} at {round(rate(voice) * pace)} words a minute."
    ]
    if target is not None and abs(total - target) > max(2.0, 0.05 * target):
        which = "more" if total > target else "less"
        notes.append(f"{clock(target)} were asked for; the words take {which}: {clock(total)}.")
    return Timing(pace, tuple(leads), tuple(int(pause * 100) / 100 for pause in pauses), total, tuple(notes))


def check_script(script: str) -> None:
    """Raises InvalidParams for a script without words or with more characters than SCRIPT_MAX."""
    if len(script) > SCRIPT_MAX:
        message = f"The script has {len(script):,} characters; at most {SCRIPT_MAX:,} are read (about 3,000 words)"
        raise InvalidParams.of_fields([("script", message)])
    if not any(c.isalnum() for c in script):
        raise InvalidParams.of_fields([("script", "The script has no words; write at least one")])


def check_scenes(texts: Sequence[str]) -> None:
    """Raises InvalidParams where a scene holds more signs than can stand under its picture; few of them are words."""
    longest = max(texts, key=len)
    if len(longest) > SCENE_TEXT_MAX:
        message = f'Nobody can say {len(longest):,} characters in a few seconds: "{longest[:40]}\u2026"'
        raise InvalidParams.of_fields([("script", message)])


def said(text: str, voice: Voice) -> float:
    """Seconds that a voice takes at its own pace."""
    return (seconds(text) - pauses(text)) * BREVITY[voice] + pauses(text)


def rate(voice: Voice) -> float:
    """Words a minute of a voice at its own pace."""
    return WORDS_PER_MINUTE / BREVITY[voice]


def words_max(voice: Voice) -> int:
    """Words of usual length that the longest film has room for."""
    return int(SPEECH_MAX * rate(voice) / 60)


def refuse_long(count: int, voice: Voice) -> InvalidParams:
    """The error for a script that takes longer to say than a film may last."""
    took, room = clock(count * 60 / rate(voice)), clock(FILM_SECONDS_MAX)
    message = f"{count} words take about {took} to say; a film of {room} has room for {words_max(voice)} words"
    return InvalidParams.of_fields([("script", message)])


def clock(length: float) -> str:
    """ "2:45"."""
    whole = round(length)
    return f"{whole // 60}:{whole % 60:02d}"
