"""Signing in by two steps, by REST and on the pages' facade."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from domain.errors import LinkSpent
from domain.totp import PERIOD, code_at
from storage.tables import UserRow
from tests.support.api_world import PASSWORD, ApiWorld, error_code

AUTH = "/api/v1/auth"
ADA = {"email": "ada@example.org", "password": PASSWORD}


@dataclass
class Phone:
    """An authenticator app, and a studio whose clock the test moves."""

    world: ApiWorld
    secret: bytes
    recovery: list[str]

    def code(self, steps: int = 0) -> str:
        return code_at(self.secret, int(self.world.clock().timestamp()) // PERIOD + steps)

    def next(self) -> str:
        """A code that was not used before."""
        self.world.clock.ahead += timedelta(seconds=2 * PERIOD)
        return self.code()

    def login(self, **changes: str) -> Any:
        return self.world.client().post(f"{AUTH}/login", json={**ADA, **changes})


@pytest.fixture
def phone(world: ApiWorld) -> Phone:
    phone = Phone(world, b"", [])
    ada = world.program()
    setup = ada.post(f"{AUTH}/totp/setup").json()
    phone.secret = base64.b32decode(setup["secret"] + "=" * (-len(setup["secret"]) % 8))
    body = {"password": PASSWORD, "pending": setup["pending"], "code": phone.code()}
    made = ada.post(f"{AUTH}/totp/enable", json=body)
    assert made.status_code == 200, made.text
    phone.recovery = made.json()["recovery_codes"]
    return phone


def test_the_password_alone_no_longer_signs_in(phone: Phone) -> None:
    missing, wrong = phone.login(), phone.login(totp="000000")
    assert (missing.status_code, error_code(missing)) == (401, "totp_required")
    assert (wrong.status_code, error_code(wrong)) == (401, "not_authenticated")
    assert "set-cookie" not in missing.headers
    assert phone.login(password="wrong", totp=phone.next()).json()["error"]["code"] == "not_authenticated"
    done = phone.login(totp=f" {phone.next()[:3]} {phone.code()[3:]} ")
    assert done.status_code == 200 and done.json()["user"]["two_factor"] is True


def test_a_code_works_once_and_no_earlier_one_after_it(phone: Phone) -> None:
    code = phone.next()
    assert [phone.login(totp=each).status_code for each in (code, code, phone.code(-1))] == [200, 401, 401]
    assert phone.login(totp=phone.code(1)).status_code == 200


def test_the_code_that_set_it_up_does_not_sign_in(phone: Phone) -> None:
    assert phone.login(totp=phone.code()).status_code == 401


def test_guessing_codes_is_stopped_wherever_it_comes_from(phone: Phone) -> None:
    phone.world.limiter.clear("second-factor", phone.world.user().id)
    phone.world.limiter.limits["second-factor"] = 10
    statuses = [phone.login(totp="000000").status_code for _ in range(11)]
    assert statuses == [401] * 10 + [429]
    assert phone.login(totp=phone.next()).status_code == 429


def test_a_recovery_code_signs_in_once(phone: Phone) -> None:
    assert len(set(phone.recovery)) == 10
    first, second = phone.recovery[0], phone.recovery[1].upper().replace("-", " ")
    assert [phone.login(totp=code).status_code for code in (first, first, second)] == [200, 401, 200]
    ada = phone.world.program()
    assert ada.get(f"{AUTH}/totp").json() == {"enabled": True, "recovery_codes_left": 8}
    kinds = [item["kind"] for item in ada.get(f"{AUTH}/activity").json()["items"]]
    assert kinds.count("recovery_code.used") == 2 and "totp.enabled" in kinds


def test_new_recovery_codes_end_the_old_ones(phone: Phone) -> None:
    body = {"password": PASSWORD, "code": phone.next()}
    fresh = phone.world.program().post(f"{AUTH}/totp/recovery-codes", json=body).json()["recovery_codes"]
    assert [phone.login(totp=code).status_code for code in (phone.recovery[0], fresh[0])] == [401, 200]


def test_turning_it_off_takes_password_and_code(phone: Phone) -> None:
    ada, url = phone.world.program(), f"{AUTH}/totp/disable"
    assert ada.post(url, json={"password": "wrong", "code": phone.next()}).status_code == 422
    assert ada.post(url, json={"password": PASSWORD, "code": "000000"}).status_code == 401
    assert ada.post(url, json={"password": PASSWORD, "code": phone.code()}).status_code == 204
    assert phone.login().status_code == 200


def _another_users(world: ApiWorld) -> str:
    return str(world.program("eve@example.org").post(f"{AUTH}/totp/setup").json()["pending"])


@pytest.mark.parametrize("forged", [_another_users, lambda _: "AAAA", lambda _: "é"])
def test_a_setup_is_only_for_whom_it_was_made(world: ApiWorld, forged: Callable[[ApiWorld], str]) -> None:
    body = {"password": PASSWORD, "pending": forged(world), "code": "000000"}
    refused = world.program().post(f"{AUTH}/totp/enable", json=body)
    assert (refused.status_code, error_code(refused)) == (422, "invalid_params")
    assert world.program().get(f"{AUTH}/totp").json()["enabled"] is False


def test_it_is_not_set_up_twice(phone: Phone) -> None:
    assert phone.world.program().post(f"{AUTH}/totp/setup").status_code == 409


def test_the_secret_is_not_stored_in_plain(phone: Phone) -> None:
    with phone.world.kit.database.read() as tx:
        stored = tx.users._connection.execute(select(UserRow.totp_secret)).scalar_one()
    assert phone.secret not in base64.b64decode(stored)


def test_the_ticket_between_the_steps_ends(phone: Phone) -> None:
    accounts, ada = phone.world.accounts, phone.world.user()
    ticket = accounts.second_factor.ticket(ada)
    assert accounts.second_factor.by_ticket(ticket, phone.next()).id == ada.id
    with pytest.raises(LinkSpent):
        accounts.second_factor.by_ticket(ticket, phone.next())
    late = accounts.second_factor.ticket(ada)
    phone.world.clock.ahead += timedelta(minutes=5, seconds=1)
    with pytest.raises(LinkSpent):
        accounts.second_factor.by_ticket(late, phone.next())
