"""Files to Catalog: the only reader of content. It never writes, and never stops at a mistake.

`load` returns what could be read and every problem found; nothing a file may contain raises.
"""

from badgesite.content.cells import fault_of
from badgesite.content.load import Loaded, load
from badgesite.content.narrowing import Narrowing, TooTangled, learners_in
from badgesite.content.places import Places
from badgesite.content.schemas import json_schemas, schema_files

__all__ = [
    "Loaded",
    "Narrowing",
    "Places",
    "TooTangled",
    "fault_of",
    "json_schemas",
    "learners_in",
    "load",
    "schema_files",
]
