"""Somebody else's table to learners and awards: what would be added, changed and refused.

Bytes in, a proposal out. Nothing is written here, and a row is never taken for something it may
not be: what has two readings is refused by row and column, with what to do.
"""

from badgesite.importing.columns import FIELDS, Columns, columns_of
from badgesite.importing.proposal import Known, Outcome, Proposal, Wanted, propose
from badgesite.importing.sheet import Cell, Sheet, letter
from badgesite.importing.sources import read_sheet

__all__ = [
    "FIELDS",
    "Cell",
    "Columns",
    "Known",
    "Outcome",
    "Proposal",
    "Sheet",
    "Wanted",
    "columns_of",
    "letter",
    "propose",
    "read_sheet",
]
