"""Links that show one result to people without an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

SHARE_MIN = timedelta(minutes=5)
SHARE_MAX = timedelta(days=90)
SHARE_DEFAULT = timedelta(days=7)
SHARES_MAX = 20
"""Links to one job that work at the same time."""


@dataclass(frozen=True)
class ShareLink:
    """Of its secret only the hash is kept. `with_prompt`: whether it also shows what the result was made from."""

    id: str
    job_id: str
    user_id: str
    secret_hash: str
    with_prompt: bool
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None

    def works(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at
