"""notified.csv: what was sent, as hashes that name nobody. Append-only, committed.

A line is written before a letter's text leaves, and another when the server's answer is known. So a
broken run never sends twice: what was begun and never answered is left alone, and told.
"""

import csv
import hashlib
import hmac
import io
import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from badgesite.errors import BadgesiteError

FILE = "notified.csv"
_HEAD = "hash,state,on\n"


class State(StrEnum):
    """What became of a letter."""

    BEGUN = "begun"
    SENT = "sent"
    WRITTEN = "written"
    REFUSED = "refused"


def mark_of(salt: str, *parts: str) -> str:
    """Return what stands for a letter: without the salt nobody can tell whom it was for."""
    message = "\0".join(("notified", *parts)).encode()
    return hmac.new(salt.encode(), message, hashlib.sha256).hexdigest()[:40]


class Journal:
    """The states of letters by mark; each line is on the disk before the next thing happens."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._states: dict[str, State] = {}
        try:
            text = path.read_text("utf-8-sig")
        except FileNotFoundError:
            text = ""
        except (OSError, UnicodeDecodeError):
            raise BadgesiteError(
                f"{path.name} cannot be read", "take the file back from git"
            ) from None
        for number, row in enumerate(csv.reader(io.StringIO(text)), 1):
            if row[:1] == ["hash"] or not row:
                continue
            if len(row) < 2 or row[1] not in set(State):
                raise BadgesiteError(
                    f"{path.name}:{number}: this line says nothing of a letter",
                    "take the file back from git: only badgesite notify writes it",
                )
            self._states[row[0]] = State(row[1])
        self._empty = not text.strip()
        self._ended = text.endswith("\n") or self._empty

    @property
    def states(self) -> Mapping[str, State]:
        """Return what became of each letter, by its mark."""
        return self._states

    def note(self, mark: str, state: State, on: str) -> None:
        """Append a line, and return when it is on the disk."""
        line = f"{mark},{state},{on}\n"
        line = ("" if self._ended else "\n") + line
        text = _HEAD + line if self._empty else line
        try:
            with self._path.open("ab") as file:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise BadgesiteError(
                f"cannot write {self._path.name}: {error.strerror}",
                "nothing is sent that cannot be noted; check permissions and free space",
            ) from None
        self._empty, self._ended = False, True
        self._states[mark] = state
