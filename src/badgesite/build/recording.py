"""Appending to the register: what was issued, where its status stands, what was signed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from badgesite import register
from badgesite.build import remembering
from badgesite.build.checking import read
from badgesite.build.differing import Unsure
from badgesite.build.few import few_with
from badgesite.build.files import replace_files
from badgesite.build.locking import one_at_a_time
from badgesite.build.preparing import found_key
from badgesite.build.proving import proved
from badgesite.cache import CACHE, UnwrittenCache
from badgesite.model import Catalog, RegisterEntry
from badgesite.plan.facts import Facts, Mode, facts_of
from badgesite.plan.kinds import Kinds
from badgesite.rebuilding import Request
from badgesite.rolls import ENTRIES, rolled
from badgesite.signing import SigningKey

REGISTER = "content/register.csv"


class Recorded(Struct, frozen=True):
    """How many lines were added, and which would be; what to know beside; addresses remembered."""

    count: int
    lines: tuple[str, ...]
    unsaid: tuple[str, ...]
    addresses: int = 0


def record(
    root: Path,
    environment: Mapping[str, str],
    *,
    reissue: str | None,
    dry_run: bool,
    jobs: int = 1,
    now: datetime | None = None,
) -> Recorded:
    """Append every missing award and withdrawal, and with a reason every changed award.

    With `now` a withdrawal of a day to come is refused: once recorded it could not be mended.
    With a key at hand each new line carries the proof, so that a build that no longer holds this
    key can publish the same bytes. Lines are written as they are signed.
    """
    with one_at_a_time(root):
        found = None if reissue is not None else _of_few(root, environment, now)
        key, facts = found or _of_everybody(root, environment, now, jobs)
        entries = entries_of(facts, key, reissue=reissue, kinds=kinds_of(root), jobs=jobs)
        adding = _Adding(root / REGISTER, entries)
        addresses = root / remembering.FILE
        listed = addresses.read_bytes().decode() if addresses.is_file() else ""
        kept = remembering.remembered(facts, listed)
        lines = adding.lines() if dry_run else ()
        if not dry_run:
            changes: dict[str, bytes | Iterable[bytes] | None] = {}
            if adding.is_needed:
                changes[REGISTER] = adding.pieces()
            if kept != listed:
                changes[remembering.FILE] = kept.encode()
            replace_files(root, changes)
        more = kept.count("\n") - (listed.count("\n") or 1)  # but for the head
        return Recorded(adding.count, lines, _unsaid(facts, reissue), more)


_Found = tuple[SigningKey | None, Facts]


def _of_few(root: Path, environment: Mapping[str, str], now: datetime | None) -> _Found | None:
    """Return key and facts of those whose rows differ since a build; None where that is not sure.

    The others had nothing to record then, and have nothing now.
    """
    few = few_with(frozenset(), Request(root, environment=environment))
    if few is None:
        return None
    try:
        catalog, _ = few.read(now)
        key = found_key(root, catalog, environment).key
        facts = _facts(catalog, key, taken=few.taken)
        few.be_sure(facts)
    except Unsure:
        return None
    return key, facts


def _of_everybody(
    root: Path, environment: Mapping[str, str], now: datetime | None, jobs: int
) -> _Found:
    catalog, _ = read(root, now=now, jobs=jobs)
    key = found_key(root, catalog, environment).key
    return key, _facts(catalog, key, jobs)


def kinds_of(root: Path) -> Kinds:
    """Return the kinds of credentials that the repository's builds have compiled and compared."""
    return Kinds(UnwrittenCache(root / CACHE))


class _Adding:
    """The register with entries at its end, none of them kept; `count` is how many came by."""

    def __init__(self, path: Path, entries: Iterator[RegisterEntry]) -> None:
        self._path = path
        self._first = next(entries, None)
        self._others = entries
        self.count = 0

    @property
    def is_needed(self) -> bool:
        """Whether there is any entry to add."""
        return self._first is not None

    def entries(self) -> Iterator[RegisterEntry]:
        """Yield the entries, once."""
        for entry in () if self._first is None else chain((self._first,), self._others):
            self.count += 1
            yield entry

    def pieces(self) -> Iterator[bytes]:
        """Yield the file's bytes; line ends stay as they are."""
        before = self._path.read_bytes().decode() if self._path.is_file() else ""
        for piece in register.pieces(before, self.entries()):
            yield piece.encode()

    def lines(self) -> tuple[str, ...]:
        """Return the lines that the file would end with, without their ends."""
        every = list(self.pieces())
        added = every[len(every) - self.count :]
        return tuple(each.decode().rstrip("\r\n") for each in added)


class Recording(Struct, frozen=True):
    """What would be recorded: the facts, the entries, and the register with them at its end."""

    facts: Facts
    entries: tuple[RegisterEntry, ...]
    text: str


def recording_of(
    catalog: Catalog,
    key: SigningKey | None,
    before: str,
    *,
    reissue: str | None = None,
    whose: Collection[str] | None = None,
    taken: register.Taken = register.all_read,
    kinds: Kinds | None = None,
    jobs: int = 1,
) -> Recording:
    """Return what recording the catalog adds to the register's text; writes nothing.

    `reissue` is the reason for which changed credentials are accepted: all, or those of `whose`.
    `taken` tells of the register's lines that are not in the catalog, `kinds` of credentials that
    builds have compiled already.
    """
    facts = _facts(catalog, key, taken=taken)
    entries = tuple(entries_of(facts, key, reissue=reissue, whose=whose, kinds=kinds, jobs=jobs))
    return Recording(facts, entries, register.appended(before, entries))


def _facts(
    catalog: Catalog,
    key: SigningKey | None,
    jobs: int = 1,
    taken: register.Taken = register.all_read,
) -> Facts:
    return facts_of(catalog, Mode.PREVIEW if key is None else Mode.SIGNED, taken, jobs)


def entries_of(
    facts: Facts,
    key: SigningKey | None,
    *,
    reissue: str | None = None,
    whose: Collection[str] | None = None,
    kinds: Kinds | None = None,
    jobs: int = 1,
) -> Iterator[RegisterEntry]:
    """Yield what recording adds: missing awards, changed ones that are accepted, withdrawals."""
    assigned, kinds = facts.assigned, kinds or Kinds()
    missing = rolled(ENTRIES, assigned.missing)
    yield from missing if key is None else proved(facts, key, missing, kinds, jobs)
    again = [
        replace(each.entry, reissued=reissue)
        for each in (assigned.reissues if reissue is not None else ())
        if whose is None or each.entry.award.learner in whose
    ]
    yield from again if key is None else _proved_in_order(facts, key, again, kinds, jobs)
    told = {entry.award for entry in again}
    yield from (each for each in assigned.withdrawals if each.award not in told)


def _proved_in_order(
    facts: Facts, key: SigningKey, entries: Sequence[RegisterEntry], kinds: Kinds, jobs: int
) -> tuple[RegisterEntry, ...]:
    made = {each.award: each for each in proved(facts, key, rolled(ENTRIES, entries), kinds, jobs)}
    return tuple(made[each.award] for each in entries)


def signed_again(
    catalog: Catalog,
    key: SigningKey,
    gone: Collection[str],
    reason: str,
    jobs: int = 1,
    *,
    withdrawn: bool = False,
) -> tuple[RegisterEntry, ...]:
    """Return a line for each credential that was signed by one of the keys `gone`, or by whom.

    Same uuid and place, the proof of the present key. Withdrawn ones are left to the build unless
    they are asked for.
    """
    facts = facts_of(catalog, Mode.SIGNED)
    recorded = {entry.award for entry in catalog.register}
    entries = [
        replace(entry, reissued=reason)
        for award, entry in sorted(facts.entries.items())
        if award in recorded
        and (not entry.signed_by or entry.signed_by in gone)
        and (withdrawn or award not in catalog.revocations)
    ]
    return _proved_in_order(facts, key, entries, Kinds(), jobs)


def _unsaid(facts: Facts, reissue: str | None) -> tuple[str, ...]:
    if reissue is not None:
        return ()
    return tuple(
        f"{change.sentence}; accept it with --reissue" for change in facts.assigned.changed
    )
