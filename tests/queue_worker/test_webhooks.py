"""Webhooks from the end of a job to a real receiver."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from domain.errors import Conflict, Forbidden, InvalidParams, NotFound
from domain.jobs import JobError
from domain.lifecycle import Lifecycle
from domain.users import User
from domain.webhook_desk import WebhookDesk
from domain.webhooks import RETRIES, TRIES, WEBHOOKS_MAX, Answer, Delivery, DeliveryStatus, Webhook, WebhookEvent
from queue_worker.public_address import is_public
from queue_worker.webhook_post import HttpPost
from queue_worker.webhook_sender import TRY_LEASE, WebhookSender
from storage.webhook_secrets import WebhookSecrets
from tests.queue_worker.installation import wait_until
from tests.storage.factories import NOW
from tests.support.receiver import receiver
from tests.support.studio import SECRET, StudioKit, studio_kit

POST = HttpPost(private=True, deadline=0.6)


@dataclass
class Studio:
    """An installation whose clock stands still until it is moved."""

    kit: StudioKit
    user: User
    now: datetime = NOW
    desk: WebhookDesk = field(init=False)

    def __post_init__(self) -> None:
        self.desk = WebhookDesk(self.kit.database, WebhookSecrets(SECRET), POST.check, lambda: self.now)

    def send(self) -> int:
        """Try what is due now, with a sender of its own as another process would have; gives how many."""
        sender = WebhookSender(self.kit.database, WebhookSecrets(SECRET), POST, lambda: self.now)
        tries = sender.send_due()
        for each in tries:
            each.result(10)
        sender.stop()
        return len(tries)

    def end(self, how: str = "succeeded") -> str:
        self.now += timedelta(milliseconds=1)
        job = self.kit.studio.submit(self.user, "script", {"topic": "a secret topic"}).job
        lifecycle = Lifecycle(self.kit.database, self.kit.channel, lambda: self.now)
        claimed = lifecycle.claim(job.id)
        assert claimed is not None
        if how == "succeeded":
            lifecycle.succeed(claimed, [], 1)
        elif how == "failed":
            lifecycle.fail(claimed, JobError("out_of_memory", "Choose a smaller picture."))
        else:
            lifecycle.cancel(claimed)
        return job.id

    def sent(self, webhook: Webhook) -> list[Delivery]:
        return list(self.desk.deliveries(self.user, webhook.id, None, 100)[0])


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    kit = studio_kit(tmp_path)
    yield Studio(kit, kit.user())
    kit.database.close()


def verified(secret: str, headers: dict[str, str], body: str) -> datetime:
    """What a receiver does, written from the how-to and not from our code."""
    parts = dict(part.split("=", 1) for part in headers["Kinora-Signature"].split(","))
    expected = hmac.new(secret.encode(), f"{parts['t']}.{body}".encode(), sha256).hexdigest()
    assert hmac.compare_digest(parts["v1"], expected)
    return datetime.fromtimestamp(int(parts["t"]), NOW.tzinfo)


def test_each_end_of_a_job_is_told_once_and_signed(studio: Studio) -> None:
    with receiver() as server:
        webhook = studio.desk.add(studio.user, f"{server.url}/kinora?a=b")
        jobs = {how: studio.end(how) for how in ("succeeded", "failed", "cancelled")}
        while studio.send():
            continue

        assert [json.loads(got.body)["type"] for got in server.got] == [f"job.{how}" for how in jobs]
        for got, (how, job_id) in zip(server.got, jobs.items(), strict=True):
            body = json.loads(got.body)
            assert got.path == "/kinora?a=b"
            assert verified(studio.desk.secret_of(webhook), got.headers, got.body) == NOW.replace(microsecond=0)
            assert got.headers["Kinora-Delivery"] == body["id"] and got.headers["Kinora-Event"] == body["type"]
            assert (body["data"]["job"]["id"], body["data"]["job"]["status"]) == (job_id, how)
            assert "secret topic" not in got.body
        assert json.loads(server.got[1].body)["data"]["job"]["error"]["code"] == "out_of_memory"
        assert {each.status for each in studio.sent(webhook)} == {DeliveryStatus.DELIVERED}


def test_only_what_was_asked_for_is_told_and_only_to_its_user(studio: Studio) -> None:
    with receiver() as server:
        other = studio.kit.user("bob@example.org")
        studio.desk.add(other, f"{server.url}/bob")
        off = studio.desk.add(studio.user, f"{server.url}/off")
        studio.desk.change(studio.user, off.id, {"active": False})
        studio.desk.add(studio.user, f"{server.url}/failures", events=[WebhookEvent.FAILED])
        studio.end("succeeded")
        studio.end("failed")
        while studio.send():
            continue
        assert [got.path for got in server.got] == ["/failures"]


@pytest.mark.parametrize(
    ("answer", "status", "told"),
    [
        (500, 500, "The server answered 500."),
        (302, 302, "Redirects are not followed"),
        ("cut", None, "could not be reached"),
        ("slow", None, "did not answer in time"),
    ],
)
def test_what_was_not_taken_is_tried_again_with_longer_pauses(
    studio: Studio, answer: int | str, status: int | None, told: str
) -> None:
    with receiver(answer, 200) as server:
        webhook = studio.desk.add(studio.user, server.url)
        studio.end()
        assert studio.send() == 1

        [failed] = studio.sent(webhook)
        assert (failed.status, failed.attempts, failed.response_status) == (DeliveryStatus.PENDING, 1, status)
        assert told in failed.error and failed.next_at == studio.now + RETRIES[0]
        studio.now = failed.next_at - timedelta(seconds=1)
        assert studio.send() == 0
        studio.now = failed.next_at
        assert studio.send() == 1

        [taken] = studio.sent(webhook)
        assert (taken.status, taken.attempts, taken.error) == (DeliveryStatus.DELIVERED, 2, "")
        assert [got.body for got in server.got] == [failed.body] * 2
        signatures = {got.headers["Kinora-Signature"] for got in server.got}
        assert len(signatures) == 2, "signed anew, so that a receiver can refuse old messages"


def test_after_eight_tries_a_message_is_dead_until_it_is_replayed(studio: Studio) -> None:
    with receiver(*[503] * TRIES, 200) as server:
        webhook = studio.desk.add(studio.user, server.url)
        studio.end()
        tries = 0
        while studio.send():
            tries += 1
            [delivery] = studio.sent(webhook)
            if delivery.next_at is not None:
                with pytest.raises(Conflict):
                    studio.desk.replay(studio.user, webhook.id, delivery.id)
                studio.now = delivery.next_at
        assert tries == TRIES == len(server.got)
        [dead] = studio.sent(webhook)
        assert (dead.status, dead.response_status, dead.ended_at) == (DeliveryStatus.DEAD, 503, studio.now)
        assert timedelta(hours=23) < studio.now - NOW < timedelta(hours=25)

        studio.desk.replay(studio.user, webhook.id, dead.id)
        assert studio.send() == 1
        [taken] = studio.sent(webhook)
        assert (taken.id, taken.status, taken.attempts) == (dead.id, DeliveryStatus.DELIVERED, 1)


def test_a_try_whose_process_was_killed_is_made_again(studio: Studio) -> None:
    class Killed(BaseException):
        pass

    def dies(url: str, headers: Mapping[str, str], body: str) -> Answer:
        raise Killed(url, headers, body)

    with receiver() as server:
        webhook = studio.desk.add(studio.user, server.url)
        studio.end()
        dying = WebhookSender(studio.kit.database, WebhookSecrets(SECRET), dies, lambda: studio.now)
        [begun] = dying.send_due()
        assert isinstance(begun.exception(5), Killed)
        dying.stop()

        assert studio.send() == 0, "it may still be under way"
        studio.now += TRY_LEASE
        assert studio.send() == 1
        assert [each.status for each in studio.sent(webhook)] == [DeliveryStatus.DELIVERED]


def test_a_slow_server_holds_up_nobody_else(studio: Studio) -> None:
    with receiver("slow") as slow, receiver() as quick:
        waiting = studio.desk.add(studio.user, slow.url)
        studio.desk.add(studio.user, quick.url)
        for _ in range(3):
            studio.end()
        sender = WebhookSender(studio.kit.database, WebhookSecrets(SECRET), POST, lambda: studio.now)
        first = sender.send_due()
        assert len(first) == 2
        wait_until(lambda: sum(each.done() for each in first) == 1)
        for _ in range(2):
            [other] = sender.send_due()
            other.result(5)
        assert (len(quick.got), len(slow.got)) == (3, 1)
        sender.stop()
        assert [each.attempts for each in studio.sent(waiting)] == [0, 0, 1]


def test_a_renewed_secret_signs_from_then_on(studio: Studio) -> None:
    with receiver() as server:
        webhook = studio.desk.add(studio.user, server.url)
        renewed = studio.desk.renew_secret(studio.user, webhook.id)
        old, new = studio.desk.secret_of(webhook), studio.desk.secret_of(renewed)
        assert old != new and len(new) == len("whsec_") + 43
        studio.desk.test(studio.user, webhook.id)
        studio.send()
        verified(new, server.got[0].headers, server.got[0].body)
        assert json.loads(server.got[0].body)["type"] == "test"


def test_other_accounts_webhooks_are_closed(studio: Studio) -> None:
    with receiver() as server:
        webhook = studio.desk.add(studio.user, server.url)
        message = studio.desk.test(studio.user, webhook.id)
        eve = studio.kit.user("eve@example.org")
        own = studio.desk.add(eve, server.url)
        for attempt in (
            lambda: studio.desk.get(eve, webhook.id),
            lambda: studio.desk.change(eve, webhook.id, {"url": server.url}),
            lambda: studio.desk.renew_secret(eve, webhook.id),
            lambda: studio.desk.delete(eve, webhook.id),
            lambda: studio.desk.test(eve, webhook.id),
            lambda: studio.desk.deliveries(eve, webhook.id, None, 20),
            lambda: studio.desk.replay(eve, webhook.id, message.id),
        ):
            with pytest.raises(Forbidden):
                attempt()
        with pytest.raises(NotFound):
            studio.desk.replay(eve, own.id, message.id)


def test_an_account_has_twenty_and_not_more(studio: Studio) -> None:
    for number in range(WEBHOOKS_MAX):
        studio.desk.add(studio.user, f"http://127.0.0.1:8080/{number}")
    with pytest.raises(Conflict):
        studio.desk.add(studio.user, "http://127.0.0.1:8080/")


# --- where messages may not go ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "fd00::1"),
        *("ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe"),
        *("2002:7f00:1::", "2001:db8::1", "fe80::1%eth0", "nothing"),
    ],
)
def test_addresses_inside_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_addresses_outside_are_public() -> None:
    assert all(map(is_public, ["1.1.1.1", "2606:4700::1111", "64:ff9b::101:101", "::ffff:8.8.8.8"]))


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://example.org", "file:///etc/passwd", "https://", "/kinora", "https://user:word@example.org/", ""),
        *("https://example.org/#part", "https://example.org:22/", "https://example.org:0x50/", "https://exämple.org/"),
        "https://example.org/" + 2000 * "x",
    ],
)
def test_what_is_no_address_of_a_web_server_is_refused(studio: Studio, url: str) -> None:
    with pytest.raises(InvalidParams) as refused:
        studio.desk.add(studio.user, url)
    assert refused.value.details["fields"][0]["field"] == "url"


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/", "http://2130706433/", "http://[::1]/", "http://localhost/"])
def test_private_servers_are_neither_accepted_nor_called(url: str) -> None:
    post = HttpPost()
    with pytest.raises(InvalidParams, match="private network"):
        post.check(url)
    assert post(url, {}, "{}").error == "This address leads into a private network, which is not called."


def test_a_name_that_leads_inside_later_is_not_called_then(monkeypatch: pytest.MonkeyPatch) -> None:
    # given a server inside, and a name that leads outside when it is checked and inside afterwards
    with receiver() as inside:
        port = int(inside.url.rpartition(":")[2])
        found = iter(["1.1.1.1", "127.0.0.1"])
        monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_more: [(2, 1, 6, "", (next(found), port))])
        post, url = HttpPost(), f"http://rebound.example:{port}/"
        post.check(url)

        assert "private network" in post(url, {}, "{}").error
        assert inside.got == []


def test_a_certificate_that_is_not_valid_is_refused(tmp_path: Path) -> None:
    with receiver() as server:
        server.serve_tls(self_signed(tmp_path, "127.0.0.1"))
        answer = POST(server.url, {}, "{}")
    assert answer.status is None and "certificate" in answer.error.lower()
    assert server.got == []


def self_signed(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate that nobody vouches for, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(name))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return certificate, secret
