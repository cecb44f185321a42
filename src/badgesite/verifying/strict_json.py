"""Rule 1: strict JSON. One reading only, or none: what parsers disagree about is refused.

The reason is that of the first thing wrong in reading order. What is not JSON at all (RFC 8259) is
`not-a-badge`; what is JSON, but has two readings or no bounds, has a reason of its own.
"""

import json
import re
from typing import Any

from badgesite.verifying.findings import Finding

MAX_BYTES = 1_000_000
MAX_DEPTH = 32
MAX_VALUES = 2_000
MAX_VALUES_OF_MANY = 20_000
"""For documents that hold others: a CLR, a pathway's rules, a DID document."""

FORBIDDEN_NAMES = frozenset({"__proto__", "constructor", "prototype"})
# Names of digits alone come first in JavaScript, whatever their place: two orders of reading.
_DIGITS = re.compile(r"[0-9]+")
_LARGEST = 2**53 - 1  # beyond it, doubles skip whole numbers (RFC 8259 §6)
_SMALLEST = 1e-6

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_PLAIN = re.compile(r'[^"\\\x00-\x1f]*')
_SIMPLE_ESCAPES = dict(zip('"\\/bfnrt', '"\\/\b\f\n\r\t', strict=True))
_FOUR_HEX = re.compile(r"[0-9A-Fa-f]{4}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
# N-Quads writes these as escapes, and not every program does: U+FFFE and U+FFFF are no characters.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_WORDS: tuple[tuple[str, object], ...] = (("true", True), ("false", False), ("null", None))


def read(data: bytes, max_values: int = MAX_VALUES) -> Any:
    """Return the value that the bytes are the JSON of; Finding otherwise.

    Whole numbers are int, others float; each is the same double in every reader.
    """
    if len(data) > MAX_BYTES:
        raise Finding("too-large")
    return read_text(decode(data), max_values)


def decode(data: bytes) -> str:
    """Return the text of UTF-8 bytes without a byte-order mark; Finding otherwise."""
    if data.startswith(b"\xef\xbb\xbf"):
        raise Finding("byte-order-mark")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        looks_like_json = data.lstrip(b" \t\n\r")[:1] in (b"{", b"[")
        raise Finding("not-utf-8" if looks_like_json else "not-a-badge") from None


def read_text(text: str, max_values: int = MAX_VALUES) -> Any:
    """Return the value that the text is the JSON of; Finding otherwise."""
    reader = _Reader(text, max_values)
    value = reader.value(1)
    reader.skip()
    if reader.at != len(text):
        raise Finding("not-a-badge")
    return value


def count_values(value: object) -> int:
    """Return how many values there are: objects, lists and scalars, the value itself included."""
    if isinstance(value, dict):
        return 1 + sum(map(count_values, value.values()))
    if isinstance(value, list):
        return 1 + sum(map(count_values, value))
    return 1


class _Reader:
    """Recursive descent over one text; `at` is where it stands."""

    def __init__(self, text: str, max_values: int) -> None:
        self.text = text
        self.at = 0
        self.values_left = max_values

    def skip(self) -> None:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def take(self, sign: str) -> bool:
        if self.text.startswith(sign, self.at):
            self.at += len(sign)
            return True
        return False

    def need(self, sign: str) -> None:
        if not self.take(sign):
            raise Finding("not-a-badge")

    def value(self, depth: int) -> Any:
        self.skip()
        self.values_left -= 1
        if self.values_left < 0:
            raise Finding("too-many-values")
        sign = self.text[self.at : self.at + 1]
        if sign in ("{", "["):
            if depth > MAX_DEPTH:
                raise Finding("too-deep")
            self.at += 1
            return self.members(depth) if sign == "{" else self.items(depth)
        if sign == '"':
            return self.string()
        for word, meaning in _WORDS:
            if self.take(word):
                return meaning
        return self.number()

    def members(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        self.skip()
        if self.take("}"):
            return found
        while True:
            self.skip()
            name = self.string()
            if name in FORBIDDEN_NAMES or _DIGITS.fullmatch(name):
                raise Finding("forbidden-name", name)
            if name in found:
                raise Finding("duplicate-name", json.dumps(name[:80]))
            self.skip()
            self.need(":")
            found[name] = self.value(depth + 1)
            self.skip()
            if self.take("}"):
                return found
            self.need(",")

    def items(self, depth: int) -> list[Any]:
        found: list[Any] = []
        self.skip()
        if self.take("]"):
            return found
        while True:
            found.append(self.value(depth + 1))
            self.skip()
            if self.take("]"):
                return found
            self.need(",")

    def string(self) -> str:
        self.need('"')
        parts: list[str] = []
        while True:
            plain = _PLAIN.match(self.text, self.at)
            if plain is not None:
                parts.append(plain[0])
                self.at = plain.end()
            if self.take('"'):
                return _whole("".join(parts))
            self.need("\\")
            parts.append(self.escape())

    def escape(self) -> str:
        if self.take("u"):
            digits = _FOUR_HEX.match(self.text, self.at)
            if digits is None:
                raise Finding("not-a-badge")
            self.at = digits.end()
            return chr(int(digits[0], 16))
        letter = self.text[self.at : self.at + 1]
        if letter not in _SIMPLE_ESCAPES:
            raise Finding("not-a-badge")
        self.at += 1
        return _SIMPLE_ESCAPES[letter]

    def number(self) -> int | float:
        found = _NUMBER.match(self.text, self.at)
        if found is None:
            raise Finding("not-a-badge")
        self.at = found.end()
        return _exact(found[0])


def _whole(text: str) -> str:
    """Join escaped surrogate pairs; refuse halves and control characters."""
    if _SURROGATE.search(text):
        text = _PAIR.sub(
            lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text
        )
        if _SURROGATE.search(text):
            raise Finding("lone-surrogate")
    control = _CONTROL.search(text)
    if control:
        raise Finding("control-character", f"U+{ord(control[0]):04X}")
    return text


def _exact(text: str) -> int | float:
    # 16 digits are what canonical N-Quads write of a double; a finer number would not be signed,
    # and jsonld in JavaScript takes one below a millionth for nothing.
    number = float(text)
    digits = re.split("[eE]", text)[0].replace(".", "").lstrip("-0").rstrip("0")
    fits = _SMALLEST <= abs(number) <= _LARGEST or digits == ""
    if not fits or len(digits) > 16 or float(f"{number:.15E}") != number:
        raise Finding("number-out-of-range")
    return int(number) if number.is_integer() else number
