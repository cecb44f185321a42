"""Where a new row belongs: the table that grew last, else a table of its own."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from badgesite.desk.workspace import CONTENT, Workspace
from badgesite.model import Award, AwardKey
from badgesite.separators import separator_of

AWARD_COLUMNS = (
    "learner", "badge", "awarded", "issue", "expires", "evidence", "narrative", "result", "waived",
)  # fmt: skip
LEARNER_COLUMNS = ("id", "name", "visibility")
REVOCATIONS = "content/revocations.csv"
REVOCATION_COLUMNS = ("learner", "badge", "awarded", "issue", "on", "kind", "reason")


class AwardTables:
    """Where awards of each badge go, by the tables as they are."""

    def __init__(self, work: Workspace) -> None:
        """Look for the latest award of each badge."""
        tables = work.tables("awards")
        self._last = tables[-1] if tables else "content/awards/awards.csv"
        self._latest: dict[str, tuple[str, str]] = {}  # by badge: day, and table
        for path in tables:
            for badge, day in _badges_and_days(work.drafts.text(path)):
                self._latest[badge] = max((day, path), self._latest.get(badge, ("", "")))

    def of(self, badge: str) -> str:
        """Return the table with the latest award of the badge, else of any, else the last."""
        found = self._latest.get(badge) or max(self._latest.values(), default=("", self._last))
        return found[1]


def _badges_and_days(text: str) -> Iterator[tuple[str, str]]:
    """Yield what the rows of a checked table say, without the places of their cells."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text))
    names = [name.strip().lstrip("\ufeff") for name in next(rows, [])]
    if not {"badge", "awarded"} <= set(names):
        return
    badge, day = names.index("badge"), names.index("awarded")
    for row in rows:
        if len(row) > max(badge, day):
            yield row[badge].strip(), row[day].strip()


def learner_table(work: Workspace) -> str:
    """Return the table with the most learners; a new one where there is none."""
    tables = work.tables("learners")
    paths = [each.origin.path for each in work.catalog.learners.values()]
    return max(tables, key=paths.count, default="content/learners/learners.csv")


def add_rows(
    work: Workspace, path: str, columns: tuple[str, ...], rows: Sequence[Mapping[str, str]]
) -> None:
    """Add rows to a table; columns that they need and the table lacks are added too."""
    table = work.drafts.table(path, columns)
    needed = [name for name in columns if any(values.get(name) for values in rows)]
    work.drafts.put(path, table.with_columns(needed).with_rows(rows).text)


def award_cells(award: Award) -> dict[str, str]:
    """Return the award as cells of a table."""
    return {
        "learner": award.learner,
        "badge": award.badge,
        "awarded": award.awarded.isoformat(),
        "issue": str(award.issue) if award.issue > 1 else "",
        "expires": award.expires.isoformat() if award.expires else "",
        "evidence": " ".join(award.evidence),
        "narrative": award.narrative or "",
        "result": award.result or "",
        "waived": award.waived or "",
    }


def add_award(work: Workspace, award: Award, path: str | None = None) -> str:
    """Write the award into the table where such awards lie, and return the table's path."""
    path = path or AwardTables(work).of(award.badge)
    add_rows(work, path, AWARD_COLUMNS, [award_cells(award)])
    return path


def add_revocation(work: Workspace, key: AwardKey, on: str, kind: str, reason: str) -> None:
    """Write a revocation at the end of the table of revocations."""
    values = {
        "learner": key.learner,
        "badge": key.badge,
        "awarded": key.awarded.isoformat(),
        "issue": str(key.issue) if key.issue > 1 else "",
        "on": on,
        "kind": kind,
        "reason": reason,
    }
    if "issue" in work.drafts.table(REVOCATIONS, REVOCATION_COLUMNS).columns:
        values["issue"] = str(key.issue)
    add_rows(work, REVOCATIONS, REVOCATION_COLUMNS, [values])
    work.drafts.say(f"{REVOCATIONS}: '{key.badge}' of '{key.learner}' ({key.awarded}) is {kind}")


def change_rows(
    work: Workspace, path: str, column: str, was: str, now: str | None
) -> list[tuple[int, dict[str, str]]]:
    """Write `now` where a column holds `was`, or take those rows out (None); return the rows."""
    table = work.drafts.table(path)
    if column not in table.columns:
        return []
    found = [(line, row) for line, row in table.rows() if row.get(column) == was]
    if found:
        change = None if now is None else {column: now}
        work.drafts.put(path, table.with_changes({line: change for line, _ in found}).text)
        what = "taken out" if now is None else "changed"
        rows = "1 row" if len(found) == 1 else f"{len(found)} rows"
        work.drafts.say(f"{path}: {rows} {what}")
    return found


def every_table(work: Workspace) -> list[str]:
    """Return the tables that name learners beside content/learners/: awards, revocations."""
    there = (work.setting.root / REVOCATIONS).is_file()
    return [*work.tables("awards"), *([REVOCATIONS] if there else [])]


def own_file(learner: str) -> str:
    """Return the path of a learner's own file."""
    return f"{CONTENT}learners/{learner}.yml"


def own_folder(learner: str) -> str:
    """Return the path of the folder with a learner's badges of other issuers."""
    return f"{CONTENT}learners/{learner}/"
