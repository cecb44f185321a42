"""The built example in a real browser: what visitors are told, and that nobody else is asked."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from badgesite.build import Request, build
from badgesite.credentials.baked import bake_png, bake_svg
from conftest import Example, Host, Quiet

pytestmark = pytest.mark.browser


def verdict_of(page: Page) -> str:
    page.wait_for_selector("html[data-verdict]", state="attached", timeout=20_000)
    return str(page.get_attribute("html", "data-verdict"))


def expected(credential: Path, today: date) -> str:
    """What the published files say, read by other means than the verifier's."""
    withdrawn = credential.with_name("withdrawn.json")
    if withdrawn.exists():
        return str(json.loads(withdrawn.read_text())["kind"])
    document = json.loads(credential.read_text())
    until = document.get("validUntil")
    if until and datetime.fromisoformat(until).date() < today:
        return "expired"
    return "genuine"


def test_every_credential_gets_its_verdict_and_no_other_host_is_asked(
    example: Example, chromium: Browser
) -> None:
    today = datetime.now(UTC).date()
    page = chromium.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console", lambda message: errors.append(message.text) if message.type == "error" else None
    )
    told, wanted = {}, {}
    for credential in sorted((example.site / "credentials").glob("*/credential.json")):
        uuid = credential.parent.name
        page.goto(f"{example.url}credentials/{uuid}/")
        told[uuid] = verdict_of(page)
        wanted[uuid] = expected(credential, today)
    page.close()
    assert told == wanted
    assert {"genuine", "expired", "revoked", "replaced"} <= set(told.values())
    assert [url for url in asked if not url.startswith(example.url)] == []
    assert errors == []


def test_a_final_credential_says_that_its_parts_were_checked(
    example: Example, chromium: Browser
) -> None:
    page = chromium.new_page()
    stacks = set()
    for credential in sorted((example.site / "credentials").glob("*/credential.json")):
        if "relatedResource" in credential.read_text():
            page.goto(f"{example.url}credentials/{credential.parent.name}/")
            verdict_of(page)
            stacks.add(page.get_attribute("html", "data-stack"))
    page.close()
    assert stacks <= {"confirmed", "lapsed"}
    assert "confirmed" in stacks


READ_FACTS = """() => {
  const rows = document.querySelectorAll('#facts > div');
  const links = document.querySelectorAll('#facts a');
  return {
    terms: [...rows].map((row) => row.querySelector('dt').textContent),
    links: [...links].map((link) => link.href),
    evidence: [...rows].filter((row) => row.querySelector('dt').textContent === 'Evidence')
      .map((row) => row.querySelector('dd').innerText),
  };
}"""


def test_nothing_that_was_published_vanishes_with_the_check(
    example: Example, chromium: Browser
) -> None:
    plain = chromium.new_context(java_script_enabled=False).new_page()
    checked = chromium.new_page()
    seen = 0
    for credential in sorted((example.site / "credentials").glob("*/credential.json")):
        subject = json.loads(credential.read_text())["credentialSubject"]
        if "narrative" not in subject:
            continue
        address = f"{example.url}credentials/{credential.parent.name}/"
        plain.goto(address)
        checked.goto(address)
        verdict_of(checked)
        before, after = plain.evaluate(READ_FACTS), checked.evaluate(READ_FACTS)
        assert set(before["terms"]) <= set(after["terms"])
        assert set(before["links"]) <= set(after["links"])
        assert before["evidence"] == after["evidence"]
        assert subject["narrative"] in after["evidence"][0]
        assert "learners/" in "".join(after["links"])
        marks = checked.locator("#facts > [data-keep] small:visible")
        assert marks.count() == checked.locator("#facts > [data-keep]").count() > 0
        seen += 1
    plain.context.close()
    checked.close()
    assert seen > 3


@pytest.fixture
def copy(example: Example, tmp_path: Path, chromium: Browser) -> "Iterator[tuple[Path, Host]]":
    """A copy of the built site that a test may spoil, on a host of its own."""
    host = Host()
    # The base URL says another port, as when somebody serves a copy: it is still this machine.
    shutil.copytree(example.site, tmp_path / "site")
    host.folder = tmp_path / "site"
    yield tmp_path / "site", host
    host.close()


def genuine_uuid(example: Example) -> str:
    today = datetime.now(UTC).date()
    for credential in sorted((example.site / "credentials").glob("*/credential.json")):
        if expected(credential, today) == "genuine":
            return credential.parent.name
    raise AssertionError("the example has no credential that is valid today")


def test_a_changed_credential_shows_none_of_its_claims(
    copy: tuple[Path, Host], example: Example, chromium: Browser
) -> None:
    site, host = copy
    uuid = genuine_uuid(example)
    file = site / "credentials" / uuid / "credential.json"
    document = json.loads(file.read_text())
    document["credentialSubject"]["identifier"][0]["identityHash"] = "Mallory Forger"
    file.write_text(json.dumps(document))
    page = chromium.new_page()
    page.goto(f"{host.url}credentials/{uuid}/")
    assert verdict_of(page) == "altered"
    visible = page.inner_text("main")
    assert "Mallory" not in visible
    assert "has been changed" in visible
    page.close()


def test_without_its_status_list_a_credential_is_not_called_genuine(
    copy: tuple[Path, Host], example: Example, chromium: Browser
) -> None:
    site, host = copy
    shutil.rmtree(site / "status")
    page = chromium.new_page()
    page.goto(f"{host.url}credentials/{genuine_uuid(example)}/")
    assert verdict_of(page) == "could-not-check"
    assert "has not been" not in page.inner_text("#verdict")
    page.close()


def test_without_javascript_the_page_says_that_nothing_was_checked(
    example: Example, chromium: Browser
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{example.url}credentials/{genuine_uuid(example)}/")
    text = page.inner_text("main")
    assert "Not checked" in text
    assert "badgesite verify" in text
    assert page.get_attribute("html", "data-verdict") is None
    context.close()


def files_to_drop(example: Example, folder: Path) -> dict[str, str]:
    """The same good credential in its three forms, a changed one, and something else."""
    uuid = genuine_uuid(example)
    source = (example.site / "credentials" / uuid / "credential.json").read_bytes()
    badge = json.loads(source)["credentialSubject"]["achievement"]["id"].split("/")[-2]
    picture = example.site / "badges" / badge
    made = {
        "good.json": (source, "genuine"),
        "good.png": (bake_png((picture / "badge.png").read_bytes(), source), "genuine"),
        "good.svg": (bake_svg((picture / "badge.svg").read_bytes(), source), "genuine"),
        "changed.json": (source.replace(b"20", b"21", 1), "altered"),
        "picture.png": ((picture / "badge.png").read_bytes(), "not-a-badge"),
        "shopping.txt": (b"milk, bread", "not-a-badge"),
    }
    changed = json.loads(source)
    changed["name"] = "Something else"
    made["changed.json"] = (json.dumps(changed).encode(), "altered")
    for name, (content, _) in made.items():
        (folder / name).write_bytes(content)
    return {name: verdict for name, (_, verdict) in made.items()}


def test_a_file_given_to_the_check_page_gets_its_verdict(
    example: Example, chromium: Browser, tmp_path: Path
) -> None:
    wanted = files_to_drop(example, tmp_path)
    told = {}
    for name in wanted:
        page = chromium.new_page()
        page.goto(f"{example.url}verify/")
        page.set_input_files('input[type="file"]', tmp_path / name)
        told[name] = verdict_of(page)
        page.close()
    assert told == wanted


def test_a_site_below_a_path_checks_its_own_credentials(
    example: Example, chromium: Browser, tmp_path: Path
) -> None:
    host = Host()
    build(
        Request(example.root, site=tmp_path / "all" / "repo", base_url=f"{host.url}repo"), Quiet()
    )
    host.folder = tmp_path / "all"
    page = chromium.new_page()
    missing: list[str] = []
    page.on("response", lambda got: missing.append(got.url) if got.status >= 400 else None)
    page.goto(f"{host.url}repo/")
    page.goto(f"{host.url}repo/credentials/{genuine_uuid(example)}/")
    assert verdict_of(page) == "genuine"
    assert missing == []
    page.close()
    host.close()


def test_every_page_is_reached_from_home_and_no_link_is_dead(
    example: Example, chromium: Browser
) -> None:
    """Pathways, badges and whatever they lead to, followed as a visitor would."""
    page = chromium.new_page()
    dead: list[str] = []
    page.on("response", lambda got: dead.append(got.url) if got.status >= 400 else None)
    seen, ahead = set(), [example.url]
    while ahead:
        url = ahead.pop()
        if url in seen:
            continue
        seen.add(url)
        page.goto(url, wait_until="domcontentloaded")
        for link in page.eval_on_selector_all(
            "a[href]",
            "all => all.map(each => new URL(each.getAttribute('href'), document.baseURI).href)",
        ):
            plain = link.split("#")[0]
            if (
                plain.startswith(example.url)
                and plain.endswith("/")
                and "/credentials/" not in plain
            ):
                ahead.append(plain)
    page.close()
    assert dead == []
    for folder in ("badges", "pathways"):
        for each in (example.site / folder).iterdir():
            if each.is_dir():
                assert f"{example.url}{folder}/{each.name}/" in seen
