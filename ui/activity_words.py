"""What happened to an account, in words for its owner."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.audit import AuditEvent

_Words = str | Callable[[Mapping[str, Any]], str]

_WORDS: Mapping[str, _Words] = {
    "user.registered": "Account made",
    "user.signed_in": lambda data: f"Signed in: {data.get('device', 'unknown device')}",
    "user.signed_out": "Signed out",
    "user.sign_in_failed": "Wrong password or code",
    "email.verified": "E-mail address confirmed",
    "password.changed": "Password changed",
    "password.reset_asked": "Link for a new password asked for",
    "password.reset": "New password set by a link",
    "session.revoked": lambda data: "Signed out everywhere" if data.get("devices") == "all" else "A device signed out",
    "refresh.reused": "A used token came again: that device was signed out",
    "key.created": lambda data: f"API key {data.get('key', '')}… made",
    "key.revoked": "API key revoked",
    "totp.enabled": "Two-step sign-in turned on",
    "totp.disabled": "Two-step sign-in turned off",
    "recovery_code.used": "Signed in with a recovery code",
    "recovery_codes.renewed": "New recovery codes made",
    "identity.linked": lambda data: f"Sign-in with {data.get('provider', 'another service')} linked",
    "identity.unlinked": lambda data: f"Sign-in with {data.get('provider', 'another service')} removed",
    "data.exported": "All data downloaded",
    "content.refused": "An order was refused for what it asked for",
    "content.flagged": "An order was noted for the administrators",
    "refusal.appealed": "Review of a refused order asked for",
    "refusal.resolved": lambda data: f"Review of a refused order: {data.get('outcome', 'decided')}",
    "consent.given": lambda data: f"Consent confirmed for a {str(data.get('type', 'file')).replace('_', ' ')}",
}


def activity_words(event: AuditEvent) -> str:
    """A line such as "Signed in with Firefox on Linux". Of a kind without words here its name in plain letters."""
    words = _WORDS.get(event.kind)
    if words is None:
        return event.kind.replace(".", " ").replace("_", " ").capitalize()
    return words if isinstance(words, str) else words(event.data)
