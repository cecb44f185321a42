"""The credential in an SVG: a small reader of XML that makes nothing of what it reads.

The same grammar as src/verifier/svg.ts, so that no file has two readings. Entities, document types
with a subset and encodings other than UTF-8 are refused; whatever XML does not know is broken.
"""

import re
from re import Match, Pattern

from msgspec import Struct

from badgesite.verifying.findings import Finding

MAX_ELEMENTS = 20_000
MAX_DEPTH = 200
WHITE = " \t\r\n"
"""White space of XML and JSON; what else a programming language calls so differs."""

_SVG = "http://www.w3.org/2000/svg"
_XML = "http://www.w3.org/XML/1998/namespace"
_CARRIERS = {
    "https://purl.imsglobal.org/ob/v3p0": "credential",
    "http://openbadges.org": "assertion",
}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 §2.2
_LETTER = "A-Za-z_\x80-\U0010ffff"
_PART = f"[{_LETTER}][-.0-9{_LETTER}]*"
_NAME = f"{_PART}(?::{_PART})?"
_SPACE = "[ \t\n]"
_ATTRIBUTE = rf"{_SPACE}+({_NAME}){_SPACE}*={_SPACE}*(\"[^\"<]*\"|'[^'<]*')"
_TAG = re.compile(f"<({_NAME})((?:{_ATTRIBUTE})*){_SPACE}*(/?)>")
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_CLOSE = re.compile(f"</({_NAME}){_SPACE}*>")
_DECLARATION = re.compile(
    rf"<\?xml{_SPACE}+version{_SPACE}*={_SPACE}*(?:\"1\.[0-9]\"|'1\.[0-9]')"
    rf"(?:{_SPACE}+encoding{_SPACE}*={_SPACE}*(?:\"(?:utf-8|us-ascii)\"|'(?:utf-8|us-ascii)'))?"
    rf"(?:{_SPACE}+standalone{_SPACE}*={_SPACE}*(?:\"(?:yes|no)\"|'(?:yes|no)'))?{_SPACE}*\?>",
    re.IGNORECASE | re.ASCII,
)
_WEB_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?[ \t\r\n]*<(?:!doctype[ \t\r\n]+html|html)\b", re.IGNORECASE
)
_QUOTED = r"(?:\"[^\"<>\[\]]*\"|'[^'<>\[\]]*')"
_DOCTYPE = re.compile(
    rf"<!DOCTYPE{_SPACE}+svg(?:{_SPACE}+(?:PUBLIC{_SPACE}+{_QUOTED}{_SPACE}*|SYSTEM{_SPACE}+)"
    rf"{_QUOTED}?)?{_SPACE}*>"
)
_SKIPPED = (
    re.compile(r"<!--(?:(?!--).)*-->", re.DOTALL),
    re.compile(
        rf"<\?(?!xml[ \t\n?]){_PART}(?:{_SPACE}(?:(?!\?>).)*)?\?>", re.DOTALL | re.IGNORECASE
    ),
)
_CDATA = re.compile(r"<!\[CDATA\[((?:(?!\]\]>).)*)\]\]>", re.DOTALL)
_TEXT = re.compile(r"[^<]+")
_REFERENCE = re.compile("&([^;&]*)(;?)")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_NUMBERED = re.compile(r"#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))")


class _Carrier(Struct):
    name: str
    verify: str
    text: str = ""


class _Element(Struct, frozen=True):
    tag: str
    namespaces: dict[str, str]
    carrier: _Carrier | None


def unbake_svg(data: bytes) -> bytes:
    """Return the text of the one credential in an SVG; Finding `not-a-badge` otherwise."""
    if _WEB_PAGE.match(data):
        raise Finding("not-a-badge", "it is a web page")
    found = _Reader(_decoded(data)).carriers()
    if len(found) != 1:
        count = "several credentials" if found else "no credential"
        raise Finding("not-a-badge", f"the picture holds {count}")
    one, inside = found[0], found[0].text.strip(WHITE)
    text = inside if one.name == "assertion" and inside else one.verify or inside
    return text.strip(WHITE).encode("utf-8")


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _broken() from None
    text = re.sub("\r\n?", "\n", text)
    if _NOT_XML.search(text):
        raise _broken()
    return _DECLARATION.sub("", text, count=1) if _DECLARATION.match(text) else text


class _Reader:
    """One pass over one text; `at` is where it stands."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.elements = 0
        self.open: list[_Element] = []
        self.found: list[_Carrier] = []

    def carriers(self) -> list[_Carrier]:
        has_doctype = False
        while self.at < len(self.source):
            if any(self.match(pattern) for pattern in _SKIPPED):
                continue
            if not has_doctype and self.elements == 0 and self.match(_DOCTYPE):
                has_doctype = True
            elif not (self.content() or self.tag() or self.close()):
                raise _broken()
        if self.open or self.elements == 0:
            raise _broken()
        return self.found

    def content(self) -> bool:
        cdata = self.match(_CDATA)
        text = None if cdata else self.match(_TEXT)
        if cdata:
            read = cdata[1]
        elif text:
            if "]]>" in text[0]:
                raise _broken()
            read = _unescaped(text[0])
        else:
            return False
        if not self.open and (cdata or (text and text[0].strip(WHITE))):
            raise _broken()
        for element in self.open:
            if element.carrier is not None:
                element.carrier.text += read
        return True

    def tag(self) -> bool:
        found = self.match(_TAG)
        if found is None:
            return False
        is_root = not self.open
        self.elements += 1
        if (
            self.elements > MAX_ELEMENTS
            or len(self.open) >= MAX_DEPTH
            or (is_root and self.elements > 1)
        ):
            raise _broken()
        self.enter(found[1], _attributes(found[2]), is_root, found[0].endswith("/>"))
        return True

    def enter(self, tag: str, attributes: dict[str, str], is_root: bool, is_empty: bool) -> None:
        namespaces = self.scope(attributes)
        prefix, _, name = tag.rpartition(":")
        space = namespaces.get(prefix)
        _check_names(tag, attributes, namespaces)
        if is_root and (space != _SVG or name != "svg"):
            raise Finding("not-a-badge", "the picture holds no credential")
        carrier = None
        if space is not None and _CARRIERS.get(space) == name:
            carrier = _Carrier(name, attributes.get("verify", ""))
            self.found.append(carrier)
        if not is_empty:
            self.open.append(_Element(tag, namespaces, carrier))

    def scope(self, attributes: dict[str, str]) -> dict[str, str]:
        """Return the namespaces in force: the parent's, changed by the element's declarations."""
        inherited = self.open[-1].namespaces if self.open else {"": "", "xml": _XML}
        declared = {
            name[6:]: value
            for name, value in attributes.items()
            if name == "xmlns" or name.startswith("xmlns:")
        }
        for prefix, value in declared.items():
            if prefix in ("xml", "xmlns") or value == _XML or (prefix and not value):
                raise _broken()
        return {**inherited, **declared} if declared else inherited

    def close(self) -> bool:
        found = self.match(_CLOSE)
        if found is None:
            return False
        if not self.open or self.open.pop().tag != found[1]:
            raise _broken()
        return True

    def match(self, pattern: Pattern[str]) -> Match[str] | None:
        found = pattern.match(self.source, self.at)
        if found is not None:
            self.at = found.end()
        return found


def _check_names(tag: str, attributes: dict[str, str], namespaces: dict[str, str]) -> None:
    """Refuse prefixes that nobody declared, and one attribute under two prefixes."""
    seen = set()
    for name in (tag, *attributes):
        prefix, colon, local = name.rpartition(":")
        if colon and prefix != "xmlns":
            if prefix not in namespaces:
                raise _broken()
            if name is not tag:
                seen_as = (namespaces[prefix], local)
                if seen_as in seen:
                    raise _broken()
                seen.add(seen_as)


def _attributes(written: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, quoted in _ATTRIBUTES.findall(written):
        if name in found:
            raise _broken()
        found[name] = _unescaped(quoted[1:-1])
    return found


def _unescaped(text: str) -> str:
    """Return the text without references: the five entities of XML, and numbers."""
    return _REFERENCE.sub(_meant, text)


def _meant(reference: Match[str]) -> str:
    name, end = reference[1], reference[2]
    if end and name in _NAMED:
        return _NAMED[name]
    number = _NUMBERED.fullmatch(name)
    code = (int(number[1], 16) if number[1] else int(number[2])) if number and end else 0
    if not 0 < code <= 0x10FFFF or 0xD800 <= code <= 0xDFFF or _NOT_XML.match(chr(code)):
        raise _broken()
    return chr(code)


def _broken() -> Finding:
    return Finding("not-a-badge", "the picture is broken")
