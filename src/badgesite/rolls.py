"""Rolls: the records of very many learners, kept as bytes and made when somebody asks for them.

A roll is a sequence of records, learner by learner in order of their ids. Of a million awards a few
are objects at any time; the rest lie packed in one block, which forked processes share for good,
since nothing in it counts references. An award takes some hundred bytes there and a line of the
register, which is digests and signatures, three hundred.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, ValuesView
from heapq import merge
from itertools import groupby
from typing import Generic, TypeVar, overload

import msgspec

from badgesite.blocks import Block
from badgesite.errors import Located
from badgesite.model import Award, Learner, RegisterEntry
from badgesite.pool import spread

_LATEST = 32  # learners at most whose records stay objects: who asks for one asks again soon

_WORTH_A_POOL = 2_000  # learners; below that, forking costs more than it saves
_STRETCHES_EACH = 4  # for each process, so that all end at much the same time

Record = TypeVar("Record", bound=Located)
Stretch = tuple[str, str | None]
"""Learners from one id on, up to another or to the end."""
_Packed = tuple[bytes, "array[int]", "array[int]", "array[int]"]


class Roll(Sequence[Record], Generic[Record]):
    """Records by learner; each time they are asked for they are made anew, and equal."""

    def __init__(
        self, packing: "Packing[Record]", groups: Iterable[tuple[str, Sequence[Record]]]
    ) -> None:
        """Keep the records of these learners, who come in order of their ids."""
        self._packing = packing
        self._ends, self._counts = array("Q", [0]), array("Q", [0])
        self._block = Block()
        self._hashes, self._numbers = self._index(list(self._taken(groups)))
        self._latest: dict[str, tuple[Record, ...]] = {}

    def _taken(self, groups: Iterable[tuple[str, Sequence[Record]]]) -> Iterator[int]:
        """Pack the records, and yield a hash of each learner who has some."""
        for learner, records in groups:
            if records:
                self._block.add(self._packing.plain(records))
                self._ends.append(len(self._block))
                self._counts.append(self._counts[-1] + len(records))
                yield hash(learner)

    @classmethod
    def made(
        cls,
        packing: "Packing[Record]",
        groups: Callable[["Stretch"], Iterable[tuple[str, Sequence[Record]]]],
        stretches: Sequence["Stretch"],
        jobs: int,
    ) -> "Roll[Record]":
        """Return the roll of the groups of all stretches, each made by one of several processes.

        They send back what they packed.
        """
        if len(stretches) < 2:
            return cls(packing, (group for each in stretches for group in groups(each)))

        def packed(stretch: Stretch) -> _Packed:
            return cls(packing, groups(stretch))._packed()

        roll = cls(packing, ())
        hashes: list[int] = []
        for block, ends, counts, hashed in spread(packed, stretches, jobs):
            begin, before = roll._ends[-1], roll._counts[-1]
            roll._block.add(block)
            roll._ends.extend(begin + end for end in ends)
            roll._counts.extend(before + count for count in counts)
            hashes += hashed
        roll._hashes, roll._numbers = cls._index(hashes)
        return roll

    def _packed(self) -> "_Packed":
        hashes = array("q", bytes(8 * len(self._numbers)))
        for number, hashed in zip(self._numbers, self._hashes, strict=True):
            hashes[number] = hashed
        return self._block.whole(), self._ends[1:], self._counts[1:], hashes

    @staticmethod
    def _index(hashes: list[int]) -> tuple["array[int]", "array[int]"]:
        """Return the hashes in order, and the number of the learner that each is of.

        A learner's id is in the records, so it need not be kept here besides.
        """
        numbers = array("I", sorted(range(len(hashes)), key=hashes.__getitem__))
        return array("q", (hashes[number] for number in numbers)), numbers

    def of(self, learner: str) -> tuple[Record, ...]:
        """Return the records of a learner, none where there is no such learner."""
        found = self._latest.get(learner)
        if found is None:
            found = self._found(learner)
            self._remember(learner, found)
        return found

    def _remember(self, learner: str, records: tuple[Record, ...]) -> None:
        if len(self._latest) >= _LATEST:
            self._latest.clear()  # in one go, so that several threads may ask
        self._latest[learner] = records

    def _found(self, learner: str) -> tuple[Record, ...]:
        wanted = hash(learner)
        at = bisect_left(self._hashes, wanted)
        while at < len(self._hashes) and self._hashes[at] == wanted:
            records = self._unpacked(self._numbers[at])
            if self._packing.learner(records[0]) == learner:
                return records
            at += 1
        return ()

    def _unpacked(self, number: int) -> tuple[Record, ...]:
        return self._packing.records(self._block.read(self._ends[number], self._ends[number + 1]))

    def learners(self, stretch: "Stretch" = ("", None)) -> Iterator[str]:
        """Yield every learner of a stretch with records, in order."""
        return (learner for learner, _ in self.groups(stretch))

    def groups(self, stretch: "Stretch" = ("", None)) -> Iterator[tuple[str, tuple[Record, ...]]]:
        """Yield every learner of a stretch with records, in order, and these."""
        first, end = stretch
        for number in range(self._place(first), len(self._ends) - 1):
            records = self._unpacked(number)
            learner = self._packing.learner(records[0])
            if end is not None and learner >= end:
                return
            self._remember(learner, records)  # whoever goes through them asks for more of each
            yield learner, records

    def _place(self, learner: str) -> int:
        """Return the number of the first learner who is not before this one."""
        return bisect_left(range(len(self._ends) - 1), learner, key=self._learner) if learner else 0

    def _learner(self, number: int) -> str:
        return self._packing.learner(self._unpacked(number)[0])

    def stretches(self, jobs: int) -> tuple["Stretch", ...]:
        """Return all learners there may be, cut where these are for so many processes.

        That is one stretch where more processes would cost more than they save.
        """
        count = len(self._ends) - 1
        parts = jobs * _STRETCHES_EACH if jobs > 1 and count >= _WORTH_A_POOL else 1
        cuts = [self._learner(count * part // parts) for part in range(1, parts)]
        return tuple(zip(("", *cuts), (*cuts, None), strict=True))

    def with_groups(self, others: Mapping[str, Sequence[Record]]) -> "Roll[Record]":
        """Return the roll with other records of some learners."""
        learners = in_turn(self.learners(), sorted(others))
        groups = ((each, others[each] if each in others else self.of(each)) for each in learners)
        return Roll(self._packing, groups)

    def __iter__(self) -> Iterator[Record]:
        """Yield every record."""
        for _, records in self.groups():
            yield from records

    def __len__(self) -> int:
        """Return how many records there are."""
        return self._counts[-1]

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Record, ...]: ...
    def __getitem__(self, index: int | slice) -> Record | tuple[Record, ...]:
        """Return a record by its number; makes all of them, so iterate where you want many."""
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        """Whether the other is a sequence of the same records."""
        if not isinstance(other, Roll | tuple):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # as of a list: what compares by content


def within(learners: Iterable[str], stretch: Stretch) -> Iterator[str]:
    """Yield those of some learners who are in a stretch."""
    first, end = stretch
    return (each for each in learners if first <= each and (end is None or each < end))


Gathered = tuple[list[str], "array[int]", "array[int]", bytes]


class Gathering(Generic[Record]):
    """Takes records in any order, packing each as it comes, and makes a roll of them."""

    def __init__(self, packing: "Packing[Record]") -> None:
        """Begin with no record."""
        self._packing = packing
        self._numbers: dict[str, int] = {}
        self._whose, self._ends = array("I"), array("Q", [0])
        self._block = Block()

    def add(self, record: Record) -> None:
        """Take a record."""
        learner = self._packing.learner(record)
        self._whose.append(self._numbers.setdefault(learner, len(self._numbers)))
        self._block.add(self._packing.plain(record))
        self._ends.append(len(self._block))

    def packed(self) -> Gathered:
        """Return what was gathered, as it can be sent to another process."""
        return list(self._numbers), self._whose, self._ends[1:], self._block.whole()

    def add_packed(self, gathered: Gathered) -> None:
        """Take what another process has gathered."""
        learners, whose, ends, block = gathered
        numbers = [self._numbers.setdefault(each, len(self._numbers)) for each in learners]
        begin = self._ends[-1]
        self._whose.extend(map(numbers.__getitem__, whose))
        self._ends.extend(begin + end for end in ends)
        self._block.add(block)

    def roll(
        self, settle: Callable[[list[Record]], Sequence[Record]] = lambda records: records
    ) -> Roll[Record]:
        """Return the roll; of one learner's records, in the order they came, `settle` tells which.

        Afterwards nothing is gathered any more.
        """
        roll = Roll(self._packing, self._groups(settle))
        self._block, self._whose, self._ends = Block(), array("I"), array("Q", [0])
        return roll

    def _groups(
        self, settle: Callable[[list[Record]], Sequence[Record]]
    ) -> Iterator[tuple[str, Sequence[Record]]]:
        begins, places = self._by_learner()
        for learner in sorted(self._numbers):
            number = self._numbers[learner]
            mine = places[begins[number] : begins[number + 1]]
            yield learner, settle([self._record(at) for at in mine])

    def _record(self, at: int) -> Record:
        return self._packing.record(self._block.read(self._ends[at], self._ends[at + 1]))

    def _by_learner(self) -> tuple["array[int]", "array[int]"]:
        """Return where each learner's places begin in the second; the places of the records."""
        begins = array("I", bytes(4 * (len(self._numbers) + 1)))
        for whose in self._whose:
            begins[whose + 1] += 1
        for number in range(len(self._numbers)):
            begins[number + 1] += begins[number]
        free, places = array("I", begins), array("I", bytes(4 * len(self._whose)))
        for at, whose in enumerate(self._whose):
            places[free[whose]] = at
            free[whose] += 1
        return begins, places


class Packing(Generic[Record]):
    """How records of one kind become bytes, and records again."""

    def __init__(self, kind: type[Record], learner: Callable[[Record], str]) -> None:
        """Take the kind, and what tells whose a record is."""
        self.learner = learner
        self.plain: Callable[[object], bytes] = msgspec.msgpack.Encoder(uuid_format="bytes").encode
        self.record: Callable[[bytes | bytearray], Record] = msgspec.msgpack.Decoder(kind).decode
        several = msgspec.msgpack.Decoder(tuple[kind, ...])  # type: ignore[valid-type]  # a type made here
        self.records: Callable[[bytes | bytearray], tuple[Record, ...]] = several.decode


AWARDS = Packing(Award, lambda award: award.learner)
ENTRIES = Packing(RegisterEntry, lambda entry: entry.award.learner)
_LEARNERS = Packing(Learner, lambda learner: learner.id)


class People(Mapping[str, Learner]):
    """Learners by id, in order of their ids, packed as their records are."""

    def __init__(self, learners: Mapping[str, Learner]) -> None:
        """Take the learners."""
        self._roll = Roll(_LEARNERS, ((id_, (learners[id_],)) for id_ in sorted(learners)))

    def __getitem__(self, id_: str) -> Learner:
        """Return the learner with this id."""
        for learner in self._roll.of(id_):
            return learner
        raise KeyError(id_)

    def __iter__(self) -> Iterator[str]:
        """Yield the ids."""
        return self._roll.learners()

    def __len__(self) -> int:
        """Return how many learners there are."""
        return len(self._roll)

    def values(self) -> ValuesView[Learner]:
        """Return the learners, each made once."""
        return _Learners(self)


class _Learners(ValuesView[Learner]):
    def __init__(self, people: People) -> None:
        super().__init__(people)
        self._roll = people._roll

    def __iter__(self) -> Iterator[Learner]:
        return iter(self._roll)


def rolled(packing: Packing[Record], records: Sequence[Record]) -> Roll[Record]:
    """Return the records as a roll; of one learner they stay in their order."""
    if isinstance(records, Roll):
        return records
    gathering = Gathering(packing)
    for record in records:
        gathering.add(record)
    return gathering.roll()


def in_turn(*learners: Iterable[str]) -> Iterator[str]:
    """Yield the learners of all of these, which are in order, each once and in order."""
    return (learner for learner, _ in groupby(merge(*learners)))
