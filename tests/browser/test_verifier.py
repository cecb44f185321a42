"""The verifier's bundle in a real browser, under the policy of the pages."""

import base64
import gzip
import io
import json
import re
from collections.abc import Iterator
from csv import DictReader
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Page, Route

import issued
from badgesite import credentials, signing
from badgesite.model import PublicKey
from conftest import Example

pytestmark = pytest.mark.browser
VECTORS = Path(__file__).parent.parent / "vectors"
# Its issuer's host has a port, and a page asks only names on the open web without one.
IN_BROWSERS = {
    "the issuer of the whole is not known": (
        "unknown-issuer",
        "",
        "format:passed signature:passed issuer-key:did-unreachable issuer-known:issuer-unknown"
        " dates:passed status:list-signature",
    )
}
MARKED = "html[data-verdict]"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of a fresh visitor that fails the test on any error of the page itself."""
    context = chromium.new_context()
    found = context.new_page()
    errors: list[str] = []
    found.on("pageerror", lambda error: errors.append(str(error)))
    yield found
    context.close()
    assert errors == []


def verdict(page: Page) -> str:
    page.wait_for_selector(MARKED, state="attached", timeout=20_000)
    return str(page.get_attribute("html", "data-verdict"))


def give(page: Page, *files: tuple[str, bytes]) -> None:
    page.set_input_files(
        "input[type=file]",
        [
            {"name": name, "mimeType": "application/octet-stream", "buffer": data}
            for name, data in files
        ],
    )


def judged(page: Page, name: str, data: bytes) -> str:
    give(page, (name, data))
    return verdict(page)


def files_of(example: Example) -> list[Path]:
    return sorted((example.site / "credentials").glob("*/credential.json"))


def one_that_is(example: Example, page: Page, wanted: str) -> Path:
    for path in files_of(example):
        page.goto(f"{example.url}credentials/{path.parent.name}/")
        if verdict(page) == wanted:
            return path
    raise AssertionError(f"the example has no {wanted} credential")


# ------------------------------------------------------------------ the shared vectors
def _groups() -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """The cases of all vectors, those of one world together: now, did, base, known and files."""
    groups: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {}
    for path in sorted(VECTORS.glob("verify-*.json")):
        common = json.loads(path.read_text())
        for case in common.pop("cases"):
            if "seen" in case:  # a page on this machine remembers nothing: see below
                continue
            world = {key: case.get(key, common[key]) for key in ("now", "did", "base", "known")}
            world["files"] = {**common["files"], **case.get("files", {})}
            groups.setdefault(json.dumps(world), (world, []))[1].append(case)
    return list(groups.values())


def _bytes(content: Any) -> bytes:
    return content.encode() if isinstance(content, str) else base64.b64decode(content["base64"])


def _serve(page: Page, example: Example, world: dict[str, Any]) -> None:
    """Let the page live in a world: its did, its base, the files that its hosts serve."""

    def answer(route: Route) -> None:
        url = route.request.url
        address = url.removeprefix(example.url)
        if address == "verify/":
            text = route.fetch().text()
            text = re.sub(r'data-did="[^"]*"', f'data-did="{world["did"]}"', text)
            text = re.sub(r'data-base="[^"]*"', f'data-base="{world["base"]}"', text)
            route.fulfill(body=text, content_type="text/html; charset=utf-8")
            return
        content = world["files"].get(url if address == url else world["base"] + address)
        if address == "assets/known-issuers.json":
            known = [each if isinstance(each, dict) else {"did": each} for each in world["known"]]
            route.fulfill(body=json.dumps(known))
        elif address.startswith("assets/"):
            route.continue_()
        elif content is None:
            route.fulfill(status=404)
        else:
            route.fulfill(body=_bytes(content), headers={"Access-Control-Allow-Origin": "*"})

    page.unroute_all()
    page.route("**/*", answer)


def _table(page: Page) -> dict[str, tuple[str, str, str]]:
    """The CSV of the page: verdict, stack and codes by the file's name.

    Read from the page as it is handed to the browser: dozens of downloads in a row are slow, and
    `test_several_files_become_a_table_with_a_csv` looks at one on the disk.
    """
    page.evaluate(
        """() => {
            URL.createObjectURL = (blob) => ((globalThis.saved = blob.text()), "#");
            HTMLAnchorElement.prototype.click = () => {};
        }"""
    )
    page.click("text=Save as CSV")
    rows = DictReader(io.StringIO(page.evaluate("globalThis.saved"), newline=""))
    return {row["file"]: (row["verdict"], row["stack"], row["checks"]) for row in rows}


@pytest.mark.slow
def test_the_bundle_gives_every_vector_its_verdict_and_codes(example: Example, page: Page) -> None:
    told, wanted, here = {}, {}, None
    for world, cases in _groups():
        _serve(page, example, world)
        page.clock.set_fixed_time(world["now"])
        if here != (here := [world[name] for name in ("did", "base", "known")]):
            page.goto(f"{example.url}verify/")
        for start in range(0, len(cases), 50):
            files = {"one more": b"{}"}
            for number, case in enumerate(cases[start : start + 50]):
                name = f"{len(wanted)} {number}"
                files[name] = _bytes(case.get("text", {"base64": case.get("base64")}))
                checks = [f"{code}:{reason or result}" for code, result, reason in case["checks"]]
                wanted[case["name"]] = (case["verdict"], case["stack"] or "", " ".join(checks))
                if case["name"] in IN_BROWSERS:
                    wanted[case["name"]] = IN_BROWSERS[case["name"]]
                told[case["name"]] = name
            page.evaluate("document.querySelector('#several').replaceChildren()")
            give(page, *files.items())
            page.wait_for_selector("#several table", timeout=60_000)
            while page.is_visible("#consent"):  # a host may name further ones once it has answered
                page.evaluate("document.querySelector('#several').replaceChildren()")
                page.click("#consent button")
                page.wait_for_selector("#several table", timeout=60_000)
            found = _table(page)
            told |= {name: found[each] for name, each in told.items() if each in found}
    assert len(told) > 800
    assert told == wanted


# ------------------------------------------------------------------ /verify/
def test_a_changed_file_shows_none_of_its_claims(example: Example, page: Page) -> None:
    document = json.loads(files_of(example)[0].read_text())
    document["name"] = "Level 9 <img src=x onerror=document.title='owned'>"
    document["credentialSubject"]["achievement"]["name"] = "Chief Surgeon"
    page.goto(f"{example.url}verify/")
    assert judged(page, "changed.json", json.dumps(document).encode()) == "altered"
    shown = page.inner_text("main")
    assert "This file has been changed" in shown
    for claim in ("Chief Surgeon", "Level 9", document["issuer"]["name"] + " awarded"):
        assert claim not in shown


def test_hostile_text_in_a_good_badge_is_shown_as_text(example: Example, page: Page) -> None:
    page.goto(f"{example.url}verify/")
    name = "<img src=x onerror=\"document.title='owned'\">.json"
    assert judged(page, name, files_of(example)[0].read_bytes()) in ("genuine", "expired")
    assert name in page.inner_text("#result")
    assert page.title() != "owned"


def test_several_files_become_a_table_with_a_csv(example: Example, page: Page) -> None:
    page.goto(f"{example.url}verify/")
    files = [(f"{path.parent.name}.json", path.read_bytes()) for path in files_of(example)[:3]]
    give(page, *files, ("=evil.json", b"{}"), ("no badge", b"milk"))
    page.wait_for_selector("#several table")
    assert page.locator("#several tbody tr").count() == 5
    assert "Not a badge" not in page.locator("#several tbody tr").first.inner_text()
    names = page.locator("#several tbody tr > :first-child").all_inner_texts()
    assert {"=evil.json", "no badge"} <= set(names)
    with page.expect_download() as waiting:
        page.click("text=Save as CSV")
    text = Path(waiting.value.path()).read_bytes().decode()
    assert text.count("\r\n") == 6
    assert '"\'=evil.json","not-a-badge"' in text


def test_progress_is_read_out_and_the_keyboard_goes_on_at_what_came_of_it(
    example: Example, page: Page
) -> None:
    """What is said in a live region is read out when the region was there before."""
    page.goto(f"{example.url}verify/")
    page.evaluate(
        "window.said = [];"
        "const live = document.querySelector('#ask').parentElement.querySelector('[role=status]');"
        "new MutationObserver(() => said.push(live.textContent))"
        ".observe(live, { childList: true })"
    )
    give(page, ("no badge", b"milk"), ("no badge", b"{}"))
    page.wait_for_selector("#several table")
    focused = "document.activeElement.tagName + ' ' + document.activeElement.textContent"
    assert page.evaluate("said") == ["Checking 1 of 2 …", "Checking 2 of 2 …", ""]
    assert page.evaluate(focused) == "H1 0 of 2 badges are genuine"
    names = page.locator("#several tbody button").all_inner_texts()
    assert names == ["no badge", "no badge (2)"]  # told apart
    page.click("#several tbody button >> nth=0")
    assert page.evaluate(focused) == f"H1 {page.inner_text('#result h1')}"


def test_the_report_has_the_members_of_the_command_line(example: Example, page: Page) -> None:
    page.goto(f"{example.url}verify/")
    judged(page, "mine.json", files_of(example)[0].read_bytes())
    with page.expect_download() as waiting:
        page.click("text=Report of this check")
    report = json.loads(Path(waiting.value.path()).read_text())
    assert report["file"] == "mine.json"
    assert [check["code"] for check in report["checks"]] == [
        "format",
        "signature",
        "issuer-key",
        "issuer-known",
        "dates",
        "status",
    ]
    assert set(report["used"]) >= {"", f"{example.url}.well-known/did.json"}


def test_text_and_addresses_are_checked_too(example: Example, page: Page) -> None:
    path = files_of(example)[0]
    page.goto(f"{example.url}verify/")
    page.click("text=I have the badge as text")
    page.fill("#paste textarea", path.read_text())
    page.click("#paste button")
    first = verdict(page)
    page.click("text=Check another")
    page.evaluate("delete document.documentElement.dataset.verdict")
    page.fill("#address input", f"{example.url}credentials/{path.parent.name}/")
    page.click("#address button")
    assert verdict(page) == first


def test_another_issuer_is_asked_only_after_the_visitor_agrees(
    example: Example, page: Page
) -> None:
    site = replace(issued.SITE, url="https://bakers.example/")
    key = issued.example_key()
    document = issued.unsigned(site)
    signed = signing.sign(document, key, credentials.created(document))
    keys = (PublicKey(key.multibase, date(2026, 1, 1)),)
    served = {
        "https://bakers.example/.well-known/did.json": credentials.did_document(site, keys),
        "https://bakers.example/status/1.json": signing.sign(
            credentials.status_list(site, 1, set(), "2026-04-01T00:00:00Z"),
            key,
            "2026-04-01T00:00:00Z",
        ),
    }
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        assert "referer" not in route.request.headers
        assert "cookie" not in route.request.headers
        body = json.dumps(served.get(route.request.url, {}))
        route.fulfill(body=body, headers={"Access-Control-Allow-Origin": "*"})

    page.route("https://**/*", answer)
    page.goto(f"{example.url}verify/")
    assert judged(page, "foreign.json", json.dumps(signed).encode()) == "unknown-issuer"
    assert asked == []
    question, answer_ = page.locator("#consent"), page.locator("#result")
    assert "bakers.example" in question.inner_text()
    assert question.bounding_box()["y"] < answer_.bounding_box()["y"]
    assert (
        "names bakers.example as its issuer, which could not be confirmed" in answer_.inner_text()
    )
    page.click("#consent button")
    page.wait_for_selector("text=4 of 6 checks passed", state="detached")
    page.wait_for_selector("text=5 of 6 checks passed")
    assert verdict(page) == "unknown-issuer"
    assert sorted(asked) == sorted(served)
    assert "It calls itself" in page.inner_text("#result")


def test_an_address_is_taken_as_it_stands_on_paper(example: Example, page: Page) -> None:
    """Without https://, and the keyboard goes on at the result."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="{}", headers={"Access-Control-Allow-Origin": "*"})

    page.route("https://**/*", answer)
    page.goto(f"{example.url}verify/")
    page.fill("#address input", "bakers.example/bread.json")
    page.keyboard.press("Enter")
    page.click("#consent button")
    page.wait_for_selector("html[data-verdict=not-a-badge]", state="attached")
    assert asked == ["https://bakers.example/bread.json"]
    heading = page.evaluate("document.activeElement.tagName + document.activeElement.textContent")
    assert heading == "H1This file is not an Open Badge"


# ------------------------------------------------------------------ addresses that are no badge's
def ask(page: Page, address: str) -> None:
    page.fill("#address input", address)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    "below", ["learners/florence-nightingale/", "learners/florence-nightingale", "badges/"]
)
def test_the_address_of_another_page_of_the_site_leads_to_that_page(
    example: Example, page: Page, below: str
) -> None:
    wanted = f"{example.url}{below.rstrip('/')}/"
    page.goto(f"{example.url}verify/")
    ask(page, example.url + below)
    page.wait_for_url(wanted)
    page.go_back()
    page.wait_for_selector("#ask:visible")
    page.goto(example.url)
    page.fill("#link", example.url + below)
    page.keyboard.press("Enter")
    page.wait_for_url(wanted)
    page.go_back()
    page.wait_for_url(example.url)  # not to the fragment that leads to the page again


@pytest.mark.parametrize("below", ["//evil.example/", "javascript:document.title=1/"])
def test_no_address_of_the_site_leads_away_from_it(
    example: Example, page: Page, below: str
) -> None:
    """Even on a host that answers every address with a page."""
    here = example.url + below
    page.route(
        lambda url: url.startswith(here),
        lambda route: route.fulfill(body="<!doctype html><title>Here</title>"),
    )
    page.goto(f"{example.url}verify/")
    ask(page, here)
    page.wait_for_url(here)
    assert page.title() == "Here"


def test_the_address_of_a_card_and_a_message_around_it_are_checked_as_the_badge(
    example: Example, page: Page
) -> None:
    path = one_that_is(example, page, "genuine")
    for shared in (
        f"{example.url}embed/{path.parent.name}/",
        f"Look: {example.url}credentials/{path.parent.name}/ is mine.",
        f"({example.url}credentials/{path.parent.name}).",
    ):
        page.goto(f"{example.url}verify/")
        ask(page, shared)
        assert verdict(page) == "genuine"


def test_the_page_of_another_site_is_named_as_what_it_is_and_not_gone_to(
    example: Example, page: Page
) -> None:
    page.route(
        "https://**/*",
        lambda route: route.fulfill(
            body="<!doctype html><title>Ada</title>", headers={"Access-Control-Allow-Origin": "*"}
        ),
    )
    page.goto(f"{example.url}verify/")
    ask(page, "https://bakers.example/learners/ada/")
    page.click("#consent button")
    assert verdict(page) == "not-a-badge"
    assert page.url == f"{example.url}verify/"
    said = page.inner_text("#result")
    assert "It is a web page. What can be checked is the link of one badge, or its file." in said
    assert "picture is broken" not in said


def test_a_mistyped_address_of_the_site_says_what_may_be_wrong(
    example: Example, page: Page
) -> None:
    for below in (f"credentials/{'0' * 8}-0000-8000-8000-{'0' * 12}/", "learners/florance/"):
        page.goto(f"{example.url}verify/")
        ask(page, example.url + below)
        assert verdict(page) == "could-not-check"
        assert "A letter may be missing from the link." in page.inner_text("#result")


def test_what_is_no_address_is_refused_the_same_from_every_form(
    example: Example, page: Page
) -> None:
    refused = "document.querySelector('#address input').validationMessage"
    page.goto(f"{example.url}verify/")
    ask(page, "rubbish")
    assert page.evaluate(refused) == "This is not a link to a badge."
    page.goto(example.url)
    page.fill("#link", "rubbish")
    page.keyboard.press("Enter")
    page.wait_for_function(f"{refused} === 'This is not a link to a badge.'")
    assert page.input_value("#address input") == "rubbish"
    assert page.is_visible("#ask")


def test_what_is_asked_before_the_script_is_there_is_checked_and_never_sent(
    example: Example, page: Page
) -> None:
    path = files_of(example)[0]
    asked: list[str] = []
    waiting: list[Route] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/assets/verify.js", lambda route: waiting.append(route))
    page.goto(f"{example.url}verify/", wait_until="commit")
    page.click("text=I have the badge as text")
    page.fill("#paste textarea", "{}")
    page.click("#paste button")
    assert page.input_value("#paste textarea") == "{}"
    ask(page, f"{example.url}credentials/{path.parent.name}/")
    page.wait_for_function("location.hash.startsWith('#url=')")
    while not waiting:
        page.wait_for_timeout(20)
    for route in waiting:
        route.continue_()
    assert verdict(page) in ("genuine", "expired")
    assert not [url for url in asked if "?" in url]


# ------------------------------------------------------------------ phones
def test_on_a_phone_the_field_for_a_link_is_on_the_first_screen(
    example: Example, page: Page
) -> None:
    page.set_viewport_size({"width": 360, "height": 760})
    page.goto(f"{example.url}verify/")
    box = page.locator("#address input").bounding_box()
    assert box and box["y"] + box["height"] <= 760


def test_several_files_name_the_issuer_that_is_known_and_each_value_for_phones(
    example: Example, page: Page
) -> None:
    foreign = example.root / "content/learners/florence-nightingale/rescue-boat-crew.svg"
    page.goto(f"{example.url}verify/")
    give(page, ("boat.svg", foreign.read_bytes()), ("no badge", b"milk"))
    page.wait_for_selector("#several table")
    cell = page.locator("#several td[data-l=Issuer]")
    assert cell.all_inner_texts() == ["Severn Rescue Boat Association"]
    assert page.locator("#several td:text('not shown')").count() == 4
    page.set_viewport_size({"width": 360, "height": 760})
    assert page.locator("#several td:text('not shown'):visible").count() == 0


# ------------------------------------------------------------------ credential pages
def test_a_status_list_out_of_reach_is_amber_and_says_so(example: Example, page: Page) -> None:
    path = one_that_is(example, page, "genuine")
    page.route("**/status/*.json", lambda route: route.abort())
    page.goto(f"{example.url}credentials/{path.parent.name}/")
    assert verdict(page) == "could-not-check"
    said = page.inner_text("#verdict")
    assert "We could not check everything" in said
    assert "not been withdrawn" not in said
    assert "verdict-warn" in str(page.get_attribute("#verdict", "class"))


def test_a_tampered_file_on_the_site_hides_what_the_page_says_of_it(
    example: Example, page: Page
) -> None:
    path = one_that_is(example, page, "genuine")
    document = json.loads(path.read_text())
    learner = document["credentialSubject"]["identifier"][0]["identityHash"]
    document["validFrom"] = "2020-01-01T00:00:00Z"
    page.route("**/credential.json", lambda route: route.fulfill(body=json.dumps(document)))
    page.goto(f"{example.url}credentials/{path.parent.name}/")
    assert verdict(page) == "altered"
    assert learner not in page.inner_text("main")
    assert learner not in page.title()


def test_without_ed25519_in_the_browser_the_small_fallback_checks(
    example: Example, page: Page
) -> None:
    path = one_that_is(example, page, "genuine")
    page.add_init_script(
        "const own = crypto.subtle.importKey.bind(crypto.subtle);"
        "crypto.subtle.importKey = (form, key, kind, ...more) => kind === 'Ed25519'"
        " ? Promise.reject(new DOMException('no', 'NotSupportedError'))"
        " : own(form, key, kind, ...more);"
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{example.url}credentials/{path.parent.name}/")
    assert verdict(page) == "genuine"
    assert f"{example.url}assets/verify-ed25519.js" in asked


def test_a_credential_page_loads_42_kilobytes_of_verifier_and_no_more(
    example: Example, page: Page
) -> None:
    path = one_that_is(example, page, "genuine")
    if "pathways/" in path.read_text():
        pytest.skip("the first genuine credential is stacked")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{example.url}credentials/{path.parent.name}/")
    verdict(page)
    loaded = sorted(url.rsplit("/", 1)[1] for url in asked if "/assets/verify" in url)
    # The example speaks two languages, so the page asks which of them the reader's is.
    assert loaded == ["verify-learn.js", "verify-worker.js", "verify.js"]
    sizes = [
        len(gzip.compress((example.site / "assets" / name).read_bytes(), 9)) for name in loaded
    ]
    assert sum(sizes) <= 42_000


def test_the_site_still_checks_itself_from_a_copy_below_another_path(
    example: Example, page: Page
) -> None:
    path = one_that_is(example, page, "genuine")
    copied = ("credentials", "assets", "status", ".well-known", "badges")

    def answer(route: Route) -> None:
        below = route.request.url.removeprefix(f"{example.url}copy/")
        if below.partition("/")[0] in copied:
            route.fulfill(response=route.fetch(url=example.url + below))
        else:
            route.fulfill(status=404)

    page.route(f"{example.url}**", answer)
    page.goto(f"{example.url}copy/credentials/{path.parent.name}/")
    assert verdict(page) == "genuine"
