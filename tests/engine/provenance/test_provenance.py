"""Signing and reading of each type that Kinora makes, beside the record inside."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from PIL import Image

from domain.errors import UnsupportedMedia
from domain.generator import Artifact
from domain.provenance import Credentials, Findings, verdict
from engine.media.copies import make_copy
from engine.media.film.ffmpeg import ffmpeg_path
from engine.media.record import embed
from engine.provenance.certificate import Credential, brought_credential, installation_credential, root_of
from engine.provenance.reading import findings
from engine.provenance.signed_copies import SignedCopies
from engine.provenance.signing import Signing
from engine.provenance.verifier import Verifier, as_findings

OURS = installation_credential(b"o" * 32)
RECORD: dict[str, Any] = {
    "created_at": "2026-11-21T10:00:00Z",
    "generator": "image",
    "generator_version": "3",
    "params": {"prompt": "a fox, café"},
    "backends": [{"capability": "image", "kind": "builtin", "name": "built-in renderer", "model": None}],
}
PICTURES = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
SOUNDS = {
    "audio/wav": ("wav", "-f", "lavfi", "-i", "sine=d=1"),
    "audio/mpeg": ("mp3", "-f", "lavfi", "-i", "sine=d=1", "-id3v2_version", "0", "-write_xing", "0"),
    "video/mp4": ("mp4", "-f", "lavfi", "-i", "testsrc2=d=1:s=64x64:r=5", "-pix_fmt", "yuv420p"),
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A small file of each type, without a record."""
    picture = Image.fromarray(np.random.default_rng(0).integers(0, 255, (64, 64, 3), dtype=np.uint8))
    made: dict[str, bytes] = {}
    for kind, name in PICTURES.items():
        out = io.BytesIO()
        picture.save(out, name)
        made[kind] = out.getvalue()
    for kind, (ending, *arguments) in SOUNDS.items():
        path = tmp_path_factory.mktemp("made") / f"file.{ending}"
        subprocess.run([ffmpeg_path(), "-v", "error", *arguments, str(path)], check=True)
        made[kind] = path.read_bytes()
    return made


def signed(content: bytes | Path, kind: str, credential: Credential = OURS) -> bytes:
    artifact, note = Signing(credential, "1.0")(embed(Artifact("file", kind, content), RECORD), RECORD)
    assert note == "signed"
    return artifact.content.read_bytes() if isinstance(artifact.content, Path) else artifact.content


def found(data: bytes, folder: Path, trusted: Credential = OURS) -> Findings:
    """As the process that reads files finds it, but in this one."""
    path = folder / "file"
    path.write_bytes(data)
    with path.open("rb") as file:
        return as_findings(findings(file, root_of(trusted.chain), [trusted.serial]))


@pytest.mark.parametrize("kind", [*PICTURES, *SOUNDS])
def test_a_signed_result_is_ours_keeps_its_record_and_one_changed_byte_is_seen(
    kind: str, files: dict[str, bytes], tmp_path: Path
) -> None:
    data = signed(files[kind], kind)

    seen = found(data, tmp_path)

    assert seen.state is Credentials.HERE
    assert (seen.content_type, seen.software, seen.source) == (kind, "Kinora 1.0", "algorithmicMedia")
    assert seen.made_at == "2026-11-21T10:00:00Z"
    assert seen.problems == ()
    assert seen.record == (None if kind == "image/webp" else RECORD)  # nothing writes records into WebP yet
    assert b"caf" not in data.replace(json.dumps(RECORD["params"], ensure_ascii=False).encode(), b"")

    at = len(data) * 2 // 5 if kind == "image/webp" else len(data) * 4 // 5  # in the picture, sound or film
    changed = found(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :], tmp_path)
    assert changed.state is Credentials.CHANGED
    assert any("mismatch" in problem.lower() for problem in changed.problems)


def test_a_changed_record_is_seen_too(files: dict[str, bytes], tmp_path: Path) -> None:
    data = signed(files["audio/wav"], "audio/wav")
    assert found(data.replace(b"a fox", b"a dog"), tmp_path).state is Credentials.CHANGED


def test_a_film_in_a_file_is_signed_into_another_file(files: dict[str, bytes], tmp_path: Path) -> None:
    film = tmp_path / "video.mp4"
    film.write_bytes(files["video/mp4"])

    assert found(signed(film, "video/mp4"), tmp_path).state is Credentials.HERE
    assert film.read_bytes() == files["video/mp4"]


def test_a_copy_in_another_format_is_signed_too_also_without_the_words_of_its_order(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    result = tmp_path / "image.png"
    result.write_bytes(signed(files["image/png"], "image/png"))
    plain = {name: value for name, value in RECORD.items() if name not in ("params", "generator_version")}

    for wanted in ("image/webp", "image/png"):
        folder = tmp_path / wanted.rsplit("/", 1)[-1]
        folder.mkdir()
        copy = SignedCopies(make_copy, Signing(OURS, "1.0"))(result, "image/png", wanted, plain, folder)
        seen = found(copy.read_bytes(), tmp_path)
        assert (seen.state, seen.source) == (Credentials.HERE, "algorithmicMedia")
        assert b"a fox" not in copy.read_bytes()


def test_a_signature_of_another_installation_is_not_ours(files: dict[str, bytes], tmp_path: Path) -> None:
    data = signed(files["image/png"], "image/png", installation_credential(b"x" * 32))

    seen = found(data, tmp_path)

    assert seen.state is Credentials.ELSEWHERE
    assert seen.signer.startswith("Kinora installation ")
    assert seen.signer in verdict(seen)


def test_files_without_credentials(files: dict[str, bytes], tmp_path: Path) -> None:
    plain = found(files["image/png"], tmp_path)
    assert (plain.state, plain.record) == (Credentials.NONE, None)

    recorded = embed(Artifact("file", "image/png", files["image/png"]), RECORD).content
    assert isinstance(recorded, bytes)
    seen = found(recorded, tmp_path)
    assert (seen.state, seen.record) == (Credentials.NONE, RECORD)
    assert "no signature" in verdict(seen)

    for junk in (b"", b"hello", b"\x89PNG\r\n\x1a\n", b"RIFF\xff\xff\xff\xffWAVE" + b"\xff" * 500):
        assert found(junk, tmp_path).state in (Credentials.UNREADABLE, Credentials.NONE)


def test_a_file_that_cannot_be_read_in_time_is_refused(files: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(files["image/png"])
    hurried = Verifier("", (), seconds=0.001)
    with (tmp_path / "file").open("rb") as file, pytest.raises(UnsupportedMedia):
        hurried(file)


def test_files_are_read_in_a_process_of_its_own(files: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(signed(files["video/mp4"], "video/mp4"))
    with (tmp_path / "file").open("rb") as file:
        seen = Verifier(root_of(OURS.chain), (OURS.serial,))(file)
    assert (seen.state, seen.record) == (Credentials.HERE, RECORD)


def test_what_cannot_be_signed_comes_back_as_it_was(caplog: pytest.LogCaptureFixture) -> None:
    signing = Signing(OURS, "1.0")
    text = Artifact("notes.json", "application/json", b"{}")
    broken = Artifact("image.png", "image/png", b"no picture")

    assert signing(text, RECORD) == (text, "")
    same, note = signing(broken, RECORD)
    assert same == broken
    assert note.startswith("not signed: ")
    assert "result.not_signed" in caplog.text


def test_the_certificate_follows_from_the_secret_alone() -> None:
    assert installation_credential(b"o" * 32).chain == OURS.chain
    assert installation_credential(b"p" * 32).serial != OURS.serial


def test_a_certificate_can_be_brought(files: dict[str, bytes], tmp_path: Path) -> None:
    other = installation_credential(b"b" * 32)
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    chain.write_text(other.chain)
    key.write_text(other.key)

    brought = brought_credential(chain, key)

    assert found(signed(files["image/png"], "image/png", brought), tmp_path, brought).state is Credentials.HERE
    stranger = ec.generate_private_key(ec.SECP256R1())
    key.write_bytes(stranger.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(ValueError, match="not the key"):
        brought_credential(chain, key)
    with pytest.raises(ValueError, match="cannot be read"):
        brought_credential(tmp_path / "absent.pem", key)
