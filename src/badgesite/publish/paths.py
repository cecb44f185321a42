"""Paths of files, however many: a cold build of a large site writes millions."""

import zlib
from collections.abc import Collection, Iterable, Iterator
from heapq import merge

FEW = 10_000


class Paths(Collection[str]):
    """Paths in order. So many at a time are squeezed to a tenth, and spread out when iterated."""

    def __init__(self, paths: Iterable[str] = ()) -> None:
        """Begin with these."""
        self._latest: list[str] = []
        self._squeezed: list[bytes] = []
        self.add(paths)

    def add(self, paths: Iterable[str]) -> None:
        """Take paths that are not there yet."""
        self._latest += paths
        if len(self._latest) >= FEW:
            text = "\n".join(sorted(self._latest))
            self._squeezed.append(zlib.compress(text.encode(), 1))
            self._counted += len(self._latest)
            self._latest = []

    _counted = 0

    def __iter__(self) -> Iterator[str]:
        """Yield the paths, sorted."""
        parts = (zlib.decompress(each).decode().split("\n") for each in self._squeezed)
        return merge(sorted(self._latest), *parts)

    def __len__(self) -> int:
        """Return how many paths there are."""
        return self._counted + len(self._latest)

    def __contains__(self, path: object) -> bool:
        """Whether a path is among them; looks at all of them."""
        return any(each == path for each in self)
