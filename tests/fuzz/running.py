"""What of a kit's pages runs in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request

# A reader touches everything, and follows no link away.
CALLED = """() => {
  for (const each of document.querySelectorAll("*"))
    for (const kind of ["mouseover", "mousemove", "focus", "toggle", "beginEvent", "load", "error"])
      each.dispatchEvent(new Event(kind));
  addEventListener("click", (event) => event.preventDefault());
  for (const each of document.querySelectorAll("button, summary, label")) each.click();
}"""
# What published lists call in place of setting `hit`.
HEARD = """
for (const name of ["alert", "prompt", "confirm", "print", "open"])
  window[name] = () => { window.hit = 1; };
"""


def what_runs(page: Page, html: str) -> list[str]:
    """Return what a browser ran or asked for; nothing, if all texts stayed texts."""
    asked: list[str] = []

    def hear(request: Request) -> None:
        asked.append(request.url)

    page.goto("about:blank")
    page.on("request", hear)
    page.set_content(html)
    page.evaluate(CALLED)
    page.wait_for_timeout(20)  # what an event starts
    page.remove_listener("request", hear)
    return [*(["it ran"] if page.evaluate("window.hit") else []), *asked]
