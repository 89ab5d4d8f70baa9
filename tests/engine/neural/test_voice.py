"""A voice of the real Pocket TTS classes with random weights: it hums, but all around it is as with real ones."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data.catalogue import Model
from domain.errors import BackendUnavailable, InvalidParams, JobCancelled, OutOfMemory
from engine.media.audio.loudness import integrated_loudness, true_peak
from engine.media.audio.wav import write_wav
from engine.neural.model_cache import ModelCache
from engine.neural.pocket_tts import PocketSource, PocketTts
from engine.neural.voice import NeuralVoice
from engine.neural.weights import Weights
from engine.speech_request import Speech, SpeechRequest
from tests.support.tiny_catalogue import CPU, tiny_entry

TEXT = "The keeper lit 3 lamps. Who had asked him to? [pause 1s] Nobody."
CATALOGUE = {key: tiny_entry(key) for key in ("pocket-tts", "pocket-tts-codec")}


def ignore(_fraction: float) -> None:
    """Takes reports that a test does not look at."""


@pytest.fixture
def model(installed: Callable[[str], Model]) -> Model:
    return installed("pocket-tts")


@pytest.fixture
def voice(model: Model, models_dir: Path, cache: ModelCache) -> NeuralVoice:
    return NeuralVoice(cache, model, Weights(models_dir, CATALOGUE))


def moved(models_dir: Path, folder: Path) -> Weights:
    """The weights, free to be changed."""
    for key in CATALOGUE:
        shutil.copytree(models_dir / key, folder / key)
    return Weights(folder, CATALOGUE)


def speak(backend: NeuralVoice, text: str = TEXT, report: Callable[[float], None] = ignore, **changes: Any) -> Speech:
    return backend.speak(SpeechRequest(text, **changes), report)


def test_a_speech_is_as_promised(voice: NeuralVoice) -> None:
    speech = speak(voice)

    assert speech.rate == 48000
    assert [word.word for word in speech.words] == [word for word in TEXT.split() if word not in ("[pause", "1s]")]
    assert [sentence.text for sentence in speech.sentences] == [
        "The keeper lit 3 lamps.",
        "Who had asked him to?",
        "Nobody.",
    ]
    edges = [edge for word in speech.words for edge in (word.start, word.end)]
    assert edges == sorted(edges) and 0 <= edges[0] and edges[-1] <= speech.duration
    assert speech.words[-1].start - speech.words[-2].end > 1.0
    assert all(0 <= p.start < p.end <= speech.duration for p in speech.phonemes)
    assert abs(integrated_loudness(speech.samples, speech.rate) + 16) < 1
    assert true_peak(speech.samples) < -1
    assert voice.info.name == "Pocket TTS" and voice.info.kind == "neural"


def test_the_seed_the_voice_and_the_speed_are_heeded(voice: NeuralVoice) -> None:
    first = speak(voice, seed=1)

    assert np.array_equal(speak(voice, seed=1).samples, first.samples)
    for changes in ({"seed": 2}, {"seed": 1, "voice": "male-deep"}):
        assert not np.array_equal(speak(voice, **changes).samples[:24000], first.samples[:24000])
    quick = speak(voice, "One two three four.", speed=2.0)
    assert quick.duration == pytest.approx(speak(voice, "One two three four.").duration / 2, abs=0.15)


def test_the_same_sentence_sounds_the_same_when_a_later_one_changes(voice: NeuralVoice) -> None:
    one, other = (speak(voice, f"The keeper slept. {rest}").sentences[0] for rest in ("He dreamt.", "Nothing stirred."))

    assert one == other


def test_a_recording_gives_the_voice(voice: NeuralVoice) -> None:
    person = np.sin(np.linspace(0, 3000, 3 * 44100)).astype(np.float32)

    assert voice.imitates
    assert voice.refusal("en", "child", imitate=True) is None
    like = speak(voice, sample=person, sample_rate=44100)
    assert not np.array_equal(like.samples[:24000], speak(voice).samples[:24000])


def test_the_owners_own_voices_go_first_as_recording_latents_or_attention_cache(
    voice: NeuralVoice, model: Model, models_dir: Path, cache: ModelCache, tmp_path: Path
) -> None:
    weights = moved(models_dir, tmp_path)
    own = weights.folder(model) / "voices"
    (own / "marius.safetensors").rename(own / "female-soft.safetensors")
    first = NeuralVoice(cache, model, weights)
    assert np.array_equal(speak(first).samples, speak(voice, voice="male-warm").samples)

    (own / "female-soft.safetensors").unlink()
    _save_cache(weights, model, own)
    second = NeuralVoice(cache, model, weights)
    assert second.info.revision != first.info.revision
    alba, marius = speak(voice).samples, speak(voice, voice="male-warm").samples
    assert np.abs(speak(second).samples - alba).max() < np.abs(marius - alba).max() / 50

    (own / "female-soft.safetensors").unlink()
    write_wav(own / "female-soft.wav", np.sin(np.linspace(0, 9000, 60000)).astype(np.float32) / 2, 24000)
    third = NeuralVoice(cache, model, weights)
    assert third.info.revision != second.info.revision
    assert not np.array_equal(speak(third).samples, alba)


def _save_cache(weights: Weights, model: Model, own: Path) -> None:
    """The keys and values that the model holds after hearing the voice "alba"."""
    import torch
    from safetensors.torch import load_file, save_file

    presets, codec = model.speech, weights.codec(model)
    assert presets is not None and codec is not None
    network = PocketSource(weights.folder(model), codec, model, presets, CPU).load()._model
    latents = load_file(own / "alba.safetensors")["latents"]
    config = network.config
    ids = [config.audio_prompt_bos_token_id, *[config.audio_prompt_token_id] * len(latents)]
    with torch.no_grad():
        layers = network(torch.tensor([ids]), audio_prompt_latents=latents[None]).past_key_values.layers
    tensors = {
        f"layers.{n}.{kind}": getattr(layer, kind) for n, layer in enumerate(layers) for kind in ("keys", "values")
    }
    save_file(tensors, own / "female-soft.safetensors")


@pytest.mark.parametrize(
    ("language", "who", "field"), [("fr", "female-soft", "language"), ("en", "male-deep", "voice")]
)
def test_what_it_cannot_say_is_refused_by_its_field(
    language: str, who: str, field: str, model: Model, models_dir: Path, cache: ModelCache, tmp_path: Path
) -> None:
    weights = moved(models_dir, tmp_path)
    (weights.folder(model) / "voices" / "bill_boerst.safetensors").unlink()
    voice = NeuralVoice(cache, model, weights)

    refusal = voice.refusal(language, who, imitate=False)
    with pytest.raises(InvalidParams) as refused:
        speak(voice, "Bonjour.", language=language, voice=who)

    assert refusal is not None and refusal.field == field
    assert [each["field"] for each in refused.value.details["fields"]] == [field]


def test_a_codec_that_cannot_listen_refuses_recordings(
    model: Model, models_dir: Path, cache: ModelCache, tmp_path: Path
) -> None:
    weights = moved(models_dir, tmp_path)
    config = tmp_path / "pocket-tts-codec" / "config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), "encoder_config": None}))

    refusal = NeuralVoice(cache, model, weights).refusal("en", "female-soft", imitate=True)

    assert refusal is not None and refusal.field == "voice_sample"


def test_progress_rises_and_a_cancelled_speech_leaves_the_model_usable(voice: NeuralVoice, cache: ModelCache) -> None:
    seen: list[float] = []
    expected = speak(voice, report=seen.append)

    def cancel_in_the_second_sentence(fraction: float) -> None:
        if fraction > 0.4:
            raise JobCancelled("stopped")

    with pytest.raises(JobCancelled):
        speak(voice, report=cancel_in_the_second_sentence)

    assert seen == sorted(seen) and seen[-1] == 1.0 and len({f for f in seen if 0.08 <= f < 1}) >= 3
    assert np.array_equal(speak(voice).samples, expected.samples)
    assert cache.stats().misses == 1


@pytest.mark.parametrize("damage", ["latents", "cut"])
def test_a_damaged_voice_is_told_as_such(
    damage: str, model: Model, models_dir: Path, cache: ModelCache, tmp_path: Path
) -> None:
    import torch
    from safetensors.torch import save_file

    weights = moved(models_dir, tmp_path)
    file = weights.folder(model) / "voices" / "alba.safetensors"
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:40])
    else:
        save_file({"latents": torch.zeros(4, 3)}, file)

    with pytest.raises(BackendUnavailable, match="damaged"):
        speak(NeuralVoice(cache, model, weights))


def test_a_lack_of_memory_is_tried_once_more_and_then_told(voice: NeuralVoice, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    def full(*_arguments: object) -> None:
        tries.append(1)
        raise RuntimeError("CUDA out of memory")

    monkeypatch.setattr(PocketTts, "say", full)

    with pytest.raises(OutOfMemory, match="built-in voices"):
        speak(voice)
    assert len(tries) == 2


def test_without_its_codec_the_model_is_not_complete(model: Model, models_dir: Path, tmp_path: Path) -> None:
    weights = moved(models_dir, tmp_path)
    assert weights.problem(model) is None

    shutil.rmtree(tmp_path / "pocket-tts-codec")

    assert weights.problem(model) == "it works on pocket-tts-codec, and there the folder does not exist"
