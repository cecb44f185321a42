"""Everyday commands: files keep what a person wrote, addresses stay, no mistake is written."""

import csv
import io
import json
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from badgesite.build import checking
from badgesite.build.files import replace_files
from badgesite.errors import BadgesiteError
from hosts import HonestHost
from repositories import Ran, Repository, badge, copied, digest, files


@pytest.fixture
def provider(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A registered provider; no site."""
    return copied(tmp_path_factory, tmp_path, built=False)


def content(provider: Repository) -> dict[str, bytes]:
    return files(provider.root / "content")


def changed(provider: Repository, *arguments: str) -> dict[str, tuple[str, str]]:
    """Run a command that must succeed; return text before and after of every changed file."""
    before = content(provider)
    ran = provider.run(*arguments)
    assert ran.code == 0, ran.said
    after = content(provider)
    return {
        path: (before.get(path, b"").decode(), after.get(path, b"").decode())
        for path in sorted({*before, *after})
        if before.get(path) != after.get(path)
    }


def added(change: tuple[str, str]) -> str:
    before, after = change
    assert after.startswith(before)
    return after.removeprefix(before)


def register(provider: Repository) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(provider.read("register.csv"))))


def verdicts(provider: Repository, *uuids: str) -> dict[str, str]:
    """Build, check each credential against the built site, return the verdict by uuid."""
    provider.build()
    found = {}
    for uuid in uuids:
        file = provider.site / "credentials" / uuid / "credential.json"
        ran = provider.run("verify", "--json", "--site", "site", file)
        found[uuid] = json.loads(ran.out)["verdict"]
    return found


# ------------------------------------------------------------------ two at once
def test_of_commands_at_once_none_puts_back_what_another_has_written(
    provider: Repository,
) -> None:
    command = [sys.executable, "-m", "badgesite"]
    days = [f"2026-04-{day:02}" for day in range(1, 5)]
    running = [
        subprocess.Popen(
            [*command, "award", "henry", "rope", "--on", day],
            cwd=provider.root,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for day in days
    ]
    running.append(
        subprocess.Popen([*command, "register"], cwd=provider.root, stdout=subprocess.DEVNULL)
    )
    assert [each.wait() for each in running] == [0] * 5
    given = [row for row in register(provider) if row["learner"] == "henry"]
    assert set(days) <= {row["awarded"] for row in given}
    rows = "".join(map(provider.read, ("awards/2026.csv",)))
    assert [day for day in days if f"henry,rope,{day}" not in rows] == []


# ------------------------------------------------------------------ award and renew
def test_award_adds_one_row_and_one_line_and_says_what_comes_next(provider: Repository) -> None:
    changes = changed(
        provider, "award", "may", "rope", "--on", "2026-06-01", "--narrative", "Held it, twice"
    )
    assert set(changes) == {"awards/2026.csv", "register.csv"}
    assert added(changes["awards/2026.csv"]) == 'may,rope,2026-06-01,,"Held it, twice"\n'
    assert added(changes["register.csv"]).count("\n") == 1
    assert provider.run("check", "--strict").code == 0
    (uuid,) = [row["uuid"] for row in register(provider) if row["learner"] == "may"]
    assert verdicts(provider, uuid) == {uuid: "genuine"}


def test_an_award_goes_to_the_table_with_the_latest_of_its_badge_or_of_any(
    provider: Repository,
) -> None:
    head = "learner,badge,awarded\n"
    provider.write("badges/knot.md", provider.read("badges/boat.md").replace("Boat", "Knot"))
    provider.write("awards/2025.csv", f"{head}may,boat,2026-05-02\n")
    provider.write("awards/ropes.csv", f"{head}may,rope,2026-05-03\n")
    provider.write("awards/zero.csv", head)
    provider.run("register")
    for given, table in (("boat", "2025"), ("rope", "ropes"), ("knot", "ropes")):
        ran = provider.run("award", "henry", given, "--on", "2026-05-01")
        assert f"content/awards/{table}.csv: '{given}' for 'henry'" in ran.out
        assert f"henry,{given},2026-05-01" in provider.read(f"awards/{table}.csv")
    for path in ("2025", "2026", "ropes"):
        provider.write(f"awards/{path}.csv", head)
    provider.write("register.csv", provider.read("register.csv").split("\n")[0] + "\n")
    provider.write("revocations.csv", "learner,badge,awarded,on,kind,reason\n")
    ran = provider.run("award", "henry", "boat", "--on", "2026-05-01")
    assert "content/awards/zero.csv" in ran.out


def test_a_learner_may_be_named_by_address(provider: Repository) -> None:
    (provider.root / "contacts.csv").write_text("learner,email\nmay,May@people.example\n")
    ran = provider.run("award", "may@PEOPLE.example", "rope", "--on", "2026-06-01")
    assert "'rope' for 'may'" in ran.out
    refused(provider, "award", "no@people.example", "rope", says="no learner has this address")


@pytest.mark.parametrize(
    ("task", "made"),
    [
        (("export", "WHO"), ["grace.zip"]),
        (("bake", "WHO", "rope"), ["grace-rope-2026-03-01.png"]),
        (("certificate", "WHO", "--badge", "rope"), ["grace-rope-2026-03-01.pdf"]),
    ],
    ids=lambda each: each[0],
)
def test_what_is_handed_to_a_learner_named_by_address_is_called_by_the_id(
    task: tuple[str, ...], made: list[str], provider: Repository, tmp_path: Path
) -> None:
    (provider.root / "contacts.csv").write_text("learner,email\ngrace,grace@people.example\n")
    named = (each.replace("WHO", "Grace@people.example") for each in task)
    ran = provider.run(*named, "--to", tmp_path / "away")
    assert ran.code == 0, ran.said
    assert sorted(path.name for path in (tmp_path / "away").iterdir()) == made
    assert "@" not in ran.out


def test_progress_of_one_learner_is_asked_for_by_id_or_address(provider: Repository) -> None:
    (provider.root / "contacts.csv").write_text("learner,email\ngrace,grace@people.example\n")
    by_address = provider.run("progress", "--json", "--learner", "grace@people.example")
    assert {row["learner"] for row in json.loads(by_address.out)} == {"grace"}
    assert by_address.out == provider.run("progress", "--json", "--learner", "grace").out
    refused(provider, "progress", "--learner", "grce", says="no learner is called 'grce'")


def test_an_award_that_completes_a_pathway_is_recorded_with_the_final_badge(
    provider: Repository,
) -> None:
    changed(provider, "award", "may", "rope", "--on", "2026-06-01")
    changed(provider, "award", "may", "boat", "--on", "2026-06-02")
    assert {row["badge"] for row in register(provider) if row["learner"] == "may"} == {
        "rope",
        "boat",
        "crown",
    }


def test_line_ends_separator_and_columns_of_a_table_are_kept(provider: Repository) -> None:
    table = "\ufeffbadge;learner;awarded\r\nrope;may;2026-05-01\r\n"
    provider.write("awards/z.csv", table)
    provider.run("register")
    changes = changed(provider, "renew", "may", "rope", "--on", "2026-07-01", "--result", "1;2")
    assert changes["awards/z.csv"][1] == (
        "\ufeffbadge;learner;awarded;result\r\nrope;may;2026-05-01;\r\n"
        'rope;may;2026-07-01;"1;2"\r\n'
    )


def test_renewing_needs_an_earlier_award_and_a_later_day(provider: Repository) -> None:
    refused(provider, "renew", "may", "rope", says="has no 'rope' that could be renewed")
    refused(provider, "renew", "grace", "rope", "--on", "2026-03-01", says="of a later day")
    ran = provider.run("renew", "grace", "rope", "--on", "2026-06-01")
    assert "after that of 2026-03-01, valid to 2028-03-01" in ran.out


def test_a_renewal_names_the_last_day_of_the_version_that_was_given(provider: Repository) -> None:
    old = provider.read("badges/rope.md")
    provider.write("badges/rope@1.md", old)
    new = old.replace('version: "1"', 'version: "2"').replace("P2Y", "P5Y")
    provider.write("badges/rope.md", new)
    ran = provider.run("renew", "grace", "rope", "--on", "2026-06-01")
    assert "after that of 2026-03-01, valid to 2028-03-01" in ran.out


# ------------------------------------------------------------------ withdrawing and correcting
def test_revoke_adds_one_row_and_the_page_says_when_and_why(provider: Repository) -> None:
    uuid = provider.uuid_of("grace", "boat")
    changes = changed(
        provider, "revoke", "grace", "boat", "--on", "2026-06-01", "--reason", "Wrong boat"
    )
    assert added(changes["revocations.csv"]) == (
        "grace,boat,2026-03-08,2026-06-01,revoked,Wrong boat\n"
    )
    assert verdicts(provider, uuid) == {uuid: "revoked"}
    page = (provider.site / "credentials" / uuid / "index.html").read_text()
    assert "Wrong boat" in page


def test_a_badge_given_by_rule_is_withdrawn_like_any_other_from_today_on(
    provider: Repository,
) -> None:
    uuid = provider.uuid_of("grace", "crown")
    before = datetime.now(UTC).date()
    changes = changed(provider, "revoke", "grace", "crown", "--reason", "Rowed by another")
    said = added(changes["revocations.csv"])
    days = {before.isoformat(), datetime.now(UTC).date().isoformat()}
    assert said in {f"grace,crown,2026-03-08,{day},revoked,Rowed by another\n" for day in days}
    assert verdicts(provider, uuid) == {uuid: "revoked"}


def test_a_badge_given_by_rule_is_not_awarded_over_until_it_is_withdrawn(
    provider: Repository,
) -> None:
    again = ("award", "grace", "crown", "--on", "2026-03-08")
    refused(provider, *again, says="'grace' has 'crown' of 2026-03-08 already: a rule gave it")
    changed(provider, "revoke", "grace", "crown", "--reason", "Rowed by another")
    assert "'crown' for 'grace' of 2026-03-08, issue 2" in provider.run(*again).out


def test_a_wrong_revocation_is_mended_by_an_award_of_the_same_day(provider: Repository) -> None:
    old = provider.uuid_of("grace", "boat")
    changed(provider, "revoke", "grace", "boat", "--on", "2026-06-01", "--reason", "Wrong boat")
    ran = provider.run("award", "grace", "boat", "--on", "2026-03-08")
    assert "'boat' for 'grace' of 2026-03-08, issue 2" in ran.out
    (new,) = [
        row["uuid"]
        for row in register(provider)
        if (row["learner"], row["badge"], row["issue"]) == ("grace", "boat", "2")
    ]
    assert verdicts(provider, old, new) == {old: "revoked", new: "genuine"}
    refused(provider, "award", "grace", "boat", "--on", "2026-03-08", says="already")


def test_a_replaced_award_leads_to_the_new_one_and_keeps_what_was_right(
    provider: Repository,
) -> None:
    old = provider.uuid_of("grace", "rope")
    changes = changed(
        provider,
        *("replace", "grace", "rope", "--result", "Pass", "--reason", "The mark was left out"),
    )
    assert "2026.csv" in "".join(changes)
    row = list(csv.DictReader(io.StringIO(provider.read("awards/2026.csv"))))[-1]
    assert (row["awarded"], row["issue"], row["result"]) == ("2026-03-01", "2", "Pass")
    assert row["evidence"] == "https://evidence.example.org/1"
    (new,) = [
        row["uuid"]
        for row in register(provider)
        if (row["learner"], row["badge"], row["issue"]) == ("grace", "rope", "2")
    ]
    assert verdicts(provider, old, new) == {old: "replaced", new: "genuine"}
    assert new in (provider.site / "credentials" / old / "index.html").read_text()
    assert provider.run("check", "--strict").code == 0


def test_an_award_of_a_corrected_day_keeps_the_last_day_it_was_given(provider: Repository) -> None:
    changed(provider, "award", "may", "boat", "--on", "2026-06-01", "--expires", "2027-05-31")
    for day in ("2026-06-02", "2026-05-30"):
        changed(provider, "replace", "may", "boat", "--on", day, "--reason", "The day was wrong")
        row = list(csv.DictReader(io.StringIO(provider.read("awards/2026.csv"))))[-1]
        assert (row["awarded"], row["expires"]) == (day, "2027-05-31")


def test_a_badge_replaced_twice_leads_to_the_one_that_stands(provider: Repository) -> None:
    old = provider.uuid_of("grace", "rope")
    for result in ("Pass", "Merit"):
        changed(provider, *("replace", "grace", "rope", "--result", result, "--reason", "A slip"))
    uuids = {
        row["issue"]: row["uuid"]
        for row in register(provider)
        if (row["learner"], row["badge"]) == ("grace", "rope")
    }
    assert uuids["1"] == old
    verdicts(provider, old)  # builds
    for gone in ("1", "2"):
        folder = provider.site / "credentials" / uuids[gone]
        assert json.loads((folder / "withdrawn.json").read_bytes())["replacedBy"] == uuids["3"]
        page = (folder / "index.html").read_text()
        assert uuids["3"] in page
        assert uuids["2" if gone == "1" else "1"] not in page


def test_a_corrected_name_stands_on_all_badges_of_the_learner(provider: Repository) -> None:
    uuids = [provider.uuid_of("grace", badge) for badge in ("rope", "boat", "crown")]
    changed(
        provider,
        *("replace", "grace", "rope", "--name", "Grace H. Darling", "--reason", "Misspelt"),
    )
    assert provider.read("learners/grace.yml").startswith("name: Grace H. Darling\nvisib")
    assert provider.run("check", "--strict").code == 0
    assert verdicts(provider, *uuids)[uuids[1]] == "genuine"
    for uuid in uuids:
        signed = (provider.site / "credentials" / uuid / "credential.json").read_text()
        assert "Grace H. Darling" in signed


# ------------------------------------------------------------------ people
def test_a_renamed_learner_keeps_every_credential_and_every_address(provider: Repository) -> None:
    before = {uuid: "genuine" for uuid in (provider.uuid_of("grace", "boat"),)}
    provider.build()
    stays = ("index.html", "transcript.json")
    pages = {path for path in provider.published() if path.endswith(stays)}
    signed = {path.parent.name: path.read_bytes() for path in provider.credentials()}
    ran = provider.run("rename-learner", "grace", "--id", "gd", "--slug", "g-darling")
    assert ran.code == 0, ran.said
    assert provider.run("check", "--strict").code == 0
    assert verdicts(provider, *before) == before
    assert pages <= set(provider.published())
    assert {p.parent.name: p.read_bytes() for p in provider.credentials()} == signed
    for old in ("grace-darling",):
        assert "g-darling/" in (provider.site / "learners" / old / "index.html").read_text()
    assert "grace," not in provider.read("awards/2026.csv")
    assert all(row["learner"] != "gd" for row in register(provider))
    again = changed(provider, "award", "gd", "boat", "--on", "2026-07-01")
    assert added(again["register.csv"]).split(",")[1] == "gd"


def test_further_pages_of_a_full_backpack_lead_on_too(provider: Repository) -> None:
    days = (f"grace,rope,2025-{month:02}-{day:02},,\n" for month in (1, 2) for day in range(1, 21))
    provider.append("awards/2026.csv", "".join(days))
    changed(provider, "rename-learner", "grace", "--slug", "g-darling")
    provider.build()
    page = (provider.site / "learners/grace-darling/badges/2/index.html").read_text("utf-8")
    assert 'url=../../../../learners/g-darling/badges/2/"' in page
    assert (provider.site / "learners/g-darling/badges/2/index.html").is_file()


def test_a_learner_of_a_table_is_renamed_in_its_row(provider: Repository) -> None:
    changes = changed(provider, "rename-learner", "may", "--name", "May Moss, GM", "--id", "m-m")
    assert changes["learners/crew.csv"][1] == (
        "id,name,visibility,former_ids\nhenry,Henry Blogg,,\nsam,Samuel Plimsoll,private,\n"
        'm-m,"May Moss, GM",,may\n'
    )


def test_a_link_to_a_learner_still_leads_there_under_another_id(provider: Repository) -> None:
    crew = provider.read("learners/crew.csv")
    provider.write("learners/crew.csv", crew.replace("Blogg,", "Blogg,public"))
    provider.append("pages/about.md", "\n[Grace](learner:grace)\n")
    provider.build()
    page = provider.site / "about/index.html"
    changed(provider, "rename-learner", "grace", "--id", "gd", "--slug", "g-d")
    assert provider.run("build").code == 0
    assert 'href="../learners/g-d/"' in page.read_text("utf-8")
    changed(provider, "merge-learners", "gd", "henry")
    assert provider.run("check").code == 0
    assert provider.run("build").code == 0
    backpack = provider.site / "learners/g-d/index.html"
    (there,) = re.findall(r'href="../(learners/[^"]+)"[^>]*>Grace<', page.read_text("utf-8"))
    assert (provider.site / there / "index.html").is_file()
    assert there.rstrip("/") in backpack.read_text("utf-8")  # the old address leads there too


def test_who_is_named_by_a_former_id_is_told_by_the_present_one(provider: Repository) -> None:
    crew = provider.read("learners/crew.csv")
    changed(provider, "rename-learner", "henry", "--id", "h-blogg")
    awards = provider.read("awards/2026.csv")
    provider.append("awards/2026.csv", "henry,boat,2026-06-01,,\n")  # of another branch
    provider.append("revocations.csv", "henry,rope,2026-03-02,2026-05-01,revoked,in error\n")
    provider.write("learners/henry/boats.json", "{}")
    said = provider.run("check").err
    assert said.count("that is 'h-blogg' now: write 'h-blogg'") == 2
    assert "that is 'h-blogg' now: move it into content/learners/h-blogg/" in said
    assert "did you mean" not in said
    shutil.rmtree(provider.root / "content/learners/henry")
    provider.write("awards/2026.csv", awards)
    revocations = provider.read("revocations.csv").splitlines(keepends=True)
    provider.write("revocations.csv", "".join(revocations[:-1]))
    ran = provider.run("award", "henry", "boat")
    assert (ran.code, "that is 'h-blogg' now" in ran.err) == (1, True)
    provider.write("learners/other.csv", crew.splitlines()[0] + "\n" + crew.splitlines()[1] + "\n")
    said = provider.run("check").err
    assert "the former id 'henry' is an id too, in content/learners/other.csv:2" in said
    assert "keep one of the two" in said


def test_two_learners_become_one(provider: Repository) -> None:
    old, other = provider.uuid_of("henry", "rope"), provider.uuid_of("grace", "rope")
    provider.build()
    pages = {path for path in provider.published() if path.endswith("index.html")}
    changed(provider, "merge-learners", "grace", "henry")
    assert not (provider.root / "content/learners/grace.yml").exists()
    assert provider.run("check", "--strict").code == 0
    assert verdicts(provider, old, other) == {old: "genuine", other: "genuine"}
    assert pages <= set(provider.published())
    assert "Henry Blogg" in (provider.site / "credentials" / other / "credential.json").read_text()


def test_awards_of_a_learner_s_own_file_move_with_all_that_they_say(provider: Repository) -> None:
    provider.write(
        "learners/hb.yml",
        "name: H. Blogg\nawards:\n"
        "  - {badge: boat, awarded: 2026-02-03}\n"
        "  - {badge: rope, awarded: 2026-02-01, expires: 2030-01-01, narrative: 'Well, done.',\n"
        "     evidence: [https://evidence.example.org/2], result: '9', waived: Rowed before}\n",
    )
    provider.append("revocations.csv", "hb,boat,2026-02-03,2026-05-01,revoked,Not seen\n")
    provider.run("register")
    uuids = [provider.uuid_of("hb", badge) for badge in ("rope", "boat")]
    before = provider.read("awards/2026.csv")
    changed(provider, "merge-learners", "hb", "henry")
    rows = list(csv.DictReader(io.StringIO(provider.read("awards/2026.csv"))))
    assert len(rows) == before.count("\n") - 1 + 2
    (rope,) = [row for row in rows if row["awarded"] == "2026-02-01"]
    assert rope == {
        "learner": "henry",
        "badge": "rope",
        "awarded": "2026-02-01",
        "expires": "2030-01-01",
        "evidence": "https://evidence.example.org/2",
        "narrative": "Well, done.",
        "result": "9",
        "waived": "Rowed before",
    }
    assert provider.run("check", "--strict").code == 0
    assert verdicts(provider, *uuids) == {uuids[0]: "genuine", uuids[1]: "revoked"}


def test_what_both_have_of_one_day_is_withdrawn_once(provider: Repository) -> None:
    provider.append("awards/2026.csv", "may,rope,2026-03-02,,\n")
    provider.run("register")
    provider.build()  # the page at her address was hers, and leads to his from then on
    double = provider.uuid_of("may", "rope")
    ran = provider.run("merge-learners", "may", "henry")
    assert "both have 'rope' of 2026-03-02" in ran.out
    assert provider.read("awards/2026.csv").count("henry,rope") == 1
    provider.build()
    assert "no longer" in (provider.site / "credentials" / double / "index.html").read_text()


def test_what_stood_for_one_of_two_learners_alone_stands_when_they_are_one(
    provider: Repository,
) -> None:
    provider.append("awards/2026.csv", "may,boat,2026-04-01,,By night.\n")
    provider.run("register")
    ran = provider.run("merge-learners", "may", "henry")  # his was withdrawn
    assert "'boat' of 2026-04-01 for 'henry', issue 2" in ran.out
    assert provider.run("check", "--strict").code == 0
    given = [row for row in register(provider) if row["learner"] == "henry"]
    uuid = next(row["uuid"] for row in given if row["badge"] == "boat" and row["issue"] == "2")
    assert verdicts(provider, uuid) == {uuid: "genuine"}
    assert "By night." in (provider.site / "credentials" / uuid / "credential.json").read_text()


# ------------------------------------------------------------------ export and erase
def test_an_exported_archive_of_a_private_learner_can_be_checked_by_itself(
    provider: Repository, tmp_path: Path
) -> None:
    ran = provider.run("export", "sam", "--to", tmp_path)
    assert ran.code == 0, ran.said
    with zipfile.ZipFile(tmp_path / "sam.zip") as packed:
        packed.extractall(tmp_path / "sam")
        names = packed.namelist()
    uuid = provider.uuid_of("sam", "rope")
    folder = tmp_path / "sam" / "credentials" / uuid
    assert "README.txt" in names
    for name in ("credential.json", "badge.png", "badge.svg"):
        checked = provider.run("verify", "--json", "--site", tmp_path / "sam", folder / name)
        assert json.loads(checked.out)["verdict"] == "genuine", checked.out
    assert uuid.encode() in (folder / "badge.html").read_bytes()
    first = (tmp_path / "sam.zip").read_bytes()
    assert provider.run("export", "sam", "--to", tmp_path).code == 1
    (tmp_path / "sam.zip").unlink()
    provider.run("export", "sam", "--to", tmp_path)
    assert (tmp_path / "sam.zip").read_bytes() == first


def test_export_reads_the_repository_once(
    provider: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, original = list[Path](), checking._loaded

    def counted(root: Path, *arguments: object) -> object:
        read.append(root)
        return original(root, *arguments)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(checking, "_loaded", counted)
    ran = provider.run("export", "grace", "--dry-run")
    assert ran.code == 0, ran.said
    assert ran.out.count("badge.html") == 3
    assert len(read) == 1


def test_the_final_badge_of_final_badges_is_handed_over_with_all_it_rests_on(
    provider: Repository, tmp_path: Path
) -> None:
    provider.write("badges/fleet.md", badge("Harbour Fleet"))
    provider.write("pathways/fleet.md", pathway("fleet", "crown"))
    assert provider.run("register").code == 0
    uuid = provider.uuid_of("grace", "fleet")
    for command in (("bake", "grace", "fleet"), ("keep", uuid), ("export", "grace")):
        ran = provider.run(*command, "--to", tmp_path)
        assert ran.code == 0, ran.said
        assert command[0] != "keep" or "today: genuine" in ran.out
    provider.build()
    picture = tmp_path / "grace-fleet-2026-03-08.png"
    (told,) = provider.run("verify", "--json", "--site", "site", picture).out.splitlines()
    assert (json.loads(told)["verdict"], json.loads(told)["stack"]) == ("genuine", "confirmed")


def pathway(final: str, step: str) -> str:
    return (
        f'---\nname: Of {step}\nversion: "1"\nfinal: {final}\n'
        f"levels:\n  - id: one\n    steps: [{step}]\n---\nWhy.\n"
    )


def test_export_brings_transcripts(provider: Repository) -> None:
    ran = provider.run("export", "grace", "--dry-run")
    assert any(line.endswith("way/transcript.json") for line in ran.out.splitlines()), ran.said


def test_erasing_without_yes_only_tells(provider: Repository) -> None:
    before = digest(provider.root)
    ran = provider.run("erase", "grace")
    assert ran.code == 0
    assert "only number, place and this day stay" in ran.out
    assert digest(provider.root) == before


def test_an_erased_learner_leaves_bare_numbers_and_the_cohort_as_it_was(
    provider: Repository,
) -> None:
    uuids = [provider.uuid_of("grace", badge) for badge in ("rope", "boat", "crown")]
    other = provider.uuid_of("henry", "rope")
    changed(provider, "rename-learner", "grace", "--name", "Grace H. Darling")  # a line more each
    provider.build()
    kept = (provider.site / "credentials" / uuids[0] / "credential.json").read_bytes()
    theirs = (provider.site / "credentials" / other / "credential.json").read_bytes()
    places = {row["uuid"]: (row["list"], row["place"]) for row in register(provider)}
    ran = provider.run("erase", "grace", "--yes")
    assert ran.code == 0, ran.said
    assert "git filter-repo" in ran.out
    everything = b"".join(content(provider).values()).decode().casefold()
    assert "grace" not in everything
    assert {row["uuid"]: (row["list"], row["place"]) for row in register(provider)} == places
    assert len(register(provider)) == len(places)
    today = datetime.now(UTC).date().isoformat()
    gone = {row["uuid"] for row in register(provider) if row["withdrawn"] == today}
    assert gone == set(uuids)
    assert "erased" not in provider.run("build").said
    for uuid in uuids:
        page = (provider.site / "credentials" / uuid / "index.html").read_text()
        assert "no longer" in page
    assert b"Grace" not in b"".join(
        data for path, data in provider.published().items() if path.endswith((".html", ".json"))
    )
    copy = provider.root / "copy.json"
    copy.write_bytes(kept)
    assert '"revoked"' in provider.run("verify", "--json", "--site", "site", copy).out
    assert (provider.site / "credentials" / other / "credential.json").read_bytes() == theirs
    assert verdicts(provider, other) == {other: "genuine"}
    again = provider.run("register")
    assert "complete" in again.out


@pytest.mark.parametrize("name", ["Sinéad O'Brien", 'Grace "the Oar" Darling', "Grace $HOME `id`"])
def test_what_erase_prints_cuts_name_and_ids_out_of_the_history(
    name: str, provider: Repository
) -> None:
    provider.write("learners/grace.yml", f"name: {json.dumps(name)}\nformer_ids: [g-horsley]\n")
    ran = provider.run("erase", "grace", "--yes")
    assert ran.code == 0, ran.said
    said = ran.out.splitlines()
    at = next(index for index, line in enumerate(said) if "==>erased" in line)
    printf, _, *lines, into, _ = shlex.split(said[at])
    assert (printf, into) == ("printf", ">")
    assert f"{name}==>erased" in lines
    cut = shlex.split(said[at + 1])
    assert [cut[n + 1] for n, each in enumerate(cut) if each == "--path"] == [
        "content/learners/grace.yml",
        "content/learners/g-horsley.yml",
        "content/learners/g-horsley/",
    ]
    assert "--invert-paths" in cut
    regexes = [each.removeprefix("regex:") for each in lines if each.startswith("regex:")]
    text = 'learner,badge\r\ngrace,a\n"grace";b\nx\tgrace\tc\nd,g-horsley\r\ngraceful,grace-x\n'
    for each in regexes:
        pattern, _, becomes = each.partition("==>")
        text = re.sub(pattern.encode(), becomes.encode(), text.encode()).decode()
    assert text == (
        'learner,badge\r\nerased,a\n"erased";b\nx\terased\tc\nd,erased\r\ngraceful,grace-x\n'
    )


def of_somebody(provider: Repository, words: tuple[str, ...]) -> list[str]:
    """Every file of the repository's folder, caches and all, that one of the words stands in."""
    return [
        f"{path}: {word}"
        for path, data in files(provider.root).items()
        for word in words
        if word in path.casefold() or word.encode() in data.lower()
    ]


@pytest.mark.parametrize("built", [False, True])
def test_no_award_is_given_the_number_of_one_that_was_erased(
    provider: Repository, built: bool
) -> None:
    crew = provider.read("learners/crew.csv")
    assert provider.run("erase", "henry", "--yes").code == 0
    bare = provider.read("awards/2026.csv")
    provider.write("learners/crew.csv", crew)
    assert "the id 'henry' was that of a learner who was erased" in provider.run("check").said
    rows = provider.read("addresses.csv").splitlines(keepends=True)
    provider.write("addresses.csv", "".join(row for row in rows if "request" not in row))
    provider.append("awards/2026.csv", "henry,boat,2026-06-01,,\n")
    assert provider.run("register").code == 0
    if built:  # then an award is read without the others
        provider.build()
    before = content(provider)
    ran = provider.run("award", "henry", "rope", "--on", "2026-03-02")
    assert ran.code == 1
    assert "'rope' of 'henry' (2026-03-02) was erased" in ran.err
    assert content(provider) == before
    provider.append("awards/2026.csv", "henry,rope,2026-03-02,,\n")
    for command in ("check", "register", "build"):
        ran = provider.run(command)
        assert (ran.code, "issue: 2" in ran.err) == (1, True), ran.said
    head, *given = bare.splitlines(keepends=True)
    again = "henry,rope,2026-03-02,,,2\nhenry,boat,2026-04-01,,,2\n"
    table = head.replace("\n", ",issue\n") + "".join(row.replace("\n", ",\n") for row in given)
    provider.write("awards/2026.csv", table + again)
    assert "'crown' of 'henry' (2026-04-01) was erased" in provider.run("check").err  # by rule
    provider.write("awards/2026.csv", table + again.replace("04-01", "04-02"))
    for command in ("check", "register", "build"):
        assert provider.run(command).code == 0


def test_a_line_that_a_merge_brings_back_after_erasing_is_told_with_what_mends_it(
    provider: Repository,
) -> None:
    line = next(x for x in provider.read("register.csv").splitlines() if ",sam," in x)
    assert provider.run("erase", "sam", "--yes").code == 0
    good = provider.read("register.csv")
    provider.append("register.csv", line + "\n")
    ran = provider.run("check")
    assert ran.code == 1
    assert "delete the one of the two that names a learner" in ran.err
    provider.write("register.csv", good)
    assert provider.run("check").code == 0


def test_nothing_of_an_erased_learner_is_left_in_any_file(provider: Repository) -> None:
    provider.write(
        "learners/grace.yml",
        "name: Grace Darling\nvisibility: public\nslug: grace-darling\n"
        "former_slugs: [grace-horsley]\nformer_ids: [g-horsley]\nbio: The keeper's daughter.\n",
    )
    provider.write("learners/grace/did.json", "{}")
    (provider.root / "contacts.csv").write_text("learner,email\ngrace,grace@people.example\n")
    (provider.root / ".gitignore").write_text("contacts.csv\n")
    assert provider.run("register").code == 0
    provider.append("addresses.csv", "old/,,learners/grace-darling/,,\nteam/,,about/,,\n")
    provider.build()
    (provider.root / ".badgesite/letters").mkdir()
    (provider.root / ".badgesite/letters/1.eml").write_text("Dear Grace Darling\n")
    words = ("grace", "darling", "horsley", "keeper's daughter")
    assert any(each.startswith(".badgesite/") for each in of_somebody(provider, words))
    ran = provider.run("erase", "grace", "--yes")
    assert ran.code == 0, ran.said
    assert "still named" not in ran.out, ran.out
    provider.build()
    assert of_somebody(provider, words) == []
    provider.write("learners/other.yml", "name: Somebody Else\nslug: grace-horsley\n")
    assert "was that of a learner who was erased" in provider.run("check").said
    provider.write("learners/other.yml", "name: Somebody Else\nslug: somebody\n")
    assert provider.run("check").code == 0
    assert "request" in (provider.site / "old/index.html").read_text()
    assert "../about/" in (provider.site / "team/index.html").read_text()


def test_what_was_made_of_an_erased_learner_or_names_one_is_told(provider: Repository) -> None:
    provider.append("awards/2026.csv", "may,rope,2026-06-01,,Rowed with Grace Darling.\n")
    assert provider.run("register").code == 0
    for made in (("export", "grace"), ("certificate", "grace", "--badge", "rope")):
        assert provider.run(*made).code == 0
    for words in (("erase", "grace"), ("erase", "grace", "--yes")):
        told = provider.run(*words).out
        note = next(line for line in told.splitlines() if line.startswith("note: still named in"))
        assert "content/awards/2026.csv:" in note
        assert "certificates/grace-rope-2026-03-01.pdf" in note
        assert "grace.zip" in note


def test_who_is_erased_is_found_with_an_accent_in_its_letter_or_behind_it(
    provider: Repository,
) -> None:
    provider.write("learners/grace.yml", "name: Sin\u00e9ad\n")
    provider.write("pages/rowers.md", "# Rowers\n\nSine\u0301ad rows.\n")
    (provider.root / "Sine\u0301ad.txt").write_text("A rower.")
    told = provider.run("erase", "grace").out
    assert "content/pages/rowers.md:3" in told
    assert "Sine\u0301ad.txt" in told


def test_a_site_that_still_shows_an_erased_learner_has_lost_nothing_to_the_next_build(
    provider: Repository, tmp_path: Path
) -> None:
    """Their chosen address is let go, and what remembers it does not say it."""
    host = HonestHost(tmp_path / "live")
    try:
        at = ("--base-url", host.url)
        site = provider.read("site.yml")
        provider.write("site.yml", site.replace("http://localhost:8000", host.url.rstrip("/")))
        assert provider.run("register", "--reissue", "moved").code == 0
        assert provider.run("build", *at).code == 0
        shutil.copytree(provider.site, tmp_path / "live")
        assert (tmp_path / "live/learners/grace-darling/way/index.html").is_file()
        assert provider.run("erase", "grace", "--yes").code == 0
        ran = provider.run("check", "--published", host.url)
        assert ran.code == 0, ran.said
        (provider.root / "content/pages/about.md").unlink()
        (provider.root / "content/addresses.csv").unlink()
        assert "'about/' is published" in provider.run("check", "--published", host.url).said
    finally:
        host.close()


# ------------------------------------------------------------------ all files or none
def test_what_was_written_is_put_back_when_a_later_file_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "first").write_text("before")
    (tmp_path / "second").mkdir()  # a file cannot take its place
    (tmp_path / "gone").write_text("was here")
    before = digest(tmp_path)
    changes = {"gone": None, "new": b"made", "first": b"after", "second": b"x"}
    with pytest.raises(BadgesiteError, match="cannot write 'second'") as told:
        replace_files(tmp_path, changes)
    assert "nothing was changed" in told.value.remedy
    assert digest(tmp_path) == before
    (tmp_path / "second").rmdir()
    replace_files(tmp_path, changes)
    assert files(tmp_path) == {"first": b"after", "new": b"made", "second": b"x"}


def test_an_interruption_between_two_files_leaves_both_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("first", "second"):
        (tmp_path / name).write_text("before")
    before, replace = digest(tmp_path), Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        if self.name == ".second.new":
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        replace_files(tmp_path, {"first": b"after", "second": b"after"})
    assert digest(tmp_path) == before


def test_a_file_that_is_written_anew_keeps_its_mode(provider: Repository) -> None:
    assert provider.run("key", "new").code == 0
    listed = provider.root / "content/keys.yml"
    for mode in (0o640, 0o664):
        listed.chmod(mode)
        assert provider.run("key", "new").code == 0
        assert listed.stat().st_mode & 0o777 == mode


# ------------------------------------------------------------------ wrong input
def refused(provider: Repository, *arguments: str, says: str) -> Ran:
    before = digest(provider.root)
    ran = provider.run(*arguments)
    assert ran.code == 1, ran.said
    assert says in ran.err
    assert "Traceback" not in ran.said
    assert digest(provider.root) == before
    return ran


WHY = ("--reason", "Because")
WRONG = [
    (("award", "grce", "rope"), "no learner is called 'grce'"),
    (("award", "grace", "rpe"), "no badge is called 'rpe'"),
    (("award", "grace", "rope", "--on", "2026-03-01"), "has 'rope' of 2026-03-01 already"),
    (("award", "grace", "rope", "--on", "2999-01-01"), "a day to come"),
    (("award", "may", "rope", "--evidence", "my folder"), "not a web address"),
    (("award", "may", "rope", "--on", "2026-06-01", "--expires", "2026-05-01"), "before it was"),
    (("award", "may", "rope", "--narrative", "a\x07b"), "character"),
    (("revoke", "may", "rope", *WHY), "has no 'rope' that stands"),
    (("revoke", "grace", "rope", "--awarded", "2026-03-02", *WHY), "of 2026-03-02 that stands"),
    (("revoke", "grace", "rope", "--on", "2999-01-01", *WHY), "a day to come"),
    (("replace", "grace", "rope", *WHY), "nothing is corrected"),
    (("replace", "may", "rope", "--result", "5", *WHY), "has no 'rope' that stands"),
    (("rename-learner", "grace"), "nothing is changed"),
    (("rename-learner", "grace", "--id", "grace"), "the learner is called 'grace' already"),
    (("rename-learner", "grace", "--id", "may"), "another learner is called 'may'"),
    (("rename-learner", "grace", "--id", "Grace D"), "cannot be"),
    (("rename-learner", "may", "--slug", "grace-darling"), "also that of"),
    (("rename-learner", "nobody", "--name", "X"), "no learner is called 'nobody'"),
    (("merge-learners", "may", "may"), "one already"),
    (("merge-learners", "may", "nobody"), "no learner is called 'nobody'"),
    (("export", "nobody"), "no learner is called 'nobody'"),
    (("bake", "nobody", "rope"), "no learner is called 'nobody'"),
    (("erase", "nobody", "--yes"), "no learner is called 'nobody'"),
]


@pytest.mark.parametrize(("arguments", "says"), WRONG, ids=lambda each: " ".join(each)[:60])
def test_wrong_input_is_a_sentence_and_changes_nothing(
    arguments: tuple[str, ...], says: str, provider: Repository
) -> None:
    refused(provider, *arguments, says=says)


@pytest.mark.parametrize(
    "arguments",
    [
        ("award", "may", "rope", "--on", "2026-06-01"),
        ("renew", "grace", "rope", "--on", "2026-06-01"),
        ("replace", "grace", "rope", "--result", "5", *WHY),
        ("revoke", "grace", "rope", *WHY),
        ("rename-learner", "grace", "--id", "gd"),
        ("merge-learners", "may", "grace"),
        ("export", "grace"),
        ("erase", "grace", "--yes"),
    ],
    ids=lambda each: each[0],
)
def test_a_dry_run_tells_and_writes_nothing(
    arguments: tuple[str, ...], provider: Repository
) -> None:
    before = digest(provider.root)
    ran = provider.run(*arguments, "--dry-run")
    assert ran.code == 0, ran.said
    assert ran.out
    assert "Nothing was written" in ran.out
    assert digest(provider.root) == before


# ------------------------------------------------------------------ slips
def test_a_register_that_a_spreadsheet_saved_is_gone_on_with_as_it_is(provider: Repository) -> None:
    provider.write("register.csv", provider.read("register.csv").replace(",", ";"))
    before = provider.read("register.csv")
    assert provider.run("award", "may", "rope", "--on", "2026-05-05").code == 0
    assert provider.run("check", "--strict").code == 0
    after = provider.read("register.csv")
    assert after.startswith(before)
    assert "," not in after.removeprefix(before)


@pytest.mark.parametrize("option", [("--name", "Henry Blogg"), ("--on", "2026-03-02")])
def test_a_replacement_that_corrects_nothing_withdraws_nothing(
    provider: Repository, option: tuple[str, str]
) -> None:
    before = content(provider)
    ran = provider.run("replace", "henry", "rope", *option, "--reason", "x")
    assert ran.code == 1
    assert "nothing is corrected" in ran.err
    assert content(provider) == before


@pytest.mark.parametrize("folder", ["content/out", "themes/x", "keys.example/x", ".git/x"])
def test_a_site_is_not_built_into_what_it_is_made_of(provider: Repository, folder: str) -> None:
    before = files(provider.root)
    ran = provider.run("build", "--site", folder)
    assert (ran.code, "the site does not belong into" in ran.err) == (1, True)
    assert files(provider.root) == before
