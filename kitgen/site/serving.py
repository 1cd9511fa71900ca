"""A kit served on this machine while its profile is edited.

MkDocs' own `serve` reads its settings, compiles the theme and builds everything anew for each save.
Here a press stays warm between saves, and MkDocs' server shows what comes of it.
"""

from __future__ import annotations

import logging
import signal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

from mkdocs.exceptions import Abort
from msgspec import Struct

from kitgen.errors import KitgenError, SiteError
from kitgen.site.press import Press

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from watchdog.observers.polling import PollingObserver

    from kitgen.cache import Cache
    from kitgen.pages import Pages

_HOST = "127.0.0.1"
_NAMES = (_HOST, "localhost")
_SETTLED = 0.015  # seconds without a change before building: a look more than a save may take
_log = logging.getLogger("mkdocs.kitgen")


class EditedKit(Struct, frozen=True):
    """A kit whose profile is being edited.

    `compose` returns its pages, given those from before, and `state` what tells whether anything
    has changed that a press keeps. `cache` is for what is compiled.
    """

    mkdocs_yml: Path
    compose: Callable[[Pages | None], Pages]
    state: Callable[[], object]
    cache: Cache | None = None


def serve_site(kit: EditedKit, profile: Path, watched: Sequence[Path], port: int) -> None:
    """Serve a kit on 127.0.0.1 until interrupted, and reload it when what is watched changes.

    Of all that is watched, the `profile` is looked at most often. A broken one shows its problems.
    Raises KitgenError when nothing can be built at first, and OSError when the port cannot be used.
    """
    from mkdocs.livereload import LiveReloadServer  # noqa: PLC0415  for this command alone

    from kitgen.site.watching import FILE_EVERY, FOLDER_EVERY, observer_of  # noqa: PLC0415  as above

    # Ended like this or with Ctrl-C, the temporary folder that holds the kit goes.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with TemporaryDirectory(prefix="kitgen-") as folder:
        edition = Edition(kit, Path(folder), f"http://{_HOST}:{port}/")
        edition.print()
        public = str(edition.public)
        server = LiveReloadServer(edition.print_again, _HOST, port, public)
        server.build_delay = _SETTLED
        server.set_app(for_this_machine(server.serve_request))
        files, folders = (
            cast("PollingObserver", observer_of(each))  # the server calls what all observers have
            for each in (FILE_EVERY, FOLDER_EVERY)
        )
        server.observer = files
        server.watch(str(profile))
        server.observer = folders
        for path in watched:
            server.watch(str(path))
        files.start()
        try:
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            _log.info("Shutting down...")
        finally:
            files.stop()
            server.shutdown()


def for_this_machine(app: WSGIApplication) -> WSGIApplication:
    """Return what serves a kit to nobody who asks for it by another name than this machine's own.

    A page of a stranger's may have its own name lead here, and then read what is served.
    """

    def guarded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if str(environ.get("HTTP_HOST", "")).partition(":")[0] in _NAMES:
            return app(environ, start_response)
        start_response("403 Forbidden", [("Content-Type", "text/plain; charset=utf-8")])
        return [f"This kit is served at http://{_HOST} only.\n".encode()]

    return guarded


class Edition:
    """What is served of an edited kit, below `public`: the files that the last build gave."""

    press: Press

    def __init__(self, kit: EditedKit, folder: Path, url: str) -> None:
        """Begin with nothing in `folder`; `url` is where the kit is served."""
        self.public = folder / "public"
        self._staging = folder / "staging"
        for each in (self.public, self._staging):
            each.mkdir()
        self._kit, self._url = kit, url
        self._pages: Pages | None = None
        self._state: object = None
        self._files: dict[str, bytes] = {}  # what is whole below `public`

    def print_again(self) -> None:
        """Build anew; when that fails, say why and go on to serve what was there."""
        try:
            self.print()
        except KitgenError as error:
            raise Abort(str(error)) from None

    def print(self) -> None:
        """Build the kit as it is now, and write what has changed. Raises KitgenError."""
        try:
            self._print()
        except OSError as error:  # a file that goes while it is looked at, a full disk
            raise SiteError(f"the kit cannot be built: {error.strerror}") from None

    def _print(self) -> None:
        state = self._kit.state()
        if state != self._state:
            self.press, self._state = Press(self._kit.mkdocs_yml, cache=self._kit.cache), state
        self._pages = self._kit.compose(self._pages)
        files = self.press.build(self._pages, "the kit", self._staging, self._url)
        for address in self._files.keys() - files.keys():
            (self.public / address).unlink(missing_ok=True)  # half done before
            del self._files[address]
        for address, content in files.items():
            if self._files.get(address) != content:
                self._files.pop(address, None)  # until all of it is written
                path = self.public / address
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                self._files[address] = content
