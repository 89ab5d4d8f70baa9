"""What all passes share: the context, compiled programs, noise and the block of frame numbers."""

from __future__ import annotations

import moderngl

from engine.scene.render.context import is_software, open_context, renderer_name
from engine.scene.render.noise_textures import flat_noise, grain, ripples
from engine.scene.render.programs import Programs, UniformValue
from engine.scene.render.screen_pass import Sampled, ScreenPasses


class Gpu:
    """Opened once for a Renderer; `release` frees everything that was made through it."""

    def __init__(self) -> None:
        self.context = open_context()
        self.name = renderer_name(self.context)
        self.software = is_software(self.context)
        self.programs = Programs(self.context)
        self.screen = ScreenPasses(self.context, self.programs)
        self.noise2 = flat_noise(self.context)
        self.ripples = ripples(self.context)
        self.grain = grain(self.context)
        self._rest = self.context.simple_framebuffer((1, 1))
        self._block = self.context.buffer(reserve=4096, dynamic=True)

    def activate(self) -> None:
        """Makes this thread's OpenGL calls go here: another renderer may have been opened or closed since."""
        self.context.__enter__()  # type: ignore[no-untyped-call]  # moderngl leaves it untyped

    def share(self, frame: bytes) -> None:
        """Makes a packed frame (frame_block.pack_frame) the one that all shaders see."""
        self._block.orphan(len(frame))
        self._block.write(frame)
        self._block.bind_to_uniform_block(0)

    def fill(
        self,
        fragment: str,
        target: moderngl.Framebuffer,
        textures: dict[str, Sampled],
        uniforms: dict[str, UniformValue] | None = None,
        definitions: tuple[tuple[str, str], ...] = (),
        *,
        where: str | None = None,
    ) -> None:
        """Runs a full-screen shader, which may read the sampler noise2; `where` as in ScreenPasses.draw."""
        self.screen.draw(fragment, target, {**textures, "noise2": self.noise2}, uniforms, definitions, where=where)

    def rest(self) -> None:
        """Leaves all framebuffers: called before any is freed, since OpenGL refuses to come back to a freed one."""
        self._rest.use()

    def release(self) -> None:
        """Frees programs, textures, buffers and the context."""
        self.activate()
        self.screen.release()
        self.programs.release()
        for part in (self.noise2, self.grain, self.ripples, self._rest, self._block):
            part.release()
        self.context.release()
