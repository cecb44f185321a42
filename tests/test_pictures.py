"""The gate for pictures from outside: what it lets through, what it cleans, what it refuses."""

import base64
import io
import os
import struct
import zlib

import pytest
from PIL import Image

from badgesite.artwork import (
    Limits,
    Picture,
    PictureRefused,
    own_picture_svg,
    png,
    safe_picture,
    safe_pictures,
)
from badgesite.artwork.gate import trial
from badgesite.errors import BadgesiteError

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
PLACE = "content/images/seal.svg"


def svg(inside: str, attributes: str = 'viewBox="0 0 100 100"', before: str = "") -> bytes:
    return f"{before}<svg {NS} {attributes}>{inside}</svg>".encode()


def raster(kind: str, size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "#0b5f80").save(file, kind, **options)
    return file.getvalue()


def passed(data: bytes) -> Picture:
    result = safe_picture(data, PLACE)
    assert isinstance(result, Picture), result
    return result


def refused(data: bytes, limits: Limits | None = None) -> PictureRefused:
    begun = sum(os.times()[:4])  # of this process and its children, however busy the machine is
    result = safe_picture(data, PLACE, limits)
    assert isinstance(result, PictureRefused), result
    assert sum(os.times()[:4]) - begun < 10
    assert PLACE in result.sentence
    assert "Traceback" not in result.sentence
    assert result.remedy
    return result


CIRCLE = '<circle cx="50" cy="50" r="40" fill="#0b5f80"/>'


def test_a_plain_svg_passes_and_is_six_hundred_pixels_wide():
    picture = passed(svg(CIRCLE))
    assert (picture.kind, picture.width, picture.height) == ("svg", 600, 600)
    assert b"<circle" in picture.data
    assert png(picture.data, 64).startswith(b"\x89PNG")


def test_cleaning_twice_changes_nothing_more():
    once = passed(svg(f"<title>Seal &amp; sign</title>{CIRCLE}")).data
    assert passed(once).data == once


def test_a_doctype_without_entities_is_normal():
    doctype = (
        '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    )
    assert passed(svg(CIRCLE, before=doctype)).kind == "svg"


def test_a_picture_in_utf_16_is_written_as_utf_8():
    data = f'<?xml version="1.0" encoding="UTF-16"?>{svg(CIRCLE).decode()}'.encode("utf-16")
    assert passed(data).data.startswith(b"<svg ")


def test_rules_of_drawing_programs_become_attributes():
    sheet = "<style>.cls-1{fill:#fff;enable-background:new}#a{stroke:red}/* x */</style>"
    cleaned = passed(svg(f'{sheet}<rect id="a" class="cls-1" width="9" height="9"/>')).data
    assert b'fill="#fff"' in cleaned
    assert b'stroke="red"' in cleaned
    assert b"style" not in cleaned
    assert b"class" not in cleaned


def test_a_style_attribute_wins_over_a_rule():
    sheet = "<style>rect{fill:red}</style>"
    cleaned = passed(svg(f'{sheet}<rect style="fill:blue" width="9" height="9"/>')).data
    assert b'fill="blue"' in cleaned


def test_metadata_of_drawing_programs_is_left_out():
    extra = (
        '<metadata>x</metadata><sodipodi:namedview xmlns:sodipodi="http://sodipodi" a="1"/>'
        '<g xmlns:inkscape="http://inkscape" inkscape:label="x" data-name="y">'
    )
    cleaned = passed(svg(f"{extra}{CIRCLE}</g>")).data
    assert b"sodipodi" not in cleaned
    assert b"label" not in cleaned
    assert b"data-name" not in cleaned


def test_a_link_in_the_picture_goes_and_its_content_stays():
    cleaned = passed(svg(f'<a href="https://example.org">{CIRCLE}</a>')).data
    assert b"example.org" not in cleaned
    assert b"<circle" in cleaned


def test_effects_and_animation_are_left_out_with_a_note():
    inside = '<filter id="f"><feGaussianBlur stdDeviation="3"/></filter><animate/>' + CIRCLE
    picture = passed(svg(inside))
    assert b"filter" not in picture.data
    assert b"animate" not in picture.data
    assert any("effects" in note for note in picture.notes)
    assert any("animation" in note for note in picture.notes)


def test_a_picture_inside_is_kept_when_it_is_png_or_jpeg():
    address = "data:image/png;base64," + base64.b64encode(raster("PNG")).decode()
    cleaned = passed(svg(f'<image xlink:href="{address}" width="60" height="40"/>')).data
    assert b'href="data:image/png;base64,' in cleaned
    assert b"xlink" not in cleaned


SCRIPTS = {
    "script": "<script>alert(1)</script>",
    "script with another prefix": f'<x:script xmlns:x="http://www.w3.org/2000/svg" {NS}/>',
    "handler": '<rect onload="alert(1)" width="9" height="9"/>',
    "handler in capitals": '<rect ONCLICK="alert(1)" width="9" height="9"/>',
    "handler on a left-out element": '<filter onload="alert(1)"/>',
    "script within a left-out element": "<metadata><script/></metadata>",
    "javascript link": '<a href="javascript:alert(1)"><rect/></a>',
    "javascript link with white space": '<a xlink:href=" java&#10;script:alert(1)"><rect/></a>',
    "data document": '<use href="data:text/html,x"/>',
    "foreign object": "<foreignObject><p/></foreignObject>",
    "web page": '<p xmlns="http://www.w3.org/1999/xhtml">x</p>',
    "iframe": '<iframe src="x"/>',
}


@pytest.mark.parametrize("inside", SCRIPTS.values(), ids=SCRIPTS)
def test_a_picture_that_could_run_something_is_refused(inside):
    refused(svg(inside))


def test_an_animation_cannot_turn_a_link_into_a_script():
    inside = '<a href="#x"><set attributeName="href" to="javascript:alert(1)"/><rect/></a>'
    assert b"javascript" not in passed(svg(inside)).data


OUTSIDE = {
    "use": '<use href="http://127.0.0.1:9/x.svg#a"/>',
    "use of a file": '<use xlink:href="file:///etc/passwd#a"/>',
    "relative use": '<use href="other.svg#a"/>',
    "image": '<image href="https://example.org/x.png" width="9" height="9"/>',
    "image of a file": '<image href="/etc/hostname" width="9" height="9"/>',
    "svg in an image": '<image href="data:image/svg+xml;base64,PHN2Zy8+" width="9" height="9"/>',
    "fill": '<rect fill="url(http://example.org/#a)" width="9" height="9"/>',
    "fill with quotes": "<rect fill=\"url('//example.org/#a')\" width='9' height='9'/>",
    "clip path": '<rect clip-path="URL( http://example.org/#a )" width="9" height="9"/>',
    "style attribute": '<rect style="fill:url(http://example.org/a)" width="9" height="9"/>',
    "import": "<style>@import 'http://example.org/a.css';</style>",
    "font": "<style>@font-face{font-family:x;src:url(http://example.org/a)}</style>",
    "rule": "<style>rect{fill:url(//example.org/a)}</style><rect width='9' height='9'/>",
    "escaped import": r"<style>\40 import 'http://example.org/a.css';</style>",
    "gradient": '<linearGradient id="a" href="http://example.org/#b"/>',
}


@pytest.mark.parametrize("inside", OUTSIDE.values(), ids=OUTSIDE)
def test_a_picture_that_refers_outside_itself_is_refused(inside):
    refused(svg(inside))


def bomb(kind: str) -> str:
    """Ten levels, each drawing the one before ten times."""
    if kind == "use":
        levels = "".join(
            f'<g id="l{n}">' + f'<use href="#l{n - 1}"/>' * 10 + "</g>" for n in range(1, 11)
        )
        return f'<defs><g id="l0">{CIRCLE}</g>{levels}</defs><use href="#l10"/>'
    attribute = {"pattern": "fill", "mask": "mask", "clipPath": "clip-path"}.get(kind, "marker-mid")
    path = f"M0 0{'l1 1' * 10}"
    levels = "".join(
        f'<{kind} id="l{n}" width="9" height="9">'
        + f'<path d="{path}" {attribute}="url(#l{n - 1})"/>' * 10
        + f"</{kind}>"
        for n in range(1, 11)
    )
    return f'<{kind} id="l0">{CIRCLE}</{kind}>{levels}<path d="{path}" {attribute}="url(#l10)"/>'


@pytest.mark.parametrize("kind", ["use", "pattern", "mask", "marker", "clipPath"])
def test_a_picture_that_multiplies_itself_is_refused(kind):
    assert "elements" in refused(svg(bomb(kind))).sentence


@pytest.mark.parametrize(
    "inside",
    [
        '<g id="a"><use href="#a"/></g>',
        '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
        '<pattern id="p"><rect fill="url(#p)" width="9" height="9"/></pattern>'
        '<rect fill="url(#p)" width="9" height="9"/>',
    ],
    ids=["itself", "in a ring", "as a pattern"],
)
def test_a_picture_that_draws_itself_is_refused(inside):
    assert "itself" in refused(svg(inside)).sentence


def test_a_long_chain_of_references_is_refused_and_not_a_crash():
    chain = "".join(f'<g id="l{n}"><use href="#l{n + 1}"/></g>' for n in range(2000))
    refused(svg(chain))


def test_entities_are_refused():
    doctype = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    assert "entities" in refused(svg("<text>&b;</text>", before=doctype)).sentence


def test_an_entity_that_reads_a_file_is_refused():
    doctype = '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    assert "entities" in refused(svg("<text>&a;</text>", before=doctype)).sentence


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   ",
        b"<",
        b"<svg",
        b"<svg/>",
        b"<html/>",
        b"GIF89a.....",
        b"\x00\x01\x02",
        b"<?xml version='1.0' encoding='nonsense'?><svg/>",
        svg(CIRCLE)[:-3],
        svg("&undefined;"),
        svg("\x00"),
        svg(CIRCLE).replace(b"circle", b"circ\xffle"),
    ],
    ids=range(13),
)
def test_what_is_no_picture_is_refused_in_one_sentence(data):
    assert "\n" not in refused(data).sentence


@pytest.mark.parametrize(
    "attributes",
    [
        "",
        'width="100%" height="100%"',
        'viewBox="0 0 0 0"',
        'viewBox="0 0 -5 5"',
        'viewBox="0 0 1e9 1e9"',
        'viewBox="0 0 nan 5"',
        'viewBox="a b c d"',
        'viewBox="0 0 1 1000000"',
        'width="1e400" height="1"',
        'width="x" height="y"',
        'width="999999999" height="999999999"',
    ],
)
def test_an_absurd_or_missing_size_is_refused(attributes):
    refused(svg(CIRCLE, attributes))


def test_a_size_in_millimetres_is_understood():
    picture = passed(svg(CIRCLE, 'width="40mm" height="20mm"'))
    assert (picture.width, picture.height) == (600, 300)


LARGE = {
    "elements": "<g/>" * 6000,
    "depth": "<g>" * 60 + "</g>" * 60,
    "very deep": "<g>" * 100_000 + "</g>" * 100_000,
    "path": f'<path d="M0 0{"l1 1" * 50_000}"/>',
    "transform": f'<g transform="{"translate(1 1)" * 5000}"/>',
    "attributes": "<g " + " ".join(f'a{n}="1"' for n in range(200)) + "/>",
    "text": f"<text>{'x' * 1_500_000}</text>",
    "number": '<rect width="1e12" height="9"/>',
    "rules": "<style>" + "a{fill:red}" * 600 + "</style>",
}


@pytest.mark.parametrize("inside", LARGE.values(), ids=LARGE)
def test_a_picture_beyond_the_bounds_is_refused(inside):
    refused(svg(inside))


def test_a_file_of_ten_megabytes_is_refused_unread():
    assert "2 MB" in refused(svg(" " * 10_000_000)).sentence


DASHES = f'<path d="M0 0{"l99 .1-99 .1" * 4000}" stroke="red" stroke-dasharray=".02"/>'


def test_what_takes_too_long_to_draw_is_stopped_in_the_child():
    assert "too long" in refused(svg(DASHES), Limits(cpu_seconds=1)).sentence


def test_what_takes_too_long_by_the_clock_is_stopped_too():
    assert "too long" in refused(svg(DASHES), Limits(cpu_seconds=60, seconds=1)).sentence


def test_what_takes_too_much_memory_to_draw_is_refused():
    sheet = '<mask id="m" width="90000" height="90000"><rect width="90000" height="90000"/></mask>'
    drawn = '<rect mask="url(#m)" width="90000" height="90000"/>'
    refused(svg(sheet + drawn, 'viewBox="0 0 90000 90000"'), Limits(memory=200 << 20))


# ------------------------------------------------------------------ PNG and JPEG
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_raster_passes_and_becomes_an_svg_of_six_hundred(kind):
    picture = passed(raster(kind))
    assert (picture.kind, picture.width, picture.height) == (kind.lower(), 60, 40)
    drawn = Image.open(io.BytesIO(png(own_picture_svg(raster(kind), PLACE), 600)))
    assert drawn.size == (600, 600)
    assert drawn.getpixel((300, 300))[3] == 255
    assert drawn.getpixel((300, 20))[3] == 0


def test_comments_and_camera_data_are_taken_out():
    photograph = Image.Exif()
    photograph[0x010E] = "taken at home"
    jpeg = raster("JPEG", exif=photograph, comment=b"secret")
    assert b"taken at home" in jpeg
    cleaned = passed(jpeg).data
    assert b"taken at home" not in cleaned
    assert b"secret" not in cleaned
    assert Image.open(io.BytesIO(cleaned)).size == (60, 40)


def test_a_progressive_jpeg_passes():
    cleaned = passed(raster("JPEG", progressive=True)).data
    assert Image.open(io.BytesIO(cleaned)).info["progressive"]


def test_an_interlaced_png_passes():
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 1)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(2))) + chunk(b"IEND", b"")
    assert passed(b"\x89PNG\r\n\x1a\n" + body).kind == "png"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def handmade(width: int, height: int, pixels: bytes, extra: bytes = b"") -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(pixels, 9))
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b"")


def test_text_chunks_and_what_follows_the_end_are_taken_out():
    noisy = handmade(2, 2, bytes(6), chunk(b"tEXt", b"Comment\0secret")) + b"trailing"
    cleaned = passed(noisy).data
    assert b"secret" not in cleaned
    assert b"trailing" not in cleaned


BROKEN = {
    "cut short": raster("PNG")[:-20],
    "checksum": raster("PNG").replace(b"IHDR", b"IHDS"),
    "bomb": handmade(10, 10, bytes(50_000_000)),
    "missing pixels": handmade(1000, 1000, bytes(5)),
    "too wide": handmade(100_000, 1, bytes(100_001)),
    "no pixels": b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + chunk(b"IEND", b""),
    "many chunks": handmade(2, 2, bytes(6), chunk(b"tEXt", b"a\0b") * 6000),
    "huge length": b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR",
    "jpeg cut short": raster("JPEG")[:60],
    "jpeg without end": raster("JPEG")[:-2],
    "jpeg with nothing": b"\xff\xd8\xff\xd9",
    "jpeg of fill bytes": b"\xff\xd8" + b"\xff" * 100_000,
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_a_broken_or_oversized_raster_is_refused(data):
    refused(data)


def test_own_picture_svg_names_the_picture_it_cannot_take():
    with pytest.raises(BadgesiteError, match=PLACE) as caught:
        own_picture_svg(b"<svg/>", PLACE)
    assert caught.value.remedy


# ------------------------------------------------------------------ how often something is drawn
@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What was sent to the children that draw, one entry a child; nothing is known yet."""
    sent = list[bytes]()
    run = trial.subprocess.run

    def counted(*arguments: object, input: bytes, **named: object) -> object:
        sent.append(input)
        return run(*arguments, input=input, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(trial.subprocess, "run", counted)
    monkeypatch.setattr(trial, "_came_through", set())
    return sent


def circle(radius: int) -> bytes:
    return svg(f'<circle cx="50" cy="50" r="{radius}" fill="#0b5f80"/>')


def test_several_pictures_share_one_child_and_none_is_drawn_twice(children: list[bytes]):
    pictures = {f"{radius}.svg": circle(radius) for radius in range(10, 20)}
    first = safe_pictures(pictures)
    assert len(children) == 1
    assert safe_pictures(pictures) == first
    assert safe_picture(pictures["12.svg"], "12.svg") == first["12.svg"]
    assert len(own_picture_svg(pictures["12.svg"], "12.svg")) > 50
    assert len(children) == 1


def test_one_that_cannot_be_drawn_is_named_and_the_others_pass(
    children: list[bytes], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(trial, "_CHILD", _FAILS_AT_A_RADIUS_OF_13)
    pictures = {f"{radius}.svg": circle(radius) for radius in (12, 13, 14)}
    judged = safe_pictures(pictures)
    kinds = {name: type(each) for name, each in judged.items()}
    assert kinds == {"12.svg": Picture, "13.svg": PictureRefused, "14.svg": Picture}
    assert judged["13.svg"].sentence == "the picture 13.svg cannot be drawn"
    assert len(children) == 1 + 3
    safe_picture(pictures["13.svg"], "13.svg")
    assert len(children) == 1 + 3 + 1, "what was refused is tried again"


_FAILS_AT_A_RADIUS_OF_13 = "import sys; sys.exit(b'r=\"13\"' in sys.stdin.buffer.read())"


def test_what_came_through_is_tried_again_within_other_limits(children: list[bytes]):
    safe_picture(circle(30), PLACE)
    safe_picture(circle(30), PLACE, Limits(cpu_seconds=2))
    assert len(children) == 2
