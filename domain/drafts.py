"""Unfinished orders that creators keep: what they have filled in and edited so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

DRAFTS_MAX = 100
"""Drafts of one account."""
DRAFT_MAX_BYTES = 500_000
"""Of a draft's content as JSON."""
DEPTH_MAX = 100
"""How deep its lists and objects may be nested: what is deeper cannot be sent back."""
NAME_MAX = 120


@dataclass(frozen=True)
class DraftFacts:
    """A draft as a list shows it. `version` counts its changes from 1, `size` is that of its content in bytes."""

    id: str
    user_id: str
    generator: str
    name: str
    version: int
    size: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Draft(DraftFacts):
    """A draft with its content, any JSON object: only the page that made it knows what it means."""

    content: Mapping[str, Any]


@dataclass(frozen=True)
class DraftChange:
    """What a draft is to become. `version`: the one that was changed; 0 for a new draft."""

    generator: str
    name: str
    content: Mapping[str, Any]
    version: int = 0
