"""Chooses what makes a result: a neural backend where one can run and is wanted, else the built-in one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from domain.errors import BackendUnavailable
from domain.generator import Backend
from domain.params import BackendChoice


class NeuralFactory(Protocol):
    """Makes a capability's neural backend."""

    def __call__(self, model_key: str | None = None, /) -> Backend:
        """With the model of this catalogue key, or with the best one that can run here.

        Raises:
            BackendUnavailable: that one, or none, can run; the message says what is missing.
        """


class BackendRegistry:
    """Adapter of domain.ports.Backends.

    A neural factory is called at every choice that could take its backend, since weights may have been put in place
    or taken away meanwhile: factories look at folders, and what they make is light; loaded models are theirs to keep.
    """

    def __init__(self, builtin: Mapping[str, Backend], neural: Mapping[str, NeuralFactory]) -> None:
        self._builtin = builtin
        self._factories = neural

    def choose(self, capability: str, requested: BackendChoice, model: str | None = None) -> Backend:
        """The backend for a capability.

        Args:
            requested: "auto" takes the neural backend where it can run, else the built-in one; the others insist.
            model: insists on the neural backend with this model of the catalogue; None takes the best one.

        Raises:
            BackendUnavailable: the one insisted on cannot run here; the message says what to install.
        """
        if requested == "builtin":
            if model is not None:
                raise BackendUnavailable(f"The built-in backend does not use the model {model!r}. Ask for one of them.")
            return self._built_in(capability)
        try:
            return self._made(capability, model)
        except BackendUnavailable:
            if requested == "neural" or model is not None or capability not in self._builtin:
                raise
        return self._built_in(capability)

    def _built_in(self, capability: str) -> Backend:
        if capability not in self._builtin:
            raise BackendUnavailable(f"There is no built-in backend for {capability!r}.")
        return self._builtin[capability]

    def _made(self, capability: str, model: str | None) -> Backend:
        if capability not in self._factories:
            raise BackendUnavailable(f"There is no neural backend for {capability!r} yet. Use the built-in one.")
        return self._factories[capability](model)
