"""Generators are found by being there, and refused early when they would not work."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

from engine.registry import BadDeclaration, discover

GOOD = """
from domain.generator import Generator, Artifact, StagePlan
from domain.params import Params
def run(params, ctx):
    yield Artifact("a.txt", "text/plain", b"a")
GENERATOR = Generator({key!r}, "Sample", "Samples", "A sample.", {params}, lambda p, b: 1, lambda p: [], run)
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    folder = tmp_path / f"sample_{tmp_path.name.replace('-', '_')}"
    folder.mkdir()
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    package = ModuleType(folder.name)
    package.__path__ = [str(folder)]
    monkeypatch.setitem(sys.modules, folder.name, package)
    return package


def write(package: ModuleType, name: str, text: str) -> None:
    (Path(package.__path__[0]) / f"{name}.py").write_text(text)


def test_the_shipped_generators_stand_in_the_order_of_their_tabs() -> None:
    positions = [generator.position for generator in discover().values()]
    assert positions == sorted(positions)
    assert {"restyle", "script"} <= set(discover())


def test_a_dropped_file_is_found(package: ModuleType) -> None:
    write(package, "one", GOOD.format(key="one", params="Params"))
    assert list(discover(package)) == ["one"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = 1", "has no GENERATOR"),
        (GOOD.format(key="Not OK", params="Params"), "not lower case words"),
        (GOOD.format(key="one", params="dict"), "must be a subclass of Params"),
        (
            GOOD.format(key="one", params="Bare").replace("def run", "class Bare(Params):\n    size: int = 1\ndef run"),
            "no Control",
        ),
    ],
)
def test_a_bad_declaration_is_refused_at_the_start(package: ModuleType, text: str, words: str) -> None:
    write(package, "one", text)
    with pytest.raises(BadDeclaration, match=words):
        discover(package)


def test_two_generators_cannot_share_a_key(package: ModuleType) -> None:
    write(package, "one", GOOD.format(key="same", params="Params"))
    write(package, "two", GOOD.format(key="same", params="Params"))
    with pytest.raises(BadDeclaration, match="share the key"):
        discover(package)
