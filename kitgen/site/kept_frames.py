"""Frames kept from one run to the next: with them, a single kit needs no MkDocs either."""

from __future__ import annotations

import pickle
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kitgen.cache import Cache
    from kitgen.site.frame import Frame
    from kitgen.site.frames import Around
    from kitgen.site.places import Shape


class Learnt(Struct, frozen=True, dict=True):
    """All that was read of one theme, language and day.

    `frames` are by the shape of a page, `around` by whether there are several pages, and
    `site_url` is as MkDocs spells it.
    """

    site_url: str
    frames: Mapping[Shape, Frame]
    around: Mapping[bool, Around]


class KeptFrames(Struct, frozen=True, dict=True):
    """Where frames are kept; `stamp` stands for all that they are read from, but for the day."""

    cache: Cache
    stamp: str

    def read(self, day: str) -> Learnt | None:
        """Return what was kept, if anything was."""
        content = self.cache.get("frames", self.stamp, day)
        if content is None:
            return None
        # Nobody but the user can have written it: no less safe than the templates beside it.
        found = pickle.loads(content)  # noqa: S301
        return found if isinstance(found, Learnt) else None

    def add(self, learnt: Learnt, day: str) -> None:
        """Keep what was learnt, with what others have learnt meanwhile."""
        known = self.read(day)
        if known is not None:
            frames, around = {**known.frames, **learnt.frames}, {**known.around, **learnt.around}
            learnt = Learnt(learnt.site_url, frames, around)
        with suppress(pickle.PicklingError):
            self.cache.put(pickle.dumps(learnt), "frames", self.stamp, day)
