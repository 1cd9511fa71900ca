"""Noticing at once that a file was saved, or one in a folder.

A file is looked at a hundred times a second, a folder ten times, both with less work than watchdog
has when it looks; and a single file it watches by the whole folder that the file is in. A save is
seen on every system, and whichever way an editor saves.
"""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_ISDIR
from typing import TYPE_CHECKING, Any

from watchdog.events import FileDeletedEvent, FileModifiedEvent
from watchdog.observers.api import BaseObserver, EventEmitter

from kitgen.manifest import states_in

if TYPE_CHECKING:
    from watchdog.observers.api import EventQueue, ObservedWatch

FILE_EVERY, FOLDER_EVERY = 0.01, 0.1  # seconds between two looks
_GONE = 30  # looks in a row that do not find a file


class _Emitter(EventEmitter):
    """Tells when a file, or anything in a folder, is another than before, or has gone.

    A file is gone for a moment, too, when an editor puts a new one in its place: that is not told.
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


def observer_of(look_every: float) -> BaseObserver:
    """Return an observer of files and folders that looks at them every so many seconds."""
    return BaseObserver(_Emitter, timeout=look_every)


def _state_of(path: str) -> tuple[object, ...]:
    """Return what tells whether a file, or one in a folder, was changed; nothing when gone."""
    try:
        state = os.stat(path)  # noqa: PTH116  a hundred times a second
    except OSError:
        return ()
    if S_ISDIR(state.st_mode):
        return states_in(Path(path))
    return state.st_ino, state.st_size, state.st_mtime_ns
