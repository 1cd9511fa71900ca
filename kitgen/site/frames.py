"""Frames: the theme's part of a page, rendered once for each shape, and filled for each kit.

Of a page of 45 kB the theme makes 20 kB, and of these a kit changes a few names and addresses. So
when a shape is met, MkDocs builds the kit as ever, and once more with stand-ins; from what comes
of them a frame is read. Before it is used, it has to give what MkDocs gave for that kit, byte for
byte. Whatever is unusual (another plugin, a theme that does more, a kit whose pages the search has
to parse itself) is built by MkDocs, as ever.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from mkdocs.utils import get_build_date, get_build_datetime
from msgspec import Struct

from kitgen.pages import search_entries, searchless
from kitgen.site.frame import KitTexts, UnusualFrameError, fill_frame, read_frame
from kitgen.site.kept_frames import Learnt
from kitgen.site.places import places_of, shape_of
from kitgen.site.stand_ins import stand_ins

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kitgen.pages import Pages
    from kitgen.site.frame import Frame
    from kitgen.site.kept_frames import KeptFrames
    from kitgen.site.places import Place, Shape

SEARCH_INDEX = "search/search_index.json"
SITE_MAP = "sitemap.xml"
_DOCS = '"docs":'
_MOMENT = "SOURCE_DATE_EPOCH"  # the one thing that MkDocs asks before the clock
_MOST = 256  # shapes: a project has two dozen for each language

Files = dict[str, bytes]


class Around(Struct, frozen=True):
    """What a site has besides its pages.

    `assets` are the files that are the same for all kits, by address, with their paths on the
    disk. `index` is the beginning of the search index, if there is one, and `site_map` what stands
    before, between and after the addresses in the site map.
    """

    assets: Mapping[str, str]
    index: str | None
    site_map: tuple[str, str, str]


class Builder(Protocol):
    """What builds sites by MkDocs; nothing of MkDocs is needed before it is asked for one."""

    def build(self, pages: Pages) -> Files:
        """Return the files of a site by address."""

    @property
    def site_url(self) -> str:
        """Where sites will be read, as MkDocs spells it; known when one was built."""

    @property
    def assets(self) -> Mapping[str, str]:
        """Where the files lie that are the same for all sites, by address; known then, too."""

    @property
    def is_plain(self) -> bool:
        """Whether nothing but kitgen and the search has a say in what is built; as above."""


@dataclass
class Frames:
    """The frames of one theme, language and day.

    `kept` is where they stay from one run to the next, if they do.
    """

    builder: Builder
    kept: KeptFrames | None = None
    _is_given_up: bool = False
    _site_url: str = ""
    _frames: dict[Shape, Frame] = field(default_factory=dict)
    _around: dict[bool, Around] = field(default_factory=dict)
    _day: str = ""
    _is_first: bool = True

    def site_of(self, pages: Pages) -> Files:
        """Return the files of a site by address, as MkDocs would build them."""
        if self._is_given_up:
            return self.builder.build(pages)
        if self._day != get_build_date():  # the site map tells it, and so may a theme
            self._begin(get_build_date())
        places = places_of(pages)
        filled = self._filled(pages, places) if places else None
        if filled is not None:
            return filled
        built = self.builder.build(pages)
        self._site_url = self.builder.site_url
        self._is_given_up = not self.builder.is_plain
        # One kit alone is not worth it, if it is forgotten then; many a run has only one.
        if places and not self._is_given_up and (self.kept or not self._is_first):
            self._learn(pages, places, built)
        self._is_first = False
        return built

    def _begin(self, day: str) -> None:
        """Begin with what was kept of this day."""
        self._day = day
        self._frames.clear()
        self._around.clear()
        learnt = self.kept.read(day) if self.kept else None
        if learnt is not None:
            self._site_url = learnt.site_url
            self._frames.update(learnt.frames)
            self._around.update(learnt.around)

    def _filled(self, pages: Pages, places: tuple[Place, ...]) -> Files | None:
        """Return a site made of frames; None when one is not known, or the search has to parse."""
        around = self._around.get(len(pages.pages) > 1)
        shapes = [shape_of(place, pages) for place in places]
        if around is None or any(shape not in self._frames for shape in shapes):
            return None
        texts = KitTexts(pages)
        index = _index(pages, around.index)
        if index is None:
            return None
        try:
            files = {address: content_of(path) for address, path in around.assets.items()}
        except OSError:  # the theme was kept elsewhere when this was learnt, or a file has gone
            return None
        files[SITE_MAP] = self._site_map(pages, around.site_map)
        for place, shape in zip(places, shapes, strict=True):
            content = searchless(place.page.html)
            files[place.page.address] = fill_frame(self._frames[shape], place, texts, content)
        if around.index is not None:
            files[SEARCH_INDEX] = index
        return files

    def _learn(self, pages: Pages, places: tuple[Place, ...], built: Files) -> None:
        """Read the frames of a kit's shapes, unless they do not give what was built."""
        ours = stand_ins(pages)
        with _another_moment():
            made = self.builder.build(ours)
        try:
            if len(self._frames) > _MOST:
                self._frames.clear()
            for place, theirs in zip(places, places_of(ours) or (), strict=True):
                html = made[theirs.page.address].decode()
                frame = read_frame(html, theirs, ours, self._site_url)
                self._frames.setdefault(shape_of(place, pages), frame)
            self._around[len(pages.pages) > 1] = self._read_around(ours, made)
        except (UnusualFrameError, KeyError, ValueError):
            self._is_given_up = True
            return
        filled = self._filled(pages, places)
        self._is_given_up = filled is not None and filled != built
        if self.kept and not self._is_given_up:
            self.kept.add(Learnt(self._site_url, self._frames, self._around), self._day)

    def _read_around(self, ours: Pages, made: Files) -> Around:
        """Return what the stand-ins' site has besides pages. Raises UnusualFrameError."""
        addresses = [f"{self._site_url}{page.address}" for page in ours.pages]
        rest, pieces = made[SITE_MAP].decode(), []
        for address in addresses:
            piece, found, rest = rest.partition(address)
            if not found:
                raise UnusualFrameError
            pieces.append(piece)
        between = set(pieces[1:]) or {""}
        if len(between) != 1:
            raise UnusualFrameError
        index = None
        if SEARCH_INDEX in made:
            index = made[SEARCH_INDEX].decode().partition(_DOCS)[0] + _DOCS
            if _index(ours, index) != made[SEARCH_INDEX]:
                raise UnusualFrameError
        return Around(dict(self.builder.assets), index, (pieces[0], between.pop(), rest))

    def _site_map(self, pages: Pages, parts: tuple[str, str, str]) -> bytes:
        before, between, after = parts
        addresses = [f"{self._site_url}{page.address}" for page in pages.pages]
        return f"{before}{between.join(addresses)}{after}".encode()


@contextmanager
def _another_moment() -> Iterator[None]:
    """Have MkDocs take it for another hour, minute and second of the same day.

    A theme that tells the time gives no frame then: kits of the whole day would tell the first's.
    """
    now, before = get_build_datetime(), os.environ.get(_MOMENT)
    other = now.replace(
        hour=(now.hour + 11) % 24, minute=(now.minute + 29) % 60, second=(now.second + 31) % 60
    )
    os.environ[_MOMENT] = str(int(other.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ[_MOMENT]
        else:
            os.environ[_MOMENT] = before


def _index(pages: Pages, begin: str | None) -> bytes | None:
    """Return the search index of a kit; None when a page is so unusual that it has to be parsed."""
    if begin is None:
        return b""
    entries: list[dict[str, str]] = []
    for page in pages.pages:
        found = search_entries(page, page.address) if page.is_searched else ()
        if found is None:
            return None
        entries += found
    return f"{begin}{json.dumps(entries, separators=(',', ':'))}}}".encode()


def content_of(path: str) -> bytes:
    """Return the content of a file that is the same for all kits, read once for each state."""
    state = Path(path).stat()
    return _read(path, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=256)
def _read(path: str, _size: int, _time: int) -> bytes:
    return Path(path).read_bytes()
