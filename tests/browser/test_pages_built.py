"""The built example in a real browser: every kind of page, after its check has run."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LARGEST_PAGE, LARGEST_SHEET = 30_000, 15_000


def first(site: Path, pattern: str, *, containing: str = "", without: str = "\0") -> str:
    """Return the path of the first page that matches, below the site."""
    for page in sorted(site.glob(pattern)):
        text = page.read_text(encoding="utf-8")
        if containing in text and without not in text:
            return page.relative_to(site).as_posix().removesuffix("index.html")
    raise AssertionError(f"no page like {pattern} with {containing!r}")


@pytest.fixture(scope="session")
def kinds(example: Any) -> dict[str, str]:
    """One page of each kind: name -> path below the site."""
    site = example.site
    credential = "credentials/*/index.html"
    return {
        "home": "",
        "editorial": "privacy/",
        "pathways": "pathways/",
        "pathway": first(site, "pathways/*/index.html"),
        "badges": "badges/",
        "badge": first(site, "badges/*/index.html"),
        "skills": "skills/",
        "issuer": "issuer/",
        "directory": "learners/",
        "backpack": "learners/florence-nightingale/",
        "learner pathway": first(site, "learners/*/*/index.html", containing="Can start"),
        "credential": first(site, credential, containing="verdict-info", without='id="stack"'),
        "final credential": first(site, credential, containing='id="stack"'),
        "withdrawn credential": first(site, credential, containing="verdict-bad"),
        "embed": first(site, "embed/*/index.html"),
        "verify": "verify/",
        "keys": "keys/",
        "404": "404.html",
        "home in German": "de/",
        "badge in German": "de/badges/instructor/",
        "pathway in German": "de/pathways/first-aid-professional/",
        "check in German": "de/verify/",
    }


def settled(page: Page, address: str) -> None:
    """Open a page and wait for its check, where it has one."""
    page.goto(address, wait_until="load")
    if page.locator("main[data-page=credential]").count():
        page.wait_for_selector("html[data-verdict]")


def contexts(
    chromium: Browser, schemes: tuple[str, ...] = ("light", "dark"), **options: Any
) -> Iterator[Page]:
    for scheme in schemes:
        context = chromium.new_context(color_scheme=scheme, reduced_motion="reduce", **options)
        yield context.new_page()
        context.close()


# What is dark is laid out as what is light: two widths are enough to see its colours.
@pytest.mark.parametrize(
    ("width", "schemes"),
    [(320, ("light",)), (390, ("light", "dark")), (768, ("light",)), (1280, ("light", "dark"))],
)
def test_every_kind_of_page_is_accessible_and_inside_the_screen(
    example: Any, kinds: dict[str, str], chromium: Browser, width: int, schemes: tuple[str, ...]
) -> None:
    found: dict[str, object] = {}
    size = {"width": width, "height": 800}
    for page in contexts(chromium, schemes, viewport=size, bypass_csp=True):
        for name, path in kinds.items():
            settled(page, example.url + path)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            ids = [each["id"] for each in Axe().run(page).response["violations"]]
            if wide > 0 or ids:
                found[name] = (wide, ids)
    assert found == {}


def test_pages_load_without_a_complaint_and_ask_no_other_host(
    example: Any, kinds: dict[str, str], chromium: Browser
) -> None:
    complaints: list[str] = []
    requests: list[str] = []
    page = chromium.new_page()
    page.on("console", lambda message: complaints.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
    page.on("request", lambda request: requests.append(request.url))
    for path in kinds.values():
        settled(page, example.url + path)
        # Pictures further down are fetched after load; leaving now would cut them off.
        page.wait_for_load_state("networkidle")
    page.close()
    assert complaints == []
    assert [url for url in requests if not url.startswith((example.url, "data:", "blob:"))] == []


def test_pages_and_style_sheets_are_light(example: Any) -> None:
    sizes = {
        path.relative_to(example.site).as_posix(): path.stat().st_size
        for path in example.site.rglob("*")
        if path.suffix in (".html", ".css")
    }
    heavy = {
        path: size
        for path, size in sizes.items()
        if size > (LARGEST_SHEET if path.endswith(".css") else LARGEST_PAGE)
    }
    assert sizes
    assert heavy == {}


def test_every_link_inside_the_site_leads_somewhere(
    example: Any, kinds: dict[str, str], chromium: Browser
) -> None:
    page = chromium.new_page(java_script_enabled=False)
    dead: dict[str, str] = {}
    for path in kinds.values():
        page.goto(example.url + path)
        targets = page.eval_on_selector_all(
            "a[href], link[href], img[src], script[src]",
            "all => all.map(each => new URL("
            "each.src || each.getAttribute('href'), document.baseURI).href)",
        )
        for target in targets:
            if not target.startswith(example.url):
                continue
            file = example.site / target.removeprefix(example.url).split("#")[0].split("?")[0]
            if not (file.is_file() or (file / "index.html").is_file()):
                dead[path] = target
    page.close()
    assert dead == {}
