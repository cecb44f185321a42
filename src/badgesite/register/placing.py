"""Places in status lists: they tell neither the order nor the number of credentials."""

import hashlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from badgesite.addresses import STATUS_LIST_FULL, STATUS_LIST_LENGTH, credential_uuid
from badgesite.model import Award, AwardKey, Catalog, RegisterEntry
from badgesite.register.entries import last_entries, withdrawn
from badgesite.rolls import Roll, in_turn

FULL = STATUS_LIST_FULL
"""From this many places on the next list is begun."""


class Taken(Protocol):
    """What is known of lines of the register that were not read."""

    def has(self, number: int, place: int) -> bool:
        """Whether a line has this place of this list."""

    def filled(self, number: int) -> int:
        """How many places of this list all lines have, those that were read among them."""


class _AllRead:
    """There are no other lines."""

    def has(self, number: int, place: int) -> bool:
        return False

    def filled(self, number: int) -> int:
        return 0


all_read: Taken = _AllRead()


class Placing:
    """Gives each award without a place the first free one of its own row, in a list with room.

    By day, then by uuid: the order of the awards in the content changes no place, and an award of
    a later day moves none. A line of the first columns only has no place: it is given one now, also
    when its award is there no more; these are the `strays`.
    """

    def __init__(
        self, catalog: Catalog, awards: Roll[Award], lines: Roll[RegisterEntry], elsewhere: Taken
    ) -> None:
        self._catalog, self._awards, self._lines = catalog, awards, lines
        self._lists, self._places = array("I"), array("I")
        self.strays: list[RegisterEntry] = []
        self._give(sorted(self._waiting()), elsewhere)

    def _unplaced(self, learner: str) -> list[tuple[AwardKey, UUID]]:
        """Return the awards of a learner that have no place, each with its uuid."""
        lines = last_entries(self._lines.of(learner))
        keys = dict.fromkeys((*(award.key for award in self._awards.of(learner)), *lines))
        salt = self._catalog.site.salt
        return [
            (key, lines[key].uuid if key in lines else credential_uuid(salt, key))
            for key in keys
            if key not in lines or not lines[key].is_placed
        ]

    def _learners(self) -> Iterator[str]:
        return in_turn(self._awards.learners(), self._lines.learners())

    def _waiting(self) -> Iterator[bytes]:
        """Yield day, uuid and number of each award without a place, as bytes that sort by them."""
        number = 0
        for learner in self._learners():
            for key, uuid in self._unplaced(learner):
                yield key.awarded.toordinal().to_bytes(4, "big") + uuid.bytes + _four(number)
                number += 1

    def _give(self, waiting: Sequence[bytes], elsewhere: Taken) -> None:
        none = bytes(4 * len(waiting))
        self._lists, self._places = array("I", none), array("I", none)
        taken: defaultdict[int, _Bits] = defaultdict(_Bits)
        for entry in self._lines if waiting else ():
            if entry.is_placed:
                taken[entry.list].add(entry.place)
        read = {number: bits.count for number, bits in taken.items()}

        def count(number: int) -> int:
            others = max(0, elsewhere.filled(number) - read.get(number, 0))
            return taken[number].count + others

        for each in waiting:
            number = 1
            while count(number) >= FULL:
                number += 1
            uuid, at = UUID(bytes=each[4:20]), int.from_bytes(each[20:], "big")
            place = free_place(uuid, _taken_of(number, taken[number], elsewhere))
            taken[number].add(place)
            self._lists[at], self._places[at] = number, place

    def missing(self, digests: Mapping[AwardKey, str]) -> Iterator[tuple[str, list[RegisterEntry]]]:
        """Yield the new entries of awards that are there, learner by learner; keep the strays."""
        begin = 0
        for learner in self._learners() if self._places else ():
            present = {award.key for award in self._awards.of(learner)}
            made = []
            unplaced = self._unplaced(learner)
            for at, (key, uuid) in enumerate(unplaced, begin):
                badge = self._catalog.badges.get(key.badge)
                version = badge.version if badge else ""
                place = (self._lists[at], self._places[at])
                entry = RegisterEntry(key, uuid, version, *place, digests.get(key, ""))
                made.append(withdrawn(self._catalog, entry))
            begin += len(unplaced)
            made.sort(key=lambda entry: entry.award)
            self.strays += [entry for entry in made if entry.award not in present]
            yield learner, [entry for entry in made if entry.award in present]


class _Bits:
    """Places of a status list; `count` is how many."""

    def __init__(self) -> None:
        self._bytes, self.count = bytearray(STATUS_LIST_LENGTH), 0

    def add(self, place: int) -> None:
        self.count += not self._bytes[place]
        self._bytes[place] = 1

    def __contains__(self, place: object) -> bool:
        return isinstance(place, int) and self._bytes[place] == 1


def _four(number: int) -> bytes:
    return number.to_bytes(4, "big")


def _taken_of(number: int, known: Container[int], elsewhere: Taken) -> Callable[[int], bool]:
    return lambda place: place in known or elsewhere.has(number, place)


def free_place(uuid: UUID, is_taken: Callable[[int], bool]) -> int:
    """Return the first of H(uuid, 0), H(uuid, 1) … that is free.

    H is the first eight bytes of SHA-256 over the uuid's 16 bytes and the number in four, modulo
    131,072: places tell neither the order nor the number of credentials.
    """
    number = 0
    while True:
        hashed = hashlib.sha256(uuid.bytes + number.to_bytes(4, "big")).digest()
        place = int.from_bytes(hashed[:8], "big") % STATUS_LIST_LENGTH
        if not is_taken(place):
            return place
        number += 1
