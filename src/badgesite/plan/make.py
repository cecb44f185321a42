"""Plan and cache to bytes: what is remembered is taken, what is new is made, on all cores."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Protocol

from msgspec import Struct

from badgesite.cache import Cache
from badgesite.plan.outputs import Keys, Made, Output, Plan, waves

_WORTH_A_POOL = 400  # weight of one wave; below that, forking costs more than it saves
_RANGE = 64


class Meter(Protocol):
    """What is told of progress while outputs are made."""

    def start(self, what: str, total: int) -> None:
        """Begin a stage of `total` pieces of work."""

    def step(self, count: int = 1) -> None:
        """Say that so many pieces are done."""


class Silent:
    """A meter that says nothing, for work that nobody watches."""

    def start(self, what: str, total: int) -> None:
        """Say nothing."""

    def step(self, count: int = 1) -> None:
        """Say nothing."""


class Site(Struct, frozen=True):
    """The whole site as bytes by path, and how many of its files had to be made anew."""

    files: dict[str, bytes]
    fresh: tuple[str, ...]


def make(plan: Plan, cache: Cache, meter: Meter, jobs: int = 1) -> Site:
    """Return every output's bytes. An empty cache and a warm one give the same bytes."""
    keys, files, fresh = Keys(plan), dict[str, bytes](), list[str]()
    meter.start("Make", len(plan.outputs))
    for wave in waves(plan):
        missing = []
        for output in wave:
            found = cache.get(keys[output.path])
            if found is None:
                missing.append(output)
            else:
                files[output.path] = found
                meter.step()
        for path, made in _made(missing, files, jobs):
            files[path] = made
            fresh.append(path)
            meter.step()
        cache.put((keys[output.path], files[output.path]) for output in missing)
    return Site({path: files[path] for path in sorted(files)}, tuple(sorted(fresh)))


def _made(
    outputs: Sequence[Output], files: dict[str, bytes], jobs: int
) -> Iterator[tuple[str, bytes]]:
    weight = sum(output.weight for output in outputs)
    if jobs < 2 or weight < _WORTH_A_POOL or not _can_fork():
        for output in outputs:
            yield output.path, _call(output, files)
        return
    # The workers are forked with the plan and the files in memory: only numbers go in, bytes out.
    _work[:] = [(output, files) for output in outputs]
    try:
        import multiprocessing  # as in _can_fork: a warm build makes little, and by itself

        with multiprocessing.get_context("fork").Pool(jobs) as pool:
            range_ = max(1, min(_RANGE, len(outputs) // (4 * jobs)))
            yield from pool.imap_unordered(_call_numbered, range(len(outputs)), range_)
    finally:
        _work.clear()


_work: list[tuple[Output, dict[str, bytes]]] = []


def _call_numbered(number: int) -> tuple[str, bytes]:
    output, files = _work[number]
    return output.path, _call(output, files)


class OnDemand(Mapping[str, bytes]):
    """Files by path, each made when it is first asked for; what is not planned lies `below`."""

    def __init__(self, outputs: Iterable[Output], below: Mapping[str, bytes]) -> None:
        self._outputs = {output.path: output for output in outputs}
        self._below = below
        self._files: dict[str, bytes] = {}

    def __getitem__(self, path: str) -> bytes:
        """Return the bytes of a file; KeyError with its path when nothing is planned there."""
        if path not in self._files:
            output = self._outputs.get(path)
            if output is None:
                return self._below[path]
            self._files[path] = self._made(output)
        return self._files[path]

    def __contains__(self, path: object) -> bool:
        """Whether a file is planned here."""
        return path in self._outputs

    def __iter__(self) -> Iterator[str]:
        """Yield the paths that are planned here, in the order of the plan."""
        return iter(self._outputs)

    def __len__(self) -> int:
        """Return how many files are planned here."""
        return len(self._outputs)

    def _made(self, output: Output) -> bytes:
        return _call(output, self)


_NOTHING: Mapping[str, bytes] = MappingProxyType({})


class Remembered(OnDemand):
    """The files of a plan on demand, taken from a cache where it has them."""

    def __init__(self, plan: Plan, cache: Cache, below: Mapping[str, bytes] = _NOTHING) -> None:
        super().__init__(plan.outputs, below)
        self._keys, self._cache = Keys(plan), cache

    def _made(self, output: Output) -> bytes:
        key = self._keys[output.path]
        found = self._cache.get(key)
        if found is None:
            found = super()._made(output)
            self._cache.put([(key, found)])
        return found


def _call(output: Output, files: Mapping[str, bytes]) -> bytes:
    return output.recipe(*[_resolved(each, files) for each in output.arguments])


def _resolved(argument: Any, files: Mapping[str, bytes]) -> Any:
    kind = type(argument)
    if kind is Made:
        return files[argument.path]
    if kind is tuple and any([type(part) is Made for part in argument]):
        return tuple([files[p.path] if type(p) is Made else p for p in argument])
    return argument


def _can_fork() -> bool:
    import multiprocessing

    return "fork" in multiprocessing.get_all_start_methods()
