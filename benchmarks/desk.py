"""How long a desk takes to open on a slow phone: `python -m benchmarks.desk [MENTEES]`.

The desk is sealed, served as hosts serve (text compressed), and opened in Chromium, throttled as
Lighthouse throttles for a phone. Run it on an idle machine; it prints medians of five: until the
first rows are painted, and until the last row is there. Nothing is asked of the page meanwhile.
"""

from __future__ import annotations

import gzip
import shutil
import statistics
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.browser.desks import seal_desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

# https://github.com/GoogleChrome/lighthouse, throttling.md: milliseconds, bits a second, times
_LATENCY, _BITS, _SLOWER = 150, 1_638_400, 4
_RUNS, _SETTLED = 5, 10  # times, seconds
# Written over by the unsealed page is the document, not the window.
_WATCH = """
const look = () => {
  const rows = document.querySelectorAll(".kit-desk").length;
  if (rows && !window.deskFirst) {
    window.deskFirst = Infinity;
    requestAnimationFrame(() => setTimeout(() => { window.deskFirst = performance.now(); }));
  }
  if (rows >= MENTEES) window.deskLast = performance.now();
  else setTimeout(look, 10);
};
look();
"""
_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@contextmanager
def serving_compressed(folder: Path) -> Iterator[str]:
    """Serve a folder on 127.0.0.1, text compressed; yield where."""

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            path = Path(self.translate_path(self.path))
            path = path / "index.html" if path.is_dir() else path
            body = gzip.compress(path.read_bytes()) if path.is_file() else b""
            self.send_response(200 if path.is_file() else 404)
            self.send_header("Content-Type", self.guess_type(str(path)))
            self.send_header("Content-Encoding", "gzip" if body else "identity")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    def answer(*given: object) -> Handler:
        return Handler(*given, directory=str(folder))  # type: ignore[arg-type]

    with ThreadingHTTPServer(("127.0.0.1", 0), answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def seconds_to_open(browser: Browser, link: str, mentees: int) -> tuple[float, float]:
    """Return after how many seconds the first rows, and all of them, are there; nothing stored."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    session = context.new_cdp_session(page)
    speed = {"downloadThroughput": _BITS / 8, "uploadThroughput": _BITS / 8}
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions", {"offline": False, "latency": _LATENCY, **speed}
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
    page.add_init_script(_WATCH.replace("MENTEES", str(mentees)))
    page.goto(link, wait_until="commit")
    time.sleep(_SETTLED)
    first, last = page.evaluate("[window.deskFirst, window.deskLast]")
    context.close()
    return first / 1000, last / 1000


def main() -> None:
    """Measure, and print."""
    mentees = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder:
        public, path = seal_desk(Path(folder), mentees)
        with serving_compressed(public) as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=_OPTIONS)
            taken = [seconds_to_open(browser, f"{url}/{path}", mentees) for _ in range(_RUNS)]
            browser.close()
    for what, times in zip(("first rows", "last row"), zip(*taken, strict=True), strict=True):
        median, best = statistics.median(times), min(times)
        print(f"a desk of {mentees}, {what}: {median:.2f} s, best {best:.2f} s")


if __name__ == "__main__":
    main()
