"""What the checking page asks of whom, what it makes of the answers, and what it remembers."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace
from playwright.sync_api import Browser, Page, Request, Route

import issued
from badgesite import credentials, signing
from badgesite.model import PublicKey
from conftest import REPOSITORY, Example

pytestmark = pytest.mark.browser
MARKED = "html[data-verdict]"
HOST = "bakers.example"
BASE = f"https://{HOST}/"
DID_URL = f"{BASE}.well-known/did.json"
LIST_URL = f"{BASE}status/1.json"
SITE = replace(issued.SITE, url=BASE)
KEY = issued.example_key()
OPEN = {"Access-Control-Allow-Origin": "*"}


def status_list(stamp: str, *places: int) -> str:
    return json.dumps(
        signing.sign(credentials.status_list(SITE, 1, set(places), stamp), KEY, stamp)
    )


def badge(**changes: Any) -> bytes:
    document = {**issued.unsigned(SITE), **changes}
    return json.dumps(signing.sign(document, KEY, credentials.created(document))).encode()


def did_document() -> str:
    keys = (PublicKey(KEY.multibase, date(2026, 1, 1)),)
    return json.dumps(credentials.did_document(SITE, keys))


@dataclass
class Web:
    """Hosts that serve what they are told, and a log of all that they were asked for."""

    example: Example
    files: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=lambda: dict(OPEN))
    redirects: dict[str, str] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)

    def answer(self, route: Route) -> None:
        url = route.request.url
        if url.startswith(self.example.url):
            route.continue_()
            return
        self.asked.append(route.request)
        if url in self.redirects:
            route.fulfill(status=302, headers={**self.headers, "Location": self.redirects[url]})
        elif url in self.files:
            route.fulfill(body=self.files[url], headers=self.headers)
        else:
            route.fulfill(status=404, headers=self.headers)

    @property
    def addresses(self) -> list[str]:
        return [request.url for request in self.asked]


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    found = context.new_page()
    errors: list[str] = []
    found.on("pageerror", lambda error: errors.append(str(error)))
    yield found
    context.close()
    assert errors == []


@pytest.fixture
def web(example: Example, page: Page) -> Web:
    """The issuer of bakers.example on the web, its document and a list as they should be."""
    found = Web(example, {DID_URL: did_document(), LIST_URL: status_list("2026-04-01T00:00:00Z")})
    page.route("**/*", found.answer)
    page.goto(f"{example.url}verify/")
    return found


def give(page: Page, name: str, data: bytes, field: str = "#drop input") -> None:
    page.set_input_files(
        field, [{"name": name, "mimeType": "application/octet-stream", "buffer": data}]
    )


def judged(page: Page, data: bytes) -> str:
    page.evaluate("delete document.documentElement.dataset.verdict")
    give(page, "mine.json", data)
    page.wait_for_selector(MARKED, state="attached", timeout=20_000)
    return str(page.get_attribute("html", "data-verdict"))


def agree(page: Page) -> str:
    page.evaluate("delete document.documentElement.dataset.verdict")
    page.click("#consent button")
    page.wait_for_selector(MARKED, state="attached", timeout=20_000)
    return str(page.get_attribute("html", "data-verdict"))


# ------------------------------------------------------------------ badges of others
def test_only_the_named_host_is_asked_without_cookies_or_referrer(page: Page, web: Web) -> None:
    page.context.add_cookies([{"name": "who", "value": "ada", "domain": HOST, "path": "/"}])
    assert judged(page, badge()) == "unknown-issuer"
    assert web.addresses == []
    assert HOST in page.inner_text("#consent")
    assert agree(page) == "unknown-issuer"
    assert sorted(web.addresses) == [DID_URL, LIST_URL]
    for request in web.asked:
        headers = request.all_headers()
        assert not {"cookie", "referer", "authorization"} & set(headers)
    said = page.inner_text("#result")
    assert HOST in said
    details = page.text_content("#result") or ""
    assert "badgesite verify" in details
    assert f"{web.example.url}verify/" in details


def test_a_redirect_is_not_followed(page: Page, web: Web) -> None:
    web.redirects = {DID_URL: "https://elsewhere.example/did.json"}
    web.files["https://elsewhere.example/did.json"] = did_document()
    judged(page, badge())
    agree(page)
    assert "issuer-key: did-unreachable" in (page.text_content("#result") or "")
    assert not [url for url in web.addresses if "elsewhere" in url]


def test_a_long_answer_is_cut(page: Page, web: Web) -> None:
    web.files[LIST_URL] = " " * 200_001
    judged(page, badge())
    agree(page)
    assert "too long" in page.inner_text("#result")
    assert "status: list-unreachable" in (page.text_content("#result") or "")


def test_a_host_without_cors_is_amber_and_says_so(page: Page, web: Web) -> None:
    web.headers = {"Access-Control-Allow-Origin": "https://another.example"}
    judged(page, badge())
    verdict = agree(page)
    assert verdict == "unknown-issuer"
    assert "does not let browsers ask" in page.inner_text("#result")
    assert "verdict-bad" not in str(page.get_attribute("#result .verdict", "class"))


@pytest.mark.parametrize(
    "address",
    [
        "http://bakers.example/status/1.json",
        "https://127.0.0.1/status/1.json",
        "https://[::1]/status/1.json",
        "https://2130706433/status/1.json",
        "https://0x7f.1/status/1.json",
        "https://bakers.example:8443/status/1.json",
        "https://user:pw@bakers.example/status/1.json",
        "https://router.local/status/1.json",
        "https://intranet/status/1.json",
        "https://bakers.example./status/1.json",
        "file:///etc/passwd",
    ],
)
def test_such_an_address_is_never_asked_nor_offered(page: Page, web: Web, address: str) -> None:
    status = {**issued.unsigned(SITE)["credentialStatus"], "statusListCredential": address}
    judged(page, badge(credentialStatus=status))
    assert page.inner_text("#consent button") == f"Ask {HOST}"
    agree(page)
    assert web.addresses == [DID_URL]
    assert not page.is_visible("#consent")


def test_another_host_needs_another_agreement(page: Page, web: Web) -> None:
    status = {
        **issued.unsigned(SITE)["credentialStatus"],
        "statusListCredential": "https://lists.example/1.json",
    }
    judged(page, badge(credentialStatus=status))
    asked_for = page.inner_text("#consent")
    assert HOST in asked_for
    assert web.addresses == []
    page.reload()
    assert judged(page, badge()) == "unknown-issuer"  # an agreement ends with the page
    assert web.addresses == []


def test_an_address_in_the_link_is_not_asked_by_itself(page: Page, web: Web) -> None:
    page.goto(f"{web.example.url}verify/#url=https://{HOST}/badge.json")
    page.reload()
    page.wait_for_selector("#consent button")
    assert web.addresses == []


@pytest.mark.parametrize("text", ["not a url", "ftp://bakers.example/x", "http://127.0.0.1/x"])
def test_what_is_no_link_is_told_at_the_field_and_not_checked(
    page: Page, web: Web, text: str
) -> None:
    page.fill("#address input", text)
    page.keyboard.press("Enter")
    said = "document.querySelector('#address input').validationMessage"
    assert page.evaluate(said) == "This is not a link to a badge."
    assert not page.is_visible("#result")
    page.fill("#address input", f"{HOST}/badge.json")
    page.keyboard.press("Enter")
    page.wait_for_selector("#consent button")


def test_what_was_not_fetched_yet_is_a_question_and_has_no_verdict(page: Page, web: Web) -> None:
    page.goto(f"{web.example.url}verify/#url=https://{HOST}/badge.json")
    page.reload()
    page.wait_for_selector("#consent button")
    assert "To get the badge, your browser has to ask" in page.inner_text("#consent")
    assert page.evaluate("document.activeElement.textContent") == f"Ask {HOST}"
    assert not page.is_visible("#result")
    assert page.is_visible("#ask")  # another may be given instead
    assert page.get_attribute("html", "data-verdict") is None
    agree(page)  # there is nothing at this address
    assert "bytes" not in page.inner_text("#result")
    assert not page.is_visible("#ask")


# ------------------------------------------------------------------ known issuers
def test_a_registry_that_the_visitor_gives_makes_its_issuers_known(page: Page, web: Web) -> None:
    judged(page, badge())
    assert agree(page) == "unknown-issuer"
    page.click("text=Check another")
    page.click("text=I have a list of issuers that I trust")
    give(page, "bad.json", b"[]", "#known input")
    page.wait_for_selector("text=There is no issuer in this file.")
    registry = {"meta": {}, "registry": {f"did:web:{HOST}": {"name": "Guild"}}}
    give(page, "known.json", json.dumps(registry).encode(), "#known input")
    page.wait_for_selector("text=1 issuer is known now.")
    assert judged(page, badge()) == "genuine"


# ------------------------------------------------------------------ on a site of its own
def at_home(web: Web, page: Page, scheme: str = "https") -> None:
    """Let the page stand at the issuer's own address."""
    home = f"{scheme}://{HOST}/"

    def answer(route: Route) -> None:
        url = route.request.url
        below = url.removeprefix(home)
        path = web.example.site / (below or "index.html")
        if below == "verify/":
            text = (path / "index.html").read_text("utf-8")
            ours = f'data-did="did:web:{HOST}" data-base="{BASE}"'
            text = text.replace('data-page="verify"', f'data-page="verify" {ours}', 1)
            route.fulfill(body=text, content_type="text/html; charset=utf-8")
        elif below.startswith("assets/") and path.is_file():
            kinds = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
            kind = kinds.get(path.suffix, "application/octet-stream")
            route.fulfill(body=path.read_bytes(), content_type=kind)
        elif BASE + below in web.files:
            route.fulfill(body=web.files[BASE + below])
        else:
            route.fulfill(status=404)

    page.unroute_all()
    page.route("**/*", answer)
    page.goto(f"{home}verify/")


def test_an_older_list_than_the_one_before_proves_nothing(page: Page, web: Web) -> None:
    at_home(web, page)
    assert judged(page, badge()) == "genuine"
    web.files[LIST_URL] = status_list("2026-03-31T23:59:59Z")
    assert judged(page, badge()) == "could-not-check"
    assert "older than one that was there before" in page.inner_text("#result")
    page.reload()
    assert judged(page, badge()) == "could-not-check"
    web.files[LIST_URL] = status_list("2026-05-03T00:00:00Z")
    assert judged(page, badge()) == "genuine"
    assert "3 May 2026" in page.inner_text("#result")


COUNT_QUESTIONS = """(() => {
  const post = Worker.prototype.postMessage;
  self.questions = 0;
  Worker.prototype.postMessage = function (message) {
    self.questions += 1;
    post.call(this, message);
  };
})()"""


def test_a_second_look_asks_anew_and_canonicalises_only_what_has_changed(
    page: Page, web: Web
) -> None:
    at_home(web, page)
    page.evaluate(COUNT_QUESTIONS)
    assert judged(page, badge()) == "genuine"
    assert page.evaluate("self.questions") == 2  # the badge, the list
    with page.expect_request("**/status/1.json"):
        assert judged(page, badge()) == "genuine"
    assert page.evaluate("self.questions") == 2
    place = int(issued.unsigned(SITE)["credentialStatus"]["statusListIndex"])
    web.files[LIST_URL] = status_list("2026-05-03T00:00:00Z", place)
    assert judged(page, badge()) == "revoked"
    assert page.evaluate("self.questions") == 3


def test_offline_is_amber_and_says_so(page: Page, web: Web) -> None:
    at_home(web, page)
    assert judged(page, badge()) == "genuine"
    page.unroute_all()
    page.context.set_offline(True)
    assert judged(page, badge()) == "could-not-check"
    assert "this device is offline" in page.inner_text("#result")


def test_without_https_there_is_no_cryptography_and_the_page_says_so(page: Page, web: Web) -> None:
    at_home(web, page, "http")
    assert page.evaluate("crypto.subtle === undefined")
    assert judged(page, badge()) == "could-not-check"
    said = page.inner_text("#result")
    assert "cannot check signatures" in said
    assert "genuine" not in said


# ------------------------------------------------------------------ many
def test_two_hundred_files_at_once_and_no_more(page: Page, web: Web) -> None:
    files = [(f"{number}.json", badge() if number % 40 == 1 else b"{}") for number in range(203)]
    payload = [{"name": n, "mimeType": "application/json", "buffer": d} for n, d in files]
    page.set_input_files("#drop input", payload)
    page.wait_for_selector("#several table", timeout=60_000)
    assert page.locator("#several tbody tr").count() == 200
    assert "200" in page.inner_text("#several .callout")
    # The verdict of several files is that of the first; all of them are in the table.
    assert page.get_attribute("html", "data-verdict") == "not-a-badge"


def test_the_report_of_the_page_is_of_the_schema(page: Page, web: Web) -> None:
    schema = json.loads(
        (REPOSITORY / "docs" / "reference" / "report.schema.json").read_text("utf-8")
    )
    judged(page, badge())
    agree(page)
    with page.expect_download() as waiting:
        page.click("text=Report of this check")
    report = json.loads(Path(waiting.value.path()).read_text("utf-8"))
    Draft202012Validator(schema).validate(report)
    assert set(report["used"]) == {"", DID_URL, LIST_URL}
    assert report["lists"] == {LIST_URL: "2026-04-01T00:00:00Z"}
    assert report["issuer"] == {"id": f"did:web:{HOST}", "domain": HOST}
