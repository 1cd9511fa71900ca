"""The profile: one person's YAML file as frozen, validated values.

The descriptions are the schema's, `profiles/README.md`'s and the editor's help at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator
from pydantic_core import PydanticCustomError

from kitgen.errors import Problem
from kitgen.profile.values import (
    Advocate,
    Channel,
    Day,
    EmailAddress,
    End,
    Flag,
    Id,
    Language,
    Line,
    LinkedInAddress,
    Name,
    Reference,
    Relationship,
    Restriction,
    Start,
    Step,
    Text,
    TimeZone,
)

if TYPE_CHECKING:
    from kitgen.document import Document, Path


class Entry(BaseModel):
    """A block of a profile: frozen, and no field but the known ones."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Owner(Entry):
    """The person the kit is for."""

    name: Name = Field(description="Full name.", examples=["Mara Okafor"])
    call_name: Name | None = Field(
        None,
        description="What people call them; signs the drafts. Without it, the first word of the name.",
        examples=["Mara"],
    )
    headline: Line | None = Field(
        None, description="The headline on LinkedIn.", examples=["Data analyst, formerly in retail"]
    )
    linkedin: LinkedInAddress | None = Field(
        None,
        description="The address of their LinkedIn profile.",
        examples=["https://www.linkedin.com/in/mara-okafor-example/"],
    )
    goal: Line | None = Field(
        None,
        description=(
            "The position or change that the recommendations should help with, so that it reads "
            "well after “I am aiming for”."
        ),
        examples=["a first position as a data analyst"],
    )
    strengths: tuple[Line, ...] = Field(
        (),
        description="What they want to be known for, each as a few words, most important first.",
        examples=[["explaining numbers to people who do not like numbers", "SQL"]],
    )
    language: Language = Field("en", description="The language of the kit.", examples=["en"])
    time_zone: TimeZone = Field(
        "UTC", description="Decides which day it is.", examples=["Europe/Berlin"]
    )
    pronouns: Line | None = Field(
        None, description="Pronouns, if they want them used.", examples=["she/her"]
    )

    @property
    def called(self) -> str:
        """What people call the owner."""
        return self.call_name or self.name.split()[0]


class Position(Entry):
    """A post that the owner held."""

    id: Id = Field(
        "",
        description="A short id to refer to it. Without it, made from the organisation.",
        examples=["northwind"],
    )
    title: Line | None = Field(None, description="The title held.", examples=["Shift lead"])
    organisation: Line = Field(description="Who it was with.", examples=["Northwind Grocers"])
    start: Start | None = Field(
        None, description="First day, month or year.", examples=["2019-03", "2019"]
    )
    end: End = Field(
        None, description="Last day, month or year; `present` or nothing if it goes on.",
        examples=["2023-06", "present"],
    )
    important: Flag | None = Field(
        None,
        description=(
            "Whether recommendations should cover it. Without any `yes`, the latest positions count."
        ),
        examples=["yes"],
    )
    on_linkedin: Flag | None = Field(
        None, description="Whether it is on their LinkedIn profile.", examples=["yes"]
    )


class Evidence(Entry):
    """A thing the contact saw the owner do."""

    project: Line = Field(
        description=(
            "What it was, as it reads after “we worked on”: lower case, no full stop. For an event, "
            "say what you did about it: “getting the billing system back up”."
        ),
        examples=["the stock count at the Harbour Road shop"],
    )
    contribution: Line | None = Field(
        None,
        description="What the owner did, as it reads after “I” and without the project before it.",
        examples=["rebuilt the count sheet so that two people could share it"],
    )
    outcome: Line | None = Field(
        None,
        description="What came of it: a whole clause in lower case, without I or you; numbers help.",
        examples=["the count went from two nights to one"],
    )
    period: Line | None = Field(
        None, description="When, as it reads after a comma.", examples=["in spring 2022"]
    )
    skill: Line | None = Field(
        None, description="The strength or skill that it shows.", examples=["process design"]
    )


class HistoryStep(Entry):
    """One dated step: exactly one of these, with its day."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    asked: Day | None = Field(None, description="The private ask went out.")
    agreed: Day | None = Field(None, description="They said yes.")
    requested: Day | None = Field(None, description="The request was sent on LinkedIn.")
    reminded: Day | None = Field(None, description="The one reminder went out.")
    received: Day | None = Field(None, description="Their text arrived.")
    published: Day | None = Field(None, description="The text was accepted and is visible.")
    thanked: Day | None = Field(None, description="They were thanked.")
    declined: Day | None = Field(None, description="They said no; they are never asked again.")
    parked: Day | None = Field(None, description="The owner decided not to ask for now.")

    @model_validator(mode="after")
    def _one_step(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise PydanticCustomError("history_step", "not exactly one step")
        return self

    @property
    def step(self) -> Step:
        """Which step it is."""
        return next(step for step in Step if getattr(self, step.value) is not None)

    @property
    def on(self) -> Day:
        """The day of the step."""
        day: Day = getattr(self, self.step.value)
        return day


class Contact(Entry):
    """Someone the owner may ask."""

    id: Id = Field(
        "",
        description="A short id to refer to them. Without it, made from the name.", examples=["jo"]
    )
    name: Name = Field(description="Full name.", examples=["Jo Park"])
    call_name: Name | None = Field(
        None,
        description="What the owner calls them; opens the drafts. Without it, the first word of the name.",
        examples=["Jo"],
    )
    relationship: Relationship | None = Field(
        None,
        description="Who they were to the owner at that position.",
        examples=["manager"],
    )
    position: Reference | None = Field(
        None,
        description="The id of the owner's position at which they knew each other.",
        examples=["northwind"],
    )
    unconfirmed: Line | None = Field(
        None,
        description=(
            "Why relationship or position is only a suggestion. Delete this line to confirm them."
        ),
        examples=["same organisation as in their LinkedIn headline"],
    )
    evidence: tuple[Evidence, ...] = Field(
        (), description="What they saw the owner do; drafts are made of it."
    )
    strengths: tuple[Line, ...] = Field(
        (),
        description="Strengths that they in particular can speak about.",
        examples=[["calm under pressure"]],
    )
    advocate: Advocate | None = Field(
        None, description="How gladly they speak up for the owner.", examples=["strong"]
    )
    linkedin: LinkedInAddress | None = Field(
        None,
        description="The address of their LinkedIn profile.",
        examples=["https://www.linkedin.com/in/jo-park-example/"],
    )
    email: EmailAddress | None = Field(
        None, description="E-mail address.", examples=["jo.park@example.org"]
    )
    connected: Flag | None = Field(
        None, description="Whether they are connected on LinkedIn.", examples=["yes"]
    )
    channel: Channel | None = Field(
        None,
        description="Where the owner would ask them in private. Without it: e-mail if there is an "
        "address, else a LinkedIn message.",
        examples=["email"],
    )
    restrictions: tuple[Restriction, ...] = Field(
        (),
        description="Why they may not be free to write one.",
        examples=[["employer-policy"]],
    )
    notes: Text | None = Field(
        None,
        description="Private notes. They never enter a kit.",
        examples=["Left on difficult terms with the area manager."],
    )
    history: tuple[HistoryStep, ...] = Field(
        (), description="What happened so far, a dated step each.",
        examples=[[{"asked": "2026-10-05"}, {"agreed": "2026-10-07"}]],
    )

    @property
    def called(self) -> str:
        """What the owner calls the contact."""
        return self.call_name or self.name.split()[0]


class Received(Entry):
    """A recommendation that the owner received."""

    by: Reference = Field(description="The contact who wrote it: id or exact name.", examples=["jo"])
    position: Reference | None = Field(
        None, description="The id of the position it is about.", examples=["northwind"]
    )
    unconfirmed: Line | None = Field(
        None,
        description="Why the position is only a suggestion. Delete this line to confirm it.",
        examples=["written within two years of the end of this position"],
    )
    written: Day | None = Field(None, description="The day it was written.", examples=["2024-06-03"])
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
    written: Day | None = Field(None, description="The day it was written.", examples=["2024-09-20"])
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
    recent_years: int | None = Field(None, ge=1, le=20, description="How many years count as recent.")


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
    blackout: tuple[Blackout, ...] = Field((), description="When nothing is sent.")
    do_not_ask: tuple[Reference, ...] = Field(
        (), description="Contacts who are never asked: id or exact name.", examples=[["jo"]]
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

    _document: Document | None = PrivateAttr(default=None)

    def contact(self, contact_id: str) -> Contact:
        """Return the contact with that id; KeyError when there is none."""
        for contact in self.contacts:
            if contact.id == contact_id:
                return contact
        raise KeyError(contact_id)

    def position(self, position_id: str | None) -> Position | None:
        """Return the position with that id, if there is one."""
        return next((held for held in self.positions if held.id == position_id), None)

    def read_from(self, document: Document) -> Profile:
        """Return this profile with the document it was read from, for `line`."""
        self._document = document
        return self

    def without_notes(self) -> Profile:
        """Return this profile without private notes, which enter no draft and no page."""
        contacts = tuple(each.model_copy(update={"notes": None}) for each in self.contacts)
        return self.model_copy(update={"contacts": contacts})

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

    def contact_line(self, contact: Contact) -> int:
        """Return the line where the entry of `contact` begins."""
        ids = [each.id for each in self.contacts]
        return self.line("contacts", ids.index(contact.id))
