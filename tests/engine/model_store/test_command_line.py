"""`python -m engine.model_store`, as `make models` calls it."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.model_store.__main__ import main
from engine.model_store.folders import Shelf
from tests.engine.model_store.conftest import UNET
from tests.support.hub_server import HubServer


@pytest.fixture(autouse=True)
def _settings(server: HubServer, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINORA_MODELS_DIR", str(shelf.root))
    monkeypatch.setenv("KINORA_HUB_URL", server.url)


def test_the_licence_is_shown_and_without_consent_nothing_happens(
    server: HubServer, shelf: Shelf, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--get", "sd15"]) == 1

    said = capsys.readouterr().out
    assert "CreativeML Open RAIL-M" in said and shelf.model("sd15").licence_url in said
    assert "add --accept-licence" in said
    assert server.asked == [] and not shelf.root.exists()


def test_no_on_a_terminal_is_a_no(
    server: HubServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _question: "")
    assert main(["--get", "flux1-kontext-dev"]) == 1
    assert "NOT FOR COMMERCIAL USE" in capsys.readouterr().out
    assert server.asked == []


def test_get_list_verify_remove(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--get", "sd15", "--accept-licence", "--by", "ada"]) == 0
    assert "checksums agree" in capsys.readouterr().out
    assert main([]) == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("sd15 "))
    assert "installed" in line and "2.8 GB" in line and "CreativeML Open RAIL-M" in line

    assert main(["--verify"]) == 0
    weights = shelf.folder("sd15") / UNET
    weights.write_bytes(weights.read_bytes()[:-1] + b"x")
    (shelf.folder("sd15") / "tokenizer" / "vocab.json").unlink()
    capsys.readouterr()
    assert main(["--verify", "sd15"]) == 1
    assert f"tokenizer/vocab.json: missing; {UNET}: changed" in "; ".join(
        sorted(capsys.readouterr().out.splitlines()[0].removeprefix("sd15: ").split("; "))
    )

    assert main(["--remove", "sd15"]) == 1  # no terminal to ask
    assert main(["--remove", "sd15", "--yes"]) == 0
    assert not shelf.folder("sd15").exists()
    assert main(["--remove", "sd15", "--yes"]) == 1


def test_removing_a_link_leaves_the_owners_weights(shelf: Shelf, tmp_path: Path) -> None:
    own = tmp_path / "elsewhere"
    own.mkdir()
    (own / "weights.safetensors").write_bytes(b"mine")
    shelf.root.mkdir()
    shelf.folder("sd15").symlink_to(own)

    assert main(["--remove", "sd15", "--yes"]) == 0

    assert (own / "weights.safetensors").exists() and not shelf.folder("sd15").is_symlink()


def test_an_unknown_model_names_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--get", "../sd15", "--accept-licence"]) == 1
    assert "sdxl, sd15" in capsys.readouterr().err
