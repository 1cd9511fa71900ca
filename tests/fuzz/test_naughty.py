"""No text of a profile becomes a part of a page's code, whatever it holds and wherever it stands.

That nothing runs in a browser is seen in tests/browser/test_naughty.py, with all of a sealed kit in
tests/browser/test_sealed.py, and in search and file names in tests/test_site.py.
"""

from __future__ import annotations

import pytest

from kitgen.errors import ProfileError
from kitgen.pages import compose_pages
from tests.fuzz.fields import (
    code_in,
    free_places,
    html_of,
    read,
    read_pages,
    read_where_it_fits,
    with_text,
    with_text_elsewhere,
)
from tests.fuzz.naughty import NAUGHTY

# What may come of a text that is refused.
REFUSED = {"invisible", "length"}


def test_the_sample_holds_enough_places_to_try() -> None:
    """Names, organisations, projects, outcomes, texts."""
    assert len(free_places()) > 40


def test_code_in_a_page_would_be_seen() -> None:
    """The reading of a page is not blind."""
    for name in ("a script", "an image", "a picture", "a frame", "a form", "details", "a base"):
        assert code_in(NAUGHTY[name]), name
    assert code_in('<a href=" java\tscript:hit=1">x</a><a href="data:text/html,x">y</a>')


@pytest.mark.slow
@pytest.mark.parametrize("kind", NAUGHTY)
def test_no_text_becomes_code(kind: str) -> None:
    """Every free text of a profile holds it; it is refused in words, or shown as a text."""
    found = read_where_it_fits(NAUGHTY[kind])
    if isinstance(found, ProfileError):
        assert {each.code for each in found.problems} <= REFUSED, found
        return
    for page in compose_pages(found).pages:
        assert code_in(html_of(page)) == [], page.path
        assert ".." not in page.path


def test_templates_in_a_text_are_not_filled_in() -> None:
    """Seven times seven stays what was typed."""
    html = "".join(map(html_of, read_pages(with_text("{{ 7*7 }} {{ 71 * 83 }}"))))
    assert "{{ 7*7 }}" in html
    assert "5893" not in html


@pytest.mark.parametrize("kind", NAUGHTY)
def test_no_text_is_taken_for_something_else(kind: str) -> None:
    """A day, a number, an address, a word from a list: what it is not is told, once for each."""
    found = read(with_text_elsewhere(NAUGHTY[kind]))
    assert isinstance(found, ProfileError)
    places = [(each.line, each.column, each.code) for each in found.problems]
    assert len(places) == len(set(places)) > 20
