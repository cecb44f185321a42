"""Files to Catalog: the only reader of content. It never writes, and never stops at a mistake.

`load` returns what could be read and every problem found; nothing a file may contain raises.
"""

from badgesite.content.cells import fault_of
from badgesite.content.definitions import site_of
from badgesite.content.forms.award import awards_in
from badgesite.content.load import Loaded, load
from badgesite.content.locating import located
from badgesite.content.narrowing import Narrowing, TooTangled, learners_in, rows_are_lines
from badgesite.content.places import Given, Places, places_given, with_places
from badgesite.content.renamed import present_ids
from badgesite.content.schemas import json_schemas, schema_files

__all__ = [
    "Given",
    "Loaded",
    "Narrowing",
    "Places",
    "TooTangled",
    "awards_in",
    "fault_of",
    "json_schemas",
    "learners_in",
    "load",
    "located",
    "places_given",
    "present_ids",
    "rows_are_lines",
    "schema_files",
    "site_of",
    "with_places",
]
