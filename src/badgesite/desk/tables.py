"""Where a new row belongs: the table that grew last, else a table of its own."""

from collections.abc import Mapping, Sequence

from badgesite.desk.workspace import CONTENT, Workspace
from badgesite.model import Award, AwardKey

AWARD_COLUMNS = (
    "learner", "badge", "awarded", "issue", "expires", "evidence", "narrative", "result", "waived",
)  # fmt: skip
LEARNER_COLUMNS = ("id", "name", "visibility")
REVOCATIONS = "content/revocations.csv"
REVOCATION_COLUMNS = ("learner", "badge", "awarded", "issue", "on", "kind", "reason")


def award_table(work: Workspace, badge: str) -> str:
    """Return the table with the latest award of the badge, else of any, else the last by name."""
    tables = work.tables("awards")
    if not tables:
        return "content/awards/awards.csv"
    listed = [each for each in work.catalog.awards if each.origin.path in tables]
    mine = [each for each in listed if each.badge == badge] or listed
    latest = max(mine, key=lambda each: (each.awarded, each.origin), default=None)
    return latest.origin.path if latest else tables[-1]


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
    path = path or award_table(work, award.badge)
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
