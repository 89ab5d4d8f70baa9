"""Chooses what makes a result: a neural backend where one can run and is wanted, else the built-in one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from domain.errors import BackendUnavailable
from domain.generator import Backend
from domain.params import BackendChoice

NeuralFactory = Callable[[], Backend]
"""Makes a capability's best neural backend. Raises BackendUnavailable, saying what is missing, where none can run."""


class BackendRegistry:
    """Adapter of domain.ports.Backends.

    A neural factory is called at the first choice that could take its backend, and what it made is kept. One that
    cannot run is asked again each time, since weights may have been put in place meanwhile: factories look before
    they load anything.
    """

    def __init__(self, builtin: Mapping[str, Backend], neural: Mapping[str, NeuralFactory]) -> None:
        self._builtin = builtin
        self._factories = neural
        self._neural: dict[str, Backend] = {}
        self._lock = threading.Lock()

    def choose(self, capability: str, requested: BackendChoice) -> Backend:
        """The backend for a capability.

        Args:
            requested: "auto" takes the neural backend where it can run, else the built-in one; the others insist.

        Raises:
            BackendUnavailable: the one insisted on cannot run here; the message says what to install.
        """
        if requested == "builtin":
            return self._built_in(capability)
        try:
            return self._made(capability)
        except BackendUnavailable:
            if requested == "neural" or capability not in self._builtin:
                raise
        return self._built_in(capability)

    def _built_in(self, capability: str) -> Backend:
        if capability not in self._builtin:
            raise BackendUnavailable(f"There is no built-in backend for {capability!r}.")
        return self._builtin[capability]

    def _made(self, capability: str) -> Backend:
        with self._lock:
            if capability not in self._neural:
                if capability not in self._factories:
                    raise BackendUnavailable(
                        f"There is no neural backend for {capability!r} yet. Use the built-in one."
                    )
                self._neural[capability] = self._factories[capability]()
            return self._neural[capability]
