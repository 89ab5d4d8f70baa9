"""Which bearer tokens are believed."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from domain.users import SessionKind
from storage.secret import derive_key
from storage.tokens import JwtSigner
from tests.support.api_world import ApiWorld, error_code
from tests.support.studio import SECRET

KEY = derive_key(SECRET, "access token")


def _claims(world: ApiWorld, email: str = "ada@example.org", **changes: Any) -> dict[str, Any]:
    now, session = datetime.now(UTC), world.accounts.sessions.open(world.user(email), SessionKind.REFRESH)
    names = {"sub": session.user.id, "sid": session.family}
    claims = {**names, "iat": now, "exp": now + timedelta(minutes=15), "iss": "kinora", "typ": "access"}
    return {**claims, **changes}


def _names(world: ApiWorld) -> tuple[str, str]:
    claims = _claims(world)
    return claims["sub"], claims["sid"]


def _part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _status(world: ApiWorld, token: str) -> int:
    response = world.client(Authorization=f"Bearer {token}").get("/api/v1/auth/me")
    if response.status_code != 200:
        assert error_code(response) == "not_authenticated"
        assert not token.strip() or token not in response.text
    return response.status_code


def test_a_token_of_ours_is_believed(world: ApiWorld) -> None:
    assert _status(world, jwt.encode(_claims(world), KEY, "HS256")) == 200


def test_an_unsigned_token_is_not(world: ApiWorld) -> None:
    claims = _claims(world)
    seconds = {name: int(value.timestamp()) for name, value in claims.items() if isinstance(value, datetime)}
    for algorithm in ("none", "None", "NONE", "nOnE"):
        token = f"{_part({'alg': algorithm, 'typ': 'JWT'})}.{_part({**claims, **seconds})}."
        assert _status(world, token) == 401, algorithm


@pytest.mark.parametrize("key", [b"x" * 32, SECRET, derive_key(SECRET, "object link")])
def test_a_token_of_another_key_is_not(world: ApiWorld, key: bytes) -> None:
    assert _status(world, jwt.encode(_claims(world), key, "HS256")) == 401


def test_another_algorithm_is_not(world: ApiWorld) -> None:
    key = KEY + KEY
    assert _status(world, jwt.encode(_claims(world), key, "HS512")) == 401


def test_an_expired_token_is_not(world: ApiWorld) -> None:
    then = datetime.now(UTC) - timedelta(minutes=15, seconds=1)
    assert _status(world, JwtSigner(SECRET, lambda: then).sign(*_names(world))) == 401


@pytest.mark.parametrize(
    "change",
    [
        {"typ": "refresh"},
        {"iss": "other"},
        {"sub": ""},
        {"exp": None},
        {"sub": "0" * 32},
        {"sid": "0" * 32},
        {"sid": None},
    ],
)
def test_other_claims_are_not(world: ApiWorld, change: dict[str, Any]) -> None:
    claims = _claims(world, **change)
    assert _status(world, jwt.encode({k: v for k, v in claims.items() if v is not None}, KEY, "HS256")) == 401


def test_a_changed_token_is_not(world: ApiWorld) -> None:
    header, _, signature = jwt.encode(_claims(world), KEY, "HS256").split(".")
    eve = _claims(world, "eve@example.org")
    forged = _part({**eve, "iat": 0, "exp": 9_999_999_999})
    assert _status(world, f"{header}.{forged}.{signature}") == 401


@pytest.mark.parametrize("token", ["", " ", "kin_", "kin_wrong", "a.b.c", "x" * 5000])
def test_nonsense_is_not(world: ApiWorld, token: str) -> None:
    assert _status(world, token) == 401
