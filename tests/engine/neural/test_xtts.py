"""XTTS through a stand-in of coqui-tts 0.28: the same modules, classes and calls, and a network that hums."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, ClassVar

import numpy as np
import pytest
import torch

from data.catalogue import load_catalogue
from domain.errors import BackendUnavailable, InvalidParams, Unavailable
from engine.media.audio.wav import decode_wav
from engine.model_choice import model_choices
from engine.model_store.selection import choose
from engine.neural.factories import ChatSettings, NeuralBackends
from engine.neural.voice import NeuralVoice
from engine.neural.weights import XTTS_FILES
from engine.speech_request import Speech, SpeechRequest

MODEL = load_catalogue()["xtts-v2"]


class Config:
    def load_json(self, path: str) -> None:
        assert Path(path).read_text() == "{}"


class Network(torch.nn.Module):  # type: ignore[misc]  # torch is not typed here
    heard: ClassVar[list[float]] = []
    asked: ClassVar[list[tuple[str, str, float]]] = []

    @staticmethod
    def init_from_config(_config: Config) -> Network:
        return Network()

    def load_checkpoint(self, _config: Config, checkpoint_dir: str, eval: bool) -> None:
        assert eval and (Path(checkpoint_dir) / "model.pth").is_file()
        names = MODEL.speech.voices.values() if MODEL.speech else ()
        speakers = {
            name: {"gpt_cond_latent": torch.ones(1) * n, "speaker_embedding": torch.ones(1)}
            for n, name in enumerate(names)
        }
        self.speaker_manager = SimpleNamespace(speakers=speakers)

    def get_conditioning_latents(self, audio_path: list[str]) -> tuple[Any, Any]:
        samples, rate = decode_wav(Path(audio_path[0]).read_bytes())
        self.heard.append(len(samples) / rate)
        return torch.full((1,), 9.0), torch.ones(1)

    def inference(self, text: str, language: str, latents: Any, embedding: Any) -> dict[str, Any]:
        self.asked.append((text, language, float(latents[0])))
        noise = torch.rand(24000 * max(1, len(text) // 14))
        return {"wav": (noise * 0.1 * embedding).numpy()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "xtts-v2").mkdir()
    for name in XTTS_FILES:
        (tmp_path / "xtts-v2" / name).write_text("{}")
    return tmp_path


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    Network.heard.clear()
    Network.asked.clear()
    contents: dict[str, dict[str, object]] = {
        "TTS.tts.configs.xtts_config": {"XttsConfig": Config},
        "TTS.tts.models.xtts": {"Xtts": Network},
    }
    for name in ("TTS", "TTS.tts", "TTS.tts.configs", "TTS.tts.models", *contents):
        module = ModuleType(name)
        module.__spec__ = ModuleSpec(name, None)
        vars(module).update(contents.get(name, {}))
        monkeypatch.setitem(sys.modules, name, module)


def backends(folder: Path) -> NeuralBackends:
    return NeuralBackends(folder, load_catalogue(), ChatSettings())


def speak(backend: NeuralVoice, **changes: Any) -> Speech:
    return backend.speak(
        SpeechRequest(**{"text": "Guten Abend. Wie geht es?", "language": "de", **changes}), lambda _: None
    )


@pytest.mark.usefixtures("installed")
def test_it_speaks_when_named_with_its_own_speakers_and_the_seed_counts(folder: Path) -> None:
    voice = backends(folder).voice("xtts-v2")

    first = speak(voice, voice="female-soft", seed=1)

    assert voice.info.name == "XTTS v2 (not for commercial use)"
    assert [word.word for word in first.words] == ["Guten", "Abend.", "Wie", "geht", "es?"]
    assert [(text, language) for text, language, _ in Network.asked] == [("Guten Abend.", "de"), ("Wie geht es?", "de")]
    assert np.array_equal(speak(voice, voice="female-soft", seed=1).samples, first.samples)
    assert not np.array_equal(speak(voice, voice="female-soft", seed=2).samples, first.samples)
    speak(voice, voice="male-warm")
    assert len({speaker for _, _, speaker in Network.asked}) == 2


@pytest.mark.usefixtures("installed")
def test_a_recording_gives_the_voice_and_codes_are_its_own(folder: Path) -> None:
    voice = backends(folder).voice("xtts-v2")

    speak(voice, sample=np.full(3 * 48000, 0.1, np.float32), sample_rate=48000, text="今天天气很好。", language="zh")

    assert Network.heard == [3.0]
    assert Network.asked == [("今天天气很好。", "zh-cn", 9.0)]
    with pytest.raises(InvalidParams):
        speak(voice, language="sv")


def test_it_is_never_chosen_nor_downloaded_and_says_what_is_missing(folder: Path) -> None:
    made = backends(folder)

    with pytest.raises(BackendUnavailable):
        made.voice()
    with pytest.raises(BackendUnavailable, match="pip install coqui-tts"):
        speak(made.voice("xtts-v2"))
    with pytest.raises(Unavailable, match="by hand"):
        choose(MODEL, [], None)
    (folder / "xtts-v2" / "vocab.json").unlink()
    with pytest.raises(BackendUnavailable, match="vocab.json is missing"):
        made.voice("xtts-v2")
    assert "not for commercial use" in model_choices(("text-to-speech",))["xtts-v2"].title
