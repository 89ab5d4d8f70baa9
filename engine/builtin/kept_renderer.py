"""The renderer that the built-in backends draw with."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.scene.render.renderer import Renderer


class KeptRenderer:
    """One renderer for pictures and films, made when it is first needed and kept: its shaders stay compiled.

    A renderer belongs to one thread (an OpenGL context is current in one at a time), so all backends that share this
    must draw in the same one, as those of a worker do. Use it as a context manager, or close it.
    """

    def __init__(self) -> None:
        self._renderer: Renderer | None = None

    def get(self) -> Renderer:
        """The renderer.

        Raises:
            BackendUnavailable: this machine has no EGL; says which packages to install.
        """
        from engine.scene.render.renderer import Renderer

        if self._renderer is None:
            self._renderer = Renderer()
        return self._renderer

    def close(self) -> None:
        """Free the renderer; whoever draws next makes a new one."""
        if self._renderer is not None:
            self._renderer.close()
            self._renderer = None

    def __enter__(self) -> KeptRenderer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
