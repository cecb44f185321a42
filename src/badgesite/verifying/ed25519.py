"""Ed25519 signatures, without the leniency that libraries differ about.

RFC 8032 §5.1.7, and as WebCrypto has it (Secure Curves, Ed25519 verify): S is below L, and neither
the key nor R is a point of small order, under which one signature fits many messages.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_L = 2**252 + 27742317777372353535851937790883648493  # the order of the base point
_P = 2**255 - 19
_ORDER_8 = (
    0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
    0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD83D3D706A17C7,
)
# The y of all points of order 1, 2, 4 and 8, and the forms of them that are not below p.
_SMALL = frozenset({0, 1, _P - 1, _P, _P + 1, *_ORDER_8})


def is_in_order(signature: bytes) -> bool:
    """Whether S < L: else one signature could be written in two ways."""
    return int.from_bytes(signature[32:], "little") < _L


def is_signature(key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether these 64 bytes are this key's signature of the message."""
    if _is_small(key) or _is_small(signature[:32]):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _is_small(point: bytes) -> bool:
    return int.from_bytes(point, "little") % 2**255 in _SMALL
