"""erase: what is known of a learner goes; of every credential a bare number stays.

The register keeps uuid and place, so that a copy shows as withdrawn and no place is given twice.
The cohort's other credentials are not touched.
"""

from badgesite.addresses import learner_path, opaque_address
from badgesite.build.contacts import FILE as CONTACTS
from badgesite.build.recording import REGISTER
from badgesite.build.remembering import COLUMNS as ADDRESS_COLUMNS
from badgesite.build.remembering import FILE as ADDRESSES
from badgesite.desk.tables import add_rows, change_rows, every_table
from badgesite.desk.workspace import CONTENT, Done, Setting, Workspace
from badgesite.editing import CsvText
from badgesite.model import Learner, RegisterEntry, Visibility

_HISTORY = """\
What git still has of it goes with (in a fresh clone; every clone must be made anew after it):
  printf '%s\\n' {words} > ../erase.txt
  git filter-repo {paths}--replace-text ../erase.txt --force
  git push --force
Copies may remain: with the learner and whoever was shown a badge, in forks, clones and caches of
the repository, in caches of search engines and web archives, and on LinkedIn.
"""


def erase(setting: Setting, learner: str) -> Done:
    """Take out everything that the repository says of a learner; the build withdraws the rest."""
    work = Workspace(setting)
    person = work.learner(learner)
    ids = {person.id, *person.former_ids}
    paths = _files(work, person)
    for table in every_table(work):
        for each in sorted(ids):
            change_rows(work, table, "learner", each, None)
    if work.drafts.text(CONTACTS):
        change_rows(work, CONTACTS, "learner", person.id, None)
    _forget_addresses(work, person, ids)
    lines = [entry for entry in work.catalog.register if entry.award.learner in ids]
    register = _bare(work.drafts.text(REGISTER), lines) if lines else None
    count = len({entry.uuid for entry in lines})
    work.drafts.say(
        f"{REGISTER}: of {count} credential{'' if count == 1 else 's'} only number and place stay;"
        " with the next build they are withdrawn"
    )
    return work.finish(_next(person, paths), register=register)


def _forget_addresses(work: Workspace, person: Learner, ids: set[str]) -> None:
    """Take out addresses that say who it was; computed ones stay and say that they are gone."""
    salt = work.catalog.site.salt
    if work.drafts.text(ADDRESSES):
        for each in sorted(ids):
            change_rows(work, ADDRESSES, "whose", each, None)
    if person.visibility is Visibility.PRIVATE:
        return
    add_rows(
        work,
        ADDRESSES,
        ADDRESS_COLUMNS,
        [
            {
                "address": learner_path(opaque_address(salt, each)),
                "gone": work.today.isoformat(),
                "reason": "Taken away at the learner's request",
            }
            for each in sorted(ids)
        ],
    )


def _files(work: Workspace, person: Learner) -> list[str]:
    """Take out the learner's own files, or the row of a table; return the files that go."""
    path = person.origin.path
    gone = []
    if path.endswith(".yml"):
        work.drafts.put(path, None)
        work.drafts.say(f"{path}: taken away")
        gone.append(path)
    else:
        change_rows(work, path, "id", person.id, None)
    for place, _ in work.catalog.foreign.get(person.id, ()):
        full = CONTENT + place.removeprefix(CONTENT)
        work.moves[full] = None
        work.drafts.say(f"{full}: taken away")
        gone.append(full)
    return gone


def _bare(text: str, lines: list[RegisterEntry]) -> str:
    """Return the register with these lines as bare numbers, and each uuid on one line only."""
    table = CsvText(text)
    bare = {str(entry.uuid): entry.erased() for entry in lines}
    first: set[str] = set()
    numbers: list[tuple[int, str]] = []
    for line, row in table.rows():
        uuid = row.get("uuid", "")
        if uuid in bare:
            numbers.append((line, "" if uuid in first else uuid))
            first.add(uuid)
    for line, uuid in reversed(numbers):
        table = table.without_row(line) if not uuid else _as_number(table, line, bare[uuid])
    return table.text


def _as_number(table: CsvText, line: int, entry: RegisterEntry) -> CsvText:
    award = entry.award
    said = {"uuid": None, "list": None, "place": None, "digest": entry.digest}
    said |= {"learner": award.learner, "badge": award.badge, "awarded": str(award.awarded)}
    for column in table.columns:
        value = said.get(column, "")
        if value is not None:
            table = table.with_cell(line, column, value)
    return table


def _next(person: Learner, paths: list[str]) -> str:
    words = [person.name, *([person.slug] if person.slug else [])]
    quoted = " ".join(f"'{each.replace(chr(39), '')}==>erased'" for each in words)
    ids = " ".join(
        f"'regex:(?m)(^|,){each}(?=,|$)==>\\1erased'" for each in (person.id, *person.former_ids)
    )
    flags = "".join(f"--path {path} " for path in paths)
    history = _HISTORY.format(
        words=f"{quoted} {ids}", paths=f"{flags}--invert-paths " if paths else ""
    )
    return f"badgesite build   ·   git add -A content && git commit -m 'Erase a learner'\n{history}"
