"""The brief as a page: in the owner's kit, and alone, as a site of its own."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from kitgen.content import BRIEF, PER_CONTACT
from kitgen.pages.names import rows_of
from kitgen.pages.value import Page, Pages, Tab

if TYPE_CHECKING:
    from kitgen.drafts import Brief
    from kitgen.kit import Kit
    from kitgen.pages.names import PageNames
    from kitgen.profile import Contact
    from kitgen.templating import Section

ALONE = "index.md"


def brief_path(contact: Contact) -> str:
    """Return the path of a contact's brief in the owner's kit."""
    return BRIEF.replace(PER_CONTACT, contact.id)


def brief_title(kit: Kit, brief: Brief) -> str:
    """Return what the page is called in the owner's kit."""
    return kit.content.words.say("brief.page", called=brief.contact.called)


def brief_sections(names: PageNames, brief: Brief, home: str) -> tuple[Section, ...]:
    """Return the sections of a brief. `home` leads back to the kit; empty where there is none.

    Its template knows the brief, the owner's names, and nothing else of the kit.
    """
    return names.kit.content.page_templates.render(BRIEF, _known(names, brief, home))


def _known(names: PageNames, brief: Brief, home: str) -> dict[str, Any]:
    owner = names.kit.profile.owner
    return {
        "brief": brief,
        "contact": {key: getattr(brief.contact, key) for key in ("id", "called", "relationship")},
        "owner": {key: getattr(owner, key) for key in ("name", "called", "pronouns")},
        "position": brief.position,
        "period": names.period_of(brief.position) if brief.position else "",
        "cite": names.cite,
        "rows": rows_of(brief.sample_text),
        "home": home,
    }


def brief_id(kit: Kit, brief: Brief) -> str:
    """Return what keys the edits of a shared brief on the writer's device; no name is in it."""
    return sha256(f"kitgen brief {kit.name}/{brief.contact.id}".encode()).hexdigest()[:12]


def brief_site(kit: Kit, brief: Brief, page: Page) -> Pages:
    """Return the one page of a brief as all there is: no other page, no navigation of the kit."""
    say, called = kit.content.words.say, brief.contact.called
    return Pages(
        kit_id=brief_id(kit, brief),
        site_name=say("brief.site-name", owner=kit.profile.owner.called, called=called),
        description=say("brief.site-description"),
        language=kit.content.words.language.code,
        pages=(page,),
        tabs=(Tab(page.title, (page.path,)),),
    )
