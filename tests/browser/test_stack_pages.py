"""Stacks, transcripts and waivers as a visitor of the built example meets them."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from conftest import Example, Host

pytestmark = pytest.mark.browser

FLORENCE = "learners/florence-nightingale/"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    found = chromium.new_page()
    found.set_default_timeout(20_000)
    yield found
    found.close()


def outcome(page: Page) -> tuple[str | None, str | None]:
    page.wait_for_selector("html[data-verdict][data-stack]", state="attached")
    return page.get_attribute("html", "data-verdict"), page.get_attribute("html", "data-stack")


def final_of(site: Path, name: str) -> str:
    for path in sorted(site.glob("credentials/*/credential.json")):
        if json.loads(path.read_text("utf-8"))["name"] == name:
            return f"credentials/{path.parent.name}/"
    raise LookupError(name)


def test_a_backpack_shows_the_badge_of_another_issuer_as_such(example: Example, page: Page) -> None:
    page.goto(example.url + FLORENCE)
    tile = page.locator(".tile", has_text="From another issuer")
    assert "Rescue Boat Crew" in tile.inner_text()
    assert "Severn Rescue Boat Association" in tile.inner_text()
    with page.expect_download() as started:
        tile.click()
    document = json.loads(Path(started.value.path()).read_text("utf-8"))
    assert document["name"] == "Rescue Boat Crew"


def test_a_learners_pathway_leads_from_step_to_step_and_to_the_transcript(
    example: Example, page: Page
) -> None:
    page.goto(example.url + FLORENCE)
    page.click("a:text-is('Harbour Safety Lead')")
    assert "has completed Harbour Safety Lead" in page.inner_text("h1")
    names = page.locator(".levels .node .name:visible").all_inner_texts()
    assert names == [
        "First Aid Professional",
        "Sound judgement",
        "Rescue Boat Crew",
        "Harbour Drill Lead",
        "Harbour Safety Lead",
    ]
    with page.expect_download() as started:
        page.click("text=Download the transcript")
    transcript = json.loads(Path(started.value.path()).read_text("utf-8"))
    assert transcript["type"] == ["VerifiableCredential", "ClrCredential"]


def test_a_stack_on_another_issuers_badge_is_confirmed(example: Example, page: Page) -> None:
    page.goto(example.url + final_of(example.site, "Harbour Safety Lead"))
    assert outcome(page) == ("genuine", "confirmed")
    assert "Rescue Boat Crew" in page.inner_text("#stack")


@pytest.mark.parametrize("what", ["altered", "missing"])
def test_without_that_badge_the_stack_is_not_confirmed_and_the_verdict_stays(
    example: Example, page: Page, tmp_path: Path, what: str
) -> None:
    site = shutil.copytree(example.site, tmp_path / "site")
    (part,) = (site / FLORENCE).glob("*.json")
    if what == "missing":
        part.unlink()
    else:
        part.write_bytes(part.read_bytes().replace(b"inshore", b"offshore"))
    host = Host()
    host.folder = site
    try:
        page.goto(host.url + final_of(site, "Harbour Safety Lead"))
        wanted = "could-not-check" if what == "missing" else "not-confirmed"
        assert outcome(page) == ("genuine", wanted)
    finally:
        host.close()


def test_a_lapsed_stack_says_so_beside_a_genuine_verdict(example: Example, page: Page) -> None:
    said = set()
    for path in sorted(example.site.glob("credentials/*/credential.json")):
        if json.loads(path.read_text("utf-8"))["name"] == "First Aid Professional":
            page.goto(f"{example.url}credentials/{path.parent.name}/")
            said.add(outcome(page))
    assert ("genuine", "lapsed") in said


def test_a_waiver_is_read_on_the_credential_after_the_check(example: Example, page: Page) -> None:
    waived = [
        path.parent.name
        for path in example.site.glob("credentials/*/index.html")
        if "Twenty years of published charts" in path.read_text("utf-8")
    ]
    page.goto(f"{example.url}credentials/{waived[0]}/")
    page.wait_for_selector("html[data-verdict]", state="attached")
    row = page.locator("#facts > div", has_text="Order waived")
    assert "Twenty years of published charts" in row.inner_text()
