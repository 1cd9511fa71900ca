"""Nothing that a text of a profile holds runs in a browser, with no policy to stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kitgen.errors import ProfileError
from kitgen.pages import compose_pages
from tests.fuzz.fields import html_of, read_where_it_fits
from tests.fuzz.naughty import NAUGHTY
from tests.fuzz.running import CALLED, what_runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

RUNNING = ("a script", "an image", "a picture", "a frame", "details")


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """Return an empty page, in a browser that knows nothing of another test."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", NAUGHTY)
def test_nothing_runs(visitor: Page, kind: str) -> None:
    """All pages of a kit whose every free text holds it, and all that a reader may touch."""
    kit = read_where_it_fits(NAUGHTY[kind])
    if isinstance(kit, ProfileError):
        return  # tests/fuzz/test_naughty.py looks at why
    pages = "".join(html_of(each) for each in compose_pages(kit).pages)
    assert what_runs(visitor, pages) == []


@pytest.mark.parametrize("kind", RUNNING)
def test_what_would_run_is_seen(visitor: Page, kind: str) -> None:
    """As it is, without being a text, it runs: the test is not blind."""
    visitor.set_content(NAUGHTY[kind].replace("x onerror", "data:, onerror"))
    visitor.evaluate(CALLED)
    visitor.wait_for_function("window.hit")
