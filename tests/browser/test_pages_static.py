"""Pages in a real browser, made from views: accessible, inside the screen, and true to the day."""

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from axe_playwright_python.sync_playwright import Axe
from msgspec.structs import replace
from playwright.sync_api import Browser, Page

from badgesite import artwork
from badgesite.artwork import BadgeArt
from badgesite.package_files import built_folder
from badgesite.rendering import Theme, stylesheet
from badgesite.rendering.words import name_size
from page_views import FRAME, PAGES, PATHS

pytestmark = pytest.mark.browser

SHOWN = [name for name in PAGES if name != "moved"]  # that one leads away at once


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Every page with its assets on a local server, below a path; the address of the root."""
    folder = tmp_path_factory.mktemp("site")
    server = ThreadingHTTPServer(("localhost", 0), partial(Quiet, directory=str(folder)))
    base = f"http://localhost:{server.server_port}/badges-site/"
    theme, frame = Theme.load(), replace(FRAME, base_url=base, mode="demo")
    root = folder / "badges-site"
    files = {f"assets/{name}": data for name, data in theme.static_files().items()}
    palette = artwork.palette("#0b5f80", "#f0b64a")
    files["assets/brand.css"] = stylesheet.brand_css(palette, "atkinson")
    built = built_folder()
    icons = {path.stem: path.read_text() for path in (built / "icons").glob("*.svg")}
    files["assets/icons.css"] = stylesheet.icons_css(icons | dict(theme.icons()))
    for path in (built / "fonts").glob("*.woff2"):
        files[f"assets/fonts/{path.name}"] = path.read_bytes()
    files["assets/icon.svg"] = artwork.favicon_svg("Harbour First Aid", "anchor", "#0b5f80")
    files["assets/hero.svg"] = artwork.hero_svg()
    files["assets/verify.js"] = b""
    for name, render in PAGES.items():
        file = "404.html" if name == "404" else f"{PATHS[name]}index.html"
        files[file] = render(theme, frame)
    pictures = {p.decode() for each in files.values() for p in re.findall(rb"badges/\w+/", each)}
    drawn = artwork.badge_svg(BadgeArt("Badge", "badge", "Harbour First Aid"), "small")
    for picture in pictures:
        for kind in ("badge", "badge-small", "badge-ghost"):
            files[f"{picture}{kind}.svg"] = drawn
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield base
    server.shutdown()
    server.server_close()
    thread.join()


def address(site: str, name: str) -> str:
    return site + ("404.html" if name == "404" else PATHS[name])


def opened(chromium: Browser, **options: object) -> Page:
    return chromium.new_context(reduced_motion="reduce", **options).new_page()  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_pages_stay_inside_the_screen(site: str, chromium: Browser, width: int) -> None:
    page = opened(chromium, viewport={"width": width, "height": 800})
    wide = {}
    for name in SHOWN:
        page.goto(address(site, name))
        wide[name] = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.context.close()
    assert {name: by for name, by in wide.items() if by > 0} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible(site: str, chromium: Browser, scheme: str) -> None:
    # The checker is injected, which the pages' own policy rightly forbids.
    page = opened(chromium, color_scheme=scheme, bypass_csp=True)
    found = {}
    for name in SHOWN:
        page.goto(address(site, name))
        found[name] = [each["id"] for each in Axe().run(page).response["violations"]]
    page.context.close()
    assert {name: ids for name, ids in found.items() if ids} == {}


def test_pages_load_without_a_complaint_and_ask_no_other_host(site: str, chromium: Browser) -> None:
    page = opened(chromium)
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    for name in SHOWN:
        page.goto(address(site, name), wait_until="networkidle")
    page.context.close()
    missing = [each for each in complaints if "404" not in each or "fonts/" not in each]
    assert [each for each in missing if "Failed to load resource" not in each] == []
    assert {each for each in requests if not each.startswith((site, "data:"))} == set()


def test_the_theme_is_chosen_kept_and_set_before_the_first_paint(
    site: str, chromium: Browser
) -> None:
    page = opened(chromium, color_scheme="light")
    page.goto(address(site, "home"))
    page.click("[data-theme-toggle]")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.goto(address(site, "badges"))
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(15, 19, 24)"
    page.context.close()


@pytest.mark.parametrize(("day", "words"), [("2026-06-14", "Current"), ("2026-06-15", "Expired")])
def test_a_badge_is_current_to_its_last_day_and_expired_from_the_next(
    site: str, chromium: Browser, day: str, words: str
) -> None:
    page = opened(chromium)
    page.clock.set_fixed_time(f"{day}T12:00:00Z")
    page.goto(address(site, "backpack"))
    tile = page.locator(".tile", has_text="Water Rescue Response")
    assert words in tile.inner_text()
    assert ("lapsed" in (tile.get_attribute("class") or "")) is (words == "Expired")
    page.context.close()


@pytest.mark.parametrize(
    ("day", "words"), [("2026-11-01", "2 of 3 levels"), ("2026-11-02", "1 of 3 levels")]
)
def test_progress_is_the_one_of_today(site: str, chromium: Browser, day: str, words: str) -> None:
    page = opened(chromium)
    page.clock.set_fixed_time(f"{day}T12:00:00Z")
    page.goto(address(site, "learner-pathway"))
    assert words in page.locator(".page-head").inner_text()
    page.context.close()


def test_without_javascript_the_facts_stand_and_nothing_claims_to_be_checked(
    site: str, chromium: Browser
) -> None:
    page = opened(chromium, java_script_enabled=False)
    page.goto(address(site, "credential"))
    text = page.inner_text("main")
    assert "Florence Nightingale" in text
    assert "Not checked" in text
    assert "Nothing has been checked" in text
    page.goto(address(site, "backpack"))
    assert "As of 2 October 2026" in page.inner_text("main").replace("\u00a0", " ")
    page.context.close()


PRINTED = {
    "as it is": "",
    "long": "Wolfeschlegelsteinhausenbergerdorff Hubert Blaine Theodora Constantia Maximiliane",
    "Arabic": "فلورنس نايتنجيل بنت الممرضة الكبيرة من مدينة فلورنسا الجميلة",
    "Chinese": "弗洛伦斯·南丁格尔" * 4,
    "combining": "e\u0301le\u0300ve n\u0303a\u0308 Zalgo\u0301\u0302\u0303\u0323\u0324 " * 3,
    "three hundred": "Nightingale " * 25,
}


@pytest.mark.parametrize("name", PRINTED.values(), ids=PRINTED)
def test_a_credential_prints_as_a_certificate_on_one_sheet(
    site: str, chromium: Browser, name: str
) -> None:
    page = opened(chromium, color_scheme="dark")
    page.goto(address(site, "credential"))
    if name:
        page.evaluate(
            """([name, size]) => {
                document.querySelector("#facts b bdi").textContent = name;
                document.querySelector("#facts").className = "facts" + size;
                document.querySelectorAll("#facts dd")[4].textContent = name.repeat(8);
            }""",
            [name, name_size(name)],
        )
    for size in ("A4", "Letter"):
        pdf = page.pdf(format=size, prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=size, landscape=True))) == 1
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": 1047, "height": 718})  # A4 within its margins
    shown = page.evaluate(
        """() => {
            const person = document.querySelector("#facts dd");
            const inside = document.querySelector(".cred-main").getBoundingClientRect();
            const box = person.getBoundingClientRect();
            const style = getComputedStyle(person);
            return {
                ink: style.color, ground: getComputedStyle(document.body).backgroundColor,
                whole: box.left >= inside.left - 1 && box.right <= inside.right + 1
                    && box.bottom <= inside.bottom + 1,
                header: getComputedStyle(document.querySelector("header")).display,
                buttons: getComputedStyle(document.querySelector("#actions")).display,
                code: document.querySelector(".qr").getBoundingClientRect().width,
                address: document.querySelector(".qr-row .paper").innerText.includes("http"),
            };
        }"""
    )
    assert (shown["ink"], shown["ground"]) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")
    assert (shown["header"], shown["buttons"]) == ("none", "none")
    assert shown["whole"] and shown["address"]
    assert 110 < shown["code"] < 116  # 30 mm
    page.context.close()


def test_a_withdrawn_badge_prints_no_certificate(site: str, chromium: Browser) -> None:
    page = opened(chromium)
    page.goto(address(site, "credential-revoked"))
    page.emulate_media(media="print")
    assert page.locator(".paper").count() == 0
    assert "withdrew" in page.inner_text("main")
    assert page.locator("#verdict").is_visible()
    page.context.close()


def test_a_badge_link_typed_on_the_home_page_is_never_sent(site: str, chromium: Browser) -> None:
    page = opened(chromium)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address(site, "home"))
    page.fill("#link", "https://other.example/badge")
    page.click("form[data-check] button")
    page.wait_for_url("**/verify/#url=https%3A%2F%2Fother.example%2Fbadge")
    assert not [each for each in requests if "other.example" in each.split("#")[0]]
    page.context.close()


# ------------------------------------------------------------------ narrow places
def test_a_button_on_a_phone_breaks_no_word(site: str, chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    page.goto(address(site, "backpack"))
    heights = page.locator("#share a.btn").evaluate_all("all => all.map(each => each.offsetHeight)")
    assert max(heights) == min(heights) < 60
    page.close()


def test_large_letters_on_a_phone_put_pictures_and_words_below_one_another(
    site: str, chromium: Browser
) -> None:
    # 180 CSS pixels are to letters as usual what 360 are to letters of twice their size.
    page = chromium.new_page(viewport={"width": 180, "height": 740})
    page.goto(address(site, "backpack"))
    for words in (".prog:visible > div", ".qr-row > span"):
        assert page.locator(words).first.evaluate("each => each.offsetWidth") > 80
    assert page.evaluate("document.documentElement.scrollWidth") <= 180
    page.close()


def test_the_rule_of_a_group_in_a_group_has_the_width_of_a_phone(
    site: str, chromium: Browser
) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 740}, bypass_csp=True)
    page.goto(address(site, "pathway"))
    width = page.locator(".nodes").first.evaluate(
        """each => {
          each.innerHTML = '<li class="node no-picture"><div></div><ul class="nodes members">'
            + '<li class="node no-picture"><div id="rule">Any 2 of these.</div></li></ul></li>';
          return document.getElementById("rule").offsetWidth;
        }"""
    )
    assert width > 120
    page.close()


def test_links_that_go_on_a_second_line_do_not_touch_the_first(
    site: str, chromium: Browser
) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 740})
    page.route("**/*.woff2", lambda route: route.abort())  # letters of the system are wider
    page.goto(address(site, "keys"))
    gap = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.nav')).rowGap)")
    assert gap >= 2
    page.close()


def test_the_printed_address_of_a_backpack_is_whole(site: str, chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto(address(site, "backpack"))
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.copyfield')).borderRadius") == (
        "0px"
    )
    page.close()


def test_the_foot_of_a_print_stands_close_below_the_page(site: str, chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto(address(site, "backpack"))
    page.emulate_media(media="print")
    foot = page.locator(".site-footer")
    above = "each => each.offsetTop - document.querySelector('main').offsetHeight - main.offsetTop"
    assert foot.evaluate(above) < 24
    page.close()


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_a_long_day_of_expiry_stays_inside_its_badge_and_its_card(
    site: str, chromium: Browser, width: int
) -> None:
    page = opened(chromium, viewport={"width": width, "height": 160})
    days = (
        "Caducada el 14\N{NO-BREAK SPACE}de noviembre de 2027",
        "Abgelaufen am 16. November 2026",
    )
    outside = {}
    for name, chips in (("backpack", ".tile .chip-warn"), ("embed", ".until .chip")):
        page.goto(address(site, name))
        for day in days:
            outside[name, day] = page.eval_on_selector_all(
                chips,
                """(all, day) => all.map((chip) => {
                  chip.hidden = false;
                  (chip.querySelector("span") ?? chip).textContent = day;
                  return chip.offsetWidth > chip.parentElement.offsetWidth;
                }).filter(Boolean).length""",
                day,
            ) + page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.context.close()
    assert {case: n for case, n in outside.items() if n > 0} == {}
