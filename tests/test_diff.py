"""What a change of the content means: from two commits to sentences for a pull request."""

import json
import re
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from badgesite import surroundings
from badgesite.build import read, record
from badgesite.build.comparing import compare
from badgesite.build.comparison import Comparison, How, Kind
from badgesite.canonical.multibase import public_key_multibase
from badgesite.cli.diff_words import as_json, as_markdown, as_text
from badgesite.plan.facts import Facts, Mode, facts_of
from badgesite.rolls import Roll
from provider import PROVIDER, Files, badge, pathway, write
from repositories import Ran, command

ON = date(2026, 6, 1)
CONTENT: Files = {
    "learners/grace.yml": (
        "name: Grace Darling\nvisibility: public\nslug: grace-darling\n"
        "awards:\n  - {badge: rope, awarded: 2026-03-01}\n"
    ),
    "awards/2026.csv": "learner,badge,awarded\nhenry,rope,2026-03-02\nhenry,boat,2026-03-05\n",
}
ROPE_ONLY = pathway("  - id: one\n    steps: [rope]\n")
WAY = str(PROVIDER["pathways/way.md"])
SECOND = WAY.replace('version: "1"', 'version: "2"').replace("boat", "tide")


def side(folder: Path, files: Files, *, registered: bool = False) -> Facts:
    root = write(folder, {**CONTENT, **files})
    if registered:
        record(root, {}, reissue=None, dry_run=False)
    return facts_of(read(root)[0], Mode.PREVIEW)


def change(tmp_path: Path, files: Files, before: Files | None = None) -> Comparison:
    """Return what it means to change these files of a provider that is registered."""
    then = side(tmp_path / "then", before or {}, registered=True)
    register = (tmp_path / "then/content/register.csv").read_text("utf-8")
    now = {**(before or {}), "register.csv": register, **files}
    return compare(then, side(tmp_path / "now", now), ON)


# ------------------------------------------------------------------ definitions
def test_a_change_of_looks_and_words_means_nothing(tmp_path: Path) -> None:
    comment = "# a comment above\n" + str(CONTENT["learners/grace.yml"])
    found = change(tmp_path, {"learners/grace.yml": comment})
    assert found.is_empty
    assert "Nothing changes" in as_text(found, "HEAD") and "Nothing changes" in as_markdown(
        found, ""
    )


def test_a_new_and_a_removed_badge_are_named_with_their_version(tmp_path: Path) -> None:
    found = change(tmp_path, {"badges/knot.md": badge("Knots"), "badges/tide.md": None})
    assert [(each.id, each.kind, each.versions) for each in found.badges] == [
        ("knot", Kind.ADDED, (None, "1")),
        ("tide", Kind.REMOVED, ("1", None)),
    ]


def test_a_changed_badge_says_in_what(tmp_path: Path) -> None:
    new = badge("Rope Work", "credits: 5\nprice: 3 shillings\n")
    (found,) = change(tmp_path, {"badges/rope.md": new}).badges
    assert (found.changed, found.has_new_version) == (("name", "price"), False)


def test_a_replaced_picture_changes_its_badge(tmp_path: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h{}v8z"/></svg>'
    pictured = {"badges/tide.md": badge("Tides", "image: images/tide.svg\n")}
    then = {**pictured, "images/tide.svg": svg.format(7)}
    (found,) = change(tmp_path, {"images/tide.svg": svg.format(8)}, then).badges
    assert (found.id, found.changed) == ("tide", ("image",))


def test_a_new_pathway_is_told_with_its_rule(tmp_path: Path) -> None:
    files = {"pathways/short.md": pathway("  - id: one\n    steps: [tide]\n", "")}
    (found,) = change(tmp_path, files).pathways
    assert (found.id, found.kind, found.rules) == ("short", Kind.ADDED, ("Earn Tides.",))


def test_all_awards_are_gone_through_as_often_whatever_rests_on_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def times(folder: str, names: list[str]) -> int:
        people = {f"learners/{name}.yml": f"name: {name}\n" for name in names}
        rows = [f"{name},{each},2026-04-01" for name in names for each in ("rope", "boat")]
        table = "\n".join(["learner,badge,awarded", *rows]) + "\n"
        facts = side(tmp_path / folder, {**people, "awards/crew.csv": table}, registered=True)
        assert sum(award.unlock is not None for award in facts.awards) >= len(names)
        gone: list[object] = []
        groups = Roll.groups
        with monkeypatch.context() as patch:
            patch.setattr(Roll, "groups", lambda *asked: gone.append("") or groups(*asked))
            compare(facts, facts, ON)
        return len(gone)

    assert times("few", ["ada"]) == times("many", ["ada", "bob", "cyd", "dan", "eve"])


# ------------------------------------------------------------------ rules and versions
def test_a_rule_changed_under_the_same_version_is_to_be_mended(tmp_path: Path) -> None:
    found = change(tmp_path, {"pathways/way.md": ROPE_ONLY})
    (problem,) = found.problems
    assert (
        problem.sentence == "the rule of 'way' changed under version 1, which 2 learners have begun"
    )
    assert "way@1.md" in problem.remedy and not problem.is_error
    assert found.pathways[0].rules == (
        "Earn Rope Rescue; then Boat Handling.",
        "Earn Rope Rescue.",
    )


def test_a_new_version_with_the_old_one_kept_is_fine(tmp_path: Path) -> None:
    found = change(tmp_path, {"pathways/way.md": SECOND, "pathways/way@1.md": WAY})
    assert found.problems == ()
    assert found.pathways[0].versions == ("1", "2")
    assert not [each for each in found.addresses if "rules" in each.what]


# ------------------------------------------------------------------ pathways inside others
OUTER = pathway("  - {id: all, steps: [{pathway: way}]}\n", "final: peak\n").replace("Way", "Peak")
NESTED: Files = {"pathways/top.md": OUTER, "badges/peak.md": badge("Peak")}
ROUTE: Files = {"pathways/way.md": SECOND, "pathways/way@1.md": WAY}


def test_a_pathway_that_holds_a_changed_one_is_to_be_mended_too(tmp_path: Path) -> None:
    found = change(tmp_path, ROUTE, NESTED)
    assert [(each.id, each.changed) for each in found.pathways] == [
        ("top", ("inside",)),
        ("way", ("levels",)),
    ]
    (problem,) = found.problems
    assert problem.origin.path == "content/pathways/top.md"
    assert (
        problem.sentence == "the rule of 'top' changed under version 1, which 2 learners have begun"
    )
    assert "version: …" in problem.remedy
    assert "takes from elsewhere: a pathway inside" in as_text(found, "HEAD")


def test_a_pathway_held_to_its_version_changes_nothing_around_it(tmp_path: Path) -> None:
    held = OUTER.replace("{pathway: way}", '{pathway: way, version: "1"}')
    found = change(tmp_path, {**ROUTE, "pathways/top.md": held}, NESTED)
    assert found.problems == ()
    assert not [each for each in found.resigned if each.award.badge == "peak"]


def test_who_asks_for_the_credits_of_a_badge_is_told_when_they_change(tmp_path: Path) -> None:
    summed = {"pathways/way.md": pathway("  - {id: a, steps: [{id: s, credits: 5, of: [rope]}]}\n")}
    found = change(tmp_path, {"badges/rope.md": badge("Rope", "credits: 6\n")}, summed)
    assert [each.changed for each in found.pathways] == [("inside",)]


def test_a_new_version_without_the_old_one_is_to_be_mended(tmp_path: Path) -> None:
    found = change(tmp_path, {"pathways/way.md": SECOND})
    assert [each.code for each in found.problems] == ["version-not-kept"]
    (gone,) = [each for each in found.addresses if "rules" in each.what]
    assert (gone.before, gone.after) == ("pathways/way/pathway-1.json", None)


def test_a_rule_nobody_has_begun_may_change(tmp_path: Path) -> None:
    tide = {
        "learners/grace.yml": "name: Grace\n",
        "awards/2026.csv": "learner,badge,awarded\nhenry,tide,2026-03-02\n",
    }
    found = change(tmp_path, {"pathways/way.md": ROPE_ONLY}, tide)
    assert found.problems == () and found.pathways[0].rules


def test_a_new_name_of_a_pathway_is_no_new_rule(tmp_path: Path) -> None:
    renamed = WAY.replace("The Way", "The Other Way")
    found = change(tmp_path, {"pathways/way.md": renamed})
    assert found.pathways[0].changed == ("name",) and not found.pathways[0].rules
    assert found.problems == ()


def test_a_rule_that_differs_only_beside_its_words_is_told_as_such(tmp_path: Path) -> None:
    enforced = WAY.replace("final:", "withdrawn: keep\nfinal:")
    found = change(tmp_path, {"pathways/way.md": enforced})
    assert [each.code for each in found.problems] == ["rule-same-version"]
    said = as_text(found, "HEAD")
    assert "still version 1 (what a withdrawn part does)" in said
    assert "in words as before: Earn Rope Rescue; then Boat Handling." in said


# ------------------------------------------------------------------ learners
def test_a_shorter_rule_completes_the_pathway_and_gives_its_badge(tmp_path: Path) -> None:
    found = change(tmp_path, {"pathways/way.md": ROPE_ONLY})
    gained = {each.learner.id: each for each in found.standings}
    assert gained["grace"].completes and gained["grace"].gained == ()
    (issued,) = [each for each in found.issued if each.learner.id == "grace"]
    assert (issued.award.badge, issued.how, issued.pathway) == ("crown", How.BY_RULE, "way")


def test_an_award_gives_a_level_on_its_day_and_not_before(tmp_path: Path) -> None:
    more = str(CONTENT["awards/2026.csv"]) + "grace,boat,2026-05-01\n"
    then = side(tmp_path / "then", {})
    now = side(tmp_path / "now", {"awards/2026.csv": more})
    (gains,) = compare(then, now, date(2026, 5, 1)).standings
    assert (gains.learner.name, gains.gained, gains.completes) == ("Grace Darling", ("Two",), True)
    assert compare(then, now, date(2026, 4, 30)).standings == ()
    (loses,) = compare(now, then, date(2026, 5, 1)).standings
    assert (loses.lost, loses.loses) == (("Two",), True)


# ------------------------------------------------------------------ credentials
def test_a_written_award_is_issued(tmp_path: Path) -> None:
    more = str(CONTENT["awards/2026.csv"]) + "henry,tide,2026-05-01\n"
    (issued,) = change(tmp_path, {"awards/2026.csv": more}).issued
    assert (issued.award.badge, issued.how) == ("tide", How.WRITTEN)


@pytest.mark.parametrize("kind", ["revoked", "replaced"])
def test_a_revocation_withdraws(tmp_path: Path, kind: str) -> None:
    line = f"learner,badge,awarded,on,kind,reason\nhenry,boat,2026-03-05,2026-05-02,{kind},error\n"
    found = change(tmp_path, {"revocations.csv": line})
    assert (found.withdrawn[0].award.badge, found.withdrawn[0].how) == ("boat", How(kind))


def test_a_registered_award_taken_out_of_content_vanishes(tmp_path: Path) -> None:
    found = change(tmp_path, {"awards/2026.csv": "learner,badge,awarded\nhenry,rope,2026-03-02\n"})
    assert {each.award.badge: each.how for each in found.withdrawn}["boat"] is How.VANISHED
    assert not [each for each in found.addresses if each.learner and each.learner.id == "henry"]


def test_an_award_that_never_was_registered_goes_without_a_trace(tmp_path: Path) -> None:
    then = side(tmp_path / "then", {})
    now = side(tmp_path / "now", {"learners/grace.yml": "name: Grace\nvisibility: public\n"})
    (gone,) = compare(then, now, ON).withdrawn
    assert gone.how is How.UNRECORDED
    assert [a.what for a in compare(then, now, ON).addresses if "credential" in a.what]


def test_a_corrected_name_signs_again_and_must_be_accepted(tmp_path: Path) -> None:
    found = change(tmp_path, {"learners/crew.csv": "id,name\nhenry,Henry George Blogg\n"})
    assert {each.award.badge for each in found.resigned} == {"rope", "boat", "crown"}
    assert {(each.how, each.parts) for each in found.resigned} == {(How.UNACCEPTED, ("learner",))}


def test_what_rests_on_a_credential_signed_again_is_signed_again_too(tmp_path: Path) -> None:
    narrated = (
        "learner,badge,awarded,narrative\nhenry,rope,2026-03-02,Held it.\nhenry,boat,2026-03-05,\n"
    )
    found = change(tmp_path, {"awards/2026.csv": narrated})
    assert [(each.award.badge, each.how, each.rests_on) for each in found.resigned] == [
        ("rope", How.UNACCEPTED, ()),
        ("crown", How.WITH_PARTS, ("Rope Rescue",)),
    ]
    assert "it rests on Rope Rescue" in as_text(found, "HEAD")


def test_an_accepted_change_is_told_as_accepted(tmp_path: Path) -> None:
    then = side(tmp_path / "then", {}, registered=True)
    register = (tmp_path / "then/content/register.csv").read_text("utf-8")
    renamed = {"learners/crew.csv": "id,name\nhenry,Henry G\n", "register.csv": register}
    root = write(tmp_path / "now", {**CONTENT, **renamed})
    unaccepted = facts_of(read(root)[0], Mode.PREVIEW)
    record(root, {}, reissue="name corrected", dry_run=False)
    accepted = facts_of(read(root)[0], Mode.PREVIEW)
    assert {each.how for each in compare(then, accepted, ON).resigned} == {How.ACCEPTED}
    later = compare(unaccepted, accepted, ON).resigned
    assert {(each.how, each.parts) for each in later} == {(How.ACCEPTED, ("learner",))}


def test_recording_awards_alone_signs_nothing_again(tmp_path: Path) -> None:
    then = side(tmp_path / "then", {})
    assert compare(then, side(tmp_path / "now", {}, registered=True), ON).is_empty


def test_what_only_grows_and_was_shortened_is_to_be_mended(tmp_path: Path) -> None:
    line = "learner,badge,awarded,on,kind,reason\nhenry,boat,2026-03-05,2026-05-02,revoked,error\n"
    nothing = {"revocations.csv": "learner,badge,awarded,on,kind,reason\n", "register.csv": None}
    found = change(tmp_path, nothing, {"revocations.csv": line})
    assert {each.code for each in found.problems} == {"revocation-gone", "register-shortened"}


# ------------------------------------------------------------------ addresses and keys
@pytest.mark.parametrize("kept", [True, False])
def test_another_slug_moves_the_backpack(tmp_path: Path, kept: bool) -> None:
    text = str(CONTENT["learners/grace.yml"]).replace("slug: grace-darling", "slug: grace")
    text += "former_slugs: [grace-darling]\n" if kept else ""
    (moved,) = change(tmp_path, {"learners/grace.yml": text}).addresses
    assert (moved.before, moved.after) == ("learners/grace-darling/", "learners/grace/")
    assert (moved.moved, moved.redirected) == (True, kept)


def test_a_learner_who_becomes_private_loses_every_address(tmp_path: Path) -> None:
    hidden = "id,name,visibility\nhenry,Henry Blogg,private\n"
    found = change(tmp_path, {"learners/crew.csv": hidden}).addresses
    whats = [each.what for each in found]
    assert "the backpack" in whats and sum("credential" in each for each in whats) == 3


def test_a_renamed_page_and_another_base_url_are_told(tmp_path: Path) -> None:
    site = str(PROVIDER["site.yml"]).replace("localhost:8000", "localhost:9000")
    files = {"pages/about.md": None, "pages/us.md": "# Us\n", "site.yml": site}
    found = change(tmp_path, files, {"pages/about.md": "# About\n"}).addresses
    assert [(each.before, each.after) for each in found] == [
        ("http://localhost:8000/", "http://localhost:9000/"),
        ("about/", None),
    ]


def test_keys_added_and_retired_are_told(tmp_path: Path) -> None:
    old, new = (public_key_multibase(bytes([number] * 32)) for number in (1, 2))
    first = f"keys:\n  - {{multibase: {old}, created: 2026-01-01"
    second = (
        f", state: retired, changed: 2026-05-01}}\n  - {{multibase: {new}, created: 2026-05-01}}\n"
    )
    found = change(tmp_path, {"keys.yml": first + second}, {"keys.yml": first + "}\n"}).keys
    assert [(each.multibase, each.became) for each in found] == [(old, "retired"), (new, "added")]


# ------------------------------------------------------------------ words
def test_learners_who_are_not_public_have_neither_name_nor_address(tmp_path: Path) -> None:
    files = {
        "learners/crew.csv": "id,name,visibility\nhenry,Henry Blogg,private\n",
        "learners/grace.yml": "name: Grace Darling\nslug: other\n",
        "pathways/way.md": ROPE_ONLY,
    }
    found = change(tmp_path, files)
    for render in (as_text, as_markdown, as_json):
        said = render(found, "HEAD")
        assert "henry" in said and "grace" in said
        assert not re.search(r"Blogg|Darling|learners/|[0-9a-f]{8}-[0-9a-f]{4}", said)


HOSTILE = "A ![x](https://evil.example/x.png) @team #1 <img src=x> `b` | c www.evil.example"


def test_markdown_loads_nothing_and_calls_nobody(tmp_path: Path) -> None:
    said = as_markdown(change(tmp_path, {"badges/knot.md": badge(f"'{HOSTILE}'")}), "a`b")
    (line,) = [each for each in said.splitlines() if "evil.example" in each]
    plain = line.removeprefix("- ").replace("<!-- -->", "\0").split(" (`knot`)")[0]
    assert not re.findall(r"(?<!\\)[!\[\]()<>#|`]", plain)
    assert not re.findall(r"@\w|#\w|://\w|www\.\w", plain)
    assert "Compared with `a'b`" in said


def test_long_lists_are_shortened_in_markdown_alone(tmp_path: Path) -> None:
    files = {f"badges/b{number}.md": badge(f"B{number}") for number in range(60)}
    found = change(tmp_path, files)
    assert "… and 20 more" in as_markdown(found, "HEAD") and "B59" in as_text(found, "HEAD")
    assert len(json.loads(as_json(found, "HEAD"))["badges"]) == 60


# ------------------------------------------------------------------ git
def git(root: Path, *arguments: str) -> None:
    who = ("-c", "user.name=P", "-c", "user.email=p@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture
def committed(tmp_path: Path) -> Path:
    """A provider, committed on main, in a folder of a larger repository."""
    root = write(tmp_path / "work" / "badges", CONTENT)
    git(tmp_path / "work", "init", "-q", "-b", "main")
    commit(root)
    return root


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "content")


def diff(root: Path, *arguments: str) -> Ran:
    return command("diff", "--on", "2026-06-01", *arguments, folder=root)


def compared(root: Path, *arguments: str) -> dict[str, Any]:
    ran = diff(root, "--format", "json", *arguments)
    assert ran.code == 0, ran.said
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_uncommitted_changes_are_compared_with_the_last_commit(committed: Path) -> None:
    (committed / "content/badges/knot.md").write_text(badge("Knots"))
    found = compared(committed)
    assert found["against"].startswith("HEAD (")
    assert [each["id"] for each in found["badges"]] == ["knot"]


def test_today_is_the_day_it_is_where_the_site_is(
    committed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    morning = datetime(2026, 11, 27, 20, tzinfo=UTC)  # in Auckland the 28th has begun
    monkeypatch.setattr(surroundings, "now", lambda: morning)
    site = committed / "content/site.yml"
    site.write_text(f"{site.read_text()}timezone: Pacific/Auckland\n")
    ran = command("diff", "--format", "json", folder=committed)
    assert json.loads(ran.out)["on"] == "2026-11-28", ran.said


def test_a_clean_branch_is_compared_with_where_it_left_main(committed: Path) -> None:
    git(committed, "switch", "-q", "-c", "mine")
    (committed / "content/badges/knot.md").write_text(badge("Knots"))
    commit(committed)
    git(committed, "switch", "-q", "main")
    (committed / "content/badges/sail.md").write_text(badge("Sails"))
    commit(committed)
    git(committed, "switch", "-q", "mine")
    found = compared(committed)
    assert found["against"].startswith("main (")
    assert [(each["id"], each["kind"]) for each in found["badges"]] == [("knot", "added")]


def test_a_named_revision_is_compared(committed: Path) -> None:
    git(committed, "tag", "v1")
    (committed / "content/badges/knot.md").write_text(badge("Knots"))
    commit(committed)
    assert [each["id"] for each in compared(committed, "v1")["badges"]] == ["knot"]
    assert compared(committed, "HEAD")["badges"] == []


def test_text_and_markdown_say_what_a_reviewer_asks(committed: Path) -> None:
    (committed / "content/pathways/way.md").write_text(ROPE_ONLY)
    text, markdown = diff(committed), diff(committed, "--format", "markdown")
    assert (text.code, markdown.code) == (0, 0)
    for said in (text.out, markdown.out):
        assert "before: Earn Rope Rescue; then Boat Handling." in said
        assert "now: Earn Rope Rescue." in said
        assert "gains the whole pathway" in said
    assert "- Grace Darling (`grace`): Crown, awarded 1 March 2026" in markdown.out
    assert "by the rule of `way`" in markdown.out


def test_it_writes_nothing(committed: Path) -> None:
    (committed / "content/badges/knot.md").write_text(badge("Knots"))
    before = sorted(committed.parent.rglob("*"))
    diff(committed)
    assert sorted(committed.parent.rglob("*")) == before


@pytest.mark.parametrize(
    "revision", ["no-such", "", "HEAD:./content", "--output=x", "a b", "HEAD~9"]
)
def test_an_unknown_revision_is_one_sentence(committed: Path, revision: str) -> None:
    ran = diff(committed, "--", revision)
    assert (ran.code, ran.out) == (1, "")
    assert f"there is no commit '{revision}' here" in ran.err
    assert not list(committed.rglob("x"))


def test_a_revision_without_content_is_one_sentence(committed: Path) -> None:
    git(committed, "rm", "-q", "-r", "--cached", "content")
    git(committed, "commit", "-q", "--allow-empty", "-m", "none")
    ran = diff(committed, "HEAD")
    assert ran.code == 1 and "there is no content/ at HEAD" in ran.err


def test_a_folder_that_is_no_repository_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    ran = diff(write(tmp_path / "plain", CONTENT))
    assert ran.code == 1 and "git finds no repository" in ran.err


def test_without_git_it_says_so(committed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(committed))
    ran = diff(committed)
    assert ran.code == 1 and "git is not installed" in ran.err


def test_mistakes_of_both_sides_are_told_with_their_side(committed: Path) -> None:
    broken = committed / "content/badges/tide.md"
    broken.write_text("---\nname: Tides\n---\n")
    commit(committed)
    (committed / "content/badges/boat.md").write_text("---\nname: Boats\n---\n")
    ran = diff(committed, "HEAD")
    assert (ran.code, ran.out) == (1, "")
    assert re.search(r"^[0-9a-f]{7}:content/badges/tide\.md:\d+: ", ran.err, re.MULTILINE)
    assert re.search(r"^content/badges/boat\.md:\d+: ", ran.err, re.MULTILINE)


def test_a_link_in_an_old_commit_leads_nowhere(committed: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text(badge("Secret"))
    link = committed / "content/badges/secret.md"
    link.symlink_to(secret)
    commit(committed)
    link.unlink()
    assert compared(committed)["badges"] == []


# ------------------------------------------------------------------ people who are called otherwise
def test_a_learner_who_is_renamed_is_not_somebody_else(tmp_path: Path) -> None:
    found = change(
        tmp_path,
        {
            "learners/grace.yml": None,
            "learners/gd.yml": str(CONTENT["learners/grace.yml"]).replace(
                "slug: grace-darling", "slug: gd\nformer_ids: grace\nformer_slugs: grace-darling"
            ),
        },
    )
    assert (found.issued, found.withdrawn, found.resigned, found.problems) == ((), (), (), ())
    assert found.standings == ()
    (moved,) = found.addresses
    assert (moved.before, moved.after) == ("learners/grace-darling/", "learners/gd/")
    assert moved.redirected
