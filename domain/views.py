"""The outward form of jobs and credits: what REST, events and the UI show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from domain.assets import Asset, AssetUse, Upload
from domain.credits import Entry
from domain.drafts import Draft, DraftFacts
from domain.jobs import JobRecord, Step, StoredArtifact
from domain.ports import UploadTarget
from domain.users import User

UrlOf = Callable[[StoredArtifact], str]


def job_view(record: JobRecord, url_of: UrlOf) -> dict[str, Any]:
    """A job as product.md gives it. `url_of` makes a link for an artifact."""
    job = record.job
    return {
        "id": job.id,
        "generator": job.generator,
        "status": job.status.value,
        "progress": round(job.progress, 4),
        "message": job.message,
        "stages": [_step_view(step) for step in record.steps],
        "params": dict(job.params),
        "seed": job.seed,
        "backend": None if job.backend is None else dict(job.backend),
        "price": job.price,
        "charged": job.charged,
        "attempt": job.attempt,
        "priority": job.priority.value,
        "project_id": job.project_id,
        "queue_position": record.queue_position,
        "starts_in": None if record.starts_in is None else round(record.starts_in),
        "created_at": _iso(job.created_at),
        "started_at": _iso(job.started_at),
        "finished_at": _iso(job.finished_at),
        "files_removed_at": _iso(job.files_removed_at),
        "error": None if job.error is None else {"code": job.error.code, "message": job.error.message},
        "artifacts": [_artifact_view(artifact, url_of) for artifact in record.artifacts],
    }


def _step_view(step: Step) -> dict[str, Any]:
    return {
        "name": step.name,
        "title": step.title,
        "status": step.status.value,
        "progress": round(step.progress, 4),
        "seconds": None if step.seconds is None else round(step.seconds, 3),
        "reused": step.reused,
    }


def _artifact_view(artifact: StoredArtifact, url_of: UrlOf) -> dict[str, Any]:
    view: dict[str, Any] = {
        "name": artifact.name,
        "content_type": artifact.content_type,
        "size": artifact.size,
        "url": url_of(artifact),
    }
    optional = {"width": artifact.width, "height": artifact.height, "duration": artifact.duration}
    return view | {name: value for name, value in optional.items() if value is not None}


def user_view(user: User, balance: int) -> dict[str, Any]:
    return {
        "id": user.id,
        "email": user.email,
        "name": user.name,
        "role": user.role.value,
        "credits": balance,
        "email_verified": user.email_verified_at is not None,
        "two_factor": user.two_factor,
        "pronunciations": user.pronunciations,
    }


def entry_view(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "kind": entry.kind.value,
        "amount": entry.amount,
        "job_id": entry.job_id,
        "created_at": _iso(entry.created_at),
        "balance_after": entry.balance_after,
    }


def asset_view(asset: Asset, url: str, thumb_url: str | None = None, use: AssetUse | None = None) -> dict[str, Any]:
    """A file as product.md gives it, with what is known of its kind. `use`: left out when it was not asked for."""
    view: dict[str, Any] = {
        "id": asset.id,
        "type": asset.type.value,
        "name": asset.name,
        "content_type": asset.content_type,
        "size": asset.size,
        "width": asset.width,
        "height": asset.height,
        "duration": asset.duration,
        "fps": asset.fps,
        "status": asset.status,
        "project_id": asset.project_id,
        "created_at": _iso(asset.created_at),
        "url": url,
        "thumb_url": thumb_url,
        "waveform": list(bytes.fromhex(asset.waveform)) or None,
        "consent": _consent_view(asset),
    }
    return view if use is None else {**view, "usage": {"jobs": use.jobs, "open_jobs": use.open}}


def _consent_view(asset: Asset) -> dict[str, Any] | None:
    return None if asset.consent_at is None else {"at": _iso(asset.consent_at), "text": asset.consent_text}


def upload_view(upload: Upload) -> dict[str, Any]:
    """A file that is on its way: what a client said of it."""
    return {
        "id": upload.id,
        "type": upload.type.value,
        "name": upload.name,
        "content_type": upload.content_type,
        "size": upload.size,
        "status": "pending",
        "created_at": _iso(upload.created_at),
        "expires_at": _iso(upload.expires_at),
        "url": None,
    }


def upload_target_view(upload: Upload, target: UploadTarget) -> dict[str, Any]:
    """Where and how to send it."""
    return {
        "id": upload.id,
        "method": target.method,
        "url": target.url,
        "headers": target.headers,
        "fields": target.fields,
        "expires_at": _iso(upload.expires_at),
    }


def draft_view(draft: DraftFacts) -> dict[str, Any]:
    """A draft; with its content where it is a `Draft`."""
    view = {
        "id": draft.id,
        "generator": draft.generator,
        "name": draft.name,
        "version": draft.version,
        "size": draft.size,
        "created_at": _iso(draft.created_at),
        "updated_at": _iso(draft.updated_at),
    }
    return {**view, "content": dict(draft.content)} if isinstance(draft, Draft) else view


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")
