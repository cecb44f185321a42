"""The repository: content, key and its protection, how much the host takes. Writes nothing."""

import json
import os
import stat
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from badgesite.amounts import counted
from badgesite.build import check_all, read
from badgesite.build.preparing import found_key
from badgesite.build.revision import ignores
from badgesite.build.secrets_in_git import tracked_keys
from badgesite.errors import BadgesiteError, ContentError
from badgesite.health.findings import Finding, bad, doubtful, good
from badgesite.health.machine import machine
from badgesite.model import Catalog
from badgesite.plan.facts import KEY_REMEDY
from badgesite.publish import MANIFEST

_NEW_KEY = "make one with: badgesite key new"


class Room(Struct, frozen=True):
    """What a host takes: files, and the bytes of all of them together; None where it does not say.

    Cloudflare: developers.cloudflare.com/pages/platform/limits; GitHub: "GitHub Pages limits";
    GitLab: docs.gitlab.com, "GitLab.com settings", Pages. Free plans; the vendors' pages may have
    moved on, so this warns and never stops a build.
    """

    files: int | None
    size: int | None


ROOM = {
    "cloudflare-pages": Room(20_000, None),
    "github-pages": Room(None, 1_000_000_000),
    "gitlab-pages": Room(200_000, 1_000_000_000),
}


def look_at_home(root: Path, now: datetime, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Yield how machine and repository are."""
    yield from machine(root)
    yield from _content(root, now)
    try:
        catalog, _ = read(root)
    except ContentError:
        return
    yield _key(root, catalog, environment)
    yield from _protection(root)
    yield _room(root, catalog)


def _content(root: Path, now: datetime) -> Iterator[Finding]:
    if not (root / "content").is_dir():
        yield bad(
            "content", "there is no folder content/ here", "begin with: badgesite init FOLDER"
        )
        return
    problems = check_all(root, now)
    wrong = sum(problem.is_error for problem in problems)
    if wrong:
        yield bad(
            "content", f"content has {counted(wrong, 'mistake')}", "see them with: badgesite check"
        )
    elif problems:
        yield doubtful(
            "content",
            f"content has {counted(len(problems), 'warning')}",
            "see them with: badgesite check",
        )
    else:
        yield good("content", "content has no mistakes")


# ------------------------------------------------------------------ the key
def _key(root: Path, catalog: Catalog, environment: Mapping[str, str]) -> Finding:
    try:
        found = found_key(root, catalog, environment)
    except BadgesiteError as error:
        return bad("key", str(error), error.remedy)
    if found.key is None:
        away = catalog.active_key
        if away is not None:
            sentence = f"the key {away.multibase} is not here, so a build is an unsigned preview"
            return doubtful("key", sentence, KEY_REMEDY)
        return doubtful("key", "there is no key, so a build is an unsigned preview", _NEW_KEY)
    if found.kind == "example":
        return doubtful(
            "key", "only the example key is there, which signs for this machine", _NEW_KEY
        )
    return good(
        "key", f"the key {found.key.multibase} signs, and content/keys.yml lists it as active"
    )


def _protection(root: Path) -> Iterator[Finding]:
    for problem in tracked_keys(root):
        yield bad("key-tracked", f"{problem.origin.path}: {problem.sentence}", problem.remedy)
    files = sorted((root / "keys").glob("*.pem"))
    for path in files:
        name = f"keys/{path.name}"
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield bad(
                "key-readable", f"others on this machine may read {name}", f"run: chmod 600 {name}"
            )
        else:
            yield good("key-readable", f"only you may read {name}{_sealed(path)}")
    told = ignores(root, files[0].relative_to(root).as_posix() if files else "keys/any.pem")
    if told is False:
        yield bad("key-ignored", "git does not ignore keys/", "add a line  keys/  to .gitignore")
    elif told:
        yield good("key-ignored", "git ignores keys/")


def _sealed(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return ", and it is encrypted" if b"ENCRYPTED" in file.read(200) else ""
    except OSError:
        return ""


# ------------------------------------------------------------------ the host's room
def _room(root: Path, catalog: Catalog) -> Finding:
    site = root / "site"
    try:
        paths = [*json.loads((site / MANIFEST).read_bytes()), MANIFEST]
        size = sum((site / path).stat().st_size for path in paths)
    except (OSError, ValueError, TypeError):
        return doubtful("room", "site/ has not been built yet", "build it with: badgesite build")
    hosting = catalog.site.hosting or "no host in site.yml"
    said = f"the site has {counted(len(paths), 'file')}, {size / 1e6:,.1f} MB"
    room = ROOM.get(hosting, Room(None, None))
    for have, most, what in ((len(paths), room.files, "files"), (size, room.size, "bytes")):
        if most is None:
            continue
        if have > most:
            return bad(
                "room",
                f"{said}, and {hosting} takes {most:,} {what}",
                "make less for each credential (docs/how-to/sharing.md), or take another host",
            )
        if have > most * 0.8:
            return doubtful(
                "room", f"{said}, close to the {most:,} {what} of {hosting}", "plan for more"
            )
    limit = f"; {hosting} takes {room.files:,}" if room.files else ""
    return good("room", f"{said}{limit}")
