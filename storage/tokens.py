"""Access tokens: JSON Web Tokens (RFC 7519) signed with HMAC-SHA256."""

from __future__ import annotations

from typing import Any

import jwt

from domain.clock import utc_now
from domain.errors import NotAuthenticated
from domain.ports import Clock
from domain.users import ACCESS_TOKEN_LIFETIME
from storage.secret import derive_key

_ALGORITHM = "HS256"
_ISSUER = "kinora"
_TYPE = "access"
_CLAIMS = ["sub", "sid", "iat", "exp", "iss", "typ"]


class JwtSigner:
    """`domain.ports.TokenSigner`.

    Args:
        secret: the installation's secret, at least 32 bytes.
    """

    def __init__(self, secret: bytes, clock: Clock = utc_now) -> None:
        self._key = derive_key(secret, "access token")
        self._clock = clock

    def sign(self, user_id: str, family: str) -> str:
        now = self._clock()
        times = {"iat": now, "exp": now + ACCESS_TOKEN_LIFETIME}
        return jwt.encode({"sub": user_id, "sid": family, **times, "iss": _ISSUER, "typ": _TYPE}, self._key, _ALGORITHM)

    def read(self, token: str) -> tuple[str, str]:
        try:
            claims = self._claims(token)
        except (jwt.InvalidTokenError, UnicodeEncodeError) as error:
            raise NotAuthenticated("Sign in again: this access token is not valid.") from error
        if claims["typ"] != _TYPE or not isinstance(claims["exp"], int) or not (claims["sub"] and claims["sid"]):
            raise NotAuthenticated("Sign in again: this access token is not valid.")
        if self._clock().timestamp() >= claims["exp"]:
            raise NotAuthenticated("Sign in again: this access token has expired.")
        return str(claims["sub"]), str(claims["sid"])

    def _claims(self, token: str) -> dict[str, Any]:
        """The claims of a token that we signed. Times are compared with our own clock, not with PyJWT's."""
        return jwt.decode(
            token,
            self._key,
            [_ALGORITHM],
            issuer=_ISSUER,
            options={"require": _CLAIMS, "verify_exp": False, "verify_iat": False, "verify_nbf": False},
        )
