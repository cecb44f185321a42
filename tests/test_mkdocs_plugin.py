"""badgesite inside an existing MkDocs site: badges are added, MkDocs' own pages stay."""

import re
import shutil
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from html import unescape
from importlib import import_module
from pathlib import Path

import pytest

from badgesite.build import Request, build
from badgesite.editorial import Targets
from badgesite.mkdocs_plugin import BadgesitePlugin
from badgesite.mkdocs_plugin.links import Links
from badgesite.publish import MANIFEST, published_files
from conftest import Quiet
from mkdocs_site import built, environment, project, run
from repositories import command

REPOSITORY = Path(__file__).parent.parent
LINKS = Links(
    Targets(
        addresses={"badge:bls": "badges/bls/", "site:home": "", "learner:ada": "learners/ada/"},
        pictures={"badge:bls": "badges/bls/badge.svg"},
    )
)


def led(html: str, url: str = "guide/start/", links: Links = LINKS) -> str:
    made, dead = links.in_html(html, "guide/start.md", url)
    assert dead == ()
    return made


# ------------------------------------------------------------------ links in HTML
@pytest.mark.parametrize(
    ("written", "made"),
    [
        ('<a href="badge:bls">', '<a href="../../badges/bls/">'),
        ("<a href='badge:bls#how'>", '<a href="../../badges/bls/#how">'),
        ("<a class=x href=badge:bls>", '<a class=x href="../../badges/bls/">'),
        ('<A\n  HREF = "badge:bls">', '<A\n  HREF = "../../badges/bls/">'),
        ('<a title="a > b" href="badge:bls">', '<a title="a > b" href="../../badges/bls/">'),
        ('<img src="badge:bls" alt="">', '<img src="../../badges/bls/badge.svg" alt="">'),
        ('<a href="site:home">', '<a href="../../">'),
        ('<area href="learner:ada">', '<area href="../../learners/ada/">'),
    ],
)
def test_a_link_leads_from_its_page_to_ours(written: str, made: str) -> None:
    assert led(f"<p>{written}</p>") == f"<p>{made}</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<code>&lt;a href=&quot;badge:no&quot;&gt;</code>",
        '<code>&lt;a href="badge:no"&gt;</code>',
        '<!-- <a href="badge:no"> -->',
        "<script>const a = '<a href=\"badge:no\">'</script>",
        '<textarea><a href="badge:no"></textarea>',
        '<a data-href="badge:no">',
        '<a href="https://example.org/?href=badge:no">',
        '<a href="badges/no/">',
    ],
)
def test_what_is_no_link_of_ours_is_left_alone(html: str) -> None:
    html += '<a href="other:x">'
    assert led(html) == html
    with_one = f'{html}<a href="badge:bls">'
    assert led(with_one) == f'{html}<a href="../../badges/bls/">'


def test_every_dead_link_is_told_once_and_stays_as_it_is() -> None:
    html = '<a href="badge:blss"><a href="badge:blss"><img src="site:home"><a href="pathway:x">'
    made, dead = LINKS.in_html(html, "index.md", "./")
    assert made == html
    assert [each.target for each in dead] == ["badge:blss", "site:home", "pathway:x"]
    assert dead[0].astray.remedy == "did you mean 'badge:bls'?"


def test_without_directories_a_link_names_the_file() -> None:
    links = Links(LINKS.targets, directories=False)
    assert led('<a href="badge:bls#x">', "guide/start.html", links) == (
        '<a href="../badges/bls/index.html#x">'
    )
    assert led('<a href="site:home">', "index.html", links) == '<a href="index.html">'


def test_an_entry_of_the_navigation_leads_below_the_base() -> None:
    assert LINKS.in_navigation("badge:bls") == ("badges/bls/", "badges/bls/index.html", None)
    assert LINKS.in_navigation("site:home") == ("./", "index.html", None)
    assert LINKS.in_navigation("https://example.org") == ("https://example.org", "", None)


def test_mkdocs_finds_the_plugin_where_the_package_says_it_is() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    place = project["entry-points"]["mkdocs.plugins"]["badgesite"]
    module, _, name = place.partition(":")
    assert getattr(import_module(module), name) is BadgesitePlugin


# ------------------------------------------------------------------ whole sites
MADE = [("mkdocs", "mkdocs"), ("mkdocs", "material"), ("properdocs", "material")]


@pytest.fixture(scope="module", params=MADE, ids="-".join)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A strict build, which a single warning would have stopped."""
    program, theme = request.param
    return built(project(tmp_path_factory.mktemp("guild"), theme=theme), program=program)


def targets(page: str) -> Iterator[tuple[str, str]]:
    """Yield tag and target of every link and picture."""
    for tag, target in re.findall(r"""<(a|img)\s[^>]*?(?:href|src)=["']?([^"'\s>]+)""", page):
        yield tag, unescape(target)


def lost(site: Path, path: str) -> list[str]:
    """Return what a page names inside the site that is not there."""
    page = site / path
    found = []
    for _, target in targets(page.read_text("utf-8")):
        inside = target.partition("#")[0]
        if not inside or inside.startswith(("http", "/", "data:")):
            continue
        place = (page.parent / inside).resolve()
        place = place / "index.html" if inside.endswith(("/", ".")) else place
        if not (place.is_file() and place.is_relative_to(site.resolve())):
            found.append(target)
    return found


@pytest.mark.slow
def test_links_of_every_kind_lead_to_badges(site: Path) -> None:
    home = (site / "index.html").read_text("utf-8")
    found = set(targets(home))
    assert {
        ("a", "badges/first-course/"),
        ("a", "badges/first-course/#criteria"),
        ("a", "badges/second-course/"),
        ("a", "pathways/programme/"),
        ("a", "verify/"),
        ("img", "badges/first-course/badge.svg"),
    } <= found
    deep = set(targets((site / "guide/deep/down/index.html").read_text("utf-8")))
    assert {
        ("a", "../../../badges/first-course/"),
        ("img", "../../../pathways/programme/pathway.svg"),
    } <= deep
    assert lost(site, "index.html") == lost(site, "guide/deep/down/index.html") == []


@pytest.mark.slow
def test_code_stays_as_it_was_written(site: Path) -> None:
    shown = re.sub(r"<[^>]*>", "", (site / "index.html").read_text("utf-8"))
    assert '[x](badge:in-code) <a href="badge:in-code">' in unescape(shown)


@pytest.mark.slow
def test_the_navigation_names_our_pages(site: Path) -> None:
    deep = (site / "guide/deep/down/index.html").read_text("utf-8")
    entries = re.findall(r'<a[^>]*href="([^"]*)"[^>]*>(.*?)</a>', deep, re.DOTALL)
    named = {(href, " ".join(re.sub(r"<[^>]*>", "", text).split())) for href, text in entries}
    assert {
        ("../../../badges/", "Badges"),
        ("../../../badges/first-course/", "Begin"),
        ("../../../badges/second-course/", "Second Course"),
        ("../../../verify/", "Check"),
    } <= named


@pytest.mark.slow
def test_our_files_lie_beside_those_of_mkdocs_byte_for_byte(site: Path) -> None:
    assert "The guild's own home" in unescape((site / "index.html").read_text("utf-8"))
    alone = site.parent / "alone"
    build(Request(site.parent, site=alone, base_url="http://localhost:8000/"), Quiet())
    missing = {"_headers", "robots.txt", ".nojekyll", MANIFEST}
    theirs = {"index.html", "404.html", "sitemap.xml"}
    ours = published_files(alone)
    assert {path for path in ours if not (site / path).is_file()} == missing
    other = {
        path for path in ours - missing if (site / path).read_bytes() != (alone / path).read_bytes()
    }
    assert other == theirs
    assert (site / "sitemap-badges.xml").read_bytes() == (alone / "sitemap.xml").read_bytes()


@pytest.mark.slow
def test_below_a_path_and_without_directories_every_link_leads_to_a_file(tmp_path: Path) -> None:
    folder = project(tmp_path, theme="material", url="http://localhost:8000/docs/")
    site = built(folder, "--no-directory-urls")
    assert lost(site, "index.html") == lost(site, "guide/deep/down.html") == []
    home = set(targets((site / "index.html").read_text("utf-8")))
    assert ("a", "badges/first-course/index.html#criteria") in home
    credential = next(site.glob("credentials/*/credential.json")).read_text("utf-8")
    assert "http://localhost:8000/docs/badges/first-course/" in credential


POST = """---
date: 2026-01-02
---
# A post

Begin with [the course](badge:first-course).[^1]

<!-- more -->

The rest.

[^1]: Then [the second](badge:second-course).
"""
STRICTEST = "{not_found: warn, unrecognized_links: warn, anchors: warn, absolute_links: warn}"


@pytest.mark.slow
def test_excerpts_and_footnotes_of_a_blog_lead_to_badges_under_the_strictest_validation(
    tmp_path: Path,
) -> None:
    folder = project(tmp_path, theme="material")
    (folder / "docs/blog/posts").mkdir(parents=True)
    (folder / "docs/blog/posts/one.md").write_text(POST)
    settings = folder / "mkdocs.yml"
    text = settings.read_text().replace("[search, badgesite]", "[search, blog, badgesite]")
    settings.write_text(
        f"{text.partition('nav:')[0]}markdown_extensions: [footnotes]\n"
        f"validation: {{links: {STRICTEST}, nav: {{not_found: warn}}}}\n"
    )
    site = built(folder)
    excerpt = set(targets((site / "blog/index.html").read_text("utf-8")))
    assert ("a", "../badges/first-course/") in excerpt
    post = (site / "blog/2026/01/02/a-post/index.html").read_text("utf-8")
    assert ("a", "../../../../../badges/first-course/") in set(targets(post))
    assert ("a", "../../../../../badges/second-course/") in set(targets(post))


# ------------------------------------------------------------------ mistakes
@pytest.mark.slow
def test_links_that_lead_nowhere_fail_a_strict_build_with_file_line_and_remedy(
    tmp_path: Path,
) -> None:
    folder = project(tmp_path)
    page = folder / "docs/guide/deep/down.md"
    page.write_text(DEAD)
    settings = folder / "mkdocs.yml"
    settings.write_text(settings.read_text().replace("badge:first-course", "badge:first-corse"))
    ran = run("mkdocs", "build", folder, "--strict")
    assert ran.returncode == 1
    for told in (
        "docs/guide/deep/down.md:6: the link 'badge:frist-course' leads nowhere\n"
        "    did you mean 'badge:first-course'?\n",
        "docs/guide/deep/down.md:8: 'site:home' is no picture\n",
        "mkdocs.yml:10: the link 'badge:first-corse' leads nowhere\n"
        "    did you mean 'badge:first-course'?\n",
    ):
        assert ran.stderr.count(told) == 1
    assert "Aborted with 3 warnings in strict mode!" in ran.stdout + ran.stderr
    assert run("mkdocs", "build", folder).returncode == 0


DEAD = """---
title: Down
---
`[x](badge:frist-course)` is an example.

[x](badge:frist-course)

![y](site:home)
"""


@pytest.mark.slow
def test_a_mistake_in_content_stops_mkdocs_and_the_site_stays_as_it_was(tmp_path: Path) -> None:
    folder = project(tmp_path)
    before = snapshot(built(folder))
    (folder / "docs/index.md").write_text("# Changed")
    (folder / "content/awards/awards.csv").write_text(
        "learner,badge,awarded\nexample-learner,frist-course,2026-01-15\n"
    )
    ran = run("mkdocs", "build", folder)
    assert ran.returncode == 1
    assert "content/awards/awards.csv:2: no badge is called 'frist-course'\n    did" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert snapshot(folder / "site") == before


@pytest.mark.slow
def test_a_host_gets_what_the_command_line_would_give_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project(tmp_path, url="https://badges.example.org/")
    for name, value in {"NETLIFY": "true", "CONTEXT": "production"}.items():
        monkeypatch.setenv(name, value)
    ran = run("mkdocs", "build", folder)
    assert ran.returncode == 1
    assert "badgesite key new" in ran.stderr
    assert not (folder / "site/index.html").exists()

    made = command("key", "new", folder=folder)
    variable, _, secret = made.out.splitlines()[0].partition("=")
    monkeypatch.setenv(variable, secret)
    shutil.rmtree(folder / "keys")
    (folder / "content/register.csv").unlink()
    assert command("register", folder=folder).code == 0
    assert run("mkdocs", "build", folder).returncode == 0
    assert list(folder.glob("site/credentials/*/credential.json"))

    monkeypatch.setenv("CONTEXT", "deploy-preview")
    assert run("mkdocs", "build", folder).returncode == 0
    assert (folder / "site/badges/first-course/index.html").is_file()
    assert not list(folder.glob("site/credentials/*/credential.json"))


def snapshot(site: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_an_award_that_is_not_recorded_stops_a_strict_build_only(tmp_path: Path) -> None:
    folder = project(tmp_path)
    (folder / "content/register.csv").unlink()
    strict = run("mkdocs", "build", folder, "--strict")
    assert strict.returncode == 1
    assert "record it with: badgesite register" in strict.stderr
    assert not (folder / "site").exists()
    assert run("mkdocs", "build", folder).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda text: re.sub("site_url.*\n", "", text), "badgesite needs site_url in mkdocs.yml"),
        (lambda text: text + "docs_dir: content\n", "content/ lies inside 'content'"),
        (
            lambda text: text.replace("badgesite]", "{badgesite: {root: none}}]"),
            "content/site.yml",
        ),
    ],
    ids=["no address", "content in docs", "no content"],
)
def test_a_setting_that_cannot_work_is_a_sentence(
    tmp_path: Path, change: Callable[[str], str], sentence: str
) -> None:
    folder = project(tmp_path)
    settings = folder / "mkdocs.yml"
    settings.write_text(change(settings.read_text()))
    ran = run("mkdocs", "build", folder)
    assert ran.returncode == 1
    assert sentence in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (folder / "site").exists()


@pytest.mark.slow
def test_a_page_of_the_site_stays_and_what_it_hides_is_told(tmp_path: Path) -> None:
    folder = project(tmp_path)
    (folder / "docs/badges").mkdir()
    (folder / "docs/badges/index.md").write_text("# What our badges mean")
    (folder / "docs/assets").mkdir()
    (folder / "docs/assets/brand.css").write_text("/* mine */")
    ran = run("mkdocs", "build", folder)
    assert "'assets/brand.css' is a file of your own site" in ran.stderr
    assert "What our badges mean" in (folder / "site/badges/index.html").read_text()
    assert (folder / "site/assets/brand.css").read_text() == "/* mine */"
    assert run("mkdocs", "build", folder, "--strict").returncode == 1


# ------------------------------------------------------------------ serving
def fetched(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return str(answer.read().decode())
    except urllib.error.URLError:
        return ""


def wait(until: Callable[[], bool], said: Path) -> None:
    for _ in range(600):
        if until():
            return
        time.sleep(0.2)
    raise AssertionError(said.read_text())


@pytest.mark.slow
def test_serving_goes_on_through_a_mistake_in_content(tmp_path: Path) -> None:
    folder = project(tmp_path / "guild")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    course = f"http://127.0.0.1:{port}/badges/second-course/"
    said, badge = tmp_path / "said", folder / "content/badges/second-course.md"
    good = badge.read_text()
    with said.open("w") as out:
        server = subprocess.Popen(
            [Path(sys.executable).parent / "mkdocs", "serve", "-a", f"127.0.0.1:{port}"],
            cwd=folder,
            env=environment(),
            stdout=out,
            stderr=out,
        )
    try:
        wait(lambda: "Second Course" in fetched(course), said)
        badge.write_text(good.replace("version:", "versoin:"))
        wait(lambda: "content/badges/second-course.md:" in said.read_text(), said)
        wait(lambda: said.read_text().count("Reloading browsers") == 1, said)
        assert "Second Course" in fetched(course)
        badge.write_text(good.replace("Second Course", "Third Course"))
        wait(lambda: "Third Course" in fetched(course), said)
    finally:
        server.terminate()
        server.wait()
    assert "Traceback" not in said.read_text()
