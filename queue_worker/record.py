"""The record of how a result was made: metadata.json, and what is embedded in each file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from domain.clock import utc_now
from domain.errors import NotFound
from domain.generator import Artifact
from domain.params import asset_ids
from domain.ports import Clock
from queue_worker.context import Run, backend_view

METADATA = "metadata.json"


def record_of(run: Run, versions: Mapping[str, str], clock: Clock = utc_now) -> dict[str, Any]:
    """Everything needed to make the same result again, JSON-able."""
    return {
        "job_id": run.job.id,
        "ai_generated": True,
        "created_at": clock().isoformat().replace("+00:00", "Z"),
        "generator": run.generator.key,
        "generator_version": run.generator.version,
        "params": dict(run.job.params),
        "seed": run.job.seed,
        "backends": [{"capability": capability, **backend_view(info)} for capability, info in run.chosen],
        "notes": dict(run.notes),
        "versions": dict(versions),
        "inputs": run.watchdog.persist(lambda: _inputs(run)),
        "timings": [
            {"stage": step.name, "seconds": round(step.seconds, 3), "reused": step.reused}
            for step in run.reporter.steps
            if step.seconds is not None
        ],
    }


def metadata(record: Mapping[str, Any]) -> Artifact:
    """The record as an artifact of its own."""
    text = json.dumps(record, indent=2, ensure_ascii=False, sort_keys=True)
    return Artifact(METADATA, "application/json", text.encode())


def _inputs(run: Run) -> dict[str, dict[str, str]]:
    """The hash of each input file, by the name of its field."""
    found: dict[str, dict[str, str]] = {}
    with run.storage.read() as tx:
        for name, asset_id in asset_ids(run.params).items():
            try:
                found[name] = {"asset_id": asset_id, "sha256": tx.assets.get(asset_id).sha256}
            except NotFound:
                continue  # Deleted while the job ran, which has already read it.
    return found
