"""Rows to what they would change: who each row means, what would be added, what is refused.

A learner is recognised by id or e-mail address, never by a name alone. New ids are numbers, shown
before they are written: nobody's name becomes an id by itself.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct, field

from badgesite.importing.columns import Columns
from badgesite.importing.days import NotADay, Order, day_of, order_of
from badgesite.importing.sheet import Row, Sheet, letter
from badgesite.languages import folded

_EMAIL = re.compile(r"[^\s@<>\"'(),:;\[\]\\]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}")

Fault = Callable[[str, str], str | None]
"""Field and text to why the content would refuse it, or None."""


class Outcome(StrEnum):
    """What a row comes to."""

    ADDED = "added"
    CHANGED = "changed"
    THERE = "there already"
    REFUSED = "refused"


class Known(Struct, frozen=True):
    """What there is already. E-mail addresses are casefolded."""

    learners: Mapping[str, str]
    emails: Mapping[str, str]
    badges: Mapping[str, str]
    awards: frozenset[tuple[str, str, date]]
    taken_ids: frozenset[str]
    today: date
    fault: Fault


class Wanted(Struct, frozen=True):
    """What whoever imports says for all rows."""

    badge: str | None = None
    on: date | None = None
    order: Order | None = None


class Line(Struct):
    """One row: what it comes to, why, and what it would add."""

    number: int
    outcome: Outcome
    said: str
    learner: str = ""
    new_learner: dict[str, str] | None = None
    new_emails: tuple[str, ...] = ()
    language: str = ""
    award: dict[str, str] | None = None


class Proposal(Struct, frozen=True):
    """Every row in order, and how days are read where they could be read in two ways."""

    lines: tuple[Line, ...]

    def count(self, outcome: Outcome) -> int:
        """Return how many rows come to this."""
        return sum(line.outcome is outcome for line in self.lines)


class _Refused(Exception):
    def __init__(self, sentence: str, column: int | None = None) -> None:
        super().__init__(sentence)
        self.column = column


def propose(sheet: Sheet, columns: Columns, known: Known, wanted: Wanted) -> Proposal:
    """Return what each row would change; later rows know what earlier ones add."""
    return Proposal(tuple(_Proposing(sheet, columns, known, wanted).lines()))


class _Proposing(Struct):
    sheet: Sheet
    columns: Columns
    known: Known
    wanted: Wanted
    emails: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    awards: set[tuple[str, str, date]] = field(default_factory=set)
    orders: dict[str, Order | None] = field(default_factory=dict)
    number: int = 0

    def lines(self) -> Iterator[Line]:
        """Yield what each row comes to."""
        self.emails = dict(self.known.emails)
        self.names = dict(self.known.learners)
        self.awards = set(self.known.awards)
        for name in ("awarded", "expires"):
            if name in self.columns.by_field:
                at = self.columns.by_field[name]
                column = [row.cell(at) for row in self.sheet.rows]
                self.orders[name] = self.wanted.order or order_of(column)
        for row in self.sheet.rows:
            try:
                yield self._line(row)
            except _Refused as refused:
                where = "" if refused.column is None else f"{letter(refused.column)}{row.number}: "
                yield Line(row.number, Outcome.REFUSED, f"{where}{refused}")

    def _line(self, row: Row) -> Line:
        emails = self._emails(row)
        name = self._name(row)
        learner, new = self._learner(row, emails, name)
        award = self._award(row, learner)
        added = tuple(each for each in emails if self.emails.get(each.casefold()) is None)
        line = Line(row.number, Outcome.THERE, "", learner, new, added)
        line.language = self._text(row, "language")
        line.said = self._said(line, name)
        if award is not None:
            key = (learner, award["badge"], date.fromisoformat(award["awarded"]))
            if key not in self.awards:
                line.award = award
                self.awards.add(key)
        if new or line.award:
            line.outcome = Outcome.ADDED
        elif added:
            line.outcome = Outcome.CHANGED
        if award is not None:
            line.said += f" · {award['badge']} of {award['awarded']}"
        self.emails |= {each.casefold(): learner for each in emails}
        if new:
            self.names[learner] = name
        return line

    def _said(self, line: Line, name: str) -> str:
        known = self.names.get(line.learner)
        said = f"{line.learner} ({name or known or ''})"
        if known and name and unicodedata.normalize("NFC", known) != name:
            said = f"{line.learner} stays '{known}', not '{name}' (badgesite rename-learner)"
        if line.new_emails and not line.new_learner:
            said += f" + {len(line.new_emails)} e-mail address"
        return said

    # ------------------------------------------------------------ cells
    def _text(self, row: Row, name: str) -> str:
        at = self.columns.by_field.get(name)
        if at is None:
            return ""
        cell = row.cell(at)
        if cell.fault:
            raise _Refused(f"the cell {cell.fault}", at)
        text = unicodedata.normalize("NFC", cell.text.strip())
        fault = self.known.fault(name, text) if text else None
        if fault is not None:
            raise _Refused(fault, at)
        return text

    def _name(self, row: Row) -> str:
        whole = self._text(row, "name")
        parts = whole or f"{self._text(row, 'first')} {self._text(row, 'last')}"
        return " ".join(parts.split())

    def _emails(self, row: Row) -> tuple[str, ...]:
        text = self._text(row, "email")
        found: dict[str, str] = {}
        for each in re.split(r"[\s,;]+", text.strip()):
            if each and not _EMAIL.fullmatch(each):
                raise _Refused(
                    f"'{each[:60]}' is no e-mail address", self.columns.by_field["email"]
                )
            if each:
                found.setdefault(each.casefold(), each)
        return tuple(found.values())

    def _day(self, row: Row, name: str) -> date | None:
        text = self._text(row, name)
        if not text:
            return None
        at = self.columns.by_field[name]
        try:
            return day_of(row.cell(at), self.orders.get(name))
        except NotADay as reason:
            raise _Refused(f"'{text[:60]}' {reason}", at) from None

    # ------------------------------------------------------------ who
    def _learner(
        self, row: Row, emails: Sequence[str], name: str
    ) -> tuple[str, dict[str, str] | None]:
        """Return the learner's id, and the row of a new one."""
        given = self._text(row, "id")
        owners = {self.emails[each.casefold()] for each in emails if each.casefold() in self.emails}
        if len(owners) > 1:
            one, other = sorted(owners)[:2]
            raise _Refused(
                f"these addresses belong to '{one}' and '{other}':"
                f" make the two one first: badgesite merge-learners {one} {other}",
                self.columns.by_field["email"],
            )
        owner = next(iter(owners), None)
        if given and owner and given != owner:
            at = self.columns.by_field["id"]
            raise _Refused(f"the id is '{given}', and the address is that of '{owner}'", at)
        learner = given or owner
        if learner in self.names:
            return str(learner), None
        if not name:
            raise _Refused("nobody is recognised, and there is no name for a new learner")
        if learner is None:
            self._refuse_namesake(name)
            learner = self._next_id()
        elif learner in self.known.taken_ids:
            raise _Refused(f"'{learner}' was the id of somebody else", self.columns.by_field["id"])
        new = {"id": learner, "name": name, "visibility": self._text(row, "visibility")}
        return learner, new

    def _refuse_namesake(self, name: str) -> None:
        same = _named(name, self.names.items())
        if same:
            raise _Refused(
                f"'{same[0]}' has the same name, and a name alone tells nobody apart:"
                f" give an id column, with '{same[0]}' or a new id"
            )

    def _next_id(self) -> str:
        while True:
            self.number += 1
            learner = f"learner-{self.number:04}"
            if learner not in self.names and learner not in self.known.taken_ids:
                return learner

    # ------------------------------------------------------------ what
    def _award(self, row: Row, learner: str) -> dict[str, str] | None:
        badge = self._badge(row)
        if badge is None:
            return None
        on = self._day(row, "awarded") or self.wanted.on
        at = self.columns.by_field.get("awarded")
        if on is None:
            raise _Refused("there is no day of the award; add a column, or say --on", at)
        if on > self.known.today:
            raise _Refused(f"{on} is a day to come", at)
        expires = self._day(row, "expires")
        if expires is not None and expires < on:
            raise _Refused(
                f"it expires on {expires}, before {on}", self.columns.by_field["expires"]
            )
        more = {name: self._text(row, name) for name in ("evidence", "narrative", "result")}
        said = {"learner": learner, "badge": badge, "awarded": on.isoformat()}
        return {**said, "expires": expires.isoformat() if expires else "", **more}

    def _badge(self, row: Row) -> str | None:
        text = self._text(row, "badge") or self.wanted.badge
        if not text:
            return None
        if text in self.known.badges:
            return text
        named = _named(text, self.known.badges.items())
        if len(named) == 1:
            return named[0]
        raise _Refused(f"no badge is called '{text[:60]}'", self.columns.by_field.get("badge"))


def _named(name: str, things: Iterable[tuple[str, str]]) -> list[str]:
    """Return the ids of the things that are called so."""
    wanted = folded(name)
    return [each for each, called in things if folded(called) == wanted]
