"""Live preview: the page, its change, a broken file, and who may ask."""

import gc
import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from badgesite import editorial
from badgesite.build import Draft, drafted
from badgesite.cache import Cache, NoCache
from badgesite.editorial import Editorial, render
from badgesite.errors import BadgesiteError, ContentError
from badgesite.plan.outputs import Keys
from badgesite.progress import Standings
from badgesite.publish import MANIFEST
from badgesite.rebuilding import Request
from badgesite.serve import preview as preview_module
from badgesite.serve import serve
from badgesite.serve.preview import Glanced, Renewed
from badgesite.serve.preview import Preview as Shown
from badgesite.serve.renewing import Renewing
from previewed import PATIENCE, Events, Preview, served
from repositories import Repository, copied, files


@pytest.fixture
def preview(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview to edit."""
    with served(copied(tmp_path_factory, tmp_path, built=False)) as shown:
        yield shown


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview that no test edits."""
    folder = tmp_path_factory.mktemp("standing")
    with served(copied(tmp_path_factory, folder, built=False)) as shown:
        yield shown


@pytest.fixture
def events(preview: Preview) -> Iterator[Events]:
    heard = Events(preview.port)
    yield heard
    heard.close()


# ------------------------------------------------------------------ what is shown
def test_every_kind_of_page_is_reached(standing: Preview) -> None:
    for path in ("/", "/badges/rope/", "/pathways/way/", "/learners/grace-darling/", "/verify/"):
        status, headers, text = standing.ask(path)
        assert status == 200, path
        assert headers["content-type"] == "text/html; charset=utf-8"
        assert "/__badgesite__/reload.js" in text
    for path, kind in (
        ("/.well-known/did.json", "application/json"),
        ("/assets/verify.js", "text/javascript"),
        ("/badges/rope/badge.svg", "image/svg+xml"),
        ("/badges/rope/badge.png", "image/png"),
    ):
        status, headers, _ = standing.ask(path)
        assert (status, headers["content-type"].partition(";")[0]) == (200, kind)


def test_the_address_that_is_served_is_the_one_that_signs(standing: Preview) -> None:
    did = json.loads(standing.ask("/.well-known/did.json")[2])["id"]
    assert did == f"did:web:localhost%3A{standing.port}"


def test_what_is_not_there_is_the_sites_own_404(standing: Preview) -> None:
    status, _, text = standing.ask("/nothing/here/")
    assert status == 404
    assert "Harbour First Aid" in text


def test_looking_on_writes_no_file_of_a_site(standing: Preview) -> None:
    assert standing.ask("/badges/rope/")[0] == 200
    assert not standing.repository.site.exists()
    left = {path.split("/")[0] for path in files(standing.repository.root / ".badgesite")}
    assert {name.split(".")[0] for name in left} <= {"cache", "templates", "sites"}  # as it was


def test_every_file_of_a_build_is_shown_with_the_same_bytes(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    repository = copied(tmp_path_factory, tmp_path)
    request = Request(repository.root, repository.site)
    with closing(Shown(request)) as shown:
        assert shown.renew() is Renewed.NEWER
        built = files(repository.site)
        for path in built.keys() - {MANIFEST}:
            assert shown.file(path) == built[path], path
        assert shown.file("credentials/nothing/index.html") is None
        assert shown.renew() is Renewed.SAME


@pytest.mark.parametrize(
    "path",
    [
        "/../../content/site.yml",
        "/..%2f..%2fcontent/site.yml",
        "/%2e%2e/cache.sqlite",
        "//etc/passwd",
    ],
)
def test_nothing_outside_the_site_is_served(path: str, standing: Preview) -> None:
    status, _, text = standing.ask(path)
    assert status in (301, 404)
    assert "salt" not in text
    assert "root:" not in text


# ------------------------------------------------------------------ changes
def test_an_edit_becomes_a_new_page_and_the_browser_is_told(
    preview: Preview, events: Events
) -> None:
    assert "We hold other ropes" not in preview.ask("/about/")[2]
    preview.repository.write("pages/about.md", "# About\n\nWe hold other ropes.\n")
    assert events.next() == {"problems": [], "changed": True}
    assert "We hold other ropes" in preview.ask("/about/")[2]


def test_a_broken_file_is_told_and_the_last_good_site_stays(
    preview: Preview, events: Events
) -> None:
    good = preview.repository.read("badges/rope.md")
    before = preview.ask("/badges/rope/")[2]
    preview.repository.write("badges/rope.md", "---\nname: [Rope\n---\n")
    message = events.next()
    assert message["changed"] is False
    assert message["problems"][0].startswith("content/badges/rope.md:")
    assert preview.ask("/badges/rope/")[2] == before
    late = Events(preview.port)
    assert late.next() == message
    late.close()
    preview.repository.write("badges/rope.md", good.replace("Rope Rescue", "Rope Work"))
    assert events.next() == {"problems": [], "changed": True}
    assert "Rope Work" in preview.ask("/badges/rope/")[2]


def test_an_edit_that_changes_nothing_reloads_nothing(preview: Preview, events: Events) -> None:
    preview.repository.write("site.yml", "# a comment\n" + preview.repository.read("site.yml"))
    assert events.next() == {"problems": [], "changed": False}


def test_a_file_that_vanishes_and_one_that_comes_are_seen(preview: Preview, events: Events) -> None:
    (preview.repository.root / "content/pages/about.md").unlink()
    preview.repository.write("pages/harbour.md", "# The Harbour\n")
    preview.until(lambda: preview.ask("/harbour/")[0] == 200 and preview.ask("/about/")[0] == 404)


# ------------------------------------------------------------------ a glance
@pytest.fixture
def repository(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return copied(tmp_path_factory, tmp_path)


@pytest.fixture
def shown(repository: Repository) -> Iterator[Shown]:
    with closing(Shown(Request(repository.root, repository.site))) as preview:
        preview.renew()
        yield preview


def of_learners(path: str) -> bool:
    """Whether a file belongs to one learner."""
    mine = path.startswith(("credentials/", "learners/", "embed/"))
    return mine and path != "learners/index.html"


def glanced(shown: Shown, repository: Repository, *paths: str) -> Glanced:
    return shown.glance([repository.root / path for path in paths])


def same_as_built(
    shown: Shown, repository: Repository, wanted: Callable[[str], bool] = lambda path: True
) -> None:
    """What is shown is what a build makes, with no file less or more."""
    before = files(repository.site)
    repository.build()
    built = files(repository.site)
    found = {path: shown.file(path) for path in {*before, *built} - {MANIFEST} if wanted(path)}
    differing = [path for path in found if found[path] != built.get(path)]
    assert found
    assert not differing


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("awards/2026.csv", "henry,rope,2026-03-02,,\n", "henry,rope,2026-03-02,,Held on.\n"),
        (
            "awards/2026.csv",
            "henry,boat,2026-04-01,,\n",
            "henry,boat,2026-04-01,,\nmay,boat,2026-04-02,,\n",
        ),
        ("awards/2026.csv", "grace,boat,2026-03-08,,\n", "grace,boat,2026-03-08,,Steered well.\n"),
        ("learners/crew.csv", "henry,Henry Blogg,", "henry,Harry Blogg,"),
        ("learners/crew.csv", "may,May Moss,\n", "may,May Moss,\ntom,Tom Crean,\n"),
        (
            "revocations.csv",
            "kind,reason\n",
            "kind,reason\nhenry,rope,2026-03-02,2026-05-02,revoked,no\n",
        ),
    ],
)
def test_a_glance_shows_what_a_build_would_make_of_the_learners_in_changed_rows(
    path: str, old: str, new: str, shown: Shown, repository: Repository
) -> None:
    before = repository.read(path)
    assert old in before
    repository.write(path, before.replace(old, new))
    assert glanced(shown, repository, f"content/{path}") is Glanced.NEWER
    same_as_built(shown, repository, of_learners)
    shown.renew()
    same_as_built(shown, repository)


def draft_of(repository: Repository) -> Draft:
    return drafted(Request(repository.root, repository.site), NoCache())


@pytest.fixture(scope="module")
def bilingual(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A provider in two languages, built; no test edits it."""
    repository = copied(tmp_path_factory, tmp_path_factory.mktemp("bilingual"))
    repository.append("site.yml", "languages: [en, de]\n")
    repository.write("badges/boat.de.md", "---\nname: Bootsfahrt\n---\n")
    repository.append("pages/about.md", "[Grace](learner:grace)\n")
    repository.build()
    return repository


@pytest.fixture
def two_languages(tmp_path: Path, bilingual: Repository) -> Repository:
    shutil.copytree(bilingual.root, tmp_path / "provider")
    return Repository(tmp_path / "provider")


def test_settled_outputs_are_the_same_whoever_was_awarded_what(two_languages: Repository) -> None:
    before = draft_of(two_languages).plan
    two_languages.write("awards/2026.csv", "learner,badge,awarded\nmay,boat,2025-01-01\n")
    two_languages.write("revocations.csv", "learner,badge,awarded,on,kind,reason\n")
    two_languages.append("learners/crew.csv", "tom,Tom Crean,public\nann,Ann Bo,\n")
    after = draft_of(two_languages).plan
    assert before.settled == after.settled
    old, new = Keys(before.shared), Keys(after.shared)
    assert old["index.html"] != new["index.html"]
    assert {path for path in before.settled if old[path] != new[path]} == set()
    others = {output.path for output in before.shared.outputs} - before.settled
    assert {"index.html", "de/index.html", "feed.xml", "learners/index.html"} <= others


CHANGES = [
    ("badges/rope.md", "name: Rope Rescue", "name: Rope Work"),
    ("badges/rope.md", "validity: P2Y", "validity: P3M"),
    ("badges/boat.de.md", "Bootsfahrt", "Bootfahren"),
    ("pathways/way.md", "Why.", "Why not."),
    ("pathways/way.md", "  - id: two\n    steps: [boat]\n", ""),
    ("site.yml", "email: hello@", "email: help@"),
    ("site.yml", "issuer:\n", 'tagline: Held fast.\nbrand:\n  colour: "#5a2d82"\nissuer:\n'),
    ("pages/about.md", "We hold ropes.", "We hold other ropes."),
    ("pages/index.md", "headline: Harbour.", "headline: A harbour."),
]


@pytest.mark.parametrize(("path", "old", "new"), CHANGES)
def test_a_glance_shows_what_a_build_would_make_of_changed_definitions_texts_and_looks(
    path: str, old: str, new: str, two_languages: Repository
) -> None:
    repository = two_languages
    with closing(Shown(Request(repository.root, repository.site))) as shown:
        shown.renew()
        settled = draft_of(repository).plan.settled | {"index.html", "de/index.html"}
        before = repository.read(path)
        assert old in before
        repository.write(path, before.replace(old, new))
        assert glanced(shown, repository, f"content/{path}") is Glanced.NEWER
        same_as_built(shown, repository, lambda path: path in settled or of_learners(path))
        assert shown.renew() is Renewed.ELSEWHERE
        same_as_built(shown, repository)


def test_a_glance_shows_a_badge_that_comes_and_one_that_goes(
    shown: Shown, repository: Repository
) -> None:
    spare = repository.read("badges/boat.md").replace("Boat Handling", "Knots")
    repository.write("badges/knots.md", spare)
    assert glanced(shown, repository, "content/badges/knots.md") is Glanced.NEWER
    assert b"Knots" in (shown.file("badges/knots/index.html") or b"")
    shown.renew()
    (repository.root / "content/badges/knots.md").unlink()
    assert glanced(shown, repository, "content/badges/knots.md") is Glanced.NEWER
    assert shown.file("badges/knots/index.html") is None
    same_as_built(shown, repository, lambda path: path.startswith("badges/"))


def test_a_glance_shows_another_theme_on_every_page(shown: Shown, repository: Repository) -> None:
    footer = repository.root / "themes/harbour/templates/footer.html"
    footer.parent.mkdir(parents=True)
    footer.write_text("<footer>Fair winds.</footer>")
    repository.append("site.yml", "brand:\n  theme: harbour\n")
    assert glanced(shown, repository, "content/site.yml") is Glanced.NEWER
    shown.renew()
    footer.write_text("<footer>Following seas.</footer>")
    assert glanced(shown, repository, "themes/harbour/templates/footer.html") is Glanced.NEWER
    for path in ("badges/rope/index.html", "learners/grace-darling/index.html"):
        assert b"Following seas." in (shown.file(path) or b"")


def test_rows_and_definitions_that_change_one_after_the_other_are_shown_together(
    shown: Shown, repository: Repository
) -> None:
    repository.append("awards/2026.csv", "may,boat,2026-04-02,,\n")
    assert glanced(shown, repository, "content/awards/2026.csv") is Glanced.NEWER
    rope = repository.read("badges/rope.md")
    repository.write("badges/rope.md", rope.replace("Rope Rescue", "Rope Work"))
    assert glanced(shown, repository, "content/badges/rope.md") is Glanced.NEWER
    repository.append("awards/2026.csv", "henry,boat,2026-06-02,,\n")
    assert glanced(shown, repository, "content/awards/2026.csv") is Glanced.NEWER
    same_as_built(shown, repository, of_learners)


def test_a_change_that_is_undone_is_shown_and_then_nothing_is_new(
    shown: Shown, repository: Repository
) -> None:
    rope = repository.read("badges/rope.md")
    repository.write("badges/rope.md", rope.replace("Rope Rescue", "Rope Work"))
    assert glanced(shown, repository, "content/badges/rope.md") is Glanced.NEWER
    repository.write("badges/rope.md", rope)
    assert glanced(shown, repository, "content/badges/rope.md") is Glanced.NEWER
    same_as_built(shown, repository)
    repository.write("site.yml", "# a comment\n" + repository.read("site.yml"))
    paths = ("content/badges/rope.md", "content/site.yml", "content/awards/2026.csv")
    assert glanced(shown, repository, *paths) is Glanced.NOTHING


def test_what_turns_out_to_be_part_of_something_bad_is_taken_back(
    shown: Shown, repository: Repository
) -> None:
    assert not shown.take_back()
    repository.append("awards/2026.csv", "may,boat,2026-04-02,,Steered well.\n")
    assert glanced(shown, repository, "content/awards/2026.csv") is Glanced.NEWER
    repository.append("awards/2026.csv", "nobody,boat,2026-04-02,,\n")
    with pytest.raises(ContentError):
        shown.renew()
    assert shown.take_back()
    assert not shown.take_back()
    repository.write("awards/2026.csv", repository.read("awards/2026.csv").replace("nobody", "sam"))
    assert glanced(shown, repository, "content/awards/2026.csv") is Glanced.NEWER
    assert shown.renew() is Renewed.SAME
    same_as_built(shown, repository)


def test_what_changes_while_everything_is_read_stays_on_the_page(
    shown: Shown, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def and_meanwhile(request: Request, cache: Cache) -> Draft:
        draft = drafted(request, cache)
        rope = repository.read("badges/rope.md")
        repository.write("badges/rope.md", rope.replace("Rope Rescue", "Rope Work"))
        assert glanced(shown, repository, "content/badges/rope.md") is Glanced.NEWER
        return draft

    monkeypatch.setattr(preview_module, "drafted", and_meanwhile)
    repository.append("awards/2026.csv", "may,boat,2026-04-02,,\n")
    assert shown.renew() is not Renewed.SAME
    assert b"Rope Work" in (shown.file("badges/rope/index.html") or b"")
    same_as_built(shown, repository, lambda path: of_learners(path) or path.startswith("badges/"))


def test_content_that_was_is_let_go(shown: Shown, repository: Repository) -> None:
    def indexed() -> int:
        gc.collect()
        return sum(type(each) is Standings for each in gc.get_objects())

    shown.renew()
    held = indexed()
    for number in range(3):
        repository.append("awards/2026.csv", f"henry,rope,2026-06-0{number + 1},,\n")
        assert glanced(shown, repository, "content/awards/2026.csv") is Glanced.NEWER
        shown.renew()
    assert indexed() <= held  # what tests before this one left may go meanwhile


def test_after_a_glance_nothing_is_new_unless_other_pages_speak_of_the_learner(
    shown: Shown, repository: Repository
) -> None:
    for learner, badge, told in (
        ("henry", "rope", Renewed.SAME),
        ("grace", "rope", Renewed.ELSEWHERE),
    ):
        row = f"{learner},{badge},2026-06-01,,\n"
        repository.append("awards/2026.csv", row)
        assert shown.glance([repository.root / "content/awards/2026.csv"]) is Glanced.NEWER
        assert shown.renew() is told


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("awards/2026.csv", "learner,badge\n"),
        ("awards/2026.csv", "learner,badge,awarded\nnobody,rope,2026-03-01\n"),
        ("badges/rope.md", "---\nname: Rope\n---\n"),
        ("learners/crew.csv", "id,name\nhenry,Harry\n"),
        ("learners/grace.yml", "name: [Grace\n"),
    ],
)
def test_what_a_glance_cannot_tell_is_read_as_a_whole(
    path: str, text: str, shown: Shown, repository: Repository
) -> None:
    before = shown.file("learners/grace-darling/index.html")
    repository.write(path, text)
    assert shown.glance([repository.root / "content" / path]) is Glanced.UNSURE
    assert shown.file("learners/grace-darling/index.html") == before


def test_a_glance_reads_a_learners_own_file(shown: Shown, repository: Repository) -> None:
    more = "bio: Rowed out in a storm.\n"
    repository.write("learners/grace.yml", repository.read("learners/grace.yml") + more)
    assert shown.glance([repository.root / "content/learners/grace.yml"]) is Glanced.NEWER
    assert b"Rowed out in a storm." in (shown.file("learners/grace-darling/index.html") or b"")


def test_editorial_pages_are_rendered_again_for_a_learner_whom_they_name_and_no_other(
    two_languages: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered = []

    def counted(*arguments: Any, **named: Any) -> Editorial:
        rendered.append(named["prefix"])
        return render(*arguments, **named)

    monkeypatch.setattr(editorial, "render", counted)
    two_languages.append("learners/crew.csv", "tom,Tom Crean,public\n")
    two_languages.build()
    assert rendered == []
    grace = two_languages.read("learners/grace.yml")
    two_languages.write("learners/grace.yml", grace.replace("grace-darling", "darling"))
    two_languages.build()
    assert rendered == ["", "de/"]
    assert "learners/darling/" in (two_languages.site / "about/index.html").read_text("utf-8")


# ------------------------------------------------------------------ everything again
class Asked:
    last_asked = 0.0


def test_many_wishes_while_somebody_asks_are_one_reading() -> None:
    read, asked = threading.Semaphore(0), Asked()
    asked.last_asked = time.monotonic()
    with closing(Renewing(read.release, asked)) as renewing:
        for _ in range(5):
            renewing.want(at_once=False)
        assert read.acquire(timeout=PATIENCE)
    assert not read.acquire(blocking=False)


def test_what_cannot_be_shown_otherwise_is_read_while_somebody_asks() -> None:
    read, asked = threading.Semaphore(0), Asked()
    asked.last_asked = time.monotonic() + PATIENCE
    with closing(Renewing(read.release, asked)) as renewing:
        renewing.want(at_once=True)
        assert read.acquire(timeout=PATIENCE)


def test_a_wish_during_a_reading_is_another_reading() -> None:
    began, go_on = threading.Semaphore(0), threading.Semaphore(0)

    def read() -> None:
        began.release()
        assert go_on.acquire(timeout=PATIENCE)

    with closing(Renewing(read, Asked())) as renewing:
        renewing.want(at_once=True)
        assert began.acquire(timeout=PATIENCE)
        renewing.want(at_once=True)
        go_on.release(2)
        assert began.acquire(timeout=PATIENCE)


# ------------------------------------------------------------------ who may ask
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "localhost.evil.example", ""]
)
def test_a_foreign_host_name_gets_nothing(host: str, method: str, standing: Preview) -> None:
    status, _, text = standing.ask("/", host=host, method=method)
    assert status == 403
    assert "Harbour" not in text


def test_this_machines_own_names_are_served(standing: Preview) -> None:
    for host in (
        "localhost",
        f"localhost:{standing.port}",
        "127.0.0.1:80",
        f"[::1]:{standing.port}",
    ):
        assert standing.ask("/", host=host)[0] == 200


def test_a_browser_that_goes_away_disturbs_nobody(preview: Preview) -> None:
    for _ in range(5):
        Events(preview.port).close()
    heard = Events(preview.port)
    preview.repository.write("pages/about.md", "# About\n\nStill here.\n")
    assert heard.next()["changed"] is True
    heard.close()


def test_a_folder_without_content_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadgesiteError, match="no content/ folder"):
        serve(tmp_path, 0, open_browser=False, environment={}, tell=print)
    assert list(tmp_path.iterdir()) == []
