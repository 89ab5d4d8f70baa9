"""Pictures are looked at before they are used and given out; signing never costs a result."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from domain.generator import Artifact, BackendInfo
from domain.jobs import JobStatus
from domain.moderation import ContentRefused
from queue_worker.context import Run
from queue_worker.inspection import inspect_results
from tests.queue_worker.installation import Installation

PNG = Artifact("a.png", "image/png", b"picture")


def run_of(kind: str) -> Any:
    class Made:
        chosen = [("image", BackendInfo(kind, "name", None, "1"))]  # type: ignore[arg-type]

    return Made()


def test_what_is_looked_at_and_what_is_said_of_it() -> None:
    seen: list[Sequence[bytes]] = []

    def look(answer: bool | None) -> Any:
        return lambda pictures: (seen.append(pictures), answer)[1]

    neural: Run = run_of("neural")
    assert inspect_results(look(True), neural, [PNG, Artifact("a.json", "application/json", b"{}")]) == "checked"
    assert seen == [[b"picture"]]
    assert inspect_results(look(None), neural, [PNG]) == "not checked"
    assert inspect_results(look(False), run_of("builtin"), [PNG]) == "nothing to check"
    with pytest.raises(ContentRefused, match="You were not charged"):
        inspect_results(look(False), neural, [PNG])


def test_a_result_says_whether_it_was_checked_and_signed_and_is_kept_when_signing_fails(
    installation: Installation,
) -> None:
    def sign(artifact: Artifact, record: Mapping[str, Any]) -> tuple[Artifact, str]:
        assert record["safety"]["inputs"] == "nothing to check"
        return artifact, "not signed: C2paError"

    job = installation.add(installation.user())
    replace(installation.runner, sign=sign).run(job.id)

    assert installation.job(job).status is JobStatus.SUCCEEDED
    metadata = json.loads(installation.content(job, "metadata.json"))
    assert metadata["credentials"] == {"result.txt": "not signed: C2paError"}
    assert metadata["safety"] == {"inputs": "nothing to check", "results": "nothing to check"}
