"""Digests of values: the same in every process, on every machine, in every run.

Used for the keys of planned outputs and for what the register remembers. Two different values
never have the same encoding: each is written with its kind and its length.
"""

import dataclasses
import hashlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from msgspec import Struct

from badgesite.errors import CanonicalError, Located


def digest(*parts: object) -> str:
    """Return the SHA-256 (hex) of the parts in order.

    Takes None, bool, int, float, str, bytes, date, datetime, UUID, enums, tuples, lists, mappings,
    sets, structs and dataclasses, nested. Fields that take no part in comparison (where a record is
    written) take no part here. Mappings and sets have no order. CanonicalError for other types.
    """
    return hashlib.sha256(_encoded(parts)).hexdigest()


def _framed(kind: bytes, body: bytes) -> bytes:
    return b"%s%d:%s" % (kind, len(body), body)


def _encoded(value: object) -> bytes:
    kind = type(value)
    encoder = _KNOWN.get(kind)
    if encoder is None:
        encoder = _KNOWN[kind] = _encoder(kind)
    try:
        return encoder(value)
    except UnicodeEncodeError:
        raise CanonicalError("a text has half of a character in it") from None


_KNOWN: dict[type[Any], Callable[[Any], bytes]] = {}


def _encoder(kind: type[Any]) -> Callable[[Any], bytes]:
    if issubclass(kind, Struct):
        names = kind.__struct_fields__
        return _record_encoder(kind, names[:-1] if issubclass(kind, Located) else names)
    if dataclasses.is_dataclass(kind):
        names = tuple(each.name for each in dataclasses.fields(kind) if each.compare)
        return _record_encoder(kind, names)
    for base, encoder in _ENCODERS:
        if issubclass(kind, base):
            return encoder
    raise CanonicalError(f"values of the type {kind.__name__} have no digest")


def _record_encoder(kind: type[Any], names: tuple[str, ...]) -> Callable[[Any], bytes]:
    head = _framed(b"c", kind.__name__.encode())
    labels = tuple((name, _framed(b"s", name.encode())) for name in names)

    def encode(value: Any) -> bytes:
        body = b"".join(label + _encoded(getattr(value, name)) for name, label in labels)
        return _framed(b"D", head + body)

    return encode


def _mapping(value: Mapping[object, object]) -> bytes:
    pairs = sorted((_encoded(key), _encoded(each)) for key, each in value.items())
    return _framed(b"M", b"".join(key + each for key, each in pairs))


def _enum(value: Enum) -> bytes:
    return _framed(b"E", _encoded(type(value).__name__) + _encoded(value.value))


# In order: an enum may be a str, a bool is an int, a datetime is a date.
_ENCODERS: tuple[tuple[type | tuple[type, ...], Callable[[Any], bytes]], ...] = (
    (type(None), lambda value: b"n"),
    (Enum, _enum),
    (bool, lambda value: b"t" if value else b"f"),
    (str, lambda value: _framed(b"s", value.encode())),
    (bytes, lambda value: _framed(b"b", value)),
    (int, lambda value: _framed(b"i", b"%d" % value)),
    (float, lambda value: _framed(b"r", repr(value).encode())),
    (datetime, lambda value: _framed(b"w", value.isoformat().encode())),
    (date, lambda value: _framed(b"d", value.isoformat().encode())),
    (UUID, lambda value: _framed(b"u", value.bytes)),
    ((tuple, list), lambda value: _framed(b"T", b"".join(map(_encoded, value)))),
    (Mapping, _mapping),
    ((set, frozenset), lambda value: _framed(b"S", b"".join(sorted(map(_encoded, value))))),
)
