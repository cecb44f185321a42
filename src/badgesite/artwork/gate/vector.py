"""SVG from outside to SVG that is safe to publish and to draw: an allow-list, written anew.

What can run, load or hide something is refused. What merely has no place in a badge (metadata of
drawing programs, effects, animation) is left out, and the notes say so when it shows.
"""

import re
from html import escape

from badgesite.artwork.gate import style
from badgesite.artwork.gate.allowed import ATTRIBUTES, ELEMENTS, GEOMETRY, PROPERTIES
from badgesite.artwork.gate.budget import REFERENCE, check_budget
from badgesite.artwork.gate.inline import inline_image
from badgesite.artwork.gate.refusal import Limits, RefusalError
from badgesite.artwork.gate.tree import SVG, XHTML, Element, read
from badgesite.artwork.geometry import number

_GROUPS = frozenset(("a", "switch"))  # their children are kept, their own powers are not
_REFUSED = {
    "script": "contains a script",
    "handler": "contains a script",
    "listener": "contains a script",
    "foreignObject": "contains a foreign object (a piece of a web page)",
    "iframe": "contains a frame",
    "audio": "contains sound",
    "video": "contains a film",
}
_ANIMATION = frozenset(("animate", "animateColor", "animateMotion", "animateTransform", "set"))
_NUMBER = re.compile(
    r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,2})?)\s*(px|pt|pc|mm|cm|in|em|%)?\s*"
)
_PIXELS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_VALUE = re.compile(r"[\w\s.,#%()+*/'\"-]*")
_ID = re.compile(r"[\w.-]{1,200}")
_SIDE = 600.0  # pixels of the longer side of what is written


class _Cleaner:
    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._sheet: tuple[style.Rule, ...] = ()
        self.notes: dict[str, None] = {}

    def clean(self, root: Element) -> Element:
        sheets = [each.text for each in _walk(root) if each.tag == SVG + "style"]
        self._sheet = style.rules(" ".join(sheets))
        cleaned = self._element(root)
        if cleaned is None:
            raise RefusalError("is empty")
        return cleaned

    def _element(self, element: Element) -> Element | None:
        name = self._name(element)
        if name is None:
            return None
        found = self._attributes(name, element.attributes)
        children = [self._element(child) for child in element.children]
        if name == "image" and "href" not in found:
            return None
        text = element.text if name in ("text", "tspan", "title", "desc") else ""
        if name == "text":
            self.notes["letters in it look as the viewer's fonts make them: turn text to paths"] = (
                None
            )
        return Element(name, found, [child for child in children if child], " ".join(text.split()))

    def _name(self, element: Element) -> str | None:
        """Return the name to write, or None when the element and all in it is left out."""
        if element.tag.startswith(XHTML):
            raise RefusalError("contains a piece of a web page")
        if not element.tag.startswith(SVG):
            self._no_handlers(element)
            return None
        name = element.tag.removeprefix(SVG)
        if name in _REFUSED:
            raise RefusalError(_REFUSED[name])
        self._no_handlers(element)
        if name in _GROUPS:
            return "g"
        if name in ELEMENTS:
            return name
        if name in _ANIMATION:
            self.notes["its animation is left out"] = None
        elif name == "filter":
            self.notes["its effects (filters) are left out"] = None
        for child in element.children:
            self._element(child)  # what would be refused is refused here too
        return None

    def _no_handlers(self, element: Element) -> None:
        for each in element.attributes:
            if each.rpartition("}")[2].lower().startswith("on"):
                raise RefusalError("contains a script (an event handler)")

    def _attributes(self, tag: str, attributes: dict[str, str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, value in style.styled(tag, attributes, self._sheet).items():
            plain = name.rpartition("}")[2]
            if plain == "href":
                if (target := self._href(tag, value)) is not None:
                    found["href"] = target
            elif name in GEOMETRY or name in ATTRIBUTES or name in PROPERTIES:
                found[name] = self._value(name, value)
        return found

    def _href(self, tag: str, value: str) -> str | None:
        """Return a reference within the picture, or a picture carried inside it."""
        target = value.strip()
        if target.startswith("#") and _ID.fullmatch(target[1:]):
            return target
        if "".join(target.split()).lower().startswith(("javascript:", "vbscript:", "data:text")):
            raise RefusalError("contains a script (in a link)")
        if tag == "g":
            return None  # a link around a part: the part stays, the link goes
        if tag == "image" and target.startswith("data:"):
            return inline_image(target, self._limits)
        if not target:
            return None
        raise RefusalError(
            f"refers to something outside itself ({target[:60]})",
            "put what it refers to inside the picture, or remove the reference",
        )

    def _value(self, name: str, value: str) -> str:
        held = " ".join(value.split())
        longest = self._limits.path if name in ("d", "points") else self._limits.attribute
        if len(held) > longest:
            raise RefusalError(f"has an attribute '{name}' of {len(held)} letters")
        if name == "id" and not _ID.fullmatch(held):
            raise RefusalError("has an id that is no word")
        without = REFERENCE.sub("", held)
        if "url(" in without.lower().replace(" ", ""):
            raise RefusalError(
                f"refers to something outside itself (in '{name}')",
                "put what it refers to inside the picture, or remove the reference",
            )
        if not _VALUE.fullmatch(without):
            raise RefusalError(f"has an attribute '{name}' that is not understood")
        if name in GEOMETRY:
            self._bounded(name, held)
        return held

    def _bounded(self, name: str, value: str) -> None:
        for each in value.replace(",", " ").split():
            match = _NUMBER.fullmatch(each)
            if match is None and each != "auto":
                raise RefusalError(f"has a '{name}' that is no number ('{each[:20]}')")
            if match is not None and abs(float(match[1])) > self._limits.number:
                raise RefusalError(f"has a '{name}' beyond all measure ({each[:20]})")


def _walk(element: Element) -> list[Element]:
    found = [element]
    for child in element.children:
        found += _walk(child)
    return found


def _frame(root: Element, limits: Limits) -> tuple[float, float, float, float]:
    """Return the picture's viewBox, from its size when it has none."""
    text = root.attributes.get("viewBox")
    if text is not None:
        parts = text.replace(",", " ").split()
        numbers = [_NUMBER.fullmatch(part) for part in parts]
        if len(parts) != 4 or not all(match and not match[2] for match in numbers):
            raise RefusalError("has a viewBox that is not four numbers")
        x, y, width, height = (float(part) for part in parts)
    else:
        x = y = 0.0
        width, height = (_pixels(root.attributes.get(side)) for side in ("width", "height"))
    if not (0 < width <= limits.number and 0 < height <= limits.number):
        raise RefusalError("does not say how large it is", "give it a viewBox, width and height")
    if max(width, height) > 50 * min(width, height) or max(abs(x), abs(y)) > limits.number:
        raise RefusalError("has absurd proportions", "give it a viewBox, width and height")
    return x, y, width, height


def _pixels(text: str | None) -> float:
    match = _NUMBER.fullmatch(text or "")
    if match is None or match[2] in ("%", "em"):
        return 0.0
    return float(match[1]) * _PIXELS.get(match[2] or "px", 1.0)


def clean_svg(data: bytes, limits: Limits) -> tuple[bytes, int, int, tuple[str, ...]]:
    """Return the cleaned SVG, its width and height in pixels, and notes; RefusalError otherwise."""
    cleaner = _Cleaner(limits)
    root = cleaner.clean(read(data, limits))
    x, y, width, height = _frame(root, limits)
    check_budget(root, limits)
    scale = _SIDE / max(width, height)
    wide, high = max(1, round(width * scale)), max(1, round(height * scale))
    kept = {
        name: value
        for name, value in root.attributes.items()
        if name not in ("x", "y", "width", "height", "viewBox", "id")
    }
    root.attributes = {
        "xmlns": SVG[1:-1],
        "viewBox": " ".join(number(each) for each in (x, y, width, height)),
        "width": str(wide),
        "height": str(high),
        **kept,
    }
    return (_written(root) + "\n").encode(), wide, high, tuple(cleaner.notes)


def _written(element: Element) -> str:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in element.attributes.items())
    inside = escape(element.text, quote=False) + "".join(
        _written(child) for child in element.children
    )
    if not inside:
        return f"<{element.tag}{attributes}/>"
    return f"<{element.tag}{attributes}>{inside}</{element.tag}>"
