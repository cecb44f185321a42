"""Numbers from 0 to a count, worked off in ranges by a Dask cluster. Knows nothing of sites.

Dask does all the scheduling: which worker takes which range, and which other one takes it when a
worker dies. Here is only what it is told, and what people are told when it cannot.
"""

import contextlib
import logging
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

from badgesite.errors import BadgesiteError
from badgesite.pool import Again, Work, ranges_of

_TIMEOUT = 10  # seconds until a scheduler that does not answer is given up
_PATIENCE = 60  # seconds without any result, after which is asked whether there are workers at all


class Cluster:
    """A Dask cluster that answers."""

    def __init__(self, client: Any, wait: Any) -> None:
        self._client, self._wait = client, wait

    def in_ranges(self, again: Again, count: int) -> Generator[Any]:
        """Yield what the work returns for each range, in any order.

        BadgesiteError when the cluster cannot do it; what the work itself raises is raised here.
        """
        client, mark = self._client, str(self._client.id)
        # A task of its own, so that it is sent once, and sent again to whoever joins or returns.
        sent = client.submit(_sent, again, key=f"badgesite-{mark}", pure=False)
        ranges = list(ranges_of(count, max(1, sum(client.nthreads().values()))))
        marks = [mark] * len(ranges)
        # One group of keys: Dask shares out a group evenly, and puts others where `sent` lies.
        keys = [(f"badgesite-ranges-{mark}", number) for number in range(len(ranges))]
        pending = set(client.map(_do, [sent] * len(ranges), marks, ranges, key=keys, pure=False))
        try:
            while pending:
                done, pending = self._next(pending)
                for future in done:
                    yield self._result(future)
                    future.release()
        finally:
            self._end(mark)

    def _end(self, mark: str) -> None:
        """Have each worker finish the range it is at, take no other and forget the work.

        So nobody writes any more when this build is over, however it ended.
        """
        if self._client.status == "running":
            with contextlib.suppress(Exception):  # who does not answer is gone
                self._client.run(_ended, mark, on_error="ignore")

    def _next(self, pending: set[Any]) -> tuple[set[Any], set[Any]]:
        while True:
            try:
                with self._client.as_current():
                    done, rest = self._wait(
                        pending, timeout=_PATIENCE, return_when="FIRST_COMPLETED"
                    )
            except TimeoutError:
                self._refuse_without_workers()
            else:
                return set(done), set(rest)

    def _refuse_without_workers(self) -> None:
        if not self._client.scheduler_info()["workers"]:
            raise BadgesiteError(
                "the cluster has no workers any more, so nothing was published",
                "start them, with badgesite installed: dask worker HOST:PORT --nthreads 1",
            )

    @staticmethod
    def _result(future: Any) -> Any:
        try:
            return future.result()
        except (BadgesiteError, OSError, LookupError):
            raise
        except Exception as error:
            said = str(error).strip().partition("\n")[0][:200]
            raise BadgesiteError(
                f"the cluster could not do its part ({type(error).__name__}: {said})",
                "nothing was published; look into the logs of its workers (docs/how-to/scale.md)",
            ) from None


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """Connect to the scheduler at `host:port`, or say in one sentence why not."""
    try:
        import dask
        import distributed
    except ImportError:
        raise BadgesiteError(
            "building on a cluster needs Dask, which is not installed",
            "pip install 'badgesite[dask]'",
        ) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # people get one sentence
    connect: Any = distributed.Client
    safe = dask.config.get("distributed.comm.require-encryption", default=None)
    # A list of a million learners is more than Dask expects to be sent, and sent only once.
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GiB"}):
        try:
            client: Any = connect(
                f"{'tls' if safe else 'tcp'}://{address}", timeout=_TIMEOUT, set_as_default=False
            )
        except (OSError, ValueError, TypeError):  # a time-out is an OSError
            raise BadgesiteError(
                f"no Dask scheduler answers at '{address}'",
                "start one there: dask scheduler; or build on this machine, without --executor",
            ) from None
        try:
            _refuse_idle(client, address)
            yield Cluster(client, distributed.wait)
        finally:
            client.close(timeout=_TIMEOUT)


def _refuse_idle(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=_TIMEOUT)
    except TimeoutError:
        raise BadgesiteError(
            f"the Dask scheduler at '{address}' has no workers",
            f"start them, with badgesite installed: dask worker {address} --nthreads 1",
        ) from None


# ------------------------------------------------------------------ in a worker
_made: dict[str, Work] = {}
_over: set[str] = set()
_one_at_a_time = threading.Lock()  # a worker with more threads gains nothing by them


def _sent(again: Again) -> Again:
    return again


def _do(again: Again, mark: str, numbers: range) -> Any:
    with _one_at_a_time:
        if mark in _over:
            raise BadgesiteError("the build is over")
        if mark not in _made:
            _made[mark] = again.make(*again.arguments)
        return _made[mark](numbers)


def _ended(mark: str) -> None:
    _over.add(mark)
    with _one_at_a_time:
        _made.clear()
