"""Makes the neural backends. Importing this loads nothing heavy; calling a factory does so only when weights exist."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from data.catalogue import Model, Task
from domain.errors import BackendUnavailable
from engine.backends import NeuralFactory
from engine.chat_lesson import ChatLesson
from engine.chat_scene import ChatScene
from engine.chat_script import ChatScript
from engine.neural.device import Device, detect
from engine.neural.model_cache import CacheStats, ModelCache
from engine.neural.weights import Weights
from engine.remote_chat import OpenAICompatibleChat

if TYPE_CHECKING:
    from engine.neural.chat import NeuralChat
    from engine.neural.coalescer import Coalescer
    from engine.neural.music import NeuralMusic
    from engine.neural.restyle import NeuralRestyle
    from engine.neural.video import NeuralVideo
    from engine.neural.voice import NeuralVoice

_NEEDED = ("torch", "diffusers", "transformers", "accelerate")


@dataclass(frozen=True)
class ChatSettings:
    """A chat server for scripts; no `url` means a model on this machine."""

    url: str = ""
    model: str = ""
    api_key: str = field(default="", repr=False)


class NeuralBackends:
    """Makes backends that share one cache of loaded models."""

    def __init__(self, models_dir: Path, catalogue: Mapping[str, Model], chat: ChatSettings) -> None:
        self._weights = Weights(models_dir, catalogue)
        self._chat = chat
        self._cache: ModelCache | None = None
        self._images: dict[str, Coalescer] = {}
        self._lock = threading.Lock()

    def factories(self) -> Mapping[str, NeuralFactory]:
        """By capability, for BackendRegistry."""
        return {
            "image": self.image,
            "restyle": self.restyle,
            "script": self.script,
            "video": self.video,
            "lesson": self.lesson,
            "scene": self.scene,
            "picture-video": self.picture_video,
            "voice": self.voice,
            "music": self.music,
        }

    def image(self, model_key: str | None = None) -> Coalescer:
        """Draws with the model of this catalogue key, or with the best one. Raises BackendUnavailable.

        There is one for each model, whether it was named or is the best, so that all requests for it can be coalesced.
        """
        model, cache = self._pick("text-to-image", model_key)
        from engine.neural.coalescer import Coalescer
        from engine.neural.image import NeuralImage

        with self._lock:
            if model.key not in self._images:
                self._images[model.key] = Coalescer(NeuralImage(cache, model, self._weights))
            return self._images[model.key]

    def restyle(self, model_key: str | None = None) -> NeuralRestyle:
        """Raises BackendUnavailable."""
        model, cache = self._pick("image-to-image", model_key)
        from engine.neural.restyle import NeuralRestyle

        return NeuralRestyle(cache, model, self._weights)

    def video(self, model_key: str | None = None) -> NeuralVideo:
        """Films with the model of this key, or with the best one that can film words. Raises BackendUnavailable.

        One that is named may film pictures only.
        """
        pictures = any(model.key == model_key for model in self._weights.wanted("image-to-video"))
        model, cache = self._pick("image-to-video" if pictures else "text-to-video", model_key)
        from engine.neural.video import NeuralVideo

        return NeuralVideo(cache, model, self._weights)

    def picture_video(self, model_key: str | None = None) -> NeuralVideo:
        """Films pictures with the model of this key, or with the best one that can. Raises BackendUnavailable."""
        model, cache = self._pick("image-to-video", model_key)
        from engine.neural.video import NeuralVideo

        return NeuralVideo(cache, model, self._weights)

    def voice(self, model_key: str | None = None) -> NeuralVoice:
        """Raises BackendUnavailable."""
        model, cache = self._pick("text-to-speech", model_key)
        from engine.neural.voice import NeuralVoice

        return NeuralVoice(cache, model, self._weights)

    def lesson(self, model_key: str | None = None) -> ChatLesson:
        """Teaches with the chat server where one is set, else with a model here. Raises BackendUnavailable."""
        return ChatLesson(self._server() if self._chat.url and model_key is None else self.chat(model_key))

    def music(self, model_key: str | None = None) -> NeuralMusic:
        """Raises BackendUnavailable."""
        model, cache = self._pick("text-to-music", model_key)
        from engine.neural.music import NeuralMusic

        return NeuralMusic(cache, model, self._weights)

    def scene(self, model_key: str | None = None) -> ChatScene:
        """Describes scenes with the chat server where one is set, else with a model here. Raises BackendUnavailable."""
        return ChatScene(self._server() if self._chat.url and model_key is None else self.chat(model_key))

    def script(self, model_key: str | None = None) -> ChatScript:
        """Writes with the chat server where one is set, else with a model here. Raises BackendUnavailable."""
        return ChatScript(self._server() if self._chat.url and model_key is None else self.chat(model_key))

    def chat(self, model_key: str | None = None) -> NeuralChat:
        """Raises BackendUnavailable."""
        model, cache = self._pick("chat", model_key)
        from engine.neural.chat import NeuralChat

        return NeuralChat(cache, model, self._weights)

    def stats(self) -> CacheStats | None:
        """What is loaded; None as long as nothing ever was."""
        with self._lock:
            return self._cache.stats() if self._cache else None

    def _server(self) -> OpenAICompatibleChat:
        try:
            return OpenAICompatibleChat(self._chat.url, self._chat.api_key, self._chat.model)
        except ValueError as error:
            raise BackendUnavailable(f"The chat server cannot be used: {error}.") from None

    def _pick(self, task: Task, model_key: str | None) -> tuple[Model, ModelCache]:
        """The model of this key, or the best one for the task, and what keeps it loaded. Raises BackendUnavailable."""
        return self._best(task) if model_key is None else self._named(model_key, task)

    def _best(self, task: Task) -> tuple[Model, ModelCache]:
        """The first model in the catalogue whose weights are here and which the device can run."""
        if not self._weights.complete(task):
            raise BackendUnavailable(self._what_to_install(task))
        cache = self._shared_cache()
        models = self._weights.installed(task, cache.device)
        if not models:
            raise BackendUnavailable(_too_small(self._weights.complete(task), cache.device))
        return models[0], cache

    def _named(self, key: str, task: Task) -> tuple[Model, ModelCache]:
        """The model of this key. Raises BackendUnavailable where it is unknown, not for the task, or cannot run."""
        named = self._weights.nameable(task)
        model = next((model for model in named if model.key == key), None)
        if model is None:
            keys = ", ".join(model.key for model in named)
            raise BackendUnavailable(f"There is no model {key!r} for this. There are: {keys}.")
        problem = self._weights.problem(model)
        if problem and model.by_hand:
            raise BackendUnavailable(f"{model.title} is not installed: {problem} in {_folder(model)}.")
        if problem:
            raise BackendUnavailable(
                f"{model.title} is not installed: {problem}. Download it ({model.size_gb:g} GB) into "
                f"{_folder(model)} with make models GET={model.key}, or leave the choice of the model to the studio."
            )
        cache = self._shared_cache()
        if not cache.device.fits(model):
            raise BackendUnavailable(_too_small([model], cache.device))
        return model, cache

    def _shared_cache(self) -> ModelCache:
        """Raises BackendUnavailable where the libraries are missing."""
        missing = [name for name in _NEEDED if find_spec(name) is None]
        if missing:
            raise BackendUnavailable(f"{', '.join(missing)} is not installed. Start with: make run NEURAL=1")
        with self._lock:
            if self._cache is None:
                self._cache = ModelCache(detect())
            return self._cache

    def _what_to_install(self, task: Task) -> str:
        """Names a folder that was begun, else what is the least to install with a graphics card and without one."""
        wanted = self._weights.wanted(task)
        for model in wanted:
            if self._weights.begun(model):
                return f"{model.title} in {_folder(model)} is incomplete: {self._weights.problem(model)}."
        choices = [f"{model.title} ({model.size_gb:g} GB: make models GET={model.key})" for model in _least(wanted)]
        server = "name a chat server in KINORA_CHAT_URL, " if task == "chat" else ""
        return f"No model for this is installed. Download {', or '.join(choices)}, {server}or use the built-in backend."


def _folder(model: Model) -> str:
    return f"KINORA_MODELS_DIR/{model.key}"


def _least(models: Sequence[Model]) -> list[Model]:
    """The smallest model that needs a graphics card, and the best of those that do not."""
    with_card = sorted((model for model in models if not model.cpu and not model.base), key=lambda model: model.size_gb)
    without = [model for model in models if model.cpu]
    return [*with_card[:1], *without[:1]]


def neural_factories(
    models_dir: Path, catalogue: Mapping[str, Model], chat_settings: ChatSettings
) -> Mapping[str, NeuralFactory]:
    """The neural factories by capability, for BackendRegistry. Use NeuralBackends to see what is loaded, too."""
    return NeuralBackends(models_dir, catalogue, chat_settings).factories()


def _too_small(models: list[Model], device: Device) -> str:
    model = min(models, key=lambda model: model.vram_gb)
    here = f"{device.name} has {device.total_gb:.0f} GB" if device.kind != "cpu" else "there is none here"
    return f"{model.title} needs a graphics card with {model.vram_gb:g} GB; {here}. Use the built-in backend."
