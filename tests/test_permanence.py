"""What was published stays: a changed credential, a lost address, key or status is refused."""

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from conftest import Host
from repositories import Repository, copied, files


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A provider with a key of its own and everything recorded; no site. Never changed."""
    made = copied(tmp_path_factory, tmp_path_factory.mktemp("own"), built=False)
    assert made.run("key", "new").code == 0
    assert made.run("register", "--reissue", "our own key").code == 0
    return made


@pytest.fixture
def provider(own: Repository, tmp_path: Path) -> Repository:
    """A copy of it."""
    return Repository(Path(shutil.copytree(own.root, tmp_path / "provider")))


def refused(provider: Repository, says: str) -> None:
    """A build that others rely on is refused, and the published site stays as it is."""
    before = files(provider.site) if provider.site.exists() else None
    ran = provider.run("build")
    assert ran.code == 1, ran.said
    assert says in ran.err
    assert (files(provider.site) if provider.site.exists() else None) == before


# ------------------------------------------------------------------ credentials
def test_a_published_credential_never_changes_silently(provider: Repository) -> None:
    provider.build()
    provider.write("badges/rope.md", provider.read("badges/rope.md").replace("What it is", "Else"))
    refused(provider, "was issued, the badge changed")
    provider.run("register", "--reissue", "a better sentence")
    assert provider.run("build").code == 0


def test_a_demo_is_built_and_told(tmp_path: Path, tmp_path_factory) -> None:
    made = copied(tmp_path_factory, tmp_path, built=False)
    made.write("badges/rope.md", made.read("badges/rope.md").replace("What it is", "Else"))
    ran = made.run("build")
    assert ran.code == 0
    assert "the badge changed" in ran.err


# ------------------------------------------------------------------ status lists
@pytest.fixture
def withdrawing(provider: Repository) -> Repository:
    """The provider with a key of long ago: one withdrawal is recorded, of 2026-05-01. Built."""
    keys = re.sub(r"created: \S+", "created: 2025-01-01", provider.read("keys.yml"))
    provider.write("keys.yml", keys)
    assert provider.run("build").code == 0
    return provider


def its_list(provider: Repository) -> dict[str, Any]:
    listed: dict[str, Any] = json.loads((provider.site / "status/1.json").read_bytes())
    return listed


def without(provider: Repository, path: str, row: str) -> None:
    """Take the rows that begin like this out of a table."""
    text = provider.read(path)
    left = re.sub(rf"(?m)^{row},.*\n", "", text)
    assert left != text
    provider.write(path, left)


def test_a_list_is_dated_by_its_last_withdrawal_and_how_many_there_are(
    withdrawing: Repository,
) -> None:
    assert its_list(withdrawing)["validFrom"] == "2026-05-01T00:00:00.001Z"


def test_a_list_without_a_withdrawal_is_dated_before_the_first_key(provider: Repository) -> None:
    created = date.fromisoformat(re.findall(r"created: (\S+)", provider.read("keys.yml"))[0])
    without(provider, "revocations.csv", "henry")
    provider.write("register.csv", re.sub(r",2026-05-01\n", ",\n", provider.read("register.csv")))
    assert provider.run("build").code == 0
    assert its_list(provider)["validFrom"] == f"{created - timedelta(days=1)}T00:00:00Z"
    before = (provider.site / "status/1.json").read_bytes()
    provider.append("awards/2026.csv", "may,rope,2019-06-01,,\n")
    assert provider.run("build").code == 0
    assert (provider.site / "status/1.json").read_bytes() == before


LATER = {
    "an award vanishes": lambda own: without(own, "awards/2026.csv", "henry,rope"),
    "a withdrawal dated before the last": lambda own: own.append(
        "revocations.csv", "grace,rope,2026-03-01,2026-04-01,revoked,in error\n"
    ),
    "a learner with the last withdrawal is erased": lambda own: own.run("erase", "henry", "--yes"),
    "a withdrawal": lambda own: own.append(
        "revocations.csv", "grace,rope,2026-03-01,2026-06-01,revoked,in error\n"
    ),
}


@pytest.mark.parametrize("change", LATER.values(), ids=LATER)
def test_whatever_withdraws_dates_the_list_later(
    change: Callable[[Repository], object], withdrawing: Repository
) -> None:
    before = its_list(withdrawing)
    change(withdrawing)
    assert withdrawing.run("build").code == 0
    after = its_list(withdrawing)
    assert after["validFrom"] > before["validFrom"]
    assert after["credentialSubject"] != before["credentialSubject"]


SAME = {
    "an award of long ago": lambda own: own.append("awards/2026.csv", "may,rope,2019-06-01,,\n"),
    "an award of now": lambda own: own.append("awards/2026.csv", "may,rope,2026-10-01,,\n"),
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_whatever_withdraws_nothing_leaves_the_list_as_it_is(
    change: Callable[[Repository], object], withdrawing: Repository
) -> None:
    before = (withdrawing.site / "status/1.json").read_bytes()
    change(withdrawing)
    assert withdrawing.run("build").code == 0
    assert (withdrawing.site / "status/1.json").read_bytes() == before


def test_who_has_seen_the_list_can_still_check_after_somebody_is_erased(
    withdrawing: Repository,
) -> None:
    other = withdrawing.site / f"credentials/{withdrawing.uuid_of('grace', 'rope')}/credential.json"
    arguments = ("verify", "--site", "site", "--remember", "seen.json", other)
    assert withdrawing.run(*arguments).code == 0
    assert withdrawing.run("erase", "henry", "--yes").code == 0
    assert withdrawing.run("build").code == 0
    assert withdrawing.run(*arguments).code == 0


def test_a_withdrawal_of_a_day_to_come_is_never_recorded(provider: Repository) -> None:
    provider.append("revocations.csv", "grace,rope,2026-03-01,2999-01-01,revoked,in error\n")
    before = provider.read("register.csv")
    ran = provider.run("register")
    assert (ran.code, "a day to come" in ran.err) == (1, True)
    assert provider.read("register.csv") == before


# ------------------------------------------------------------------ what rules gave
OTHER_PARTS = "the awards that it rests on changed; it is signed again"


def crown_of_grace(provider: Repository) -> Path:
    return provider.site / f"credentials/{provider.uuid_of('grace', 'crown')}/credential.json"


def judged(provider: Repository, copy: Path) -> tuple[str, str]:
    report = json.loads(provider.run("verify", "--json", "--site", "site", copy).out)
    return report["verdict"], report["stack"]


def test_a_part_that_vanished_is_withdrawn_and_what_rests_on_it_stays(
    provider: Repository,
) -> None:
    assert provider.run("build").code == 0
    crown = crown_of_grace(provider)
    old = provider.root / "copy.json"
    old.write_bytes(crown.read_bytes())
    without(provider, "awards/2026.csv", "grace,rope")
    assert OTHER_PARTS in provider.run("check").err
    ran = provider.run("build")
    assert (ran.code, OTHER_PARTS in ran.err) == (0, True)
    assert provider.run("build", "--strict").code == 1
    assert json.loads(crown.read_bytes())["id"] == json.loads(old.read_bytes())["id"]
    assert judged(provider, crown) == ("genuine", "not-confirmed")  # it names what is there
    assert judged(provider, old) == ("genuine", "could-not-check")
    assert provider.run("register", "--reissue", "the rope was never held").code == 0
    assert OTHER_PARTS not in provider.run("build").err


def test_a_final_badge_that_is_given_again_by_hand_takes_nothing_of_the_one_by_rule(
    provider: Repository,
) -> None:
    assert provider.run("build").code == 0
    crown = crown_of_grace(provider)
    before = crown.read_bytes()
    assert provider.run("award", "grace", "crown", "--on", "2026-06-01").code == 0
    ran = provider.run("build", "--strict")
    assert (ran.code, "no rule gives it" in ran.said) == (0, False), ran.said
    assert crown.read_bytes() == before
    why = ("--awarded", "2026-03-08", "--reason", "Rowed by another")
    assert provider.run("revoke", "grace", "crown", *why).code == 0
    assert provider.run("build").code == 0
    assert "Rowed by another" in (crown.parent / "index.html").read_text()
    assert judged(provider, crown)[0] == "revoked"


def test_an_earlier_award_of_a_part_that_is_added_later_changes_no_final_badge(
    provider: Repository,
) -> None:
    assert provider.run("build").code == 0
    before = crown_of_grace(provider).read_bytes()
    provider.append("awards/2026.csv", "grace,boat,2026-03-02,,\n")
    for command in ("build", "register", "build"):
        ran = provider.run(command)
        assert (ran.code, OTHER_PARTS in ran.said) == (0, False)
        assert crown_of_grace(provider).read_bytes() == before


def test_a_part_that_says_something_else_is_refused_as_ever(provider: Repository) -> None:
    table = provider.read("awards/2026.csv")
    provider.write(
        "awards/2026.csv", table.replace("grace,boat,2026-03-08,,", "grace,boat,2026-03-08,,Hm")
    )
    refused(provider, "'grace' for 'boat' (2026-03-08) was issued, the award (its dates")


def test_what_a_rule_gave_to_a_learner_who_is_gone_is_not_called_withdrawn(
    withdrawing: Repository,
) -> None:
    part, final = (withdrawing.uuid_of("henry", badge) for badge in ("rope", "crown"))
    copy = withdrawing.root / "copy.json"
    copy.write_bytes((withdrawing.site / f"credentials/{final}/credential.json").read_bytes())
    tables = ("learners/crew.csv", "awards/2026.csv", "revocations.csv")
    before = {table: withdrawing.read(table) for table in tables}
    for table in tables:
        without(withdrawing, table, "henry")
    ran = withdrawing.run("build")
    assert ran.code == 0, ran.said
    assert "'crown' of 'henry' (2026-04-01) was given by a rule, and nobody of that id" in ran.err
    assert withdrawing.run("verify", "--site", "site", copy).code == 0  # and the page agrees
    page = (withdrawing.site / f"credentials/{final}/index.html").read_text("utf-8")
    assert "The issuer withdrew this badge" not in page
    assert "The signed list does not show it as withdrawn." in page
    assert not (withdrawing.site / f"credentials/{final}/withdrawn.json").exists()
    page = (withdrawing.site / f"credentials/{part}/index.html").read_text("utf-8")
    assert "The issuer withdrew this badge" in page
    for table, text in before.items():
        withdrawing.write(table, text)
    assert withdrawing.run("erase", "henry", "--yes").code == 0
    ran = withdrawing.run("build")
    assert (ran.code, "was given by a rule" in ran.err) == (0, False)
    assert '"revoked"' in withdrawing.run("verify", "--json", "--site", "site", copy).out
    page = (withdrawing.site / f"credentials/{final}/index.html").read_text("utf-8")
    assert "The issuer withdrew this badge" in page


# ------------------------------------------------------------------ addresses
def test_a_page_that_was_published_cannot_just_go(provider: Repository) -> None:
    (provider.root / "content/pages/about.md").unlink()
    refused(provider, "the address 'about/' was published, and nothing is there any more")
    line = next(
        number
        for number, text in enumerate(provider.read("addresses.csv").splitlines(), 1)
        if text.startswith("about/")
    )
    assert f"content/addresses.csv:{line}: " in provider.run("check").err


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ("about/,,badges/rope/,,", 'href="../badges/rope/"'),
        ("about/,,https://elsewhere.example/about,,", 'href="https://elsewhere.example/about"'),
        ("about/,,,2026-06-01,Nobody read it", "Nobody read it"),
    ],
)
def test_what_is_left_leads_on_or_says_since_when_it_is_gone(
    cells: str, says: str, provider: Repository
) -> None:
    (provider.root / "content/pages/about.md").unlink()
    provider.write("addresses.csv", provider.read("addresses.csv").replace("about/,,,,", cells))
    assert provider.run("build").code == 0
    page = (provider.site / "about/index.html").read_text()
    assert says in page
    assert ("2026-06-01" in page) is ("Nobody" in says)


def test_a_slug_that_is_dropped_is_refused_until_it_leads_on(provider: Repository) -> None:
    path = "learners/grace.yml"
    provider.write(path, provider.read(path).replace("slug: grace-darling", "slug: gd"))
    refused(provider, "the address 'learners/grace-darling/' was published")
    provider.write(path, provider.read(path) + "former_slugs: grace-darling\n")
    assert provider.run("build").code == 0
    assert "learners/gd/" in (provider.site / "learners/grace-darling/index.html").read_text()


def test_a_learner_who_is_taken_out_by_hand_leaves_pages_that_say_so(provider: Repository) -> None:
    provider.build()
    pages = {path for path in provider.published() if path.endswith("index.html")}
    (provider.root / "content/learners/grace.yml").unlink()
    rows = provider.read("awards/2026.csv").splitlines(keepends=True)
    provider.write("awards/2026.csv", "".join(row for row in rows if "grace" not in row))
    assert provider.run("build").code == 0
    assert [path for path in sorted(pages) if not (provider.site / path).is_file()] == []
    assert "is gone" in (provider.site / "learners/grace-darling/index.html").read_text()


def test_a_learner_who_becomes_private_leaves_no_page(provider: Repository) -> None:
    path = "learners/grace.yml"
    provider.write(path, provider.read(path).replace("public", "private"))
    assert provider.run("build").code == 0
    assert "Grace" not in "".join(provider.pages().values())
    assert not (provider.site / "learners/grace-darling").exists()


def test_register_counts_the_addresses_and_not_the_head_of_their_table(
    provider: Repository,
) -> None:
    (provider.root / "content/addresses.csv").unlink()
    ran = provider.run("register")
    count = len(provider.read("addresses.csv").splitlines()) - 1
    assert f"remembered in content/addresses.csv: {count} lines" in ran.err


def test_addresses_are_appended_and_computed_ones_are_not_listed(provider: Repository) -> None:
    before = provider.read("addresses.csv")
    assert not re.search(r"learners/[a-z2-7]{26}/", before)
    provider.write("pages/news.md", "# News\n")
    ran = provider.run("register")
    assert "1 line" in ran.err
    assert provider.read("addresses.csv") == before + "news/,,,,\n"
    assert provider.run("register").err == ""


@pytest.mark.parametrize(
    "row", ["../x/,,,,", "/about/,,,,", "about/,,javascript:1,,", "a/,,b/,2026-01-01,", "a/,,,no,"]
)
def test_a_row_that_is_no_address_is_told(row: str, provider: Repository) -> None:
    provider.append("addresses.csv", row + "\n")
    ran = provider.run("check")
    assert ran.code == 1
    assert "content/addresses.csv:" in ran.err


def test_an_address_is_not_gone_since_a_day_to_come(provider: Repository) -> None:
    provider.append("addresses.csv", "a/,,,2099-01-01,\n")
    ran = provider.run("check")
    assert ran.code == 1
    assert "'a/' is gone since 2099-01-01, a day to come" in ran.err


def test_a_row_about_a_page_that_is_there_stops_check_and_build_alike(
    provider: Repository,
) -> None:
    uuid = provider.uuid_of("henry", "boat")
    provider.append("addresses.csv", f"badges/,,pathways/,,\ncredentials/{uuid}/,,pathways/,,\n")
    for command in ("check", "build"):
        ran = provider.run(command)
        assert ran.code == 1
        assert "'badges/' is a page of the site" in ran.err
        assert f"there is a page at 'credentials/{uuid}/'" in ran.err


# ------------------------------------------------------------------ against the published site
@pytest.fixture
def live(provider: Repository, tmp_path: Path) -> Iterator[tuple[Repository, str]]:
    """The provider, its site published on this machine, and its address."""
    server = Host()
    assert provider.run("build", "--base-url", server.url, "--site", tmp_path / "live").code == 0
    server.folder = tmp_path / "live"
    yield provider, server.url
    server.close()


def lost(live: tuple[Repository, str]) -> list[str]:
    provider, url = live
    ran = provider.run("check", "--published", url, "--format", "json")
    return [each["message"] for each in json.loads(ran.out) if each["severity"] == "error"]


def test_a_build_that_keeps_all_loses_nothing(live: tuple[Repository, str]) -> None:
    provider, url = live
    provider.run("award", "may", "rope", "--on", "2026-06-01")
    provider.run("rename-learner", "grace", "--id", "gd", "--slug", "g-d")
    provider.run("revoke", "gd", "boat", "--on", "2026-06-02", "--reason", "Wrong boat")
    provider.append("awards/2026.csv", "may,rope,2026-03-02,,\n")
    provider.run("register")
    ran = provider.run("merge-learners", "may", "henry")
    assert "that of 'may' is withdrawn" in ran.out
    ran = provider.run("check", "--published", url)
    assert "is published" not in ran.err


def test_what_was_accepted_before_a_withdrawal_stays_accepted(live: tuple[Repository, str]) -> None:
    provider, _ = live
    provider.run("rename-learner", "grace", "--name", "Grace Horsley Darling")
    provider.run("revoke", "grace", "boat", "--on", "2026-06-02", "--reason", "Wrong boat")
    assert lost(live) == []


def test_what_a_learner_made_private_has_is_let_go(live: tuple[Repository, str]) -> None:
    provider, _ = live
    crew = provider.read("learners/crew.csv")
    provider.write("learners/crew.csv", crew.replace("Blogg,", "Blogg,private"))
    grace = provider.read("learners/grace.yml")
    provider.write("learners/grace.yml", grace.replace("public", "private"))
    assert lost(live) == []


def test_a_transcript_ends_with_the_last_badge_that_stands(live: tuple[Repository, str]) -> None:
    provider, _ = live
    (transcript,) = (provider.root.parent / "live/learners/grace-darling").rglob("transcript.json")
    provider.run("revoke", "grace", "rope", "--on", "2026-06-02", "--reason", "Wrong rope")
    provider.run("revoke", "grace", "boat", "--on", "2026-06-02", "--reason", "Wrong boat")
    provider.run("revoke", "grace", "crown", "--on", "2026-06-02", "--reason", "Wrong boat")
    assert lost(live) == []
    provider.build()
    page = provider.site / "learners/grace-darling/way/index.html"
    assert transcript.name not in page.read_text("utf-8")
    assert not (page.parent / transcript.name).exists()


def test_a_lost_credential_is_told_with_what_mends_it(live: tuple[Repository, str]) -> None:
    provider, url = live
    uuid = provider.uuid_of("grace", "boat")
    awards, lines = provider.read("awards/2026.csv"), provider.read("register.csv")
    provider.write("awards/2026.csv", awards.replace("grace,boat,2026-03-08,,\n", ""))
    said = provider.run("check", "--published", url).said
    assert f"'credentials/{uuid}/credential.json' is published" in said
    assert "put its award back; or if it is to end, say why then: badgesite revoke" in said
    kept = [line for line in lines.splitlines() if not line.startswith(uuid)]
    provider.write("register.csv", "\n".join(kept) + "\n")  # as git revert leaves it
    said = provider.run("check", "--published", url).said
    assert f"content/register.csv:1: 'credentials/{uuid}/' is published" in said
    assert "put its award and its line in content/register.csv back" in said
    provider.write("awards/2026.csv", awards)
    provider.write("register.csv", lines)
    provider.run("revoke", "grace", "boat", "--reason", "Wrong boat")
    assert lost(live) == []


def test_every_loss_is_named(live: tuple[Repository, str]) -> None:
    provider, _ = live
    (provider.root / "content/addresses.csv").unlink()
    (provider.root / "content/pages/about.md").unlink()
    provider.write("badges/boat.md", provider.read("badges/boat.md").replace("Do it", "Else"))
    rows = list(csv.DictReader(io.StringIO(provider.read("register.csv"))))
    place = next(r["place"] for r in rows if (r["learner"], r["badge"]) == ("henry", "boat"))
    provider.write("revocations.csv", "learner,badge,awarded,on,kind,reason\n")
    text = io.StringIO()  # somebody takes it out of the register too
    table = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    table.writeheader()
    table.writerows({**row, "withdrawn": ""} for row in rows)
    provider.write("register.csv", text.getvalue())
    keys = provider.read("keys.yml")
    provider.run("key", "rotate")
    old = re.search("z6Mk[A-Za-z0-9]+", keys)
    assert old is not None
    items = provider.read("keys.yml").split("  - multibase: ")
    provider.write("keys.yml", "  - multibase: ".join(x for x in items if old[0] not in x))
    told = " ".join(lost(live))
    assert "'about/' is published, and the next build would not have it" in told
    assert f"the key {old[0]} is published, and content/keys.yml has it no more" in told
    assert f"place {place} of 'status/1.json' says withdrawn" in told


def test_a_site_that_is_not_there_is_told_in_a_sentence(provider: Repository) -> None:
    ran = provider.run("check", "--published", "http://localhost:9/")
    assert ran.code == 1
    assert "there is no site-manifest.json at http://localhost:9/" in ran.err
