"""A letter as an e-mail: plain text, and the same as simple HTML."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from html import escape

from data.letters import LetterText
from domain.letters import Letter

_PAGE = (
    '<!doctype html><html lang="en"><body style="margin:0;padding:32px 16px;background:#f8f7f4;color:#262422;'
    'font:16px/1.55 system-ui,-apple-system,Segoe UI,Roboto,sans-serif">'
    '<div style="max-width:520px;margin:0 auto;padding:28px 30px;background:#fff;border:1px solid #e4e1da;'
    'border-radius:12px"><p style="margin:0 0 20px;font-weight:700;font-size:18px">Kinora</p>{body}</div></body></html>'
)
_BUTTON = (
    '<p style="margin:22px 0"><a href="{link}" style="display:inline-block;padding:12px 20px;border-radius:10px;'
    'background:#f76a24;color:#231104;font-weight:650;text-decoration:none">{button}</a></p>'
    '<p style="font-size:13px;color:#66615a;word-break:break-all">{link}</p>'
)


def as_message(letter: Letter, text: LetterText, sender: str, studio: str) -> EmailMessage:
    """The e-mail of a letter. `studio`: where people reach it; `sender`: an address, with a name or without.

    Raises:
        ValueError: it cannot be sent to such an address.
    """
    before, after = ([_filled(line, letter, studio) for line in lines] for lines in (text.before, text.after))
    message = EmailMessage()
    message["Subject"] = f"{text.subject} · Kinora"
    message["From"] = sender
    message["To"] = Address(addr_spec=letter.to)
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].partition("@")[2] or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    link = [f"{text.button}:\n{letter.link}"] if letter.link else []
    message.set_content("\n\n".join([*before, *link, *after]) + "\n")
    button = _BUTTON.format(link=escape(letter.link), button=escape(text.button)) if letter.link else ""
    message.add_alternative(_PAGE.format(body=_paragraphs(before) + button + _paragraphs(after)), subtype="html")
    return message


def _filled(line: str, letter: Letter, studio: str) -> str:
    return line.replace("{studio}", studio).replace("{name}", letter.name)


def _paragraphs(lines: list[str]) -> str:
    return "".join(f'<p style="margin:0 0 14px">{escape(line)}</p>' for line in lines)
