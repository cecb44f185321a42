"""Pictures of the built example for docs/screens/: `make screenshots`.

python tests/browser/screenshots.py [NAME…]     only these pages, such as home or theme-ledger

Every kind of page on a desktop, a phone, in the dark and on paper; the search box; a second theme.
"""

import io
import json
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, Route, sync_playwright

import second_brand
from badgesite.build import Request, build
from badgesite.build.listing import listing
from badgesite.cli.console import Stages

REPOSITORY = Path(__file__).parent.parent.parent
SCREENS = REPOSITORY / "docs" / "screens"
FLAGS = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
DESKTOP, PHONE, PAPER = 1280, 390, 794  # pixels; the last is A4 at 96 to the inch
FORMS = {
    "": {"viewport": {"width": DESKTOP, "height": 800}},
    "-dark": {"viewport": {"width": DESKTOP, "height": 800}, "color_scheme": "dark"},
    "-mobile": {"viewport": {"width": PHONE, "height": 780}},
    "-print": {"viewport": {"width": PAPER, "height": 1123}},
}
TALLEST = {"": 2800, "-dark": 2800, "-mobile": 2800, "-print": 1123}
COLOURS = 96  # enough to look at


def addresses(root: Path, site: Path) -> dict[str, str]:
    """Return a telling page of each kind, as a path below the site."""
    by_state: dict[str, str] = {}
    for award in listing(root, "awards"):
        if award["address"] is None:
            continue
        uuid = award["uuid"]
        document = json.loads((site / "credentials" / uuid / "credential.json").read_text())
        state = award["withdrawn"] or ("final" if "relatedResource" in document else "current")
        if state == "current" and document.get("validUntil", "9999") < "2026-11-24":
            state = "expired"
        by_state.setdefault(state, f"credentials/{uuid}/")
    rows = listing(root, "learners")
    home = {row["learner"]: row["address"].split("/", 3)[3] for row in rows if row["address"]}
    florence, ignacy = home["florence-nightingale"], home["ignacy-lukasiewicz"]
    return {
        "home": "",
        "pathways": "pathways/",
        "pathway": "pathways/first-aid-professional/",
        "badges": "badges/",
        "badge": "badges/advanced-response/",
        "skills": "skills/",
        "directory": "learners/",
        "backpack": florence,
        "pathway-learner": f"{ignacy}first-aid-professional/",
        "credential": by_state["current"],
        "credential-final": by_state["final"],
        "credential-expired": by_state["expired"],
        "credential-revoked": by_state["revoked"],
        "verify": "verify/",
        "issuer": "issuer/",
        "keys": "keys/",
        "404": "404.html",
    }


def take(browser: Browser, name: str, address: str, forms: tuple[str, ...] = tuple(FORMS)) -> None:
    """Write the page in every form."""
    for suffix in forms:
        form = dict(FORMS[suffix])
        if suffix == "-print" and name.startswith("credential"):
            form["viewport"] = {"width": 1123, "height": PAPER}  # the certificate lies on its side
        page = browser.new_context(reduced_motion="reduce", **form).new_page()  # type: ignore[arg-type]
        settle(page, address)
        if suffix == "-print":
            page.emulate_media(media="print")
        save(whole(page, suffix), f"{name}{suffix}")
        page.context.close()


def settle(page: Page, address: str) -> None:
    """Open a page and wait until its check has run and nothing more is loaded."""
    page.route("**/assets/brand.css", wait_for_typeface)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    if "/credentials/" in address:
        page.locator("html[data-verdict]").wait_for(state="attached")
    page.wait_for_timeout(200)


def wait_for_typeface(route: Route) -> None:
    """Have a page wait for its typeface, which a first visit would do without."""
    found = route.fetch()
    sheet = found.text().replace("font-display:optional", "font-display:block")
    route.fulfill(response=found, body=sheet)


def whole(page: Page, suffix: str) -> bytes:
    """Return a picture of all of the page, with the pictures that load when they are near."""
    size = page.viewport_size or {"width": DESKTOP, "height": 800}
    tall = page.evaluate("document.documentElement.scrollHeight")
    height = max(size["height"], min(tall, TALLEST[suffix]) if suffix != "-print" else 0)
    page.set_viewport_size({"width": size["width"], "height": height})
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(200)
    return page.screenshot()


def save(png: bytes, name: str) -> None:
    """Write a small PNG of few colours."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    few = picture.quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(SCREENS / f"{name}.png", optimize=True)
    print(f"docs/screens/{name}.png")


def search(browser: Browser, url: str) -> None:
    """Write a picture of the search box at work."""
    page = browser.new_context(reduced_motion="reduce", **FORMS[""]).new_page()  # type: ignore[arg-type]
    settle(page, f"{url}badges/")
    page.keyboard.press("/")
    page.get_by_role("combobox").wait_for()
    page.keyboard.type("res")
    page.get_by_role("option").first.wait_for()
    save(page.screenshot(), "search")
    page.context.close()


def main(chosen: list[str]) -> None:
    """Build the example, serve it, take the pictures; the same under a second brand and theme."""
    from conftest import Host

    def wanted(name: str) -> bool:
        return not chosen or name in chosen

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        host, root = Host(), Path(folder) / "first"
        for name in ("content", "keys.example"):
            shutil.copytree(REPOSITORY / name, root / name)
        build(Request(root, base_url=host.url), Stages())
        host.folder = root / "site"
        for old in SCREENS.glob("*.png") if not chosen else ():
            old.unlink()
        for name, path in addresses(root, root / "site").items():
            if wanted(name):
                take(browser, name, host.url + path)
        if wanted("search"):
            search(browser, host.url)
        second = second_brand.write(Path(folder) / "second", theme="ledger")
        build(Request(second, base_url=host.url), Stages())
        host.folder = second / "site"
        if wanted("theme-ledger"):
            take(browser, "theme-ledger", host.url, ("", "-dark", "-mobile"))
        browser.close()
        host.close()


if __name__ == "__main__":
    main(sys.argv[1:])
