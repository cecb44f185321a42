"""The languages of the interface: strings, plurals, days, lists and order. Knows nothing of badges.

Sentences stand in English where they are used and are looked up there; the catalogues of the other
languages are `catalogues/<code>.po`. English needs no catalogue. A language without one speaks
English: the names and texts of the provider are still in its own.
"""

from badgesite.languages.alike import folded, folded_words
from badgesite.languages.browser import browser_strings
from badgesite.languages.language import (
    ENGLISH,
    Language,
    catalogue_path,
    has_catalogue,
    language,
)
from badgesite.languages.marker import N_, NN_
from badgesite.languages.order import sort_key
from badgesite.languages.scripts import own_name, right_to_left

__all__ = [
    "ENGLISH",
    "NN_",
    "N_",
    "Language",
    "browser_strings",
    "catalogue_path",
    "folded",
    "folded_words",
    "has_catalogue",
    "language",
    "own_name",
    "right_to_left",
    "sort_key",
]
