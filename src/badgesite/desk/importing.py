"""import: a table of people becomes learners, awards, contacts and lines of the register.

Everything is proposed first. With a row that is refused nothing is written.
"""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from badgesite.build.contacts import COLUMNS, FILE, read_contacts, refuse_tracked, rows_of
from badgesite.content import fault_of
from badgesite.desk.tables import (
    AWARD_COLUMNS,
    LEARNER_COLUMNS,
    add_rows,
    award_table,
    learner_table,
)
from badgesite.desk.workspace import Done, Setting, Workspace, alone
from badgesite.errors import BadgesiteError
from badgesite.importing import (
    Columns,
    Known,
    Outcome,
    Proposal,
    Sheet,
    Wanted,
    columns_of,
    letter,
    propose,
    read_sheet,
)
from badgesite.importing.proposal import Line

IGNORE = ".gitignore"


class Import(Struct, frozen=True):
    """What was proposed, how the columns were read, and what was done with it (None: nothing)."""

    proposal: Proposal
    columns: tuple[str, ...]
    notes: tuple[str, ...]
    done: Done | None


@alone
def import_table(
    setting: Setting, file: Path, wished: Mapping[str, str], wanted: Wanted, *, write: bool
) -> Import:
    """Propose what the table would change; with `write` and no refused row, change it."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise BadgesiteError(f"'{file.name}' cannot be read: {error.strerror}", "") from None
    sheet = read_sheet(data, file.name)
    if not sheet.rows:
        raise BadgesiteError(
            f"'{file.name}' has no rows",
            "the first row has the heads of the columns",
        )
    columns = columns_of(sheet.heads, wished)
    if not columns.has("id", "name", "first", "last", "email"):
        heads = ", ".join(f"'{head}'" for head in sheet.heads[:20])
        raise BadgesiteError(
            f"no column says who: {heads}", 'say which does: --map "Column=name" or --map "…=email"'
        )
    work = Workspace(setting)
    if wanted.badge is not None:
        work.awards_of("", wanted.badge)
    proposal = propose(sheet, columns, _known(work), wanted)
    refused = proposal.count(Outcome.REFUSED)
    done = _write(work, proposal) if write and not refused else None
    return Import(proposal, tuple(_told(sheet, columns)), sheet.notes, done)


def _told(sheet: Sheet, columns: Columns) -> list[str]:
    read = [
        f"{letter(number)} '{sheet.heads[number]}' is the {field}"
        for field, number in sorted(columns.by_field.items(), key=lambda each: each[1])
    ]
    if columns.unused:
        read.append(f"not used: {', '.join(columns.unused)}")
    return read


def _known(work: Workspace) -> Known:
    catalog = work.catalog
    former = {each for one in catalog.learners.values() for each in one.former_ids}
    issued = {entry.issued.learner for entry in catalog.register}
    return Known(
        learners={one.id: one.name for one in catalog.learners.values()},
        emails=read_contacts(work.setting.root).owners,
        badges={badge.id: badge.name for badge in catalog.badges.values()},
        awards=frozenset((each.learner, each.badge, each.awarded) for each in catalog.awards),
        taken_ids=frozenset((former | issued) - catalog.learners.keys()),
        today=work.today,
        fault=fault_of,
    )


def _write(work: Workspace, proposal: Proposal) -> Done:
    lines = proposal.lines
    learners = [line.new_learner for line in lines if line.new_learner is not None]
    if learners:
        path = learner_table(work)
        add_rows(work, path, LEARNER_COLUMNS, learners)
        work.drafts.say(f"{path}: {_counted(len(learners), 'learner')} added")
    _write_awards(work, lines)
    _write_contacts(work, lines)
    return work.finish("badgesite build   ·   git add content && git commit -m 'Import'")


def _write_awards(work: Workspace, lines: tuple[Line, ...]) -> None:
    by_table: dict[str, list[dict[str, str]]] = {}
    tables: dict[str, str] = {}
    for line in lines:
        if line.award is not None:
            badge = line.award["badge"]
            if badge not in tables:  # to find out takes all awards
                tables[badge] = award_table(work, badge)
            by_table.setdefault(tables[badge], []).append(line.award)
    for path, rows in sorted(by_table.items()):
        add_rows(work, path, AWARD_COLUMNS, rows)
        work.drafts.say(f"{path}: {_counted(len(rows), 'award')} added")


def _write_contacts(work: Workspace, lines: tuple[Line, ...]) -> None:
    new = rows_of((line.learner, line.new_emails, line.language) for line in lines)
    if not new:
        return
    refuse_tracked(work.setting.root)
    add_rows(work, FILE, COLUMNS, new)
    work.drafts.say(f"{FILE}: {_counted(len(new), 'address', 'es')} added; git ignores this file")
    ignored = work.drafts.text(IGNORE)
    if FILE not in (line.strip().lstrip("/") for line in ignored.splitlines()):
        gap = "" if not ignored or ignored.endswith("\n") else "\n"
        work.drafts.put(IGNORE, f"{ignored}{gap}# e-mail addresses of learners\n{FILE}\n")
        work.drafts.say(f"{IGNORE}: {FILE} is ignored from now on")


def _counted(count: int, word: str, ending: str = "s") -> str:
    return f"{count:,} {word}{'' if count == 1 else ending}"
