"""The search box in a real browser: by keyboard alone, from any page, and from no other host."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def page(example: Any, chromium: Browser) -> Iterator[Page]:
    """A badge's page, with everything it asks for and complains about."""
    context = chromium.new_context(reduced_motion="reduce")
    opened = context.new_page()
    opened.asked = []  # type: ignore[attr-defined]
    opened.on("request", lambda request: opened.asked.append(request.url))  # type: ignore[attr-defined]
    opened.goto(f"{example.url}badges/instructor/")
    yield opened
    context.close()


def search(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.get_by_role("combobox").wait_for()
    page.keyboard.type(text)


def test_nothing_is_fetched_before_somebody_searches(page: Page, example: Any) -> None:
    page.wait_for_load_state("networkidle")
    assert not [url for url in page.asked if "search" in url]  # type: ignore[attr-defined]
    search(page, "resp")
    expect(page.get_by_role("option").first).to_be_visible()
    assert all(url.startswith(example.url) for url in page.asked)  # type: ignore[attr-defined]


def test_a_result_is_chosen_and_opened_by_keyboard(page: Page, example: Any) -> None:
    search(page, "advanced resp")
    options = page.get_by_role("option")
    expect(options).to_have_count(1)
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{example.url}badges/advanced-response/")


def test_arrows_go_round_and_the_field_says_where_they_are(page: Page) -> None:
    search(page, "s")
    field, options = page.get_by_role("combobox"), page.get_by_role("option")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(field).to_have_attribute("aria-activedescendant", "found-0")
    page.keyboard.press("ArrowUp")
    last = options.count() - 1
    expect(field).to_have_attribute("aria-activedescendant", f"found-{last}")
    expect(options.nth(last)).to_have_attribute("aria-selected", "true")


def test_a_skill_leads_to_its_place_in_the_list(page: Page) -> None:
    search(page, "triage")
    page.keyboard.press("Enter")
    page.wait_for_url("**/skills/#triage")
    expect(page.locator("li:target h2")).to_have_text("Triage")


def test_what_is_not_there_is_said(page: Page) -> None:
    search(page, "xyzzy")
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text(
        "Nothing is called that"
    )
    expect(page.get_by_role("combobox")).to_have_attribute("aria-expanded", "false")


def test_escape_closes_it_and_the_page_is_as_before(page: Page) -> None:
    search(page, "triage")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    search(page, "")  # and again
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_slash_in_a_field_is_a_slash(page: Page, example: Any) -> None:
    page.goto(f"{example.url}verify/")
    page.locator("#url").focus()
    page.keyboard.type("https://")
    assert page.locator("#url").input_value() == "https://"
    assert page.get_by_role("dialog").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_box_is_accessible(example: Any, chromium: Browser, scheme: str, width: int) -> None:
    context = chromium.new_context(
        reduced_motion="reduce",
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": width, "height": 700},
    )
    page = context.new_page()
    page.goto(example.url)
    search(page, "a")
    expect(page.get_by_role("option").first).to_be_visible()
    found = Axe().run(page).response["violations"]
    assert not [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_a_page_in_another_language_searches_in_it(page: Page, example: Any) -> None:
    page.goto(f"{example.url}de/badges/instructor/")
    search(page, "a")
    first = page.get_by_role("option").first
    expect(first).to_be_visible()
    assert (first.get_attribute("href") or "").startswith(f"{example.url}de/")
    assert [url for url in page.asked if url.endswith("/search.de.json")]  # type: ignore[attr-defined]
    page.keyboard.press("Enter")
    page.wait_for_url(f"{example.url}de/**")


def test_the_first_search_without_a_network_says_why_there_is_no_list(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.keyboard.press("/")
    expect(page.get_by_text("The list could not be fetched. You may be offline.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
