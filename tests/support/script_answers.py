"""What a chat model answers when it is asked for a script."""

from __future__ import annotations

import json
from typing import Any


def words(count: int) -> str:
    return " ".join(["word"] * (count - 1) + ["end."])


def script_json(total: int, **changes: Any) -> str:
    """A script of `total` spoken words: a hook of 10, two sections, a close of 10."""
    half = (total - 20) // 2
    script = {
        "title": "Volcanoes",
        "hook": words(10),
        "sections": [
            {"heading": "Pressure", "text": words(half)},
            {"heading": "Release", "text": words(total - 20 - half)},
        ],
        "close": words(10),
    }
    return json.dumps({**script, **changes})
