"""A brand with everything wrong: each mistake is told at its place, and nothing is built."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from badgesite.build import check_all
from badgesite.build.checking import read
from badgesite.errors import ContentError
from provider import SITE, badge, pathway, write

DAY = datetime(2026, 11, 24, tzinfo=UTC)
BRAND = """\
brand:
  colour: "teal"
  accent: "#12345"
  logo: logo.svg
  logo_dark: big.svg
  font: ours.woff2
"""
LEARNER = f"name: {'Ada ' * 100}\n"


def test_every_mistake_of_a_brand_is_told_at_its_place(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {
        "site.yml": SITE + BRAND,
        "images/logo.svg": '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0',
        "images/big.svg": b"<" + b" " * 10_000_000,
        "images/ours.woff2": b"wOFF, which is another format",
        "learners/ada.yml": LEARNER,
    }
    problems = check_all(write(tmp_path, files), DAY)
    told = {f"{each.origin.path}:{each.origin.line}": each.sentence for each in problems}
    assert told["content/images/big.svg:1"] == "it is larger than 5 MB"
    assert "is broken XML at line 1" in told["content/images/logo.svg:1"]
    assert "not a WOFF2 typeface" in told["content/images/ours.woff2:1"]
    assert told["content/site.yml:8"] == "'colour' is 'teal', which is not a colour"
    assert told["content/site.yml:9"] == "'accent' is '#12345', which is not a colour"
    # What names a file that was refused is not told of it once more.
    assert not {f"content/site.yml:{line}" for line in (10, 11, 12)} & told.keys()
    assert "399 characters long" in told["content/learners/ada.yml:1"]
    assert all(each.remedy for each in problems)


def test_check_names_mistakes_of_the_theme_and_what_of_it_does_nothing(tmp_path: Path) -> None:
    root = write(tmp_path, {"site.yml": SITE + "brand: {theme: mine}\n", "pages/team.md": "# Us\n"})
    files = {
        "README.md": "ours",
        "add/badgesite.css": "a{}",
        "badgesite.css": "a{}",
        "fonts/ours.woff2": "x",
        "icons/anchor.svg": "<svg/>",
        "static/seal.svg": "<svg/>",
        "template/home.html": "",
        "templates/footer.html": "{{ root }}assets/seal.svg",
        "templates/hom.html": "",
        "templates/mine.html": "",
    }
    for name, text in files.items():
        target = root / "themes/mine" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    told = {
        each.origin.path.removeprefix("themes/mine/"): each.remedy
        for each in check_all(root, DAY)
        if each.code == "stray-file"
    }
    assert told == {
        "badgesite.css": "did you mean 'add/badgesite.css'?",
        "fonts/ours.woff2": "take it away; a theme has the folders add/, icons/, static/,"
        " templates/",
        "template/home.html": "did you mean 'templates/home.html'?",
        "templates/hom.html": "did you mean 'templates/home.html'?",
    }
    (root / "themes/mine/add/own.css").write_text("a{}")
    (mistake,) = [each for each in check_all(root, DAY) if each.is_error]
    assert (mistake.origin.path, mistake.code) == ("themes/mine", "template")
    assert "add/own.css" in mistake.sentence
    (root / "themes/mine/templates/home.html").write_bytes(b"J\xf6rg")
    (root / "themes/mine/static/passwd").symlink_to("/etc/passwd")
    (root / "content/pages/team.md").write_text("---\ntemplate: hom.html\n---\n# Us\n", "utf-8")
    assert [(each.origin.path, each.code) for each in check_all(root, DAY) if each.is_error] == [
        ("themes/mine/static/passwd", "link"),
        ("themes/mine/templates/home.html", "not-utf-8"),
    ]


def test_check_names_what_nobody_will_see_of_a_text(tmp_path: Path) -> None:
    lost = (
        "![x](images/nope.png)\n[y](nope.md)\n[z](badge:none)\n![e](https://e.example/x.png)\n"
        "<script>alert(1)</script>\n[good](https://e.example) <me@e.example> `[code](nope.md)`\n"
    )
    files: dict[str, str | bytes | None] = {
        "badges/rope.md": badge("Rope Rescue") + lost,
        "images/quay.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
        "pages/team.md": "# Us\n\n![e](https://e.example/x.png) ![q](../images/quay.svg)\n\n"
        "<iframe src='https://e.example'></iframe>\n",
    }
    told = [
        f"{each.origin.path}:{each.origin.line} {each.sentence}"
        for each in check_all(write(tmp_path, files), DAY)
        if each.code in ("taken-out", "dead-link")
    ]
    picture = "is not there: pictures are shown in pages alone"
    taken = "is taken out, for texts keep no more than Markdown can write"
    assert told == [
        f"content/badges/rope.md:7 the picture 'images/nope.png' {picture}",
        "content/badges/rope.md:8 the link 'nope.md' leads nowhere",
        "content/badges/rope.md:9 the link 'badge:none' leads nowhere",
        f"content/badges/rope.md:10 the picture 'https://e.example/x.png' {picture}",
        f"content/badges/rope.md:11 <script> {taken}",
        "content/pages/team.md:3 the picture 'https://e.example/x.png' is not shown, for it lies on"
        " another site",
        f"content/pages/team.md:5 <iframe> {taken}",
    ]


def test_what_the_rules_find_wrong_of_one_field_is_told_where_the_field_stands(
    tmp_path: Path,
) -> None:
    files: dict[str, str | bytes | None] = {
        "site.yml": SITE + "brand:\n  icon: krakenfish\n  theme: houze\nlanguages: [en, cy]\n",
        "badges/rope.md": badge("Rope", "credits: 1\nicon: krakenfish\nskills: [Tying knots]\n"),
        "badges/tide.md": badge("Tide", "skills:\n  - tying knots\n"),
        "pathways/way.md": pathway("  - {id: one, steps: [rope, crown]}\n"),
        "learners/grace.yml": "name: Grace\n",
        "awards/2026.csv": None,
    }
    root = write(tmp_path, files)

    def written_at() -> dict[str, str]:
        lines = {
            (each.code, each.origin): (root / each.origin.path).read_text().splitlines()
            for each in check_all(root, DAY)
        }
        return {
            f"{code} {origin.path.removeprefix('content/')}": found[origin.line - 1].strip()
            for (code, origin), found in lines.items()
        }

    told = written_at()
    assert told["unknown-theme site.yml"] == "theme: houze"
    assert told["unknown-icon site.yml"] == "icon: krakenfish"
    assert told["unknown-icon badges/rope.md"] == "icon: krakenfish"
    assert told["skill-spelling badges/tide.md"] == "skills:"
    assert told["final-is-part pathways/way.md"] == "final: crown"

    (root / "themes/houze").mkdir(parents=True)
    (root / "content/pathways/way.md").write_text(pathway("  - {id: one, steps: [rope]}\n"))
    told = written_at()
    assert "unknown-theme site.yml" not in told
    assert told["no-catalogue site.yml"] == "languages: [en, cy]"


def test_a_site_with_a_theme_that_is_not_there_is_not_built(tmp_path: Path) -> None:
    root = write(tmp_path, {"site.yml": SITE + "brand: {theme: houze}\n"})
    with pytest.raises(ContentError) as refused:
        read(root)
    assert [(p.origin.line, p.code) for p in refused.value.problems] == [
        (SITE.count("\n") + 1, "unknown-theme")
    ]
