"""Codes of authenticator apps."""

from datetime import UTC, datetime

import pytest

from domain.totp import code_at, matching_step, setup_uri

RFC_SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (2000000000, "279037"), (20000000000, "353130")],
)
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    assert code_at(RFC_SECRET, seconds // 30) == code
    assert matching_step(RFC_SECRET, code, datetime.fromtimestamp(seconds, UTC)) == seconds // 30


@pytest.mark.parametrize(("late", "works"), [(-31, False), (-30, True), (0, True), (30, True), (59, True), (60, False)])
def test_a_clock_may_be_one_step_off(late: int, works: bool) -> None:
    now = 30 * 40_000_000
    code = code_at(RFC_SECRET, now // 30)
    assert (matching_step(RFC_SECRET, code, datetime.fromtimestamp(now + late, UTC)) is not None) is works


@pytest.mark.parametrize("code", ["", "28708", "2870820", "٢٨٧٠٨٢", "²87082", "abcdef"])
def test_nonsense_is_no_code(code: str) -> None:
    assert matching_step(RFC_SECRET, code, datetime.fromtimestamp(59, UTC)) is None


def test_the_picture_says_what_apps_read() -> None:
    expected = "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Kinora&digits=6&period=30"
    assert setup_uri(RFC_SECRET, "ada+x@example.org") == f"otpauth://totp/Kinora%3Aada%2Bx%40example.org?{expected}"
