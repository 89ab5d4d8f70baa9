"""Turns failures of a database driver into the studio's errors."""

from __future__ import annotations

import logging
import sqlite3

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DataError, OperationalError

from domain.errors import BadRequest, KinoraError, StorageFull, Unavailable

log = logging.getLogger(__name__)

_SQLITE_TRANSIENT = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
_POSTGRES_DISK_FULL = "53100"
_PRIMARY_CODE = 0xFF
"""SQLite's extended result codes carry the primary one in their lowest byte."""


def translate_failures(engine: Engine) -> None:
    """Let `engine` raise our errors for a full disk, an unreachable database and values that it cannot store.

    Values: PostgreSQL refuses null characters, both refuse half a surrogate pair and numbers above 64 bits.
    All of these come from a request, so they are its fault.
    """
    event.listen(engine, "handle_error", _translate)


def _translate(context: ExceptionContext) -> None:
    original = context.original_exception
    if isinstance(original, UnicodeEncodeError | OverflowError) or isinstance(context.sqlalchemy_exception, DataError):
        raise BadRequest("The request holds text or a number that cannot be stored.") from original
    error = _outage(original) if isinstance(context.sqlalchemy_exception, OperationalError) else None
    if error is not None:
        log.error("database.failed", exc_info=original)
        raise error from original


def _outage(original: BaseException) -> KinoraError | None:
    if isinstance(original, sqlite3.Error):
        code = getattr(original, "sqlite_errorcode", 0) & _PRIMARY_CODE
        full, transient = code == sqlite3.SQLITE_FULL, code in _SQLITE_TRANSIENT
    else:
        full, transient = getattr(original, "sqlstate", None) == _POSTGRES_DISK_FULL, True
    if full:
        return StorageFull("The disk is full. Free some space and try again.")
    return Unavailable("The database cannot be reached right now. Try again in a moment.") if transient else None
