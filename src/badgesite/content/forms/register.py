"""content/register.csv: every credential ever issued. Written by badgesite, append-only.

Awards that vanished, and learners and badges that no longer exist, stay in it: that is its use.
A row may have its first columns only: it confirms the uuid, and has no place yet.
"""

import re
from array import array
from collections.abc import Iterator
from uuid import UUID

from badgesite.addresses import STATUS_LIST_FULL, STATUS_LIST_LENGTH, credential_uuid
from badgesite.content.forms.award import ISSUE
from badgesite.content.kinds import Id, Pattern, Text, Word
from badgesite.content.notes import Known, Mistake, Notes
from badgesite.content.quantities import Day, Whole
from badgesite.content.shapes import Field, Shape
from badgesite.content.tables import Row, Table
from badgesite.model import AwardKey, RegisterEntry
from badgesite.rolls import Gathering, Roll

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LATE = 1  # the column `withdrawn`, which the first registers did not have
_MEND = "take the file back from git: only badgesite register writes it"
_MEND_TWICE = f"if a merge has brought both lines, delete this one; else {_MEND}"
_MEND_PLACE = (
    "if a merge has brought both lines, delete the one that was not published yet, and record it"
    f" again: badgesite register; else {_MEND}"
)
_MEND_ERASED = (
    "if a merge has brought it back, delete the one of the two that names a learner, and the rows"
    f" of that learner; else {_MEND}"
)


class Uuid(Word):
    """A uuid in its one form."""

    def parse(self, text: str, known: Known) -> UUID:
        """Return the uuid."""
        if not _UUID.fullmatch(text):
            raise Mistake("which is not a uuid", _MEND, "uuid")
        return UUID(int=int(text.replace("-", ""), 16))


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


def read_register(text: str, salt: str | None, notes: Notes) -> Iterator[RegisterEntry]:
    """Yield the entries in the order of the file; `salt` is None when it could not be read."""
    count = 0
    strangers: list[RegisterEntry] = []
    for row in Table(text, REGISTER, notes, _LATE).rows():
        if not row.whole:
            continue
        entry = _entry(row, notes)
        count += 1
        if salt is not None and entry.uuid != credential_uuid(salt, entry.award):
            strangers += () if entry.is_erased else (entry,)
        yield entry
    _note_strangers(strangers, count, notes)


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


def checked_register(
    entries: Gathering[RegisterEntry], notes: Notes, *, whole: bool = True
) -> Roll[RegisterEntry]:
    """Return the entries by learner, each learner's in the order of the file.

    Notes places given twice, and awards listed twice without a reason or under other places. With
    `whole`, when these are all lines, also places in lists that cannot have been begun.
    """
    check = _Check()
    roll = entries.roll(check)
    found = [*check.found, *check.places_given_twice()]
    if whole:
        found += check.lists_not_begun()
    for line, mistake in sorted(found, key=lambda each: (each[0], each[1].what)):
        notes.error((line, 1), mistake.what, mistake.remedy, mistake.code)
    return roll


class _Check:
    """Looks at the entries of one learner after another; `found` is lines and their mistakes."""

    def __init__(self) -> None:
        self.found: list[tuple[int, Mistake]] = []
        self._given = array("Q")  # list, place and line of each place, as one number
        self._erased: set[int] = set()  # list and place of each bare number

    def __call__(self, entries: list[RegisterEntry]) -> list[RegisterEntry]:
        by_award: dict[AwardKey, RegisterEntry] = {}
        for entry in entries:
            before = by_award.setdefault(entry.award, entry)
            if before is not entry and before.is_placed:
                fault = _fault_of_another(before, entry)
                self.found += [(entry.origin.line, fault)] if fault else []
            elif entry.is_placed:
                by_award[entry.award] = entry
                place = entry.list * STATUS_LIST_LENGTH + entry.place
                self._given.append(place << _LINES | entry.origin.line)
                if entry.is_erased:
                    self._erased.add(place)
        return entries

    def places_given_twice(self) -> Iterator[tuple[int, Mistake]]:
        """Yield a mistake for each line with a place that an earlier line has."""
        first, there = -1, 0
        for each in sorted(self._given):
            at, line = each >> _LINES, each & ((1 << _LINES) - 1)
            if at != first:
                first, there = at, line
                continue
            number, place = divmod(at, STATUS_LIST_LENGTH)
            sentence = f"place {place} of list {number} is taken, on line {there}"
            remedy = _MEND_ERASED if at in self._erased else _MEND_PLACE
            yield line, Mistake(sentence, remedy, "register-place")

    def lists_not_begun(self) -> Iterator[tuple[int, Mistake]]:
        """Yield a mistake for each line in a list for which there are too few lines before it."""
        last = 1 + len(self._given) // STATUS_LIST_FULL
        beyond = (last + 1) * STATUS_LIST_LENGTH << _LINES
        for each in self._given:
            if each >= beyond:
                number = (each >> _LINES) // STATUS_LIST_LENGTH
                sentence = f"list {number} is not begun: all that was issued fits into {last}"
                yield each & ((1 << _LINES) - 1), Mistake(sentence, _MEND, "register-place")


_LINES = 30  # bits


def _fault_of_another(before: RegisterEntry, entry: RegisterEntry) -> Mistake | None:
    """Return what is wrong with a further line of an award."""
    line = before.origin.line
    if (entry.list, entry.place, entry.uuid) != (before.list, before.place, before.uuid):
        sentence = f"this award has another place or uuid on line {line}"
        return Mistake(sentence, _MEND_PLACE, "register-place")
    if not entry.reissued and entry.withdrawn is None:
        sentence = f"this award is already on line {line}"
        return Mistake(sentence, _MEND_TWICE, "register-twice")
    return None
