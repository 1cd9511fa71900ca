"""A static server on this machine only, as plain as any host: to look at what will be published."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from io import BytesIO


class _Quiet(SimpleHTTPRequestHandler):
    """Answers with files alone: no lists of folders, and nothing printed."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        """Have browsers ask again: without a word they keep what is older for a while."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def list_directory(self, path: object) -> BytesIO | None:
        """Answer as if the folder were not there, as hosts do."""
        del path
        self.send_error(HTTPStatus.NOT_FOUND)
        return None

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the folder's own page when there is nothing."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def make_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """Return a server of the files in `folder` on 127.0.0.1; `serve_forever` begins.

    Raises OSError when the port is in use. Port 0 takes any that is free.
    """
    return ThreadingHTTPServer(("127.0.0.1", port), partial(_Quiet, directory=str(folder)))
