"""A service that people sign in with, on loopback: OpenID Connect and GitHub's way, strict about PKCE."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from tests.support.live_server import live_server

CLIENT, SECRET = "kinora-client", "kinora-secret"


@dataclass
class IdentityServer:
    """What it is asked and answers.

    Attributes:
        person: the claims of who signs in there next.
        changes: claims of the next ID tokens that are not as they should be; None leaves a claim out.
        unsigned: give ID tokens without a signature.
        key: what ID tokens are signed with; `keys` are those it publishes.
    """

    url: str = ""
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "42", "email": "ada@example.org", "name": "Ada"})
    changes: dict[str, Any] = field(default_factory=dict)
    unsigned: bool = False
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "1"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.keys = KeySet([self.key])

    def visit(self, address: str) -> dict[str, str]:
        """Somebody follows the address, signs in and agrees; gives what they come back with."""
        assert address.startswith(self.url), address
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (asked["client_id"], asked["code_challenge_method"]) == (CLIENT, "S256")
        code = secrets.token_hex(8)
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    async def discovery(self, _request: Request) -> JSONResponse:
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        return JSONResponse({"issuer": self.url, **{name: f"{self.url}/{path}" for name, path in names.items()}})

    async def jwks(self, _request: Request) -> JSONResponse:
        return JSONResponse(self.keys.as_dict(private=False))

    async def token(self, request: Request) -> JSONResponse:
        form = dict(await request.form())
        asked = self.codes.pop(str(form.get("code")), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(str(form.get("code_verifier")).encode()).digest())
        known = base64.b64decode(request.headers.get("authorization", "").removeprefix("Basic ")).decode()
        if (
            asked is None
            or proof.rstrip(b"=").decode() != asked["code_challenge"]
            or form["redirect_uri"] != asked["redirect_uri"]
            or known != f"{CLIENT}:{SECRET}"
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        token = {"access_token": "at", "token_type": "bearer", "id_token": self._id_token(asked)}
        return JSONResponse(token)

    def _id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        usual = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked.get("nonce")}
        claims = {**usual, "email_verified": True, **self.person, **self.changes}
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.unsigned:
            return ".".join([_part({"alg": "none"}), _part(claims), ""])
        return jwt.encode({"alg": "ES256", "kid": "1"}, claims, self.key)

    async def user(self, _request: Request) -> JSONResponse:
        return JSONResponse({"id": self.person["sub"], "login": "ada", "name": self.person.get("name")})

    async def emails(self, _request: Request) -> JSONResponse:
        other = {"email": "other@example.org", "primary": False, "verified": True}
        mine = {"email": self.person["email"], "primary": True, "verified": self.changes.get("email_verified", True)}
        return JSONResponse([other, mine])


def _part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@contextmanager
def identity_server() -> Iterator[IdentityServer]:
    server = IdentityServer()
    routes = [
        Route("/.well-known/openid-configuration", server.discovery),
        Route("/jwks", server.jwks),
        Route("/token", server.token, methods=["POST"]),
        Route("/login/oauth/access_token", server.token, methods=["POST"]),
        Route("/user", server.user),
        Route("/user/emails", server.emails),
    ]
    with live_server(Starlette(routes=routes)) as url:
        server.url = url
        yield server
