"""A small provider on disk, built once and copied warm, and the command line run on it.

Pictures are what costs time in a small build. A copy brings the cache of the first build along, so
that a test draws nothing; tests of what an empty cache does say so.
"""

import contextlib
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from badgesite.build import Built, Request, build, record
from badgesite.cli import main

HERE = Path(__file__).parent
SOURCE = HERE.parent / "src"
PUBLIC_URL = "https://badges.example.org/"

SITE = """\
name: Harbour First Aid
url: http://localhost:8000
salt: an example salt of some length
issuer:
  name: Harbour First Aid Training
  email: hello@harbour.example.org
"""


def badge(name: str, more: str = "") -> str:
    return f'---\nname: {name}\ndescription: What it is.\nversion: "1"\n{more}---\nDo it.\n'


CONTENT = {
    "site.yml": SITE,
    "badges/rope.md": badge("Rope Rescue", "validity: P2Y\nskills: [Knots]\n"),
    "badges/boat.md": badge("Boat Handling"),
    "badges/crown.md": badge("Harbour Crown"),
    "pathways/way.md": (
        '---\nname: The Way\nversion: "1"\nfinal: crown\nlevels:\n'
        "  - id: one\n    steps: [rope]\n  - id: two\n    steps: [boat]\n---\nWhy.\n"
    ),
    "learners/grace.yml": "name: Grace Darling\nvisibility: public\nslug: grace-darling\n",
    "learners/crew.csv": (
        "id,name,visibility\nhenry,Henry Blogg,\nsam,Samuel Plimsoll,private\nmay,May Moss,\n"
    ),
    "awards/2026.csv": (
        "learner,badge,awarded,evidence,narrative\n"
        "grace,rope,2026-03-01,https://evidence.example.org/1,Held the rope.\n"
        "grace,boat,2026-03-08,,\n"
        "henry,rope,2026-03-02,,\n"
        "henry,boat,2026-04-01,,\n"
        "sam,rope,2026-03-02,,Seen by nobody.\n"
    ),
    "revocations.csv": (
        "learner,badge,awarded,on,kind,reason\nhenry,boat,2026-04-01,2026-05-01,revoked,in error\n"
    ),
    "pages/index.md": "---\nheadline: Harbour.\nlede: Ropes and boats.\n---\nWelcome.\n",
    "pages/about.md": "# About\n\nWe hold ropes.\n",
}


class Quiet:
    """A meter that says nothing."""

    def start(self, what: str, total: int) -> None:
        """Say nothing."""

    def step(self, count: int = 1) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Ran:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err


@dataclass(frozen=True)
class Repository:
    """A provider's repository in a folder of its own."""

    root: Path

    @property
    def site(self) -> Path:
        return self.root / "site"

    def write(self, path: str, text: str | bytes) -> None:
        """Write a file below content/."""
        target = self.root / "content" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())

    def read(self, path: str) -> str:
        return (self.root / "content" / path).read_text("utf-8")

    def append(self, path: str, text: str) -> None:
        self.write(path, self.read(path) + text)

    def build(self, **wishes: Any) -> Built:
        return build(Request(self.root, **wishes), Quiet())

    def published(self) -> dict[str, bytes]:
        return files(self.site)

    def pages(self) -> dict[str, str]:
        return {
            path: content.decode()
            for path, content in self.published().items()
            if path.endswith(".html")
        }

    def credentials(self) -> list[Path]:
        return sorted(self.site.glob("credentials/*/credential.json"))

    def uuid_of(self, learner: str, badge_id: str) -> str:
        for row in json.loads(self.run("list", "awards", "--json").out):
            if (row["learner"], row["badge"]) == (learner, badge_id):
                return str(row["uuid"])
        raise LookupError(f"{learner} has no {badge_id}")

    def run(self, *arguments: str | Path, environment: dict[str, str] | None = None) -> Ran:
        """Run the console's entry in this process, in the repository's folder."""
        return command(*arguments, folder=self.root, environment=environment)


def files(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def digest(folder: Path) -> str:
    """Return one digest of every path, mode, time and byte below a folder, but for the cache."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if ".badgesite" in path.parts or path == folder:
            continue
        status = path.lstat()
        said = f"{path.relative_to(folder)} {status.st_mode} {status.st_ino} {status.st_mtime_ns}"
        total.update(said.encode())
        total.update(path.read_bytes() if path.is_file() else b"")
    return total.hexdigest()


def command(
    *arguments: str | Path, folder: Path, environment: dict[str, str] | None = None, stdin: str = ""
) -> Ran:
    """Run the console's entry with these arguments in a folder, and return what it said."""
    out, err = io.StringIO(), io.StringIO()
    words = ["badgesite", *(str(each) for each in arguments)]
    with (
        patch.object(sys, "argv", words),
        patch.object(sys, "stdin", io.StringIO(stdin)),
        patch.dict(os.environ, environment or {}),
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = _exit_code()
    return Ran(code, out.getvalue(), err.getvalue())


def _exit_code() -> int:
    try:
        main()
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else int(done.code is not None)
    return 0


def in_process_of_its_own(
    *arguments: str | Path,
    folder: Path,
    environment: dict[str, str] | None = None,
    umask: int = 0o022,
) -> Ran:
    """Run the command line as a process of its own, with these variables and few others."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from badgesite.cli import program; program()",
            *map(str, arguments),
        ],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE), **(environment or {})},
        capture_output=True,
        timeout=900,
        check=False,
        umask=umask,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def write_provider(root: Path, content: dict[str, str] | None = None) -> Repository:
    """Write the provider, or another one, with the example key beside it; build nothing."""
    made = Repository(root)
    for path, text in (content or CONTENT).items():
        made.write(path, text)
    shutil.copytree(HERE.parent / "keys.example", root / "keys.example")
    return made


_warm: list[Repository] = []


def _warm_one(factory: pytest.TempPathFactory) -> Repository:
    if not _warm:
        made = write_provider(factory.mktemp("provider"))
        record(made.root, {}, reissue=None, dry_run=False)
        made.build()
        _warm.append(made)
    return _warm[0]


def copied(factory: pytest.TempPathFactory, folder: Path, *, built: bool = True) -> Repository:
    """Return a copy of the provider: registered, its cache warm, and its site built unless not."""
    root = folder / "provider"
    left_out = shutil.ignore_patterns() if built else shutil.ignore_patterns("site")
    shutil.copytree(_warm_one(factory).root, root, ignore=left_out)
    return Repository(root)
