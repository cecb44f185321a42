"""Numbers from 0 to a count, worked off in ranges by several processes. Knows nothing of sites.

Where the system can fork, the children have the work in memory already; elsewhere each child makes
it again from arguments that can be sent.
"""

import gc
import signal
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

Work = Callable[[range], Any]
"""What is done with a range; what it returns is sent to the parent."""

_WORTH_A_POOL = 600  # learners and awards; below that, forking costs more than it saves
_LARGEST = 64  # numbers in one range: small enough to share the end of the work evenly
_RANGES_EACH = 8


Part = TypeVar("Part")
Found = TypeVar("Found")


class Again:
    """How a child that shares no memory makes the work: a module's function and its arguments."""

    def __init__(self, make: Callable[..., Work], *arguments: Any) -> None:
        self.make, self.arguments = make, arguments


def worth_a_pool(work: Iterable[int]) -> bool:
    """Whether this work, each part of it in learners and awards, is for more than one process.

    No more of it is looked at than it takes to tell.
    """
    return any(done >= _WORTH_A_POOL for done in accumulate(work))


def in_ranges(
    work: Work,
    count: int,
    jobs: int,
    again: Again | None = None,
    method: str | None = None,
    *,
    in_order: bool = False,
) -> Generator[Any]:
    """Yield what the work returns for each range; with one job, in this process.

    In any order, as each is done, unless in the order of the numbers.
    `method` is `fork` or `spawn`; by default the first of them that can be used here.
    """
    ranges = list(ranges_of(count, jobs))
    method = None if jobs < 2 or len(ranges) < 2 else method or _method(again)
    if method is None:
        yield from map(work, ranges)
        return
    import multiprocessing  # as in _method: of a few learners none is made elsewhere

    context = multiprocessing.get_context(method)
    enough = context.Event()
    if method == "fork":
        _work[:] = [work]
        gc.freeze()  # the children leave what is there alone, so that its pages stay shared
        again = None
    pool = context.Pool(min(jobs, len(ranges)), _begin, (enough, again))
    try:
        yield from (pool.imap if in_order else pool.imap_unordered)(_do, ranges)
    except KeyboardInterrupt:
        pool.terminate()
        raise
    finally:
        # Each ends by itself: one that is ended while it sends may hold what the others wait for.
        enough.set()
        pool.close()
        pool.join()
        _work.clear()
        gc.unfreeze()


def spread(work: Callable[[Part], Found], parts: Sequence[Part], jobs: int) -> Generator[Found]:
    """Yield what the work returns for each part, in order, worked off by so many processes.

    What it returns is pickled: bytes and numbers travel well, records do not. Where the system
    cannot fork, this process does all of it.
    """

    def several(numbers: range) -> list[Found]:
        return [work(parts[number]) for number in numbers]

    with closing(in_ranges(several, len(parts), jobs, in_order=True)) as ranges:
        for found in ranges:
            yield from found


def ranges_of(count: int, jobs: int) -> Iterator[range]:
    """Yield the ranges for so many processes."""
    size = max(1, min(_LARGEST, -(-count // (jobs * _RANGES_EACH))))
    for first in range(0, count, size):
        yield range(first, min(first + size, count))


def _method(again: Again | None) -> str | None:
    import multiprocessing

    if "fork" in multiprocessing.get_all_start_methods():
        return "fork"
    return "spawn" if again is not None else None


_work: list[Work] = []
_enough: "list[Event]" = []


def _begin(enough: "Event", again: Again | None) -> None:
    # Ctrl-C, which a terminal sends to all of them, is for the parent: it ends its children.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _enough[:] = [enough]
    if again is not None:
        _work[:] = [again.make(*again.arguments)]


def _do(numbers: range) -> Any:
    return None if _enough[0].is_set() else _work[0](numbers)
