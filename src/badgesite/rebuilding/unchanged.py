"""A build of what was built already: found out by digests, without reading what the content says.

Imports nothing that takes time: when nothing has changed, that is all a build costs.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import MsgspecError, Struct, json
from msgspec.structs import replace

from badgesite.code import code_identity
from badgesite.folders import content_of, files_below
from badgesite.package_files import built_folder, themes_folder
from badgesite.publish import Changes, Ledger, is_left_over
from badgesite.rebuilding.request import Built, Request

# All that a build reads below the repository; what git says changes no byte.
# The variables that say whether the site is signed, and by which key (as `signing` names them).
_WHO_SIGNS = (
    "BADGESITE_KEY",
    "BADGESITE_KEY_PASSPHRASE",
    "BADGESITE_SIGNER_COMMAND",
    "BADGESITE_PREVIEW",
)
_READ = ("content", "themes", "keys", "keys.example", "contacts.csv")
_BUILT = "built"
REGISTER = "register.csv"


class Inputs(Struct, frozen=True):
    """All that the site and what is said of it can depend on, as digests.

    `tables` are size and SHA-256 of those that grow with every award, by path below content/;
    `around` stands for everything else.
    """

    around: str
    tables: Mapping[str, tuple[int, str]]


class Whole(Struct, frozen=True):
    """What one learner's files depend on of all the others, and of what it was built from.

    `public` is the id of some learner whom everybody may find, `first` and `last` the days of the
    first and the last award, `lists` the status lists, `missing` the learners with awards that are
    not in the register; `aging` says whether other badges of other issuers may count on a later
    day, `recorded` whether nothing but those awards is left to record, nor an address to remember.
    `plain` are tables of which each line is known to be a row, as these inputs have them; `given`
    are the places of each status list that their register gives, as bits, where there are very
    many.
    """

    public: str = ""
    first: str = ""
    last: str = ""
    lists: tuple[int, ...] = ()
    missing: tuple[str, ...] = ()
    aging: bool = False
    recorded: bool = False
    plain: frozenset[str] = frozenset()
    given: Mapping[int, bytes] = {}


class Told(Struct, frozen=True):
    """What the last build said, and of what."""

    inputs: Inputs
    whole: Whole
    built: Built


def as_before(request: Request, found: Inputs) -> Built | None:
    """Return what the last build said, when this one, of what was found, would do nothing.

    Every file is as that build left it, as far as `Ledger.harmed` looks.
    """
    if request.ledger is None or not request.ledger.is_file() or request.paranoid:
        return None
    if is_left_over(request.target):
        return None
    ledger = Ledger(request.ledger, request.target)
    try:
        told = recall(ledger)
        if told is None or told.inputs != found or ledger.harmed():
            return None
        files, size = ledger.count()
        return replace(told.built, changes=Changes((), (), files + 1), fresh=0, size=size)
    finally:
        ledger.close()


def remember(ledger: Ledger, told: Told) -> None:
    """Have the ledger say what was built."""
    said = replace(told, built=replace(told.built, changes=Changes((), (), 0), fresh=0, size=0))
    ledger.say(_BUILT, json.encode(said).decode())


def recall(ledger: Ledger) -> Told | None:
    """Return what the last build had the ledger say, if it did so in words that are understood."""
    try:
        return json.decode(ledger.said(_BUILT) or "", type=Told)
    except MsgspecError:
        return None


def inputs(request: Request) -> Inputs:
    """Return a digest of all that the site and what is said of it can depend on."""
    total = hashlib.sha256()
    tables: dict[str, tuple[int, str]] = {}

    def add(*parts: bytes) -> None:
        for part in parts:
            total.update(b"%d:%s" % (len(part), part))

    wishes = (request.base_url, request.strict, request.require_key)
    signs = repr([request.environment.get(name, "") for name in _WHO_SIGNS])
    add(
        code_identity().encode(), repr(wishes).encode(), hashlib.sha256(os.fsencode(signs)).digest()
    )
    content = request.root / "content"
    for place in (*(request.root / name for name in _READ), themes_folder(), built_folder()):
        for name, path in _files(place):
            if place == content and grows(name):
                with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - as `content_of`
                    told = hashlib.file_digest(file, "sha256").hexdigest()
                    tables[name] = (file.tell(), told)
            else:
                add(os.fsencode(name), content_of(path))
        add(b"end")
    return Inputs(total.hexdigest(), tables)


def grows(name: str) -> bool:
    """Whether a file of content/ is a table that grows with every award."""
    folder, file = os.path.split(name)
    return name == REGISTER or (folder == "awards" and file.endswith(".csv"))


def _files(place: Path) -> Iterator[tuple[str, str]]:
    """Yield name and path of the files at and below a place, sorted, without hidden ones."""
    if place.is_file():
        yield ".", str(place)
    else:
        yield from files_below(str(place), _is_shown)


def _is_shown(name: str) -> bool:
    return not name.startswith(".")
