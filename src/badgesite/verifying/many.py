"""Many files, one report each, in order. A bad file gets a report like any other."""

import re
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from functools import lru_cache, partial
from multiprocessing import get_context
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from badgesite.verifying.findings import Finding, Json, unknown
from badgesite.verifying.given import read_known, read_seen
from badgesite.verifying.headline import headline
from badgesite.verifying.https import MAX_MORE, Https, OneHost
from badgesite.verifying.report import Report
from badgesite.verifying.sources import (
    MAX_FILE,
    Found,
    OutOfReach,
    Saved,
    Several,
    SiteFolder,
    Sources,
    read_bounded,
)
from badgesite.verifying.verdict import verdict
from badgesite.verifying.verify import verify

STDIN = "-"  # a file of this name is what comes in at standard input

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_PAGE = re.compile(r"(.*/credentials/[0-9a-f-]{36}/)(?:index\.html)?(?:[?#].*)?")
_LOCAL = re.compile(r"https?://(?:localhost|127\.0\.0\.1)[:/]", re.IGNORECASE)


class Question(Struct, frozen=True):
    """What files are checked against: a site's folder, the web if allowed, known issuers, now.

    `remember` is a file with the newest date of each status list that was seen before.
    """

    site: Path | None
    fetch: bool
    known: Path | None
    now: datetime
    remember: Path | None = None


def is_address(given: str) -> bool:
    """Whether an argument is an address and no file."""
    return _ADDRESS.match(given) is not None


def is_local(address: str) -> bool:
    """Whether it is an address of this machine's own test server."""
    return _LOCAL.match(address) is not None


def verify_many(files: Sequence[str], question: Question, jobs: int = 1) -> Iterator[Json]:
    """Yield the report of each file or address as JSON values, in the order given.

    Beside the members of `Report.to_json` each has `headline`. With several jobs the files are
    shared among processes. Never raises for anything that is wrong with a file; BadgesiteError
    before the first report when what the question names cannot be read.
    """
    _sources(question)
    one = partial(_report, question=question)
    if jobs <= 1 or len(files) < 2:
        yield from map(one, files)
        return
    size = max(1, min(32, len(files) // (jobs * 4)))
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(one, files, chunksize=size)


def _report(file: str, question: Question) -> Json:
    sources = _sources(question)
    if is_address(file):
        report = _at_address(file, sources, question.now)
    else:
        report = _of_file(file, sources, question)
    return {**report.to_json(), "headline": headline(report)}


def _of_file(file: str, sources: Sources, question: Question) -> Report:
    try:
        data = sys.stdin.buffer.read(MAX_FILE + 1) if file == STDIN else read_bounded(Path(file))
    except (OSError, ValueError) as error:
        checks = (_unread(error).check("format"),)
        return Report(file, verdict(checks), checks, question.now)
    if question.fetch:
        sources = Several(sources, OneHost(Https(most=MAX_MORE)))
    return verify(data, sources, question.now, name=file)


def _unread(error: OSError | ValueError) -> Finding:
    if isinstance(error, FileNotFoundError):
        return unknown("unreadable", "there is no such file")
    if isinstance(error, OSError) and error.strerror:
        return unknown("unreadable", error.strerror)
    return Finding("not-a-badge", "it is not a file")


def _at_address(address: str, sources: Sources, now: datetime) -> Report:
    """Ask for the file, then the issuer's own host for the rest: giving an address allows both."""
    page = _PAGE.fullmatch(address)
    url = page[1] + "credential.json" if page else address
    web = Https(local=is_local(url))
    answer = Several(sources, web).get(url)
    if not isinstance(answer, Found):
        checks = (unknown("unreadable", answer.why).check("format"),)
        return Report(address, verdict(checks), checks, now)
    rest = Several(sources, OneHost(replace(web, most=MAX_MORE)))
    return verify(answer.data, rest, now, name=address)


@lru_cache(maxsize=4)
def _sources(question: Question) -> Sources:
    known = read_known(question.known) if question.known else {}
    seen = read_seen(question.remember) if question.remember else {}
    if question.site is None:
        return Saved(known=known, seen=seen)
    return _Kept(SiteFolder.open(question.site, known, seen))


class _Kept:
    """A site's folder whose did.json and lists are read once, not once a file."""

    def __init__(self, under: SiteFolder) -> None:
        self.own, self.base = under.own, under.base
        self.known, self.seen = under.known, under.seen
        self._get = lru_cache(maxsize=64)(under.get)

    def get(self, url: str) -> Found | OutOfReach:
        return self._get(url)
