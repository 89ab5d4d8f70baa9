"""Letters: the e-mails that an account gets."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

log = logging.getLogger(__name__)


class LetterKind(StrEnum):
    """What a letter is for; its texts are data/letters/{kind}.txt and .html."""

    VERIFY = "verify"
    RESET = "reset"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105  the name of a letter
    SECOND_FACTOR_ON = "second-factor-on"
    SECOND_FACTOR_OFF = "second-factor-off"


@dataclass(frozen=True)
class Letter:
    """What is written to whom. `link` holds a secret that works once; "" where there is nothing to open."""

    kind: LetterKind
    to: str
    name: str
    link: str = ""


class Mailer(Protocol):
    """Sends letters, after the transaction that they tell of."""

    @property
    def delivers(self) -> bool:
        """Whether letters reach people, as against the log."""

    def send(self, letter: Letter) -> None:
        """Never waits for the network and never raises: a letter that cannot be sent is written to the log."""


class LoggedMail:
    """`Mailer` of a studio without a mail server: whoever runs it finds the links in the log."""

    delivers = False

    def close(self) -> None:
        """There is nothing to wait for."""

    def send(self, letter: Letter) -> None:
        if letter.link:
            log.warning("mail.not_sent kind=%s to=%s open=%s", letter.kind.value, letter.to, letter.link)
