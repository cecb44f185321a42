"""Placeholder."""


def bake_png(picture: bytes, credential: bytes) -> bytes:
    raise NotImplementedError


def bake_svg(picture: bytes, credential: bytes) -> bytes:
    raise NotImplementedError
