"""The blocks about one person or post: owner, position, contact, evidence, history.

The descriptions are the schema's, `profiles/README.md`'s and the editor's help at once.
"""

from __future__ import annotations

from typing import Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from kitgen.profile.choices import Advocate, Channel, Relationship, Restriction, Step, Tone
from kitgen.profile.entry import Entry
from kitgen.profile.own_drafts import OwnDrafts
from kitgen.profile.shared import Brief
from kitgen.profile.values import (
    Day,
    EmailAddress,
    End,
    Flag,
    Id,
    Language,
    Line,
    LinkedInAddress,
    Name,
    Reason,
    Reference,
    Start,
    Text,
    TimeZone,
)


class Owner(Entry):
    """The person the kit is for."""

    name: Name = Field(description="Full name.", examples=["Mara Okafor"])
    call_name: Name | None = Field(
        None,
        description=(
            "What people call them; signs the drafts. Without it, the first word of the name."
        ),
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
        None, description="Pronouns, for whoever writes about them.", examples=["she/her"]
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
        None,
        description="Last day, month or year; `present` or nothing if it goes on.",
        examples=["2023-06", "present"],
    )
    important: Flag | None = Field(
        None,
        description=(
            "Whether recommendations should cover it. "
            "Without any `yes`, the latest positions count."
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
            "What it was, as it reads after “we worked on”: lower case, no full stop. "
            "For an event, say what you did about it: “getting the billing system back up”."
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
        description=(
            "What came of it: a whole clause in lower case, without I or you; numbers help."
        ),
        examples=["the count went from two nights to one"],
    )
    period: Line | None = Field(
        None, description="When, as it reads after a comma.", examples=["in spring 2022"]
    )
    skill: Line | None = Field(
        None, description="The strength or skill that it shows.", examples=["process design"]
    )


class HistoryStep(Entry):
    """One dated step: exactly one of these, with its day; `parked` may say until when."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 2})

    asked: Day | None = Field(None, description="The private ask went out.")
    agreed: Day | None = Field(None, description="They said yes.")
    requested: Day | None = Field(None, description="The request was sent on LinkedIn.")
    reminded: Day | None = Field(None, description="The one reminder went out.")
    received: Day | None = Field(None, description="Their text arrived.")
    published: Day | None = Field(None, description="The text was accepted and is visible.")
    thanked: Day | None = Field(None, description="They were thanked.")
    declined: Day | None = Field(None, description="They said no; they are never asked again.")
    parked: Day | None = Field(None, description="The owner decided not to ask for now.")
    until: Day | None = Field(
        None,
        description="Beside `parked`: the day from which they can be asked after all.",
        examples=["2027-01-11"],
    )

    @model_validator(mode="after")
    def _one_step(self) -> Self:
        if len(self.model_fields_set.intersection(Step)) != 1:
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


class LoggedStep(HistoryStep):
    """One dated step with a contact, at the end of the file, where it can be pasted."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 2, "maxProperties": 3})

    who: Reference = Field(
        description="The contact it was taken with: id or exact name.", examples=["jo"]
    )


class Contact(Entry):
    """Someone the owner may ask."""

    id: Id = Field(
        "",
        description="A short id to refer to them. Without it, made from the name.",
        examples=["jo"],
    )
    name: Name = Field(description="Full name.", examples=["Jo Park"])
    call_name: Name | None = Field(
        None,
        description=(
            "What the owner calls them; opens the drafts. Without it, the first word of the name."
        ),
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
    unconfirmed: Reason | None = Field(
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
    tone: Tone | None = Field(
        None,
        description="How drafts to them sound. Without it: as under `preferences`, else by "
        "relationship, and formal whenever `call_name` begins with a title.",
        examples=["warm"],
    )
    last_seen: Start | None = Field(
        None,
        description="When the owner and they last had to do with each other; after some years, "
        "drafts say who is writing. Without it, the end of the position.",
        examples=["2020"],
    )
    drafts: OwnDrafts = Field(
        OwnDrafts(), description="Drafts to them in the owner's own words, in place of kitgen's."
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
    brief: Brief | None = Field(
        None, description="The page for them to write from; made when this is there."
    )
    history: tuple[HistoryStep, ...] = Field(
        (),
        description="What happened so far, a dated step each.",
        examples=[[{"asked": "2026-10-05"}, {"agreed": "2026-10-07"}]],
    )

    @property
    def called(self) -> str:
        """What the owner calls the contact."""
        return self.call_name or self.name.split()[0]
