"""How much a picture draws once its references are followed: counted, never drawn.

`use`, patterns, masks, markers and clip paths can repeat one another a million times in a few
lines. A picture that draws more than its budget, or refers to itself, is refused.
"""

import re
from collections.abc import Iterator

from badgesite.artwork.gate.refusal import Limits, RefusalError
from badgesite.artwork.gate.tree import Element

REFERENCE = re.compile(r"url\(\s*['\"]?#([^'\")\s]+)['\"]?\s*\)")
_POINTS = re.compile(r"[\d.]+")
_MARKERS = ("marker-start", "marker-mid", "marker-end")


class _Count:
    def __init__(self, root: Element, limits: Limits) -> None:
        self._limits = limits
        self._known: dict[int, int] = {}
        self._under_way: set[int] = set()
        self._by_id: dict[str, Element] = {}
        self._index(root)

    def _index(self, element: Element) -> None:
        for child in element.children:
            self._index(child)
        if "id" in element.attributes:
            self._by_id[element.attributes["id"]] = element

    def of(self, element: Element) -> int:
        """Return how many elements are drawn for this one."""
        mark = id(element)
        if mark in self._known:
            return self._known[mark]
        if mark in self._under_way:
            raise RefusalError("refers to itself")
        if len(self._under_way) > 4 * self._limits.depth:
            raise RefusalError("has references that lead to references too many times over")
        self._under_way.add(mark)
        inside = 1 + sum(self.of(child) for child in element.children)
        inside += sum(self.of(target) for target in self._used(element))
        # What is painted with a pattern, mask or marker is inherited: all below may repeat it.
        total = inside * (
            1 + sum(self.of(target) * times for target, times in self._paint(element))
        )
        self._under_way.discard(mark)
        if total > self._limits.expansion:
            raise RefusalError(
                f"draws more than {self._limits.expansion} elements once references are followed"
            )
        self._known[mark] = total
        return total

    def _used(self, element: Element) -> Iterator[Element]:
        target = self._by_id.get(element.attributes.get("href", "")[1:])
        if target is not None and element.tag in ("use", "pattern"):
            yield target

    def _paint(self, element: Element) -> Iterator[tuple[Element, int]]:
        for name, value in element.attributes.items():
            for reference in REFERENCE.findall(value):
                target = self._by_id.get(reference)
                if target is None or target.tag in ("linearGradient", "radialGradient"):
                    continue
                yield target, self._corners(element) if name in _MARKERS else 1

    def _corners(self, element: Element) -> int:
        """Return the most corners that a marker set here can stand on."""
        own = element.attributes.get("d", "") + " " + element.attributes.get("points", "")
        below = max((self._corners(child) for child in element.children), default=0)
        return max(1, len(_POINTS.findall(own)), below)


def check_budget(root: Element, limits: Limits) -> None:
    """Refuse a cleaned picture (names without namespace) that draws too much."""
    _Count(root, limits).of(root)
