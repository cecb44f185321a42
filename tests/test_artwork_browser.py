"""What a browser shows and what CairoSVG draws is the same picture."""

import base64
import io

import pytest
from msgspec.structs import replace
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser

from badgesite.artwork import SHAPES, BadgeArt, ShareCard, badge_svg, png, share_card_svg

pytestmark = pytest.mark.browser

ART = BadgeArt(
    name="Łukasz und Zoë",
    id="simulation",
    issuer="Harbour First Aid",
    level=3,
    levels=4,
    icon="gear",
)
PAGE = '<body style="margin:0;background:#fff"><img src="data:image/svg+xml;base64,{}">'


@pytest.fixture(scope="module")
def browser(chromium: Browser) -> Browser:
    return chromium


def shown(browser: Browser, svg: bytes, width: int, height: int) -> Image.Image:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_content(PAGE.format(base64.b64encode(svg).decode()))
    page.locator("img").evaluate("image => image.decode()")
    taken = page.screenshot()
    page.close()
    return Image.open(io.BytesIO(taken)).convert("RGB")


def drawn(svg: bytes, width: int) -> Image.Image:
    picture = Image.open(io.BytesIO(png(svg, width))).convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")


def mean_difference(one: Image.Image, other: Image.Image) -> float:
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


@pytest.mark.parametrize("variant", ["full", "small", "ghost", "final"])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_badge_looks_the_same_in_both(browser, shape, variant):
    svg = badge_svg(replace(ART, shape=shape), variant)
    assert mean_difference(shown(browser, svg, 600, 600), drawn(svg, 600)) < 1.5


def test_a_card_looks_the_same_in_both(browser):
    card = ShareCard(
        "Advanced Response", "Level 2 of 4", "Harbour", "example.org", who="Zoë earned"
    )
    svg = share_card_svg(card, badge_svg(ART))
    assert mean_difference(shown(browser, svg, 1200, 630), drawn(svg, 1200)) < 1.5
