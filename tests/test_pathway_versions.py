"""Rules stay what they were at a version: changes are told, and what is published stands."""

import json
from pathlib import Path

import pytest

from badgesite.build import record
from provider import Files, badge, pathway, write
from repositories import Repository, command, write_provider
from repositories import badge as small_badge

INNER = pathway("  - {id: a, steps: [rope]}\n  - {id: b, steps: [tide]}\n", "")
OTHER = INNER.replace('version: "1"', 'version: "2"').replace("tide", "boat")
OUTER = pathway("  - {id: all, steps: [{pathway: in}]}\n")
FILES: Files = {
    "awards/2026.csv": None,
    "pathways/way.md": OUTER,
    "pathways/in.md": INNER,
    "learners/grace.yml": (
        "name: Grace\nawards:\n  - {badge: rope, awarded: 2026-03-01}\n"
        "  - {badge: tide, awarded: 2026-03-03}\n  - {badge: boat, awarded: 2026-03-03}\n"
    ),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A provider whose outer pathway has given its final badge, in the register."""
    made = write(tmp_path, FILES)
    record(made, {}, reissue=None, dry_run=False)
    return made


def checked(root: Path) -> str:
    return command("check", folder=root).said


def put(root: Path, path: str, text: str) -> None:
    (root / "content" / path).write_text(text, "utf-8")


def test_a_rule_as_it_was_given_says_nothing(root: Path) -> None:
    assert "no mistakes found" in checked(root)


def test_another_rule_at_the_same_version_is_told_with_its_remedy(root: Path) -> None:
    put(root, "pathways/way.md", OUTER.replace("{pathway: in}", "rope, tide"))
    said = checked(root)
    assert (
        "content/pathways/way.md:2: warning: the rule of 'way' is no longer the one by which its"
        " version 1 gave 'crown' to 1 learner"
    ) in said
    assert "way@1.md" in said


def test_a_changed_pathway_inside_is_told_of_the_one_around_it(root: Path) -> None:
    put(root, "pathways/in.md", OTHER)
    put(root, "pathways/in@1.md", INNER)
    said = checked(root)
    assert "the rule of 'way' is no longer the one" in said
    assert "inside it stands 'in'" in said
    assert "hold a pathway inside to its version with  version: …" in said
    assert command("check", "--strict", folder=root).code == 1


def test_a_pathway_held_to_its_version_keeps_the_rule_around_it(root: Path) -> None:
    put(root, "pathways/in.md", OTHER)
    put(root, "pathways/in@1.md", INNER)
    put(root, "pathways/way.md", OUTER.replace("{pathway: in}", '{pathway: in, version: "1"}'))
    assert "no longer the one" not in checked(root)


def test_a_new_version_around_it_is_fine_too(root: Path) -> None:
    put(root, "pathways/in.md", OTHER)
    put(root, "pathways/in@1.md", INNER)
    held = OUTER.replace("{pathway: in}", '{pathway: in, version: "1"}')
    put(root, "pathways/way@1.md", held)
    put(
        root,
        "pathways/way.md",
        OUTER.replace('version: "1"', 'version: "2"\nsince: 2026-06-01\ngrandfather: keep'),
    )
    assert "no longer the one" not in checked(root)


def test_better_words_change_no_rule(root: Path) -> None:
    put(root, "pathways/way.md", OUTER.replace("The Way", "Our Way").replace("Why.", "Because."))
    put(root, "badges/tide.md", badge("Tides", "credits: 3\nprice: 5\n"))
    assert "no longer the one" not in checked(root)


def test_a_changed_rule_may_be_accepted(root: Path) -> None:
    put(root, "pathways/way.md", OUTER.replace("{pathway: in}", "rope, tide"))
    assert command("register", "--reissue", "a slip of the pen", folder=root).code == 0
    assert "no mistakes found" in checked(root)


# ------------------------------------------------------------------ what is published at a version
@pytest.fixture
def provider(tmp_path: Path) -> Repository:
    made = write_provider(tmp_path / "provider")
    made.build()
    return made


def test_the_rules_of_a_version_have_no_words_and_the_present_ones_have(
    provider: Repository,
) -> None:
    folder = provider.site / "pathways/way"
    version = json.loads((folder / "pathway-1.json").read_text("utf-8"))
    present = json.loads((folder / "pathway.json").read_text("utf-8"))
    assert "name" not in json.dumps(version)
    assert "sentence" not in json.dumps(version)
    assert present["name"] == "The Way"
    assert present["levels"][0]["sentence"] == "Earn Rope Rescue."
    assert (version["id"], version["levels"][0]["id"]) == (present["id"], "one")


def test_other_words_leave_what_was_signed_as_it_is(provider: Repository) -> None:
    before = (provider.site / "pathways/way/pathway-1.json").read_bytes()
    final = f"credentials/{provider.uuid_of('grace', 'crown')}/credential.json"
    signed = (provider.site / final).read_bytes()
    provider.write("pathways/way.md", provider.read("pathways/way.md").replace("The Way", "Way"))
    provider.build()
    assert (provider.site / "pathways/way/pathway-1.json").read_bytes() == before
    assert (provider.site / final).read_bytes() == signed


@pytest.mark.parametrize(
    "since",
    [
        "since: 2026-06-01\ngrandfather: keep",
        "since: 2026-06-01\ngrandfather: move",
        "",
        "award: by-hand",
    ],
)
@pytest.mark.parametrize("steps", ["steps: [boat, knot]", "any: 1\n    steps: [boat, knot]"])
def test_what_an_older_version_gave_stays_as_it_was_signed_and_its_stack_is_confirmed(
    since: str, steps: str, provider: Repository
) -> None:
    assert provider.run("register").code == 0
    signed = (
        provider.site / f"credentials/{provider.uuid_of('grace', 'crown')}/credential.json"
    ).read_bytes()
    old = provider.read("pathways/way.md")
    provider.write("pathways/way@1.md", old)
    provider.write("badges/knot.md", small_badge("Knots"))
    provider.write(
        "pathways/way.md",
        old.replace('version: "1"', f'version: "2"\n{since}').replace("steps: [boat]", steps),
    )
    assert [each.code for each in provider.build().warnings] == []
    final = f"site/credentials/{provider.uuid_of('grace', 'crown')}/credential.json"
    report = json.loads(provider.run("verify", "--json", "--site", "site", final).out)
    assert (provider.root / final).read_bytes() == signed
    assert (report["verdict"], report["stack"]) == ("genuine", "confirmed")
    assert report["parts"][0]["url"].endswith("pathways/way/pathway-1.json")
    present = json.loads((provider.site / "pathways/way/pathway.json").read_text("utf-8"))
    assert present["version"] == "2"


# ------------------------------------------------------------------ pages of who began earlier
KNOTS = (
    '---\nname: The Way\nversion: "2"\nsince: 2026-06-01\ngrandfather: keep\nlevels:\n'
    "  - {id: one, steps: [knot]}\n---\nWhy.\n"
)
ROUND = (
    '---\nname: Around\nversion: "1"\nlevels:\n  - {id: all, steps: [{pathway: way}]}\n---\nWhy.\n'
)


def pages_on(provider: Repository, pathway_id: str) -> set[str]:
    """The learners, by address, who have a page on the pathway."""
    pages = provider.site.glob(f"learners/*/{pathway_id}/index.html")
    return {page.parent.parent.name for page in pages}


def test_who_is_on_an_earlier_version_keeps_the_pages_also_of_a_pathway_around_it(
    provider: Repository,
) -> None:
    provider.write("badges/knot.md", small_badge("Knots"))
    provider.write("pathways/around.md", ROUND)
    provider.build()
    before = pages_on(provider, "way")
    assert before
    assert pages_on(provider, "around") == before
    provider.write("pathways/way@1.md", provider.read("pathways/way.md"))
    provider.write("pathways/way.md", KNOTS)
    provider.build()
    assert pages_on(provider, "way") == before
    assert pages_on(provider, "around") == before
    listed = json.loads(provider.run("progress", "--json", "--on", "2026-11-24").out)
    assert {(each["pathway"], each["version"]) for each in listed} == {
        ("way", "1"),
        ("around", "1"),
    }


def test_a_pathway_inside_that_is_given_by_hand_leads_to_the_page_around_it(
    provider: Repository,
) -> None:
    by_hand = provider.read("pathways/way.md").replace("levels:", "award: by-hand\nlevels:")
    provider.write("pathways/way.md", by_hand)
    provider.write("pathways/around.md", ROUND)
    provider.build()
    assert pages_on(provider, "around") == pages_on(provider, "way")


def test_a_pathway_inside_at_a_version_is_told_by_the_final_badge_of_that_version(
    provider: Repository,
) -> None:
    provider.write("badges/knot.md", small_badge("Knots"))
    provider.write("badges/mate.md", small_badge("Mate"))
    provider.write("pathways/way@1.md", provider.read("pathways/way.md"))
    provider.write("pathways/way.md", KNOTS.replace("levels:", "final: mate\nlevels:"))
    provider.write(
        "pathways/around.md", ROUND.replace("{pathway: way}", '{pathway: way, version: "1"}')
    )
    provider.build()
    folder = provider.site / "learners/grace-darling/around"
    transcript = (folder / "transcript.json").read_text("utf-8")
    assert provider.uuid_of("grace", "crown") in transcript
    assert "badges/mate/" not in transcript
    page = (folder / "index.html").read_text("utf-8")
    assert "badges/crown/badge" in page
    assert "badges/mate/" not in page
