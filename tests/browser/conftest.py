"""A browser for all tests of this folder, and the samples' sites, served on this machine only."""

from __future__ import annotations

import functools
import os
import shutil
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from kitgen.project import Project, name_of, pages_for
from kitgen.site import build_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).parent.parent.parent
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
PHONE = (390, 844)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LEFT = "net::ERR_ABORTED"  # the visitor went to another page before the answer came
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder as one that drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@dataclass
class Visit:
    """One person's visit: a page in a browser of its own, and everything that went wrong on it."""

    page: Page
    origin: str
    faults: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note console messages, script errors, failed answers and requests to anywhere else."""
        own = (self.origin, "data:", "blob:")
        page, note = self.page, self.faults.append
        page.on("console", lambda said: note(f"console {said.type}: {said.text}"))
        page.on("pageerror", lambda error: note(f"error: {error}"))
        page.on(
            "requestfailed",
            lambda request: None if request.failure == LEFT else note(f"failed: {request.url}"),
        )
        page.on(
            "response",
            lambda answer: note(f"{answer.status}: {answer.url}") if answer.status >= 400 else None,
        )
        page.on(
            "request",
            lambda request: None if request.url.startswith(own) else note(f"to {request.url}"),
        )

    def go(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(f"{self.origin}/{path}")
        return self.page


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one browser; without one, skip here and fail where nothing may be skipped."""
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("there is no Chromium, and CI skips nothing")
        pytest.skip("there is no Chromium; install it to run the tests in a browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sites of all samples side by side, as of one day."""
    folder = tmp_path_factory.mktemp("sites")
    project = Project(ROOT)
    for path in project.profile_paths():
        name = name_of(path)
        build_site(pages_for(project, path, NOON), name, project.mkdocs_yml, folder / name)
    return folder


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of 127.0.0.1 and yield where; stop in the end."""
    answer = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def origin(sites: Path) -> Iterator[str]:
    """Serve the samples' sites."""
    with serving(sites) as where:
        yield where


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Give each test a browser without memory, on a phone."""
    width, height = PHONE
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="light",
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(5000)
    yield context
    context.close()


@pytest.fixture
def visit(context: BrowserContext, origin: str) -> Iterator[Visit]:
    """Visit the samples' sites; in the end nothing may have gone wrong."""
    visit = Visit(context.new_page(), origin)
    visit.watch()
    yield visit
    assert visit.faults == []
