"""Sections: what a page template renders to, cut at the marks that stand for its headings."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup
from msgspec import Struct

# In front of each heading in a compiled template; YAML refuses these characters in a profile.
HEADING_MARK, HEADING_END = "\x02", "\x03"


class Section(Struct, frozen=True):
    """A heading and what stands under it: title and body are HTML.

    `level` is 1 to 6, and 0 for what stands above the first heading.
    """

    level: int
    id: str
    title: Markup
    body: Markup


def split_sections(html: str) -> tuple[Section, ...]:
    """Return the sections of rendered HTML in which headings are marks.

    A heading in a loop is there more than once; from the second on, its id gets a number.
    """
    above, *rest = html.split(HEADING_MARK)
    sections = [Section(0, "", Markup(), Markup(above.strip()))] if above.strip() else []  # noqa: S704  autoescaped
    seen: Counter[str] = Counter()
    for part in rest:
        level, heading_id, title, body = part.split(HEADING_END, 3)
        seen[heading_id] += 1
        number = f"-{seen[heading_id]}" if heading_id and seen[heading_id] > 1 else ""
        heading = Markup(title.strip())  # noqa: S704  autoescaped
        content = Markup(body.strip())  # noqa: S704  autoescaped
        sections.append(Section(int(level), heading_id + number, heading, content))
    return tuple(sections)
