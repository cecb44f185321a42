"""A build of what was built already: found out by digests, without reading what the content says.

Imports nothing that takes time: when nothing has changed, that is all a build costs.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from badgesite.code import code_identity
from badgesite.errors import Origin, Problem, Severity
from badgesite.package_files import built_folder, themes_folder
from badgesite.publish import Changes, Ledger, is_left_over
from badgesite.rebuilding.request import Built, Counts, Request

# All that a build reads below the repository; what git says changes no byte.
_READ = ("content", "themes", "keys", "keys.example", "contacts.csv")
_BUILT = "built"


def as_before(request: Request) -> Built | None:
    """Return what the last build said, when this one would do nothing; else None.

    Every file is as that build left it, as far as `Ledger.harmed` looks.
    """
    if request.ledger is None or not request.ledger.is_file() or request.paranoid:
        return None
    if is_left_over(request.target):
        return None
    ledger = Ledger(request.ledger, request.target)
    try:
        said = ledger.said(_BUILT)
        if said is None or ledger.harmed():
            return None
        told = json.loads(said)
        if told["inputs"] != inputs(request):
            return None
        return _read(told, ledger)
    except (ValueError, LookupError, TypeError):
        return None
    finally:
        ledger.close()


def remember(request: Request, ledger: Ledger, built: Built, found: str) -> None:
    """Have the ledger say what was built from inputs with the digest `found`."""
    told = {
        "inputs": found,
        "counts": asdict(built.counts),
        "mode": built.mode,
        "signed": built.signed,
        "notes": built.notes,
        "warnings": [
            [*asdict(each.origin).values(), each.sentence, each.remedy, each.code, each.severity]
            for each in built.warnings
        ],
    }
    ledger.say(_BUILT, json.dumps(told))


def _read(told: dict[str, object], ledger: Ledger) -> Built:
    files, size = ledger.count()
    counts, notes, warnings = told["counts"], told["notes"], told["warnings"]
    if not (isinstance(counts, dict) and isinstance(notes, list) and isinstance(warnings, list)):
        raise TypeError
    return Built(
        Counts(**counts),
        str(told["mode"]),
        str(told["signed"]),
        Changes((), (), files + 1),
        0,
        size,
        tuple(map(str, notes)),
        tuple(_problem(*each) for each in warnings),
    )


def _problem(
    path: str, line: int, column: int, sentence: str, remedy: str, code: str, severity: str
) -> Problem:
    return Problem(Origin(path, line, column), sentence, remedy, code, Severity(severity))


def inputs(request: Request) -> str:
    """Return a digest of all that the site and what is said of it can depend on."""
    total = hashlib.sha256()

    def add(*parts: bytes) -> None:
        for part in parts:
            total.update(b"%d:%s" % (len(part), part))

    wishes = (request.base_url, request.strict, request.require_key)
    key = request.environment.get("BADGESITE_KEY", "")
    add(code_identity().encode(), repr(wishes).encode(), hashlib.sha256(key.encode()).digest())
    for place in (*(request.root / name for name in _READ), themes_folder(), built_folder()):
        for path in _files(place):
            add(os.fsencode(os.path.relpath(path, place)), path.read_bytes())
        add(b"end")
    return total.hexdigest()


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
