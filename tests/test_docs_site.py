"""The documentation as a site: made without a warning, fresh where code writes it, good to use."""

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config.base import load_config

from hosts import HonestHost

REPOSITORY = Path(__file__).parent.parent

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def generated() -> dict[str, str]:
    place = REPOSITORY / "docs/web/generate.py"
    found = importlib.util.spec_from_file_location("generate", place)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module.pages()


@pytest.mark.parametrize("name", ["checks.md", "fields.md", "options.md"])
def test_a_page_that_code_writes_is_fresh(name: str) -> None:
    committed = (REPOSITORY / "docs/reference" / name).read_text("utf-8")
    assert committed == generated()[name], "run: make docs"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    config = load_config(str(REPOSITORY / "mkdocs.yml"), site_dir=str(folder), strict=True)
    build(config)  # strict: a link that leads nowhere stops it
    return folder


SHORT_WAYS = ("performance.md", "scale.md", "theming.md", "verification.md")


def test_every_page_is_on_the_site_and_in_its_list(site: Path) -> None:
    pages = [each.relative_to(REPOSITORY / "docs") for each in (REPOSITORY / "docs").rglob("*.md")]
    home = (site / "index.html").read_text("utf-8")
    for page in pages:
        address = str(page.with_suffix("")).removesuffix("index")
        assert (site / address / "index.html").is_file(), page
        if page.parts[0] not in ("decisions", "index.md", *SHORT_WAYS):
            assert f'href="{address}/"' in home, page


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        assert "default-src 'none'" in text
        assert 'src="http' not in text
        assert 'rel="stylesheet" href="http' not in text


PAGES = ("", "tutorial/", "how-to/year/", "reference/checks/", "reference/verification/")


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    host = HonestHost(site)
    yield host.url
    host.close()


@pytest.mark.browser
@pytest.mark.parametrize("dark", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_site_is_good_for_everybody(chromium, address: str, width: int, dark: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = chromium.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=dark,
        reduced_motion="reduce",  # colours are looked at when they have arrived
        bypass_csp=True,
    )
    for path in PAGES:
        page = context.new_page()
        page.goto(address + path)
        found = [each["id"] for each in Axe().run(page).response["violations"]]
        assert (path, found) == (path, [])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        if path == "tutorial/":
            page.keyboard.press("/")
            page.wait_for_selector("dialog.search[open]")
            page.keyboard.type("token")
            page.wait_for_selector("[role=option]")
            found = [each["id"] for each in Axe().run(page).response["violations"]]
            assert ("search", found) == ("search", [])
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.close()
    context.close()


def test_every_item_of_the_search_is_a_heading_that_exists(site: Path) -> None:
    index = json.loads((site / "assets/search.en.json").read_text("utf-8"))
    assert len(index["items"]) > 300
    for kind, name, target, _ in index["items"]:
        page, _, anchor = target.partition("#")
        html = (site / page / "index.html").read_text("utf-8")
        assert not anchor or f'id="{anchor}"' in html, name
        assert kind in index["words"]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("typed", "first", "leads"),
    [
        ("withdraw badge", "Withdraw a badge", "how-to/"),
        ("softhsm2", "A hardware token", "how-to/signers/#a-hardware-token"),
        ("badgesite notify", "badgesite notify", "reference/"),
        ("address-lost", "address-lost", "reference/checks/#address-lost"),
    ],
)
def test_a_section_is_found_by_its_name_and_by_what_stands_in_it(
    chromium, address: str, typed: str, first: str, leads: str
) -> None:
    context = chromium.new_context()  # with the policy of the pages
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}explanation/proof/")
    assert not [each for each in asked if "search" in each]
    page.keyboard.press("/")
    page.wait_for_selector("dialog.search[open]")
    page.keyboard.type(typed)
    page.wait_for_selector("[role=option][aria-selected=true]")
    assert first in page.inner_text("[role=option][aria-selected=true]")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}{leads}**")
    assert all(each.startswith(address) for each in asked)
    context.close()
