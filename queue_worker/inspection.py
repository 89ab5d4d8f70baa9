"""Lets pictures be looked at before they are used, and before they are given out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from domain.errors import NotFound
from domain.generator import Artifact
from domain.moderation import ContentRefused
from domain.params import asset_ids
from domain.ports import Inspect
from queue_worker.context import Run

_INPUT = (
    "A picture that you gave for this job seems to show naked people, so it is not used. You were not charged. "
    "Take another picture."
)
_RESULT = (
    "The model made a picture that this studio does not give out. You were not charged. "
    "Try other words or another seed."
)


def cannot_tell(_pictures: Sequence[bytes]) -> bool | None:
    """Where nothing can look at pictures."""
    return None


def inspect_inputs(look: Inspect, run: Run) -> str:
    """Look at the pictures that a job was given. Says for the record what was done. Raises ContentRefused."""
    return _told(look, list(_given(run)), "photo", _INPUT)


def inspect_results(look: Inspect, run: Run, artifacts: Sequence[Artifact]) -> str:
    """The same for pictures that a neural model made; the built-in renderers draw no people without clothes."""
    neural = any(info.kind == "neural" for _, info in run.chosen)
    pictures = [_bytes(each) for each in artifacts if neural and each.content_type.startswith("image/")]
    return _told(look, pictures, "prompt", _RESULT)


def _told(look: Inspect, pictures: Sequence[bytes], field: str, message: str) -> str:
    if not pictures:
        return "nothing to check"
    fine = look(pictures)
    if fine is None:
        return "not checked"
    if not fine:
        raise ContentRefused(message, category="sexual", fields=[{"field": field, "message": message}])
    return "checked"


def _given(run: Run) -> Iterator[bytes]:
    for asset_id in asset_ids(run.params).values():
        try:
            with run.storage.read() as tx:
                asset = tx.assets.get(asset_id)
            if asset.content_type.startswith("image/") and asset.user_id == run.job.user_id:
                with run.objects.open(asset.key) as file:
                    yield file.read()
        except NotFound:
            continue  # The generator says what is missing.


def _bytes(artifact: Artifact) -> bytes:
    return artifact.content.read_bytes() if isinstance(artifact.content, Path) else artifact.content
