"""A planned site into a sink: the shared outputs first, then the learners, on all cores.

A sink takes files one by one and tells what became of each; it is called in the process that made
the file, so that no bytes travel between processes.
"""

from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from badgesite.build.contacts import refuse_addresses
from badgesite.build.thrift import give_back
from badgesite.cache import Cache
from badgesite.canonical import digest
from badgesite.errors import BadgesiteError
from badgesite.plan.make import Meter, OnDemand, make
from badgesite.plan.units import SHARED, Units
from badgesite.pool import Again, in_ranges, worth_a_pool
from badgesite.publish import Row, Unit
from badgesite.signing import FoundKey

if TYPE_CHECKING:
    from badgesite.build.cluster import Cluster
    from badgesite.plan.site import SitePlan


class Sink(Protocol):
    """What takes the files of a site."""

    def put(self, path: str, content: bytes) -> Row:
        """Take a file."""


class Guard(Struct, frozen=True):
    """Refuses what must not be shown to anybody.

    That is the private key, in whatever encoding, and an address of the contacts.
    """

    key: FoundKey
    addresses: Mapping[str, str]

    @property
    def identity(self) -> str:
        """Return a digest of what is looked for: files that were let through before still are."""
        key = self.key.key.identity if self.key.kind == "real" and self.key.key else None
        return digest(key, sorted(self.addresses))

    def look(self, path: str, content: bytes) -> None:
        """Refuse a file with a secret in it: BadgesiteError."""
        if self.key.kind == "real" and self.key.key and self.key.key.stands_in(content):
            raise BadgesiteError(
                f"the private key stands in '{path}', so nothing was published",
                "remove it from content/ or themes/, and replace the key: badgesite key new",
            )
        refuse_addresses(self.addresses, path, content)


class Guarded(Struct, frozen=True):
    """A sink behind a guard."""

    sink: Sink
    guard: Guard

    def put(self, path: str, content: bytes) -> Row:
        """Take a file that holds no secret."""
        self.guard.look(path, content)
        return self.sink.put(path, content)


class Learners(Struct, frozen=True):
    """The learners of a plan whose files are to be made: the work of a range of them."""

    units: Units
    names: Sequence[str]
    shared: Mapping[str, bytes]
    sink: Sink

    def __call__(self, numbers: range) -> list[Unit]:
        """Make and hand over the files of these learners."""
        return [self._unit(self.names[number]) for number in numbers]

    def _unit(self, name: str) -> Unit:
        files = OnDemand(self.units.outputs(name), self.shared)
        rows = tuple(self.sink.put(path, files[path]) for path in files)
        return Unit(name, self.units.key_of(name), rows)


def make_shared(
    plan: "SitePlan", cache: Cache, sink: Sink, meter: Meter, jobs: int
) -> tuple[Unit, dict[str, bytes], int]:
    """Make and hand over what belongs to no learner; beside it the bytes, and how many were new."""
    made = make(plan.shared, cache, meter, jobs)
    rows = tuple(sink.put(path, content) for path, content in made.files.items())
    return Unit(SHARED, b"", rows), made.files, len(made.fresh)


def make_learners(
    work: Learners, meter: Meter, jobs: int, again: Again | None, cluster: "Cluster | None" = None
) -> Generator[list[Unit]]:
    """Make and hand over the files of learners, and yield what became of some, in any order.

    A cluster gets what is worth more than one process.
    """
    count, awards = len(work.names), work.units.facts.by_learner
    meter.start("Learners", count)
    is_large = worth_a_pool(1 + len(awards.get(name, ())) for name in work.names)
    if not is_large:
        jobs = 1
    else:
        if work.units.key is not None:
            work.units.prepare(work.names, jobs if cluster is None else 1)
        give_back()
    if cluster is not None and again is not None and is_large:
        ranges = _agreeing(work.units, cluster.in_ranges(again, count))
    else:
        ranges = in_ranges(work, count, jobs, again)
    with closing(ranges) as all_made:
        for made in all_made:
            meter.step(len(made))
            yield made


def _agreeing(units: Units, ranges: Generator[list[Unit]]) -> Generator[list[Unit]]:
    """Yield what workers of a cluster made, if they made it of the same as is planned here."""
    with closing(ranges) as all_made:
        for made in all_made:
            _refuse_other(units, made)
            yield made


def _refuse_other(units: Units, made: list[Unit]) -> None:
    if any(unit.key != units.key_of(unit.name) for unit in made):
        raise BadgesiteError(
            "a worker of the cluster sees other content, or has another badgesite or another "
            "key, so nothing was published",
            "give all of them the same folder, the same version and the same BADGESITE_KEY, "
            "and start them again",
        )
