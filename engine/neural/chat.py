"""Answers messages with a language model on this machine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from data.catalogue import Model
from domain.errors import Unavailable
from domain.generator import BackendInfo
from engine.chat_message import ChatMessage, without_thoughts
from engine.neural.device import Device
from engine.neural.kept_model import LOADED, KeptModel
from engine.neural.memory import is_out_of_memory
from engine.neural.model_cache import ModelCache
from engine.neural.pipelines import silence
from engine.neural.ticking import ticking
from engine.neural.weights import Weights
from engine.rising_report import Report, rising


class NeuralChat:
    """The capability "chat" with a transformers folder: `complete` writes the next message of a conversation.

    The same messages, settings, seed and weights give the same answer on the same kind of device.
    """

    def __init__(self, cache: ModelCache, model: Model, weights: Weights) -> None:
        def load() -> _Loaded:
            return _Loaded(weights.folder(model), model, cache.device)

        self._model = model
        self._kept = KeptModel(cache, model, weights, "chat", load, model.resident_gb)

    @property
    def info(self) -> BackendInfo:
        return self._kept.info

    def complete(
        self,
        messages: Sequence[ChatMessage],
        max_new_tokens: int,
        temperature: float,
        seed: int,
        report: Report,
    ) -> str:
        """The assistant's next message, without any thoughts that the model writes in front of it.

        Args:
            max_new_tokens: where the answer ends at the latest.
            temperature: 0 takes the likeliest token each time.
            seed: 0..2^32-1.
            report: called with a fraction 0..1 while the model loads and at each token. What it raises ends the
                work and is let through; the model stays usable.

        Raises:
            Unavailable: the messages are longer than the model can read.
            OutOfMemory: there is too little memory, even with all other models unloaded.
        """
        sampling = _Sampling(self._model, max_new_tokens, temperature, seed)
        report = rising(report)
        for _attempt in range(2):
            try:
                return self._complete(messages, sampling, report)
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
            # Out of the except block: the exception, which held the tensors, is gone.
            self._kept.make_room()
        raise self._kept.too_little_memory("writing", "the built-in writer")

    def _complete(self, messages: Sequence[ChatMessage], sampling: _Sampling, report: Report) -> str:
        with self._kept.use(report) as loaded:
            text = loaded.answer(messages, sampling, lambda f: report(LOADED + (1 - LOADED) * f))
        report(1.0)
        return without_thoughts(text)


class _Sampling:
    """How tokens are drawn."""

    def __init__(self, model: Model, max_new_tokens: int, temperature: float, seed: int) -> None:
        self.max_new_tokens = max_new_tokens
        self.seed = seed
        self.options: dict[str, Any] = {"do_sample": False}
        if temperature > 0:
            presets = model.presets
            drawn = {"temperature": temperature, "top_p": presets.top_p, "top_k": presets.top_k}
            self.options = {"do_sample": True, **drawn}


class _Loaded:
    """A tokenizer and a model on its device."""

    def __init__(self, folder: Path, model: Model, device: Device) -> None:
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        silence()
        local: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
        self._tokenizer = AutoTokenizer.from_pretrained(str(folder), **local)
        dtype = getattr(torch, device.dtype_for(model))
        self._model = AutoModelForCausalLM.from_pretrained(str(folder), dtype=dtype, use_safetensors=True, **local)
        self._model.to(device.kind).eval()
        # The folder's own sampling settings would mix with ours and warn.
        self._model.generation_config = _only_tokens(self._model.generation_config)

    def answer(self, messages: Sequence[ChatMessage], sampling: _Sampling, report: Report) -> str:
        import torch

        inputs = self._read(messages).to(self._model.device)
        length = inputs["input_ids"].shape[1]
        self._check_room(length, sampling.max_new_tokens)
        done = 0.0

        def at(fraction: float) -> None:
            nonlocal done
            done = fraction
            report(done)

        with torch.random.fork_rng(), torch.inference_mode(), ticking([self._model], lambda: report(done)):
            torch.manual_seed(sampling.seed)
            output = self._model.generate(
                **inputs,
                max_new_tokens=sampling.max_new_tokens,
                stopping_criteria=_each_token(length, sampling.max_new_tokens, at),
                **sampling.options,
            )
        return str(self._tokenizer.decode(output[0, length:], skip_special_tokens=True))

    def _read(self, messages: Sequence[ChatMessage]) -> Any:
        return self._tokenizer.apply_chat_template(
            [{"role": message.role, "content": message.content} for message in messages],
            add_generation_prompt=True,
            return_tensors="pt",
            return_dict=True,
            enable_thinking=False,  # for Qwen3's template; others don't look at it
        )

    def _check_room(self, length: int, new_tokens: int) -> None:
        room = getattr(self._model.config, "max_position_embeddings", None)
        if room is not None and length + new_tokens > room:
            raise Unavailable("The text is too long for the language model. Shorten it, or use the built-in writer.")


def _only_tokens(config: Any) -> Any:
    """A generation config that keeps the special tokens only."""
    from transformers import GenerationConfig

    kept = ("bos_token_id", "eos_token_id", "pad_token_id")
    return GenerationConfig(**{name: getattr(config, name, None) for name in kept})


def _each_token(length: int, new_tokens: int, report: Report) -> Any:
    """Stopping criteria that never stop, but report, and so may raise, at each token."""
    import torch
    from transformers import StoppingCriteria, StoppingCriteriaList

    class _Report(StoppingCriteria):  # type: ignore[misc]  # transformers is not typed
        def __call__(self, input_ids: Any, _scores: Any, **_kwargs: Any) -> Any:
            report(min(1.0, (input_ids.shape[1] - length) / new_tokens))
            return torch.zeros(input_ids.shape[0], dtype=torch.bool, device=input_ids.device)

    return StoppingCriteriaList([_Report()])
