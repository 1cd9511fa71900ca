"""Executors: what runs the work of many kits, in processes of this machine.

Work goes out in small portions and few at a time, so that memory stays flat, a broken worker costs
little, and an interrupt is heard within a second.
"""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import FIRST_COMPLETED, Executor, ProcessPoolExecutor, wait
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future

    _Task = TypeVar("_Task")
    _Result = TypeVar("_Result")

_PORTIONS_AHEAD = 2  # for each worker: one at work, one to go on with
_LARGEST = 16  # kits in a portion
_FOR_ALONE = 6  # so few kits are made here: a process takes longer to start
_HEARD = 0.5  # seconds between two looks at whether somebody interrupts


@contextmanager
def open_executor(jobs: int, tasks: int) -> Iterator[tuple[Executor | None, int]]:
    """Yield an executor and how many work at once in it; None when all is best done right here."""
    if jobs <= 1 or tasks <= _FOR_ALONE:
        yield None, 1
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_leave_interrupts)
    try:
        yield pool, jobs
    except BaseException:
        for process in list((getattr(pool, "_processes", None) or {}).values()):
            process.terminate()  # a kit is put in place in one step: what is half made is nowhere
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


def _leave_interrupts() -> None:
    """Let the first process alone hear Ctrl-C: it ends the others."""
    import signal  # noqa: PLC0415  in the worker only

    signal.signal(signal.SIGINT, signal.SIG_IGN)
