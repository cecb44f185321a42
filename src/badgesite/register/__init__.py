"""The register: which place in which status list each credential has, and what was signed.

It only grows, and the last line of an award counts. Nothing is read or written here: lines go in
as records and come out as text. What a credential says is handed in as digests (see
`credentials.content_digest`), so the register knows no documents.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from badgesite.as_signed import was_by_rule
from badgesite.model import ERASED, Award, AwardKey, Catalog, RegisterEntry
from badgesite.pool import spread
from badgesite.register.changes import Changed, changed_parts, sentence_of
from badgesite.register.entries import Entries, first_lines, last_entries, withdrawn
from badgesite.register.lines import COLUMNS, appended, line, pieces
from badgesite.register.placing import FULL, Placing, Taken, all_read, free_place
from badgesite.rolls import AWARDS, ENTRIES, Roll, Stretch, rolled

__all__ = [
    "COLUMNS",
    "FULL",
    "Assigned",
    "Changed",
    "Entries",
    "Reissue",
    "Taken",
    "all_read",
    "appended",
    "assign",
    "changed_parts",
    "free_place",
    "last_entries",
    "line",
    "pieces",
]


class Reissue(Struct, frozen=True):
    """The line that accepts a change: the same uuid and place, the present digest."""

    entry: RegisterEntry


class Assigned(Struct, frozen=True):
    """Where every credential stands.

    `entries` has each award of now. `missing` are those of them the register lacks, `reissues` the
    lines that would accept what `changed`, `withdrawals` those that remember a revocation for good.
    `erased` are those of the missing ones of whose credential a bare number is left, withdrawn for
    good. `vanished` are registered awards that the content no longer has; `ended` are final badges
    that no rule gives any more. `set_places` are the withdrawn places of each list, `last_days` the
    latest day that is known of a withdrawal in it, `lists` all lists in use (at least one).
    """

    entries: Mapping[AwardKey, RegisterEntry]
    missing: Sequence[RegisterEntry]
    erased: tuple[RegisterEntry, ...]
    vanished: tuple[RegisterEntry, ...]
    ended: tuple[RegisterEntry, ...]
    changed: tuple[Changed, ...]
    reissues: tuple[Reissue, ...]
    withdrawals: tuple[RegisterEntry, ...]
    set_places: Mapping[int, frozenset[int]]
    last_days: Mapping[int, date]
    lists: tuple[int, ...]

    def is_withdrawn(self, entry: RegisterEntry) -> bool:
        """Whether the status list says that the entry's credential is withdrawn."""
        return entry.place in self.set_places.get(entry.list, ())


def assign(
    catalog: Catalog,
    awards: Sequence[Award],
    digests: Mapping[AwardKey, str],
    taken: Taken = all_read,
    jobs: int = 1,
) -> Assigned:
    """Return the entry of every award: the registered one, or the one it will be given.

    `awards` are the written and the derived ones, `digests` what each one's credential says now.
    An award without a line gets the place it will have when it is recorded, in memory. One learner
    is looked at after another, and nobody's entries are kept but in rolls. Of very many learners
    each of so many processes looks at some.
    """
    every, lines = rolled(AWARDS, awards), rolled(ENTRIES, catalog.register)
    placing = Placing(catalog, every, lines, taken)
    missing = Roll(ENTRIES, placing.missing(digests))
    strays = placing.strays
    by_rule = catalog.given_by_rule
    seen = _seen(catalog, every, lines, digests, by_rule, jobs)
    for entry in missing:
        seen.look_at(catalog, entry)
    for entry in strays:
        seen.look_at(catalog, entry, not _was_derived(entry, by_rule))
    ordered = [*_in_order(seen.gone), *strays]
    changes = sorted(seen.changes, key=lambda change: change[0])
    return Assigned(
        entries=Entries(every, lines, missing),
        missing=missing,
        erased=_erased(lines, missing),
        vanished=tuple(entry for entry in ordered if not _was_derived(entry, by_rule)),
        ended=tuple(entry for entry in ordered if _was_derived(entry, by_rule)),
        changed=tuple(
            Changed(entry, sentence_of(entry, parts), parts) for _, entry, parts in changes
        ),
        reissues=tuple(
            Reissue(_issued_again(catalog, entry, digests[entry.award])) for _, entry, _ in changes
        ),
        withdrawals=_in_order(seen.withdrawals),
        set_places=_by_list(seen.places),
        last_days=seen.last_days,
        lists=tuple(sorted({1, *seen.lists})),
    )


class _Seen(Struct):
    """What was seen in the register: entries with the line on which their award came into it.

    `places` are those withdrawn, with their list; `last_days` the latest day of a withdrawal by
    list; `lists` are all lists.
    """

    gone: list[tuple[int, RegisterEntry]] = field(default_factory=list)
    changes: list[tuple[int, RegisterEntry, tuple[str, ...]]] = field(default_factory=list)
    withdrawals: list[tuple[int, RegisterEntry]] = field(default_factory=list)
    places: set[tuple[int, int]] = field(default_factory=set)
    last_days: dict[int, date] = field(default_factory=dict)
    lists: set[int] = field(default_factory=set)

    def look_at(self, catalog: Catalog, entry: RegisterEntry, vanished: bool = False) -> None:
        """Count the list, and the place where it is withdrawn, replaced, or has vanished.

        What the register remembers as withdrawn stays so, whatever the content says now.
        """
        self.lists.add(entry.list)
        revocation = catalog.revocations.get(entry.award)
        if vanished or entry.withdrawn is not None or revocation is not None:
            self.places.add((entry.list, entry.place))
        for day in (entry.withdrawn, None if revocation is None else revocation.on):
            self._know(entry.list, day)

    def _know(self, number: int, day: date | None) -> None:
        if day is not None:
            self.last_days[number] = max(day, self.last_days.get(number, day))

    def add(self, other: "_Seen") -> None:
        """Add what was seen elsewhere."""
        self.gone += other.gone
        self.changes += other.changes
        self.withdrawals += other.withdrawals
        self.places |= other.places
        for number, day in other.last_days.items():
            self._know(number, day)
        self.lists |= other.lists


def _seen(
    catalog: Catalog,
    awards: Roll[Award],
    lines: Roll[RegisterEntry],
    digests: Mapping[AwardKey, str],
    by_rule: frozenset[str],
    jobs: int,
) -> _Seen:
    """Return what is to be seen in the register, learner by learner."""

    def look(stretch: Stretch) -> _Seen:
        seen = _Seen()
        for learner, mine in lines.groups(stretch):
            present = {award.key for award in awards.of(learner)}
            first = first_lines(mine)
            for key, entry in last_entries(mine).items():
                if not entry.is_placed:
                    continue
                vanished = key not in present and not _was_derived(entry, by_rule)
                seen.look_at(catalog, entry, vanished)
                if entry.withdrawn is None and key in catalog.revocations:
                    withdrawal = replace(withdrawn(catalog, entry), reissued="")
                    seen.withdrawals.append((first[key], withdrawal))
                if key not in present:
                    seen.gone.append((first[key], entry))
                elif parts := changed_parts(entry.digest, digests.get(key, "")):
                    seen.changes.append((first[key], entry, parts))
        return seen

    stretches = lines.stretches(jobs)
    if len(stretches) < 2:
        return look(stretches[0])
    whole = _Seen()
    # What is seen is little, unless all is changed; packed, it is sent as fast as it can be.
    packed, read = msgspec.msgpack.encode, msgspec.msgpack.Decoder(_Seen).decode
    for some in spread(lambda stretch: packed(look(stretch)), stretches, jobs):
        whole.add(read(some))
    return whole


def _erased(lines: Roll[RegisterEntry], new: Roll[RegisterEntry]) -> tuple[RegisterEntry, ...]:
    numbers = {name for name in lines.learners() if name.startswith(ERASED)}
    return tuple(each for each in new if each.bare_id in numbers) if numbers else ()


def _by_list(places: set[tuple[int, int]]) -> dict[int, frozenset[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for number, place in places:
        found[number].add(place)
    return {number: frozenset(found[number]) for number in sorted(found)}


def _in_order(found: list[tuple[int, RegisterEntry]]) -> tuple[RegisterEntry, ...]:
    """Return the entries in the order in which their awards came into the register."""
    return tuple(entry for _, entry in sorted(found, key=lambda each: each[0]))


def _issued_again(catalog: Catalog, entry: RegisterEntry, digest: str) -> RegisterEntry:
    """Return the line that accepts a change; a badge's version that is kept no more is left."""
    badge = catalog.badges[entry.award.badge]
    kept = (badge.id, entry.version) in catalog.earlier_badges
    version = entry.version if kept else badge.version
    again = replace(entry, version=version, digest=digest, signed_by="", proof="")
    return withdrawn(catalog, again)


def _was_derived(entry: RegisterEntry, by_rule: frozenset[str]) -> bool:
    """Whether a rule gave it: its digest says so, whatever the rules are now; else they do."""
    said = was_by_rule(entry)
    return entry.award.badge in by_rule if said is None else said
