"""The register: which place in which status list each credential has, and what was signed.

It only grows, and the last line of an award counts. Nothing is read or written here: lines go in
as records and come out as text. What a credential says is handed in as digests (see
`credentials.content_digest`), so the register knows no documents.
"""

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from badgesite.addresses import STATUS_LIST_LENGTH, credential_uuid
from badgesite.model import Award, AwardKey, Catalog, RegisterEntry

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
    missing: tuple[RegisterEntry, ...]
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
    An award without a line gets the place it will have when it is recorded, in memory.
    """
    lines = last_entries(catalog.register)
    known = {key: entry for key, entry in lines.items() if entry.is_placed}
    present = {award.key for award in awards}
    # A line of the first columns only has no place: it is given one now, also when its award is
    # there no more.
    unplaced = [key for key in dict.fromkeys((*present, *lines)) if key not in known]
    made = _new_entries(catalog, unplaced, digests, lines, taken)
    missing = tuple(entry for entry in made if entry.award in present)
    known |= {entry.award: entry for entry in made if entry.award not in present}
    registered = {key: entry for key, entry in known.items() if key in present}
    gone = [entry for key, entry in known.items() if key not in present]
    finals = _by_rule(catalog)
    vanished = tuple(entry for entry in gone if entry.award.badge not in finals)
    ended = tuple(entry for entry in gone if entry.award.badge in finals)
    entries = {**registered, **{entry.award: entry for entry in missing}}
    changes = [
        (entry, parts)
        for key, entry in registered.items()
        if (parts := changed_parts(entry.digest, digests.get(key, "")))
    ]
    everything = (*known.values(), *missing)
    return Assigned(
        entries=entries,
        missing=missing,
        vanished=vanished,
        ended=ended,
        changed=tuple(Changed(entry, _sentence(entry, parts), parts) for entry, parts in changes),
        reissues=tuple(
            Reissue(_issued_again(catalog, entry, digests[entry.award])) for entry, _ in changes
        ),
        withdrawals=tuple(
            replace(_withdrawn(catalog, entry), reissued="")
            for entry in known.values()
            if entry.withdrawn is None and entry.award in catalog.revocations
        ),
        set_places=_set_places(catalog, everything, vanished),
        lists=tuple(sorted({1, *(entry.list for entry in everything)})),
    )


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
def _new_entries(
    catalog: Catalog,
    awards: Iterable[AwardKey],
    digests: Mapping[AwardKey, str],
    lines: Mapping[AwardKey, RegisterEntry],
    elsewhere: Taken,
) -> tuple[RegisterEntry, ...]:
    """Give each award a place: the first free one of its own row, in the first list with room.

    By day, then by uuid: the order of the awards in the content changes no place, and an award of
    a later day moves none. `lines` are what the register says already.
    """
    salt = catalog.site.salt
    taken: defaultdict[int, set[int]] = defaultdict(set)
    for entry in catalog.register:
        if entry.is_placed:
            taken[entry.list].add(entry.place)
    named = {lines[key].uuid if key in lines else credential_uuid(salt, key): key for key in awards}
    made = []
    for uuid, key in sorted(named.items(), key=lambda pair: (pair[1].awarded, pair[0])):
        number = 1
        while len(taken[number]) >= FULL:
            number += 1
        place = free_place(uuid, _taken_of(number, taken[number], elsewhere))
        taken[number].add(place)
        badge = catalog.badges.get(key.badge)
        version = badge.version if badge else ""
        entry = RegisterEntry(key, uuid, version, number, place, digests.get(key, ""))
        made.append(_withdrawn(catalog, entry))
    return tuple(sorted(made, key=lambda entry: entry.award))


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


def _set_places(
    catalog: Catalog, entries: Iterable[RegisterEntry], vanished: Iterable[RegisterEntry]
) -> dict[int, frozenset[int]]:
    """Return the places whose bit is set: revoked, replaced, or vanished from the content.

    What the register remembers as withdrawn stays so, whatever the content says now.
    """
    gone = {entry.award for entry in vanished}
    places: defaultdict[int, set[int]] = defaultdict(set)
    for entry in entries:
        off = entry.withdrawn is not None or entry.award in catalog.revocations
        if off or entry.award in gone:
            places[entry.list].add(entry.place)
    return {number: frozenset(found) for number, found in sorted(places.items())}


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
