"""PNG and JPEG carried inside an SVG as `data:` addresses: through the same gate as files."""

import base64
import binascii

from badgesite.artwork.gate.raster_bytes import clean_raster
from badgesite.artwork.gate.refusal import Limits, RefusalError


def inline_image(address: str, limits: Limits) -> str:
    """Return the `data:` address with a cleaned PNG or JPEG; RefusalError for anything else."""
    head, comma, body = address.partition(",")
    if not comma or not head.lower().replace(" ", "").endswith(";base64"):
        raise RefusalError("carries a picture that is not PNG or JPEG", "put a PNG or JPEG inside")
    try:
        data = base64.b64decode("".join(body.split()), validate=True)
    except (binascii.Error, ValueError):
        raise RefusalError("carries a broken picture inside") from None
    kind, cleaned, _, _ = clean_raster(data, limits)
    return data_address(kind, cleaned)


def data_address(kind: str, data: bytes) -> str:
    """Return bytes as a `data:` address; `kind` is `png` or `jpeg`."""
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
