"""Signing documents that hold signed documents: a frame of a known shape, and parts of theirs.

The quads of the whole are those of the frame and of each part, so PyLD is called once for each
kind of frame and of part, not for each way in which parts come together.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any

from badgesite.canonical import (
    Markers,
    Unshaped,
    compile_shape,
    encode_multibase,
    json_bytes,
    nquads,
    together,
)
from badgesite.signing.eddsa import method_of, sign, with_proof
from badgesite.signing.keys import SigningKey
from badgesite.signing.shaped import (
    Parts,
    Signed,
    differs,
    in_json,
    proof_hashes,
    proof_shape,
)

Hold = Callable[[Sequence[str], Sequence[Any]], dict[str, Any]]
"""Makes the document of some values and of the documents it holds."""

Stub = Callable[[str], dict[str, Any]]
"""Makes, of a part's first value, the least document that stands for the part."""


class Holding:
    """Documents of one kind, each with the same number of signed documents inside."""

    def __init__(self, hold: Hold, start: int, slots: int, parts: Parts) -> None:
        self.parts = parts
        self._hold, self._start, self._slots = hold, start, slots
        self._frame = parts.document.filler()
        self._proof_hash = proof_hashes(parts.proof)
        self._text = parts.text.filler()
        self._indent = _indent(parts.text.text)

    @classmethod
    def compiled(cls, hold: Hold, stub: Stub, start: int, slots: int, held: int) -> "Holding":
        """Return the kind for documents of so many values that hold so many others."""
        return cls(hold, start, slots, _compiled(hold, stub, start, slots, held))

    def signed(self, values: Sequence[str], held: Sequence[Signed], key: SigningKey) -> bytes:
        """Return the file of the signed document, as `by_pyld` makes it."""
        try:
            hashed = _sha256(self._canonical(values, held))
        except Unshaped:
            return self.by_pyld(values, held, key)
        data = self._proof_hash(values[self._start], key.multibase) + hashed
        proof = (key.multibase.encode(), encode_multibase(key.sign(data)).encode())
        return self._text([*map(in_json, values), *map(self._inside, held), *proof])

    def by_pyld(self, values: Sequence[str], held: Sequence[bytes], key: SigningKey) -> bytes:
        """Return the same without patterns."""
        return signed_by_pyld(self._hold, self._start, values, held, key)

    def compare(
        self, values: Sequence[str], held: Sequence[Signed], multibase: str, made: bytes
    ) -> None:
        """Raise Differs unless patterns and PyLD give the same canonical form and the same file.

        `made` is the file as `signed` gave it with the key of this multibase.
        """
        try:
            canonical = self._canonical(values, held)
        except Unshaped:
            return
        document = self._hold(values, _documents(held))
        proof_value = json.loads(made)["proof"][0]["proofValue"]
        plain = with_proof(document, values[self._start], multibase, proof_value)
        if canonical != nquads(document).encode() or made != json_bytes(plain):
            raise differs(values[0])

    def _canonical(self, values: Sequence[str], held: Sequence[Signed]) -> bytes:
        frame = (self._frame, (*values, *(each.values[0] for each in held)))
        inner = ((each.shaped.embedded(), (*each.values, *each.proof)) for each in held)
        return together([frame, *inner])

    def _inside(self, held: bytes) -> bytes:
        return held.rstrip(b"\n").replace(b"\n", self._indent)


def signed_by_pyld(
    hold: Hold, start: int, values: Sequence[str], held: Sequence[bytes], key: SigningKey
) -> bytes:
    """Return the file of a signed document that holds others, made without patterns."""
    document = hold(values, _documents(held))
    return json_bytes(sign(document, key, values[start]))


def _documents(held: Sequence[bytes]) -> list[dict[str, Any]]:
    return [json.loads(each) for each in held]


def _compiled(hold: Hold, stub: Stub, start: int, slots: int, held: int) -> Parts:
    def build(values: Sequence[str]) -> dict[str, Any]:
        return hold(values[:slots], [stub(value) for value in values[slots:]])

    def text(values: Sequence[str]) -> str:
        said, inside = values[:slots], values[slots : slots + held]
        document = with_proof(hold(said, inside), said[start], *values[slots + held :])
        return json_bytes(document).decode()

    markers = Markers.absent_from(slots + held + 2, text)
    example = build(markers.all[: slots + held])
    proof = proof_shape(tuple(example["@context"]), method_of(example, ""))
    written = text(markers.all)
    for marker in markers.all[slots : slots + held]:
        written = written.replace(f'"{marker}"', marker)  # there stands an object, not a text
    return Parts(compile_shape(build, slots + held), proof, markers.pattern(written))


def _indent(text: str) -> bytes:
    """Return the line end and the spaces before what is held; all of it stands equally deep."""
    lone = [line for line in text.split("\n") if line.strip(" ,") == "%s"]
    return b"\n" + b" " * (len(lone[0]) - len(lone[0].lstrip())) if lone else b"\n"


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
