"""import: a table of people becomes learners, awards, contacts and lines of the register.

Everything is proposed first. With a row that is refused nothing is written.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from badgesite.amounts import counted
from badgesite.build.contacts import COLUMNS, FILE, read_contacts, refuse_tracked, rows_of
from badgesite.build.revision import ignores
from badgesite.content import fault_of
from badgesite.desk.tables import (
    AWARD_COLUMNS,
    LEARNER_COLUMNS,
    AwardTables,
    add_rows,
    learner_table,
)
from badgesite.desk.workspace import Done, Setting, Workspace, alone
from badgesite.errors import BadgesiteError, ContentError
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
from badgesite.progress import derived_awards

IGNORE = ".gitignore"


class Import(Struct, frozen=True):
    """What was proposed, how the columns were read, and what was done with it, or would be.

    Nothing (None) as long as a row is refused.
    """

    proposal: Proposal
    columns: tuple[str, ...]
    notes: tuple[str, ...]
    done: Done | None


@alone
def import_table(setting: Setting, file: Path, wished: Mapping[str, str], wanted: Wanted) -> Import:
    """Propose what the table would change; with no refused row change it, but in a dry run.

    A row that only the content as a whole refuses is a refused one too.
    """
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
    done = None
    if not proposal.count(Outcome.REFUSED):
        rows = _draft(work, proposal)
        try:
            done = work.finish("badgesite build   ·   git add content && git commit -m 'Import'")
        except ContentError as error:
            proposal = _refused(proposal, error, work, rows)
    notes = (*sheet.notes, *_in_git(setting.root, file, columns))
    return Import(proposal, tuple(_told(sheet, columns)), notes, done)


def _in_git(root: Path, file: Path, columns: Columns) -> Iterator[str]:
    """Yield that the table brings e-mail addresses where git would take them along."""
    place, top = file.resolve(), root.resolve()
    if not columns.has("email") or not place.is_relative_to(top):
        return
    if ignores(top, place.relative_to(top).as_posix()) is False:
        yield (
            f"e-mail addresses stand in '{file.name}', which git does not ignore: once they are"
            f" in {FILE}, delete it or keep it outside of the repository"
        )


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
        awards=frozenset(
            (each.learner, each.badge, each.awarded)
            for each in (*catalog.awards, *derived_awards(catalog))
        ),
        taken_ids=frozenset((former | issued) - catalog.learners.keys()),
        today=work.today,
        fault=fault_of,
    )


def _draft(work: Workspace, proposal: Proposal) -> dict[str, list[Line]]:
    """Draft all that the rows add; return which rows were added to which table of content."""
    added: dict[str, list[Line]] = {}
    learners = [line for line in proposal.lines if line.new_learner is not None]
    if learners:
        path = learner_table(work)
        new = [line.new_learner for line in learners if line.new_learner is not None]
        add_rows(work, path, LEARNER_COLUMNS, new)
        work.drafts.say(f"{path}: {counted(len(learners), 'learner')} added")
        added[path] = learners
    added |= _draft_awards(work, proposal.lines)
    _draft_contacts(work, proposal.lines)
    return added


def _draft_awards(work: Workspace, lines: tuple[Line, ...]) -> dict[str, list[Line]]:
    by_table: dict[str, list[Line]] = {}
    tables = AwardTables(work)
    for line in lines:
        if line.award is not None:
            by_table.setdefault(tables.of(line.award["badge"]), []).append(line)
    for path, mine in sorted(by_table.items()):
        add_rows(work, path, AWARD_COLUMNS, [each.award for each in mine if each.award is not None])
        work.drafts.say(f"{path}: {counted(len(mine), 'award')} added")
    return by_table


def _refused(
    proposal: Proposal, error: ContentError, work: Workspace, rows: Mapping[str, list[Line]]
) -> Proposal:
    """Return the proposal with the rows refused of which content says what is wrong.

    Where it says so of anything else too, the error is raised as it is.
    """
    why: dict[int, list[str]] = {}
    for problem in filter(lambda each: each.is_error, error.problems):
        mine = rows.get(problem.origin.path, [])
        begins = [line for line, _ in work.drafts.table(problem.origin.path).rows()] if mine else []
        at = bisect_right(begins, problem.origin.line) - 1 - (len(begins) - len(mine))
        if not 0 <= at < len(mine):
            raise error
        why.setdefault(mine[at].number, []).append(f"{problem.sentence}; {problem.remedy}")
    return Proposal(
        tuple(
            Line(line.number, Outcome.REFUSED, " · ".join(why[line.number]))
            if line.number in why
            else line
            for line in proposal.lines
        )
    )


def _draft_contacts(work: Workspace, lines: tuple[Line, ...]) -> None:
    new = rows_of((line.learner, line.new_emails, line.language) for line in lines)
    if not new:
        return
    refuse_tracked(work.setting.root)
    add_rows(work, FILE, COLUMNS, new)
    work.drafts.say(
        f"{FILE}: {counted(len(new), 'address', 'addresses')} added; git ignores this file"
    )
    ignored = work.drafts.text(IGNORE)
    if FILE not in (line.strip().lstrip("/") for line in ignored.splitlines()):
        gap = "" if not ignored or ignored.endswith("\n") else "\n"
        work.drafts.put(IGNORE, f"{ignored}{gap}# e-mail addresses of learners\n{FILE}\n")
        work.drafts.say(f"{IGNORE}: {FILE} is ignored from now on")
