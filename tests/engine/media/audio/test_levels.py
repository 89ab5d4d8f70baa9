"""Loudness, peaks, cuts and files of sound, against known values."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from domain.errors import InvalidParams, UnsupportedMedia
from engine.media.audio.decode import decode_audio
from engine.media.audio.edit import faded, sounding
from engine.media.audio.levels import levelled, limited
from engine.media.audio.loudness import integrated_loudness, true_peak
from engine.media.audio.mp3 import encode_mp3
from engine.media.audio.resample import resample
from engine.media.audio.sample import decode_sample
from engine.media.audio.wav import decode_wav, encode_wav

RATE = 48000


def sine(
    frequency: float, seconds: float, decibels: float, rate: int = RATE, phase: float = 0.0
) -> NDArray[np.float32]:
    time = np.arange(round(seconds * rate)) / rate
    return (10 ** (decibels / 20) * np.sin(2 * np.pi * frequency * time + phase)).astype(np.float32)


@pytest.mark.parametrize("rate", [48000, 44100, 22050])
def test_the_reference_tone_has_the_loudness_of_the_recommendation(rate: int) -> None:
    # BS.1770-4: a 997 Hz sine of full scale in one channel reads -3.01 LKFS
    assert integrated_loudness(sine(997, 3, -20, rate), rate) == pytest.approx(-23.01, abs=0.05)


def test_silence_is_gated_out_of_the_loudness() -> None:
    tone = sine(997, 3, -20)
    gappy = np.concatenate([tone, np.zeros(6 * RATE, np.float32), tone * np.float32(0.01)])
    assert integrated_loudness(gappy, RATE) == pytest.approx(-23.01, abs=0.5)
    assert integrated_loudness(np.zeros(RATE, np.float32), RATE) == -70


def test_the_true_peak_lies_between_the_samples() -> None:
    quarter = sine(RATE / 4, 0.5, 0.0, phase=np.pi / 4)  # every sample at -3 dB, the wave between them at 0
    assert 20 * np.log10(np.abs(quarter).max()) == pytest.approx(-3.01, abs=0.01)
    assert true_peak(faded(quarter, RATE, 0.05, 0.05)) == pytest.approx(0.0, abs=0.15)


def test_levelling_meets_loudness_and_ceiling_of_a_peaky_sound() -> None:
    random = np.random.default_rng(3)
    bursts = (random.standard_normal(RATE * 4) * (0.02 + 0.3 * (np.arange(RATE * 4) % 24000 < 7200))).astype(np.float32)
    out = levelled(bursts, RATE)
    assert integrated_loudness(out, RATE) == pytest.approx(-16, abs=0.5)
    assert true_peak(out) < -1.0
    assert np.array_equal(levelled(np.zeros(RATE, np.float32), RATE), np.zeros(RATE, np.float32))


def test_the_limiter_leaves_what_is_low_enough_and_does_not_clip() -> None:
    low = sine(440, 0.5, -6)
    assert limited(low, RATE) is low
    loud = sine(440, 0.5, 6)
    out = limited(loud, RATE)
    assert true_peak(out) < -1.2
    spectrum = np.abs(np.fft.rfft(out * np.hanning(len(out))))
    assert spectrum[int(1320 * 0.5)] < 0.01 * spectrum[220]  # a clipped sine would have a third harmonic


def test_trimming_finds_the_sound() -> None:
    sound = np.concatenate([np.zeros(RATE, np.float32), sine(300, 1, -10), np.zeros(RATE // 2, np.float32)])
    first, last = sounding(sound, RATE)
    assert first / RATE == pytest.approx(1, abs=0.006) and last / RATE == pytest.approx(2, abs=0.006)
    assert sounding(np.zeros(RATE, np.float32), RATE) == (0, 0)


def test_resampling_keeps_a_tone_and_stops_aliases() -> None:
    assert (
        np.abs(resample(sine(1000, 1, -6, 22050), 22050, RATE)[2000:-2000] - sine(1000, 1, -6)[2000:-2000]).max() < 2e-3
    )
    assert np.abs(resample(sine(15000, 1, 0), RATE, 22050))[2000:-2000].max() < 1e-3


def test_wav_and_mp3_come_back() -> None:
    tone = faded(sine(440, 1.5, -6), RATE, 0.01, 0.01)
    wav = encode_wav(tone, RATE)
    samples, rate = decode_wav(wav)
    assert rate == RATE and np.abs(samples - tone).max() < 2 / 32767
    mp3 = encode_mp3(tone, RATE)
    assert mp3 == encode_mp3(tone, RATE)
    heard, rate = decode_audio(mp3, 10)
    assert rate == RATE and len(heard) / RATE == pytest.approx(1.5, abs=0.1)
    assert np.std(heard) == pytest.approx(np.std(tone), rel=0.1)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a sound",
        b"\x89PNG\r\n\x1a\n" + bytes(500),
        b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        encode_wav(np.zeros(0, np.float32), RATE),
    ],
    ids=["empty", "text", "picture", "playlist", "concat", "no samples"],
)
def test_what_is_no_sound_is_refused(data: bytes) -> None:
    with pytest.raises(UnsupportedMedia, match="could not be read"):
        decode_audio(data, 10)


@pytest.mark.parametrize(
    ("sound", "reason"),
    [
        (np.zeros(RATE * 5, np.float32), "no sound"),
        (np.concatenate([sine(200, 1.2, -10), np.zeros(RATE * 4, np.float32)]), "1.2 s of sound"),
        (np.tile(sine(200, 10, -10, 8000), 31), "longer than 5 minutes"),
    ],
    ids=["silence", "short", "long"],
)
def test_a_sample_that_teaches_nothing_is_refused(sound: NDArray[np.float32], reason: str) -> None:
    with pytest.raises(InvalidParams, match=reason) as caught:
        decode_sample(encode_wav(sound, 8000 if "longer" in reason else RATE))
    assert caught.value.details["fields"][0]["field"] == "voice_sample"
