"""The secrets that messages to webhooks are signed with: derived, so that none is stored."""

from __future__ import annotations

import base64
import hashlib
import hmac

from domain.webhooks import Webhook
from storage.secret import derive_key


class WebhookSecrets:
    """Gives each webhook its secret, 256 bits. They change with the installation's secret.

    Args:
        secret: the installation's.
    """

    def __init__(self, secret: bytes) -> None:
        self._key = derive_key(secret, "webhook secret")

    def __call__(self, webhook: Webhook) -> str:
        mac = hmac.new(self._key, f"{webhook.id} {webhook.generation}".encode(), hashlib.sha256)
        return "whsec_" + base64.urlsafe_b64encode(mac.digest()).decode().rstrip("=")
