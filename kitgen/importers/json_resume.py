"""JSON Resume, the open format for a curriculum vitae: `work` and `references`, in and out.

https://jsonresume.org/schema, version 1; `work.company` is what earlier versions said.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from kitgen.importers.archive import MOST_BYTES, ExportError
from kitgen.importers.export import MOST_ROWS, NO_NAME, TWICE, Export, Letter, Position
from kitgen.importers.people import Person, clean, full_name

if TYPE_CHECKING:
    from pathlib import Path

    from kitgen.importers.accounting import Accounts
    from kitgen.profile import Profile

_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


def read_json_resume(path: Path, accounts: Accounts) -> Export:
    """Return what a JSON Resume says. Raises ExportError when it is none."""
    content = _content(path)
    export = Export()
    basics = content.get("basics")
    if isinstance(basics, dict):
        export.owner = full_name(_text(basics, "name"), "")
        export.headline = clean(_text(basics, "label"))
    _take_work(export, content, accounts)
    _take_references(export, content, accounts)
    account = accounts.open("skills")
    for entry in _entries(content, "skills"):
        skill = clean(_text(entry, "name"))
        if not skill or skill in export.skills:
            account.skip(TWICE if skill else NO_NAME)
        else:
            export.skills.append(skill)
            account.use()
    return export


def json_resume_of(profile: Profile) -> str:
    """Return a profile as JSON Resume: who, the positions, and the recommendations shown."""
    names = {contact.id: contact.name for contact in profile.contacts}
    work = [
        {
            "name": each.organisation,
            "position": each.title,
            "startDate": str(each.start) if each.start else None,
            "endDate": str(each.end) if each.end else None,
        }
        for each in profile.positions
    ]
    references = [
        {"name": names[each.by], "reference": each.text}
        for each in profile.recommendations.received
        if each.text and each.visible is not False
    ]
    content = {
        "basics": _filled({"name": profile.owner.name, "label": profile.owner.headline}),
        "work": [_filled(each) for each in work],
        "references": references,
        "skills": [{"name": each.skill} for each in profile.endorsements],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _take_work(export: Export, content: dict[str, Any], accounts: Accounts) -> None:
    account = accounts.open("work")
    for entry in _entries(content, "work"):
        organisation = clean(_text(entry, "name") or _text(entry, "company"))
        start, end = (_date(_text(entry, name)) for name in ("startDate", "endDate"))
        goes_on = not _text(entry, "endDate").strip()
        position = Position(organisation, clean(_text(entry, "position")), start, end, goes_on)
        if not organisation or position in export.positions:
            account.skip(TWICE if organisation else "no organisation")
        else:
            export.positions.append(position)
            account.use()


def _take_references(export: Export, content: dict[str, Any], accounts: Accounts) -> None:
    account = accounts.open("references")
    for entry in _entries(content, "references"):
        name = full_name(_text(entry, "name"), "")
        letter = Letter(Person(name), "", clean(_text(entry, "reference")), "")
        if not name or letter in export.received:
            account.skip(TWICE if name else NO_NAME)
        else:
            export.received.append(letter)
            account.use()


def _content(path: Path) -> dict[str, Any]:
    hint = "export it again, or name a LinkedIn export"
    try:
        if path.exists() and not path.is_file():  # a pipe would never end
            raise ExportError(f"{path.name}: this is not a file; {hint}")
        if path.stat().st_size > MOST_BYTES:
            raise ExportError(f"{path.name}: larger than {MOST_BYTES:,} bytes; {hint}")
        content = json.loads(path.read_bytes())
    except OSError as error:
        raise ExportError(f"{path.name}: cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        where = getattr(error, "lineno", 1)
        raise ExportError(f"{path.name}:{where}: no JSON that can be read; {hint}") from None
    if not isinstance(content, dict) or not {"basics", "work", "references"} & content.keys():
        raise ExportError(f"{path.name}: no JSON Resume: without basics, work and references")
    return content


def _entries(content: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = content.get(name)
    if isinstance(found, list) and len(found) > MOST_ROWS:
        raise ExportError(f"{name}: more than {MOST_ROWS:,} entries; nobody has so many")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _text(entry: dict[str, Any], name: str) -> str:
    found = entry.get(name)
    return found if isinstance(found, str) else ""


def _date(text: str) -> str:
    """Return a date as a profile writes it; a time of day behind it is passed over."""
    found = _DATE.match(text.strip())
    return found[0] if found else ""


def _filled(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if value}
