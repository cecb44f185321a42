"""What all tests share: a clean environment, the built example, a server for it, a real browser."""

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

REPOSITORY = Path(__file__).parent.parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A busy machine is no reason to fail: what takes long is counted where it is tested, not timed.
settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("calm")
_SET_BY_HOSTS = ("BADGESITE_", "GITHUB_", "NETLIFY", "CF_PAGES", "CONTEXT")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees what the machine it runs on was told."""
    for name in list(os.environ):
        if name.startswith(_SET_BY_HOSTS):
            monkeypatch.delenv(name)


class _Files(SimpleHTTPRequestHandler):
    """A plain static host: files by extension, nothing else."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".js": "text/javascript"}

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


class Host:
    """A static host on this machine, on a port of its own; `url` ends with a slash."""

    def __init__(self) -> None:
        self.folder = Path()

        def handle(*arguments: object, **named: object) -> _Files:
            return _Files(*arguments, directory=str(self.folder))  # type: ignore[arg-type]

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handle)  # type: ignore[arg-type]
        self.server.daemon_threads = True
        self.url = f"http://localhost:{self.server.server_address[1]}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop serving."""
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    """A static host for one built site; give it a folder."""
    found = Host()
    yield found
    found.close()


class Quiet:
    """A meter that says nothing."""

    def start(self, what: str, total: int) -> None:
        """Say nothing."""

    def step(self, count: int = 1) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Example:
    """The example of the repository, built: its content's root, its site, where it is served."""

    root: Path
    site: Path
    url: str


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Example]:
    """The example, built with the example key for a host of this machine and served there."""
    from badgesite.build import Request, build

    root = tmp_path_factory.mktemp("example")
    shutil.copytree(REPOSITORY / "content", root / "content")
    shutil.copytree(REPOSITORY / "keys.example", root / "keys.example")
    server = Host()
    build(Request(root, base_url=server.url), Quiet())
    server.folder = root / "site"
    yield Example(root, root / "site", server.url)
    server.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """A real browser; without one the test fails, it is not skipped."""
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()
