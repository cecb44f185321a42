"""The same content gives the same bytes wherever it is built; hostile names come through whole."""

import html
import json
import shutil
import unicodedata
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from badgesite.build import Request, build
from badgesite.verifying import SiteFolder, verify
from repositories import (
    SITE,
    Quiet,
    Repository,
    badge,
    copied,
    files,
    in_process_of_its_own,
    write_provider,
)

REPOSITORY = Path(__file__).parent.parent
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ELSEWHERE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "1"}
PLAIN = {"TZ": "America/Los_Angeles", "LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"}


def the_same(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    assert sorted(one) == sorted(other)
    assert [path for path in one if one[path] != other[path]] == []


# ------------------------------------------------------------------ other machines
@pytest.mark.slow
def test_the_example_is_the_same_elsewhere_byte_for_byte(example: Any, tmp_path: Path) -> None:
    root = tmp_path / "an other folder, with Ünïcode"
    root.mkdir()
    shutil.copytree(REPOSITORY / "content", root / "content")
    shutil.copytree(REPOSITORY / "keys.example", root / "keys.example")
    ran = in_process_of_its_own(
        "build", "--no-cache", "--jobs", "2", "--base-url", example.url,
        folder=root, environment=ELSEWHERE, umask=0o077,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    the_same(files(example.site), files(root / "site"))


@pytest.mark.parametrize(
    ("environment", "umask"),
    [(ELSEWHERE, 0o077), (PLAIN | {"PYTHONHASHSEED": "4294967295"}, 0o000)],
    ids=["Kiritimati", "plain"],
)
def test_zone_locale_hash_seed_umask_and_an_empty_cache_change_nothing(
    environment: dict[str, str],
    umask: int,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    here = copied(tmp_path_factory, tmp_path)
    there = tmp_path / "there"
    shutil.copytree(here.root / "content", there / "content")
    shutil.copytree(here.root / "keys.example", there / "keys.example")
    ran = in_process_of_its_own("build", folder=there, environment=environment, umask=umask)
    assert ran.code == 0, ran.err
    the_same(here.published(), files(there / "site"))


def test_files_can_be_read_by_a_host_whatever_the_umask_lets_through(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = copied(tmp_path_factory, tmp_path, built=False)
    assert in_process_of_its_own("build", folder=made.root, umask=0o027).code == 0
    assert (made.site / "index.html").stat().st_mode & 0o777 == 0o640


def test_the_order_in_which_a_folder_lists_its_files_changes_nothing(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    here = copied(tmp_path_factory, tmp_path)
    before = here.published()
    content = here.root / "content"
    moved = sorted((p for p in content.rglob("*") if p.is_file()), reverse=True)
    for path in moved:
        text = path.read_bytes()
        path.unlink()
        path.write_bytes(text)
    here.build()
    the_same(before, here.published())


def many(root: Path, learners: int) -> Repository:
    """A provider of learners with five awards each; files of 100 are made by several processes."""
    rows = "".join(f"l{number:03},Learner {number},\n" for number in range(learners))
    awards = "".join(
        f"l{number:03},rope,2026-03-0{day}\n" for number in range(learners) for day in range(1, 6)
    )
    content = {
        "site.yml": SITE,
        "badges/rope.md": badge("Rope Rescue", "validity: P2Y\nskills: [Knots]\n"),
        "learners/crew.csv": f"id,name,visibility\n{rows}",
        "awards/2026.csv": f"learner,badge,awarded\n{awards}",
        "revocations.csv": "learner,badge,awarded,on,kind,reason\n",
    }
    return write_provider(root, content)


def test_one_process_and_several_make_the_same_bytes(tmp_path: Path) -> None:
    made = many(tmp_path / "many", 150)
    one, several = tmp_path / "one", tmp_path / "several"
    build(Request(made.root, site=one, jobs=1, use_cache=False), Quiet())
    build(Request(made.root, site=several, jobs=2, use_cache=False), Quiet())
    assert len(files(one)) > 500
    the_same(files(one), files(several))


def test_a_damaged_cache_changes_nothing(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = copied(tmp_path_factory, tmp_path)
    before = made.published()
    (made.root / ".badgesite/cache.sqlite").write_bytes(b"SQLite format 3\0 or so")
    shutil.rmtree(made.site)
    made.build()
    the_same(before, made.published())


# ------------------------------------------------------------------ hostile names
NAMES = {
    "quotes": 'Siân "Dai" O\'Brien & `Sons`',
    "emoji": "Zoë 🧑🏽‍🚒🏴󠁧󠁢󠁷󠁬󠁳󠁿",
    "chinese": "伍連德 𠮷野",
    "right-to-left": "محمد بن موسى الخوارزمي",
    "hebrew-latin": "דוד (David) לוי 2nd",
    "combining": "Zalgo Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́O",
    "decomposed": unicodedata.normalize("NFD", "Nguyễn Thị Ánh"),
    "script": "<script>alert(1)</script>",
    "image": '"><img src=x onerror=alert(1)>',
    "template": "{{ 111*111 }} {% raw %} {# x #} ${111*111}",
    "markdown": "*a* [b](javascript:alert(1)) `c` # d",
    "comment": "--> ]]> </title> </script>",
    "backslashes": "C:\\new\\table \\u0041 %s %(x)s",
    "entity": "&lt;b&gt; &amp;amp; &#x41;",
    "spaces": "thin space　ideographic",
    "long": "Wolfe-schlegel-stein-hausen-berger-dorff " * 4,
}


def names_provider(root: Path) -> Repository:
    """A provider in which every name that people write is hostile."""
    awards = "".join(f"{each},rope,2026-03-01,{quoted(NAMES[each])}\n" for each in NAMES)
    people = "".join(f"{each},{quoted(NAMES[each].strip())},public\n" for each in NAMES)
    title = json.dumps('Rope "Rescue" </script> {{ 111*111 }} 🪢 ロープ', ensure_ascii=False)
    issuer = json.dumps('Harbour <b>&</b> {{ 111*111 }} "Sons" עוגן', ensure_ascii=False)
    content = {
        "site.yml": SITE.replace("Harbour First Aid Training", "x").replace(
            "name: x", f"name: {issuer}"
        ),
        "badges/rope.md": badge(title, f"skills: [{title}]\n"),
        "learners/crew.csv": f"id,name,visibility\n{people}",
        "awards/2026.csv": f"learner,badge,awarded,narrative\n{awards}",
        "revocations.csv": "learner,badge,awarded,on,kind,reason\n",
    }
    return write_provider(root, content)


def quoted(text: str) -> str:
    return '"' + text.strip().replace('"', '""') + '"'


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    made = names_provider(tmp_path_factory.mktemp("hostile") / "provider")
    made.build()
    return made


class Tags(HTMLParser):
    """Tags, attributes that could run something, and text, as a browser reads them."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.handlers: list[str] = []
        self.images: list[str] = []
        self.scripts: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self._inside = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.handlers += [name for name in given if name.startswith("on")]
        self.links.append(given.get("href") or "")
        if tag == "img":
            self.images.append(given.get("src") or "")
        self._inside = tag == "script" and "src" not in given

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        (self.scripts if self._inside else self.words).append(data)


def subject_name(document: dict[str, Any]) -> str:
    (identifier,) = document["credentialSubject"]["identifier"]
    return str(identifier["identityHash"])


def test_a_hostile_name_is_in_the_credential_as_it_was_written(hostile: Repository) -> None:
    found = {subject_name(json.loads(path.read_bytes())) for path in hostile.credentials()}
    assert found == {name.strip() for name in NAMES.values()}


def test_a_credential_with_a_hostile_name_verifies(hostile: Repository) -> None:
    site = SiteFolder.open(hostile.site)
    verdicts = {
        subject_name(json.loads(path.read_bytes())): verify(path.read_bytes(), site, NOW).to_json()
        for path in hostile.credentials()
    }
    assert {
        name: each["verdict"] for name, each in verdicts.items() if each["verdict"] != "genuine"
    } == {}


def test_a_hostile_name_stands_on_the_page_as_text(hostile: Repository) -> None:
    for path in hostile.credentials():
        name = subject_name(json.loads(path.read_bytes()))
        page = (path.parent / "index.html").read_text("utf-8")
        words = " ".join("".join(Tags(page).words).split())
        assert " ".join(name.split()) in words, name


def test_nothing_hostile_becomes_a_tag_a_handler_or_a_script(hostile: Repository) -> None:
    for path, text in hostile.pages().items():
        read = Tags(text)
        assert read.handlers == [], path
        assert [word for word in read.scripts if word.strip()] == [], path
        assert "x" not in read.images, path
        assert [link for link in read.links if link.startswith("javascript:")] == [], path
        assert "12321" not in "".join(read.words), path


def test_feeds_and_pictures_with_hostile_names_are_well_formed(hostile: Repository) -> None:
    for path, content in hostile.published().items():
        if path.endswith((".svg", ".xml")):
            fromstring(content)


def test_hostile_text_escapes_from_no_header(hostile: Repository) -> None:
    for line in (hostile.site / "_headers").read_text("utf-8").splitlines():
        assert "<" not in line
        assert "111*111" not in html.unescape(line)


# ------------------------------------------------------------------ what cannot be signed
@pytest.mark.parametrize(
    "name", ["bell\x07", "null\x00", "escape\x1b[31m", "\ufeff", "   ", "line\u2028separator\x85"]
)
def test_a_name_that_cannot_be_written_is_a_sentence_and_not_a_traceback(
    name: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = copied(tmp_path_factory, tmp_path)
    before = made.published()
    made.write(
        "learners/crew.csv", f"id,name,visibility\nhenry,{quoted(name)},\nsam,S,private\nmay,M,\n"
    )
    ran = made.run("build")
    assert "Traceback" not in ran.said
    assert "badgesite itself failed" not in ran.said
    assert ran.code == 1
    assert "content/learners/crew.csv:2: " in ran.err
    assert made.published() == before
