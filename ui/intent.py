"""What a click on Generate means beside the form's values: JSON that the page's script sends along."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_KEY = re.compile(r"[\w-]{1,200}", re.ASCII)
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Intent:
    """One intended order.

    Attributes:
        key: its idempotency key; the same until the browser has our answer.
        kept: asset ids by field, taken over from an earlier job.
        agreed: fields with a file of a face or voice whose consent was ticked.
        project: the project that the tab works in.
    """

    key: str | None = None
    kept: Mapping[str, str] = field(default_factory=dict)
    agreed: frozenset[str] = frozenset()
    project: str | None = None


def read_intent(text: str) -> Intent:
    """The intent that the browser sent; an empty one where it is malformed."""
    try:
        sent: Any = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return Intent()
    if not isinstance(sent, dict):
        return Intent()
    key, kept, agreed, project = (sent.get(name) for name in ("key", "kept", "agreed", "project"))
    return Intent(
        key if isinstance(key, str) and _KEY.fullmatch(key) else None,
        {str(name): str(value) for name, value in kept.items()} if isinstance(kept, dict) else {},
        frozenset(str(name) for name in agreed) if isinstance(agreed, list) else frozenset(),
        project if isinstance(project, str) and _ID.fullmatch(project) else None,
    )
