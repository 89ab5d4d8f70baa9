"""Passwords, access tokens and the installation's secret."""

from __future__ import annotations

import base64
import json
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import bcrypt
import jwt
import pytest

from domain.errors import NotAuthenticated
from domain.users import ACCESS_TOKEN_LIFETIME
from storage.passwords import BcryptHasher
from storage.secret import derive_key, load_or_create_secret
from storage.tokens import JwtSigner

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SECRET = b"k" * 32
CLAIMS = {
    "sub": "user-1",
    "sid": "family-1",
    "iat": NOW,
    "exp": NOW + timedelta(minutes=15),
    "iss": "kinora",
    "typ": "access",
}
ROOT = Path(__file__).parents[2]


@pytest.fixture
def hasher() -> BcryptHasher:
    return BcryptHasher(cost=4)


def test_password_is_verified(hasher: BcryptHasher) -> None:
    hashed = hasher.hash("pässword 狐")
    assert hasher.verify("pässword 狐", hashed)
    assert not hasher.verify("passwort 狐", hashed)
    assert not hasher.verify("pässword 狐", None)
    assert hashed != hasher.hash("pässword 狐")


def test_default_cost_is_twelve() -> None:
    assert BcryptHasher().hash("password").startswith("$2b$12$")


def test_no_byte_beyond_72_is_left_out_silently(hasher: BcryptHasher) -> None:
    longest = "é" * 36
    hashed = hasher.hash(longest)
    assert hasher.verify(longest, hashed)
    assert not hasher.verify(longest + "x", hashed)
    with pytest.raises(ValueError, match="72 bytes"):
        hasher.hash(longest + "x")


@pytest.mark.parametrize("password", ["", "\ud800", "nul\x00byte"])
def test_odd_password_is_only_wrong(hasher: BcryptHasher, password: str) -> None:
    assert not hasher.verify(password, hasher.hash("password"))
    assert not hasher.verify(password, None)


def test_unknown_user_costs_as_much_as_a_known_one(monkeypatch: pytest.MonkeyPatch) -> None:
    # given a look at what bcrypt is asked to do (its time depends on the cost alone, and on how busy the machine is)
    asked: list[tuple[bytes, bytes]] = []
    check = bcrypt.checkpw

    def look(password: bytes, hashed: bytes) -> bool:
        asked.append((password, hashed))
        return check(password, hashed)

    monkeypatch.setattr(bcrypt, "checkpw", look)
    hasher = BcryptHasher(cost=5)

    # when a known and an unknown user give a wrong password
    assert not hasher.verify("wrong", hasher.hash("password"))
    assert not hasher.verify("wrong", None)

    # then the same work is done for both
    (known, known_hash), (unknown, unknown_hash) = asked
    assert known == unknown
    assert known_hash[:7] == unknown_hash[:7] == b"$2b$05$"
    assert len(known_hash) == len(unknown_hash)


def signer_at(now: datetime, secret: bytes = SECRET) -> JwtSigner:
    return JwtSigner(secret, lambda: now)


def forged(key: bytes | None = None, algorithm: str = "HS256", **changes: Any) -> str:
    claims = {name: value for name, value in {**CLAIMS, **changes}.items() if value is not None}
    return jwt.encode(claims, derive_key(SECRET, "access token") if key is None else key, algorithm)


def test_token_names_its_user() -> None:
    assert signer_at(NOW).read(signer_at(NOW).sign("user-1", "family-1")) == ("user-1", "family-1")
    assert signer_at(NOW).read(forged()) == ("user-1", "family-1")


def test_token_holds_the_agreed_claims() -> None:
    claims = jwt.decode(signer_at(NOW).sign("user-1", "family-1"), options={"verify_signature": False})
    start = int(NOW.timestamp())
    assert claims == {
        "sub": "user-1",
        "sid": "family-1",
        "iat": start,
        "exp": start + 900,
        "iss": "kinora",
        "typ": "access",
    }


@pytest.mark.parametrize(("early", "works"), [(timedelta(seconds=1), True), (timedelta(0), False)])
def test_token_expires(early: timedelta, works: bool) -> None:
    token = signer_at(NOW).sign("user-1", "family-1")
    later = signer_at(NOW + ACCESS_TOKEN_LIFETIME - early)
    if works:
        assert later.read(token) == ("user-1", "family-1")
    else:
        with pytest.raises(NotAuthenticated, match="expired"):
            later.read(token)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "not a token",
        "a.b.c",
        "é.é.é",
        "\ud800.x.y",
        forged(typ="refresh"),
        forged(iss="other"),
        forged(sub=""),
        forged(sub=7),
        forged(exp="never"),
        forged(exp=[1]),
        forged(key=b"x" * 32),
        forged(key=SECRET),
        *(forged(None, "HS256", **{name: None}) for name in CLAIMS),
    ],
)
def test_foreign_token_is_refused(token: str) -> None:
    with pytest.raises(NotAuthenticated):
        signer_at(NOW).read(token)


def test_token_without_a_signature_is_refused() -> None:
    # given a token that says that it needs none
    words = [{"alg": "none", "typ": "JWT"}, {**CLAIMS, "iat": 1, "exp": 9_999_999_999}]
    parts = [base64.urlsafe_b64encode(json.dumps(each).encode()).decode().rstrip("=") for each in words]
    for ending in ("", forged().rsplit(".", 1)[1]):
        with pytest.raises(NotAuthenticated):
            signer_at(NOW).read(".".join([*parts, ending]))


def test_token_of_another_algorithm_is_refused() -> None:
    with pytest.warns(jwt.warnings.InsecureKeyLengthWarning):
        token = forged(algorithm="HS512")
    with pytest.raises(NotAuthenticated):
        signer_at(NOW).read(token)


def test_token_of_another_installation_is_refused() -> None:
    with pytest.raises(NotAuthenticated):
        signer_at(NOW).read(signer_at(NOW, b"x" * 32).sign("user-1", "family-1"))


def test_secret_is_made_once_and_only_for_its_owner(tmp_path: Path) -> None:
    file = tmp_path / "var" / "secret"
    secret = load_or_create_secret(file)
    assert len(secret) >= 32
    assert load_or_create_secret(file) == secret
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in file.parent.iterdir()] == ["secret"]
    assert load_or_create_secret(tmp_path / "other") != secret


def test_processes_that_start_together_get_the_same_secret(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from storage.secret import load_or_create_secret;"
        f"sys.stdout.write(load_or_create_secret(Path({str(tmp_path / 'secret')!r})).decode())"
    )
    started = [subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE) for _ in range(4)]
    secrets = {process.communicate(timeout=60)[0] for process in started}
    assert len(secrets) == 1 and len(secrets.pop()) >= 32


def test_secret_that_another_process_made_first_is_the_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # given a file that comes into being after we looked for it
    file = tmp_path / "secret"
    file.write_bytes(b"f" * 64)
    monkeypatch.setattr(Path, "exists", lambda _path: False)

    # then ours gives way
    assert load_or_create_secret(file) == b"f" * 64


@pytest.mark.parametrize(("length", "works"), [(31, False), (32, True)])
def test_short_secret_is_refused(tmp_path: Path, length: int, works: bool) -> None:
    file = tmp_path / "secret"
    file.write_bytes(b"s" * length + b"\n")
    if works:
        assert load_or_create_secret(file) == b"s" * length
    else:
        with pytest.raises(ValueError, match="at least 32 bytes"):
            load_or_create_secret(file)


def test_keys_of_different_purposes_differ() -> None:
    assert derive_key(SECRET, "object link") != derive_key(SECRET, "access token")
    assert derive_key(SECRET, "object link") == derive_key(SECRET, "object link")
