from __future__ import annotations

import moderngl
import pytest

from domain.errors import BackendUnavailable
from engine.scene.render.context import is_software, open_context, renderer_name
from engine.scene.render.programs import shader_source
from engine.scene.render.renderer import Renderer


def test_says_what_draws(renderer: Renderer) -> None:
    assert renderer.device
    assert renderer.software == is_software(renderer._gpu.context)
    assert renderer_name(renderer._gpu.context) == renderer.device


def test_without_egl_the_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_: object) -> moderngl.Context:
        raise Exception("libEGL.so: cannot open shared object file")

    monkeypatch.setattr(moderngl, "create_standalone_context", refuse)

    with pytest.raises(BackendUnavailable, match="libegl1 libgl1 libgl1-mesa-dri"):
        open_context()


def test_shaders_include_each_file_once_and_take_definitions() -> None:
    text = shader_source("lighting.frag", (("WRAP", "0.5"),))

    assert text.startswith("#version 330\n#define WRAP 0.5\n")
    assert "#include" not in text
    assert text.count("layout(std140) uniform Frame") == 1


def test_an_unknown_shader_is_not_found() -> None:
    with pytest.raises(FileNotFoundError):
        shader_source("no_such.frag")
