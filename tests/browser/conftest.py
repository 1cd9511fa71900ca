"""A browser for all tests of this folder, and the samples' sites, served on this machine only."""

from __future__ import annotations

import base64
import functools
import re
import shutil
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from msgspec.structs import replace
from playwright.sync_api import sync_playwright

from kitgen.folder import output_folder
from kitgen.project import Project, name_of, pages_for
from kitgen.seal import Secret, passphrase_of, seal_kit, share_link
from kitgen.seal.cipher import KitKeys, base64url, seal_bytes, unseal_bytes
from kitgen.sharing import deployment_of, read_members, search_of, unsealed
from kitgen.site import build_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).parent.parent.parent
MARA, TOMASZ = "sample-mara-okafor", "sample-tomasz-lindqvist"
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


_SEALED = re.compile(r'(?<=id="kit-sealed">)[^<]*')
# What a hostile profile holds, in every field that takes free text; `hit` says that it ran.
_HOSTILE = (
    " <script>hit=1</script><img src=https://evil.example/i onerror=hit=1>"
    '"><svg onload=hit=1> [x](javascript:hit=1){: onclick=hit=1 }'
    '<meta http-equiv=refresh content="0;url=//evil.example">{{ 7*7 }}'
)
_FREE_TEXT = {"goal", "project", "contribution", "outcome", "headline", "reason"}


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
def browser(program: Callable[..., str]) -> Iterator[Browser]:
    """Start one Chromium; it keeps left pages alive, as people's browsers do."""
    path = program(*NAMES)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=OPTIONS,
            ignore_default_args=["--disable-back-forward-cache"],
        )
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


@contextmanager
def serving(folder: Path, asked: list[str] | None = None) -> Iterator[str]:
    """Serve a folder on a free port of 127.0.0.1 and yield where; stop in the end.

    Request lines and all headers are added to `asked`.
    """
    heard = [] if asked is None else asked

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Note the request, and print nothing."""
            heard.append(f"{self.requestline}\n{self.headers}")

        def end_headers(self) -> None:
            """Have browsers ask again: without a word they keep what is older for a while."""
            self.send_header("Cache-Control", "no-cache")
            super().end_headers()

    answer = functools.partial(Handler, directory=str(folder))
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
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def visit(context: BrowserContext, origin: str) -> Iterator[Visit]:
    """Visit the samples' sites; in the end nothing may have gone wrong."""
    visit = Visit(context.new_page(), origin)
    visit.watch()
    yield visit
    assert visit.faults == []


@dataclass
class Server:
    """A static server on 127.0.0.1, its folder, and what it was asked."""

    folder: Path
    url: str
    asked: list[str]


@dataclass
class SealedKits:
    """Sealed kits on one server, by name, and ways to spoil a copy of one."""

    server: Server
    keys: dict[str, KitKeys]
    passphrase: str
    copies: int = 0

    def link(self, name: str = MARA, page: str = "", anchor: str = "") -> str:
        """Return the share link of a kit, or of one of its pages."""
        keys = self.keys[name]
        first, key = share_link(self.server.url, keys.path, keys.content).split("#")
        return f"{first}{page}#{key}{anchor and '&a='}{anchor}"

    def key(self, name: str = MARA) -> str:
        """Return the key that is in a kit's link."""
        return base64url(self.keys[name].content)

    def address(self, path: str, name: str = MARA) -> str:
        """Return the file name of a page inside its kit."""
        return "index.html" if path == "index.md" else f"{self.keys[name].opaque_name(path)}.html"

    def folder(self, name: str = MARA) -> Path:
        """Return where a kit's files are."""
        return self.server.folder / self.keys[name].path

    def altered(self, change: Callable[[str], str], address: str = "index.html") -> str:
        """Return the link of a copy of Mara's kit with one loader page changed."""
        self.copies += 1
        path = f"{self.copies:022}"
        shutil.copytree(self.folder(), self.server.folder / path)
        page = self.server.folder / path / address
        page.write_text(change(page.read_text("utf-8")), "utf-8")
        return f"{self.server.url}/{path}/#k={self.key()}"

    def resealed(self, change: Callable[[str], str], address: str = "index.html") -> str:
        """Return the link of a copy of Mara's kit with one page changed before it was sealed.

        No check of the Python side sees the change.
        """
        keys = self.keys[MARA]

        def reseal(shell: str) -> str:
            sealed = base64.b64decode(_SEALED.search(shell)[0])  # type: ignore[index]
            page = change(unseal_bytes(keys.file_key, address, sealed).decode())
            again = base64.b64encode(seal_bytes(keys, address, page.encode())).decode()
            return _SEALED.sub(again, shell, count=1)

        return self.altered(reseal, address)


@pytest.fixture(scope="session")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SealedKits]:
    """Two samples, one of them a second time with a passphrase, and a hostile kit: all sealed."""
    project = _project(tmp_path_factory.mktemp("sealed"))
    secret = Secret(b"s" * 32, "a test")
    members = read_members(project, project.profile_paths(), NOON)
    deployment = deployment_of(project, secret)
    search = search_of(project, members)
    kits = tuple(unsealed(project, members))
    with output_folder(deployment.staging):
        deployment.prepare()
        for kit in kits:
            seal_kit(kit, replace(deployment, search=search))
    keys = {kit.name: kit.keys(secret) for kit in kits}
    asked: list[str] = []
    with serving(deployment.public, asked) as url:
        server = Server(deployment.public, url, asked)
        yield SealedKits(server, keys, passphrase_of(secret, "passphrase", 1))


def _project(root: Path) -> Project:
    """Return a copy of the project; one profile is hostile, one has a passphrase."""
    shutil.copytree(ROOT / "docs", root / "docs")
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "profiles").mkdir()
    for name in (MARA, TOMASZ):
        shutil.copy(ROOT / "profiles" / f"{name}.yml", root / "profiles")
    text = (ROOT / "profiles" / f"{MARA}.yml").read_text("utf-8")
    guarded = f"{text}\nsharing:\n  passphrase: yes\n"
    (root / "profiles" / "passphrase.yml").write_text(guarded, "utf-8")
    profile = yaml.load(text, yaml.BaseLoader)  # noqa: S506  it makes text of every scalar
    hostile = yaml.safe_dump(_spoiled(profile), allow_unicode=True)
    (root / "profiles" / "hostile.yml").write_text(hostile, "utf-8")
    return Project(root)


def _spoiled(value: object, key: str = "") -> object:
    if isinstance(value, dict):
        return {name: _spoiled(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [_spoiled(each) for each in value]
    return f"{value}{_HOSTILE}" if key in _FREE_TEXT else value
