"""What page templates can call and read, page by page."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from msgspec import Struct

import kitgen
from kitgen.coverage import find_strengths, judged_texts, newest_shown, reciprocal_pairs
from kitgen.drafts import Moment
from kitgen.life import ANSWERED, AskState
from kitgen.pages.calendar import calendar_link
from kitgen.pages.mail import MOST_MAILTO, mail_of
from kitgen.pages.start import next_steps, pace, spare_steps, to_confirm, worst_gap
from kitgen.pages.steps import known_days, step_of, steps_at
from kitgen.plan import ActionKind

if TYPE_CHECKING:
    from datetime import date

    from kitgen.drafts import Draft
    from kitgen.facts import Fact
    from kitgen.kit import Kit
    from kitgen.life import Life
    from kitgen.pages.mail import Mail
    from kitgen.pages.value import Layout
    from kitgen.plan import Action
    from kitgen.profile import Contact, Position, Step

# Where an action is explained or its words stand.
_GUIDE_FOR = {ActionKind.SHOW: "guide.md#manage", ActionKind.FIND: "coverage.md#matrix"}
_MOMENT_FOR = {
    ActionKind.THANK: Moment.THANKS,
    ActionKind.LIVE: Moment.THANKS,
    ActionKind.REMIND: Moment.REMINDER,
    ActionKind.REQUEST: Moment.REQUEST,
    ActionKind.GIVE: Moment.GIVE,
}
_LINE_CHARACTERS = 46


class ContactGroup(Struct, frozen=True):
    """Contacts whose next step is of one kind."""

    key: str
    contacts: tuple[Contact, ...]


class MomentTab(Struct, frozen=True):
    """One moment of a contact's page, with the steps to tick there; the next one is open."""

    key: Moment
    drafts: tuple[Draft, ...]
    steps: tuple[Step, ...]
    is_next: bool


@dataclass
class PageNames:
    """The functions of one page: its links are relative to it, its sources are its own."""

    kit: Kit
    path: str
    layout: Layout
    cited: list[Fact] = field(default_factory=list)

    def link(self, target: str) -> str:
        """Return the relative address of another page of the kit, anchor included."""
        path, hash_sign, anchor = target.partition("#")
        here, there = self.layout.address_of(self.path), self.layout.address_of(path)
        return _address_from(here, there) + hash_sign + anchor

    def contact_link(self, contact: Contact) -> str:
        """Return the relative address of a contact's page."""
        return self.link(contact_path(contact))

    def action_link(self, action: Action) -> str:
        """Return where an action's words stand, or where it is explained."""
        return self.link(_GUIDE_FOR.get(action.kind, "") or contact_path(action.contact))

    def action_draft(self, action: Action) -> Draft | None:
        """Return the words that an action sends, if it sends any and they are ready."""
        moment = Moment.ASK if action.kind is ActionKind.ASK else _MOMENT_FOR.get(action.kind)
        found = self.kit.drafts.of(action.contact.id, moment) if moment else ()
        ready = [each for each in found if each.is_ready]
        # Thanks come twice; the second says that the text can be seen.
        return ready[-1 if action.kind is ActionKind.LIVE else 0] if ready else None

    def cite(self, *fact_ids: str) -> Markup:
        """Return marks that lead to facts in the page's list of sources."""
        cited = [each.id for each in self.cited]
        numbers = []
        for fact_id in fact_ids:
            if fact_id not in cited:
                self.cited.append(self.kit.content.facts.fact(fact_id))
                cited.append(fact_id)
            numbers.append(cited.index(fact_id) + 1)
        return _marks(tuple(dict.fromkeys(numbers)))

    def mail(self, draft: Draft) -> Mail | None:
        """Return a draft as an e-mail, if it can be one."""
        return mail_of(self.kit, draft)

    def calendar(self, contact: Contact | None = None) -> str:
        """Return the plan's calendar, or one contact's part of it, as an address to download."""
        return calendar_link(self.kit, contact)

    def life(self, contact: Contact) -> Life:
        """Return where the ask to a contact stands."""
        return self.kit.coverage.tally.lives[contact.id]

    def known_days(self, contact: Contact) -> dict[Step, date]:
        """Return the last day of each step with a contact, as far as the profile tells."""
        return known_days(self.kit, contact)

    def position_of(self, contact: Contact) -> Position | None:
        """Return the position at which a contact knew the owner, if it is known."""
        return self.kit.profile.position(contact.position)

    def period_of(self, position: Position) -> str:
        """Return when a position was held: `March 2019 to June 2023`."""
        words = self.kit.content.words
        start = words.language.partial(position.start) if position.start else ""
        if position.end is None:
            return words.say("years.since", start=start)
        return words.say("years.period", start=start, end=words.language.partial(position.end))

    def functions(self) -> dict[str, Any]:
        """Return what a template of this page can call."""
        return {name: getattr(self, name) for name in _FUNCTIONS}

    def contact_names(self, contact: Contact) -> dict[str, Any]:
        """Return what the templates of one contact's page know besides."""
        plan = self.kit.plan
        return {
            "contact": contact,
            "brief": self.kit.brief_of(contact.id),
            "kit_name": self.kit.name,
            "position": self.position_of(contact),
            "moments": moments_of(self.kit, contact),
            "wave": plan.wave_of(contact.id),
            "ask": next((ask for ask in plan.asks if ask.contact.id == contact.id), None),
            "rest_reason": next(
                (each.reason for each in plan.resting if each.contact.id == contact.id), None
            ),
        }


def names_of_kit(kit: Kit, layout: Layout) -> dict[str, Any]:
    """Return what the templates of every page of a kit know."""
    profile, tally = kit.profile, kit.coverage.tally
    counted = tally.counted_positions
    return {
        "rows": rows,
        "mail_most": MOST_MAILTO,
        "names_of": lambda ids: [profile.contact(each).name for each in ids],
        "owner": profile.owner,
        "is_sealed": layout.is_sealed,
        "kit_link": layout.link,
        "edit": layout.edit,
        "kit_code": Markup(layout.code),  # noqa: S704  drawn by segno
        "expires": profile.sharing.expires,
        "passphrase": profile.sharing.passphrase,
        "positions": profile.positions,
        "contacts": profile.contacts,
        "recommendations": profile.recommendations,
        "endorsements": profile.endorsements,
        "preferences": profile.preferences,
        "coverage": kit.coverage,
        "plan": kit.plan,
        "drafts": kit.drafts,
        "today": kit.today,
        "profile_file": profile.source,
        "version": kitgen.__version__,
        "pace": pace(kit),
        "idle": kit.idle,
        "next_steps": next_steps(kit),
        "spare_steps": spare_steps(kit),
        "step_of": step_of,
        "has_log": bool(profile.log),
        "kit_name": kit.name,
        "to_confirm": to_confirm(kit),
        "worst_gap": worst_gap(kit),
        "newest": newest_shown(tally),
        "judged": judged_texts(tally),
        "pairs": reciprocal_pairs(tally),
        "strengths": find_strengths(tally),
        "contact_groups": group_contacts(kit),
        "counted_first": (*counted, *(each for each in profile.positions if each not in counted)),
    }


_FUNCTIONS = (
    "link",
    "contact_link",
    "action_link",
    "action_draft",
    "cite",
    "mail",
    "calendar",
    "life",
    "known_days",
    "position_of",
    "period_of",
)


@lru_cache(maxsize=1024)  # a page leads to another many times
def _address_from(here: str, there: str) -> str:
    """Return the relative address of a page from another one."""
    if "/" not in here and "/" not in there:
        return there
    return posixpath.relpath(there, posixpath.dirname(here) or ".")


@lru_cache(maxsize=256)  # pages have some twenty sources, and cite one, two or three at once
def _marks(numbers: tuple[int, ...]) -> Markup:
    """Return the marks that lead to sources by their numbers in the page's list."""
    marks = [
        Markup('<a href="#source-{0}" role="doc-noteref">{0}</a>').format(number)
        for number in numbers
    ]
    return Markup('<sup class="kit-cite" data-search-exclude>{}</sup>').format(
        Markup(", ").join(marks)
    )


def contact_path(contact: Contact) -> str:
    """Return the path of a contact's page."""
    return f"drafts/{contact.id}.md"


def rows(draft: Draft) -> int:
    """Return how many lines a text area needs to show a draft on a phone."""
    return rows_of(draft.text)


def rows_of(text: str) -> int:
    """Return how many lines a text area needs to show a text on a phone."""
    lines = text.split("\n")
    return len(lines) + sum([len(line) // _LINE_CHARACTERS for line in lines]) + 1


def group_contacts(kit: Kit) -> tuple[ContactGroup, ...]:
    """Return all contacts by the kind of their next action, in the order of urgency."""
    kinds: dict[str, str] = {}
    for action in kit.plan.actions:
        kinds.setdefault(action.contact.id, action.kind.value)
    keys = [*(kind.value for kind in ActionKind), "wait", "rest"]
    groups: dict[str, list[Contact]] = {key: [] for key in keys}
    for contact in kit.profile.contacts:
        waiting = "wait" if kit.coverage.tally.lives[contact.id].is_open else "rest"
        groups[kinds.get(contact.id, waiting)].append(contact)
    return tuple(ContactGroup(key, tuple(groups[key])) for key in keys if groups[key])


def moments_of(kit: Kit, contact: Contact) -> tuple[MomentTab, ...]:
    """Return the moments of a contact's page, the next one marked."""
    following = next_moment(kit, contact)
    return tuple(
        MomentTab(
            moment,
            kit.drafts.of(contact.id, moment),
            steps_at(kit, contact, moment),
            moment is following,
        )
        for moment in Moment
    )


def next_moment(kit: Kit, contact: Contact) -> Moment:
    """Return the moment whose draft is needed next for a contact."""
    for action in kit.plan.actions:
        if action.contact.id == contact.id and action.kind in _MOMENT_FOR:
            return _MOMENT_FOR[action.kind]
    state = kit.coverage.tally.lives[contact.id].state
    if state in ANSWERED:
        return Moment.THANKS
    if state in {AskState.ASKED, AskState.REQUESTED}:
        return Moment.REMINDER
    return Moment.REQUEST if state is AskState.AGREED else Moment.ASK
