"""Badges and cards drawn from data: what stands on them, and that they are the same everywhere."""

import io
import math
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace
from PIL import Image, ImageChops, ImageStat

from badgesite.artwork import (
    MARKS,
    SHAPES,
    VARIANTS,
    BadgeArt,
    Picture,
    ShareCard,
    SheetEntry,
    SheetGroup,
    badge_notes,
    badge_svg,
    card_pictures,
    contact_sheet,
    favicon_svg,
    hero_svg,
    icon_names,
    outlines,
    png,
    safe_picture,
    share_card_png,
    share_card_svg,
)
from badgesite.artwork.marks import marks_svg
from badgesite.artwork.raster import pixels
from badgesite.artwork.shapes import LAYOUTS, outline
from badgesite.errors import BadgesiteError, ThemeError

ART = BadgeArt(
    name="Advanced Scenario Simulation",
    id="simulation",
    issuer="Harbour First Aid",
    level=3,
    levels=4,
    icon="siren",
)
CARD = ShareCard(
    title="Advanced Response",
    line="Level 2 of 4, First Aid Professional",
    issuer="Harbour First Aid",
    domain="harbourfirstaid.example",
    who="Florence Nightingale earned",
    icon="anchor",
)
NAMES = {
    "three letters": "CPR",
    "one long word": "Donaudampfschifffahrtsgesellschaftskapitän",
    "sixty letters": "Advanced Paediatric Emergency Skills for Community Responders",
    "three hundred letters": "Very long name " * 20,
    "diacritics": "Łukasz Ćwikliński: Świętość Źdźbła",
    "combining marks": "Zoe\u0308 Ame\u0301lie",
    "Vietnamese": "Kỹ năng sơ cứu Nguyễn",
    "Greek": "Πρώτες Βοήθειες",
    "Cyrillic": "Первая помощь",
    "Arabic": "الإسعافات الأولية",
    "Hebrew with Latin": "עזרה ראשונה CPR 2",
    "Devanagari": "प्राथमिक चिकित्सा",
    "Thai": "การปฐมพยาบาล",
    "Chinese": "急救基础",
    "Japanese": "応急手当の基礎",
    "emoji": "First Aid 🚑",
    "only emoji": "🚑",
    "markup": "</title><script>alert(\"1\")</script> & 'x'",
    "control characters": "a\u202eb\u0000c\u200bd",
    "empty": "",
}


ALLOWED = frozenset(
    {"svg", "title", "defs", "linearGradient", "stop", "clipPath"}
    | {"path", "g", "use", "ellipse", "rect", "circle"}
)


def picture(svg: bytes, width: int = 300) -> Image.Image:
    return Image.open(io.BytesIO(png(svg, width))).convert("RGBA")


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference of two pictures on white, of 255."""
    ground = Image.new("RGBA", one.size, "white")
    pair = [Image.alpha_composite(ground, each).convert("RGB") for each in (one, other)]
    return sum(ImageStat.Stat(ImageChops.difference(*pair)).mean) / 3


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_well_formed_and_small(shape, variant):
    drawn = badge_svg(replace(ART, shape=shape), variant)
    root = ElementTree.fromstring(drawn)
    assert root.get("width") == root.get("height") == "600"
    most = {"full": 21_500, "final": 21_500, "small": 13_000, "ghost": 4_000}[variant]
    assert len(drawn) < most


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_badge_needs_no_font_no_style_and_nothing_outside(shape, variant):
    drawn = badge_svg(replace(ART, shape=shape), variant).decode()
    names = {each.tag.rpartition("}")[2] for each in ElementTree.fromstring(drawn).iter()}
    assert names <= ALLOWED
    assert all(target.startswith("#") for target in re.findall(r'href="([^"]*)', drawn))


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_any_name_gives_a_picture(name):
    drawn = badge_svg(replace(ART, name=name, icon=None))
    ElementTree.fromstring(drawn)
    assert len(drawn) < 40_000
    badge_notes(replace(ART, name=name))


def test_a_name_no_font_can_write_is_left_out_and_noted():
    art = replace(ART, name="急救基础")
    assert "急" in badge_notes(art)[0]
    small, full = badge_svg(art, "small"), badge_svg(art)
    assert difference(picture(small), picture(full)) == 0


def test_pictographs_alone_are_left_out_of_a_name():
    with_emoji = badge_svg(replace(ART, name="First Aid 🚑"))
    without = badge_svg(replace(ART, name="First Aid"))
    assert difference(picture(with_emoji), picture(without)) == 0
    assert "pictographs" in badge_notes(replace(ART, name="First Aid 🚑"))[0]


def test_a_name_that_fits_needs_no_note():
    assert badge_notes(ART) == ()


def test_a_name_too_long_is_shortened_and_noted():
    assert "shortened" in badge_notes(replace(ART, name="Very long name " * 20))[0]


def test_an_issuer_too_long_to_read_is_left_out_and_noted():
    art = replace(ART, issuer="The Honourable Society of Harbour First Aid Trainers of the West")
    assert "left out" in badge_notes(art)[0]


def test_composed_and_decomposed_names_are_drawn_the_same():
    composed = badge_svg(replace(ART, name="Zo\u00eb"))
    assert badge_svg(replace(ART, name="Zoe\u0308")) == composed


def test_hostile_text_stays_text():
    drawn = badge_svg(replace(ART, name=NAMES["markup"])).decode()
    assert "<script" not in drawn
    assert ElementTree.fromstring(drawn)[0].text == NAMES["markup"]


def test_levels_are_told_apart_without_colour():
    grey = [
        picture(badge_svg(replace(ART, level=level), "small"), 64).convert("LA").resize((1, 1))
        for level in (1, 2, 3, 4)
    ]
    shades = [each.getpixel((0, 0))[0] for each in grey]
    assert shades == sorted(shades, reverse=True)
    assert min(a - b for a, b in pairwise(shades)) > 10


def test_two_badges_have_different_fine_lines():
    assert badge_svg(replace(ART, id="one")) != badge_svg(replace(ART, id="two"))


def test_two_badges_in_one_page_name_nothing_alike():
    one, two = badge_svg(replace(ART, id="one")), badge_svg(replace(ART, id="two"))
    found = [set(re.findall(rb'id="([^"]+)"', each)) for each in (one, two)]
    assert not found[0] & found[1]


def test_a_badge_without_an_icon_shows_its_initials():
    art = replace(ART, name="Basic Life Support", icon=None)
    assert badge_svg(art, "small") == badge_svg(replace(art, icon="no-such-icon"), "small")
    assert badge_svg(art, "small") != badge_svg(replace(art, icon="star"), "small")


def test_a_badge_that_stands_alone_has_no_marks():
    alone = badge_svg(replace(ART, level=1, levels=1), "ghost")
    assert len(alone) < len(badge_svg(replace(ART, level=1, levels=2), "ghost"))


@pytest.mark.parametrize("icon", icon_names())
def test_every_icon_can_be_drawn(icon):
    drawn = picture(badge_svg(replace(ART, icon=icon), "small"), 64)
    assert difference(drawn, picture(badge_svg(replace(ART, icon="star"), "small"), 64)) > 0 or (
        icon == "star"
    )


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("levels", [2, 5, 8, 30])
def test_any_number_of_levels_fits(mark, levels):
    ElementTree.fromstring(badge_svg(replace(ART, mark=mark, level=levels, levels=levels)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"shape": "blob"},
        {"mark": "dot"},
        {"brand": "blue"},
        {"accent": "#fff"},
        {"brand": '"/><script/>'},
    ],
    ids=str,
)
def test_a_wrong_choice_is_one_sentence_with_a_remedy(wrong):
    with pytest.raises(ThemeError) as caught:
        badge_svg(replace(ART, **wrong))
    assert caught.value.remedy


def test_an_unknown_variant_is_one_sentence():
    with pytest.raises(ThemeError, match="tiny"):
        badge_svg(ART, "tiny")


def test_our_own_badges_pass_the_gate_for_others():
    assert isinstance(safe_picture(badge_svg(ART), "badge.svg"), Picture)


# ------------------------------------------------------------------ PNG
def test_a_png_is_as_wide_as_asked_and_the_same_every_time():
    one, two = png(badge_svg(ART), 320), png(badge_svg(ART), 320)
    assert one == two
    assert Image.open(io.BytesIO(one)).size == (320, 320)


def test_a_png_opens_nothing_outside(tmp_path: Path):
    seen = tmp_path / "seen.png"
    seen.write_bytes(png(badge_svg(ART), 10))
    for address in (f"file://{seen}", str(seen), "http://127.0.0.1:9/x.png"):
        drawn = (
            '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
            f'<image href="{address}" width="9" height="9"/></svg>'
        )
        try:
            shown = Image.open(io.BytesIO(png(drawn.encode(), 9))).getextrema()
        except BadgesiteError:
            continue
        assert shown[3] == (0, 0)


MISSING = """
import ctypes.util, sys
ctypes.util.find_library = lambda name: None
import cffi.api
def refuse(self, *names):
    raise OSError("cannot open shared object file")
cffi.api.FFI.dlopen = refuse
from badgesite.artwork import png
from badgesite.errors import BadgesiteError
try:
    png(b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>', 1)
except BadgesiteError as error:
    print(error, "|", error.remedy)
"""


def python(code: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(sys.path)} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_a_missing_cairo_is_one_sentence_with_the_command_to_run():
    said = python(MISSING)
    assert "cairo" in said
    assert "apt-get install libcairo2" in said
    assert "brew install cairo" in said


SUM = """
from hashlib import sha256
from badgesite.artwork import *
art = BadgeArt("Łukasz Świętość", "one", "Harbour", "rosette", 2, 4, None)
print(sha256(badge_svg(art) + share_card_svg(ShareCard("a", "b", "c", "d"), b"")).hexdigest())
"""


def test_the_same_bytes_under_another_zone_locale_and_hash_seed():
    one = python(SUM, TZ="UTC", LC_ALL="C", PYTHONHASHSEED="1")
    two = python(SUM, TZ="Asia/Kathmandu", LC_ALL="de_DE.UTF-8", PYTHONHASHSEED="2")
    assert one == two


def test_drawing_an_svg_does_not_import_cairosvg():
    said = python(f"import sys\n{SUM}\nprint('cairosvg' in sys.modules)")
    assert said.endswith("False\n")


# ------------------------------------------------------------------ cards and tiles
def test_a_card_is_1200_by_630_and_under_a_megabyte():
    made = png(share_card_svg(CARD, badge_svg(ART)), 1200)
    assert Image.open(io.BytesIO(made)).size == (1200, 630)
    assert len(made) < 1_000_000


@pytest.mark.parametrize("brand", ["#0b5f80", "#ffdd00"])
def test_a_card_upon_its_ground_is_the_card_drawn_as_a_whole(brand):
    card, badge = replace(CARD, brand=brand), badge_svg(replace(ART, brand=brand))
    assert share_card_png(card, badge) == png(share_card_svg(card, badge), 1200)


def test_the_ground_of_cards_is_drawn_once_for_a_brand(monkeypatch):
    drawn = list[bytes]()
    monkeypatch.setattr(
        card_pictures, "pixels", lambda svg, width, *upon: drawn.append(svg) or pixels(svg, width)
    )
    card_pictures._drawn_once.cache_clear()
    for title in ("First Aid", "Rescue", "Watch"):
        share_card_png(replace(CARD, title=title), badge_svg(ART))
    assert len(drawn) == 1
    card_pictures._drawn_once.cache_clear()


def test_a_card_has_no_text_that_a_machine_could_draw_otherwise():
    drawn = share_card_svg(CARD, badge_svg(ART))
    assert b"<text" not in drawn
    assert b"font" not in drawn


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_any_title_gives_a_card(name):
    card = replace(CARD, title=name, who=name, issuer=name, line=name)
    ElementTree.fromstring(share_card_svg(card, badge_svg(replace(ART, name=name))))


def test_a_card_takes_a_cleaned_picture_of_the_providers_own():
    own = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="600" height="600">' + (
        b'<rect width="9" height="9" fill="#ff0000"/></svg>'
    )
    shown = picture(share_card_svg(CARD, own), 1200)
    assert shown.getpixel((312, 310)) == (255, 0, 0, 255)


def test_tiles_are_small_and_well_formed():
    for made in (
        favicon_svg("Harbour", None, "#f5d142"),
        hero_svg(),
    ):
        ElementTree.fromstring(made)
        assert len(made) < 3_000


def test_the_contact_sheet_shows_every_badge_and_what_was_left_out():
    def entry(art):
        drawn = tuple((variant, badge_svg(art, variant)) for variant in ("full", "small", "ghost"))
        return SheetEntry(art.name, "level 1", drawn, badge_notes(art))

    group = SheetGroup("A <pathway>", (entry(ART), entry(replace(ART, name="急救 <b>", id="b"))))
    page = contact_sheet([group], "Badges").decode()
    assert page.count("<li>") == 2
    assert [page.count(f'width="{size}"') for size in (256, 64, 32)] == [4, 8, 4]
    assert "&lt;b&gt;" in page
    assert "<h2>A &lt;pathway&gt;</h2>" in page
    assert "left out" in page
    assert "http" not in page.replace("http-equiv", "")


def spots(d: str) -> list[tuple[int, int]]:
    """Return the points of a path of lines and curves in absolute tenths of a pixel."""
    x = y = 0
    found = []
    for command, text in re.findall(r"([MmLlHhVvQqZz])([^MmLlHhVvQqZz]*)", d):
        numbers = [int(each) for each in re.findall(r"-?[0-9]+", text)]
        assert command not in "MLQHV" or command == "M", command
        if command in "hv":
            for each in numbers:
                x, y = (x + each, y) if command == "h" else (x, y + each)
                found.append((x, y))
            continue
        size = {"q": 4}.get(command, 2)
        for at in range(0, len(numbers), size):
            step = numbers[at : at + size]
            x, y = (step[-2], step[-1]) if command == "M" else (x + step[-2], y + step[-1])
            found.append((x, y))
    return found


def test_words_on_the_rim_keep_one_distance_from_the_middle():
    text, radius, size = "HARBOUR FIRST AID", 200.0, 20.0
    drawn = outlines.arc_path(text, centre=(300, 300), radius=radius, size=size, tracking=0.14)
    far = [math.hypot(x - 3000, y - 3000) / 10 for x, y in spots(drawn)]
    assert min(far) > radius - 0.5  # capitals stand on the line
    assert radius + 0.6 * size < max(far) < radius + 0.85 * size  # and are as high as they are
    xs = [x / 10 - 300 for x, _ in spots(drawn)]
    assert abs(min(xs) + max(xs)) < 3  # as far to the left as to the right


@pytest.mark.parametrize("shape", ["circle", "rosette"])
def test_a_script_whose_letters_join_stays_straight(shape):
    latin = replace(ART, shape=shape)
    arabic = replace(latin, issuer="إسعاف الميناء", name="X")
    assert outlines.stands_alone(latin.issuer)
    assert not outlines.stands_alone(arabic.issuer)
    assert badge_svg(arabic) != badge_svg(replace(arabic, issuer=""))


@pytest.mark.parametrize("shape", SHAPES)
def test_marks_and_words_keep_clear_of_the_rim(shape):
    """Nothing of the level marks lies outside the field, and nothing on the band."""
    layout = LAYOUTS[shape]
    for levels in (2, 4, 8):
        row = marks_svg("chevron", levels, levels, layout.marks_y, 32.0, "#000")
        ys = [y / 10 for d in re.findall(r' d="([^"]*)"', row) for _, y in spots(d)]
        assert min(ys) > layout.band_bottom
        inner = [piece.end for piece in outline(shape, 46)]
        assert max(ys) < max(y for _, y in inner)
