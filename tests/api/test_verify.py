"""POST /verify: any file, its state in plain words; for signed-in users, up to its limit."""

from __future__ import annotations

from dataclasses import replace
from typing import IO

from api.body_limit import VERIFY_MAX_BYTES
from domain.provenance import Credentials, Findings, verdict
from tests.support.api_world import ApiWorld, error_code

PNG = b"\x89PNG\r\n\x1a\n"


def test_a_file_is_read_and_told_in_plain_words(world: ApiWorld) -> None:
    seen: list[bytes] = []

    def verify(file: IO[bytes]) -> Findings:
        assert file.fileno() > 2, "what reads it is another process: it needs a file, not memory"
        file.seek(0)
        seen.append(file.read())
        record = {"generator": "image", "seed": 7}
        return Findings(
            "image/png", Credentials.HERE, "Kinora installation 1", "Kinora 1", "algorithmicMedia", record=record
        )

    answer = world.rewired(verify=verify).program().post("/api/v1/verify", files={"file": ("x.png", PNG)})

    assert answer.status_code == 200
    body = answer.json()
    assert (body["state"], body["content_type"], body["signer"]) == (
        "signed_here",
        "image/png",
        "Kinora installation 1",
    )
    assert "has not been changed" in body["verdict"]
    assert body["source_words"] == "Made by a computer program, without a trained model"
    assert (body["record"], body["problems"], body["made_at"]) == ({"generator": "image", "seed": 7}, [], None)
    assert seen == [PNG]


def test_strangers_empty_requests_and_endless_files_are_refused(world: ApiWorld) -> None:
    assert error_code(world.client().post("/api/v1/verify", files={"file": ("x", PNG)})) == "not_authenticated"
    assert error_code(world.program().post("/api/v1/verify")) == "invalid_params"
    headers = {"Content-Length": str(VERIFY_MAX_BYTES + 1), "Content-Type": "multipart/form-data; boundary=x"}
    assert error_code(world.program().post("/api/v1/verify", content=b"", headers=headers)) == "too_large"


def test_a_name_in_a_certificate_is_only_quoted() -> None:
    found = Findings("image/png", Credentials.ELSEWHERE, signer="<b>{signer}</b>")
    assert "“<b>{signer}</b>”" in verdict(found)
    assert "somebody" in verdict(replace(found, signer=""))
