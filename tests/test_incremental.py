"""What a build writes after a change: what the change touches, and nothing else."""

import re
from pathlib import Path

import pytest

from badgesite.addresses import STATUS_LIST_LENGTH, opaque_address
from badgesite.verifying import SiteFolder, verify
from repositories import Repository, copied, files

MANIFEST = "site-manifest.json"
LIST = "status/1.json"


@pytest.fixture
def built(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A registered provider with its site; nothing has changed since."""
    return copied(tmp_path_factory, tmp_path)


def written(built: Repository) -> set[str]:
    """Build, and return the paths that were made or removed; everything else is the same file."""
    before = {
        p: (p.stat().st_ino, p.stat().st_mtime_ns) for p in built.site.rglob("*") if p.is_file()
    }
    changes = built.build().changes
    touched = {*changes.made, *changes.removed}
    for path, told in before.items():
        if path.relative_to(built.site).as_posix() not in touched:
            assert (path.stat().st_ino, path.stat().st_mtime_ns) == told, path
    return touched


def verdict(built: Repository, credential: bytes) -> str:
    from datetime import UTC, datetime

    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    return str(verify(credential, SiteFolder.open(built.site), now).to_json()["verdict"])


def test_nothing_changed_means_nothing_written(built: Repository) -> None:
    built.build()
    assert written(built) == set()
    done = built.build()
    assert done.fresh == 0
    assert done.changes.kept == len(files(built.site))


def test_an_award_of_an_unlisted_learner_writes_its_own_files_only(built: Repository) -> None:
    built.append("awards/2026.csv", "may,rope,2026-06-01,,\n")
    touched = written(built)
    credential, learner = built.uuid_of("may", "rope"), address(built, "may")
    assert touched == {
        f"credentials/{credential}/credential.json",
        f"credentials/{credential}/index.html",
        f"embed/{credential}/index.html",
        f"learners/{learner}/index.html",
        f"learners/{learner}/way/index.html",
        f"learners/{learner}/way/transcript.json",
        MANIFEST,
    }


def test_an_award_of_a_public_learner_writes_the_lists_it_stands_in_too(built: Repository) -> None:
    crown = f"credentials/{built.uuid_of('grace', 'crown')}/index.html"
    assert "lapsed since 2 March 2028" in (built.site / crown).read_text("utf-8")
    built.append("awards/2026.csv", "grace,rope,2026-06-01,,\n")
    touched = written(built)
    assert "lapsed since 2 June 2028" in (built.site / crown).read_text("utf-8")
    (new,) = {row.split("/")[1] for row in touched if row.endswith("credential.json")}
    final = built.uuid_of("grace", "crown")
    opaque = opaque_address("an example salt of some length", "grace")
    assert touched == {
        f"credentials/{new}/credential.json",
        f"credentials/{new}/index.html",
        f"credentials/{final}/index.html",  # the stack stands longer now
        f"embed/{new}/index.html",
        crown,  # says when it lapses, and the new award puts that day off
        "learners/grace-darling/index.html",
        "learners/grace-darling/way/index.html",
        "learners/grace-darling/way/transcript.json",
        f"learners/{opaque}/way/transcript.json",  # the address of before she chose one
        "learners/index.html",
        "index.html",
        "feed.xml",
        "sitemap.xml",
        MANIFEST,
    }


def test_an_award_on_a_new_last_day_signs_no_status_list_again(built: Repository) -> None:
    built.append("awards/2026.csv", "may,rope,2026-11-23,,\n")
    assert LIST not in written(built)


def test_an_award_that_completes_a_pathway_brings_the_final_badge(built: Repository) -> None:
    built.append("awards/2026.csv", "may,rope,2026-06-01,,\nmay,boat,2026-06-02,,\n")
    made = {path for path in written(built) if path.endswith("credential.json")}
    assert made == {
        f"credentials/{built.uuid_of('may', badge)}/credential.json"
        for badge in ("rope", "boat", "crown")
    }


def test_a_comment_or_a_line_above_changes_nothing(built: Repository) -> None:
    built.write("site.yml", "# the harbour\n" + built.read("site.yml"))
    head, *rows = built.read("awards/2026.csv").splitlines()
    built.write("awards/2026.csv", "\n".join([head, *reversed(rows)]) + "\n")
    assert written(built) == set()


def test_awards_moved_to_another_file_change_nothing(built: Repository) -> None:
    head, *rows = built.read("awards/2026.csv").splitlines()
    built.write("awards/2026.csv", "\n".join([head, *rows[:2]]) + "\n")
    built.write("awards/more.csv", "\n".join([head, *rows[2:]]) + "\n")
    assert written(built) == set()


def test_a_removed_award_keeps_its_address_and_is_withdrawn(built: Repository) -> None:
    gone = built.uuid_of("henry", "rope")
    old = (built.site / f"credentials/{gone}/credential.json").read_bytes()
    assert verdict(built, old) == "genuine"
    text = built.read("awards/2026.csv")
    built.write("awards/2026.csv", re.sub(r"(?m)^henry,rope,.*\n", "", text))
    touched = written(built)
    left = {path.name for path in (built.site / f"credentials/{gone}").iterdir()}
    assert left == {"index.html", "withdrawn.json"}
    page = (built.site / f"credentials/{gone}/index.html").read_text("utf-8")
    assert 'data-page="tombstone"' in page.replace("data-page=tombstone", 'data-page="tombstone"')
    assert "Henry" not in page
    assert LIST in touched
    assert verdict(built, old) == "revoked"


def test_an_award_that_was_never_registered_goes_without_a_trace(built: Repository) -> None:
    before = files(built.site)
    text = built.read("awards/2026.csv")
    built.write("awards/2026.csv", text + "may,rope,2026-06-01,,\n")
    built.build()
    built.write("awards/2026.csv", text)
    built.build()
    assert files(built.site) == before


def test_a_revocation_writes_the_list_and_what_speaks_of_the_award(built: Repository) -> None:
    credential = built.uuid_of("grace", "boat")
    built.append("revocations.csv", "grace,boat,2026-03-08,2026-06-01,revoked,in error\n")
    touched = written(built)
    assert {
        LIST,
        f"credentials/{credential}/withdrawn.json",
        f"credentials/{credential}/index.html",
        "learners/grace-darling/index.html",
    } <= touched
    assert f"credentials/{credential}/credential.json" not in touched
    signed = (built.site / f"credentials/{credential}/credential.json").read_bytes()
    assert verdict(built, signed) == "revoked"


def test_a_learner_who_agrees_to_a_slug_keeps_the_old_address(built: Repository) -> None:
    where = address(built, "may")
    assert (built.site / f"learners/{where}/index.html").is_file()
    built.write(
        "learners/crew.csv",
        "id,name,visibility,slug\nhenry,Henry Blogg,,\nsam,Samuel Plimsoll,private,\n"
        "may,May Moss,,may-moss\n",
    )
    touched = written(built)
    assert touched == {f"learners/{where}/index.html", "learners/may-moss/index.html", MANIFEST}
    assert "may-moss/" in (built.site / f"learners/{where}/index.html").read_text("utf-8")


def test_editing_a_page_makes_no_credential_anew(built: Repository) -> None:
    built.write("pages/about.md", "# About\n\nWe hold other ropes.\n")
    assert written(built) == {"about/index.html", MANIFEST}


def test_another_template_makes_no_credential_anew(built: Repository) -> None:
    original = Path(__file__).parent.parent / "themes/default/templates/footer.html"
    theme = built.root / "themes/harbour/templates"
    theme.mkdir(parents=True)
    (theme / "footer.html").write_text(original.read_text("utf-8") + "<p>Ahoy</p>\n", "utf-8")
    built.append("site.yml", "brand:\n  theme: harbour\n")
    touched = written(built)
    assert "index.html" in touched
    assert "Ahoy" in (built.site / "index.html").read_text("utf-8")
    assert [path for path in touched if not path.endswith((".html", MANIFEST))] == []


def test_another_colour_redraws_pictures_and_signs_nothing(built: Repository) -> None:
    built.append("site.yml", 'brand:\n  colour: "#7a3b00"\n')
    touched = written(built)
    assert "badges/rope/badge.png" in touched
    assert [path for path in touched if path.endswith("credential.json")] == []
    assert LIST not in touched


# ------------------------------------------------------------------ private learners
def test_of_a_private_learner_nothing_is_published(built: Repository) -> None:
    uuid, where = built.uuid_of("sam", "rope"), address(built, "sam")
    for path, content in files(built.site).items():
        for secret in ("Samuel", "Plimsoll", uuid, where, "Seen by nobody"):
            assert secret.encode() not in content, path
            assert secret not in path


def test_a_learner_who_becomes_private_disappears(built: Repository) -> None:
    uuid, where = built.uuid_of("henry", "rope"), address(built, "henry")
    text = built.read("learners/crew.csv").replace(
        "henry,Henry Blogg,", "henry,Henry Blogg,private"
    )
    built.write("learners/crew.csv", text)
    built.build()
    for path, content in files(built.site).items():
        for secret in ("Henry", uuid, where):
            assert secret.encode() not in content, path
            assert secret not in path


def test_a_private_learners_vanished_award_leaves_no_page(built: Repository) -> None:
    uuid = built.uuid_of("sam", "rope")
    text = built.read("awards/2026.csv")
    built.write("awards/2026.csv", re.sub(r"(?m)^sam,.*\n", "", text))
    built.build()
    for path, content in files(built.site).items():
        assert uuid.encode() not in content, path
        assert uuid not in path


def test_a_revoked_private_award_has_its_bit_set(built: Repository, tmp_path: Path) -> None:
    built.run("bake", "sam", "rope", "--to", tmp_path / "away")
    (picture,) = (tmp_path / "away").iterdir()
    assert verdict(built, picture.read_bytes()) == "genuine"
    built.append("revocations.csv", "sam,rope,2026-03-02,2026-06-01,revoked,in error\n")
    built.build()
    assert verdict(built, picture.read_bytes()) == "revoked"


def test_places_are_inside_the_list_and_no_two_are_the_same(built: Repository) -> None:
    rows = [line.split(",") for line in built.read("register.csv").splitlines()[1:]]
    places = [int(row[7]) for row in rows]
    assert len(set(places)) == len(places)
    assert all(0 <= place < STATUS_LIST_LENGTH for place in places)


def address(built: Repository, learner: str) -> str:
    from badgesite.addresses import opaque_address

    return opaque_address("an example salt of some length", learner)


def test_what_decides_who_signs_is_never_taken_for_unchanged(built: Repository) -> None:
    """A host that builds a change nobody has accepted publishes nothing signed, whatever was."""
    signed = [path for path in built.published() if path.endswith("credential.json")]
    assert signed
    built.run("build", environment={"NETLIFY": "true", "CONTEXT": "deploy-preview"})
    assert not [path for path in built.published() if path.endswith("credential.json")]
    built.run("build")
    assert [path for path in built.published() if path.endswith("credential.json")] == signed
