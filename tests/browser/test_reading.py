"""Reading without a mouse, with a screen reader, with larger text, in another language."""

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser
from test_pages_built import kinds, settled

__all__ = ["kinds"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HEADINGS = """() => [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")]
  .filter(each => each.checkVisibility()).map(each => Number(each.tagName[1]))"""
LANDMARKS = """() => ["main", "body > header, header.site-header", "footer.site-footer", "nav"]
  .map(each => document.querySelectorAll(each).length)"""
FOCUS = """() => {
  const each = document.activeElement;
  const box = each.getBoundingClientRect();
  const style = getComputedStyle(each);
  const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
    || style.boxShadow !== "none";
  const text = (each.textContent || each.getAttribute("aria-label") || "").trim();
  return [each.tagName, text.slice(0, 40),
    shown || each.closest("label") !== null, box.width > 0 && box.height > 0, box.top, box.left];
}"""
SMALL = """() => [...document.querySelectorAll(
    ".site-header a, .site-header button, summary, .btn, .icon-btn, input:not(.vh), textarea")]
  .filter(each => each.checkVisibility() && !each.closest("p") && !each.matches(".skip"))
  .map(each => [each.textContent.trim().slice(0, 30), each.getBoundingClientRect()])
  .filter(([, box]) => box.height < 43.5 || box.width < 24)
  .map(([text, box]) => `${text}: ${Math.round(box.width)} x ${Math.round(box.height)}`)"""
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"""


def test_headings_have_no_gap_and_landmarks_are_there(
    example: Any, kinds: dict[str, str], chromium: Browser
) -> None:
    page = chromium.new_page()
    wrong: dict[str, object] = {}
    for name, path in kinds.items():
        settled(page, example.url + path)
        levels = page.evaluate(HEADINGS)
        gaps = [two for one, two in pairwise(levels) if two > one + 1]
        landmarks = page.evaluate(LANDMARKS)
        framed = name == "embed" or (landmarks[:3] == [1, 1, 1] and landmarks[3] >= 2)
        if levels.count(1) != 1 or levels[0] != 1 or gaps or not framed:
            wrong[name] = (levels, landmarks)
    page.close()
    assert wrong == {}


def test_the_keyboard_reaches_everything_and_the_focus_is_seen(
    example: Any, kinds: dict[str, str], chromium: Browser
) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    unseen: dict[str, object] = {}
    for name in ("home", "pathway", "backpack", "credential", "verify", "badge in German"):
        settled(page, example.url + kinds[name])
        seen = []
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                break
            tag, text, shown, sized, _top, _left = page.evaluate(FOCUS)
            seen.append(text)
            if not shown or not sized:
                unseen[f"{name}: {tag} {text}"] = (shown, sized)
        assert len(seen) > 5, name
        assert len(seen) == 60 or seen[-1] != seen[-2], name  # no trap
    page.close()
    assert unseen == {}


def test_the_skip_link_comes_first_and_leads_to_the_content(
    example: Any, chromium: Browser
) -> None:
    page = chromium.new_page()
    page.goto(example.url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    page.close()


def test_the_switch_opens_by_key_closes_by_escape_and_leads_to_the_same_page(
    example: Any, chromium: Browser
) -> None:
    page = chromium.new_page()
    page.goto(f"{example.url}badges/instructor/")
    summary = page.locator(".languages summary")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator(".languages a").first.is_visible()
    page.keyboard.press("Escape")
    assert page.locator(".languages a").first.is_hidden()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Enter")
    page.locator(".languages a[hreflang=de]").click()
    page.wait_for_url(f"{example.url}de/badges/instructor/")
    assert page.locator("html").get_attribute("lang") == "de"
    assert page.evaluate("localStorage.getItem('language')") == "de"
    page.close()


def test_the_check_speaks_the_readers_language_on_a_page_that_exists_once(
    example: Any, kinds: dict[str, str], chromium: Browser
) -> None:
    context = chromium.new_context(locale="de-CH")
    page = context.new_page()
    settled(page, example.url + kinds["credential"])
    banner = page.locator("#verdict")
    assert page.locator("html").get_attribute("lang") == "en"
    assert banner.get_attribute("lang") == "de"
    assert banner.locator("h1").inner_text() == "Dieses Badge ist echt"
    assert page.locator("#checks").inner_text().count("Signatur stimmt") == 1
    heading = page.get_by_role("heading", name="Was geprüft wurde")
    assert heading.evaluate("heading => heading.closest('[lang]').lang") == "de"
    page.evaluate("localStorage.setItem('language', 'en')")
    page.reload()
    page.wait_for_selector("html[data-verdict]")
    assert page.locator("#verdict h1").inner_text() == "This badge is genuine"
    context.close()


def test_what_issuer_and_page_say_keeps_its_language_among_words_of_the_check(
    example: Any, kinds: dict[str, str], chromium: Browser
) -> None:
    context = chromium.new_context(locale="de-CH")
    page = context.new_page()
    settled(page, example.url + kinds["final credential"])
    page.wait_for_selector("html[data-stack]")
    said = "each => each.closest('[lang]').lang"
    assert page.get_by_role("heading", name="Was es freigeschaltet hat").evaluate(said) == "de"
    row = page.locator("#facts > div")
    shows = row.filter(has=page.get_by_text("Was es belegt"))
    assert shows.locator("bdi").evaluate(said) == "en"
    assert shows.locator("a").evaluate(said) == "de"
    part = row.filter(has=page.get_by_text("Teil von"))
    assert part.locator("a").evaluate(said) == "en"
    assert part.locator("small").evaluate(said) == "de"
    context.close()


def test_who_checks_again_by_keyboard_goes_on_at_the_new_verdict(
    example: Any, kinds: dict[str, str], chromium: Browser
) -> None:
    page = chromium.new_page()
    settled(page, example.url + kinds["credential"])
    again = page.get_by_role("button", name="Check again")
    again.evaluate("each => each.classList.add('old')")
    again.press("Enter")
    page.wait_for_selector("#verdict button:not(.old)")
    page.wait_for_function("document.activeElement.matches('#verdict button')")
    page.close()


def test_the_page_that_checks_speaks_its_own_language(
    example: Any, kinds: dict[str, str], chromium: Browser
) -> None:
    page = chromium.new_page()
    page.goto(f"{example.url}de/verify/")
    file = example.site / kinds["credential"] / "credential.json"
    page.locator("input[type=file]").first.set_input_files(file)
    page.wait_for_selector("html[data-verdict]")
    assert page.locator("#result h1").inner_text() == "Dieses Badge ist echt"
    page.close()


def test_the_verdict_is_announced_once(
    example: Any, kinds: dict[str, str], chromium: Browser
) -> None:
    page = chromium.new_page()
    settled(page, example.url + kinds["credential"])
    live = page.locator("[role=status], [role=alert], [aria-live]")
    assert live.count() == 1
    assert live.get_attribute("id") == "verdict"
    page.close()


def test_what_is_pressed_is_large_enough(
    example: Any, kinds: dict[str, str], chromium: Browser
) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    small: dict[str, object] = {}
    for name, path in kinds.items():
        settled(page, example.url + path)
        found = page.evaluate(SMALL)
        if found:
            small[name] = found
    page.close()
    assert small == {}


@pytest.mark.parametrize("kind", ["home", "pathway", "backpack", "credential", "badge in German"])
def test_wide_text_large_text_and_forced_colours_cut_nothing_off(
    example: Any, kinds: dict[str, str], chromium: Browser, kind: str
) -> None:
    # 640 CSS pixels are what is left of 1280 at 200 %.
    context = chromium.new_context(
        viewport={"width": 640, "height": 800}, forced_colors="active", bypass_csp=True
    )
    page = context.new_page()
    settled(page, example.url + kinds[kind])
    page.add_style_tag(content=SPACED)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()
