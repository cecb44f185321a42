"""Themes: what lies over what, and what a mistake in one says. Style sheets as they are served."""

import os
import re
from pathlib import Path

import pytest

from badgesite.artwork import palette
from badgesite.errors import ContentError, ThemeError
from badgesite.package_files import built_folder, themes_folder
from badgesite.rendering import Theme, pages, typefaces, words
from badgesite.rendering.policy import headers_file
from badgesite.rendering.stylesheet import brand_css, icons_css, minified
from conftest import Example
from hosts import HeaderRules
from page_views import CREDENTIAL, FRAME


def own(folder: Path, name: str, text: str) -> None:
    path = folder / "ours" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_providers_template_lies_over_the_default_one(tmp_path: Path) -> None:
    own(tmp_path, "templates/footer.html", "<footer>{{ frame.site_name }} & co</footer>")
    theme = Theme.load("ours", tmp_path)
    html = pages.credential_page(theme, FRAME, CREDENTIAL).decode()
    assert "<footer>Harbour First Aid & co</footer>" in html
    assert 'id="verdict"' in html
    assert theme.digest != Theme.load().digest


def test_a_providers_static_file_lies_over_the_default_one(tmp_path: Path) -> None:
    own(tmp_path, "static/pathway.css", "a { color: red; } /* ours */")
    own(tmp_path, "static/extra/seal.svg", "<svg/>")
    files = Theme.load("ours", tmp_path).static_files()
    assert files["pathway.css"] == b"a{color:red}"
    assert files["extra/seal.svg"] == b"<svg/>"
    assert "badgesite.css" in files


def test_an_unknown_theme_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ThemeError, match="there is no theme called 'ours'"):
        Theme.load("ours", tmp_path)


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("{% if %}", r"footer\.html:1: "),
        ("{{ nothing }}", "the template 'footer.html' does not work: 'nothing' is undefined"),
        ("{{ frame.nothing }}", "does not work: .* has no attribute 'nothing'"),
        ("{% include 'no.html' %}", "no.html"),
    ],
)
def test_a_mistake_in_a_template_names_it(tmp_path: Path, template: str, sentence: str) -> None:
    own(tmp_path, "templates/footer.html", template)
    with pytest.raises(ThemeError, match=sentence):
        pages.credential_page(Theme.load("ours", tmp_path), FRAME, CREDENTIAL)


def told(themes: Path) -> list[tuple[str, int, str]]:
    """What keeps the provider's theme from being used: file, line and code of each mistake."""
    with pytest.raises(ContentError) as stopped:
        Theme.load("ours", themes)
    return [(each.origin.path, each.origin.line, each.code) for each in stopped.value.problems]


@pytest.mark.parametrize(
    "name", ["static/x.txt", "static/below", "static", "templates/footer.html", "icons/tick.svg"]
)
def test_links_in_a_theme_are_not_followed(tmp_path: Path, name: str) -> None:
    own(tmp_path, "add/badgesite.css", "a{}")
    secret = tmp_path / "secret"
    secret.mkdir()
    link = tmp_path / "ours" / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(secret if "." not in name else "/etc/passwd")
    assert told(tmp_path) == [(f"themes/ours/{name}", 1, "link")]


def test_a_theme_and_the_folder_of_themes_are_no_links(tmp_path: Path) -> None:
    own(tmp_path / "elsewhere", "static/x.txt", "x")
    themes = tmp_path / "themes"
    themes.mkdir()
    (themes / "ours").symlink_to(tmp_path / "elsewhere/ours")
    assert told(themes) == [("themes/ours", 1, "link")]
    (tmp_path / "linked").symlink_to(tmp_path / "elsewhere")
    assert told(tmp_path / "linked") == [("themes", 1, "link")]


def test_what_is_no_file_is_too_large_or_not_utf_8_in_a_theme_is_told_at_once(
    tmp_path: Path,
) -> None:
    own(tmp_path, "static/large.svg", "x" * 1_000_001)
    for name in ("templates/home.html", "add/badgesite.css"):
        own(tmp_path, name, "")
        (tmp_path / "ours" / name).write_bytes(b"a\nb\xe4\n")
    os.mkfifo(tmp_path / "ours/static/pipe.txt")
    assert told(tmp_path) == [
        ("themes/ours/add/badgesite.css", 2, "not-utf-8"),
        ("themes/ours/static/large.svg", 1, "file-size"),
        ("themes/ours/static/pipe.txt", 1, "file-kind"),
        ("themes/ours/templates/home.html", 2, "not-utf-8"),
    ]


def test_hidden_files_of_a_theme_are_left_alone(tmp_path: Path) -> None:
    own(tmp_path, "static/.DS_Store", "x")
    (tmp_path / "ours/static/.#pages.css").symlink_to("me@here.1234")
    assert Theme.load("ours", tmp_path).static_files() == Theme.load().static_files()


def test_compiled_templates_are_kept_and_change_nothing(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    first = pages.credential_page(Theme.load(bytecode=kept), FRAME, CREDENTIAL)
    assert list(kept.iterdir())
    assert pages.credential_page(Theme.load(bytecode=kept), FRAME, CREDENTIAL) == first


def test_style_sheets_are_light() -> None:
    files = Theme.load().static_files()
    sheets = {name: len(data) for name, data in files.items() if name.endswith(".css")}
    assert all(size <= 15_000 for size in sheets.values()), sheets


def test_minifying_keeps_what_has_a_meaning() -> None:
    css = (
        '/* x */ .a :focus { width: calc(1rem + 2vw); content: "a ; b" ; }\n@media (a) and (b) { }'
    )
    assert minified(css) == '.a :focus{width:calc(1rem + 2vw);content:"a ; b"}@media (a) and (b){}'


def test_one_colour_changes_every_token_of_the_brand() -> None:
    harbour = brand_css(palette("#0b5f80", "#f0b64a"), "atkinson").decode()
    plum = brand_css(palette("#6f2c80", "#eab54c"), "atkinson").decode()
    for token in ("brand-light", "brand-dark", "brand-deep", "accent"):
        ours, theirs = (css.split(f"--{token}:")[1].split(";")[0] for css in (harbour, plum))
        assert ours.startswith("#")
        assert ours != theirs


def test_headers_hold_the_policy_and_what_a_meta_element_cannot_carry() -> None:
    text = headers_file("/repo/").decode()
    rules = {
        block.splitlines()[0]: block
        for block in text.replace("\n/", "\n\n/").split("\n\n")
        if block
    }
    assert "frame-ancestors 'none'" in rules["/repo/credentials/:id/"]
    assert "connect-src 'self' https:" in rules["/repo/verify/"]
    assert "frame-ancestors" not in rules["/repo/embed/*"]
    assert "Access-Control-Allow-Origin: *" in rules["/repo/credentials/*.json"]
    assert "X-Content-Type-Options: nosniff" in rules["/repo/*"]
    assert "unsafe-eval" not in text


def test_the_hundred_rules_that_a_host_takes_hold_all_but_pages_of_ones_own() -> None:
    """Cloudflare skips the others in silence; its limits are those of `HeaderRules`."""
    folders = [f"page-{number}" for number in range(60)]
    rules = HeaderRules(headers_file("/", folders, ("de", "es", "fr")).decode())
    assert ("X-Robots-Tag", "noindex") in rules.of("/credentials/a/credential.json")
    for path in ("/credentials/a/credential.json", "/did.json", "/badge-card.js"):
        assert ("Access-Control-Allow-Origin", "*") in rules.of(path)
    for path in ("/", "/credentials/a/", "/fr/verify/", "/fr/404.html", "/fr/badges/a/"):
        assert "frame-ancestors 'none'" in str(rules.of(path))
    assert "frame-ancestors" not in str(rules.of("/embed/a/"))


def test_pictures_are_boxed_in_and_files_with_names_are_not_found_by_search(
    example: Example,
) -> None:
    rules = HeaderRules((example.site / "_headers").read_text())
    files = [path.relative_to(example.site).as_posix() for path in example.site.rglob("*.*")]
    pictures = [path for path in files if path.endswith(".svg")]
    assert {path.split("/")[0] for path in pictures} > {"credentials", "pathways", "badges"}
    assert [path for path in pictures if "; sandbox" not in str(rules.of(f"/{path}"))] == []
    named = [path for path in files if path.startswith(("credentials/", "learners/"))]
    named = [path for path in named if path.endswith((".json", "/badge.svg", ".png"))]
    assert len(named) > 40
    assert [path for path in named if ("X-Robots-Tag", "noindex") not in rules.of(f"/{path}")] == []


def test_every_bundled_typeface_has_its_files_and_their_licence() -> None:
    fonts = built_folder() / "fonts"
    for name, typeface in typefaces.BUNDLED.items():
        css = brand_css(palette("#0b5f80", "#f0b64a"), name).decode()
        assert f"--font:{typeface.stack};" in css
        for face in typeface.faces:
            assert (fonts / face.file).read_bytes()[:4] == b"wOF2"
            package = face.file.partition("-latin")[0].partition("-greek")[0]
            package = package.partition("-cyrillic")[0].partition("-vietnamese")[0]
            assert "SIL Open Font License" in (fonts / f"{package}-OFL.txt").read_text()
        assert css.count("font-display:optional") == len(typeface.faces)


def test_the_typeface_of_most_pages_is_light() -> None:
    fonts = built_folder() / "fonts"
    latin = [face.file for face in typefaces.typeface("atkinson").faces if "latin" in face.file]
    assert sum((fonts / name).stat().st_size for name in latin) <= 55_000


def test_every_icon_that_a_template_names_has_a_drawing() -> None:
    drawn = {path.stem for path in (built_folder() / "icons").glob("*.svg")} | {
        *Theme.load().icons()
    }
    sources = [*themes_folder().rglob("*.html"), *Path(words.__file__).parent.rglob("*.py")]
    plan = Path(words.__file__).parent.parent / "plan"
    text = "".join(path.read_text() for path in [*sources, *plan.glob("*.py")])
    named = set(re.findall(r"\bicon\(.([a-z-]+).\)", text))
    named |= set(re.findall(r'\bFact\("([a-z-]+)",', text))
    assert {"tick", "clock", "renew"} <= named
    assert named <= drawn


def test_a_theme_may_draw_an_icon_itself(tmp_path: Path) -> None:
    own(tmp_path, "icons/tick.svg", '<svg><path d="M1 1h9"/></svg>')
    icons = Theme.load("ours", tmp_path).icons()
    assert {"linkedin", "tick"} <= set(icons)
    assert "<path d='M1 1h9'/></svg>" in icons_css(icons).decode()


def test_a_theme_adds_to_a_sheet_and_stands_on_a_default_template(tmp_path: Path) -> None:
    own(tmp_path, "add/badgesite.css", ":root { --radius: 0; }")
    own(
        tmp_path,
        "templates/footer.html",
        '{% extends "default/footer.html" %}{% block about %}<p>ours</p>{% endblock %}',
    )
    theme = Theme.load("ours", tmp_path)
    default = Theme.load().static_files()["badgesite.css"]
    assert theme.static_files()["badgesite.css"] == default + b":root{--radius:0}"
    html = pages.credential_page(theme, FRAME, CREDENTIAL).decode()
    assert "<p>ours</p>" in html
    assert "Public keys" in html


def test_adding_to_a_sheet_that_is_not_there_is_told(tmp_path: Path) -> None:
    own(tmp_path, "add/badgsite.css", ":root { --radius: 0; }")
    with pytest.raises(ThemeError, match=r"add/badgsite\.css of the theme adds to a style sheet"):
        Theme.load("ours", tmp_path).static_files()


@pytest.mark.parametrize("name", sorted(each.name for each in themes_folder().iterdir()))
def test_every_theme_that_comes_along_is_light(name: str) -> None:
    sheets = {path: len(data) for path, data in Theme.load(name).static_files().items()}
    assert all(size <= 15_000 for path, size in sheets.items() if path.endswith(".css")), sheets


def test_icons_are_masks_that_any_policy_lets_through() -> None:
    icons = {path.stem: path.read_text() for path in (built_folder() / "icons").glob("*.svg")}
    css = icons_css(icons).decode()
    assert len(css) <= 15_000
    assert css.startswith(".icon{--icon:url(")  # what an unknown name shows
    for name in set(icons) - {"info"}:
        assert (
            len(re.findall(rf"\.i-{name}(?:,\.i-[a-z-]+)*{{--icon:url\(.data:image/svg", css)) == 1
        )
    assert "<script" not in css
    assert "#" not in css.replace("%23", "")
