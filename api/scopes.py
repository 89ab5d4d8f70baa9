"""What an API key needs to be allowed for a request."""

from __future__ import annotations

from api.rates import SAFE_METHODS
from domain.errors import Forbidden
from domain.users import Scope

_ACCOUNT = ("/api/v1/auth/", "/api/v1/admin/", "/settings", "/logout")
_SECRETS = frozenset({"/api/v1/auth/export"})
"""What only looks, but hands over everything."""
_JOBS = ("/api/v1/jobs/", "/ws/jobs/", "/gradio_api/")
_MCP = "/mcp"
"""Reading comes as a POST there, too; each tool takes the scope that it needs (api/mcp)."""
_ASKING = ("/quote", "/records/read", "/verify")
"""Ends of addresses that are sent to by POST and change nothing."""


def scope_for(method: str, path: str) -> Scope:
    """The scope that a request takes. Gradio's events order jobs."""
    if path in _SECRETS:
        return Scope.ACCOUNT
    if method in SAFE_METHODS or method == "WEBSOCKET" or path == _MCP:
        return Scope.READ
    if path.startswith(_ACCOUNT):
        return Scope.ACCOUNT
    if path.startswith("/api/v1/") and path.endswith(_ASKING):
        return Scope.READ
    if path.startswith("/gradio_api/upload"):
        return Scope.WRITE
    return Scope.JOBS if path.startswith(_JOBS) else Scope.WRITE


def check_scope(scopes: frozenset[Scope], method: str, path: str) -> None:
    """Raises Forbidden, saying what is missing."""
    require_scope(scopes, scope_for(method, path))


def require_scope(scopes: frozenset[Scope], needed: Scope) -> None:
    """Raises Forbidden, saying what is missing."""
    if needed not in scopes:
        message = f"This API key may not do that: it lacks the scope “{needed.value}”. Make a key that has it."
        raise Forbidden(message, scope=needed.value)
