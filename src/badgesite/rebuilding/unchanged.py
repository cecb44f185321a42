"""A build of what was built already: found out by digests, without reading what the content says.

Imports nothing that takes time: when nothing has changed, that is all a build costs.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from badgesite.code import code_identity
from badgesite.errors import Origin, Problem, Severity
from badgesite.package_files import built_folder, themes_folder
from badgesite.publish import Changes, Ledger, is_left_over
from badgesite.rebuilding.request import Built, Counts, Request

# All that a build reads below the repository; what git says changes no byte.
_READ = ("content", "themes", "keys", "keys.example", "contacts.csv")
_BUILT = "built"
_REGISTER = "register.csv"


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
    not in the register; `foreign` says whether anybody has badges of other issuers.
    """

    public: str = ""
    first: str = ""
    last: str = ""
    lists: tuple[int, ...] = ()
    missing: tuple[str, ...] = ()
    foreign: bool = False


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
    built = told.built
    ledger.say(
        _BUILT,
        json.dumps(
            {
                "inputs": asdict(told.inputs),
                "whole": asdict(told.whole),
                "counts": asdict(built.counts),
                "mode": built.mode,
                "signed": built.signed,
                "notes": built.notes,
                "warnings": [
                    [
                        *asdict(each.origin).values(),
                        each.sentence,
                        each.remedy,
                        each.code,
                        each.severity,
                    ]
                    for each in built.warnings
                ],
            }
        ),
    )


def recall(ledger: Ledger) -> Told | None:
    """Return what the last build had the ledger say, if it did so in words that are understood."""
    try:
        return _read(json.loads(ledger.said(_BUILT) or "null"))
    except (ValueError, LookupError, TypeError):
        return None


def _read(told: dict[str, Any]) -> Told:
    tables = {
        path: (int(size), str(digest)) for path, (size, digest) in told["inputs"]["tables"].items()
    }
    lists = {name: tuple(told["whole"][name]) for name in ("lists", "missing")}
    built = Built(
        Counts(**told["counts"]),
        str(told["mode"]),
        str(told["signed"]),
        Changes((), (), 0),
        0,
        0,
        tuple(map(str, told["notes"])),
        tuple(_told_again(*each) for each in told["warnings"]),
    )
    return Told(
        Inputs(str(told["inputs"]["around"]), tables), Whole(**{**told["whole"], **lists}), built
    )


def _told_again(
    path: str, line: int, column: int, sentence: str, remedy: str, code: str, severity: str
) -> Problem:
    return Problem(Origin(path, line, column), sentence, remedy, code, Severity(severity))


def inputs(request: Request) -> Inputs:
    """Return a digest of all that the site and what is said of it can depend on."""
    total = hashlib.sha256()
    tables: dict[str, tuple[int, str]] = {}

    def add(*parts: bytes) -> None:
        for part in parts:
            total.update(b"%d:%s" % (len(part), part))

    wishes = (request.base_url, request.strict, request.require_key)
    key = request.environment.get("BADGESITE_KEY", "")
    add(code_identity().encode(), repr(wishes).encode(), hashlib.sha256(key.encode()).digest())
    content = request.root / "content"
    for place in (*(request.root / name for name in _READ), themes_folder(), built_folder()):
        for path in _files(place):
            name = os.path.relpath(path, place)
            if place == content and grows(name):
                with path.open("rb") as file:
                    told = hashlib.file_digest(file, "sha256").hexdigest()
                    tables[name] = (file.tell(), told)
            else:
                add(os.fsencode(name), path.read_bytes())
        add(b"end")
    return Inputs(total.hexdigest(), tables)


def grows(name: str) -> bool:
    """Whether a file of content/ is a table that grows with every award."""
    folder, file = os.path.split(name)
    return name == _REGISTER or (folder == "awards" and file.endswith(".csv"))


def grown(before: Inputs, now: Inputs, root: Path) -> dict[str, int] | None:
    """Return the tables with new rows at their end, and how many bytes they had before.

    None when anything else is different.
    """
    if before.around != now.around or before.tables.keys() - now.tables.keys():
        return None
    found: dict[str, int] = {}
    for name, told in now.tables.items():
        size, digest = before.tables.get(name, (0, _EMPTY))
        if told == (size, digest):
            continue
        with (root / "content" / name).open("rb") as file:
            head = file.read(size)
        if hashlib.sha256(head).hexdigest() != digest or (head and not head.endswith(b"\n")):
            return None
        found[name] = size
    return found


_EMPTY = hashlib.sha256(b"").hexdigest()


def _files(place: Path) -> Iterator[Path]:
    """Yield the files at and below a place, sorted, without hidden ones."""
    if place.is_file():
        yield place
        return
    for folder, folders, names in os.walk(place):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and (Path(folder) / name).is_file():
                yield Path(folder) / name
