"""The gate for pictures from outside: what comes through is safe to publish and cheap to draw.

SVG, PNG and JPEG are judged by their bytes, not by their name, cleaned, and written anew. Whatever
is wrong becomes a sentence with a remedy, never a traceback.
"""

from collections.abc import Mapping

from msgspec import Struct

from badgesite.artwork.gate.inline import data_address
from badgesite.artwork.gate.raster_bytes import JPEG_START, clean_raster
from badgesite.artwork.gate.refusal import Limits, PictureRefused, RefusalError
from badgesite.artwork.gate.trial import try_drawing
from badgesite.artwork.gate.vector import clean_svg
from badgesite.artwork.geometry import number
from badgesite.artwork.png_chunks import PNG_START
from badgesite.errors import BadgesiteError

__all__ = [
    "Limits",
    "Picture",
    "PictureRefused",
    "own_logo",
    "own_picture_svg",
    "safe_picture",
    "safe_pictures",
]


class Picture(Struct, frozen=True):
    """A picture that passed: `kind` is `svg`, `png` or `jpeg`, `data` the cleaned bytes.

    `notes` continue "the picture NAME: …" and say what was left out.
    """

    kind: str
    data: bytes
    width: int
    height: int
    notes: tuple[str, ...] = ()


def safe_picture(data: bytes, name: str, limits: Limits | None = None) -> Picture | PictureRefused:
    """Return the cleaned picture, or why it is refused; `name` is its path, for the sentence.

    BadgesiteError only when this machine lacks what draws pictures.
    """
    return safe_pictures({name: data}, limits)[name]


def safe_pictures(
    pictures: Mapping[str, bytes], limits: Limits | None = None
) -> dict[str, Picture | PictureRefused]:
    """Return what `safe_picture` does for each of them, which takes little longer than for one."""
    limits = limits or Limits()
    cleaned = {name: _cleaned(data, limits) for name, data in pictures.items()}
    drawn = {name: each for name, each in cleaned.items() if isinstance(each, Picture)}
    refusals = try_drawing([_as_svg(picture) for picture in drawn.values()], limits)
    judged = cleaned | {
        name: refusal or picture
        for (name, picture), refusal in zip(drawn.items(), refusals, strict=True)
    }
    return {name: _named(name, each) for name, each in judged.items()}


def _named(name: str, judged: Picture | RefusalError) -> Picture | PictureRefused:
    if isinstance(judged, Picture):
        return judged
    return PictureRefused(f"the picture {name} {judged.reason}", judged.remedy)


def own_picture_svg(data: bytes, name: str) -> bytes:
    """Return a provider's badge picture as an SVG of 600 x 600, whatever its kind and shape.

    BadgesiteError when the gate refuses it; `badgesite check` says so before.
    """
    picture = _accepted(data, name)
    drawn = _as_svg(picture)
    if picture.width == picture.height:
        return drawn
    width, height = _fitted(picture)
    left, top = number((600 - width) / 2, 1), number((600 - height) / 2, 1)
    placed = f'<svg x="{left}" y="{top}"'.encode() + drawn.strip()[4:]
    return (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600" width="600" height="600">'
        + placed
        + b"</svg>\n"
    )


def own_logo(data: bytes, name: str) -> bytes:
    """Return a provider's logo, cleaned, in the form it has; BadgesiteError when refused."""
    return _accepted(data, name).data


def _accepted(data: bytes, name: str) -> Picture:
    checked = safe_picture(data, name)
    if isinstance(checked, PictureRefused):
        raise BadgesiteError(checked.sentence, checked.remedy)
    return checked


def _cleaned(data: bytes, limits: Limits) -> Picture | RefusalError:
    try:
        return _clean(data, limits)
    except RefusalError as error:
        return error


def _clean(data: bytes, limits: Limits) -> Picture:
    if len(data) > limits.bytes:
        raise RefusalError(f"is larger than {limits.bytes // 1_000_000} MB", "make it smaller")
    if not data.strip():
        raise RefusalError("is empty", "put a picture there, or remove its name")
    if data.startswith((PNG_START, JPEG_START)) or not _may_be_xml(data):
        return Picture(*clean_raster(data, limits))
    return Picture("svg", *clean_svg(data, limits))


def _as_svg(picture: Picture) -> bytes:
    return picture.data if picture.kind == "svg" else _framed(picture)


def _may_be_xml(data: bytes) -> bool:
    start = data[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    return start.startswith(b"<")


def _fitted(picture: Picture) -> tuple[int, int]:
    """Return the picture's size when its longer side is 600 pixels."""
    scale = 600 / max(picture.width, picture.height)
    return max(1, round(picture.width * scale)), max(1, round(picture.height * scale))


def _framed(picture: Picture) -> bytes:
    """Return a PNG or JPEG as an SVG of the same proportions, its longer side 600 pixels."""
    width, height = _fitted(picture)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {picture.width} {picture.height}" '
        f'width="{width}" height="{height}"><image width="{picture.width}" '
        f'height="{picture.height}" href="{data_address(picture.kind, picture.data)}"/></svg>\n'
    ).encode()
