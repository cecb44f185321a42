"""Documentation with badges in it, in a real browser, with both themes that people use."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from conftest import Host
from mkdocs_site import THEMES, built, project

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("theme", THEMES)
def test_from_a_page_of_the_documentation_to_a_credential_that_verifies(
    theme: str, host: Host, tmp_path: Path, chromium: Browser
) -> None:
    host.folder = built(project(tmp_path, theme=theme, url=host.url))
    credential = next(host.folder.glob("credentials/*/index.html")).parent.name
    complaints: list[str] = []
    requests: list[str] = []
    page = chromium.new_page()
    page.on(  # the theme called mkdocs says in the console when its search is ready
        "console",
        lambda said: said.type in ("error", "warning") and complaints.append(said.text),
    )
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(host.url)
    page.wait_for_load_state("networkidle")
    picture = page.get_by_role("img", name="In a table")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    page.get_by_role("link", name="the course").click()
    page.wait_for_url(f"{host.url}badges/first-course/")
    page.wait_for_load_state("networkidle")  # leaving sooner would cut requests off
    assert page.locator("h1").inner_text() == "First Course"
    page.goto(f"{host.url}guide/deep/down/")
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="Check", exact=True).first.click()
    page.wait_for_url(f"{host.url}verify/")
    page.wait_for_load_state("networkidle")
    page.goto(f"{host.url}credentials/{credential}/")
    page.wait_for_selector("html[data-verdict=genuine]")
    page.wait_for_load_state("networkidle")
    page.close()
    assert complaints == []
    assert [url for url in requests if not url.startswith((host.url, "data:", "blob:"))] == []
