"""What a LinkedIn export says, as values: rows read, cleaned, and every one accounted for."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.importers.archive import ExportError, Kind
from kitgen.importers.dates import DateError, parse_day, parse_month
from kitgen.importers.people import Person, clean, full_name, same_name, slug_of_address
from kitgen.importers.table import Columns, read_rows
from kitgen.profile import MOST_POSITIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kitgen.importers.accounting import Account, Accounts
    from kitgen.importers.archive import ExportFile
    from kitgen.importers.table import Row

_NAME = ("First Name", "Last Name")
_TEXTS = Columns(_NAME, ("Company", "Job Title", "Text", "Creation Date", "Status"))
_COLUMNS = {
    Kind.PROFILE: Columns(_NAME, ("Headline",)),
    Kind.POSITIONS: Columns(("Company Name", "Title"), ("Started On", "Finished On")),
    Kind.RECEIVED: _TEXTS,
    Kind.GIVEN: _TEXTS,
    Kind.ENDORSEMENTS: Columns(
        ("Skill Name",),
        ("Endorser First Name", "Endorser Last Name", "Endorser Public Url", "Endorsement Status"),
    ),
    Kind.SKILLS: Columns(("Name",)),
    Kind.CONNECTIONS: Columns(_NAME, ("URL", "Email Address", "Company", "Position")),
}
NO_NAME = "no name"
TWICE = "the same row twice"
LEFT_OUT = "left out, as told below"
TOO_MANY_CELLS = "more cells than columns: a quotation mark may be missing"
MOST_ROWS = 3000  # of a file that is not the connections
MOST_CONNECTIONS = 100_000  # each is looked at, a million for minutes
_DAY_FIRST = re.compile(r"(?:1[3-9]|[23]\d)/\d{1,2}/\d{2}")
_NOT_ACCEPTED = {"PENDING", "REJECTED"}
_VISIBLE = {"VISIBLE": "yes", "HIDDEN": "no"}


class Position(Struct, frozen=True, order=True):
    """A post of the owner's; `start` and `end` as a profile writes them, empty when not known.

    `goes_on` says that LinkedIn knows of no end, which is more than that none could be read.
    """

    organisation: str
    title: str
    start: str
    end: str
    goes_on: bool = False


class Letter(Struct, frozen=True):
    """A recommendation, received or given: who the other one is, when, its words.

    `written` is a day or empty, `visible` `yes`, `no` or empty: as a profile writes them.
    """

    person: Person
    written: str
    text: str
    visible: str


@dataclass
class Export:
    """Everything but the connections, of which there can be very many."""

    owner: str = ""
    headline: str = ""
    positions: list[Position] = field(default_factory=list)
    received: list[Letter] = field(default_factory=list)
    given: list[Letter] = field(default_factory=list)
    endorsers: dict[str, list[Person]] = field(default_factory=dict)
    unnamed: Counter[str] = field(default_factory=Counter)
    skills: list[str] = field(default_factory=list)
    kinds: frozenset[Kind] = frozenset()
    connections: ExportFile | None = None
    accounts: dict[Kind, Account] = field(default_factory=dict)


def read_export(files: Iterable[ExportFile], accounts: Accounts) -> Export:
    """Return what the files say, connections left aside. Raises ExportError."""
    export = Export()
    for file in files:
        export.kinds |= {file.kind}
        if file.kind is Kind.CONNECTIONS:
            export.connections = file
            continue
        export.accounts[file.kind] = account = accounts.open(file.name)
        take = _TAKERS[file.kind]
        most = MOST_POSITIONS if file.kind is Kind.POSITIONS else MOST_ROWS
        rows = list(islice(read_rows(file, _COLUMNS[file.kind], accounts), most + 1))
        _refuse_more(file, len(rows), most)
        for row in _without_day_first(file.name, rows, accounts):
            if row.is_long:
                account.skip(TOO_MANY_CELLS)
            else:
                take(export, row, account, accounts)
    export.positions.sort(key=lambda each: (each.end == "", each.end, each), reverse=True)
    for letters in (export.received, export.given):
        letters.sort(key=lambda each: (each.written, same_name(each.person.name), each.text))
    return export


def _refuse_more(file: ExportFile, rows: int, most: int) -> None:
    if rows > most:
        raise ExportError(f"{file.name}: more than {most:,} rows; nobody has so many")


def _without_day_first(name: str, rows: list[Row], accounts: Accounts) -> Iterator[Row]:
    """Yield rows; without their day when a spreadsheet put days before months in this file."""
    day_first = any(_DAY_FIRST.match(row["Creation Date"]) for row in rows)
    if day_first:
        accounts.warn(f"{name}: dates with the day first, as no export has them; all left out")
    for row in rows:
        yield row.without("Creation Date") if day_first else row


def read_connections(file: ExportFile, accounts: Accounts) -> Iterator[Person | str]:
    """Yield each connection; for a row that is none, why."""
    for number, row in enumerate(read_rows(file, _COLUMNS[Kind.CONNECTIONS], accounts), 1):
        _refuse_more(file, number, MOST_CONNECTIONS)
        name = full_name(row["First Name"], row["Last Name"])
        if row.is_long:
            yield TOO_MANY_CELLS
        elif not name:
            yield f"{NO_NAME}: the account was closed"
        else:
            yield Person(
                name=name,
                slug=slug_of_address(row["URL"]),
                company=clean(row["Company"]),
                title=clean(row["Position"]),
                email=clean(row["Email Address"]),
                since=_since(row["Connected On"]),
            )


def _since(text: str) -> str:
    """Return the day of a connection; it only ranks people, so an unknown form is no matter."""
    with suppress(DateError):
        return parse_day(text).isoformat()
    return ""


def _take_owner(export: Export, row: Row, account: Account, accounts: Accounts) -> None:
    del accounts
    if export.owner:
        account.skip("there is one owner")
        return
    export.owner = full_name(row["First Name"], row["Last Name"])
    export.headline = clean(row["Headline"])
    if export.owner:
        account.use()
    else:
        account.skip(NO_NAME)


def _take_position(export: Export, row: Row, account: Account, accounts: Accounts) -> None:
    organisation = clean(row["Company Name"])
    if not organisation:
        account.skip("no company")
        return
    start = _date(row, "Started On", account, accounts, parse_month)
    end = _date(row, "Finished On", account, accounts, parse_month)
    goes_on = row.has("Finished On") and row["Finished On"].lower() in {"", "present"}
    position = Position(organisation, clean(row["Title"]), start, end, goes_on)
    if position in export.positions:
        account.skip(TWICE)
    else:
        export.positions.append(position)
        account.use()


def _take_letter(letters: list[Letter], row: Row, account: Account, accounts: Accounts) -> None:
    name = full_name(row["First Name"], row["Last Name"])
    if not name:
        account.skip(NO_NAME)
        return
    written = _date(row, "Creation Date", account, accounts, _iso_day)
    status = row["Status"].upper()
    if status and status not in _VISIBLE:
        accounts.warn(f"{account.file}:{row.line}: the status '{clean(status)[:20]}' is not known")
    person = Person(name, "", clean(row["Company"]), clean(row["Job Title"]))
    letter = Letter(person, written, clean(row["Text"]), _VISIBLE.get(status, ""))
    if letter in letters:
        account.skip(TWICE)
    else:
        letters.append(letter)
        account.use()


def _take_endorsement(export: Export, row: Row, account: Account, accounts: Accounts) -> None:
    del accounts
    skill = clean(row["Skill Name"])
    name = full_name(row["Endorser First Name"], row["Endorser Last Name"])
    if not skill:
        account.skip("no skill")
    elif row["Endorsement Status"].upper() in _NOT_ACCEPTED:
        account.skip("not accepted")
    else:
        account.use()
        people = export.endorsers.setdefault(skill, [])
        if name:
            people.append(Person(name, slug_of_address(row["Endorser Public Url"])))
        else:
            export.unnamed[skill] += 1


def _take_skill(export: Export, row: Row, account: Account, accounts: Accounts) -> None:
    del accounts
    skill = clean(row["Name"])
    if not skill:
        account.skip(NO_NAME)
    elif skill in export.skills:
        account.skip(TWICE)
    else:
        export.skills.append(skill)
        account.use()


def _iso_day(text: str) -> str:
    return parse_day(text).isoformat()


def _date(
    row: Row, column: str, account: Account, accounts: Accounts, parse: Callable[[str], str]
) -> str:
    """Return a date as a profile writes it; empty, with a warning, when its form is not known."""
    text = row[column]
    if not text.strip():
        return ""
    try:
        return parse(text)
    except DateError:
        shown = clean(text)[:30]
        accounts.warn(f"{account.file}:{row.line}: the date '{shown}' is not understood; left out")
        return ""


_TAKERS: dict[Kind, Callable[[Export, Row, Account, Accounts], None]] = {
    Kind.PROFILE: _take_owner,
    Kind.POSITIONS: _take_position,
    Kind.RECEIVED: lambda export, *rest: _take_letter(export.received, *rest),
    Kind.GIVEN: lambda export, *rest: _take_letter(export.given, *rest),
    Kind.ENDORSEMENTS: _take_endorsement,
    Kind.SKILLS: _take_skill,
}
