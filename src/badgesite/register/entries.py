"""Which line of the register counts for an award, and the entry of every award of now."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from msgspec.structs import replace

from badgesite.model import Award, AwardKey, Catalog, RegisterEntry
from badgesite.rolls import Roll

_LATEST = 32  # learners


def last_entries(register: Iterable[RegisterEntry]) -> dict[AwardKey, RegisterEntry]:
    """Return the line that counts for each award: its last, with the uuid and place of its first.

    A credential is issued again under the same identifier; a later line cannot move it, and none
    takes back that it was withdrawn.
    """
    counts: dict[AwardKey, RegisterEntry] = {}
    for entry in register:
        first = counts.get(entry.award)
        if first is not None:
            entry = replace(entry, uuid=first.uuid, withdrawn=first.withdrawn or entry.withdrawn)
            if first.is_placed:
                entry = replace(entry, list=first.list, place=first.place)
        counts[entry.award] = entry
    return counts


def first_lines(entries: Iterable[RegisterEntry]) -> dict[AwardKey, int]:
    """Return on which line each award came into the register."""
    first: dict[AwardKey, int] = {}
    for entry in entries:
        first.setdefault(entry.award, entry.origin.line)
    return first


def withdrawn(catalog: Catalog, entry: RegisterEntry) -> RegisterEntry:
    """Return the entry with the day on which the content withdraws it, if it does so."""
    revocation = catalog.revocations.get(entry.award)
    if revocation is None or entry.withdrawn is not None:
        return entry
    return replace(entry, withdrawn=revocation.on)


class Entries(Mapping[AwardKey, RegisterEntry]):
    """The entry of each award, looked up among its learner's when somebody asks."""

    def __init__(
        self, awards: Roll[Award], lines: Roll[RegisterEntry], missing: Roll[RegisterEntry]
    ) -> None:
        """Take the awards of now, the register's lines, and the entries that these lack."""
        self._awards, self._lines, self._missing = awards, lines, missing
        self._of = lru_cache(_LATEST)(self._found)

    def _found(self, learner: str) -> dict[AwardKey, RegisterEntry]:
        present = {award.key for award in self._awards.of(learner)}
        lines = last_entries(self._lines.of(learner)).items()
        found = {key: entry for key, entry in lines if entry.is_placed and key in present}
        return found | {entry.award: entry for entry in self._missing.of(learner)}

    def __getitem__(self, key: AwardKey) -> RegisterEntry:
        """Return the entry of an award of now."""
        return self._of(key.learner)[key]

    def __iter__(self) -> Iterator[AwardKey]:
        """Yield the keys of the awards."""
        return (award.key for award in self._awards)

    def __len__(self) -> int:
        """Return how many awards there are."""
        return len(self._awards)
