"""Stacks, transcripts and waivers as a visitor of the built example meets them."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from badgesite.addresses import learner_address, learner_path
from badgesite.build import Request, build, read
from conftest import Example, Host, Quiet

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
    picture = tile.locator("img")
    picture.scroll_into_view_if_needed()
    page.wait_for_function("image => image.complete", arg=picture.element_handle())
    assert picture.evaluate("image => image.naturalWidth") > 100
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
        "Strategic Interpretation",  # one of these two is asked for
        "Advanced Scenario Simulation",
        "Rescue Boat Crew",
        "Harbour Drill Lead",
        "Harbour Safety Lead",
    ]
    with page.expect_download() as started:
        page.click("text=Download the transcript")
    transcript = json.loads(Path(started.value.path()).read_text("utf-8"))
    assert transcript["type"] == ["VerifiableCredential", "ClrCredential"]


def test_a_backpack_leads_to_the_transcript_of_each_pathway(example: Example, page: Page) -> None:
    page.goto(example.url + FLORENCE)
    links = page.locator("a:text-is('Transcript as a signed file')")
    assert links.count() == 3
    with page.expect_download() as started:
        links.first.click()
    transcript = json.loads(Path(started.value.path()).read_text("utf-8"))
    assert transcript["type"] == ["VerifiableCredential", "ClrCredential"]


STATES = {
    "mary-seacole/first-aid-professional": {"Earned", "Expired", "Can start", "Locked"},
    "ignacy-lukasiewicz/first-aid-professional": {"Earned", "Expired", "Locked"},
    "charles-minard/data-skills": {"Earned"},
    "edith-cavell/first-aid-professional": {"Earned", "Expired", "Locked", "Lapsed"},
    "ignaz-semmelweis/first-aid-professional": {"Earned", "Withdrawn", "Locked"},
}


@pytest.mark.parametrize("place", STATES)
def test_every_state_is_said_in_a_word_with_an_icon(
    example: Example, page: Page, place: str
) -> None:
    learner, pathway = place.split("/")
    catalog = read(example.root)[0]
    address = learner_path(learner_address(catalog.site.salt, catalog.learners[learner]))
    page.clock.set_fixed_time(datetime(2026, 11, 24, 12, tzinfo=UTC))
    page.goto(f"{example.url}{address}{pathway}/")
    chips = page.locator(".levels .node .meta .chip:visible")
    assert set(chips.all_inner_texts()) == STATES[place]
    assert chips.locator(".icon").count() == chips.count()
    drawn = page.locator("svg.map:visible")
    marks = drawn.locator('use[href^="#m-"]:visible').count()
    assert marks == drawn.locator("image:visible, rect.halo:visible").count()


DRAWN = ("pathways/first-aid-professional/", "learners/mary-seacole/first-aid-professional/")


@pytest.mark.parametrize("address", DRAWN)
def test_a_phone_shows_the_narrow_drawing_and_paper_the_wide_one(
    example: Example, page: Page, address: str
) -> None:
    page.clock.set_fixed_time(datetime(2026, 11, 24, 12, tzinfo=UTC))
    page.goto(f"{example.url}{address}")
    wide, narrow = page.locator("svg.map.wide"), page.locator("svg.map.narrow")
    assert (wide.is_visible(), narrow.is_visible()) == (True, False)
    for width in (320, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert (wide.is_visible(), narrow.is_visible()) == (False, True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        boxes = [each.bounding_box() for each in narrow.locator('use[href^="#n"]').all()]
        assert len(boxes) == 7
        for box in boxes:
            assert 76 * width / 420 < box["width"] < width / 2 + 8
            assert 0 <= box["x"] <= box["x"] + box["width"] <= width
    page.emulate_media(media="print")
    assert (wide.is_visible(), narrow.is_visible()) == (True, False)
    spoken = page.locator(".diagram").aria_snapshot()
    assert "Foundation" not in spoken  # of both drawings the list alone is read
    ids = page.eval_on_selector_all("[id]", "all => all.map(each => each.id)")
    assert len(ids) == len(set(ids))


def test_a_drawing_on_a_phone_changes_with_the_day(example: Example, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    first = page.locator('svg.map.narrow use[href="#n0"]')
    pictures = []
    for day in (datetime(2026, 11, 24, 12, tzinfo=UTC), datetime(2027, 3, 1, 12, tzinfo=UTC)):
        page.clock.set_fixed_time(day)
        page.goto(f"{example.url}{DRAWN[1]}")
        pictures.append(first.screenshot())
        said = page.locator("svg.map.wide #n0 .st").evaluate_all(
            "all => all.filter(each => !each.closest('[display]')).map(each => each.textContent)"
        )
        assert any(("Expired", "Earned")[day.year == 2026] in each for each in said)
    assert pictures[0] != pictures[1]


def test_cards_of_pathways_have_a_small_drawing(example: Example, page: Page) -> None:
    for address in ("", "pathways/"):
        page.goto(f"{example.url}{address}")
        cards = page.locator(".path-card")
        assert cards.count() == cards.locator("svg.mini-map:visible").count() > 1


def test_a_learners_pathway_says_what_ends_when_and_what_else_the_badges_are_for(
    example: Example, page: Page
) -> None:
    page.clock.set_fixed_time(datetime(2026, 11, 24, 12, tzinfo=UTC))
    page.goto(f"{example.url}{FLORENCE}first-aid-professional/")
    ends = page.inner_text(".ends:visible").replace("\xa0", " ")
    assert "Basic Life Support is valid until 8 January 2028." in ends
    assert "Harbour Safety Lead: " in page.inner_text(".toward")
    page.goto(f"{example.url}learners/mary-seacole/first-aid-professional/")
    following = page.locator("aside.next:visible")
    assert "Next: Advanced Scenario Simulation" in following.inner_text()
    assert following.locator("a").get_attribute("href", timeout=5000).startswith("https://")


def test_a_final_badge_that_lapsed_says_so_on_the_learners_pathway(
    example: Example, page: Page
) -> None:
    catalog = read(example.root)[0]
    address = learner_address(catalog.site.salt, catalog.learners["edith-cavell"])
    page.goto(f"{example.url}learners/{address}/first-aid-professional/")
    said = page.locator(".final:visible").inner_text()
    assert "lapsed since 6 March 2024 because Basic Life Support expired on 5 March 2024." in said
    assert "Lapsed" in said.splitlines()[-1]


def test_a_stack_on_another_issuers_badge_is_confirmed(example: Example, page: Page) -> None:
    page.goto(example.url + final_of(example.site, "Harbour Safety Lead"))
    assert outcome(page) == ("genuine", "confirmed")
    assert "Rescue Boat Crew" in page.inner_text("#stack")


@pytest.fixture
def copy(example: Example, tmp_path: Path) -> Iterator[Host]:
    """A copy of the built site that a test may spoil, on a host of its own."""
    host = Host()
    host.folder = shutil.copytree(example.site, tmp_path / "site")
    yield host
    host.close()


def part_of(site: Path, final: str, badge: str) -> Path:
    """The file of a part that a final credential names, by the badge's name."""
    named = json.loads((site / final / "credential.json").read_text("utf-8"))["relatedResource"]
    for each in named:
        path = site / each["id"].split("/", 3)[3]
        if json.loads(path.read_text("utf-8")).get("name") == badge:
            return path
    raise LookupError(badge)


def stack_rows(page: Page) -> dict[str, str]:
    rows = page.locator("#stack .checks > li")
    return {
        row.locator("strong").inner_text(): row.locator(".result").inner_text()
        for row in rows.all()
    }


@pytest.mark.parametrize("badge", ["Rescue Boat Crew", "Basic Life Support"])
@pytest.mark.parametrize("what", ["altered", "missing"])
def test_a_part_that_is_not_good_is_named_and_the_verdict_stays(
    page: Page, copy: Host, what: str, badge: str
) -> None:
    final = final_of(copy.folder, "Harbour Safety Lead")
    part = part_of(copy.folder, final, badge)
    if what == "missing":
        part.unlink()
    else:
        part.write_bytes(part.read_bytes().replace(b"Nightingale", b"Nightingule"))
    page.goto(copy.url + final)
    wanted = "could-not-check" if what == "missing" else "not-confirmed"
    assert outcome(page) == ("genuine", wanted)
    assert "This badge is genuine" in page.inner_text("#verdict")
    lead = page.inner_text("#stack")
    rows = stack_rows(page)
    assert len(rows) == 9
    if what == "missing":
        assert "Unlocked by these 7 credentials, of which 1 could not be checked." in lead
        assert rows[badge] not in ("", "It is genuine")
    else:
        assert "unlocked by these 7 credentials, and that is not confirmed." in lead
        assert rows[badge] == "It is not the file that the badge names: its digest differs"
    good = [name for name, result in rows.items() if result == "It is genuine"]
    assert len(good) == 6
    assert badge not in good


def test_a_part_that_was_withdrawn_changes_the_stack_alone(
    example: Example, page: Page, tmp_path: Path
) -> None:
    example.copy(tmp_path)
    with (tmp_path / "content/revocations.csv").open("a", encoding="utf-8") as file:
        file.write("charles-minard,data-fundamentals,2025-05-13,1,2026-11-02,revoked,a mistake\n")
    host = Host()
    try:
        build(Request(tmp_path, base_url=host.url), Quiet())
        host.folder = tmp_path / "site"
        final = final_of(host.folder, "Data Skills Certificate")
        assert (
            "lapsed since 2 November 2026 because Data Fundamentals was withdrawn on "
            "2 November 2026"
        ) in (host.folder / final / "index.html").read_text("utf-8")
        page.goto(host.url + final)
        assert outcome(page) == ("genuine", "not-confirmed")
        assert "This badge is genuine" in page.inner_text("#verdict")
        assert stack_rows(page)["Data Fundamentals"] == "The issuer has withdrawn it"
    finally:
        host.close()


def test_a_confirmed_stack_says_by_how_many_it_was_unlocked(example: Example, page: Page) -> None:
    page.goto(example.url + final_of(example.site, "Data Skills Certificate"))
    assert outcome(page) == ("genuine", "confirmed")
    assert "Unlocked by these 4 credentials, all checked." in page.inner_text("#stack")


def test_a_lapsed_stack_says_since_when_and_why_beside_a_genuine_verdict(
    example: Example, page: Page
) -> None:
    said = {}
    for path in sorted(example.site.glob("credentials/*/credential.json")):
        if json.loads(path.read_text("utf-8"))["name"] == "First Aid Professional":
            page.goto(f"{example.url}credentials/{path.parent.name}/")
            found = outcome(page)
            below = " ".join(page.locator(".lapse:visible").all_inner_texts())
            said[found] = (below.replace("\xa0", " "), page.inner_text("#stack"))
    for place in said["genuine", "lapsed"]:
        assert (
            "Complete when awarded; lapsed since 6 March 2024 because Basic Life Support expired "
            "on 5 March 2024." in place
        )


def test_a_lapsed_badge_says_so_right_below_its_verdict_and_on_the_backpack(
    example: Example, page: Page
) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    catalog = read(example.root)[0]
    address = learner_address(catalog.site.salt, catalog.learners["edith-cavell"])
    page.goto(f"{example.url}learners/{address}/")
    tile = page.locator(".tile", has_text="First Aid Professional")
    assert tile.locator(".chip:visible").all_inner_texts() == ["Lapsed"]
    assert page.locator(".tags li:visible", has_text="CPR and defibrillation").count() == 0
    tile.click()
    page.wait_for_selector("html[data-verdict=genuine][data-stack=lapsed]")
    note = page.locator(".lapse:visible")
    assert "lapsed since 6 March 2024" in note.inner_text().replace("\xa0", " ")
    assert note.bounding_box()["y"] < 800
    assert "lapsed" not in page.inner_text("#verdict"), "it is said once"
    assert page.locator("#facts .chip:visible").all_inner_texts() == ["Lapsed"]
    assert page.locator("#actions a[href*=linkedin]:visible").count() == 0


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


# ------------------------------------------------------------------ credits, months, milestones
def test_a_newcomer_finds_credits_a_milestone_and_how_far_apart_they_may_be(
    example: Example, page: Page
) -> None:
    page.goto(f"{example.url}pathways/")
    page.get_by_role("link", name="Quayside Neighbour").click()
    level = page.locator(".level").first.inner_text()
    assert "Earn at least 30 credits from" in level
    assert "earned within 24 months of each other" in level
    assert "20 credits" in level
    page.get_by_role("link", name="Prepared Neighbour").click()
    assert page.inner_text("h1") == "Prepared Neighbour"


def test_credits_too_far_apart_do_not_add_up_and_nothing_opens(
    example: Example, page: Page
) -> None:
    page.clock.set_fixed_time(datetime(2026, 11, 24, 12, tzinfo=UTC))
    page.goto(f"{example.url}learners/wu-lien-teh/quayside-neighbour/")
    chips = page.locator(".levels .node .meta .chip:visible").all_inner_texts()
    credits_, members = chips[0], chips[1:4]
    assert (credits_, chips[4:]) == ("Can start", ["Locked", "Locked"])
    assert sorted(members) == ["Can start", "Earned", "Earned"]
    drawn = page.locator("svg.map.wide text.st:visible").all_text_contents()
    assert sum(each.startswith("Earned") for each in drawn) == 2  # 29 months apart
    assert drawn.count("Can start") == 1


def test_who_completes_it_has_both_badges_and_their_checks(example: Example, page: Page) -> None:
    for name, count in (("Prepared Neighbour", 2), ("Quayside Neighbour", 3)):
        page.goto(f"{example.url}learners/mary-somerville/")
        page.locator("a.tile", has_text=name).click()
        assert outcome(page) == ("genuine", "confirmed")
        said = f"Unlocked by these {count} credentials, all checked."
        assert said in page.inner_text("#stack")


def test_a_pathway_that_keeps_what_it_gave_says_so_when_a_part_is_withdrawn(
    example: Example, page: Page
) -> None:
    page.clock.set_fixed_time(datetime(2026, 11, 24, 12, tzinfo=UTC))
    page.goto(f"{example.url}learners/clara-barton/")
    page.locator("a.tile", has_text="Prepared Neighbour").click()
    assert outcome(page) == ("genuine", "lapsed")
    said = page.inner_text("#stack")
    assert said.count("Complete when awarded, and by its rules it stays so although") == 1
    assert stack_rows(page)["Bleeding Control"] == (
        "The issuer has withdrawn it since, and the pathway keeps what it gave"
    )
