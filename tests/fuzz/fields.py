"""A sample with a text in each of its fields, and what came of it: told as wrong, or its pages."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

from justhtml import JustHTML

from kitgen.document import read_document, walk
from kitgen.errors import ProfileError
from kitgen.kit import compose_kit
from kitgen.pages import compose_pages
from kitgen.profile import parse_profile
from kitgen.project import Project
from tests.conftest import ROOT, TODAY

if TYPE_CHECKING:
    from kitgen.document import Document
    from kitgen.kit import Kit
    from kitgen.pages import Page

PROJECT = Project(ROOT)
SAMPLE = ROOT / "profiles" / "sample-mara-okafor.yml"
# Fields that take text as it is; each must be in the sample, so that all are tried.
FREE = {
    "bio", "call_name", "contribution", "goal", "headline", "name", "notes", "organisation",
    "outcome", "period", "project", "pronouns", "reason", "sign_off", "skill", "strengths", "text",
    "title", "unconfirmed",
}  # fmt: skip
# What a kit lets people save, which no browser runs: calendar files and mails.
SAVED = ("data:text/calendar;", "data:message/rfc822;")


@cache
def sample() -> Document:
    """Return the sample as a document with places."""
    document, problems = read_document(SAMPLE.read_text("utf-8"), "x.yml")
    assert not problems
    return document


def free_places() -> list[tuple[int, int]]:
    """Return where in the sample free texts stand, the last first."""
    found = []
    for path, place in walk_places():
        name = next((step for step in reversed(path) if isinstance(step, str)), "")
        if name in FREE or sample().text[slice(*place)] in names_referred_to():
            found.append(place)
    return sorted(set(found), reverse=True)


@cache
def names_referred_to() -> frozenset[str]:
    """Return names of contacts and positions: others refer to them, and must go on doing so."""
    named = {"name", "organisation"}
    return frozenset(
        sample().text[slice(*place)] for path, place in walk_places() if path[-1] in named
    )


def walk_places() -> list[tuple[tuple[str | int, ...], tuple[int, int]]]:
    """Return each scalar's path with where it begins and ends."""
    document = sample()
    places = document.places
    return [(path, (places[path].start, places[path].end)) for path, _ in walk(document.value)]


def quoted(text: str) -> str:
    """Return a text as YAML quotes it: as JSON does, but for what JSON leaves as it is."""
    plain = json.dumps(text, ensure_ascii=False)
    return "".join(each if each.isprintable() else f"\\U{ord(each):08x}" for each in plain)


def with_text(naughty: str, spared: frozenset[str] = frozenset()) -> str:
    """Return the sample with a text added to each of its free texts, as JSON quotes it.

    `spared` are fields that stay as they are, as problems name them.
    """
    text = sample().text
    kept = {place for path, place in walk_places() if _named(path) in spared}
    for start, end in free_places():
        if (start, end) not in kept:
            before = text[start:end].strip().strip("\"'").splitlines()[0][:30]
            text = f"{text[:start]}{quoted(f'{before} {naughty}')}{text[end:]}"
    return text


def _named(path: tuple[str | int, ...]) -> str:
    """Return a path as problems name it, entries counted from 1."""
    steps = (f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


def with_text_elsewhere(naughty: str) -> str:
    """Return the sample with a text in each place that wants a day, a number, an address."""
    text = sample().text
    others = {place for _, place in walk_places()} - set(free_places())
    for start, end in sorted(others, reverse=True):
        line_end = "\n" if text[start:end].endswith("\n") else ""
        text = f"{text[:start]}{quoted(naughty)}{line_end}{text[end:]}"
    return text


def code_in(html: str) -> list[str]:
    """Return scripts, handlers and addresses that run, of a page or a part of one."""
    page = JustHTML(html, fragment=True, sanitize=False)
    found = [f"<{each.name}>" for each in page.query("script, iframe, object, embed, base, meta")]
    for element in page.query("*"):
        for name, value in (element.attrs or {}).items():
            address = "".join((value or "").split()).lower()
            is_address = name in {"href", "src", "action", "data"}
            runs = is_address and address.startswith(("javascript:", "data:"))
            runs = runs and not address.startswith(SAVED)
            if name.startswith("on") or runs:
                found.append(f"{name}={value}")
    return found


def read(text: str) -> Kit | ProfileError:
    """Return the kit of a profile, or what is wrong with it."""
    try:
        profile = parse_profile(text, "x.yml", TODAY, ("de", "en"))
    except ProfileError as error:
        return error
    return compose_kit(profile, PROJECT.content("en"), TODAY, "x")


def read_where_it_fits(naughty: str) -> Kit | ProfileError:
    """Return the kit of a profile with a text in each field that takes one so long."""
    found = read(with_text(naughty))
    if not isinstance(found, ProfileError):
        return found
    short = frozenset(each.path for each in found.problems if each.code in {"length", "value"})
    return read(with_text(naughty, short))


def read_pages(text: str) -> tuple[Page, ...]:
    """Return the pages of a profile that is right."""
    kit = read(text)
    assert not isinstance(kit, ProfileError), kit
    return compose_pages(kit).pages


def html_of(page: Page) -> str:
    """Return all that a page says, its headings too."""
    return "".join(f"<h2>{each.title}</h2>{each.body}" for each in page.sections)
