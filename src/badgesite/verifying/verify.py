"""Any badge, from anyone: find the form of a file, apply the rules. Never raises for bad input."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from badgesite.verifying import strict_json, unbake
from badgesite.verifying.credential import Outcome, check_credential, refused
from badgesite.verifying.findings import Finding
from badgesite.verifying.members import BADGE_TYPES, is_credential
from badgesite.verifying.report import Report
from badgesite.verifying.sources import MAX_FILE, Found, OutOfReach, Sources


@dataclass(slots=True)
class _Recording:
    """A source that remembers what it was asked for: each address once, with its digest."""

    under: Sources
    answers: dict[str, Found | OutOfReach] = field(default_factory=dict)

    @property
    def own(self) -> str | None:
        return self.under.own

    @property
    def base(self) -> str | None:
        return self.under.base

    @property
    def known(self) -> Mapping[str, str]:
        return self.under.known

    def get(self, url: str) -> Found | OutOfReach:
        if url not in self.answers:
            self.answers[url] = self.under.get(url)
        return self.answers[url]

    def digests(self) -> dict[str, str]:
        return {
            url: hashlib.sha256(answer.data).hexdigest()
            for url, answer in self.answers.items()
            if isinstance(answer, Found)
        }


def verify(data: bytes, sources: Sources, now: datetime, *, name: str = "") -> Report:
    """Return the report on the bytes of one file.

    `now` has a time zone. Nothing is looked at but the bytes and what `sources` hands over.
    """
    recording = _Recording(sources)
    form, outcome = _outcome(data, recording, now)
    return Report(
        file=name,
        verdict=outcome.verdict,
        checks=outcome.checks,
        now=now,
        form=form,
        issuer=outcome.issuer,
        document=outcome.document,
        facts=outcome.facts,
        stacked=outcome.stacked,
        withdrawal=outcome.withdrawal,
        used={"": hashlib.sha256(data).hexdigest(), **recording.digests()},
    )


def _outcome(data: bytes, sources: Sources, now: datetime) -> tuple[str, Outcome]:
    try:
        if len(data) > MAX_FILE:
            raise Finding("too-large")
        form, text = _text(data)
        document = strict_json.read(text, strict_json.MAX_VALUES_OF_MANY)
        if not is_credential(document, BADGE_TYPES):
            raise Finding("not-a-badge")
        if strict_json.count_values(document) > strict_json.MAX_VALUES:
            raise Finding("too-many-values")
    except Finding as finding:
        return "", refused(finding)
    return form, check_credential(document, sources, now)


def _text(data: bytes) -> tuple[str, bytes]:
    """Return the form of the file, and the bytes of the credential in it."""
    if unbake.is_png(data):
        return "png", unbake.unbake_png(data)
    if data.lstrip(b"\xef\xbb\xbf \t\n\r")[:1] == b"<":
        return "svg", unbake.unbake_svg(data)
    return "json", data
