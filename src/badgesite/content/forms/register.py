"""content/register.csv: every credential ever issued. Written by badgesite, append-only.

Awards that vanished, and learners and badges that no longer exist, stay in it: that is its use.
A row may have its first columns only: it confirms the uuid, and has no place yet.
"""

from uuid import UUID

from badgesite.addresses import STATUS_LIST_LENGTH, credential_uuid
from badgesite.content.forms.award import ISSUE
from badgesite.content.kinds import Id, Pattern, Text, Word
from badgesite.content.notes import Known, Mistake, Notes
from badgesite.content.quantities import Day, Whole
from badgesite.content.shapes import Field, Shape
from badgesite.content.tables import Row, Table
from badgesite.model import AwardKey, RegisterEntry

_LATE = 1  # the column `withdrawn`, which the first registers did not have
_MEND = "take the file back from git: only badgesite register writes it"


class Uuid(Word):
    """A uuid in its one form."""

    def parse(self, text: str, known: Known) -> UUID:
        """Return the uuid."""
        try:
            uuid = UUID(text)
        except ValueError:
            uuid = None
        if uuid is None or str(uuid) != text:
            raise Mistake("which is not a uuid", _MEND, "uuid")
        return uuid


REGISTER = Shape(
    "the register",
    Field("uuid", Uuid(), "the credential's uuid", required=True),
    Field("learner", Id(), "whose", required=True),
    Field("badge", Id(), "which badge", required=True),
    Field("awarded", Day(), "the day it was awarded", required=True),
    Field("issue", ISSUE, "which issue"),
    Field("version", Text(80), "version of the badge"),
    Field("list", Whole(1, 99_999), "number of the status list"),
    Field("place", Whole(0, STATUS_LIST_LENGTH - 1), "place in the status list"),
    Field(
        "digest",
        Pattern("[0-9a-f]{16}(-[0-9a-f]{16})*|[0-9a-f]{64}", "a digest", "it was", "digest"),
        "digests of what was signed",
    ),
    Field("signed_by", Text(80), "the key that signed"),
    Field("proof", Text(200), "the signature"),
    Field("reissued", Text(1_000, lines=True), "why it was signed again"),
    Field("withdrawn", Day(), "the day it was withdrawn, recorded for good"),
)


def read_register(text: str, salt: str | None, notes: Notes) -> tuple[RegisterEntry, ...]:
    """Return the entries in the order of the file; `salt` is None when it could not be read."""
    entries = []
    strangers: list[RegisterEntry] = []
    for row in Table(text, REGISTER, notes, _LATE).rows():
        if not row.whole:
            continue
        entry = _entry(row, notes)
        entries.append(entry)
        known = salt is None or entry.is_erased
        if not known and entry.uuid != credential_uuid(salt or "", entry.award):
            strangers.append(entry)
    _note_strangers(strangers, len(entries), notes)
    _check_places(entries, notes)
    return tuple(entries)


def _entry(row: Row, notes: Notes) -> RegisterEntry:
    (uuid, learner, badge, awarded, issue, version, number, place, digest, by, proof, why, off) = (
        row.values
    )
    if place is None and (number or digest):
        sentence = "this row has no place in a status list"
        notes.error((row.line, 1), sentence, _MEND, "register-place")
    return RegisterEntry(
        award=AwardKey(learner, badge, awarded, issue or 1),
        uuid=uuid,
        version=version or "",
        list=number or 1,
        place=place or 0,
        digest=digest or "",
        signed_by=by or "",
        proof=proof or "",
        reissued=why or "",
        withdrawn=off,
        origin=notes.origin((row.line, 1)),
    )


def _note_strangers(strangers: list[RegisterEntry], of: int, notes: Notes) -> None:
    if not strangers:
        return
    if len(strangers) == of:
        notes.error(
            (strangers[0].origin.line, 1),
            "no uuid here comes from the salt in content/site.yml: every address would change",
            "put the earlier 'salt' back into content/site.yml",
            "register-uuid",
        )
        return
    for entry in strangers:
        sentence = f"the uuid {entry.uuid} does not belong to this award"
        notes.error((entry.origin.line, 1), sentence, _MEND, "register-uuid")


def _check_places(entries: list[RegisterEntry], notes: Notes) -> None:
    """Note places given twice, and awards listed twice without a reason or under other places."""
    by_place: dict[tuple[int, int], RegisterEntry] = {}
    by_award: dict[AwardKey, RegisterEntry] = {}
    for entry in entries:
        before = by_award.setdefault(entry.award, entry)
        if before is not entry and before.is_placed:
            _check_reissue(before, entry, notes)
            continue
        if not entry.is_placed:
            continue
        by_award[entry.award] = entry
        other = by_place.setdefault((entry.list, entry.place), entry)
        if other is not entry:
            notes.error(
                (entry.origin.line, 1),
                f"place {entry.place} of list {entry.list} is taken, on line {other.origin.line}",
                _MEND,
                "register-place",
            )


def _check_reissue(before: RegisterEntry, entry: RegisterEntry, notes: Notes) -> None:
    place = (entry.origin.line, 1)
    if (entry.list, entry.place, entry.uuid) != (before.list, before.place, before.uuid):
        sentence = f"this award has another place or uuid on line {before.origin.line}"
        notes.error(place, sentence, _MEND, "register-place")
    elif not entry.reissued and entry.withdrawn is None:
        sentence = f"this award is already on line {before.origin.line}"
        notes.error(place, sentence, _MEND, "register-twice")
