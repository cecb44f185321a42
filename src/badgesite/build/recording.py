"""Appending to the register: what was issued, where its status stands, what was signed."""

from collections.abc import Collection, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from badgesite import register
from badgesite.build import remembering
from badgesite.build.checking import read
from badgesite.build.files import replace_files
from badgesite.build.preparing import found_key
from badgesite.build.proving import proofs
from badgesite.model import AwardKey, Catalog, RegisterEntry
from badgesite.plan.facts import Facts, Mode, facts_of
from badgesite.signing import SigningKey

REGISTER = "content/register.csv"


class Recorded(Struct, frozen=True):
    """The lines that were added; what somebody should know beside them; addresses remembered."""

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
) -> Recorded:
    """Append every missing award and withdrawal, and with a reason every changed award.

    With a key at hand each new line carries the proof, so that a build that no longer holds this
    key can publish the same bytes.
    """
    catalog, _ = read(root)
    path = root / REGISTER
    before = path.read_bytes().decode() if path.is_file() else ""  # line ends stay as they are
    found = found_key(root, catalog, environment)
    recording = recording_of(catalog, found.key, before, reissue=reissue, jobs=jobs)
    addresses = root / remembering.FILE
    listed = addresses.read_bytes().decode() if addresses.is_file() else ""
    kept = remembering.remembered(recording.facts, listed)
    if not dry_run:
        changes: dict[str, bytes | None] = {}
        if recording.entries:
            changes[REGISTER] = recording.text.encode()
        if kept != listed:
            changes[remembering.FILE] = kept.encode()
        replace_files(root, changes)
    lines = tuple(register.line(entry) for entry in recording.entries)
    return Recorded(lines, _unsaid(recording.facts, reissue), kept.count("\n") - listed.count("\n"))


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
    jobs: int = 1,
) -> Recording:
    """Return what recording the catalog adds to the register's text; writes nothing.

    `reissue` is the reason for which changed credentials are accepted: all, or those of `whose`.
    """
    facts = facts_of(catalog, Mode.PREVIEW if key is None else Mode.SIGNED)
    entries = list(facts.assigned.missing)
    if reissue is not None:
        entries += [
            replace(each.entry, reissued=reissue)
            for each in facts.assigned.reissues
            if whose is None or each.entry.award.learner in whose
        ]
    made = proofs(facts, key, (each.award for each in entries), jobs) if key is not None else {}
    entries = [_with_proof(entry, key, made) for entry in entries]
    told = {entry.award for entry in entries}
    entries += [each for each in facts.assigned.withdrawals if each.award not in told]
    return Recording(facts, tuple(entries), register.appended(before, entries))


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
    made = proofs(facts, key, (each.award for each in entries), jobs)
    return tuple(_with_proof(entry, key, made) for entry in entries)


def _unsaid(facts: Facts, reissue: str | None) -> tuple[str, ...]:
    if reissue is not None:
        return ()
    return tuple(
        f"{change.sentence}; accept it with --reissue" for change in facts.assigned.changed
    )


def _with_proof(
    entry: RegisterEntry, key: SigningKey | None, made: Mapping[AwardKey, str]
) -> RegisterEntry:
    if key is None:
        return entry
    return replace(entry, signed_by=key.multibase, proof=made[entry.award])
