"""What a build is asked for and what it did. Imports nothing that takes time."""

import hashlib
import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct, field

from badgesite.errors import Problem
from badgesite.publish import Changes

_LEDGERS = ".badgesite/sites"


class Executor(Struct, frozen=True):
    """A Dask cluster to build on: its scheduler's `host:port`.

    `environment` is sent as the name of a module's function and called in each worker, so that a
    key never travels: a worker has it from its own environment, or from keys/, or not at all.
    """

    address: str
    environment: Callable[[], Mapping[str, str]]


class Request(Struct, frozen=True):
    """What the command line asks for. `environment` holds BADGESITE_* variables only.

    `now` lets mistakes be told that depend on the day; no byte of the site does. `comparing`: the
    site is only looked at, so broken promises are told and not refused.
    """

    root: Path
    site: Path | None = None
    base_url: str | None = None
    strict: bool = False
    require_key: bool = False
    dry_run: bool = False
    jobs: int = 1
    use_cache: bool = True
    environment: Mapping[str, str] = field(default_factory=dict)
    now: datetime | None = None
    paranoid: bool = False
    comparing: bool = False
    executor: Executor | None = None

    @property
    def target(self) -> Path:
        """The folder of the site."""
        return (self.site or self.root / "site").absolute()

    @property
    def ledger(self) -> Path | None:
        """Where the ledger of the target lies; nowhere when nothing may be remembered."""
        if self.dry_run or not self.use_cache:
            return None
        name = hashlib.sha256(os.fsencode(self.target)).hexdigest()[:12]
        return self.root / _LEDGERS / f"{name}.sqlite"


class Counts(Struct, frozen=True):
    """How much content there is."""

    pathways: int
    badges: int
    learners: int
    awards: int


class Built(Struct, frozen=True):
    """What a build did, for people to be told. `fresh` counts outputs that were made anew.

    `mode` is signed, demo or preview, `signed` the same in words; `size` is that of all files.
    """

    counts: Counts
    mode: str
    signed: str
    changes: Changes
    fresh: int
    size: int
    notes: tuple[str, ...]
    warnings: tuple[Problem, ...]
