"""Who speaks: a named voice, or one like a sample."""

from __future__ import annotations

from dataclasses import dataclass

from data.voices import Equaliser, Voice
from engine.builtin.voice.melody import Melody
from engine.builtin.voice.vocoder import Shape


@dataclass(frozen=True)
class Speaker:
    """A voice as it is applied to espeak-ng's sound.

    Attributes:
        rate: words a minute at speed 1.
        pause: seconds between sentences at speed 1.
        room: dB under the voice.
    """

    melody: Melody
    shape: Shape
    rate: float
    pause: float
    room: float
    eq: tuple[Equaliser, ...]


def named_speaker(voice: Voice) -> Speaker:
    """One of the voices that the studio ships."""
    return Speaker(
        melody=Melody(voice.pitch, voice.melody, voice.unsteady),
        shape=Shape(voice.formants, voice.air, voice.air_from, voice.tilt),
        rate=voice.rate,
        pause=voice.pause,
        room=voice.room,
        eq=voice.eq,
    )
