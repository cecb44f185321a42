"""`badgesite serve` in a real browser: an edit is seen, and a page that is the same stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from previewed import PATIENCE, Preview, served
from repositories import copied

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def preview(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with served(copied(tmp_path_factory, tmp_path, built=False)) as shown:
        yield shown


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def rename_rope(preview: Preview, name: str) -> None:
    rope = preview.repository.read("badges/rope.md")
    preview.repository.write("badges/rope.md", rope.replace("Rope Rescue", name))


def test_a_page_that_shows_the_edit_is_loaded_once(preview: Preview, page: Page) -> None:
    address = f"http://localhost:{preview.port}/badges/rope/"
    asked = list[str]()
    page.on("request", lambda each: asked.extend([each.resource_type] * (each.url == address)))
    with page.expect_response("**/__badgesite__/events"):
        page.goto(address)
    rename_rope(preview, "Rope Work")
    page.get_by_role("heading", name="Rope Work", level=1).wait_for()
    for _ in range(int(PATIENCE / 0.1)):
        page.wait_for_timeout(100)
        if len(asked) >= 3:
            break
    page.wait_for_timeout(300)
    assert asked == ["document", "document", "fetch"], "the last asks whether it is another page"


def test_a_page_that_only_everything_can_tell_is_loaded_when_everything_was_read(
    preview: Preview, page: Page
) -> None:
    page.goto(f"http://localhost:{preview.port}/learners/")
    people = page.get_by_role("main")
    assert "Georgina" not in people.inner_text()
    grace = preview.repository.read("learners/grace.yml")
    preview.repository.write("learners/grace.yml", grace.replace("Grace", "Georgina"))
    people.get_by_text("Georgina").first.wait_for()
