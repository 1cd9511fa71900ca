"""The choices that a profile offers, each a closed list of words."""

from __future__ import annotations

from enum import StrEnum


class Relationship(StrEnum):
    """How a contact knew the owner at one position: LinkedIn's twelve, by friendly names."""

    MANAGER = "manager"
    REPORT = "report"
    SENIOR = "senior"
    JUNIOR = "junior"
    PEER = "peer"
    CROSS_TEAM = "cross-team"
    PARTNER = "partner"
    CUSTOMER = "customer"
    SUPPLIER = "supplier"
    TEACHER = "teacher"
    MENTOR = "mentor"
    CLASSMATE = "classmate"


class View(StrEnum):
    """From where a relationship sees the owner's work; coverage rule C5 counts these five."""

    MANAGER = "manager"
    PEER = "peer"
    REPORT = "report"
    CUSTOMER = "customer"
    MENTOR = "mentor"


VIEW_OF = {
    Relationship.MANAGER: View.MANAGER,
    Relationship.SENIOR: View.MANAGER,  # above the owner, though without the line of command
    Relationship.REPORT: View.REPORT,
    Relationship.JUNIOR: View.REPORT,
    Relationship.PEER: View.PEER,
    Relationship.CROSS_TEAM: View.PEER,
    Relationship.PARTNER: View.PEER,
    Relationship.CLASSMATE: View.PEER,
    Relationship.CUSTOMER: View.CUSTOMER,
    Relationship.SUPPLIER: View.CUSTOMER,  # the other side of the same counter
    Relationship.TEACHER: View.MENTOR,
    Relationship.MENTOR: View.MENTOR,
}


class Advocate(StrEnum):
    """How gladly a contact speaks up for the owner, by the owner's own judgement."""

    STRONG = "strong"
    GOOD = "good"
    UNSURE = "unsure"


class Channel(StrEnum):
    """Where the owner asks in private, before anything is sent on LinkedIn."""

    EMAIL = "email"
    LINKEDIN = "linkedin"
    CHAT = "chat"
    PHONE = "phone"
    IN_PERSON = "in-person"


class Restriction(StrEnum):
    """Why a contact may not be free to write a recommendation."""

    EMPLOYER_POLICY = "employer-policy"
    HR_ONLY = "hr-only"
    FINANCE = "finance"
    LAW = "law"
    HEALTH = "health"
    CURRENT_MANAGER = "current-manager"


class Tone(StrEnum):
    """How drafts to a contact sound."""

    WARM = "warm"
    PLAIN = "plain"
    FORMAL = "formal"


class Step(StrEnum):
    """One dated step in the life of an ask."""

    ASKED = "asked"
    AGREED = "agreed"
    REQUESTED = "requested"
    REMINDED = "reminded"
    RECEIVED = "received"
    PUBLISHED = "published"
    THANKED = "thanked"
    DECLINED = "declined"
    PARKED = "parked"
