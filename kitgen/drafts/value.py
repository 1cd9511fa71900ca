"""Drafts: the words of each message, ready or not ready and why."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.specificity import Limit, utf16_length

if TYPE_CHECKING:
    from kitgen.message import Message
    from kitgen.profile import Contact


class Moment(StrEnum):
    """When in the life of an ask a draft is sent."""

    ASK = "ask"
    REQUEST = "request"
    REMINDER = "reminder"
    THANKS = "thanks"
    GIVE = "give"
    POINTS = "points"
    WRITE_FOR_ME = "write-for-me"


class Form(StrEnum):
    """In what shape a draft leaves: as an e-mail, a short message, spoken, or on LinkedIn's form.

    `LIVE` is the second thank-you: the note that the text can be seen now.
    """

    EMAIL = "email"
    MESSAGE = "message"
    SPOKEN = "spoken"
    LINKEDIN = "linkedin"
    LIVE = "live"


class Missing(Struct, frozen=True):
    """A fact that a draft needs and the profile does not hold, with the line to edit."""

    what: Message
    line: int


class Finding(Struct, frozen=True):
    """What a draft rule has to say about one draft.

    `words` are the ones it is about; `advice` says what to add or change, where there is something.
    """

    code: str
    reason: Message
    words: str = ""
    advice: Message | None = None


class Draft(Struct, frozen=True):
    """The words of one message to one contact.

    When facts are missing there is no text at all, rather than one with a hole.
    """

    contact: Contact
    moment: Moment
    form: Form
    subject: str = ""
    text: str = ""
    missing: tuple[Missing, ...] = ()
    limit: Limit | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def id(self) -> str:
        """Names the draft within its kit."""
        return f"{self.contact.id}.{self.moment}.{self.form}"

    @property
    def template(self) -> str:
        """Names what is written alike for everybody: an e-mail has the words of a message."""
        return f"{self.moment}.{Form.MESSAGE if self.form is Form.EMAIL else self.form}"

    @property
    def is_ready(self) -> bool:
        """Whether there are words to send."""
        return not self.missing

    @property
    def length(self) -> int:
        """How long the text is, in the unit of its limit (UTF-16 units without one)."""
        return self.limit.length_of(self.text) if self.limit else utf16_length(self.text)


class Drafts(Struct, frozen=True, dict=True):
    """All drafts of one kit, by contact in the order of the profile, then by moment."""

    drafts: tuple[Draft, ...]

    def of(self, contact_id: str, moment: Moment | str | None = None) -> tuple[Draft, ...]:
        """Return the drafts to one contact, of one moment if it is named."""
        return self._sorted.get((contact_id, str(moment) if moment else ""), ())

    @cached_property
    def _sorted(self) -> dict[tuple[str, str], tuple[Draft, ...]]:
        """The drafts by contact and moment, and by contact alone: each is asked for many times."""
        found: dict[tuple[str, str], list[Draft]] = {}
        for each in self.drafts:
            for moment in ("", str(each.moment)):
                found.setdefault((each.contact.id, moment), []).append(each)
        return {asked: tuple(drafts) for asked, drafts in found.items()}

    @property
    def ready(self) -> frozenset[str]:
        """The ids of the contacts to whom the private ask can be sent."""
        asks = [each for each in self.drafts if each.moment is Moment.ASK]
        return frozenset(each.contact.id for each in asks if each.is_ready)
