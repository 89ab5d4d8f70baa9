"""Services that people sign in with: GitHub (OAuth 2), Google and others (OpenID Connect)."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from domain.errors import NotAuthenticated, Unavailable
from domain.foreign_sign_in import ForeignIdentity, Trip

log = logging.getLogger(__name__)

GOOGLE = "https://accounts.google.com"
GITHUB = "https://github.com"
GITHUB_API = "https://api.github.com"
TIMEOUT = 10.0
ALGORITHMS = ["RS256", "ES256", "PS256", "EdDSA"]
"""Only of public keys: with "none" or a shared secret anybody could sign."""
_LEEWAY = 60
_REFUSED = "That service did not confirm who you are. Try again, or sign in with your password."


@dataclass(frozen=True)
class OAuthApp:
    """How Kinora is known at a service."""

    key: str
    title: str
    client_id: str
    client_secret: str


class OpenIdProvider:
    """`domain.foreign_sign_in.IdentityProvider` by OpenID Connect, found by its issuer's discovery document.

    The code is exchanged with PKCE (RFC 7636), and the ID token checked: signature, issuer, audience, times, nonce.
    """

    def __init__(self, app: OAuthApp, issuer: str) -> None:
        self._app, self._issuer = app, issuer.rstrip("/")

    @property
    def title(self) -> str:
        return self._app.title

    def address(self, trip: Trip, redirect_uri: str) -> str:
        with _client(self._app, "openid email profile", redirect_uri) as client:
            place = self._endpoints["authorization_endpoint"]
            address, _ = client.create_authorization_url(
                place, state=trip.state, nonce=trip.nonce, code_verifier=trip.verifier
            )
        return str(address)

    def identity(self, code: str, trip: Trip, redirect_uri: str) -> ForeignIdentity:
        with _client(self._app, "openid email profile", redirect_uri) as client:
            token = _token(client, str(self._endpoints["token_endpoint"]), code, trip)
        claims = self._claims(str(token.get("id_token", "")), trip)
        verified = claims.get("email_verified") in (True, "true")
        email = str(claims.get("email", "")) if verified else ""
        return ForeignIdentity(self._app.key, str(claims["sub"]), email, str(claims.get("name", "")))

    @cached_property
    def _endpoints(self) -> dict[str, Any]:
        found: dict[str, Any] = _read(f"{self._issuer}/.well-known/openid-configuration")
        if str(found.get("issuer", "")).rstrip("/") != self._issuer:
            raise Unavailable(f"{self.title} does not answer as it should.")
        return found

    def _claims(self, id_token: str, trip: Trip) -> dict[str, Any]:
        keys = KeySet.import_key_set(_read(str(self._endpoints["jwks_uri"])))
        try:
            claims = jwt.decode(id_token, keys, algorithms=ALGORITHMS).claims
            now = int(time.time())
            rules = jwt.JWTClaimsRegistry(
                now=now,
                leeway=_LEEWAY,
                iss={"essential": True, "values": [self._issuer, f"{self._issuer}/"]},
                aud={"essential": True, "value": self._app.client_id},
                exp={"essential": True},
                sub={"essential": True},
                nonce={"essential": True, "value": trip.nonce},
            )
            rules.validate(claims)
        except (JoseError, ValueError) as error:
            log.warning("oauth.refused provider=%s reason=%s", self._app.key, type(error).__name__)
            raise NotAuthenticated(_REFUSED) from error
        return dict(claims)


class GitHubProvider:
    """`domain.foreign_sign_in.IdentityProvider` for GitHub, which has no ID tokens: its API says who somebody is."""

    def __init__(self, app: OAuthApp, site: str = GITHUB, api: str = GITHUB_API) -> None:
        self._app, self._site, self._api = app, site, api

    @property
    def title(self) -> str:
        return self._app.title

    def address(self, trip: Trip, redirect_uri: str) -> str:
        with _client(self._app, "read:user user:email", redirect_uri) as client:
            place = f"{self._site}/login/oauth/authorize"
            address, _ = client.create_authorization_url(place, state=trip.state, code_verifier=trip.verifier)
        return str(address)

    def identity(self, code: str, trip: Trip, redirect_uri: str) -> ForeignIdentity:
        with _client(self._app, "read:user user:email", redirect_uri) as client:
            token = _token(client, f"{self._site}/login/oauth/access_token", code, trip)
        bearer = {"Authorization": f"Bearer {token['access_token']}", "Accept": "application/vnd.github+json"}
        user = _read(f"{self._api}/user", bearer)
        emails = _read(f"{self._api}/user/emails", bearer)
        email = next((each["email"] for each in emails if each.get("primary") and each.get("verified")), "")
        return ForeignIdentity(self._app.key, str(user["id"]), str(email), str(user.get("name") or user["login"]))


def _client(app: OAuthApp, scope: str, redirect_uri: str) -> OAuth2Client:
    return OAuth2Client(
        app.client_id,
        app.client_secret,
        scope=scope,
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
        timeout=TIMEOUT,
    )


def _token(client: OAuth2Client, endpoint: str, code: str, trip: Trip) -> dict[str, Any]:
    try:
        answer = client.fetch_token(endpoint, code=code, code_verifier=trip.verifier)
    except httpx2.HTTPError as error:
        raise Unavailable("That service cannot be reached right now. Try again in a moment.") from error
    except (OAuthError, ValueError) as error:
        log.warning("oauth.refused reason=%s", type(error).__name__)
        raise NotAuthenticated(_REFUSED) from error
    if "access_token" not in answer:
        raise NotAuthenticated(_REFUSED)
    return dict(answer)


def _read(url: str, headers: dict[str, str] | None = None) -> Any:
    try:
        answer = httpx2.get(url, headers=headers or {}, timeout=TIMEOUT)
        answer.raise_for_status()
        return answer.json()
    except (httpx2.HTTPError, ValueError) as error:
        raise Unavailable("That service cannot be reached right now. Try again in a moment.") from error
