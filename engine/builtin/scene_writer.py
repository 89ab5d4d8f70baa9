"""Scenes from words without a model: the parser and its lexicon."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from domain.generator import BackendInfo
from engine.scene.spec import SpecStyle

VERSION = "builtin-words-1"


class BuiltinScene:
    """The capability "scene": what a prompt describes, as in scene.json."""

    @property
    def info(self) -> BackendInfo:
        return BackendInfo("builtin", "built-in reader", None, VERSION)

    def write(
        self,
        prompt: str,
        negative_prompt: str,
        style: str,
        seed: int,
        report: Callable[[float], None],  # noqa: ARG002  reading a prompt takes milliseconds
    ) -> Any:
        """The scene as JSON. The same words and seed give the same scene; no text makes it raise."""
        from engine.scene.words.parser import parse

        spec = parse(prompt, negative=negative_prompt, style=cast(SpecStyle, style), seed=seed)
        return spec.model_dump(mode="json")
