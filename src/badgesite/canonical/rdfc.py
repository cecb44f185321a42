"""RDFC-1.0: RDF quads to their one canonical text, with bounded work.

Terms are already in N-Quads form: `<iri>`, `"literal"^^<iri>`, `_:label`. PyLD turns JSON-LD into
quads; the labelling is done here because PyLD's has no limit (a graph of eight blank nodes can
keep it busy for half a minute) and leaves control characters unescaped.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from itertools import permutations
from typing import NamedTuple

from badgesite.canonical.guards import sorts_alike
from badgesite.errors import CanonicalError

MAX_BLANK_NODES = 200
MAX_STEPS = 10_000  # one step is one related blank node looked at: together well below a second


class TooComplex(CanonicalError):
    """The graph has more blank nodes, or needs more work, than any honest document."""


class OrderDiffers(CanonicalError):
    """The order of the quads is another one in JavaScript than in the standard."""


class Quad(NamedTuple):
    """Subject, predicate, object and graph name (empty for the default graph) in N-Quads form."""

    subject: str
    predicate: str
    object: str
    graph: str = ""

    def line(self) -> str:
        """Return the N-Quads line."""
        graph = f" {self.graph}" if self.graph else ""
        return f"{self.subject} {self.predicate} {self.object}{graph} .\n"


_ESCAPES = {code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)}
_ESCAPES |= {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"}


def literal(value: str, datatype: str = "", language: str = "") -> str:
    """Return a literal in canonical N-Quads form (RDFC-1.0, canonical form of N-Quads)."""
    tail = f"@{language}" if language else f"^^<{datatype}>" if datatype else ""
    return f'"{escaped(value)}"{tail}'


def escaped(value: str) -> str:
    """Return a text as it stands between the quotes of a literal."""
    return value.translate(_ESCAPES)


def canonical_text(
    quads: Iterable[Quad], max_blank_nodes: int = MAX_BLANK_NODES, max_steps: int = MAX_STEPS
) -> str:
    """Return the canonical N-Quads (RDFC-1.0 §4.4, SHA-256).

    TooComplex beyond the limits; OrderDiffers where JavaScript would sort the lines differently.
    """
    return _Labelling(list(dict.fromkeys(quads)), max_blank_nodes, max_steps).text()


class _Issuer:
    """Labels given in order of asking (RDFC-1.0 §4.5)."""

    def __init__(self, prefix: str, issued: dict[str, str] | None = None) -> None:
        self.prefix = prefix
        self.issued = dict(issued or {})

    def issue(self, node: str) -> str:
        """Return the label of the node, a new one the first time."""
        return self.issued.setdefault(node, f"{self.prefix}{len(self.issued)}")

    def copy(self) -> "_Issuer":
        """Return an issuer that goes on from here on its own."""
        return _Issuer(self.prefix, self.issued)


class _Labelling:
    """The canonicalization state of one dataset."""

    def __init__(self, quads: list[Quad], max_blank_nodes: int, max_steps: int) -> None:
        self._quads = quads
        self._steps_left = max_steps
        self._of_node: dict[str, list[Quad]] = defaultdict(list)
        for quad in quads:
            for node in {term for term in quad if term.startswith("_:")}:
                self._of_node[node].append(quad)
        if len(self._of_node) > max_blank_nodes:
            raise TooComplex(f"the document has more than {max_blank_nodes} nodes without an id")
        self._first = {node: self._first_degree(node) for node in self._of_node}
        self._canonical = _Issuer("_:c14n")

    def text(self) -> str:
        by_hash: dict[str, list[str]] = defaultdict(list)
        for node, hashed in self._first.items():
            by_hash[hashed].append(node)
        for _, nodes in sorted(by_hash.items()):
            if len(nodes) == 1:
                self._canonical.issue(nodes[0])
        for _, nodes in sorted(by_hash.items()):
            if len(nodes) > 1:
                self._label_alike(nodes)
        label = self._canonical.issued
        return "".join(
            self._in_order(Quad(*(label.get(term, term) for term in quad)) for quad in self._quads)
        )

    def _label_alike(self, nodes: list[str]) -> None:
        results = []
        for node in nodes:
            if node not in self._canonical.issued:
                issuer = _Issuer("_:b")
                issuer.issue(node)
                results.append(self._n_degree(node, issuer))
        for _, issuer in sorted(results, key=lambda result: result[0]):
            for node in issuer.issued:
                self._canonical.issue(node)

    @staticmethod
    def _in_order(quads: Iterable[Quad]) -> list[str]:
        lines = sorted(quad.line() for quad in quads)
        if not sorts_alike(lines):
            raise OrderDiffers(
                "emoji and full-width characters begin values of the same member, "
                "and verifiers differ about their order",
                "write the full-width character in its ordinary form, or leave the emoji out",
            )
        return lines

    def _first_degree(self, node: str) -> str:
        """Hash First Degree Quads (§4.6)."""

        def seen(term: str) -> str:
            return term if not term.startswith("_:") else "_:a" if term == node else "_:z"

        lines = self._in_order(Quad(*map(seen, quad)) for quad in self._of_node[node])
        return _sha256("".join(lines))

    def _related(self, node: str, quad: Quad, issuer: _Issuer, position: str) -> str:
        """Hash Related Blank Node (§4.7)."""
        known = self._canonical.issued.get(node) or issuer.issued.get(node) or self._first[node]
        return _sha256(position + (quad.predicate if position != "g" else "") + known)

    def _n_degree(self, node: str, issuer: _Issuer) -> tuple[str, _Issuer]:
        """Hash N-Degree Quads (§4.8)."""
        related: dict[str, list[str]] = defaultdict(list)
        for quad in self._of_node[node]:
            for position, term in (("s", quad.subject), ("o", quad.object), ("g", quad.graph)):
                if term.startswith("_:") and term != node:
                    self._spend()
                    related[self._related(term, quad, issuer, position)].append(term)
        data = []
        for hashed, nodes in sorted(related.items()):
            path, issuer = self._shortest(nodes, issuer)
            data += [hashed, path]
        return _sha256("".join(data)), issuer

    def _shortest(self, nodes: list[str], issuer: _Issuer) -> tuple[str, _Issuer]:
        best: tuple[str, _Issuer] | None = None
        for order in permutations(nodes):
            found = self._path(order, issuer.copy(), best[0] if best else "")
            if found is not None and (best is None or found[0] < best[0]):
                best = found
        return best if best is not None else ("", issuer)

    def _path(
        self, order: tuple[str, ...], issuer: _Issuer, best: str
    ) -> tuple[str, _Issuer] | None:
        """Return the path of one order of the nodes, or None when it cannot beat the best one."""

        def beaten() -> bool:
            return bool(best) and len(path) >= len(best) and path > best

        path, to_visit = "", []
        for node in order:
            self._spend()
            if node in self._canonical.issued:
                path += self._canonical.issued[node]
            else:
                if node not in issuer.issued:
                    to_visit.append(node)
                path += issuer.issue(node)
            if beaten():
                return None
        for node in to_visit:
            hashed, after = self._n_degree(node, issuer)
            path += f"{issuer.issue(node)}<{hashed}>"
            issuer = after
            if beaten():
                return None
        return path, issuer

    def _spend(self) -> None:
        self._steps_left -= 1
        if self._steps_left < 0:
            raise TooComplex("the document is built so that checking it would take too long")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
