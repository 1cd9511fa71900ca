"""A draft as an e-mail: an address that opens the mail program, and a file for longer texts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec import Struct

from kitgen.drafts import Form, Moment
from kitgen.mail_file import mail_file, mail_head
from kitgen.pages.percent import percent_quoted, quoted_length

if TYPE_CHECKING:
    from kitgen.drafts import Draft
    from kitgen.kit import Kit

# Mail programs cut or refuse longer addresses; Outlook and Internet Explorer from 2,083 on.
MOST_MAILTO = 2000
# Messages that may leave as an e-mail as well, with a subject of their own.
_BY_MAIL = frozenset({Moment.THANKS, Moment.GIVE, Moment.POINTS, Moment.WRITE_FOR_ME})


class Mail(Struct, frozen=True):
    """One draft as an e-mail to `to`, at `address`.

    Of a sealed kit a script makes the e-mail, so what a page does not hold is not made here.
    """

    to: str
    address: str
    subject: str
    text: str
    name: str

    @property
    def mailto(self) -> str:
        """The address that opens the mail program; empty when it would be too long."""
        if not self.fits:
            return ""
        text = percent_quoted(self._lines)
        return f"{self._begin}{text}"

    @property
    def fits(self) -> bool:
        """Whether there is an address that mail programs take."""
        return len(self._begin) + quoted_length(self._lines) <= MOST_MAILTO

    @property
    def file(self) -> str:
        """The whole e-mail as an address to download under `name`."""
        whole = mail_file(self.to, self.address, self.subject, self.text)
        return f"data:message/rfc822;charset=utf-8,{percent_quoted(whole)}"

    @property
    def head(self) -> str:
        """Its headers, from which a script makes the e-mail of an edited text."""
        return mail_head(self.to, self.address, self.subject)

    @property
    def _begin(self) -> str:
        return f"mailto:{quote(self.address)}?subject={percent_quoted(self.subject)}&body="

    @property
    def _lines(self) -> str:
        return self.text.replace("\n", "\r\n")


def mail_of(kit: Kit, draft: Draft) -> Mail | None:
    """Return a draft as an e-mail; None when it is none, or nobody's address is known."""
    contact = draft.contact
    is_mail = draft.form is Form.EMAIL or draft.moment in _BY_MAIL
    if not contact.email or not draft.is_ready or not is_mail:
        return None
    subject = draft.subject or kit.content.words.say(f"mail-subject.{draft.moment}")
    name = f"{contact.id}-{draft.moment}.eml"
    return Mail(contact.name, contact.email, subject, draft.text, name)
