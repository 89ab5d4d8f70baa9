"""Letters by SMTP, to a real server on loopback."""

from __future__ import annotations

import datetime
import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from data.letters import load_letters
from domain.letters import Letter, LetterKind
from queue_worker.letter_form import as_message
from queue_worker.mailer import SmtpMailer, SmtpOptions, Tls
from tests.support.mail_server import Mailbox, mail_server, text_of

STUDIO = "https://studio.example.org"
RESET = Letter(LetterKind.RESET, "ada@example.org", "Ada <b>", f"{STUDIO}/reset-password?token=a-b_c")


def mailer(port: int, tls: Tls = "none", **options: str) -> SmtpMailer:
    sender = "Kinora <studio@example.org>"
    return SmtpMailer(SmtpOptions("127.0.0.1", port, sender, tls=tls, timeout=5, **options), STUDIO, (0.05, 0.05))


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server() as box:
        yield box


def test_a_letter_arrives_as_text_and_as_html(box: Mailbox) -> None:
    sending = mailer(box.port)
    sending.send(RESET)
    [letter] = box.wait()
    sending.close()
    assert (letter["To"], letter["From"]) == ("ada@example.org", "Kinora <studio@example.org>")
    assert letter["Subject"] == "Choose a new password · Kinora"
    assert letter["Date"] and letter["Message-ID"].endswith("@example.org>")
    assert RESET.link in text_of(letter) and "Hello Ada <b>," in text_of(letter)
    assert f'href="{RESET.link}"' in text_of(letter, "html") and "Ada &lt;b&gt;" in text_of(letter, "html")


@pytest.mark.parametrize("kind", LetterKind)
def test_every_letter_has_a_text(kind: LetterKind) -> None:
    link = RESET.link if load_letters()[kind.value].button else ""
    message = as_message(
        Letter(kind, "a@example.org", "Ada", link), load_letters()[kind.value], "k@example.org", STUDIO
    )
    for part in ("plain", "html"):
        body = text_of(message, part)
        assert "{" not in body and "Ada" in body and link in body


def test_no_address_makes_a_letter_go_elsewhere() -> None:
    for address in ("x,victim@example.org", "a@example.org\nBcc: victim@example.org", "Ada <victim@example.org>"):
        with pytest.raises(ValueError):
            as_message(Letter(LetterKind.RESET, address, "Ada"), load_letters()["reset"], "k@example.org", STUDIO)


def test_what_the_server_does_not_take_now_is_tried_again(box: Mailbox) -> None:
    box.answers = ["451 busy", "451 busy"]
    sending = mailer(box.port)
    sending.send(RESET)
    assert len(box.wait()) == 1 and box.tries == 3
    sending.close()


def test_what_the_server_never_takes_is_not_and_the_next_letter_goes(box: Mailbox) -> None:
    box.answers = ["550 nobody here"]
    sending = mailer(box.port)
    sending.send(RESET)
    sending.send(Letter(LetterKind.PASSWORD_CHANGED, "bob@example.org", "Bob"))
    [letter] = box.wait()
    sending.close()
    assert letter["To"] == "bob@example.org" and box.tries == 2


def test_a_silent_server_holds_up_nobody() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        sending = mailer(silent.getsockname()[1])
        before = time.monotonic()
        for _ in range(600):  # more than may wait
            sending.send(RESET)
        assert time.monotonic() - before < 2
        sending.close(timeout=0.1)


def test_signing_in_over_tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """STARTTLS with a certificate that is trusted; without that trust nothing is sent, least of all the password."""
    asked: list[tuple[str, str]] = []

    def sign_in(user: str, password: str) -> bool:
        asked.append((user, password))
        return (user, password) == ("studio", "sesame")

    with mail_server(tls=_certificate(tmp_path), sign_in=sign_in) as box:
        doubting = mailer(box.port, "starttls", user="studio", password="sesame")
        doubting.send(RESET)
        doubting.close()
        assert (asked, box.letters) == ([], [])

        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        trusting = mailer(box.port, "starttls", user="studio", password="sesame")
        trusting.send(RESET)
        box.wait()
        trusting.close()
    assert asked == [("studio", "sesame")]


def _certificate(folder: Path) -> ssl.SSLContext:
    """A server's context with a certificate of its own for 127.0.0.1, which is written to cert.pem."""
    from ipaddress import ip_address

    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "cert.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "key.pem").write_bytes(key.private_bytes(pem, form, serialization.NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context
