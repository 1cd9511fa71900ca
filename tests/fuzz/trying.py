"""Tries texts of a published list, in every field of a profile and then in a browser."""

from __future__ import annotations

import shutil
import traceback
from contextlib import ExitStack
from typing import Self

from playwright.sync_api import sync_playwright

from kitgen.errors import ProfileError
from kitgen.pages import compose_pages
from tests.browser.conftest import NAMES, OPTIONS
from tests.fuzz.fields import code_in, html_of, read, read_where_it_fits, with_text_elsewhere
from tests.fuzz.running import HEARD, what_runs


class Trying:
    """Tries texts in every field, in one browser. A context manager."""

    def __init__(self) -> None:
        """Begin with nothing refused."""
        self.refused = 0
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Start the browser."""
        playwright = self._stack.enter_context(sync_playwright())
        launched = playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, NAMES))), args=OPTIONS
        )
        browser = self._stack.enter_context(launched)
        self._page = browser.new_page()
        self._page.add_init_script(HEARD)
        return self

    def __exit__(self, *_: object) -> None:
        """Close the browser."""
        self._stack.close()

    def try_text(self, text: str) -> list[str]:
        """Return what is wrong with how a text was taken; nothing, if it is a text or refused."""
        try:
            read(with_text_elsewhere(text))
            kit = read_where_it_fits(text)
            if isinstance(kit, ProfileError):
                self.refused += 1
                return []
            html = "".join(html_of(each) for each in compose_pages(kit).pages)
        except Exception:  # noqa: BLE001 - any of them is a finding
            return [traceback.format_exc(limit=-4)]
        return [*code_in(html), *what_runs(self._page, html)]
