"""Addresses, passwords and secrets."""

import pytest

from domain.errors import InvalidParams
from domain.users import check_password, hash_secret, new_secret, normal_email


@pytest.mark.parametrize(
    ("given", "normal"),
    [(" Ada@Example.ORG ", "ada@example.org"), ("a+b@x.co", "a+b@x.co"), ("ａ@example.org", "a@example.org")],
)
def test_an_address_has_one_form(given: str, normal: str) -> None:
    assert normal_email(given) == normal


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "ada@",
        "@x.org",
        "a b@x.org",
        "a@x..org",
        "a@-x.org",
        "a@b@c",
        "a\n@x.org",
        "a\u202eb@x.org",
        "a" * 65 + "@x.org",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(InvalidParams, match="not an e-mail address"):
        normal_email(address)


@pytest.mark.parametrize("password", ["x" * 8, "x" * 72, "é" * 36])
def test_passwords_at_the_limits_are_taken(password: str) -> None:
    check_password(password)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("x" * 7, "at least 8"),
        ("x" * 73, "at most 72"),
        ("é" * 37, "at most 72"),
        ("x" * 8 + "\0", "null character"),
        (" " * 8, "can be seen"),
        ("\u200b" * 8, "can be seen"),
    ],
)
def test_passwords_beyond_the_limits_are_refused(password: str, words: str) -> None:
    with pytest.raises(InvalidParams, match=words):
        check_password(password)


def test_secrets_are_long_and_never_the_same() -> None:
    assert len(new_secret("kin_")) >= 47
    assert hash_secret(new_secret()) != hash_secret(new_secret())
