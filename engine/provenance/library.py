"""How the C2PA library is set up: it asks nobody on the network, and draws no thumbnails."""

from __future__ import annotations

from typing import Any

IN_MEMORY = 16
"""MB of a file up to which it is signed in memory; a larger one goes through a temporary file."""


def quiet_settings(anchors: str = "") -> dict[str, Any]:
    """Settings for signing, and for reading where `anchors` (PEM) are the authorities to trust."""
    return {
        "version_major": 1,
        "core": {"backing_store_memory_threshold_in_mb": IN_MEMORY},
        "builder": {"thumbnail": {"enabled": False}},
        "verify": {
            "verify_after_sign": False,
            "verify_trust": True,
            "remote_manifest_fetch": False,
            "ocsp_fetch": False,
        },
        "trust": {"trust_anchors": anchors} if anchors else {},
    }
