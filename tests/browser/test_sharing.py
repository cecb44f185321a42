"""What a learner takes away: pictures, an archive, a copy that checks itself, codes, cards."""

import base64
import contextlib
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from badgesite.build import Request, build, kept_copy
from badgesite.credentials.baked import bake_png, bake_svg, unbake_png
from badgesite.verifying import SiteFolder, verify
from conftest import REPOSITORY, Example, Quiet
from hosts import HonestHost

pytestmark = pytest.mark.browser


def uuid_where(site: Path, *, stacked: bool = False, expired: bool = False) -> str:
    """Return a published credential that stands, with these properties today."""
    today = datetime.now(UTC).date().isoformat()
    for file in sorted((site / "credentials").glob("*/credential.json")):
        text = file.read_text("utf-8")
        until = json.loads(text).get("validUntil", "9999")[:10]
        if file.with_name("withdrawn.json").exists():
            continue
        if ("relatedResource" in text) == stacked and (until < today) == expired:
            return file.parent.name
    raise AssertionError("the example has no such credential")


def badge_folder(site: Path, uuid: str) -> Path:
    document = json.loads((site / "credentials" / uuid / "credential.json").read_bytes())
    return site / "badges" / document["credentialSubject"]["achievement"]["id"].split("/")[-2]


def opened(example: Example, browser: Browser, path: str, **options: object) -> Page:
    context = browser.new_context(accept_downloads=True, **options)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(example.url + path)
    return page


def checked(page: Page) -> str:
    page.wait_for_selector("html[data-verdict]", state="attached", timeout=30_000)
    return str(page.get_attribute("html", "data-verdict"))


def downloaded(page: Page, button: str, opener: str = "") -> tuple[str, bytes]:
    if opener:
        page.click(f"summary:has-text('{opener}')")
    with page.expect_download() as waiting:
        page.click(button)
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


# ------------------------------------------------------------------ pictures and archive
@pytest.mark.parametrize("form", ["png", "svg"])
def test_a_picture_made_in_the_browser_is_the_one_that_python_bakes(
    form: str, example: Example, chromium: Browser
) -> None:
    uuid = uuid_where(example.site)
    page = opened(example, chromium, f"credentials/{uuid}/")
    checked(page)
    name, made = downloaded(page, f"[data-run=downloads][data-as={form}]", "Download")
    page.context.close()
    credential = (example.site / "credentials" / uuid / "credential.json").read_bytes()
    picture = (badge_folder(example.site, uuid) / f"badge.{form}").read_bytes()
    assert name == f"{uuid}.{form}"
    assert made == (bake_png if form == "png" else bake_svg)(picture, credential)
    report = verify(made, SiteFolder.open(example.site), datetime.now(UTC))
    assert report.verdict == "genuine"


def test_all_of_a_backpack_is_one_archive(example: Example, chromium: Browser) -> None:
    page = opened(example, chromium, "learners/florence-nightingale/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    tiles = page.locator("a.tile").count()
    name, made = downloaded(page, "[data-as=zip]")
    page.context.close()
    assert name == "Florence-Nightingale.zip"
    assert [url for url in asked if not url.startswith((example.url, "blob:"))] == []
    archive = zipfile.ZipFile(io.BytesIO(made))
    assert archive.testzip() is None
    names = archive.namelist()
    pictures = [each for each in names if each.endswith(".png")]
    others = [each for each in names if each.startswith("other-issuers/")]
    assert len(pictures) + len(others) == tiles
    assert len(others) == 1
    sources = SiteFolder.open(example.site)
    for each in pictures:
        credential = archive.read(each.replace(".png", ".json"))
        assert unbake_png(archive.read(each)).encode() == credential
        verdict = verify(credential, sources, datetime.now(UTC)).verdict
        assert verdict in ("genuine", "expired")


def test_a_backpack_of_several_pages_is_one_archive(
    example: Example, chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("badgesite.plan.folding._PAGE", 6_000)
    example.copy(tmp_path)
    with contextlib.closing(HonestHost(tmp_path / "site")) as host:
        build(Request(tmp_path, base_url=host.url), Quiet())
        home = tmp_path / "site/learners/florence-nightingale"
        pages = [home / "index.html", *home.glob("badges/*/index.html")]
        assert len(pages) > 1
        context = chromium.new_context(accept_downloads=True)
        page = context.new_page()
        page.goto(f"{host.url}learners/florence-nightingale/")
        archive = zipfile.ZipFile(io.BytesIO(downloaded(page, "[data-as=zip]")[1]))
        context.close()
    tiles = sum(len(re.findall(r'<a class="tile', each.read_text("utf-8"))) for each in pages)
    names = archive.namelist()
    others = [each for each in names if each.startswith("other-issuers/")]
    assert len([each for each in names if each.endswith(".png")]) + len(others) == tiles
    assert len(others) == 1


# ------------------------------------------------------------------ the copy that checks itself
@pytest.fixture
def copy(example: Example, chromium: Browser, tmp_path: Path) -> Path:
    """A copy of a stacked credential, made in the browser."""
    uuid = uuid_where(example.site, stacked=True)
    page = opened(example, chromium, f"credentials/{uuid}/", timezone_id="Europe/London")
    checked(page)
    name, made = downloaded(page, "[data-run=verify-keep]", "Download")
    page.context.close()
    assert name == f"{uuid}.html"
    (tmp_path / name).write_bytes(made)
    return tmp_path / name


class Opened:
    """A file opened from the disk, years later if need be, with the network cut."""

    def __init__(self, browser: Browser, file: Path, on: str = "") -> None:
        self.context = browser.new_context()
        self.context.set_offline(True)
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        if on:
            self.page.clock.set_fixed_time(on)
        self.page.goto(file.as_uri())
        self.verdict = checked(self.page)
        self.stack = self.page.get_attribute("html", "data-stack")
        self.text = self.page.inner_text("main")
        self.tone = str(self.page.get_attribute("#verdict", "class"))


def test_a_copy_opened_from_the_disk_checks_itself_and_says_as_of_when(
    copy: Path, chromium: Browser
) -> None:
    now = Opened(chromium, copy)
    assert (now.verdict, now.stack) == ("genuine", "confirmed")
    assert re.search(r"Genuine as of \d+ \w+ 20\d\d", now.text)
    assert "had not withdrawn it" in now.text
    assert "verdict-ok" not in now.tone
    assert now.asked == [copy.as_uri()]
    assert now.complaints == []
    now.context.close()


def test_a_copy_opened_years_later_still_speaks_of_the_day_it_was_made(
    copy: Path, chromium: Browser
) -> None:
    made = json.loads(data_of(copy.read_text("utf-8")))["kept"]
    then = date.fromisoformat(made)
    later = Opened(chromium, copy, on="2041-03-01T12:00:00Z")
    assert later.verdict == "genuine"
    assert f"Genuine as of {then.day} {then:%B} {then.year}" in later.text
    assert "2041" not in later.text
    assert later.stack in ("confirmed", "lapsed")
    later.context.close()


def test_a_copy_never_speaks_of_a_day_to_come(copy: Path, chromium: Browser) -> None:
    text = copy.read_text("utf-8")
    copy.write_text(re.sub(r'"kept":"[0-9-]+"', '"kept":"2999-01-01"', text), "utf-8")
    now = Opened(chromium, copy)
    assert "2999" not in now.text
    now.context.close()


def data_of(text: str) -> str:
    found = re.search(r'<script type="application/json" id="kept">(.*?)</script>', text)
    assert found
    return found[1]


def with_files(copy: Path, change: dict[str, str]) -> None:
    text = copy.read_text("utf-8")
    data = json.loads(data_of(text))
    for ending, old_new in change.items():
        (url,) = [each for each in data["files"] if each == data["credential"]] * (
            ending == "credential"
        ) or [each for each in data["files"] if each.endswith(ending)]
        content = base64.b64decode(data["files"][url]).decode()
        old, new = old_new.split(" -> ")
        assert old in content
        data["files"][url] = base64.b64encode(content.replace(old, new).encode()).decode()
    copy.write_text(text.replace(data_of(text), json.dumps(data)), "utf-8")


def test_a_changed_copy_shows_none_of_its_claims(copy: Path, chromium: Browser) -> None:
    with_files(copy, {"credential": "First Aid Professional -> Brain Surgeon Extraordinary"})
    now = Opened(chromium, copy)
    assert now.verdict == "altered"
    assert "Brain Surgeon" not in now.page.content().split('id="kept"')[0]
    assert "Joseph" not in now.text and "Awarded to" not in now.text
    assert now.page.locator("#picture img").count() == 0
    now.context.close()


def test_a_copy_without_its_status_list_is_not_called_genuine(
    copy: Path, chromium: Browser
) -> None:
    text = copy.read_text("utf-8")
    data = json.loads(data_of(text))
    data["files"] = {url: each for url, each in data["files"].items() if "/status/" not in url}
    copy.write_text(text.replace(data_of(text), json.dumps(data)), "utf-8")
    now = Opened(chromium, copy)
    assert now.verdict == "could-not-check"
    assert "verdict-ok" not in now.tone
    now.context.close()


def test_a_script_that_was_put_into_a_copy_does_not_run(copy: Path, chromium: Browser) -> None:
    text = copy.read_text("utf-8")
    evil = "<script>document.documentElement.dataset.evil = 'yes'</script></body>"
    copy.write_text(text.replace("</body>", evil), "utf-8")
    now = Opened(chromium, copy)
    assert now.page.get_attribute("html", "data-evil") is None
    now.context.close()


def test_python_writes_the_same_copy_byte_for_byte(
    copy: Path, example: Example, tmp_path: Path
) -> None:
    data = json.loads(data_of(copy.read_text("utf-8")))
    day = datetime.fromisoformat(f"{data['kept']}T12:00:00+00:00")
    root = example.copy(tmp_path / "there")
    file = root / "content" / "site.yml"
    file.write_text(file.read_text("utf-8").replace("http://localhost:8000", example.url), "utf-8")
    made = kept_copy(root, {}, copy.stem, day)
    assert made.verdict == "genuine"
    assert made.content == copy.read_bytes()


# ------------------------------------------------------------------ sharing
def recipes(example: Example, uuid: str, title: str) -> list[str]:
    """Return the codes that the documentation shows, for a credential of the example."""
    text = (REPOSITORY / "docs" / "how-to" / "sharing.md").read_text("utf-8")
    badge = badge_folder(example.site, uuid).name
    places = {
        "https://badges.example.org/": example.url,
        "UUID": uuid,
        "basic-life-support": badge,
        "Basic Life Support, awarded to Florence Nightingale": title,
    }
    found = re.findall(r"```(?:html|markdown)[^\n]*\n(.*?)\n```", text, re.DOTALL)
    for old, new in places.items():
        found = [each.replace(old, new) for each in found]
    return found


def test_codes_are_copied_as_documented_and_name_this_site_alone(
    example: Example, chromium: Browser
) -> None:
    uuid = uuid_where(example.site)
    permissions = ["clipboard-read", "clipboard-write"]
    page = opened(example, chromium, f"credentials/{uuid}/", permissions=permissions)
    assert checked(page) == "genuine"
    page.click("summary:has-text('Share and embed')")
    page.wait_for_selector("[data-as=html]")
    assert not page.locator("[data-as=mail]").is_visible()
    title = page.get_attribute('meta[property="og:title"]', "content") or ""
    codes = []
    for as_ in ("signature", "html", "markdown", "frame", "component"):
        page.click(f"[data-run=share][data-as={as_}]")
        page.wait_for_selector(f"[data-as={as_}]:has-text('Copied')")
        code = page.evaluate("navigator.clipboard.readText()")
        codes.append(code)
        links = re.findall(r"https?://[^\s\"')\]]+", code)
        assert links
        assert all(each.startswith(example.url) for each in links)
        assert uuid in code
    page.context.close()
    assert codes[1:] == recipes(example, uuid, title)


def test_an_expired_badge_is_shared_as_expired_and_not_to_a_profile(
    example: Example, chromium: Browser
) -> None:
    uuid = uuid_where(example.site, expired=True)
    permissions = ["clipboard-read", "clipboard-write"]
    page = opened(example, chromium, f"credentials/{uuid}/", permissions=permissions)
    assert checked(page) == "expired"
    page.click("summary:has-text('Share and embed')")
    shown = page.locator("#actions a:visible").evaluate_all("all => all.map(each => each.href)")
    assert not [each for each in shown if "linkedin" in each or "facebook" in each]
    page.wait_for_selector("[data-as=mail]")
    page.click("[data-as=markdown]")
    page.wait_for_selector("[data-as=markdown]:has-text('Copied')")
    assert "(expired)" in page.evaluate("navigator.clipboard.readText()").replace("\\", "")
    page.click("[data-as=frame]")
    page.wait_for_selector("[data-as=frame]:has-text('Copied')")
    frame = _Codes(page.evaluate("navigator.clipboard.readText()"), "iframe").found
    page.context.close()
    without_script = opened(example, chromium, "", java_script_enabled=False)
    without_script.goto(frame["src"] or "")
    assert without_script.get_by_text("Expired").is_visible()
    assert without_script.get_by_text("Valid until").is_hidden()
    without_script.goto(f"{example.url}embed/{uuid}/")
    assert without_script.get_by_text("Valid until").is_visible()
    without_script.context.close()


def test_what_has_expired_goes_to_no_profile_even_where_it_cannot_be_checked(
    example: Example, chromium: Browser
) -> None:
    uuid = uuid_where(example.site, expired=True)
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.route("**/credential.json", lambda route: route.abort())
    page.goto(f"{example.url}credentials/{uuid}/")
    assert checked(page) == "could-not-check"
    page.click("summary:has-text('Share and embed')")
    page.click("[data-as=markdown]")
    page.wait_for_selector("[data-as=markdown]:has-text('Copied')")
    assert "(expired)" in page.evaluate("navigator.clipboard.readText()").replace("\\", "")
    shown = page.locator("#actions a:visible").evaluate_all("all => all.map(each => each.href)")
    assert [each for each in shown if "linkedin" in each or "twitter" in each] == []
    context.close()


# ------------------------------------------------------------------ embeds
class _Codes(HTMLParser):
    """The attributes of the first element of a name."""

    def __init__(self, html: str, tag: str) -> None:
        super().__init__()
        self.wanted, self.found = tag, dict[str, str | None]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == self.wanted and not self.found:
            self.found = dict(attrs)


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory, example: Example) -> Iterator[HonestHost]:
    """The example on a host that honours `_headers`."""
    host = HonestHost(tmp_path_factory.mktemp("issuer"))
    build(Request(example.root, site=host.folder / "site", base_url=host.url), Quiet())
    host.folder = host.folder / "site"
    yield host
    host.close()


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[HonestHost]:
    """A page of somebody else, of another origin."""
    host = HonestHost(tmp_path)
    yield host
    host.close()


def card(issuer: HonestHost, elsewhere: HonestHost, browser: Browser, uuid: str) -> Page:
    source = f"{issuer.url}credentials/{uuid}/credential.json"
    (elsewhere.folder / "index.html").write_text(
        f'<!doctype html><title>x</title><script type="module" src="{issuer.url}badge-card.js">'
        f'</script><badge-card src="{source}"><a href="#">fallback</a></badge-card>'
    )
    page = browser.new_page()
    page.goto(elsewhere.url)
    page.wait_for_selector("badge-card[data-verdict]", state="attached", timeout=30_000)
    return page


def test_a_card_on_another_site_checks_there_and_shows_what_holds(
    issuer: HonestHost, elsewhere: HonestHost, chromium: Browser
) -> None:
    uuid = uuid_where(issuer.folder)
    page = chromium.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.close()
    page = card(issuer, elsewhere, chromium, uuid)
    box = page.locator("badge-card")
    assert box.get_attribute("data-verdict") == "genuine"
    document = json.loads((issuer.folder / f"credentials/{uuid}/credential.json").read_bytes())
    assert document["name"] in box.locator("article").inner_text()
    assert "Genuine" in box.locator("article.ok").inner_text()
    page.wait_for_function(
        "document.querySelector('badge-card').shadowRoot.querySelector('img').naturalWidth > 0"
    )
    page.close()


@pytest.mark.parametrize(
    ("state", "words"), [("expired", "Expired"), ("revoked", "withdrew"), ("altered", "changed")]
)
def test_a_card_says_what_is_wrong(
    state: str, words: str, issuer: HonestHost, elsewhere: HonestHost, chromium: Browser
) -> None:
    if state == "revoked":
        for file in (issuer.folder / "credentials").glob("*/withdrawn.json"):
            if json.loads(file.read_bytes())["kind"] == "revoked":
                uuid = file.parent.name
    else:
        uuid = uuid_where(issuer.folder, expired=state == "expired")
    file = issuer.folder / f"credentials/{uuid}/credential.json"
    before = file.read_bytes()
    name = json.loads(before)["name"]
    if state == "altered":
        file.write_bytes(before.replace(b"Harbour First Aid", b"Harbour Second Aid"))
    try:
        page = card(issuer, elsewhere, chromium, uuid)
    finally:
        file.write_bytes(before)
    text = page.locator("badge-card article").inner_text()
    assert page.get_attribute("badge-card", "data-verdict") == state
    assert words in text
    assert page.locator("badge-card article.ok").count() == 0
    assert (name in text) == (state == "expired")
    page.close()


def test_a_card_is_not_green_while_its_list_is_out_of_reach_or_the_badge_is_anothers(
    issuer: HonestHost, elsewhere: HonestHost, chromium: Browser
) -> None:
    uuid = uuid_where(issuer.folder)
    shutil.move(issuer.folder / "status", issuer.folder / "elsewhere")
    try:
        page = card(issuer, elsewhere, chromium, uuid)
    finally:
        shutil.move(issuer.folder / "elsewhere", issuer.folder / "status")
    assert page.get_attribute("badge-card", "data-verdict") == "could-not-check"
    assert page.locator("badge-card article.ok").count() == 0
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("document.querySelector('badge-card').src = ''")
    page.evaluate(
        "document.querySelector('badge-card').setAttribute('src', 'https://evil.example/x.json')"
    )
    page.wait_for_selector("badge-card[data-verdict=could-not-check]", state="attached")
    assert asked == []
    page.close()


def test_only_the_cards_of_the_site_can_be_framed_and_their_link_checks(
    issuer: HonestHost, elsewhere: HonestHost, chromium: Browser
) -> None:
    uuid = uuid_where(issuer.folder)
    frames = [f"{issuer.url}{path}" for path in ("", "about/", f"credentials/{uuid}/", "verify/")]
    frames.append(f"{issuer.url}embed/{uuid}/")
    sandbox = 'sandbox="allow-popups allow-popups-to-escape-sandbox"'
    (elsewhere.folder / "index.html").write_text(
        "<!doctype html>" + "".join(f'<iframe src="{each}" {sandbox}></iframe>' for each in frames)
    )
    context = chromium.new_context()
    page = context.new_page()
    page.goto(elsewhere.url, wait_until="networkidle")
    shown = [frame.url for frame in page.frames if frame.url.startswith(issuer.url)]
    assert shown == [frames[-1]]
    embed = next(frame for frame in page.frames if frame.url == frames[-1])
    assert embed.locator("script").count() == 0
    assert embed.evaluate("getComputedStyle(document.querySelector('.embed-card')).display") != (
        "block"
    )
    with context.expect_page() as waiting:
        embed.click(
            "text=Check this badge" if embed.locator("text=Check this badge").count() else "a"
        )
    assert checked(waiting.value) == "genuine"
    context.close()


@pytest.mark.parametrize("width", [460, 300])
def test_all_of_a_card_is_seen_in_its_frame_whatever_the_names(
    issuer: HonestHost, chromium: Browser, width: int
) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 160})
    page.goto(f"{issuer.url}embed/{uuid_where(issuer.folder)}/", wait_until="networkidle")
    for name in (None, "Advanced Scenario Simulation for Harbour and Inland Waterway Rescue " * 2):
        if name is not None:
            page.evaluate(
                "name => document.querySelectorAll('h1, bdi, .line')"
                ".forEach((each) => each.append(name))",
                name,
            )
        link = page.locator("a").bounding_box()
        assert link is not None
        assert link["y"] + link["height"] <= 160
        seen = page.evaluate(
            "[document.documentElement.scrollHeight, document.documentElement.scrollWidth]"
        )
        assert seen == [160, width]
    page.close()
