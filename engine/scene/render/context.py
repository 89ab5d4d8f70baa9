"""The OpenGL context, without a screen."""

from __future__ import annotations

import moderngl

from domain.errors import BackendUnavailable

PACKAGES = "libegl1 libgl1 libgl1-mesa-dri"


def open_context() -> moderngl.Context:
    """A fresh OpenGL 3.3 core context on EGL: the GPU's where EGL offers one, else Mesa's llvmpipe.

    Raises:
        BackendUnavailable: there is no EGL, or it has no usable driver.
    """
    try:
        # The library names its error poorly: everything from a missing file to a refused context is an Exception.
        # Its annotation says dict for what is a name.
        return moderngl.create_standalone_context(require=330, backend="egl")  # type: ignore[arg-type]
    except Exception as error:
        raise BackendUnavailable(
            f"3D pictures need OpenGL on EGL, which this machine lacks. On Debian install: {PACKAGES}"
        ) from error


def renderer_name(context: moderngl.Context) -> str:
    """What draws: the GPU's name, or "llvmpipe (...)" for the processor."""
    return str(context.info["GL_RENDERER"])


def is_software(context: moderngl.Context) -> bool:
    """Whether the processor draws instead of a GPU."""
    name = renderer_name(context).lower()
    return any(word in name for word in ("llvmpipe", "softpipe", "swrast", "software"))
