"""The content as git has it: one commit's content/ in a temporary folder. Writes no repository.

Git runs without a shell and for a bounded time; of what it hands over only plain files below
content/ are taken, and only so many.
"""

import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from msgspec import Struct

from badgesite.errors import BadgesiteError

_SECONDS = 120
_FILES = 200_000
_BYTES = 2_000_000_000
_MAIN = ("origin/main", "main", "origin/master", "master")


class Revision(Struct, frozen=True):
    """A commit, and what it is called to people."""

    commit: str
    name: str

    def __str__(self) -> str:
        """Return `HEAD (1a2b3c4)`."""
        return f"{self.name} ({self.commit[:7]})"


def found(root: Path, name: str | None) -> Revision:
    """Return the commit of that name.

    Without a name it is the last commit while content/ has changes that are not committed, else
    where this branch left the main one. BadgesiteError where there is no git, repository or commit.
    """
    if _git(root, "rev-parse", "--is-inside-work-tree").strip() != b"true":
        raise BadgesiteError(
            f"git finds no repository at '{root}'",
            "begin one: git init && git add . && git commit -m 'Begin'; 'git status' says more",
        )
    if name is not None:
        return Revision(_commit(root, name), name)
    changes = _git(root, "--no-optional-locks", "status", "--porcelain", "--", "content")
    if changes.strip():
        return Revision(_commit(root, "HEAD"), "HEAD")
    return _fork(root)


def _commit(root: Path, name: str) -> str:
    said = b""
    if name and name.isprintable():
        said = _git(root, "rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}")
    if not said:
        raise BadgesiteError(
            f"there is no commit '{name}' here",
            "name a commit, branch or tag; a shallow clone needs  git fetch --unshallow  first",
        )
    return said.decode("ascii", "replace").strip()


def _fork(root: Path) -> Revision:
    for main in _MAIN:
        commit = _git(root, "merge-base", "HEAD", main).decode("ascii", "replace").strip()
        if commit:
            return Revision(commit, main)
    raise BadgesiteError(
        "content/ has no uncommitted change, and there is no branch 'main' to compare with",
        "name the commit to compare with: badgesite diff HEAD~1",
    )


@contextmanager
def content_at(root: Path, revision: Revision) -> Iterator[Path]:
    """Yield a temporary folder with content/ as it was; BadgesiteError where there was none."""
    if _git(root, "cat-file", "-t", f"{revision.commit}:./content").strip() != b"tree":
        raise BadgesiteError(
            f"there is no content/ at {revision}", "name a commit that has it: badgesite diff REV"
        )
    with tempfile.TemporaryDirectory(prefix="badgesite-diff-") as folder:
        packed, there = Path(folder, "content.tar"), Path(folder, "there")
        there.mkdir()
        commit = revision.commit
        _git(root, "archive", "--format=tar", f"--output={packed}", commit, "--", "content")
        try:
            _unpack(packed, there)
        except (OSError, ValueError, tarfile.TarError) as error:
            raise BadgesiteError(
                f"content/ at {revision} cannot be read: {error}", "compare with another commit"
            ) from error
        yield there


def _unpack(packed: Path, folder: Path) -> None:
    size = 0
    with tarfile.open(packed, "r:") as archive:
        for number, member in enumerate(archive):
            size += member.size
            if number >= _FILES or size > _BYTES:
                raise BadgesiteError("content/ is too large to compare", "make it smaller")
            path = PurePosixPath(member.name)
            file = archive.extractfile(member) if member.isreg() else None
            if file is None or path.parts[:1] != ("content",) or ".." in path.parts:
                continue
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read())


def tracked(root: Path, *patterns: str) -> tuple[str, ...]:
    """Return the paths below `root` that git tracks and that fit a pattern; none without git."""
    try:
        said = _git(root, "ls-files", "-z", "--", *patterns)
    except BadgesiteError:
        return ()
    return tuple(path.decode("utf-8", "replace") for path in said.split(b"\0") if path)


def ignores(root: Path, path: str) -> bool | None:
    """Whether git would leave a file out, which need not be there; None without a repository."""
    try:
        if _git(root, "rev-parse", "--is-inside-work-tree").strip() != b"true":
            return None
        return bool(_git(root, "check-ignore", "--no-index", "--", path).strip())
    except BadgesiteError:
        return None


def _git(root: Path, *arguments: str) -> bytes:
    """Return what git says on its standard output, nothing when it failed."""
    command = ["git", "-c", "core.fsmonitor=false", *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - no shell; names stand behind options' end
            command,
            cwd=root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise BadgesiteError("git is not installed", "install git, then run this again") from None
    except subprocess.TimeoutExpired:
        raise BadgesiteError(
            f"git took more than {_SECONDS} seconds", "try 'git status' by itself"
        ) from None
    return done.stdout if done.returncode == 0 else b""
