"""Words found in another voice's sound, against the built-in voices, whose word times are known."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.builtin.voice.alignment import aligned
from engine.builtin.voice.espeak import Manner, utter
from engine.builtin.voice.text.chunks import Chunk, chunks
from engine.builtin.voice.voice import BuiltinVoice
from engine.speech_request import SpeechRequest

SENTENCES = (
    "The old lighthouse keeper climbed the winding stairs, counting every step, while the storm tore at the shutters.",
    "In nineteen sixty nine, two men walked on the Moon and came home again with a box of stones.",
)


def part_of(text: str) -> Chunk:
    return chunks(text, "en-us", {})[0]


def rested(
    samples: NDArray[np.float32], rate: int, edges: NDArray[np.float64], rests: dict[int, float]
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """The sound with seconds of near silence put before some words, and the edges (words, 2) moved with it."""
    pieces, taken, moved = [], 0, edges.copy()
    noise = np.random.default_rng(3)
    for word, seconds in rests.items():
        cut = round((edges[word - 1, 1] + edges[word, 0]) / 2 * rate)
        silence = noise.standard_normal(round(seconds * rate)) * 1e-4
        pieces += [samples[taken:cut], silence.astype(np.float32)]
        taken = cut
        moved[word:] += seconds
    return np.concatenate([*pieces, samples[taken:]]), moved


@pytest.mark.parametrize("text", SENTENCES)
@pytest.mark.parametrize(
    ("voice", "accent"), [("male-deep", "en-gb"), ("child", "en"), ("female-soft", "en-gb-scotland")]
)
def test_words_of_another_voice_accent_and_rhythm_are_found(text: str, voice: str, accent: str) -> None:
    speech = BuiltinVoice().speak(SpeechRequest(text, voice, accent, 0.85, 4), lambda _: None)
    spoken = np.array([(word.start, word.end) for word in speech.words])
    sound, known = rested(speech.samples, speech.rate, spoken, {3: 0.4, 9: 0.15, 14: 0.5})
    part = part_of(text)
    utterance = next(iter(utter([part.breathed], Manner("en-us", 160), lambda: None)))

    found = aligned(part, utterance, sound, speech.rate)

    wrong = np.abs(np.array([(word.start, word.end) for word in found.words]) - known)
    assert wrong.max() < 0.2
    assert np.median(wrong) < 0.03
    assert len(found.phonemes) > 40 and found.phonemes[-1].end <= len(sound) / speech.rate


@pytest.mark.parametrize("kind", ["noise", "silence", "click"])
def test_times_rise_and_stay_inside_whatever_the_sound_is(kind: str) -> None:
    part = part_of(SENTENCES[1])
    utterance = next(iter(utter([part.breathed], Manner("en-us", 160), lambda: None)))
    sound = np.zeros(24000, np.float32)
    if kind == "noise":
        sound[:] = np.random.default_rng(1).standard_normal(24000)
    elif kind == "click":
        sound[9000] = 0.5

    words = aligned(part, utterance, sound, 24000).words

    edges = [edge for word in words for edge in (word.start, word.end)]
    assert len(words) == len(SENTENCES[1].split())
    assert edges == sorted(edges) and 0 <= edges[0] and edges[-1] <= 1.0
