"""One colour and a logo make the example another provider's; a second theme is as accessible."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser
from test_pages_built import settled

import second_brand
from badgesite.artwork import palette
from badgesite.build import Request, build
from badgesite.build.certificates import certificates
from conftest import Example, Host, Quiet

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@dataclass(frozen=True)
class Second:
    site: Path
    url: str


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory, example: Example) -> Iterator[Second]:
    """The example under the second brand, in the theme called ledger."""
    root = example.copy(tmp_path_factory.mktemp("second"))
    second_brand.rebrand(root, theme="ledger")
    host = Host()
    build(Request(root, base_url=host.url), Quiet())
    host.folder = root / "site"
    yield Second(root / "site", host.url)
    host.close()


def first(site: Path, pattern: str) -> str:
    return next(iter(sorted(site.glob(pattern)))).parent.relative_to(site).as_posix() + "/"


def test_nothing_of_the_first_brand_is_left(second: Second, example: Any) -> None:
    told = palette(second_brand.FIRST["colour"], second_brand.FIRST["accent"])
    old = {told.brand_light, told.brand_dark, told.brand_deep, told.accent}
    kinds = ("**/*.css", "**/*.svg", "**/*.html")

    def files(site: Path) -> Iterator[tuple[str, str]]:
        for kind in kinds:
            for path in sorted(site.glob(kind)):
                yield path.relative_to(site).as_posix(), path.read_text(encoding="utf-8")

    assert any(colour in text for _, text in files(example.site) for colour in old)
    found = {
        (path, colour)
        for path, text in files(second.site)
        if "badgesite.css" not in path
        for colour in old
        if colour in text
    }
    assert not found


@pytest.mark.parametrize("picture", ["badge.png", "card.png"])
def test_artwork_and_cards_have_the_new_hue(second: Second, example: Any, picture: str) -> None:
    def hue(site: Path) -> float:
        data = (site / f"badges/advanced-response/{picture}").read_bytes()
        whole = Image.open(io.BytesIO(data)).convert("RGBA")
        ground = Image.new("RGBA", whole.size, "#fff")
        small = Image.alpha_composite(ground, whole).convert("RGB").resize((32, 32))
        pixels = [small.getpixel((x, y)) for x in range(32) for y in range(32)]
        red, blue = (sum(each[at] for each in pixels) for at in (0, 2))
        return red / blue

    assert hue(example.site) < 0.9  # blue
    assert hue(second.site) > 1.05  # red


def test_certificates_have_the_new_colour_and_logo(
    second: Second, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[bytes] = []
    monkeypatch.setattr("badgesite.artwork.pdf", lambda svg: drawn.append(svg) or b"%PDF-")
    list(certificates(second.site.parent, {}, "florence-nightingale", None, "a4").files)
    assert drawn
    new = palette(second_brand.COLOUR, second_brand.ACCENT)
    old = palette(second_brand.FIRST["colour"], second_brand.FIRST["accent"])
    for svg in drawn:
        assert b"M18 2 34 34H2" in svg
        assert new.brand_light.encode() in svg
        assert old.brand_light.encode() not in svg


def test_the_logo_is_the_new_one(second: Second) -> None:
    assert "M18 2 34 34H2" in (second.site / "assets/logo.svg").read_text()
    header = (second.site / "index.html").read_text().split("</header>")[0]
    assert "assets/logo.svg" in header
    assert "logo-dark" not in header


def test_the_theme_changes_what_it_names_and_nothing_else(second: Second, example: Any) -> None:
    home, other = ((site / "index.html").read_text() for site in (second.site, example.site))
    assert 'class="title-page' in home
    assert 'class="band hero' not in home
    assert 'class="band hero' in other
    backpack = "learners/florence-nightingale/index.html"
    assert 'class="colophon"' in (second.site / backpack).read_text()
    main = re.compile(r"<main.*</main>", re.DOTALL)
    here, there = (
        main.search((site / backpack).read_text()) for site in (second.site, example.site)
    )
    assert here and there
    plain = [
        re.sub(r"http://localhost:[0-9]+|(?<=base64,)[^\"]*|%3A[0-9]+", "", each.group())
        for each in (here, there)
    ]
    assert plain[0] == plain[1]
    sheet = (second.site / "assets/badgesite.css").read_text()
    assert sheet.index("--rule:") > sheet.index("--radius:8px")
    assert len(sheet) <= 15_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_second_theme_is_accessible(
    second: Second, chromium: Browser, width: int, scheme: str
) -> None:
    pages = [
        "",
        "pathways/",
        "pathways/first-aid-professional/",
        "badges/instructor/",
        "skills/",
        "issuer/",
        "learners/florence-nightingale/",
        "verify/",
        first(second.site, "credentials/*/credential.json"),
    ]
    context = chromium.new_context(
        reduced_motion="reduce",
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": width, "height": 800},
    )
    page = context.new_page()
    found: dict[str, object] = {}
    for path in pages:
        settled(page, second.url + path)
        told = Axe().run(page).response["violations"]
        if told:
            found[path] = [(each["id"], each["nodes"][0]["html"][:200]) for each in told]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found[f"{path} width"] = wide
    context.close()
    assert not found
