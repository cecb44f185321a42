"""Signing many documents that differ in a few texts: PyLD once for all of them.

A Shaped is compiled from the function that makes the document of some values. It signs the very
bytes that `sign_or_reuse` and `json_bytes` would give; `compare` says whether it does.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from functools import cache, partial
from json.encoder import encode_basestring
from typing import Any

from badgesite.canonical import (
    Markers,
    Pattern,
    Shape,
    Unshaped,
    compile_shape,
    decode_multibase,
    encode_multibase,
    json_bytes,
    nquads,
    pattern_from_json,
    pattern_to_json,
)
from badgesite.errors import CanonicalError
from badgesite.model import RegisterEntry
from badgesite.signing.eddsa import method_of, proof_config, sign_or_reuse, with_proof
from badgesite.signing.keys import SigningKey, is_signed_by

Build = Callable[[Sequence[str]], dict[str, Any]]


class Differs(CanonicalError):
    """A compiled shape and PyLD do not agree: nothing may be published."""


class Shaped:
    """Documents of one shape, ready to be signed: canonical form, text and proof as patterns.

    `build` makes the document of `slots` values; `start` is the slot with the moment it is signed.
    """

    def __init__(self, build: Build, start: int, parts: "Parts") -> None:
        self.parts = parts
        self._build, self._start = build, start
        self._canonical = parts.document.filler()
        self._proof = parts.proof.filler()
        self._text = parts.text.filler()
        self._proofs: dict[tuple[str, str], bytes] = {}

    @classmethod
    def compiled(cls, build: Build, slots: int, start: int) -> "Shaped":
        """Return the shape of these documents; PyLD is called for the document and the proof."""
        return cls(build, start, Parts.compiled(build, slots, start))

    def signed(
        self,
        values: Sequence[str],
        key: SigningKey,
        entry: RegisterEntry,
        trusted_keys: Collection[str],
    ) -> bytes:
        """Return the file of the signed document, as `sign_or_reuse` makes it.

        CanonicalError when any of the document would not be covered by the signature.
        """
        try:
            hashed = _sha256(self._canonical(values))
            if entry.proof and entry.signed_by != key.multibase and entry.signed_by in trusted_keys:
                data = self._proof_hash(values, entry.signed_by) + hashed
                if _fits(entry, data):
                    return self._file(values, entry.signed_by, entry.proof)
            data = self._proof_hash(values, key.multibase) + hashed
            return self._file(values, key.multibase, encode_multibase(key.sign(data)))
        except Unshaped:
            return self.by_pyld(values, key, entry, trusted_keys)

    def by_pyld(
        self,
        values: Sequence[str],
        key: SigningKey,
        entry: RegisterEntry,
        trusted_keys: Collection[str],
    ) -> bytes:
        """Return the same without patterns."""
        start = values[self._start]
        return json_bytes(sign_or_reuse(self._build(values), key, start, entry, trusted_keys))

    def compare(
        self,
        values: Sequence[str],
        key: SigningKey,
        entry: RegisterEntry,
        trusted_keys: Collection[str],
    ) -> None:
        """Raise Differs unless patterns and PyLD give the same canonical form and the same file."""
        try:
            same = self._canonical(values) == nquads(self._build(values))
        except Unshaped:
            return
        if not same or self.signed(values, key, entry, trusted_keys) != self.by_pyld(
            values, key, entry, trusted_keys
        ):
            raise Differs(
                f"the credential {values[0]} would be signed in two ways",
                "this is a mistake of badgesite: please tell its makers; nothing was published",
            )

    def _proof_hash(self, values: Sequence[str], multibase: str) -> bytes:
        said = (values[self._start], multibase)
        found = self._proofs.get(said)
        if found is None:
            found = self._proofs[said] = _sha256(self._proof(said))
        return found

    def _file(self, values: Sequence[str], multibase: str, proof_value: str) -> bytes:
        pool = [encode_basestring(value)[1:-1] for value in values]
        return self._text((*pool, multibase, proof_value)).encode()


class Parts:
    """What was compiled, as data: two shapes and the text of the file."""

    def __init__(self, document: Shape, proof: Shape, text: Pattern) -> None:
        self.document, self.proof, self.text = document, proof, text

    @classmethod
    def compiled(cls, build: Build, slots: int, start: int) -> "Parts":
        """Return the parts for these documents."""
        markers = Markers.absent_from(slots + 2, partial(_signed_text, build, start))
        example = build(markers.all[:slots])
        proof = _proof_shape(tuple(example["@context"]), method_of(example, ""))
        text = markers.pattern(_signed_text(build, start, markers.all))
        return cls(compile_shape(build, slots), proof, text)

    def to_bytes(self) -> bytes:
        """Return the parts as one text, for a cache."""
        document, proof = self.document.to_json(), self.proof.to_json()
        return json.dumps([document, proof, pattern_to_json(self.text)]).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Parts":
        """Return what `to_bytes` gave; LookupError, TypeError or ValueError for anything else."""
        document, proof, text = json.loads(data)
        return cls(Shape.from_json(document), Shape.from_json(proof), pattern_from_json(text))


def _signed_text(build: Build, start: int, values: Sequence[str]) -> str:
    *said, multibase, proof_value = values
    return json_bytes(with_proof(build(said), said[start], multibase, proof_value)).decode()


@cache
def _proof_shape(context: tuple[str, ...], method: str) -> Shape:
    """Return the shape of the proofs by any key of an issuer, of any moment."""

    def build(values: Sequence[str]) -> dict[str, Any]:
        created, multibase = values
        return {"@context": list(context), **proof_config(created, f"{method}{multibase}")}

    return compile_shape(build, 2)


def _fits(entry: RegisterEntry, data: bytes) -> bool:
    try:
        signature = decode_multibase(entry.proof, 64)
    except CanonicalError:
        return False
    return is_signed_by(entry.signed_by, signature, data)


def _sha256(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
