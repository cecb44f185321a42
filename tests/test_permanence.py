"""What was published stays: a changed credential, a lost address, key or status is refused."""

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

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
    ran = provider.run("check", "--published", url)
    losses = [line for line in ran.err.splitlines() if "is published" in line]
    assert [line for line in losses if "transcript.json" not in line] == []


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
