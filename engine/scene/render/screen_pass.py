"""A program that is run once for every pixel of a target."""

from __future__ import annotations

import moderngl

from engine.scene.render.programs import Definitions, Programs, UniformValue, set_uniforms

Sampled = moderngl.Texture | moderngl.Texture3D

_TESTS = {"sky": "<=", "things": ">", "all": "1"}
"""How a pass at the depth of the sky is tested."""


class ScreenPasses:
    """Draws full-screen fragment shaders; keeps their vertex arrays."""

    def __init__(self, context: moderngl.Context, programs: Programs) -> None:
        self._context = context
        self._programs = programs
        self._arrays: dict[tuple[str, Definitions], tuple[moderngl.Program, moderngl.VertexArray]] = {}

    def draw(
        self,
        fragment: str,
        target: moderngl.Framebuffer,
        textures: dict[str, Sampled],
        uniforms: dict[str, UniformValue] | None = None,
        definitions: Definitions = (),
        *,
        where: str | None = None,
    ) -> None:
        """Runs shader file `fragment` on all pixels of the target's viewport.

        With `where` only on those whose depth in the target is "sky" or "things"; the target must not write depth, so
        that shaders may read it too. "all" is for shaders that write the depth.
        """
        if where is not None:
            definitions = (*definitions, ("PLANE_DEPTH", "1"))
        program, array = self._find(fragment, definitions)
        target.use()
        if where is None:
            self._context.disable(moderngl.DEPTH_TEST)
        else:
            self._context.enable(moderngl.DEPTH_TEST)
            self._context.depth_func = _TESTS[where]
        bind_textures(program, textures)
        set_uniforms(program, uniforms or {})
        array.render(moderngl.TRIANGLES, vertices=3)
        self._context.depth_func = "<"

    def _find(self, fragment: str, definitions: Definitions) -> tuple[moderngl.Program, moderngl.VertexArray]:
        key = (fragment, definitions)
        if key not in self._arrays:
            program = self._programs.find("fullscreen.vert", fragment, definitions)
            self._arrays[key] = (program, self._context.vertex_array(program, []))
        return self._arrays[key]

    def release(self) -> None:
        """Frees the vertex arrays."""
        for _, array in self._arrays.values():
            array.release()
        self._arrays.clear()


def bind_textures(program: moderngl.Program, textures: dict[str, Sampled]) -> None:
    """Gives each sampler its place in `textures` as its unit, so that programs that share them may be used in turn."""
    for unit, (name, texture) in enumerate(textures.items()):
        member = program.get(name, None)
        if isinstance(member, moderngl.Uniform):
            texture.use(unit)
            member.value = unit
