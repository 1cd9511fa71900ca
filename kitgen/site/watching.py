"""Noticing at once that a file was saved.

One file is looked at a hundred times a second, which takes less than a look at a folder now and
then; and it is seen on every system, and whichever way an editor saves.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from watchdog.events import FileDeletedEvent, FileModifiedEvent
from watchdog.observers.api import BaseObserver, EventEmitter

if TYPE_CHECKING:
    from watchdog.observers.api import EventQueue, ObservedWatch

LOOK_EVERY = 0.01  # seconds
_GONE = 30  # looks in a row that do not find a file


class _FileEmitter(EventEmitter):
    """Tells when a file is another than before, or has gone.

    It is gone for a moment, too, when an editor puts a new one in its place: that is not told.
    """

    def __init__(self, event_queue: EventQueue, watch: ObservedWatch, **options: Any) -> None:  # noqa: ANN401  watchdog's own
        super().__init__(event_queue, watch, **options)
        # Since watchdog 7, `path` is the folder of a file.
        self._path = str(getattr(watch, "raw_path", watch.path))
        self._state = _state_of(self._path)
        self._missed = 0

    def queue_events(self, timeout: float) -> None:
        """Wait until the next look, and tell what it finds."""
        if self.stopped_event.wait(timeout):
            return
        state = _state_of(self._path)
        self._missed = 0 if state else self._missed + 1
        if state != self._state and (state or self._missed == _GONE):
            self._state = state
            kind = FileModifiedEvent if state else FileDeletedEvent
            self.queue_event(kind(self._path))


def file_observer() -> BaseObserver:
    """Return an observer of single files."""
    return BaseObserver(_FileEmitter, timeout=LOOK_EVERY)


def _state_of(path: str) -> tuple[int, int, int] | None:
    try:
        state = os.stat(path)  # noqa: PTH116  a hundred times a second
    except OSError:
        return None
    return state.st_ino, state.st_size, state.st_mtime_ns
