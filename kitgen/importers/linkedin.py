"""From an export to a profile, and again next month: LinkedIn's, or a JSON Resume."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.document import read_document
from kitgen.errors import ProfileError
from kitgen.importers.accounting import Accounts
from kitgen.importers.archive import ExportError, Kind, find_files
from kitgen.importers.contacts import merge_contacts
from kitgen.importers.export import read_export
from kitgen.importers.json_resume import read_json_resume
from kitgen.importers.letters import merge_letters
from kitgen.importers.merge import Item, Merge, Report
from kitgen.importers.people import same_name
from kitgen.importers.positions import merge_positions
from kitgen.importers.skills import merge_skills
from kitgen.profile import Edits, edit_profile

if TYPE_CHECKING:
    from pathlib import Path

    from kitgen.importers.export import Export
    from kitgen.importers.memory import Memory
    from kitgen.importers.options import Options

_JSON = ".json"
_SKELETON = """\
# yaml-language-server: $schema=profile.schema.json

# From a LinkedIn export. What LinkedIn cannot say is a suggestion, marked `unconfirmed`: look at
# each, and delete that line. `evidence` is for you to add: drafts are made of it.

owner:
  name: Nobody
"""


class Imported(Struct, frozen=True):
    """A profile's new text, what to remember for the next import, and what was done."""

    text: str
    memory: Memory
    report: Report
    accounts: Accounts


def import_linkedin(
    export: Path, text: str | None, source: str, memory: Memory, options: Options
) -> Imported:
    """Return the profile that an export makes of `text`, or of nothing.

    Raises ExportError when the export cannot be used, or is another person's; ProfileError when
    the profile has problems.
    """
    accounts = Accounts()
    read = _read(export, accounts)
    if text is None:
        text = _begun(read)
    document, problems = read_document(text, source)
    if problems:
        raise ProfileError(problems)
    merge = Merge(document, memory)
    _merge_owner(merge, read)
    posts = merge_positions(merge, read)
    known = merge_contacts(merge, read, posts, options, accounts)
    merge_letters(merge, read, posts, known, options.hints)
    merge_skills(merge, read, known)
    merge.look_for_gone(_told_of(read))
    edited = edit_profile(text, merge.edits)
    return Imported(edited, merge.after, merge.report, accounts)


def owner_name(export: Path) -> str:
    """Return whose export it is; empty when it does not say."""
    if export.suffix.lower() == _JSON:
        return read_json_resume(export, Accounts()).owner
    profile = tuple(each for each in find_files(export) if each.kind is Kind.PROFILE)
    return read_export(profile, Accounts()).owner


def _read(export: Path, accounts: Accounts) -> Export:
    if export.suffix.lower() == _JSON and not export.is_dir():
        return read_json_resume(export, accounts)
    return read_export(find_files(export), accounts)


def _begun(export: Export) -> str:
    """Return the text of a new profile. Raises ExportError when the owner's name is not known."""
    if not export.owner:
        raise ExportError(
            "the export has no Profile.csv with a name, so it is not known whose it is; make the "
            "profile first with `kitgen new NAME`, then name it with --into"
        )
    return edit_profile(_SKELETON, Edits(fields=[(("owner", "name"), export.owner)]))


def _merge_owner(merge: Merge, export: Export) -> None:
    if not export.owner:
        return
    value = merge.document.value
    owner = value.get("owner") if isinstance(value, dict) else None
    name = owner.get("name") if isinstance(owner, dict) else None
    mine = same_name(name) if isinstance(name, str) else ""
    if mine and not set(mine.split()) & set(same_name(export.owner).split()):
        raise ExportError(
            f"this is the export of {export.owner}, and the profile is that of {name}; "
            "name another profile with --into"
        )
    same = {"name": ""} if mine == same_name(export.owner) else {}
    fields = {"name": export.owner, "headline": export.headline}
    merge.update(("owner",), Item(export.owner, ("owner",), fields), same)


def _told_of(export: Export) -> tuple[str, ...]:
    """Return the kinds of entries that an export would name if LinkedIn still had them."""
    files = {
        "position/": Kind.POSITIONS,
        "received/": Kind.RECEIVED,
        "given/": Kind.GIVEN,
        "skill/": Kind.SKILLS,
    }
    told = [prefix for prefix, kind in files.items() if kind in export.kinds]
    if {Kind.CONNECTIONS, Kind.RECEIVED, Kind.GIVEN, Kind.ENDORSEMENTS} <= export.kinds:
        told.append("contact/")  # any of these may name them
    return tuple(told)
