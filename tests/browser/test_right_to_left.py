"""A site in a language that is written from right to left, walked in a real browser."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from test_pages_built import settled

from badgesite.build import Request, build
from conftest import Example, Host, Quiet

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAME, LEARNER = "الإسعافات الأولية", "مريم الإسطرلابية"


@dataclass(frozen=True)
class Arabic:
    site: Path
    url: str


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory, example: Example) -> Iterator[Arabic]:
    """The example in Arabic, with a badge and a learner who are called so."""
    root = example.copy(tmp_path_factory.mktemp("arabic"))

    def change(path: str, old: str, new: str) -> None:
        file = root / "content" / path
        text = file.read_text("utf-8")
        assert old in text, path
        file.write_text(text.replace(old, new, 1), "utf-8")

    change("site.yml", "languages: [en, de]", "languages: [ar, de]")
    change("badges/basic-life-support.md", "name: Basic Life Support", f"name: {NAME}")
    change("learners/registered.csv", ",Joseph Lister,", f",{LEARNER},")
    host = Host()
    build(Request(root, base_url=host.url), Quiet())
    host.folder = root / "site"
    yield Arabic(root / "site", host.url)
    host.close()


def kinds(site: Path) -> list[str]:
    stacked = next(
        file.parent.name
        for file in sorted(site.glob("credentials/*/credential.json"))
        if "relatedResource" in file.read_text("utf-8")
    )
    return [
        "",
        "pathways/",
        "pathways/first-aid-professional/",
        "badges/basic-life-support/",
        "skills/",
        "issuer/",
        "learners/",
        "learners/florence-nightingale/",
        "learners/florence-nightingale/first-aid-professional/",
        f"credentials/{stacked}/",
        "verify/",
        "keys/",
    ]


OUTSIDE = """() => [...document.querySelectorAll('.diagram svg.map')].flatMap((svg) => {
  const all = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter((each) => {
    const box = each.getBoundingClientRect();
    return box.width && (box.left < all.left - 1 || box.right > all.right + 1);
  }).map((each) => each.textContent);
})"""


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_every_kind_of_page_is_whole_and_accessible(
    arabic: Arabic, chromium: Browser, width: int
) -> None:
    context = chromium.new_context(
        reduced_motion="reduce", viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    found: list[object] = []
    for path in kinds(arabic.site):
        settled(page, arabic.url + path)
        assert page.get_attribute("html", "dir") == "rtl", path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.evaluate(OUTSIDE) == [], path
        for each in Axe().run(page).response["violations"]:
            found.append((path, each["id"], [node["html"] for node in each["nodes"]]))
        if path.startswith("credentials/"):
            page.wait_for_selector("html[data-verdict=genuine]", state="attached")
    context.close()
    assert found == []


def test_names_stand_as_they_are_written(arabic: Arabic, chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto(f"{arabic.url}learners/joseph-lister/")
    assert page.locator("h1").inner_text().strip() == LEARNER
    assert page.get_by_text(NAME).first.is_visible()
    start = page.locator("h1").evaluate("(each) => getComputedStyle(each).direction")
    assert start == "rtl"
    page.close()
