"""A draft as an e-mail: an address that opens the mail program, and a file for longer texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from kitgen.drafts import Form, Moment
from kitgen.mail_file import mail_file, mail_head
from kitgen.pages.percent import percent_quoted

if TYPE_CHECKING:
    from kitgen.drafts import Draft
    from kitgen.kit import Kit

# Mail programs cut or refuse longer addresses; Outlook and Internet Explorer from 2,083 on.
MOST_MAILTO = 2000
# Messages that may leave as an e-mail as well, with a subject of their own.
_BY_MAIL = frozenset({Moment.THANKS, Moment.GIVE, Moment.POINTS, Moment.WRITE_FOR_ME})


@dataclass(frozen=True, slots=True)
class Mail:
    """One draft as an e-mail.

    `mailto` is empty when it would be too long an address. `file` is the whole e-mail as an address
    to download under `name`, `head` its headers, from which a script makes one of an edited text.
    """

    address: str
    subject: str
    mailto: str
    file: str
    name: str
    head: str


def mail_of(kit: Kit, draft: Draft) -> Mail | None:
    """Return a draft as an e-mail; None when it is none, or nobody's address is known."""
    contact = draft.contact
    is_mail = draft.form is Form.EMAIL or draft.moment in _BY_MAIL
    if not contact.email or not draft.is_ready or not is_mail:
        return None
    subject = draft.subject or kit.content.words.say(f"mail-subject.{draft.moment}")
    text = percent_quoted(draft.text.replace("\n", "\r\n"))
    mailto = f"mailto:{quote(contact.email)}?subject={percent_quoted(subject)}&body={text}"
    whole = mail_file(contact.name, contact.email, subject, draft.text)
    return Mail(
        address=contact.email,
        subject=subject,
        mailto=mailto if len(mailto) <= MOST_MAILTO else "",
        file=f"data:message/rfc822;charset=utf-8,{percent_quoted(whole)}",
        name=f"{contact.id}-{draft.moment}.eml",
        head=mail_head(contact.name, contact.email, subject),
    )
