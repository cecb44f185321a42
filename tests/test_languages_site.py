"""A site in two languages: where its pages are, what they say, what is told of mistakes."""

import re
from pathlib import Path

import pytest

from badgesite.languages.browser import browser_strings
from badgesite.rules import translation_notes
from hosts import HeaderRules
from provider import SITE, loaded, told
from repositories import SOURCE, Repository, copied, files

HEAD = "description: d\nversion: '1'\n---\nx\n"
LANGUAGES = "languages: [en, de]\ntagline.de: Seile und Boote\n"
ROPE_DE = "---\nname: Seilrettung\ndescription: Was es ist.\n---\nTun Sie es.\n"
SITE_DE = SITE + LANGUAGES


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The small provider in English and German; only one badge is translated."""
    made = copied(tmp_path_factory, tmp_path_factory.mktemp("languages"))
    made.append("site.yml", LANGUAGES)
    made.write("badges/rope.de.md", ROPE_DE)
    made.write("pages/about.de.md", "# Über uns\n\nWir halten [Seile](badge:rope).\n")
    way = made.read("pathways/way.md").replace("- id: one", "- id: one\n    name.de: Eins")
    made.write("pathways/way.md", way)
    made.write(
        "learners/crew.csv",
        "id,name,visibility,language\n"
        "henry,Henry Blogg,,de\nsam,Samuel Plimsoll,private,\nmay,May Moss,,\n",
    )
    made.build()
    return made


def page(built: Repository, path: str) -> str:
    return (built.site / path / "index.html").read_text("utf-8")


def test_shared_pages_lie_once_for_each_language_and_the_others_once(built: Repository) -> None:
    paths = {path.removesuffix("index.html") for path in files(built.site)}
    for each in ("", "badges/", "badges/rope/", "pathways/way/", "verify/", "keys/", "about/"):
        assert each in paths
        assert f"de/{each}" in paths
    below = {path for path in paths if path.startswith("de/")}
    assert not [path for path in below if "/credentials/" in path or "/embed/" in path]
    assert [path for path in below if path.startswith("de/learners/")] == ["de/learners/"]
    assert not [path for path in below if path.endswith((".svg", ".png", ".json", ".jsonld"))]


def test_a_page_says_its_language_and_where_it_is_in_others(built: Repository) -> None:
    english, german = page(built, "badges/rope"), page(built, "de/badges/rope")
    base = "http://localhost:8000/"
    for html in (english, german):
        assert f'hreflang="en" href="{base}badges/rope/"' in html
        assert f'hreflang="de" href="{base}de/badges/rope/"' in html
        assert f'hreflang="x-default" href="{base}badges/rope/"' in html
    assert '<html lang="en"' in english
    assert '<html lang="de"' in german
    assert f'rel="canonical" href="{base}de/badges/rope/"' in german
    assert re.search("<h1[^>]*>Seilrettung</h1>", german)
    assert "Tun Sie es." in german
    assert "2 Jahre gültig" in german


@pytest.mark.parametrize("name", ["guide/index", "guide/ropes", "flat"])
def test_a_translated_page_says_where_it_is_in_others_wherever_it_lies(
    name: str, built: Repository
) -> None:
    path = name.removesuffix("index").rstrip("/")
    built.write(f"pages/{name}.md", "# Ropes\n\nHold them.\n")
    built.write(f"pages/{name}.de.md", "# Seile\n\nHalten.\n")
    built.build()
    base = "http://localhost:8000/"
    for html in (page(built, path), page(built, f"de/{path}")):
        assert f'hreflang="en" href="{base}{path}/"' in html
        assert f'hreflang="de" href="{base}de/{path}/"' in html


def test_what_is_not_translated_is_said_in_the_sites_own_language(built: Repository) -> None:
    assert re.search('<h1[^>]* lang="en">Boat Handling</h1>', page(built, "de/badges/boat"))
    assert re.search('<h1[^>]* lang="en">The Way</h1>', page(built, "de/pathways/way"))
    assert "Stufe 1: Eins" in page(built, "de/pathways/way")
    assert 'lang="' not in page(built, "badges/boat").split("<main")[1].split("</main>")[0]


def test_each_text_of_a_thing_is_marked_with_the_language_that_it_is_in(
    built: Repository,
) -> None:
    site = built.read("site.yml")
    built.write("site.yml", f"{site}description: All about ropes.\n")
    built.write("pages/index.md", "# Harbour\n\nCome and see.\n")
    built.write("badges/boat.de.md", "Fahren Sie es.\n")
    built.build()
    home, boat, way = (page(built, f"de/{each}") for each in ("", "badges/boat", "pathways/way"))
    assert "<h1>Seile und Boote</h1>" in home
    assert '<p class="lede" lang="en">All about ropes.</p>' in home
    assert '<section class="section wrap prose" lang="en">' in home
    assert re.search('<h1[^>]* lang="en">Boat Handling</h1>', boat)
    assert re.search('<p[^>]* lang="en">What it is.</p>', boat)
    assert re.search(r"<(?:div|section)(?![^>]*lang)[^>]*>\s*<h2>[^<]*</h2>\s*<p>Fahren", boat)
    assert re.search('<p lang="en">What it is.</p>', way)
    assert re.search(r"<p>Was es ist.</p>", way)
    built.write("pages/index.de.md", "# Hafen\n\nKommen Sie.\n")
    built.build()
    assert '<section class="section wrap prose">' in page(built, "de")


def test_every_relative_link_of_every_page_leads_to_a_file(built: Repository) -> None:
    there = files(built.site)
    for path in there:
        if not path.endswith(".html") or path.endswith("404.html"):
            continue
        html = (built.site / path).read_text("utf-8")
        for link in re.findall(r'(?:href|src)="([^"#?]+)', html):
            if re.match(r"[a-z]+:", link):
                continue
            target = (built.site / path).parent / link
            if target.is_dir():
                target /= "index.html"
            assert target.resolve().is_relative_to(built.site.resolve()), f"{path}: {link}"
            assert target.is_file(), f"{path}: {link}"


def test_links_stay_in_the_language_of_the_page(built: Repository) -> None:
    html = page(built, "de/badges")
    assert re.search(r'href="\.\./\.\./de/badges/rope/"', html)
    assert "../../badges/rope/badge.svg" in html
    assert 'href="../../verify/"' not in html


def test_a_learners_pages_are_in_the_learners_language(built: Repository) -> None:
    pages = [p for p in built.site.rglob("index.html") if "Henry Blogg" in p.read_text("utf-8")]
    assert pages
    for each in pages:
        html = each.read_text("utf-8")
        assert '<html lang="de"' in html
        assert "hreflang=" not in html.split("</head>")[0]
    backpack = next(p for p in pages if "Seilrettung" in p.read_text("utf-8"))
    assert 'href="../../de/badges/"' in backpack.read_text("utf-8")


def test_a_credential_says_what_it_says_whatever_the_language_of_its_page(
    built: Repository,
) -> None:
    uuid = built.uuid_of("henry", "rope")
    html = page(built, f"credentials/{uuid}")
    assert '<span lang="en">Rope Rescue</span>' in html
    assert "Verliehen an" in html
    assert 'data-languages="en de"' in html
    credential = (built.site / f"credentials/{uuid}/credential.json").read_text("utf-8")
    assert "Seilrettung" not in credential


def test_the_switch_leads_to_the_same_page_or_else_home(built: Repository) -> None:
    assert 'href="../../de/badges/rope/" lang="de"' in page(built, "badges/rope")
    uuid = built.uuid_of("henry", "rope")
    assert re.search(
        r'href="\.\./\.\./" lang="en"[^>]* data-stay', page(built, f"credentials/{uuid}")
    )


def test_the_verifiers_words_are_published_for_each_language_but_english(
    built: Repository,
) -> None:
    assert "Dieses Badge ist echt" in (built.site / "assets/verify-de.json").read_text("utf-8")
    assert not (built.site / "assets/verify-en.json").exists()


def test_a_translation_changes_no_credential(built: Repository, tmp_path: Path) -> None:
    loaded_ = loaded(tmp_path, {"site.yml": SITE_DE, "badges/rope.de.md": ROPE_DE})
    assert loaded_.catalog is not None
    assert loaded_.catalog.badges["rope"].name == "Rope Rescue"
    assert loaded_.catalog.texts["de"]["badges", "rope", "name"] == "Seilrettung"


# ------------------------------------------------------------------ mistakes
@pytest.mark.parametrize(
    ("files_", "problem"),
    [
        ({"site.yml": SITE + "languages: [en, xx]\n"}, "site.yml:7:17 language"),
        ({"site.yml": SITE + "languages: []\n"}, "site.yml:7:12 empty"),
        ({"site.yml": SITE + "languages: [en, de, en]\n"}, "site.yml:7:21 language-twice"),
        ({"site.yml": SITE + "languages: en, de\n"}, "site.yml:7:12 wrong-type"),
        ({"site.yml": SITE + "tagline.de: Hallo\n"}, "site.yml:7:1 unknown-language"),
        (
            {"badges/rope.md": "---\nname: R\nname.de: S\n" + HEAD},
            "badges/rope.md:3:1 unknown-language",
        ),
        (
            {
                "site.yml": SITE_DE,
                "badges/rope.md": "---\nname: R\nname.en: S\n" + HEAD,
            },
            "badges/rope.md:3:1 own-language",
        ),
        (
            {
                "site.yml": SITE_DE,
                "badges/rope.md": "---\nname: R\nlevel.de: 2\n" + HEAD,
            },
            "badges/rope.md:3:1 unknown-field",
        ),
        (
            {"site.yml": SITE_DE, "badges/rope.fr.md": "x\n"},
            "badges/rope.fr.md:1:1 unknown-language",
        ),
        ({"site.yml": SITE_DE, "badges/no.de.md": "x\n"}, "badges/no.de.md:1:1 translation-orphan"),
        (
            {"site.yml": SITE_DE, "badges/rope.de.md": "---\nversion: '2'\n---\nx\n"},
            "badges/rope.de.md:2:1 unknown-field",
        ),
        (
            {"site.yml": SITE_DE, "pages/index.fr.md": "# x\n"},
            "pages/index.fr.md:1:1 unknown-language",
        ),
        (
            {"site.yml": SITE_DE, "learners/grace.yml": "name: Grace\nlanguage: fr\n"},
            "learners/grace.yml:2:11 unknown-language",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_mistake_in_a_language_has_its_file_and_line(
    tmp_path: Path, files_: dict[str, str | bytes | None], problem: str
) -> None:
    assert problem in told(tmp_path, files_)


@pytest.mark.parametrize(
    ("languages", "line", "remedy"),
    [
        ("[English, de]", "site.yml:7:13 language", "write its code: en, de, fr, es, pt-BR"),
        ("[en_GB, de]", "site.yml:7:13 language", "write it as en-GB"),
        ("[EN, de]", "site.yml:7:13 language", "write it as en"),
        ('"en, de"', "site.yml:7:12 wrong-type", "write languages: [en, de]"),
        ("[en, de, de]", "site.yml:7:21 language-twice", "delete one of the two"),
    ],
)
def test_a_language_that_is_wrong_makes_no_translation_wrong(
    tmp_path: Path, languages: str, line: str, remedy: str
) -> None:
    changed = {
        "site.yml": SITE + f"languages: {languages}\ntagline.de: Hallo\n",
        "badges/rope.de.md": ROPE_DE,
        "badges/tide.md": "---\nname: Tides\nname.de: Gezeiten\n" + HEAD,
        "pages/index.de.md": "# Hafen\n",
        "learners/grace.yml": "name: Grace\nlanguage: de\n",
    }
    [problem] = loaded(tmp_path, changed).problems
    assert told(tmp_path, changed) == [line]
    assert problem.remedy == remedy


@pytest.mark.parametrize(
    ("changed", "remedy"),
    [
        ({"site.yml": SITE + "languages: [en, de]\ntagline.DE: Hallo\n"}, "write 'tagline.de'"),
        ({"site.yml": SITE_DE, "badges/rope.DE.md": ROPE_DE}, "write 'de' in its name"),
        (
            {"site.yml": SITE_DE, "badges/tide.md": "---\nname: T\nname.ger: G\n" + HEAD},
            "write its code: de, fr, pt-BR",
        ),
    ],
)
def test_a_code_that_is_none_is_told_with_the_one_that_is(
    tmp_path: Path, changed: dict[str, str | bytes | None], remedy: str
) -> None:
    [problem] = loaded(tmp_path, changed).problems
    assert (problem.code, problem.remedy) == ("unknown-language", remedy)


def test_what_is_missing_is_a_note_and_no_mistake(tmp_path: Path) -> None:
    catalog = loaded(
        tmp_path, {"site.yml": SITE_DE.replace("de]", "de, nl]"), "badges/rope.de.md": "Tun.\n"}
    ).catalog
    assert catalog is not None
    notes = {(n.origin.path, n.code): n for n in translation_notes(catalog)}
    assert notes["content/site.yml", "no-catalogue"].sentence.startswith("badgesite has no words")
    said = [
        n.sentence
        for n in translation_notes(catalog)
        if n.origin.path == "content/badges/rope.md" and "'de'" in n.sentence
    ]
    assert said == ["in 'de' there is no name, no description"]
    assert all(str(n.severity) == "note" and not n.is_error for n in notes.values())


def test_what_pages_let_the_check_say_is_in_the_catalogues_of_browsers() -> None:
    """A reader of another language than the page's sees words and buttons in one language."""
    templates = (SOURCE.parent / "themes/default/templates").glob("*.html")
    marked = re.compile(r'data-said="([^"{]+)"|parts\.said\("([^"]+)"\)')
    wanted = {
        first or second for path in templates for first, second in marked.findall(path.read_text())
    }
    assert len(wanted) > 10
    for code in ("de", "es", "fr"):
        assert wanted <= set(browser_strings(code))


def test_the_headers_of_hosts_hold_the_whole_policy_for_every_page(built: Repository) -> None:
    rules = HeaderRules((built.site / "_headers").read_text())
    pages = [path for path in built.pages() if not path.startswith("embed/")]
    assert {path.split("/")[0] for path in pages} >= {"de", "skills", "issuer", "learners"}
    bare = [
        path
        for path in pages
        if "frame-ancestors 'none'" not in str(rules.of(f"/{path.removesuffix('index.html')}"))
    ]
    assert bare == []
    asked = {
        path for path in pages if "connect-src 'self' https:" in str(rules.of(f"/{path[:-10]}"))
    }
    assert asked == {"verify/index.html", "de/verify/index.html"}
    transcripts = [path for path in built.published() if path.endswith("transcript.json")]
    assert transcripts
    assert all(("Access-Control-Allow-Origin", "*") in rules.of(f"/{path}") for path in transcripts)
