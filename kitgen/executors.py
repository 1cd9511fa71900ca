"""Executors: what runs the work of many kits, in processes of this machine.

Work goes out in small portions and few at a time, so that memory stays flat, a broken worker costs
little, and an interrupt is heard within a second.
"""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, wait
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from kitgen.errors import KitgenError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future

    _Task = TypeVar("_Task")
    _Result = TypeVar("_Result")

RENEWED = 500  # kits that a worker makes before another takes its place: libraries keep a little
_PORTIONS_AHEAD = 2  # for each worker: one at work, one to go on with
_LARGEST = 16  # kits in a portion
_FOR_ALONE = 6  # so few kits are made here: a process takes longer to start
_HEARD = 0.5  # seconds between two looks at whether somebody interrupts
_INTERRUPTS = {
    getattr(signal, name)
    for name in ("SIGINT", "SIGQUIT", "SIGHUP", "SIGTERM")
    if hasattr(signal, name)
}
_LOST = (
    "a worker was ended from outside, often because there is too little memory. What was built "
    "until then stands; run the same command again for the rest, with fewer --jobs perhaps"
)


class LostWorkerError(KitgenError):
    """A worker was ended from outside, or died; what it had put in place is good."""

    is_public = True


@contextmanager
def open_executor(jobs: int, tasks: int) -> Iterator[tuple[Executor | None, int]]:
    """Yield an executor and how many work at once in it; None when all is best done right here.

    Raises LostWorkerError when a worker is lost while it is in use.
    """
    if jobs <= 1 or tasks <= _FOR_ALONE:
        yield None, 1
        return
    import multiprocessing  # noqa: PLC0415  few kits need no processes
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  as above

    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin_to_work)
    try:
        yield pool, jobs
    except BaseException as error:
        for process in list((getattr(pool, "_processes", None) or {}).values()):
            process.kill()  # a kit is put in place in one step: what is half made is nowhere
        if isinstance(error, BrokenExecutor):
            raise LostWorkerError(_LOST) from None
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def default_jobs() -> int:
    """Return how many processes to use: as many as this one may use processors."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def spread(
    executor: Executor | None,
    at_once: int,
    work: Callable[[tuple[_Task, ...]], Sequence[_Result]],
    tasks: Sequence[_Task],
) -> Iterator[_Result]:
    """Yield what `work` makes of all tasks, portion by portion, in the order they are done."""
    if executor is None:
        for task in tasks:
            yield from work((task,))
        return
    size = max(1, min(_LARGEST, len(tasks) // (at_once * 4)))
    portions = (tuple(tasks[at : at + size]) for at in range(0, len(tasks), size))
    running: set[Future[Sequence[_Result]]] = set()
    for portion in portions:
        with _no_interrupts():
            running.add(executor.submit(work, portion))
        while len(running) >= at_once * _PORTIONS_AHEAD:
            yield from _done(running)
    while running:
        yield from _done(running)


def _done(running: set[Future[Sequence[_Result]]]) -> Iterator[_Result]:
    done, _ = wait(running, timeout=_HEARD, return_when=FIRST_COMPLETED)
    for each in done:
        running.discard(each)
        yield from each.result()


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Hold Ctrl-C back, for this process and for those that it starts meanwhile.

    It is heard right after, but here alone: the terminal sends it to all, and the first process
    ends the others. Without this, one that is just starting would print a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _INTERRUPTS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin_to_work() -> None:
    """Let the first process alone hear Ctrl-C, and end with it, however it ends."""
    import multiprocessing  # noqa: PLC0415  as above

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    first = multiprocessing.parent_process()
    if first:
        threading.Thread(target=_end_after, args=(first.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    from multiprocessing.connection import wait as wait_for_any  # noqa: PLC0415  as above

    wait_for_any([sentinel])
    os._exit(1)
