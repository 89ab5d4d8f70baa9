"""Where a page was asked for from."""

from __future__ import annotations

from fastapi import Request

from domain.sessions import Client


def client_of(request: Request) -> Client:
    """The address that failures are counted by, and what the browser says of itself.

    Behind a trusted proxy the server has put the client's address in.
    """
    ip = request.client.host if request.client else ""
    return Client(ip, request.headers.get("user-agent", ""))
