"""Build on change and show the site on this machine, with live reload and an overlay for mistakes.

Only this machine can reach it. The site is built beside the published one, into .badgesite/serve/.
"""

import json
import queue
import shutil
import threading
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from badgesite.build import Request, build
from badgesite.cache import MemoryCache
from badgesite.errors import BadgesiteError, ContentError
from badgesite.plan.make import Silent
from badgesite.publish import Changes

_FOLDER = ".badgesite/serve"
_OURS = "/__badgesite__/"
_BEAT = 15.0  # seconds between signs of life on the event stream
_RELOAD = (Path(__file__).parent / "serve_reload.js").read_bytes()
_INJECTED = b'<script src="' + _OURS.encode() + b'reload.js" defer></script></head>'


class Listeners:
    """The browsers that look on, and the last thing they were told."""

    def __init__(self) -> None:
        self._queues: list[queue.Queue[str]] = []
        self._lock = threading.Lock()
        self.last = json.dumps({"problems": []})

    def join(self) -> "queue.Queue[str]":
        """Return a queue that gets every message from now on, and the last one if it was bad."""
        mine: queue.Queue[str] = queue.Queue()
        with self._lock:
            self._queues.append(mine)
            if json.loads(self.last)["problems"]:
                mine.put(self.last)
        return mine

    def leave(self, mine: "queue.Queue[str]") -> None:
        """Forget a browser."""
        with self._lock:
            self._queues.remove(mine)

    def tell(self, problems: list[str], *, changed: bool) -> None:
        """Send everyone the mistakes, or the word to load again."""
        self.last = json.dumps({"problems": problems, "changed": changed})
        with self._lock:
            for each in self._queues:
                each.put(self.last)


class _Handler(SimpleHTTPRequestHandler):
    """Files of the built site, the reload script and the event stream."""

    listeners: Listeners
    protocol_version = "HTTP/1.1"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json; charset=utf-8",
        ".jsonld": "application/ld+json; charset=utf-8",
        ".svg": "image/svg+xml",
        ".html": "text/html; charset=utf-8",
        ".xml": "application/xml; charset=utf-8",
        ".woff2": "font/woff2",
    }

    def log_message(self, format: str, *arguments: object) -> None:
        """Keep the terminal for what matters."""

    def end_headers(self) -> None:
        """Never let the browser keep an old page."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def do_HEAD(self) -> None:
        """Answer as the library does, to this machine only."""
        if self._is_asked_here():
            super().do_HEAD()

    def _is_asked_here(self) -> bool:
        """Whether the request names this machine.

        A page elsewhere that points its own name at this machine gets nothing.
        """
        host = (self.headers.get("Host") or "").rsplit(":", 1)[0]
        if host in ("localhost", "127.0.0.1", "[::1]"):
            return True
        self.send_error(HTTPStatus.FORBIDDEN)
        return False

    def do_GET(self) -> None:
        """Answer for the site, or for ourselves below /__badgesite__/."""
        if not self._is_asked_here():
            return
        if self.path == f"{_OURS}reload.js":
            self._answer(HTTPStatus.OK, "text/javascript; charset=utf-8", _RELOAD)
        elif self.path == f"{_OURS}events":
            self._stream()
        else:
            self._file()

    def _file(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_dir() and self.path.split("?")[0].endswith("/"):
            path /= "index.html"
        if path.is_dir():
            super().do_GET()
            return
        status = HTTPStatus.OK
        if not path.is_file():
            path, status = Path(self.directory) / "404.html", HTTPStatus.NOT_FOUND
        try:
            content = path.read_bytes()
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        if path.suffix == ".html":
            content = content.replace(b"</head>", _INJECTED, 1)
        self._answer(status, self.guess_type(str(path)), content)

    def _answer(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _stream(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        mine = self.listeners.join()
        try:
            while True:
                try:
                    message = f"data: {mine.get(timeout=_BEAT)}\n\n"
                except queue.Empty:
                    message = ": still here\n\n"
                self.wfile.write(message.encode())
                self.wfile.flush()
        except OSError:
            return
        finally:
            self.listeners.leave(mine)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away is no news."""


def serve(
    root: Path,
    port: int,
    *,
    open_browser: bool,
    environment: Mapping[str, str],
    tell: Callable[[str], None],
    jobs: int = 1,
    stop: threading.Event | None = None,
) -> None:
    """Serve the site until stopped; a mistake in content is shown and the last good site stays."""
    if not (root / "content").is_dir():
        raise BadgesiteError(
            "there is no content/ folder here",
            "go to your repository, or start one: badgesite init",
        )
    folder = (root / _FOLDER).absolute()
    forget(root)  # an earlier preview may be older than what this one remembers
    folder.mkdir(parents=True, exist_ok=True)
    listeners = Listeners()
    handler = partial(type("Handler", (_Handler,), {"listeners": listeners}), directory=str(folder))
    try:
        server = _Server(("127.0.0.1", port), handler)
    except OSError:
        raise BadgesiteError(
            f"port {port} is taken", f"choose another: badgesite serve --port {port + 1}"
        ) from None
    address = f"http://localhost:{server.server_address[1]}/"
    preview = _Preview(Request(root, folder, address, jobs=jobs, environment=environment))
    try:
        changes = _changes(root, stop)
        next(changes)  # looks from here on, so that no edit during the first build is missed
        _build(preview, listeners, tell)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        tell(f"serving {address} (stop with Ctrl-C)")
        if open_browser:
            webbrowser.open(address)
        for changed in changes:
            if changed:
                _build(preview, listeners, tell)
        server.shutdown()
    finally:
        server.server_close()


def _changes(root: Path, stop: threading.Event | None) -> Iterator[bool]:
    """Yield whether a file of the content or the themes has changed, twice a second or at once."""
    from watchfiles import watch

    watched = [each for each in (root / "content", root / "themes") if each.is_dir()]
    for found in watch(
        *watched,
        debounce=60,
        step=20,
        rust_timeout=500,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=False,
    ):
        yield bool(found)


class _Preview:
    """What was built last; the next build makes and writes the difference only."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._memory = MemoryCache()

    def build(self) -> Changes:
        """Build again; raises as a build does, and the last good preview stays."""
        return build(self._request, Silent(), self._memory).changes


def _build(preview: _Preview, listeners: Listeners, tell: Callable[[str], None]) -> None:
    try:
        changes = preview.build()
    except ContentError as error:
        problems = [
            f"{p.origin.path}:{p.origin.line}: {p.sentence}\n    {p.remedy}" for p in error.problems
        ]
    except BadgesiteError as error:
        problems = [f"{error}\n    {error.remedy}"]
    else:
        tell(f"built: {len(changes.made)} written, {changes.kept} kept")
        listeners.tell([], changed=bool(changes.made or changes.removed))
        return
    for problem in problems:
        tell(problem)
    tell("the last good site stays")
    listeners.tell(problems, changed=False)


def forget(root: Path) -> None:
    """Remove what serve built."""
    shutil.rmtree(root / _FOLDER, ignore_errors=True)
