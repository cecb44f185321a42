"""The register: which place in which status list each credential has, and what was signed.

It only grows, and the last line of an award counts. Nothing is read or written here: lines go in
as records and come out as text. What a credential says is handed in as digests (see
`credentials.content_digest`), so the register knows no documents.
"""

import csv
import hashlib
import io
from array import array
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from badgesite.addresses import STATUS_LIST_LENGTH, credential_uuid
from badgesite.model import Award, AwardKey, Catalog, RegisterEntry
from badgesite.rolls import AWARDS, ENTRIES, Roll, rolled

_LATEST = 32  # learners

COLUMNS = (
    "uuid", "learner", "badge", "awarded", "issue", "version",
    "list", "place", "digest", "signed_by", "proof", "reissued", "withdrawn",
)  # fmt: skip
FULL = STATUS_LIST_LENGTH * 3 // 4
"""From this many places on a list is full: a free place would take too many tries to find."""

_WORDS = {
    "badge": "the badge",
    "learner": "the learner's public name",
    "award": "the award (its dates, evidence, narrative, result or what unlocked it)",
    "site": "the site (its issuer, language, time zone or salt)",
    "rules": "the rule of its pathway, at the same version",
}
_ALWAYS = 4  # of these words; the last stands for stacked credentials alone


class Changed(Struct, frozen=True):
    """A credential that no longer says what was signed: its entry, and what changed."""

    entry: RegisterEntry
    sentence: str
    parts: tuple[str, ...] = ()


class Reissue(Struct, frozen=True):
    """The line that accepts a change: the same uuid and place, the present digest."""

    entry: RegisterEntry


class Assigned(Struct, frozen=True):
    """Where every credential stands.

    `entries` has each award of now. `missing` are those of them the register lacks, `reissues` the
    lines that would accept what `changed`, `withdrawals` those that remember a revocation for good.
    `vanished` are registered awards that the content no
    longer has; `ended` are final badges that no rule gives any more. `set_places` are the withdrawn
    places of each list, `lists` all lists in use (at least one).
    """

    entries: Mapping[AwardKey, RegisterEntry]
    missing: Sequence[RegisterEntry]
    vanished: tuple[RegisterEntry, ...]
    ended: tuple[RegisterEntry, ...]
    changed: tuple[Changed, ...]
    reissues: tuple[Reissue, ...]
    withdrawals: tuple[RegisterEntry, ...]
    set_places: Mapping[int, frozenset[int]]
    lists: tuple[int, ...]


Taken = Callable[[int, int], bool]
"""Whether a line of the register that was not read has a place: of a list, its number."""


def all_read(number: int, place: int) -> bool:
    """Return False: every line was read."""
    return False


def assign(
    catalog: Catalog,
    awards: Sequence[Award],
    digests: Mapping[AwardKey, str],
    taken: Taken = all_read,
) -> Assigned:
    """Return the entry of every award: the registered one, or the one it will be given.

    `awards` are the written and the derived ones, `digests` what each one's credential says now.
    An award without a line gets the place it will have when it is recorded, in memory. One learner
    is looked at after another, and nobody's entries are kept but in rolls.
    """
    every, lines = rolled(AWARDS, awards), rolled(ENTRIES, catalog.register)
    placing = _Placing(catalog, every, lines, taken)
    missing = Roll(ENTRIES, placing.missing(digests))
    strays = placing.strays
    finals = _by_rule(catalog)
    gone: list[tuple[int, RegisterEntry]] = []
    changes: list[tuple[int, RegisterEntry, tuple[str, ...]]] = []
    withdrawals: list[tuple[int, RegisterEntry]] = []
    off = _Off(catalog)
    for learner, mine in lines.groups():
        present = {award.key for award in every.of(learner)}
        first = _first_lines(mine)
        for key, entry in last_entries(mine).items():
            if not entry.is_placed:
                continue
            off.look_at(entry, key not in present and key.badge not in finals)
            if entry.withdrawn is None and key in catalog.revocations:
                withdrawal = replace(_withdrawn(catalog, entry), reissued="")
                withdrawals.append((first[key], withdrawal))
            if key not in present:
                gone.append((first[key], entry))
            elif parts := changed_parts(entry.digest, digests.get(key, "")):
                changes.append((first[key], entry, parts))
    for entry in missing:
        off.look_at(entry)
    for entry in strays:
        off.look_at(entry, entry.award.badge not in finals)
    ordered = [*_in_order(gone), *strays]
    changes.sort(key=lambda change: change[0])
    return Assigned(
        entries=Entries(every, lines, missing),
        missing=missing,
        vanished=tuple(entry for entry in ordered if entry.award.badge not in finals),
        ended=tuple(entry for entry in ordered if entry.award.badge in finals),
        changed=tuple(
            Changed(entry, _sentence(entry, parts), parts) for _, entry, parts in changes
        ),
        reissues=tuple(
            Reissue(_issued_again(catalog, entry, digests[entry.award])) for _, entry, _ in changes
        ),
        withdrawals=_in_order(withdrawals),
        set_places={number: frozenset(found) for number, found in sorted(off.places.items())},
        lists=tuple(sorted({1, *off.lists})),
    )


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


class _Off:
    """Which places are set, for what they stand for was withdrawn, replaced, or has vanished.

    What the register remembers as withdrawn stays so, whatever the content says now.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._revoked = catalog.revocations
        self.places: defaultdict[int, set[int]] = defaultdict(set)
        self.lists: set[int] = set()

    def look_at(self, entry: RegisterEntry, vanished: bool = False) -> None:
        self.lists.add(entry.list)
        if vanished or entry.withdrawn is not None or entry.award in self._revoked:
            self.places[entry.list].add(entry.place)


def _first_lines(entries: Iterable[RegisterEntry]) -> dict[AwardKey, int]:
    first: dict[AwardKey, int] = {}
    for entry in entries:
        first.setdefault(entry.award, entry.origin.line)
    return first


def _in_order(found: list[tuple[int, RegisterEntry]]) -> tuple[RegisterEntry, ...]:
    """Return the entries in the order in which their awards came into the register."""
    return tuple(entry for _, entry in sorted(found, key=lambda each: each[0]))


def _issued_again(catalog: Catalog, entry: RegisterEntry, digest: str) -> RegisterEntry:
    """Return the line that accepts a change; a badge's version that is kept no more is left."""
    badge = catalog.badges[entry.award.badge]
    kept = (badge.id, entry.version) in catalog.earlier_badges
    version = entry.version if kept else badge.version
    again = replace(entry, version=version, digest=digest, signed_by="", proof="")
    return _withdrawn(catalog, again)


def _withdrawn(catalog: Catalog, entry: RegisterEntry) -> RegisterEntry:
    """Return the entry with the day on which the content withdraws it, if it does so."""
    revocation = catalog.revocations.get(entry.award)
    if revocation is None or entry.withdrawn is not None:
        return entry
    return replace(entry, withdrawn=revocation.on)


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


def changed_parts(before: str, now: str) -> tuple[str, ...]:
    """Return which of badge, learner, award, site and rules differ; none where one is unknown.

    The rules count where both sides know them.
    """
    was, is_ = before.split("-"), now.split("-")
    if min(len(was), len(is_)) < _ALWAYS or max(len(was), len(is_)) > len(_WORDS):
        return ()
    return tuple(name for name, a, b in zip(_WORDS, was, is_, strict=False) if a != b)


def _sentence(entry: RegisterEntry, parts: Sequence[str]) -> str:
    *most, last = (_WORDS[part] for part in parts)
    what = f"{', '.join(most)} and {last}" if most else last
    award = entry.award
    return (
        f"since the credential of '{award.learner}' for '{award.badge}' ({award.awarded}) "
        f"was issued, {what} changed"
    )


def as_issued(award: Award, register: Mapping[AwardKey, RegisterEntry]) -> Award:
    """Return the award under the learner's id of when it was issued, its parts too.

    `register` has the entries that were born under another id. Who is renamed keeps every
    credential as it was signed.
    """
    entry = register.get(award.key)
    unlock = award.unlock
    if unlock is not None:
        parts = tuple(register[part].issued if part in register else part for part in unlock.parts)
        unlock = replace(unlock, parts=parts)
    if entry is not None and unlock is not None and unlock.foreign:
        old, new = f"learners/{award.learner}/", f"learners/{entry.born}/"
        unlock = replace(unlock, foreign=tuple(p.replace(old, new, 1) for p in unlock.foreign))
    return replace(award, learner=entry.born if entry else award.learner, unlock=unlock)


# ------------------------------------------------------------------ places
class _Placing:
    """Gives each award without a place the first free one of its own row, in a list with room.

    By day, then by uuid: the order of the awards in the content changes no place, and an award of
    a later day moves none. A line of the first columns only has no place: it is given one now, also
    when its award is there no more; these are the `strays`.
    """

    def __init__(
        self, catalog: Catalog, awards: Roll[Award], lines: Roll[RegisterEntry], elsewhere: Taken
    ) -> None:
        self._catalog, self._awards, self._lines = catalog, awards, lines
        self._begins: dict[str, int] = {}
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

    def _waiting(self) -> Iterator[bytes]:
        """Yield day, uuid and number of each award without a place, as bytes that sort by them."""
        number = 0
        for learner in sorted({*self._awards.learners(), *self._lines.learners()}):
            unplaced = self._unplaced(learner)
            if unplaced:
                self._begins[learner] = number
            for key, uuid in unplaced:
                yield key.awarded.toordinal().to_bytes(4, "big") + uuid.bytes + _four(number)
                number += 1

    def _give(self, waiting: Sequence[bytes], elsewhere: Taken) -> None:
        none = bytes(4 * len(waiting))
        self._lists, self._places = array("I", none), array("I", none)
        taken: defaultdict[int, _Bits] = defaultdict(_Bits)
        for entry in self._lines if waiting else ():
            if entry.is_placed:
                taken[entry.list].add(entry.place)
        for each in waiting:
            number = 1
            while taken[number].count >= FULL:
                number += 1
            uuid, at = UUID(bytes=each[4:20]), int.from_bytes(each[20:], "big")
            place = free_place(uuid, _taken_of(number, taken[number], elsewhere))
            taken[number].add(place)
            self._lists[at], self._places[at] = number, place

    def missing(self, digests: Mapping[AwardKey, str]) -> Iterator[tuple[str, list[RegisterEntry]]]:
        """Yield the new entries of awards that are there, learner by learner; keep the strays."""
        for learner, begin in self._begins.items():
            present = {award.key for award in self._awards.of(learner)}
            made = []
            for at, (key, uuid) in enumerate(self._unplaced(learner), begin):
                badge = self._catalog.badges.get(key.badge)
                version = badge.version if badge else ""
                place = (self._lists[at], self._places[at])
                entry = RegisterEntry(key, uuid, version, *place, digests.get(key, ""))
                made.append(_withdrawn(self._catalog, entry))
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
    return lambda place: place in known or elsewhere(number, place)


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


def _by_rule(catalog: Catalog) -> set[str]:
    """Return the badges that a pathway's rule gives, in any of its versions: finals, milestones."""
    pathways = (*catalog.pathways.values(), *catalog.earlier_pathways.values())
    finals = {each.final for each in pathways if each.final and each.award == "by-rule"}
    return finals | {lv.milestone for each in pathways for lv in each.levels if lv.milestone}


# ------------------------------------------------------------------ lines
def line(entry: RegisterEntry, columns: Sequence[str] = COLUMNS, end: str = "\n") -> str:
    """Return the entry as a line of register.csv."""
    award = entry.issued
    cells = {
        "uuid": str(entry.uuid),
        "learner": award.learner,
        "badge": award.badge,
        "awarded": award.awarded.isoformat(),
        "issue": str(award.issue),
        "version": entry.version,
        "list": str(entry.list),
        "place": str(entry.place),
        "digest": entry.digest,
        "signed_by": entry.signed_by,
        "proof": entry.proof,
        "reissued": " ".join(entry.reissued.split()),
        "withdrawn": entry.withdrawn.isoformat() if entry.withdrawn else "",
    }
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerow([cells.get(name, "") for name in columns])
    return text.getvalue()


def appended(text: str, entries: Iterable[RegisterEntry]) -> str:
    """Return register.csv with the entries at its end; the lines that were there stay as they are.

    An empty text becomes a file with a header. Columns follow the header that is there; those of
    ours that it lacks are added at the end of every line.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    if not text.strip("\ufeff\r\n"):
        text = ",".join(COLUMNS) + end
    elif not text.endswith("\n"):
        text += end
    columns = _header(text)
    lacking = [name for name in COLUMNS if name not in columns]
    if lacking:
        first, *rest = text.splitlines()
        widened = [",".join((first, *lacking)), *(each + "," * len(lacking) for each in rest)]
        text, columns = end.join(widened) + end, [*columns, *lacking]
    return text + "".join(line(entry, columns, end) for entry in entries)


def _header(text: str) -> list[str]:
    return [name.strip() for name in next(csv.reader([text.lstrip("\ufeff").splitlines()[0]]))]
