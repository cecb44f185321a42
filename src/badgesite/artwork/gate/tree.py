"""Hostile XML to a small tree, within bounds that are counted while reading, not after.

Entities, depth, attributes and the number of elements are refused before anything is kept.
"""

from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from msgspec import Struct, field

from badgesite.artwork.gate.refusal import Limits, RefusalError

SVG = "{http://www.w3.org/2000/svg}"
XHTML = "{http://www.w3.org/1999/xhtml}"


class Element(Struct, eq=False):
    """One element: its expanded name, attributes and children; `text` is what stands in it."""

    tag: str
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    text: str = ""


class _Builder:
    """Receives the parser's events and stops it at the first bound that is passed."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._open: list[Element] = []
        self._count = 0
        self._letters = 0
        self.root: Element | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > self._limits.elements:
            raise RefusalError(f"has more than {self._limits.elements} elements")
        if len(self._open) >= self._limits.depth:
            raise RefusalError(f"is nested more than {self._limits.depth} deep")
        if len(attributes) > 100:
            raise RefusalError("has an element with more than 100 attributes")
        element = Element(tag, dict(attributes))
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def end(self, tag: str) -> None:
        self._open.pop()

    def data(self, text: str) -> None:
        self._letters += len(text)
        if self._letters > 10 * self._limits.path:
            raise RefusalError("holds more text than a picture can need")
        if self._open:
            self._open[-1].text += text

    def close(self) -> Element | None:
        return self.root


def read(data: bytes, limits: Limits) -> Element:
    """Return the root of an SVG; RefusalError when it is broken, oversized or has entities."""
    builder = _Builder(limits)
    parser: Any = DefusedXMLParser(target=builder, forbid_dtd=False, forbid_entities=True)
    try:
        parser.feed(data)
        parser.close()
    except DefusedXmlException:
        raise RefusalError("declares entities, which can hide anything") from None
    except ParseError as error:
        line, column = error.position
        raise RefusalError(f"is broken XML at line {line}, column {column + 1}") from None
    except (ValueError, LookupError):
        raise RefusalError("is not in an encoding that XML knows", "save it as UTF-8") from None
    if builder.root is None or builder.root.tag != SVG + "svg":
        raise RefusalError("does not begin with an <svg> element of the SVG namespace")
    return builder.root
