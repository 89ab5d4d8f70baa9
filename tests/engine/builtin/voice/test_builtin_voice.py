"""The built-in voices: clearly different, level, timed, the same each time."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import pytest

from data.voices import load_voices
from domain.errors import BackendUnavailable, InvalidParams, JobCancelled
from engine.builtin.voice import espeak
from engine.builtin.voice.formants import formant_ratio
from engine.builtin.voice.pitch import track_pitch
from engine.builtin.voice.voice import BuiltinVoice
from engine.media.audio.loudness import integrated_loudness, true_peak
from engine.media.audio.resample import resample
from engine.speech_request import VOICES, Speech, SpeechRequest

TEXT = "Every evening the keeper climbed the stairs. [pause 1.5s] Who would answer?"
RATE = 22050
ENGINE = BuiltinVoice()


def spoken(text: str = TEXT, **changes: object) -> Speech:
    return ENGINE.speak(SpeechRequest(text, **changes), lambda _fraction: None)  # type: ignore[arg-type]  # test values


@pytest.fixture(scope="module")
def voices() -> dict[str, Speech]:
    return {name: spoken(voice=name) for name in VOICES}


def test_each_voice_has_its_pitch_and_the_agreed_level(voices: dict[str, Speech]) -> None:
    for name, speech in voices.items():
        low = resample(speech.samples, speech.rate, RATE)
        assert track_pitch(low, RATE).median == pytest.approx(load_voices()[name].pitch, rel=0.09), name
        assert integrated_loudness(speech.samples, speech.rate) == pytest.approx(-16, abs=0.5), name
        assert true_peak(speech.samples) < -1.0, name
        assert speech.samples.dtype == np.float32 and speech.rate == 48000


def test_smaller_speakers_have_higher_resonances(voices: dict[str, Speech]) -> None:
    sounds = {name: resample(speech.samples, speech.rate, RATE) for name, speech in voices.items()}
    heard = {name: (sound, track_pitch(sound, RATE)) for name, sound in sounds.items()}
    man = load_voices()["male-warm"].formants
    for name, recording in heard.items():
        ratio = formant_ratio(recording, heard["male-warm"])
        assert ratio == pytest.approx(load_voices()[name].formants / man, rel=0.06), name


def test_nothing_clicks_and_silence_is_trimmed(voices: dict[str, Speech]) -> None:
    for name, speech in voices.items():
        quiet = np.abs(speech.samples) < 0.001
        steps = np.abs(np.diff(speech.samples))
        assert steps[quiet[:-1] & quiet[1:]].max() < 0.002, name
        assert steps.max() < 0.6, name
        assert np.abs(speech.samples[: 48 * 60]).max() > 0.01, name  # speaks within 60 ms
        assert speech.duration - speech.words[-1].end < 0.3, name


def test_words_stand_where_their_sound_is(voices: dict[str, Speech]) -> None:
    for name, speech in voices.items():
        words = speech.words
        assert [word.word for word in words] == [w for w in TEXT.replace("[pause 1.5s] ", "").split()]
        assert all(w.start < w.end for w in words), name
        assert all(a.end <= b.start + 1e-6 for a, b in zip(words, words[1:], strict=False)), name
        assert words[-1].end <= speech.duration
        # the pause: silent in between, sound again within 0.1 s of the next word's start
        rest = speech.samples[round((words[6].end + 0.15) * 48000) : round((words[7].start - 0.02) * 48000)]
        assert len(rest) > 1.5 * 48000
        assert np.abs(rest).max() < 0.02, name
        after = speech.samples[round(words[7].start * 48000) :]
        assert np.argmax(np.abs(after) > 0.03) < 0.1 * 48000, name


def test_phonemes_and_sentences_cover_the_words(voices: dict[str, Speech]) -> None:
    speech = voices["male-warm"]
    assert [(s.first, s.last, s.text) for s in speech.sentences] == [
        (0, 7, "Every evening the keeper climbed the stairs."),
        (7, 10, "Who would answer?"),
    ]
    sounds = [p for p in speech.phonemes if p.phoneme]
    assert sum(1 for p in sounds if "iː" in p.phoneme) == 2  # evening, keeper
    assert all(a.end <= b.start + 1e-6 for a, b in zip(speech.phonemes, speech.phonemes[1:], strict=False))
    assert abs(sounds[0].start - speech.words[0].start) < 0.1
    assert abs(sounds[-1].end - speech.words[-1].end) < 0.1


def test_the_same_request_gives_the_same_samples(voices: dict[str, Speech]) -> None:
    assert np.array_equal(spoken(voice="child").samples, voices["child"].samples)
    assert not np.array_equal(spoken(voice="child", seed=1).samples, voices["child"].samples)


def test_speed_changes_the_length_not_the_pitch() -> None:
    fast = spoken("Every evening the keeper climbed the stairs.", voice="male-warm", speed=1.6)
    slow = spoken("Every evening the keeper climbed the stairs.", voice="male-warm", speed=0.8)
    assert slow.duration / fast.duration == pytest.approx(2.0, rel=0.15)
    low = [resample(s.samples, 48000, RATE) for s in (fast, slow)]
    assert track_pitch(low[0], RATE).median == pytest.approx(track_pitch(low[1], RATE).median, rel=0.06)


def test_a_stressed_word_is_higher_and_louder() -> None:
    plain, strong = (
        spoken("They never go there.", voice="male-warm"),
        spoken("They *never* go there.", voice="male-warm"),
    )

    def word(speech: Speech) -> tuple[float, float]:
        piece = speech.samples[round(speech.words[1].start * 48000) : round(speech.words[1].end * 48000)]
        rest = speech.samples[round(speech.words[2].start * 48000) : round(speech.words[3].end * 48000)]
        pitch = [track_pitch(resample(x, 48000, RATE), RATE).median for x in (piece, rest)]
        return pitch[0] / pitch[1], float(np.std(piece) / np.std(rest))

    assert word(strong)[0] > 1.07 * word(plain)[0]
    assert word(strong)[1] > 1.1 * word(plain)[1]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Am 3. Mai kostet es 5 €."),
        ("zh", "今天天气很好。我们去公园。"),
        ("ar", "مرحبا بك. كيف حالك؟"),
        ("pt-br", "Olá, mundo!"),
        ("fr", "Bonjour, le monde."),
        ("en-gb", "Good evening, everybody."),
    ],
)
def test_other_languages_are_spoken(language: str, text: str) -> None:
    speech = spoken(text, language=language)
    assert speech.duration > 1
    assert "".join(word.word for word in speech.words) == text.replace(" ", "")


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"language": "xx"}, "language"), ({"text": "😀 … — !"}, "text"), ({"text": "今天天气很好"}, "text")],
)
def test_what_cannot_be_said_is_refused(changes: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidParams) as caught:
        spoken(**changes)
    assert caught.value.details["fields"][0]["field"] == field


def test_cancelling_stops_between_sentences() -> None:
    reports: list[float] = []

    def report(fraction: float) -> None:
        reports.append(fraction)
        raise JobCancelled("stopped")

    with pytest.raises(JobCancelled):
        ENGINE.speak(SpeechRequest("One. Two. Three. Four."), report)
    assert len(reports) == 1


def test_espeak_stays_in_its_own_process(voices: dict[str, Speech]) -> None:
    assert voices
    assert "espeakng_loader" not in sys.modules
    assert "espeak" not in Path("/proc/self/maps").read_text()


def test_without_espeak_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    child = tmp_path / "child.py"
    child.write_text("raise SystemExit(3)")
    monkeypatch.setattr(espeak, "_CHILD", child)
    with pytest.raises(BackendUnavailable, match="espeakng-loader"):
        BuiltinVoice().languages()


def test_an_espeak_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    child = tmp_path / "child.py"
    child.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(espeak, "_CHILD", child)
    monkeypatch.setattr(espeak, "PATIENCE", 0.2)
    with pytest.raises(BackendUnavailable):
        BuiltinVoice().languages()


def test_a_slow_reader_is_not_taken_for_a_hanging_espeak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(espeak, "PATIENCE", 2.0)
    texts = ["Every evening the keeper climbed the stairs, and every evening the sea answered with a song."] * 4
    said = []
    for utterance in espeak.utter(texts, espeak.Manner("en-us", 150), lambda: None):
        time.sleep(0.7)
        said.append(len(utterance.samples))
    assert len(said) == 4


@pytest.mark.parametrize("name", ["male-deep", "child"])
def test_an_imitation_takes_pitch_mouth_and_pace_of_its_sample(voices: dict[str, Speech], name: str) -> None:
    from engine.builtin.voice.imitation import imitation
    from engine.builtin.voice.speaker import named_speaker

    wanted = load_voices()[name]
    sample = voices[name]
    heard = imitation(named_speaker(load_voices()["male-warm"]), sample.samples, sample.rate)
    assert heard.melody.pitch == pytest.approx(wanted.pitch, rel=0.08)
    assert heard.shape.formants == pytest.approx(wanted.formants, rel=0.05)
    assert heard.rate == pytest.approx(wanted.rate, rel=0.15)
    copy = spoken("Good morning to everybody here.", sample=sample.samples, sample_rate=sample.rate)
    low = resample(copy.samples, copy.rate, RATE)
    assert track_pitch(low, RATE).median == pytest.approx(wanted.pitch, rel=0.12)


def test_a_sample_without_a_voice_is_refused() -> None:
    noise = (0.1 * np.random.default_rng(0).standard_normal(48000 * 4)).astype(np.float32)
    with pytest.raises(InvalidParams, match="no clear voice"):
        spoken("Hello.", sample=noise, sample_rate=48000)
