"""The cluster: workers on other machines, by dask.distributed, that see the project's folder.

They do what processes of this machine do, and put kits in place themselves. When one is lost, the
scheduler has another do its portion again: the same bytes in the same place, in one step each. The
secret travels to them, so the network has to be one to be trusted.
"""

from __future__ import annotations

import tempfile
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kitgen.errors import KitgenError
from kitgen.executors import LostWorkerError
from kitgen.manifest import versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future

    from distributed import Client

_PATIENCE = 10  # seconds until a scheduler has to answer
_LOST = "the cluster lost a worker several times over, or its scheduler. What was built stands"
_AGAIN = "run the same command again for the rest"
# As of when this process began to use kitgen: a worker may run code older than what lies there now.
_LOADED = versions()


class ClusterError(KitgenError):
    """A cluster that cannot be used; nothing was built in it."""

    is_public = True


class _Fenced(Executor):
    """Has work done in the cluster for as long as this run goes on, which a file says."""

    def __init__(self, inner: Executor, mark: Path) -> None:
        self._inner, self._mark = inner, mark

    def submit(self, work: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:  # noqa: ANN401  as in its base
        return self._inner.submit(_work_while, self._mark, work, *given, **named)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002  as above
        del cancel_futures  # what is not waited for is cancelled
        self._inner.shutdown(wait=wait)


@contextmanager
def open_cluster(address: str, staging: Path) -> Iterator[tuple[Executor, int]]:
    """Yield the executor of the cluster whose scheduler is at `address`, and how many workers.

    `staging` is the private folder of the run. Raises ClusterError when nobody answers, when there
    are no workers, or when they see another folder or work with other versions; LostWorkerError
    when what was begun in it cannot be brought to an end.
    """
    client = _connect(address)
    from distributed import KilledWorker  # noqa: PLC0415  an extra, and it takes a while

    with client, tempfile.NamedTemporaryFile(prefix=".kitgen-run-", dir=staging) as mark:
        _refuse_unlike(client.run(_look, Path(mark.name)))
        executor = _Fenced(_executor_of(client), Path(mark.name))
        try:
            yield executor, len(client.scheduler_info(n_workers=-1)["workers"])
        except (CancelledError, KilledWorker):
            raise LostWorkerError(f"{_LOST}; {_AGAIN}") from None
        finally:
            executor.shutdown(wait=False)


def _connect(address: str) -> Client:
    try:
        from distributed import Client  # noqa: PLC0415  as below
    except ImportError:
        raise ClusterError("a cluster needs more packages: pip install 'kitgen[cluster]'") from None
    try:
        return Client(address, timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError):  # nobody there in time, or no address
        raise ClusterError(f"no scheduler of dask.distributed answers at {address}") from None


def _executor_of(client: Client) -> Executor:
    # Not pure: the same profile at another time is another kit.
    executor: Executor = client.get_executor(pure=False)  # type: ignore[no-untyped-call]
    return executor


def _refuse_unlike(found: dict[str, tuple[bool, tuple[str, ...]]]) -> None:
    """Raise ClusterError unless all workers see the folder, and work with what is used here."""
    if not found:
        raise ClusterError("the cluster has no workers; start some")
    blind = sum(not sees for sees, _ in found.values())
    if blind:
        raise ClusterError(
            f"{blind} of {len(found)} workers do not see the project's folder at the path that it "
            "has here; share it with them, or build in shards (`kitgen build --shard`)"
        )
    other = {name for _, theirs in found.values() for name in {*theirs} ^ {*_LOADED}}
    if other:
        raise ClusterError(
            "workers run other versions than those here, so kits would not come out alike: "
            f"{', '.join(sorted(other))}; bring them in line, and start them anew"
        )


def _look(mark: Path) -> tuple[bool, tuple[str, ...]]:
    """Return what one worker knows of the run's folder, and what it works with."""
    return mark.exists(), _LOADED


def _work_while(
    mark: Path, work: Callable[[tuple[Any, ...]], Sequence[Any]], tasks: tuple[Any, ...]
) -> list[Any]:
    """Do one task after another while the run goes on: after it, another may have begun."""
    done: list[Any] = []
    for task in tasks:
        if not mark.exists():
            break
        done += work((task,))
    return done
