"""Noticing at once that a file was saved.

One file is looked at a hundred times a second, which takes less than a look at a folder now and
then; and it is seen on every system, and whichever way an editor saves.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from watchdog.events import FileModifiedEvent
from watchdog.observers.api import BaseObserver, EventEmitter

if TYPE_CHECKING:
    from watchdog.observers.api import EventQueue, ObservedWatch

LOOK_EVERY = 0.01  # seconds


class _FileEmitter(EventEmitter):
    """Tells when a file is another than before.

    That it is gone for a moment, when an editor puts a new one in its place, is nothing to tell.
    """

    def __init__(self, event_queue: EventQueue, watch: ObservedWatch, **options: Any) -> None:  # noqa: ANN401  watchdog's own
        super().__init__(event_queue, watch, **options)
        # Since watchdog 7, `path` is the folder of a file.
        self._path = str(getattr(watch, "raw_path", watch.path))
        self._state = _state_of(self._path)

    def queue_events(self, timeout: float) -> None:
        """Wait until the next look, and tell what it finds."""
        if self.stopped_event.wait(timeout):
            return
        state = _state_of(self._path)
        if state is not None and state != self._state:
            self._state = state
            self.queue_event(FileModifiedEvent(self._path))


def file_observer() -> BaseObserver:
    """Return an observer of single files."""
    return BaseObserver(_FileEmitter, timeout=LOOK_EVERY)


def _state_of(path: str) -> tuple[int, int, int] | None:
    try:
        state = os.stat(path)  # noqa: PTH116  a hundred times a second
    except OSError:
        return None
    return state.st_ino, state.st_size, state.st_mtime_ns
