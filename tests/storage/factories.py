"""Makes rows for tests: valid, unlike each other, and with what a test names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from domain.assets import Asset, AssetType
from domain.jobs import Job
from domain.ports import UnitOfWork
from domain.users import ApiKey, Role, Session, SessionKind, User, hash_secret, new_id, new_secret

NOW = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)


def make_user(**changes: Any) -> User:
    number = new_id()
    values = {"id": number, "email": f"{number}@example.org", "name": "Ada", "role": Role.CREATOR, "created_at": NOW}
    return User(**{**values, **changes})


def add_user(database: UnitOfWork, credits: int = 0, **changes: Any) -> str:
    """A user with so many credits, in the database; gives the id."""
    user = make_user(**changes)
    with database.begin() as tx:
        tx.users.add(user, "hash")
        if credits:
            tx.ledger.grant(user.id, credits, "sign-up")
    return user.id


def make_job(user_id: str, **changes: Any) -> Job:
    values: dict[str, Any] = {
        "id": new_id(),
        "user_id": user_id,
        "generator": "image",
        "params": {"prompt": "a red fox", "count": 2},
        "seed": 4_294_967_295,
        "price": 4,
        "queue": "cpu",
        "created_at": NOW,
        "time_limit": 600.0,
    }
    return Job(**{**values, **changes})


def add_job(database: UnitOfWork, user_id: str, **changes: Any) -> Job:
    job = make_job(user_id, **changes)
    with database.begin() as tx:
        tx.jobs.add(job, [])
    return job


def add_running(database: UnitOfWork, user_id: str, token: str = "lease-1", **changes: Any) -> Job:
    queued = add_job(database, user_id, **changes)
    running = queued.claimed(token, NOW)
    with database.begin() as tx:
        assert tx.jobs.swap(queued, running)
    return running


def make_session(user_id: str, **changes: Any) -> Session:
    values: dict[str, Any] = {
        "id": new_id(),
        "user_id": user_id,
        "kind": SessionKind.REFRESH,
        "family": new_id(),
        "secret_hash": hash_secret(new_secret()),
        "created_at": NOW,
        "expires_at": NOW + timedelta(days=7),
    }
    return Session(**{**values, **changes})


def make_api_key(user_id: str, **changes: Any) -> ApiKey:
    values: dict[str, Any] = {
        "id": new_id(),
        "user_id": user_id,
        "name": "notebook",
        "secret_hash": hash_secret(new_secret()),
        "hint": "kn_abcd",
        "created_at": NOW,
    }
    return ApiKey(**{**values, **changes})


def make_asset(user_id: str, **changes: Any) -> Asset:
    values: dict[str, Any] = {
        "id": new_id(),
        "user_id": user_id,
        "type": AssetType.PHOTO,
        "name": "Zoë.png",
        "content_type": "image/png",
        "size": 3_000_000_000,
        "sha256": new_id() * 2,
        "key": f"references/{user_id}/{new_id()}.png",
        "created_at": NOW,
        "width": 640,
        "height": 480,
    }
    return Asset(**{**values, **changes})
