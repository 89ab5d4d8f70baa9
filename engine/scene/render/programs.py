"""Shader programs: read from files with #include, compiled once for each set of definitions."""

from __future__ import annotations

import re
from pathlib import Path

import moderngl

FOLDER = Path(__file__).parent / "shaders"
_INCLUDE = re.compile(r'^#include "([\w.]+)"$', re.MULTILINE)

Definitions = tuple[tuple[str, str], ...]


def shader_source(name: str, definitions: Definitions = ()) -> str:
    """The text of a shader with its includes, each only once, and `definitions` after the #version line.

    Raises FileNotFoundError for an unknown file.
    """
    seen: set[str] = set()

    def read(file: str) -> str:
        if file in seen:
            return ""
        seen.add(file)
        return _INCLUDE.sub(lambda match: read(match.group(1)), (FOLDER / file).read_text(encoding="utf-8"))

    text = read(name)
    defines = "".join(f"#define {key} {value}\n" for key, value in definitions)
    version, _, rest = text.partition("\n")
    return f"{version}\n{defines}{rest}"


class Programs:
    """Compiles on first use and keeps what it compiled until the context is released."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._compiled: dict[tuple[str, str, Definitions], moderngl.Program] = {}

    def find(self, vertex: str, fragment: str, definitions: Definitions = ()) -> moderngl.Program:
        """The program of two shader files. Raises moderngl.Error with the compiler's words."""
        key = (vertex, fragment, definitions)
        if key not in self._compiled:
            program = self._context.program(
                vertex_shader=shader_source(vertex, definitions),
                fragment_shader=shader_source(fragment, definitions),
            )
            if "Frame" in program:
                block = program["Frame"]
                if isinstance(block, moderngl.UniformBlock):
                    block.binding = 0
            self._compiled[key] = program
        return self._compiled[key]

    def release(self) -> None:
        """Frees all programs."""
        for program in self._compiled.values():
            program.release()
        self._compiled.clear()


UniformValue = float | tuple[float, ...] | bytes


def set_uniforms(program: moderngl.Program, values: dict[str, UniformValue]) -> None:
    """Sets those that the program has; a compiler may have dropped the others."""
    for name, value in values.items():
        member = program.get(name, None)
        if isinstance(member, moderngl.Uniform):
            if isinstance(value, bytes):
                member.write(value)
            else:
                member.value = value
