"""The profile: one person's YAML file as frozen, validated values.

The descriptions are the schema's, `profiles/README.md`'s and the editor's help at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field, PrivateAttr

from kitgen.document import Document, walk
from kitgen.errors import Problem
from kitgen.profile.choices import Tone
from kitgen.profile.entries import Contact, HistoryStep, LoggedStep, Owner, Position
from kitgen.profile.entry import Entry
from kitgen.profile.own_drafts import OwnDrafts
from kitgen.profile.shared import Sharing
from kitgen.profile.values import Day, Flag, Line, Reason, Reference, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kitgen.document import Path


class Received(Entry):
    """A recommendation that the owner received."""

    by: Reference = Field(
        description="The contact who wrote it: id or exact name.", examples=["jo"]
    )
    position: Reference | None = Field(
        None, description="The id of the position it is about.", examples=["northwind"]
    )
    unconfirmed: Reason | None = Field(
        None,
        description="Why the position is only a suggestion. Delete this line to confirm it.",
        examples=["written within two years of the end of this position"],
    )
    written: Day | None = Field(
        None, description="The day it was written.", examples=["2024-06-03"]
    )
    text: Text | None = Field(None, description="Its words.")
    visible: Flag | None = Field(
        None, description="Whether it is shown on the profile.", examples=["yes"]
    )


class Given(Entry):
    """A recommendation that the owner wrote for a contact."""

    to: Reference = Field(description="The contact it is for: id or exact name.", examples=["jo"])
    position: Reference | None = Field(
        None, description="The id of the owner's position at the time.", examples=["northwind"]
    )
    written: Day | None = Field(
        None, description="The day it was written.", examples=["2024-09-20"]
    )
    text: Text | None = Field(None, description="Its words.")
    visible: Flag | None = Field(
        None, description="Whether it is shown on the profile.", examples=["yes"]
    )


class Recommendations(Entry):
    """Recommendations in both directions."""

    received: tuple[Received, ...] = Field((), description="Written for the owner.")
    given: tuple[Given, ...] = Field((), description="Written by the owner.")


class Endorsement(Entry):
    """A skill on the owner's profile, with its endorsements."""

    skill: Annotated[Line, Field(max_length=80)] = Field(
        description="The skill, in the order of the profile; list those without endorsements too.",
        examples=["SQL"],
    )
    count: int = Field(0, ge=0, le=100_000, description="How many endorsements.", examples=[12])
    by: tuple[Reference, ...] = Field((), description="Contacts who endorsed it: id or exact name.")


class Targets(Entry):
    """What good coverage means for this owner, where it differs from the usual."""

    total: int | None = Field(None, ge=1, le=50, description="Visible recommendations in all.")
    per_position: int | None = Field(None, ge=1, le=10, description="For each important position.")
    managers: int | None = Field(None, ge=0, le=10, description="From managers.")
    views: int | None = Field(
        None, ge=0, le=5, description="Kinds of view: manager, peer, report, customer, mentor."
    )
    recent_years: int | None = Field(
        None, ge=1, le=20, description="How many years count as recent."
    )


class Blackout(Entry):
    """Days on which nothing is sent, both ends included."""

    first: Day = Field(description="First day.", examples=["2026-12-21"])
    last: Day = Field(description="Last day.", examples=["2027-01-03"])
    reason: Line | None = Field(None, description="Why.", examples=["holidays"])


class Preferences(Entry):
    """How the owner wants to go about it."""

    targets: Targets = Field(Targets(), description="What to aim for.")
    asks_per_week: int | None = Field(
        None, ge=1, le=3, description="How many asks go out in a week.", examples=[2]
    )
    strongest_last: Flag = Field(
        default=True,
        description="Whether the strongest advocates are asked last, to become the newest two.",
        examples=["yes"],
    )
    tone: Tone | None = Field(
        None,
        description="How drafts sound, unless a contact says otherwise. Without it, by "
        "relationship: warm to colleagues, plain to managers and customers, formal to teachers.",
        examples=["plain"],
    )
    drafts: OwnDrafts = Field(
        OwnDrafts(), description="Drafts to everybody in the owner's own words."
    )
    blackout: tuple[Blackout, ...] = Field((), description="When nothing is sent.")
    do_not_ask: tuple[Reference, ...] = Field(
        (), description="Contacts who are never asked: id or exact name.", examples=[["jo"]]
    )


class Mentor(Entry):
    """What the mentor keeps to themselves: it is on their desk, and in no kit."""

    notes: Text | None = Field(
        None,
        description="Notes for the mentor alone. They never enter a kit.",
        examples=["Wants to practise the first ask on the phone."],
    )
    confidence_before: int | None = Field(
        None,
        ge=1,
        le=10,
        description="How sure the owner felt about asking before the kit, from 1 to 10.",
        examples=[3],
    )
    confidence_after: int | None = Field(
        None,
        ge=1,
        le=10,
        description="How sure they feel now, from 1 to 10.",
        examples=[7],
    )


class Profile(Entry):
    """One person's profile."""

    owner: Owner = Field(description="The person the kit is for.")
    positions: tuple[Position, ...] = Field((), description="Posts the owner held, in any order.")
    contacts: tuple[Contact, ...] = Field((), description="People the owner may ask.")
    recommendations: Recommendations = Field(
        Recommendations(), description="Recommendations in both directions."
    )
    endorsements: tuple[Endorsement, ...] = Field(
        (), description="The skills on the LinkedIn profile, with their endorsements."
    )
    preferences: Preferences = Field(
        Preferences(), description="How the owner wants to go about it."
    )
    sharing: Sharing = Field(Sharing(), description="How the sealed kit is shared.")
    mentor: Mentor = Field(Mentor(), description="What the mentor keeps to themselves.")
    log: tuple[LoggedStep, ...] = Field(
        (),
        description="Steps as a kit's “Send my progress” copies them; each counts as part of its"
        " contact's history.",
        examples=["[{who: jo, asked: 2026-10-05}]"],
    )

    _document: Document | None = PrivateAttr(default=None)
    _order: dict[str, int] = PrivateAttr(default_factory=dict)

    def contact(self, contact_id: str) -> Contact:
        """Return the contact with that id; KeyError when there is none."""
        for contact in self.contacts:
            if contact.id == contact_id:
                return contact
        raise KeyError(contact_id)

    def history_of(self, contact: Contact) -> tuple[HistoryStep, ...]:
        """Return all steps with a contact, their own and those of the log, each once."""
        logged = (each for each in self.log if each.who == contact.id)
        steps = {(each.step, each.on): each for each in (*contact.history, *logged)}
        return tuple(steps.values())

    def position(self, position_id: str | None) -> Position | None:
        """Return the position with that id, if there is one."""
        return next((held for held in self.positions if held.id == position_id), None)

    def read_from(self, document: Document) -> Profile:
        """Return this profile with the document it was read from, for `line`."""
        self._document = document
        self._order = {each.id: index for index, each in enumerate(self.contacts)}
        return self

    def texts(self) -> Iterator[tuple[Path, str]]:
        """Yield every text of the profile with its path: as typed in the file, then as read."""
        typed = self._document.value if self._document else None
        for value in (typed, self.model_dump(mode="json")):
            for path, text in walk(value):
                if isinstance(text, str) and text:  # numbers and flags are no texts once read
                    yield path, text

    @property
    def source(self) -> str:
        """The file it was read from, as the person knows it; empty when there is none."""
        return self._document.source if self._document else ""

    def line(self, *path: str | int) -> int:
        """Return the line (from 1) where `path` stands in the file, or its nearest parent."""
        place: Path = path
        return self._document.place(place).line if self._document else 1

    def problem(self, path: Path, code: str, message: str, hint: str = "") -> Problem:
        """Return a problem at the value of `path` in the file it was read from."""
        if self._document is None:
            return Problem("", 1, 1, code, message, hint)
        return self._document.problem(path, code, message, hint)

    def text_problem(
        self, path: Path, line: int, code: str, message: str, hint: str = ""
    ) -> Problem:
        """Return a problem on one line (from 1) of the text at `path`."""
        if self._document is None:
            return Problem("", 1, 1, code, message, hint)
        return self._document.text_problem(path, line, code, message, hint)

    def contact_line(self, contact: Contact) -> int:
        """Return the line where the entry of `contact` begins."""
        return self.line("contacts", self._order.get(contact.id, 0))
