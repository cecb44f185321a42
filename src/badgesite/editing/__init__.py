"""Content files as text, changed where something changes and nowhere else. Writes nothing.

A person's comments, order, quoting, line ends, byte-order mark and separator stay as they are.
"""

from badgesite.editing.csv_text import CsvText
from badgesite.editing.drafts import Drafts
from badgesite.editing.yaml_text import added_to_list, with_scalar

__all__ = ["CsvText", "Drafts", "added_to_list", "with_scalar"]
