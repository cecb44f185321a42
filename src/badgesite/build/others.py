"""What the last build remembered of everybody, so that a few learners can be read alone.

Of all others nothing has changed since: neither their rows nor anything that is not a row.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from badgesite.build.differing import Rows, Unsure, differing
from badgesite.build.former import FormerTables
from badgesite.build.narrowed import MOST
from badgesite.content import Given, Places, with_places
from badgesite.model import RegisterEntry
from badgesite.rebuilding import REGISTER, Inputs, Request, Told
from badgesite.register import FULL

_OF_ALL = ("rule-changed", "too-many")  # warnings that count what it takes all rows to count


class Others(Struct, frozen=True):
    """What was `told` of everybody, the rows that differ since, and the few `learners` to read.

    Those are whom the rows name, who are not in the register, and who else was asked for.
    `tables` are the bytes of the tables that differ, and of the register.
    """

    told: Told
    rows: Rows
    learners: frozenset[str]
    tables: Mapping[str, bytes]

    @property
    def old_register(self) -> bytes:
        """Return the lines of the register that the last build knew."""
        text = self.tables[REGISTER]
        return text[: self.rows.tables[REGISTER].begin] if REGISTER in self.rows.tables else text

    @property
    def register(self) -> Places:
        """Return which places are given, also to those who are not read."""
        return Places(self.tables[REGISTER], self.told.whole.given, len(self.old_register))

    @property
    def plain(self) -> Mapping[str, int]:
        """Return up to which byte the lines of each table are known to be rows."""
        ends = {name: table.begin for name, table in self.rows.tables.items()}
        return {name: ends.get(name, sys.maxsize) for name in self.told.whole.plain}

    def given_with(
        self, entries: Iterable[RegisterEntry], missing: Sequence[RegisterEntry]
    ) -> Given:
        """Return which places are given with those of new lines, where these are gathered.

        Raises Unsure unless the place of each new line was nobody's in the old ones; and where it
        takes all of the register to tell which list has room for what is `missing`, or a line of
        nobody who was read has its number: that was erased.
        """
        register, given = self.old_register, self.told.whole.given
        if not given and missing and register.count(b"\n") > FULL:
            raise Unsure
        if any(str(each.uuid).encode() in register for each in missing):
            raise Unsure
        before = Places(register, given, len(register))
        new = [
            (entry.list, entry.place)
            for entry in entries
            if self.rows.are_new(entry.origin.path, entry.origin.line)
        ]
        if any(before.has(*each) for each in new):
            raise Unsure
        return with_places(given, new) if given and new else given


def others_than(asked: frozenset[str], request: Request, told: Told, found: Inputs) -> Others:
    """Return what is known of everybody but these and whom rows that differ name. Raises Unsure."""
    if any(each.code in _OF_ALL for each in told.built.warnings):
        raise Unsure
    rows = differing(request.root, told.inputs, found, FormerTables(request))
    learners = asked | rows.learners | set(told.whole.missing)
    if not 0 < len(learners) <= MOST:
        raise Unsure
    return Others(told, rows, learners, _read_already(request.root, rows))


def _read_already(root: Path, rows: Rows) -> dict[str, bytes]:
    known = {name: table.data for name, table in rows.tables.items()}
    if REGISTER not in known:
        path = root / "content" / REGISTER
        known[REGISTER] = path.read_bytes() if path.exists() else b""
    return known
