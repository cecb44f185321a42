"""content/addresses.csv: addresses once published, and what became of those that are left.

Written by badgesite, one line for each; a person adds where an address leads, or that it is gone.
"""

from collections.abc import Iterator

from badgesite.content.kinds import Id, Pattern, Text
from badgesite.content.notes import Notes
from badgesite.content.quantities import Day
from badgesite.content.shapes import Field, Shape
from badgesite.content.tables import Table
from badgesite.model import Address

_PATH = r"([A-Za-z0-9_~-][A-Za-z0-9._~%-]{0,200}/){0,8}([A-Za-z0-9_~-][A-Za-z0-9._~%-]{0,200})?"
_WEB = r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/[A-Za-z0-9._~/?=&%+#-]{0,500}"
_FORM = "an address below the site's own"

ADDRESSES = Shape(
    "the table of addresses",
    Field("address", Pattern(_PATH, _FORM, "badges/rope/", "address"), "a path", required=True),
    Field("whose", Id("the id of a learner"), "the learner whose page it is or was"),
    Field(
        "leads_to",
        Pattern(f"{_PATH}|{_WEB}", _FORM, "badges/rope-rescue/", "address"),
        "the address that stands in its place",
    ),
    Field("gone", Day(), "the day since which there is nothing in its place"),
    Field("reason", Text(1_000, lines=True), "why, published"),
)


def read_addresses(text: str, notes: Notes) -> Iterator[Address]:
    """Yield the addresses in the order of the file; the last line of an address counts."""
    for row in Table(text, ADDRESSES, notes).rows():
        if not row.whole:
            continue
        path, whose, leads_to, gone, reason = row.values
        if leads_to is not None and gone is not None:
            notes.error(
                (row.line, 1),
                "it leads somewhere and is gone at once",
                "keep one of 'leads_to' and 'gone'",
                "address",
            )
        yield Address(path, whose, leads_to, gone, reason, origin=notes.origin((row.line, 1)))
