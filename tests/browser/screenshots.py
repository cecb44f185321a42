"""Pictures of the built example for docs/screens/: `make screenshots`."""

import io
import json
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from badgesite.build import Request, build, listing
from badgesite.cli.console import Stages

REPOSITORY = Path(__file__).parent.parent.parent
SCREENS = REPOSITORY / "docs" / "screens"
FLAGS = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
FORMS = {
    "": {"viewport": {"width": 1280, "height": 800}},
    "-dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "-mobile": {"viewport": {"width": 390, "height": 780}, "device_scale_factor": 1},
}


def addresses(root: Path, url: str, site: Path) -> dict[str, str]:
    """Return a telling page of each kind."""
    awards = listing(root, "awards")
    by_state: dict[str, str] = {}
    for award in awards:
        if award["address"] is None:
            continue
        uuid = award["uuid"]
        document = json.loads((site / "credentials" / uuid / "credential.json").read_text())
        state = award["withdrawn"] or ("final" if "relatedResource" in document else "current")
        by_state.setdefault(state, f"credentials/{uuid}/")
    learner = next(
        row for row in listing(root, "learners") if row["learner"] == "florence-nightingale"
    )
    backpack = learner["address"].split("/", 3)[3]
    paths = {
        "home": "",
        "pathway": "pathways/first-aid-professional/",
        "badge": "badges/advanced-response/",
        "backpack": backpack,
        "pathway-learner": f"{backpack}first-aid-professional/",
        "credential": by_state["current"],
        "credential-final": by_state["final"],
        "credential-revoked": by_state["revoked"],
        "verify": "verify/",
    }
    return {name: url + path for name, path in paths.items()}


def take(browser: Browser, name: str, address: str) -> None:
    """Write the page in every form."""
    for suffix, form in FORMS.items():
        context = browser.new_context(reduced_motion="reduce", **form)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(address)
        page.wait_for_timeout(900)
        save(page.screenshot(full_page=True), f"{name}{suffix}")
        context.close()


def save(png: bytes, name: str) -> None:
    """Write a small PNG: 256 colours are enough to look at."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    picture.save(SCREENS / f"{name}.png", optimize=True)
    print(f"docs/screens/{name}.png")


def main() -> None:
    """Build the example, serve it, take the pictures."""
    from conftest import Host

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        root, host = Path(folder), Host()
        for name in ("content", "keys.example"):
            shutil.copytree(REPOSITORY / name, root / name)
        build(Request(root, base_url=host.url), Stages())
        host.folder = root / "site"
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for name, address in addresses(root, host.url, root / "site").items():
            take(browser, name, address)
        page = browser.new_page()
        page.goto(addresses(root, host.url, root / "site")["credential"])
        page.wait_for_timeout(900)
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 1123, "height": 794})
        save(page.screenshot(), "certificate")
        browser.close()
        host.close()


if __name__ == "__main__":
    main()
