"""Textures that are drawn to, freed together."""

from __future__ import annotations

from dataclasses import dataclass, field

import moderngl


@dataclass(eq=False)
class Target:
    """A framebuffer with its colour textures and, where it has one, its depth texture."""

    framebuffer: moderngl.Framebuffer
    colours: tuple[moderngl.Texture, ...]
    depth: moderngl.Texture | None = None

    @property
    def size(self) -> tuple[int, int]:
        return self.framebuffer.size


@dataclass(eq=False)
class Targets:
    """Makes targets and frees all of them."""

    context: moderngl.Context
    _made: list[Target] = field(default_factory=list)

    def make(
        self,
        size: tuple[int, int],
        formats: tuple[tuple[int, str], ...],
        *,
        depth: bool | moderngl.Texture = False,
        nearest: bool = False,
    ) -> Target:
        """A target of `size` pixels (at least 1 x 1) with one colour texture per (components, dtype).

        `depth` makes a depth texture, or is another target's, which is then only tested.
        """
        size = (max(size[0], 1), max(size[1], 1))
        colours = tuple(self._texture(size, components, dtype, nearest) for components, dtype in formats)
        deep = None
        if depth is True:
            deep = self.context.depth_texture(size)
            deep.compare_func = ""
            deep.filter = (moderngl.NEAREST, moderngl.NEAREST)
            deep.repeat_x = deep.repeat_y = False
        borrowed = depth if isinstance(depth, moderngl.Texture) else None
        target = Target(self.context.framebuffer(list(colours), deep or borrowed), colours, deep)
        if borrowed is not None:
            target.framebuffer.depth_mask = False
        self._made.append(target)
        return target

    def _texture(self, size: tuple[int, int], components: int, dtype: str, nearest: bool) -> moderngl.Texture:
        texture = self.context.texture(size, components, dtype=dtype)
        texture.repeat_x = texture.repeat_y = False
        kind = moderngl.NEAREST if nearest else moderngl.LINEAR
        texture.filter = (kind, kind)
        return texture

    def release(self) -> None:
        """Frees all targets; safe to call twice."""
        for target in self._made:
            target.framebuffer.release()
            for colour in target.colours:
                colour.release()
            if target.depth is not None:
                target.depth.release()
        self._made.clear()
