"""content/addresses.csv: every address that a later build must not drop, written when it is new.

Computed addresses of learners are not in it: the register and the salt give them.
"""

from pathlib import Path

from badgesite.editing import CsvText
from badgesite.plan.facts import Facts
from badgesite.plan.published import published

FILE = "content/addresses.csv"
COLUMNS = ("address", "whose", "leads_to", "gone", "reason")


def has_all(facts: Facts, root: Path) -> bool:
    """Whether the repository's table lacks no address of the facts."""
    path = root / FILE
    text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
    return remembered(facts, text) == text


def remembered(facts: Facts, text: str) -> str:
    """Return the table with a row for each address that it lacks, at its end."""
    table = CsvText(text, COLUMNS)
    there = {row.get("address") for _, row in table.rows()}
    new = [
        {"address": path, "whose": learner or ""}
        for path, learner in sorted(set(published(facts)), key=lambda each: each[0])
        if path and path not in there
    ]
    return table.with_columns(["whose"]).with_rows(new).text if new else text
