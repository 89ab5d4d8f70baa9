"""How errors leave the API: {"error": {"code", "message", "details", ...}}.

Beside these three, which clients were written for, stand the members of RFC 9457: type, title, status, detail and
instance.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from domain.errors import BadRequest, InvalidParams, KinoraError, NotFound, RateLimited, TooLarge, UnsupportedMedia

log = logging.getLogger(__name__)

RETRY_WHEN_UNAVAILABLE = 5
"""Seconds after which a client may try again when a component is down."""

_BY_STATUS: Mapping[int, type[KinoraError]] = {
    error.status: error for error in (BadRequest, NotFound, TooLarge, UnsupportedMedia, RateLimited)
}


class ErrorDetail(BaseModel):
    """What went wrong."""

    code: str = Field(description="For programs.", examples=["not_found"])
    message: str = Field(description="For people: what happened, and what to do.", examples=["There is no such job."])
    details: dict[str, Any] = Field(description="Particulars, such as `fields` or `retry_after`.")
    type: str = Field(description="`urn:kinora:error:` and the code.", examples=["urn:kinora:error:not_found"])
    title: str = Field(description="The same for all errors of this status.", examples=["Not Found"])
    status: int = Field(description="The HTTP status.", examples=[404])
    detail: str = Field(description="The message again.")
    instance: str = Field(description="The path of the request.", examples=["/api/v1/jobs/0"])


class ErrorBody(BaseModel):
    """The body of every error."""

    error: ErrorDetail


class Unexpected(KinoraError):
    """A defect of the studio; the log has it."""

    code, status = "internal_error", 500


class MethodNotAllowed(KinoraError):
    """The route exists, but not for this method."""

    code, status = "method_not_allowed", 405


class ErrorResponse(JSONResponse):
    """An error's answer. The path of its request is known when it is sent."""

    def __init__(self, error: KinoraError, headers: Mapping[str, str]) -> None:
        self._error = error
        super().__init__(self._told(""), error.status, headers=headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.body = self.render(self._told(str(scope.get("path", ""))))
        self.headers["Content-Length"] = str(len(self.body))
        await super().__call__(scope, receive, send)

    def _told(self, path: str) -> dict[str, Any]:
        error = self._error
        return {
            "error": {
                "code": error.code,
                "message": error.message,
                "details": dict(error.details),
                "type": f"urn:kinora:error:{error.code}",
                "title": _title(error.status),
                "status": error.status,
                "detail": error.message,
                "instance": quote(path),
            }
        }


def _title(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def error_response(error: KinoraError, headers: Mapping[str, str] | None = None) -> ErrorResponse:
    """The answer that tells an error to a client."""
    return ErrorResponse(error, {**(headers or {}), **_retry_after(error)})


def _retry_after(error: KinoraError) -> dict[str, str]:
    seconds = error.details.get("retry_after", RETRY_WHEN_UNAVAILABLE if error.status == 503 else None)
    if error.status == 401:
        return {"WWW-Authenticate": "Bearer"}
    return {} if seconds is None else {"Retry-After": str(seconds)}


def unexpected() -> KinoraError:
    """What a client is told of a defect: nothing of its cause."""
    return Unexpected("The studio made a mistake with this request. It has been written to the log.")


def handle_errors(app: FastAPI) -> None:
    """Let every error of `app` leave in the same form."""
    app.add_exception_handler(KinoraError, _of_studio)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_exception_handler(HTTPException, _of_framework)
    app.add_exception_handler(Exception, _of_defect)


async def _of_studio(_request: Request, error: Exception) -> Response:
    return error_response(cast(KinoraError, error))


async def _of_validation(_request: Request, error: Exception) -> Response:
    problems = cast(RequestValidationError, error).errors()
    if any(problem["type"] == "json_invalid" for problem in problems):
        return error_response(BadRequest("The body is not valid JSON."))
    # The values sent are left out: they may be passwords.
    return error_response(InvalidParams.of_fields((_field(each["loc"]), each["msg"]) for each in problems))


def _field(location: tuple[int | str, ...]) -> str:
    """A field's name without where it was sent ("body", "query"), which stands first."""
    return ".".join(map(str, location[1:])) or f"({location[0]})"


async def _of_framework(_request: Request, error: Exception) -> Response:
    failure = cast(HTTPException, error)
    if failure.status_code == 405:
        return error_response(MethodNotAllowed("This route does not take this method."), failure.headers)
    if failure.status_code == 404:
        return error_response(NotFound("There is nothing at this address."))
    kind = _BY_STATUS.get(failure.status_code, BadRequest)
    return error_response(kind(str(failure.detail)), failure.headers)


async def _of_defect(request: Request, _error: Exception) -> Response:
    # The server logs the trace: Starlette raises the error again once this answer has been sent.
    log.error("request.failed method=%s path=%s", request.method, request.url.path)
    return error_response(unexpected())
