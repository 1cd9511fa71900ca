"""The profile: model, reader, the words of its problems, schema."""

from kitgen.profile.model import (
    Contact,
    Endorsement,
    Evidence,
    Given,
    HistoryStep,
    Owner,
    Position,
    Profile,
    Received,
)
from kitgen.profile.reader import load_profile, parse_profile
from kitgen.profile.values import (
    VIEW_OF,
    Advocate,
    Channel,
    PartialDate,
    Relationship,
    Restriction,
    Step,
    View,
    profile_slug,
)

__all__ = [
    "VIEW_OF",
    "Advocate",
    "Channel",
    "Contact",
    "Endorsement",
    "Evidence",
    "Given",
    "HistoryStep",
    "Owner",
    "PartialDate",
    "Position",
    "Profile",
    "Received",
    "Relationship",
    "Restriction",
    "Step",
    "View",
    "load_profile",
    "parse_profile",
    "profile_slug",
]
