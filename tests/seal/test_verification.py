"""What a host serves against what is built: told file by file, and asked for with care."""

from __future__ import annotations

import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, NamedTuple

import pytest

from kitgen.folder import output_folder
from kitgen.seal import Sealer, Secret
from kitgen.seal.neutral import NEUTRAL
from kitgen.seal.verification import (
    CHANGED,
    CLOSED,
    MISSING,
    STILL_THERE,
    Difference,
    HostError,
    fetch,
    verify_gone,
    verify_kit,
    verify_shared,
)
from kitgen.sharing import read_members, sealer_of, unsealed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from kitgen.project import Project
    from kitgen.seal.sealer import Unsealed
    from kitgen.seal.theme import Theme

SECRET = Secret(b"s" * 32, "a test")
URL = "https://kits.example.org/x"


class Hosted(NamedTuple):
    """A kit as it was sealed: what seals it again, the theme, and its files by their URL."""

    kit: Unsealed
    sealer: Sealer
    theme: Theme
    place: str
    served: dict[str, bytes]

    def changed(self, name: str, content: bytes | None) -> dict[str, bytes]:
        """Return what is served when one file holds something else, or is gone (None)."""
        served = {**self.served, f"{self.place}/{name}": content}
        return {url: each for url, each in served.items() if each is not None}


@pytest.fixture(scope="module")
def hosted(
    project: Project, noon: datetime, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hosted]:
    """Seal one sample."""
    of_project = sealer_of(project, SECRET)
    staging = tmp_path_factory.mktemp("staging")
    sealer = Sealer(of_project.mkdocs_yml, of_project.theme, staging, SECRET)
    members = read_members(project, [project.profiles / "sample-mara-okafor.yml"], noon)
    (kit,) = unsealed(project, members)
    with output_folder(staging):
        sealed, theme = sealer.seal(kit)
        place = f"{URL}/{sealed.path}"
        served = {f"{place}/{name}": each for name, each in sealed.files.items()}
        yield Hosted(kit, sealer, theme, place, served)


@pytest.mark.slow
def test_a_kit_is_built_again_as_of_the_day_that_stands_sealed_in_it(hosted: Hosted) -> None:
    """With its theme and its day; each file that differs is named with its folder."""
    days: list[date] = []

    def as_of(day: date) -> Unsealed:
        days.append(day)
        return hosted.kit

    page = next(url for url in hosted.served if not url.endswith(("index.html", ".js", ".css")))
    name = page.removeprefix(f"{hosted.place}/")
    path = hosted.place.removeprefix(f"{URL}/")
    for content, what in ((hosted.served[page], ""), (b"other", CHANGED), (None, MISSING)):
        served = hosted.changed(name, content)
        told = verify_kit(hosted.kit, as_of, hosted.sealer, URL, served.get)
        expected = (Difference(f"{path}/{name}", what),) if what else ()
        assert told == (expected, hosted.theme, date(2026, 11, 22))
    assert days == [date(2026, 11, 22)] * 3


@pytest.mark.parametrize(("content", "what"), [(None, MISSING), (b"<!doctype html>", CLOSED)])
def test_a_start_page_that_cannot_be_read_is_all_there_is_to_say(
    content: bytes | None, what: str, hosted: Hosted
) -> None:
    """Without its day nothing is built again."""

    def as_of(day: date) -> Unsealed:
        raise AssertionError(day)

    path = hosted.place.removeprefix(f"{URL}/")
    served = hosted.changed("index.html", content)
    told = verify_kit(hosted.kit, as_of, hosted.sealer, URL, served.get)
    assert told == ((Difference(f"{path}/index.html", what),), None, None)


def test_what_kits_share_is_compared_but_for_what_is_the_hosts(hosted: Hosted) -> None:
    """`.nojekyll` is read by the host and often not served."""
    theme = hosted.theme
    shared = {f"{URL}/{name}": each for name, each in NEUTRAL.items() if name != ".nojekyll"}
    shared |= {f"{URL}/{theme.folder}/{name}": each for name, each in theme.contents.items()}
    assert verify_shared([theme], URL, shared.get) == ()
    gone = f"{URL}/robots.txt"
    other = {url: each for url, each in shared.items() if url != gone}
    assert verify_shared([theme], URL, other.get) == (Difference("robots.txt", MISSING),)
    script = f"{theme.folder}/{next(iter(theme.contents))}"
    changed = {**shared, f"{URL}/{script}": b"other"}
    assert verify_shared([theme], URL, changed.get) == (Difference(script, CHANGED),)
    assert verify_shared([], URL, {f"{URL}/robots.txt": NEUTRAL["robots.txt"]}.get) == (
        Difference("404.html", MISSING),
    )


def test_kits_that_should_be_gone_are_told_if_they_are_served() -> None:
    """By their start page."""
    served = {f"{URL}/old/index.html": b"", f"{URL}/past/index.html": b"x"}
    told = verify_gone(["new", "old", "past"], URL, served.get)
    assert told == tuple(Difference(f"{each}/index.html", STILL_THERE) for each in ("old", "past"))


class _Host(BaseHTTPRequestHandler):
    """Answers `/200` with `found` and what it was asked, and other numbers by that number."""

    def do_GET(self) -> None:
        code = int(self.path[1:])
        self.send_response(code)
        self.end_headers()
        self.wfile.write(f"found, {self.headers['Cache-Control']}".encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    """Run a host on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Host) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_a_host_is_asked_for_what_it_has_now(host: str) -> None:
    """Not for what stands in a cache; what it says is not there is None."""
    assert fetch(f"{host}/200") == b"found, no-cache"
    assert [fetch(f"{host}/{code}") for code in (404, 410)] == [None, None]


@pytest.mark.parametrize("code", [403, 500, 503])
def test_a_host_that_answers_with_an_error_is_told_by_its_number(code: int, host: str) -> None:
    """It is not as if the file were missing."""
    with pytest.raises(HostError, match=rf"^the host answers with an error \({code}\); try again$"):
        fetch(f"{host}/{code}")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "http://127.0.0.1:99999"])
def test_a_host_that_does_not_answer_is_told_with_the_reason(url: str) -> None:
    """Nobody is there, or there is no such port."""
    with pytest.raises(HostError, match=r"^the host does not answer: (?!None)\S") as caught:
        fetch(url)
    assert "urlopen" not in str(caught.value)
