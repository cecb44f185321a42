"""QR codes: read back by an independent reader, and equal to segno's own."""

import io
import re
from base64 import b64decode

import pytest
import segno
import zxingcpp
from PIL import Image

from badgesite.rendering.qr import qr

ADDRESSES = [
    "https://a.example/",
    "http://localhost:8000/credentials/1b9d6bcd-bbfd-8b2d-9b5d-ab8dfbbd4bed/",
    "https://name.github.io/some-repository/credentials/00000000-ffff-8b2d-9b5d-ab8dfbbd4bed/",
    "https://badges.example.org/" + "x" * 300,
    "https://bücher.example/straße/",
]


def picture(address: str) -> Image.Image:
    found = re.search(r'src="data:image/png;base64,([^"]+)"', qr(address))
    assert found
    return Image.open(io.BytesIO(b64decode(found[1])))


@pytest.mark.parametrize("address", ADDRESSES)
def test_another_reader_reads_the_address(address: str) -> None:
    image = picture(address).convert("L")
    large = image.resize((image.width * 6, image.height * 6), Image.Resampling.NEAREST)
    assert [each.text for each in zxingcpp.read_barcodes(large)] == [address]


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_is_the_code_that_segno_makes(address: str) -> None:
    image = picture(address)
    modules = [
        [0 if image.getpixel((x, y)) else 1 for x in range(4, image.width - 4)]
        for y in range(4, image.height - 4)
    ]
    own = segno.make_qr(address.encode(), error="m", mode="byte", mask=3, boost_error=False)
    assert modules == [list(row) for row in own.matrix]


def test_a_code_is_labelled_and_a_hostile_address_stays_text() -> None:
    made = qr('https://a.example/"><script>alert(1)</script>')
    assert "<script>" not in made
    assert 'alt="QR code"' in made


@pytest.mark.parametrize("length", [1, 14, 15, 26, 62, 84, 106, 122, 180, 181, 251, 500, 1_000])
def test_every_size_is_laid_out_as_segno_does_and_codes_are_told_from_the_first(
    length: int,
) -> None:
    for text in ("0" * length, ("a-Z/9~" * length)[:length]):
        test_it_is_the_code_that_segno_makes(text)
