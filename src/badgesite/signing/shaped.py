"""Signing many documents that differ in a few texts: PyLD once for all of them.

A Shaped is compiled from the function that makes the document of some values. It signs the very
bytes that `sign_or_reuse` and `json_bytes` would give; `compare` says whether it does.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from functools import cache, lru_cache, partial
from json.encoder import encode_basestring
from typing import Any

from badgesite.canonical import (
    Filler,
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
from badgesite.signing.eddsa import (
    is_worth_keeping,
    method_of,
    proof_config,
    sign_or_reuse,
    with_proof,
)
from badgesite.signing.keys import SigningKey, is_signed_by

Build = Callable[[Sequence[str]], dict[str, Any]]

_DAYS = 4_096  # proofs of one shape that are remembered: all documents of a day have the same


class Differs(CanonicalError):
    """A compiled shape and PyLD do not agree: nothing may be published."""


def differs(what: str) -> Differs:
    """Return what is said when patterns and PyLD do not agree about a document."""
    return Differs(
        f"the document {what} would be signed in two ways",
        "this is a mistake of badgesite: please tell its makers; nothing was published",
    )


class Signed(bytes):
    """The file of a signed document; it remembers how it was made, where patterns made it."""

    shaped: "Shaped"
    values: tuple[str, ...]
    proof: tuple[str, str]
    """The key's multibase and the proof's value."""

    def __reduce__(self) -> tuple[type[bytes], tuple[bytes]]:
        """Go to another process as the bytes alone."""
        return bytes, (bytes(self),)


class Shaped:
    """Documents of one shape, ready to be signed: canonical form, text and proof as patterns.

    `build` makes the document of `slots` values; `start` is the slot with the moment it is signed.
    """

    def __init__(self, build: Build, start: int, parts: "Parts") -> None:
        self.parts = parts
        self._build, self._start = build, start
        self._canonical = parts.document.filler()
        self._proof_hash = proof_hashes(parts.proof)
        self._text = parts.text.filler()
        self._embedded: Filler | None = None

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
            hashed, start = _sha256(self._canonical(values)), values[self._start]
            if is_worth_keeping(entry, key, trusted_keys):
                data = self._proof_hash(start, entry.signed_by) + hashed
                if _fits(entry, data):
                    return self._file(values, entry.signed_by, entry.proof)
            data = self._proof_hash(start, key.multibase) + hashed
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

    def compare(self, values: Sequence[str], made: bytes) -> None:
        """Raise Differs unless patterns and PyLD give the same canonical form and the same file.

        `made` is the file as `signed` gave it: nothing is signed again.
        """
        try:
            canonical = self._canonical(values)
        except Unshaped:
            return
        document = self._build(values)
        if canonical != nquads(document).encode() or not isinstance(made, Signed):
            raise differs(values[0])
        if made != json_bytes(with_proof(document, values[self._start], *made.proof)):
            raise differs(values[0])

    def embedded(self) -> Filler:
        """Return the filler for such a document with its proof, which another document holds.

        Its values are those of the document, the key's multibase and the proof's value.
        """
        if self._embedded is None:
            parts = self.parts
            if parts.embedded is None:
                parts.embedded = _embedded_shape(self._build, parts.document.slots, self._start)
            self._embedded = parts.embedded.filler()
        return self._embedded

    def _file(self, values: Sequence[str], multibase: str, proof_value: str) -> bytes:
        made = Signed(self._text([*map(in_json, values), multibase.encode(), proof_value.encode()]))
        made.shaped, made.values, made.proof = self, tuple(values), (multibase, proof_value)
        return made


class Parts:
    """What was compiled, as data: the shapes and the text of the file.

    `embedded` is the shape of the document with its proof; made when it is first asked for.
    """

    def __init__(
        self, document: Shape, proof: Shape, text: Pattern, embedded: Shape | None = None
    ) -> None:
        self.document, self.proof, self.text, self.embedded = document, proof, text, embedded

    @classmethod
    def compiled(cls, build: Build, slots: int, start: int) -> "Parts":
        """Return the parts for these documents."""
        markers = Markers.absent_from(slots + 2, partial(_signed_text, build, start))
        example = build(markers.all[:slots])
        proof = proof_shape(tuple(example["@context"]), method_of(example, ""))
        text = markers.pattern(_signed_text(build, start, markers.all))
        return cls(compile_shape(build, slots), proof, text)

    def to_bytes(self) -> bytes:
        """Return the parts as one text, for a cache."""
        shapes = [self.document, self.proof, *([self.embedded] if self.embedded else [])]
        said = [pattern_to_json(self.text), *(each.to_json() for each in shapes)]
        return json.dumps(said).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Parts":
        """Return what `to_bytes` gave; LookupError, TypeError or ValueError for anything else."""
        text, document, proof, *embedded = json.loads(data)
        more = Shape.from_json(embedded[0]) if embedded else None
        return cls(Shape.from_json(document), Shape.from_json(proof), pattern_from_json(text), more)


def _embedded_shape(build: Build, slots: int, start: int) -> Shape:
    def signed(values: Sequence[str]) -> dict[str, Any]:
        said = values[:slots]
        return with_proof(build(said), said[start], values[slots], values[slots + 1])

    return compile_shape(signed, slots + 2)


def _signed_text(build: Build, start: int, values: Sequence[str]) -> str:
    *said, multibase, proof_value = values
    return json_bytes(with_proof(build(said), said[start], multibase, proof_value)).decode()


@cache
def proof_shape(context: tuple[str, ...], method: str) -> Shape:
    """Return the shape of the proofs by any key of an issuer, of any moment."""

    def build(values: Sequence[str]) -> dict[str, Any]:
        created, multibase = values
        return {"@context": list(context), **proof_config(created, f"{method}{multibase}")}

    return compile_shape(build, 2)


@lru_cache(maxsize=16)
def proof_hashes(shape: Shape) -> Callable[[str, str], bytes]:
    """Return what hashes the proofs of a shape: of a moment, by the key with this multibase."""
    proof = shape.filler()

    @lru_cache(maxsize=_DAYS)
    def hashed(created: str, multibase: str) -> bytes:
        return _sha256(proof((created, multibase)))

    return hashed


def in_json(value: str) -> bytes:
    """Return a value as it stands between the quotes of a JSON text."""
    return encode_basestring(value)[1:-1].encode()


def _fits(entry: RegisterEntry, data: bytes) -> bool:
    try:
        signature = decode_multibase(entry.proof, 64)
    except CanonicalError:
        return False
    return is_signed_by(entry.signed_by, signature, data)


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
