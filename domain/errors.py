"""One tree of errors. Each has a code for programs and a message that is safe to show to a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, ClassVar

FIELDS_MAX = 20
"""Wrong fields that one answer names: a request may hold a hundred thousand, and each takes more room than it did."""
FIELD_NAME_MAX = 100
PYDANTIC_PREFIX = "Value error, "
"""What pydantic writes before the message of a validator of ours."""


class KinoraError(Exception):
    """Base of all errors that a user may see.

    Attributes:
        code: stable, snake_case, for programs.
        status: the HTTP status that the API answers with.
        message: says what happened and what to do; holds no secret.
        details: machine-readable particulars, JSON-able.
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.details: Mapping[str, Any] = details


class BadRequest(KinoraError):
    code, status = "bad_request", 400


class NotAuthenticated(KinoraError):
    code, status = "not_authenticated", 401


class TotpRequired(NotAuthenticated):
    """The password is right; a code of the second factor is still missing."""

    code = "totp_required"


class LinkSpent(KinoraError):
    """A link that works once has been used, has expired, or was never given."""

    code, status = "link_spent", 400


class InsufficientCredits(KinoraError):
    code, status = "insufficient_credits", 402


class Forbidden(KinoraError):
    code, status = "forbidden", 403


class NotFound(KinoraError):
    code, status = "not_found", 404


class Conflict(KinoraError):
    code, status = "conflict", 409


class IllegalTransition(Conflict):
    code = "illegal_transition"


class TooLarge(KinoraError):
    code, status = "too_large", 413


class UnsupportedMedia(KinoraError):
    code, status = "unsupported_media", 415


class InvalidParams(KinoraError):
    """The request was understood but a value in it is not allowed. `details["fields"]` names each."""

    code, status = "invalid_params", 422

    @classmethod
    def of_fields(cls, problems: Iterable[tuple[str, str]]) -> InvalidParams:
        """The error for (field, message) pairs, of which there is at least one; only the first ones are told."""
        fields = [
            {"field": name[:FIELD_NAME_MAX], "message": message.removeprefix(PYDANTIC_PREFIX)}
            for name, message in islice(problems, FIELDS_MAX)
        ]
        return cls(f"{fields[0]['field']}: {fields[0]['message'].removesuffix('.')}.", fields=fields)


class RateLimited(KinoraError):
    """Too many requests. `details["retry_after"]` is in whole seconds."""

    code, status = "rate_limited", 429


class Unavailable(KinoraError):
    code, status = "unavailable", 503


class ObjectMissing(NotFound):
    code = "object_missing"


class StorageFull(Unavailable):
    code = "storage_full"


class BackendUnavailable(Unavailable):
    """The requested backend cannot run here: weights missing or the device does not fit."""

    code = "backend_unavailable"


class OutOfMemory(Unavailable):
    code = "out_of_memory"


class TimeLimitExceeded(KinoraError):
    code, status = "time_limit_exceeded", 503


class WorkerStopping(KinoraError):
    """Raised inside a running generator whose worker shuts down: the job goes back to the queue."""

    code, status = "worker_stopping", 503


class JobCancelled(KinoraError):
    """Raised inside a running generator when its owner has asked for it to stop."""

    code, status = "cancelled", 409


class LeaseLost(KinoraError):
    """Raised inside a running generator whose job has been given to another worker."""

    code, status = "lease_lost", 409
