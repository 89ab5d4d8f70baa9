"""How errors leave the API: {"error": {"code", "message", "details"}}."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from domain.errors import BadRequest, InvalidParams, KinoraError, NotFound, RateLimited, TooLarge, UnsupportedMedia

log = logging.getLogger(__name__)

RETRY_WHEN_UNAVAILABLE = 5
"""Seconds after which a client may try again when a component is down."""

_BY_STATUS: Mapping[int, type[KinoraError]] = {
    error.status: error for error in (BadRequest, NotFound, TooLarge, UnsupportedMedia, RateLimited)
}


class ErrorDetail(BaseModel):
    """What went wrong."""

    code: str
    message: str
    details: dict[str, Any]


class ErrorBody(BaseModel):
    """The body of every error."""

    error: ErrorDetail


class Unexpected(KinoraError):
    """A defect of the studio; the log has it."""

    code, status = "internal_error", 500


class MethodNotAllowed(KinoraError):
    """The route exists, but not for this method."""

    code, status = "method_not_allowed", 405


def error_response(error: KinoraError, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The answer that tells an error to a client."""
    body = {"error": {"code": error.code, "message": error.message, "details": dict(error.details)}}
    return JSONResponse(body, error.status, headers={**(headers or {}), **_retry_after(error)})


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
