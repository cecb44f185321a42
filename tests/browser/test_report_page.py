"""The private report in a real browser: a file that is opened from a folder, read and printed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from badgesite.build.oversight import write_report

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ON = date(2026, 11, 24)
PAPER = {"width": 718, "height": 1000}  # A4 without its margins, in pixels
CUT = """() => [...document.querySelectorAll('main *')]
  .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
  .map(each => each.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module", params=[False, True], ids=["private", "shareable"])
def report(request: pytest.FixtureRequest, example: Any, tmp_path_factory: Any) -> str:
    """The address of the example's report on this machine."""
    folder: Path = tmp_path_factory.mktemp("report")
    written = write_report(example.root, ON, folder, shareable=request.param)
    return (written.folder / "oversight.html").as_uri()


def opened(chromium: Browser, report: str, **options: Any) -> Iterator[Page]:
    context = chromium.new_context(**options)
    page = context.new_page()
    page.goto(report)
    yield page
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_the_report_is_accessible_and_inside_the_screen(
    report: str, chromium: Browser, width: int, scheme: str
) -> None:
    size = {"width": width, "height": 800}
    for page in opened(chromium, report, viewport=size, color_scheme=scheme, bypass_csp=True):
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert [each["id"] for each in Axe().run(page).response["violations"]] == []


def test_it_asks_for_nothing_and_complains_of_nothing(report: str, chromium: Browser) -> None:
    page = chromium.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(report)
    page.wait_for_load_state("networkidle")
    assert page.locator(".picture").count() > 10
    page.close()
    assert [url for url in requests if not url.startswith("data:")] == [report]
    assert complaints == []


def test_every_badge_is_drawn_and_stands_in_the_file_once(report: str, chromium: Browser) -> None:
    for page in opened(chromium, report):
        drawn = page.locator(".picture").evaluate_all(
            "all => all.map(each => getComputedStyle(each).backgroundImage)"
        )
        assert len(set(drawn)) < len(drawn)
        assert all(each.startswith('url("data:image/svg+xml;base64,') for each in drawn)
        assert page.content().count("data:image/svg+xml") == len(set(drawn))


def test_on_paper_nothing_is_cut_off_and_bars_keep_their_colour(
    report: str, chromium: Browser
) -> None:
    for page in opened(chromium, report, viewport=PAPER):
        page.emulate_media(media="print")
        assert page.evaluate(CUT) == []
        bars = page.locator(".bar rect, .columns rect, .picture").evaluate_all(
            "all => [...new Set(all.map(each => getComputedStyle(each).printColorAdjust))]"
        )
        assert bars == ["exact"]
        assert page.pdf(format="A4", print_background=False).startswith(b"%PDF")
