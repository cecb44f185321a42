"""Compiled shapes: the canonical N-Quads of documents that differ in a few texts only.

PyLD expands one example with markers in the slots; its quads become patterns. After that the
canonical text (RDFC-1.0) of each document is: escape, format, hash the blank nodes that depend on
a value, sort. Whatever the patterns cannot vouch for raises Unshaped, and PyLD takes that document.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from operator import eq
from typing import Any

from msgspec import Struct

from badgesite.canonical.guards import sorts_alike, wide
from badgesite.canonical.jsonld import quads_of
from badgesite.canonical.rdfc import Quad, escaped
from badgesite.canonical.slots import Markers, Pattern, pattern_from_json, pattern_to_json
from badgesite.errors import CanonicalError

Build = Callable[[Sequence[str]], dict[str, Any]]

# A part of these is enough inside an IRI, and a whole one begins like this; stricter than RFC 3987.
_IN_IRI = re.compile(r"[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]*")
_WHOLE_IRI = re.compile(r"https?://[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+")
_LITERAL = re.compile(r'("(?:[^"\\]|\\.)*")(.*)', re.DOTALL)
# Control characters, surrogates: what guards.py refuses, with the place where it stands.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# What is never refused, never escaped, and sorts alike everywhere: nearly all that people write.
_PLAIN = re.compile('[^\x00-\x1f"\\\\\x7f\ud800-\U0010ffff]*')


class Unshaped(Exception):
    """These values need more than the patterns: the document goes the way of PyLD."""


class Node(Struct, frozen=True):
    """A blank node: the hash of its quads, or (no hash) those quads, each a pattern."""

    fixed: str
    quads: tuple[Pattern, ...] = ()


class Shape(Struct, frozen=True):
    """What all documents of one shape have in common.

    Values are numbered from 0, their escaped forms from `slots`, labels of nodes from twice that.
    `in_iris` are the slots inside IRIs, `whole_iris` those that are one.
    """

    slots: int
    lines: tuple[Pattern, ...]
    nodes: tuple[Node, ...]
    in_iris: tuple[int, ...]
    whole_iris: tuple[int, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the shape as what JSON can say."""
        return {
            "slots": self.slots,
            "lines": [pattern_to_json(each) for each in self.lines],
            "nodes": [[n.fixed, [pattern_to_json(each) for each in n.quads]] for n in self.nodes],
            "in_iris": list(self.in_iris),
            "whole_iris": list(self.whole_iris),
        }

    @classmethod
    def from_json(cls, value: Any) -> "Shape":
        """Return what `to_json` gave; LookupError, TypeError or ValueError for anything else."""
        return cls(
            int(value["slots"]),
            tuple(map(pattern_from_json, value["lines"])),
            tuple(
                Node(str(fixed), tuple(map(pattern_from_json, q))) for fixed, q in value["nodes"]
            ),
            tuple(map(int, value["in_iris"])),
            tuple(map(int, value["whole_iris"])),
        )

    def filler(self) -> "Filler":
        """Return the function from the values to the canonical N-Quads; it may raise Unshaped."""
        return Filler(self)


# ------------------------------------------------------------------ compiling
def compile_shape(build: Build, slots: int) -> Shape:
    """Return the shape of the documents that `build` makes of so many values. Calls PyLD once.

    CanonicalError when an example cannot be signed, or when a value would not be signed at all.
    """
    markers = Markers.absent_from(slots, lambda values: repr(build(values)))
    quads = quads_of(build(markers.all))
    labels = sorted({term for quad in quads for term in quad if term.startswith("_:")})
    return _Compiling(markers, quads, labels).shape()


class _Compiling:
    def __init__(self, markers: Markers, quads: list[Quad], labels: list[str]) -> None:
        self._markers, self._quads, self._labels = markers, quads, labels
        self._in_iris: set[int] = set()
        self._whole: set[int] = set()

    def shape(self) -> Shape:
        slots = self._markers.count
        names = {label: 2 * slots + number for number, label in enumerate(self._labels)}
        lines = tuple(self._line(quad, names) for quad in self._quads)
        used = {place % slots for line in lines for place in line.places if place < 2 * slots}
        if used != set(range(slots)):
            raise CanonicalError("a value of the document would not be signed")
        nodes = tuple(map(self._node, self._labels))
        inside = tuple(sorted(self._in_iris - self._whole))
        return Shape(slots, lines, nodes, inside, tuple(sorted(self._whole)))

    def _node(self, label: str) -> Node:
        mine = [quad for quad in self._quads if label in quad]

        def seen(term: str) -> str:
            return term if not term.startswith("_:") else "_:a" if term == label else "_:z"

        quads = tuple(self._line(Quad(*map(seen, quad)), {}) for quad in mine)
        if any(quad.places for quad in quads):
            return Node("", quads)
        return Node(_hash([quad.filler()(()) for quad in quads]))

    def _line(self, quad: Quad, names: dict[str, int]) -> Pattern:
        """Return the N-Quads line as a pattern: each term by its own rules, then the rest."""
        text, places = [], list[int]()
        for term in quad:
            pattern = Pattern("%s", (names[term],)) if term in names else self._term(term)
            if term:
                text.append(pattern.text)
                places += pattern.places
        return Pattern(" ".join([*text, "."]), tuple(places))

    def _term(self, term: str) -> Pattern:
        literal = _LITERAL.fullmatch(term)
        if literal is None:
            pattern = self._markers.pattern(term)
            self._in_iris.update(pattern.places)
            if pattern.text == "<%s>":
                self._whole.update(pattern.places)
            elif pattern.text.startswith("<%s"):
                # An IRI that begins with a value is as good as one that is a value.
                self._whole.add(pattern.places[0])
            return pattern
        if self._markers.prefix in literal[2]:
            raise CanonicalError("a value cannot be the type of another one")
        text = self._markers.pattern(literal[1], self._markers.count)
        return Pattern(text.text + literal[2].replace("%", "%%"), text.places)


# ------------------------------------------------------------------ filling
class Filler:
    """A shape, ready to be filled: what does not depend on a value is worked out here."""

    def __init__(self, shape: Shape) -> None:
        self._varied = _as_one([each for each in shape.lines if each.places]).filler()
        self.static = sorted(each.filler()(()) for each in shape.lines if not each.places)
        self._nodes = [(each.fixed, _as_one(each.quads).filler()) for each in shape.nodes]
        self._slots = shape.slots
        self._inside, self._whole = shape.in_iris, shape.whole_iris
        self.wide = wide("".join(line.text for line in shape.lines))

    def __call__(self, values: Sequence[str]) -> bytes:
        """Return the canonical N-Quads of the document; Unshaped when PyLD must make them."""
        return together([(self, values)])

    def pool(self, values: Sequence[str], *, plain: bool) -> list[bytes]:
        """Return the values and their escaped forms, which are the same where all is plain."""
        if len(values) != self._slots:
            raise Unshaped
        for place in self._whole:
            if not _WHOLE_IRI.fullmatch(values[place]):
                raise Unshaped
        if not _IN_IRI.fullmatch("".join([values[place] for place in self._inside])):
            raise Unshaped
        raw = [value.encode() for value in values]
        return raw + (raw if plain else [escaped(value).encode() for value in values])

    def hashes(self, pool: Sequence[bytes], *, alike: bool) -> list[str]:
        """Return the first-degree hash (RDFC-1.0 §4.6) of each blank node.

        `alike` is whether every order of lines is the same in JavaScript.
        """
        found = []
        for fixed, quads in self._nodes:
            if fixed:
                found.append(fixed)
                continue
            lines = quads(pool).split(b"\n")  # of values in it none has a line end
            lines.sort()
            if not (alike or _sorts_alike(lines)):
                raise Unshaped
            found.append(_sha256(b"\n".join(lines) + b"\n"))
        return found

    def varied(self, pool: list[bytes], labels: list[bytes]) -> list[bytes]:
        """Return the lines that depend on values or on these labels of its nodes, in no order."""
        return self._varied(pool + labels).split(b"\n")


def _as_one(lines: Sequence[Pattern]) -> Pattern:
    """Return the lines as one pattern: to fill many takes as many calls.

    They come in the order of their texts, for what is nearly sorted is sorted sooner.
    """
    lines = sorted(lines, key=lambda line: line.text)
    text = "\n".join(line.text for line in lines)
    return Pattern(text, tuple(place for line in lines for place in line.places))


def together(pieces: Sequence[tuple[Filler, Sequence[str]]]) -> bytes:
    """Return the canonical N-Quads of documents taken as one, each of a shape and its values.

    They may share quads without blank nodes, and no others. Unshaped when PyLD must do it.
    """
    joined = "".join([value for _, values in pieces for value in values])
    plain = _PLAIN.fullmatch(joined) is not None
    if not plain and _REFUSED.search(joined):
        raise Unshaped
    kinds = frozenset() if plain else wide(joined)
    alike = len(kinds.union(*[filler.wide for filler, _ in pieces])) < 2
    filled = [(filler, filler.pool(values, plain=plain)) for filler, values in pieces]
    hashes = [filler.hashes(pool, alike=alike) for filler, pool in filled]
    labels = _labels([each for some in hashes for each in some])
    lines = list(dict.fromkeys([line for filler, _ in pieces for line in filler.static]))
    for (filler, pool), own in zip(filled, hashes, strict=True):
        lines += filler.varied(pool, [labels[each] for each in own])
    lines.sort()  # no line is the beginning of another: they end where their quad does
    if any(map(eq, lines, lines[1:])):
        lines = _once(lines)
    if not (alike or _sorts_alike(lines)):
        raise Unshaped
    return b"\n".join(lines) + b"\n"


def _labels(hashes: Sequence[str]) -> dict[str, bytes]:
    """Return each hash's label: nodes are numbered in the order of their hashes (§4.4.3)."""
    ranks = {hashed: b"_:c14n%d" % rank for rank, hashed in enumerate(sorted(hashes))}
    if len(ranks) != len(hashes):
        raise Unshaped  # nodes that look alike are told apart by their neighbours (§4.8)
    return ranks


def _once(lines: Sequence[bytes]) -> list[bytes]:
    """Return sorted lines without repetition; a blank node's lines are never one and the same."""
    kept = [lines[0]]
    for line in lines[1:]:
        if line != kept[-1]:
            kept.append(line)
        elif b"_:" in line:
            raise Unshaped
    return kept


def _sorts_alike(lines: Sequence[bytes]) -> bool:
    return sorts_alike(line.decode() for line in lines)


def _hash(lines: list[bytes]) -> str:
    return _sha256(b"\n".join(sorted(lines)) + b"\n")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
