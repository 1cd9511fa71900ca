"""Mail files: as another program reads them, and the same again at the next build."""

from __future__ import annotations

import base64
import re
from email import message_from_bytes, message_from_string
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP, compat32, default
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kitgen.kit import compose_kit
from kitgen.mail_file import mail_file, mail_head
from kitgen.pages import compose_pages
from kitgen.pages.mail import MOST_MAILTO
from kitgen.profile import parse_profile

if TYPE_CHECKING:
    from datetime import datetime

    from kitgen.content import Content

names = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=200).map(
    lambda text: " ".join(text.split())
)
texts = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=3000)


def read(raw: bytes) -> EmailMessage:
    """Return an e-mail as Python's parser understands it."""
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    return message


def name_in(whole: str) -> str:
    """Return the name of whom a mail file is for.

    The parser of addresses keeps the space between two encoded words, where RFC 2047 (6.2) has it
    left out; the older one of single headers reads them right.
    """
    header = message_from_string(whole, policy=compat32)["To"]
    written = header.rpartition("<")[0].strip()
    if written.startswith('"'):
        return re.sub(r"\\(.)", r"\1", written[1:-1])
    return " ".join(str(make_header(decode_header(written))).split())


@settings(deadline=None)
@example(to="0000¡¡¡¡¡¡¡¡¡¡¡¡¡𐀀𐀀𐀀𐀀", subject="", lines=[])
@given(to=names, subject=names, lines=st.lists(texts, max_size=4))
def test_any_text_comes_back(to: str, subject: str, lines: list[str]) -> None:
    """Names, subjects and texts of any script, long lines, and dots alone on a line."""
    text = "\n".join([*lines, ".", "From here"])
    whole = mail_file(to, "jo@example.org", subject, text)
    assert not re.search(r"(?<!\r)\n|\r(?!\n)", whole)
    assert whole.isascii()
    assert max(map(len, whole.split("\r\n"))) <= 998
    message = read(whole.encode())
    assert [each.addr_spec for each in message["To"].addresses] == ["jo@example.org"]
    assert name_in(whole) == to
    assert " ".join(str(message["Subject"]).split()) == subject
    assert message.get_content().replace("\r\n", "\n") == f"{text}\n"
    assert message["X-Unsent"] == "1"
    assert {"Date", "Message-ID", "From"} & set(message.keys()) == set()


@settings(deadline=None)
@example(text="a line\r\nand\x85one\rmore ")
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=3000))
def test_the_text_is_encoded_as_the_library_does_it(text: str) -> None:
    """The quick way gives, byte for byte, what the slow one gave."""
    message = EmailMessage(policy=SMTP)
    message.set_content(f"{text}\n", cte="quoted-printable")
    whole = mail_file("Jo", "jo@example.org", "Hello", text)
    assert whole.endswith(f"Subject: Hello\r\n{message.as_bytes().decode()}")


@pytest.mark.parametrize("address", ["zoë@example.org", "jo@exämple.org"])
def test_an_address_that_is_not_ascii_stays_as_it_is(address: str) -> None:
    """Nothing is guessed about how it would be written in ASCII."""
    whole = mail_file("Zoë Đặng", address, "Grüße", "Hallo")
    message = message_from_string(whole, policy=default)
    assert message["To"].addresses[0].addr_spec == address


def test_a_break_in_a_name_or_subject_begins_no_header() -> None:
    """Nobody is copied in by what somebody typed."""
    whole = mail_file("Jo\r\nBcc: x@example.org", "jo@example.org", "Hi\nBcc: y@example.org", "x")
    assert "bcc" not in {name.lower() for name in read(whole.encode())}


def test_a_script_makes_the_same_e_mail_from_the_head() -> None:
    """As `docs/components/draft.html` says that it is to be done."""
    head = mail_head("Zoë Đặng", "jo@example.org", "Eine Bitte: Prüfung")
    body = base64.encodebytes("Hallo Zoë,\r\nbis bald".encode()).decode().replace("\n", "\r\n")
    message = read(f"{head}Content-Transfer-Encoding: base64\r\n\r\n{body}".encode())
    assert (str(message["Subject"]), message["X-Unsent"]) == ("Eine Bitte: Prüfung", "1")
    assert message.get_content().replace("\r\n", "\n") == "Hallo Zoë,\nbis bald"


PROFILE = """\
owner: {{name: Zoë Lind, goal: a post in a laboratory}}
positions: [{{id: lab, organisation: Labör, start: 2020-01}}]
contacts:
  - id: jo
    name: Jörg Park
    relationship: peer
    position: lab
    email: jo@example.org
    linkedin: https://www.linkedin.com/in/jo-park-example/
    evidence:
      - {{project: the audit, contribution: "{long}", outcome: it went well}}
      - {{project: the move, contribution: planned it, outcome: nothing broke}}
  - {{id: kim, name: Kim Vale, relationship: peer, position: lab, strengths: [SQL],
     evidence: [{{project: a thing, outcome: it went well}}]}}
"""


def page_of(contact: str, long: str, noon: datetime, content: Content) -> str:
    """Return a contact's page."""
    profile = parse_profile(PROFILE.format(long=long), "ada.yml", noon.date())
    kit = compose_kit(profile, content, noon.date(), "ada")
    return compose_pages(kit).page(f"drafts/{contact}.md").html


def test_a_draft_can_be_saved_as_an_e_mail(noon: datetime, content: Content) -> None:
    """Each that may leave as one, with the words of the page; nothing without an address."""
    page = page_of("jo", "wrote the answers", noon, content)
    found = re.findall(r'href="data:message/rfc822;charset=utf-8,([^"]*)" download="([^"]*)"', page)
    assert {name for _, name in found} == {
        f"jo-{moment}.eml"
        for moment in ("ask", "reminder", "thanks", "give", "points", "write-for-me")
    }
    areas = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    shown = {unescape(each).strip() for each in areas}
    for data, _ in found:
        message = read(unquote_to_bytes(data))
        assert message["To"].addresses[0].display_name == "Jörg Park"
        assert str(message["Subject"])
        assert message.get_content().replace("\r\n", "\n").strip() in shown
    mailtos = [unescape(each) for each in re.findall(r'href="(mailto:[^"]*)"', page)]
    assert len(mailtos) == len(found)
    bodies = {unquote(each.split("&body=")[1]).replace("\r\n", "\n") for each in mailtos}
    assert bodies <= shown
    assert "message/rfc822" not in page_of("kim", "x", noon, content)


def test_a_long_text_is_a_file_only(noon: datetime, content: Content) -> None:
    """Mail programs cut long addresses, so there is none."""
    page = page_of("jo", "wrote " + "ß" * 280, noon, content)
    links = re.findall(r'data-kit-mail="jo@example.org"[^>]*>', page)
    assert any(each.endswith('href="" hidden>') for each in links)
    sizes = [len(unescape(each)) for each in re.findall(r'href="(mailto:[^"]*)"', page)]
    assert all(size <= MOST_MAILTO for size in sizes)
    assert len(re.findall("message/rfc822", page)) == len(links)
