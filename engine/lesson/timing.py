"""How a lesson fills its length: cards, beats and pauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import InvalidParams

SLOWEST, FASTEST = 0.86, 1.18
"""Speed of the voice, 1 is its own."""
LEAD = 0.35
"""Seconds from a beat's beginning to its first word."""
TAIL_MIN, TAIL_MAX = 0.25, 3.5
"""Seconds after a beat's last word."""


@dataclass(frozen=True)
class Slot:
    """A beat's place: seconds of the film at which it begins, how long it stands, how long its words take."""

    start: float
    seconds: float
    speech: float

    @property
    def end(self) -> float:
        return self.start + self.seconds

    @property
    def words_at(self) -> float:
        """Seconds of the film at which its first word is said."""
        return self.start + LEAD


@dataclass(frozen=True)
class Cards:
    """Seconds of the first card and of the last."""

    title: float
    end: float


def cards_of(seconds: float) -> Cards:
    """Shorter lessons have shorter cards."""
    return Cards(2.2, 2.4) if seconds <= 30 else Cards(2.8, 3.4)


def speed_for(spoken: Sequence[float], seconds: float) -> float:
    """The voice's speed at which words that take `spoken` seconds at its own pace fill a film of `seconds`.

    Raises InvalidParams for a text that is too long for it, or so short that the film would mostly stand still.
    """
    check_length(spoken, seconds, doubt=1.02)
    return min(FASTEST, max(SLOWEST, sum(spoken) / _room(len(spoken), seconds, TAIL_MIN)))


def check_length(spoken: Sequence[float], seconds: float, doubt: float = 1.3) -> None:
    """Raises InvalidParams as `speed_for`. `doubt`: by which factor the seconds of the beats may be wrong."""
    total, cards = sum(spoken), seconds - _room(len(spoken), seconds, TAIL_MIN)
    if total > FASTEST * doubt * (seconds - cards):
        whole = total / FASTEST + cards
        raise _refused(f"This takes about {whole:.0f} s to say, and the film is {seconds:.0f} s long.")
    if total * doubt < SLOWEST * _room(len(spoken), seconds, TAIL_MAX):
        least = total / SLOWEST + cards
        raise _refused(f"This takes only about {least:.0f} s to say, too little for a film of {seconds:.0f} s.")


def _room(beats: int, seconds: float, tail: float) -> float:
    cards = cards_of(seconds)
    return seconds - cards.title - cards.end - beats * (LEAD + tail)


def _refused(message: str) -> InvalidParams:
    told = f"{message} Choose another duration, or change the text."
    return InvalidParams(told, fields=[{"field": "duration", "message": told}])


def slots(spoken: Sequence[float], seconds: float, fps: int) -> list[Slot]:
    """The beats' places: what time is left goes to the pauses after them, beginning and ending on frames.

    Args:
        spoken: seconds that each beat's words take, at the speed that they are spoken with.
    """
    cards = cards_of(seconds)
    left = seconds - cards.title - cards.end - sum(spoken) - len(spoken) * LEAD
    tail = max(0.1, left / len(spoken))
    found, start = [], cards.title
    for speech in spoken:
        end = round((start + LEAD + speech + tail) * fps) / fps
        found.append(Slot(start, end - start, speech))
        start = end
    return found
