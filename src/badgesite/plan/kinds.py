"""Kinds of signed documents: compiled once, kept between builds, held against PyLD in every build.

Of each kind the first document is made by PyLD as well and compared, and so is every one whose
digest says so. Only a kind that was compared is kept; with kept kinds a few documents are signed
without PyLD, which takes longer to import than they take to sign.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from badgesite import credentials
from badgesite.cache import Cache, NoCache
from badgesite.canonical import Unshaped, digest
from badgesite.code import code_identity
from badgesite.contexts import digests
from badgesite.credentials import Form
from badgesite.credentials.transcript import TRANSCRIPT_VALUES, Course, transcript_of
from badgesite.model import Badge, RegisterEntry, Site
from badgesite.signing import Holding, Parts, Shaped, Signed, SigningKey

Kind = TypeVar("Kind", Shaped, Holding)

_ONE_IN = 1_024  # documents are compared by their digest


class Kinds:
    """The kinds of one build. `paranoid` compares every document with what PyLD makes of it."""

    identity = ""  # what signs faster adds nothing to a file

    def __init__(self, cache: Cache | None = None, *, paranoid: bool = False) -> None:
        self._cache = cache or NoCache()
        self._paranoid = paranoid
        # By identity: the objects are held, so that no other can take their place. A pathway of
        # one version is the same in all of a build.
        self._credentials: dict[tuple[int, int, Form], tuple[Site, Badge, Shaped]] = {}
        self._transcripts: dict[tuple[Any, ...], tuple[Site, Course, Holding]] = {}
        self._compared: set[int] = set()
        self._names: dict[int, str] = {}

    # ------------------------------------------------------------- credentials
    def credential(
        self,
        site: Site,
        badge: Badge,
        form: Form,
        values: Sequence[str],
        key: SigningKey,
        entry: RegisterEntry,
        trusted_keys: tuple[str, ...],
    ) -> bytes:
        """Return the file of a credential; Differs when PyLD would make another one."""
        shaped = self.of_credential(site, badge, form)
        made = shaped.signed(values, key, entry, trusted_keys)
        if self._is_chosen(shaped, values):
            shaped.compare(values, made)
            self._keep(shaped)
        return made

    def of_credential(self, site: Site, badge: Badge, form: Form) -> Shaped:
        """Return the kind of the credentials of one badge version with the same members."""
        known = self._credentials.get((id(site), id(badge), form))
        if known is not None:
            return known[2]
        build = partial(credentials.document, site, badge, form)
        name = _name("credential", site, badge, form)
        shaped = self._kept(
            name,
            lambda parts: Shaped(build, credentials.START, parts),
            lambda: Shaped.compiled(build, form.slots, credentials.START),
        )
        self._credentials[id(site), id(badge), form] = (site, badge, shaped)
        return shaped

    # ------------------------------------------------------------- transcripts
    def transcript(
        self,
        site: Site,
        course: Course,
        earned: tuple[str, ...],
        is_partial: bool,
        values: Sequence[str],
        held: Sequence[Signed],
        key: SigningKey,
    ) -> bytes:
        """Return the file of a transcript; Differs when PyLD would make another one."""
        holding = self._of_transcript(site, course, earned, is_partial)
        for part in held:
            self._embed(part.shaped)
        made = holding.signed(values, held, key)
        if self._is_chosen(holding, values):
            holding.compare(values, held, key.multibase, made)
            self._keep(holding)
        return made

    def _of_transcript(
        self, site: Site, course: Course, earned: tuple[str, ...], is_partial: bool
    ) -> Holding:
        pathway = course.pathway
        said = (id(site), pathway.id, pathway.version, earned, is_partial)
        known = self._transcripts.get(said)
        if known is not None:
            return known[2]
        hold = partial(transcript_of, site, course, earned, is_partial)
        slots, held = TRANSCRIPT_VALUES, len(earned)
        holding = self._kept(
            _name("transcript", site, course, earned, is_partial),
            lambda parts: Holding(hold, credentials.START, slots, parts),
            lambda: Holding.compiled(hold, credentials.stub, credentials.START, slots, held),
        )
        self._transcripts[said] = (site, course, holding)
        return holding

    def _embed(self, shaped: Shaped) -> None:
        """Have a credential's kind ready for transcripts."""
        if shaped.parts.embedded is None:
            shaped.embedded()
            self._keep(shaped)

    # ------------------------------------------------------------- keeping and comparing
    def _kept(
        self, name: str, again: Callable[[Parts], Kind], compiled: Callable[[], Kind]
    ) -> Kind:
        kind = self._found(name, again)
        if kind is None:
            kind = compiled()
        else:
            self._compared.add(id(kind))
        self._names[id(kind)] = name
        return kind

    def _found(self, name: str, again: Callable[[Parts], Kind]) -> Kind | None:
        found = self._cache.get(name)
        if found is None:
            return None
        answer, _, said = found.partition(b"\n")
        try:
            parts = Parts.from_bytes(said)
            return again(parts) if _answer(parts) == answer else None
        except (LookupError, TypeError, ValueError):
            return None

    def _keep(self, kind: Shaped | Holding) -> None:
        """Keep a kind that was compared, with all that has been compiled of it."""
        if id(kind) in self._compared:
            said = _answer(kind.parts) + b"\n" + kind.parts.to_bytes()
            self._cache.put([(self._names[id(kind)], said)])

    def _is_chosen(self, kind: Shaped | Holding, values: Sequence[str]) -> bool:
        """Whether this document is to be compared."""
        if self._paranoid or id(kind) not in self._compared:
            self._compared.add(id(kind))
            return True
        chosen = hashlib.sha256(values[0].encode()).digest()
        return int.from_bytes(chosen[:4], "big") % _ONE_IN == 0


def _name(*parts: object) -> str:
    return digest(code_identity(), json.dumps(digests(), sort_keys=True), *parts)


def _answer(parts: Parts) -> bytes:
    """Return a digest of what the kind makes of values that are the same every time."""
    values = [f"https://answer.invalid/{number}" for number in range(parts.document.slots)]
    try:
        made = parts.document.filler()(values) + parts.text.text.encode()
    except Unshaped:
        made = b"PyLD makes them all"
    return hashlib.sha256(made).hexdigest().encode()
