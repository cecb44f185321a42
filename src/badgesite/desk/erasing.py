"""erase: what is known of a learner goes; of every credential a bare number stays.

The register keeps uuid and place, so that a copy shows as withdrawn and no place is given twice,
and the day on which it was erased.
The cohort's other credentials are not touched. An address that said who it was is let go: it is
remembered by what the salt makes of it, which says nothing.
"""

import shutil
from collections.abc import Iterable
from datetime import date
from shlex import quote

from msgspec.structs import replace

from badgesite.addresses import learner_path, opaque_address
from badgesite.amounts import counted
from badgesite.build.contacts import FILE as CONTACTS
from badgesite.build.contacts import private_addresses
from badgesite.build.recording import REGISTER
from badgesite.build.remembering import COLUMNS as ADDRESS_COLUMNS
from badgesite.build.remembering import FILE as ADDRESSES
from badgesite.cache import CACHE
from badgesite.desk.tables import add_rows, change_rows, every_table, own_file, own_folder
from badgesite.desk.traces import traces
from badgesite.desk.workspace import Done, Setting, Workspace, alone
from badgesite.editing import CsvText
from badgesite.model import Learner, RegisterEntry, Visibility
from badgesite.rebuilding import Request

_HISTORY = """\
What git still has of it goes with (in a fresh clone; every clone must be made anew after it):
  printf '%s\\n' {words} > ../erase.txt
  git filter-repo {paths}--replace-text ../erase.txt --force
  git push --force
Copies may remain: with the learner and whoever was shown a badge, in forks, clones and caches of
the repository, in caches of search engines and web archives, and on LinkedIn.
"""
# An id, which may be a word of any text, goes where it is a cell.
_CELL = r"""regex:(?m)(^|[,;\t"]){id}(?=[,;\t"\r]|$)==>\1erased"""
_WHY = "Taken away at the learner's request"
_MOST = 20


@alone
def erase(setting: Setting, learner: str) -> Done:
    """Take out everything that the repository says of a learner; the build withdraws the rest."""
    work = Workspace(setting)
    person = work.learner(learner)
    ids = {person.id, *person.former_ids}
    owners = private_addresses(setting.root)
    emails = [each for each, owner in owners.items() if owner == person.id]
    paths = _files(work, person)
    for table in every_table(work):
        for each in sorted(ids):
            change_rows(work, table, "learner", each, None)
    if work.drafts.text(CONTACTS):
        change_rows(work, CONTACTS, "learner", person.id, None)
    _forget_addresses(work, person, ids)
    lines = [entry for entry in work.catalog.register if entry.award.learner in ids]
    register = _bare(work.drafts.text(REGISTER), lines, work.today) if lines else None
    count = len({entry.uuid for entry in lines})
    work.drafts.say(
        f"{REGISTER}: of {counted(count, 'credential')} only number, place and this"
        " day stay; with the next build they are withdrawn"
    )
    _say_traces(work, {person.name, *_slugs(person), *emails}, ids, register)
    done = work.finish(_next(person, paths), register=register)
    if not setting.dry_run:
        _forget_made(setting)
    return done


def _slugs(person: Learner) -> tuple[str, ...]:
    return tuple(each for each in (person.slug, *person.former_slugs) if each)


def _say_traces(work: Workspace, words: set[str], ids: set[str], register: str | None) -> None:
    """Say which files still name the learner: by hand somebody has to look at each."""
    changed = {**work.drafts.changed, **work.moves}
    if register is not None:
        changed[REGISTER] = register.encode()
    root = work.setting.root
    found = list(traces(root, Request(root).target, words, ids, changed))
    if found:
        more = f" and {len(found) - _MOST} more" if len(found) > _MOST else ""
        work.drafts.say(
            f"note: still named in {', '.join(found[:_MOST])}{more}; change or delete them by hand"
        )


def _forget_made(setting: Setting) -> None:
    """Throw away what earlier builds and previews made; the next build makes it anew.

    What is known of the site's own folder stays: that build forgets the learner there. The tables
    as they were do not: a whole build needs none.
    """
    cache, own = setting.root / CACHE, Request(setting.root).ledger
    ledgers = own.parent.glob("*") if own else ()
    others = [each for each in ledgers if own and not each.name.startswith(own.name)]
    for path in (*cache.parent.glob(f"{cache.name}*"), *others):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    shutil.rmtree(cache.parent / "letters", ignore_errors=True)


def _forget_addresses(work: Workspace, person: Learner, ids: set[str]) -> None:
    """Take out addresses that say who it was; computed ones stay and say that they are gone.

    In place of a chosen address stands the one that is computed of it, so that a later comparison
    with the published site knows that it was let go.
    """
    salt = work.catalog.site.salt
    slugs = _slugs(person)
    if work.drafts.text(ADDRESSES):
        for each in sorted(ids):
            change_rows(work, ADDRESSES, "whose", each, None)
        for each in slugs:
            change_rows(work, ADDRESSES, "address", learner_path(each), None)
        _lead_nowhere(work, {learner_path(each).rstrip("/") for each in slugs})
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
                "reason": _WHY,
            }
            for each in (*sorted(ids), *slugs)
        ],
    )


def _lead_nowhere(work: Workspace, chosen: set[str]) -> None:
    """Say of addresses that led to the learner's chosen ones that they are gone."""
    table = work.drafts.table(ADDRESSES)
    said = {"leads_to": "", "gone": work.today.isoformat(), "reason": _WHY}
    led = {line: said for line, row in table.rows() if _leads(row.get("leads_to", ""), chosen)}
    if led:
        table = table.with_columns(["gone", "reason"]).with_changes(led)
        work.drafts.put(ADDRESSES, table.text)


def _leads(to: str, chosen: set[str]) -> bool:
    to = to.rstrip("/")
    return any(to == each or to.endswith(f"/{each}") for each in chosen)


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
    root = work.setting.root
    for place in sorted((root / own_folder(person.id)).rglob("*")):
        if place.is_dir():
            continue
        full = place.relative_to(root).as_posix()
        work.moves[full] = None
        work.drafts.say(f"{full}: taken away")
        gone.append(full)
    return gone


def _bare(text: str, lines: list[RegisterEntry], today: date) -> str:
    """Return the register with these lines as bare numbers, and each uuid on one line only.

    Each says that it is withdrawn since today: so its status list is never dated back.
    """
    table = CsvText(text).with_columns(["withdrawn"])
    bare = {str(entry.uuid): entry.erased() for entry in lines}
    first: set[str] = set()
    changes: dict[int, dict[str, str] | None] = {}
    for line, row in table.rows():
        uuid = row.get("uuid", "")
        if uuid in bare:
            number = _as_number(table.columns, replace(bare[uuid], withdrawn=today))
            changes[line] = None if uuid in first else number
            first.add(uuid)
    return table.with_changes(changes).text


def _as_number(columns: Iterable[str], entry: RegisterEntry) -> dict[str, str]:
    """Return the cells that change when only a line's uuid and its place stay."""
    award = entry.award
    said = {"learner": award.learner, "badge": award.badge, "awarded": str(award.awarded)}
    said |= {"digest": entry.digest, "withdrawn": str(entry.withdrawn)}
    return {each: said.get(each, "") for each in columns if each not in ("uuid", "list", "place")}


def _next(person: Learner, paths: list[str]) -> str:
    words = [f"{each}==>erased" for each in (person.name, *_slugs(person))]
    words += [_CELL.format(id=each) for each in (person.id, *person.former_ids)]
    once = [path for each in person.former_ids for path in (own_file(each), own_folder(each))]
    flags = "".join(f"--path {quote(path)} " for path in (*paths, *once))
    history = _HISTORY.format(
        words=" ".join(map(quote, words)), paths=f"{flags}--invert-paths " if flags else ""
    )
    return f"badgesite build   ·   git add -A content && git commit -m 'Erase a learner'\n{history}"
