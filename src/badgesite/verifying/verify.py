"""Any badge, from anyone: find the form of a file, apply the rules. Never raises for bad input."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from badgesite.verifying import jose, ob2, strict_json, svg, unbake
from badgesite.verifying.clr import check_clr
from badgesite.verifying.credential import (
    Outcome,
    check_credential,
    conclude,
    refused,
    with_stack,
)
from badgesite.verifying.findings import Finding
from badgesite.verifying.jwt import secure_jwt
from badgesite.verifying.members import BADGE_TYPES, CLR_TYPES, is_credential
from badgesite.verifying.report import Report
from badgesite.verifying.sources import MAX_FILE, Found, OutOfReach, Sources


class _Recording(Struct):
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

    @property
    def seen(self) -> Mapping[str, str]:
        return self.under.seen

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
    found = _found(data, recording, now)
    report = _report(found.outcome, name, now)
    return replace(
        report,
        form=found.form,
        inner=tuple(_report(each, name, now) for each in found.inner),
        used={"": hashlib.sha256(data).hexdigest(), **recording.digests()},
    )


def _report(outcome: Outcome, name: str, now: datetime) -> Report:
    return Report(
        file=name,
        verdict=outcome.verdict,
        checks=outcome.checks,
        now=now,
        issuer=outcome.issuer,
        document=outcome.document,
        facts=outcome.facts,
        stacked=outcome.stacked,
        withdrawal=outcome.withdrawal,
        lists=outcome.lists,
    )


class _Found(Struct, frozen=True):
    form: str
    outcome: Outcome
    inner: tuple[Outcome, ...] = ()


def _found(data: bytes, sources: Sources, now: datetime) -> _Found:
    form = ""
    try:
        if len(data) > MAX_FILE:
            raise Finding("too-large")
        form, text = _text(data)
        if text.strip(svg.WHITE.encode())[:3] == b"eyJ":
            return _compact(form, text, sources, now)
        document = strict_json.read(text, strict_json.MAX_VALUES_OF_MANY)
        return _parsed(form, document, sources, now)
    except Finding as finding:
        return _Found(form, refused(finding))


def _parsed(form: str, document: Any, sources: Sources, now: datetime) -> _Found:
    if is_credential(document, CLR_TYPES):
        return _Found(f"{form} CLR 2.0", *check_clr(document, sources, now))
    if ob2.is_assertion(document):
        return _Found(f"{form} Open Badges 2.0", ob2.check_hosted(document, sources, now))
    if not is_credential(document, BADGE_TYPES):
        raise Finding("not-a-badge")
    if strict_json.count_values(document) > strict_json.MAX_VALUES:
        raise Finding("too-many-values")
    return _Found(f"{form} Open Badges 3.0", check_credential(document, sources, now))


def _compact(form: str, text: bytes, sources: Sources, now: datetime) -> _Found:
    """Return what is found in a compact JWS, of either version of Open Badges."""
    if len(text) > strict_json.MAX_BYTES:
        raise Finding("too-large")
    compact = strict_json.decode(text).strip(svg.WHITE)
    if ob2.is_assertion(jose.take_apart(compact).payload):
        outcome = ob2.check_signed(jose.take_apart(compact), sources, now)
        return _Found(f"{form} Open Badges 2.0, signed", outcome)
    outcome = conclude(secure_jwt(compact, sources, now), sources, now)
    return _Found(f"{form} Open Badges 3.0, JWT", with_stack(outcome, sources, now))


def _text(data: bytes) -> tuple[str, bytes]:
    """Return the form of the file, and the bytes of the credential in it."""
    if unbake.is_png(data):
        return "png", unbake.unbake_png(data)
    if data.lstrip(b"\xef\xbb\xbf \t\n\r")[:1] == b"<":
        return "svg", svg.unbake_svg(data)
    return "json", data
