"""Themes: what lies over what, and what a mistake in one says. Style sheets as they are served."""

from pathlib import Path

import pytest

from badgesite.artwork import palette
from badgesite.errors import ThemeError
from badgesite.rendering import Theme, pages
from badgesite.rendering.policy import headers_file
from badgesite.rendering.stylesheet import brand_css, minified
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
    harbour = brand_css(palette("#0b5f80", "#f0b64a")).decode()
    plum = brand_css(palette("#6f2c80", "#eab54c")).decode()
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
