"""Lines of register.csv: records come in and go out as text."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from badgesite.model import RegisterEntry
from badgesite.separators import separator_of

COLUMNS = (
    "uuid", "learner", "badge", "awarded", "issue", "version",
    "list", "place", "digest", "signed_by", "proof", "reissued", "withdrawn",
)  # fmt: skip

_PIECE = 1_000_000  # characters


def line(
    entry: RegisterEntry,
    columns: Sequence[str] = COLUMNS,
    end: str = "\n",
    separator: str = ",",
) -> str:
    """Return the entry as a line of register.csv."""
    award = entry.issued
    cells = {
        "uuid": str(entry.uuid),
        "learner": award.learner,
        "badge": award.badge,
        "awarded": award.awarded.isoformat(),
        "issue": str(award.issue),
        "version": entry.version,
        "list": str(entry.list),
        "place": str(entry.place),
        "digest": entry.digest,
        "signed_by": entry.signed_by,
        "proof": entry.proof,
        "reissued": " ".join(entry.reissued.split()),
        "withdrawn": entry.withdrawn.isoformat() if entry.withdrawn else "",
    }
    text = io.StringIO()
    into = csv.writer(text, delimiter=separator, lineterminator=end)
    into.writerow([cells.get(name, "") for name in columns])
    return text.getvalue()


def appended(text: str, entries: Iterable[RegisterEntry]) -> str:
    """Return register.csv with the entries at its end; the lines that were there stay as they are.

    An empty text becomes a file with a header. Columns and their separator follow the header that
    is there; columns of ours that it lacks are added at the end of every line.
    """
    return "".join(pieces(text, entries))


def pieces(text: str, entries: Iterable[RegisterEntry]) -> Iterator[str]:
    """Yield what `appended` returns bit by bit: the register of a large site is a large file."""
    end = "\r\n" if "\r\n" in text else "\n"
    if not text.strip("\ufeff\r\n"):
        text = ",".join(COLUMNS) + end
    elif not text.endswith("\n"):
        text += end
    head = text[: text.find("\n") + 1].lstrip("\ufeff")
    separator = separator_of(head)
    columns = [name.strip() for name in next(csv.reader([head], delimiter=separator))]
    lacking = [name for name in COLUMNS if name not in columns]
    if lacking:
        first, *rest = text.splitlines()
        more = separator * len(lacking)
        widened = [separator.join((first, *lacking)), *(each + more for each in rest)]
        text, columns = end.join(widened) + end, [*columns, *lacking]
    for start in range(0, len(text), _PIECE):
        yield text[start : start + _PIECE]
    for entry in entries:
        yield line(entry, columns, end, separator)
