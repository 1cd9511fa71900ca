"""Mail files, as RFC 5322 wants them: an e-mail to open in a mail program, look over and send."""

from __future__ import annotations

import re
from email.header import Header
from email.quoprimime import body_encode
from email.utils import quote
from functools import lru_cache

_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_ENDING = "\r\n"
_LONGEST = 78  # letters of a line, as RFC 5322 wants it
_HEADERS_OF_TEXT = (  # with the empty line
    'Content-Type: text/plain; charset="utf-8"\r\n'
    "Content-Transfer-Encoding: quoted-printable\r\n"
    "MIME-Version: 1.0\r\n\r\n"
)
_SHORT = 60  # letters of a name that needs no other line
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_PLAIN = re.compile(r"[A-Za-z0-9,.'!()-]+(?: [A-Za-z0-9,.'!()-]+)*")  # a subject as it stands
_ENCODED = "=?"  # begins an encoded word, also where somebody typed it


def mail_file(to: str, address: str, subject: str, text: str) -> str:
    """Return an e-mail that was not sent yet: no sender, no day, the same in every build.

    Lines end in CRLF. Words that are not ASCII are encoded as RFC 2047 has it, and an address that
    is not ASCII stands as it is, as RFC 6532 has it.
    """
    lines = f"{text}\n".encode().splitlines()
    # As EmailMessage of the standard library does it, which takes as long to import as all of this.
    body = body_encode("\n".join((*(each.decode("latin-1") for each in lines), "")), _LONGEST)
    return _addressed(to, address, subject) + _HEADERS_OF_TEXT + body.replace("\n", _ENDING)


def mail_head(to: str, address: str, subject: str) -> str:
    """Return the lines of headers of such an e-mail, without how its text is encoded.

    With `Content-Transfer-Encoding`, an empty line and the text, a script makes it whole.
    """
    kind = ("MIME-Version: 1.0", 'Content-Type: text/plain; charset="utf-8"', "")
    return _addressed(to, address, subject) + _ENDING.join(kind)


@lru_cache(maxsize=8)  # one e-mail is asked for whole, and for its headers
def _addressed(to: str, address: str, subject: str) -> str:
    """Return the headers of an e-mail that opens as a draft, where the program knows X-Unsent."""
    lines = ("X-Unsent: 1", f"To: {_mailbox(to, address)}", f"Subject: {_words(subject)}", "")
    return _ENDING.join(lines)


@lru_cache(maxsize=64)  # all e-mails to one contact go to the same, and many have one subject
def _mailbox(name: str, address: str) -> str:
    name = _line(name)
    if not name.isascii() or len(name) > _SHORT or _ENCODED in name:
        words = Header(name, "utf-8", header_name="To").encode(linesep=_ENDING)
        return f"{words}{_ENDING} <{address}>"
    shown = name if _ATOMS.fullmatch(name) else f'"{quote(name)}"'
    return f"{shown} <{address}>" if name else f"<{address}>"


@lru_cache(maxsize=64)
def _words(text: str) -> str:
    text = _line(text)
    if _PLAIN.fullmatch(text) and len(text) <= _SHORT:
        return text
    charset = "us-ascii" if text.isascii() and _ENCODED not in text else "utf-8"
    return Header(text, charset, header_name="Subject").encode(linesep=_ENDING)


def _line(text: str) -> str:
    """Return a text on one line: a break in a header would begin another."""
    return _BREAKS.sub(" ", text).strip()
