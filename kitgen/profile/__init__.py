"""The profile: model, reader, the words of its problems, schema."""

from kitgen.profile.amounts import MOST_CONTACTS, MOST_POSITIONS
from kitgen.profile.audience import Reader, field_names, seen_by, unclassed_fields, widest_reader
from kitgen.profile.choices import (
    VIEW_OF,
    Advocate,
    Channel,
    Relationship,
    Restriction,
    Step,
    Tone,
    View,
)
from kitgen.profile.consistency import NEEDS, NOT_BEFORE
from kitgen.profile.edit import Edits, edit_profile, set_field
from kitgen.profile.entries import Contact, Evidence, HistoryStep, Owner, Position
from kitgen.profile.faults import faulty_fields
from kitgen.profile.lookup import find_contact
from kitgen.profile.model import Endorsement, Given, Profile, Received
from kitgen.profile.own_drafts import OwnDrafts
from kitgen.profile.reader import load_profile, parse_profile
from kitgen.profile.references import fill_ids
from kitgen.profile.shared import MOST_VERSIONS, Brief, Sharing
from kitgen.profile.values import PartialDate, profile_slug, slug_of

__all__ = [
    "MOST_CONTACTS",
    "MOST_POSITIONS",
    "MOST_VERSIONS",
    "NEEDS",
    "NOT_BEFORE",
    "VIEW_OF",
    "Advocate",
    "Brief",
    "Channel",
    "Contact",
    "Edits",
    "Endorsement",
    "Evidence",
    "Given",
    "HistoryStep",
    "OwnDrafts",
    "Owner",
    "PartialDate",
    "Position",
    "Profile",
    "Reader",
    "Received",
    "Relationship",
    "Restriction",
    "Sharing",
    "Step",
    "Tone",
    "View",
    "edit_profile",
    "faulty_fields",
    "field_names",
    "fill_ids",
    "find_contact",
    "load_profile",
    "parse_profile",
    "profile_slug",
    "seen_by",
    "set_field",
    "slug_of",
    "unclassed_fields",
    "widest_reader",
]
