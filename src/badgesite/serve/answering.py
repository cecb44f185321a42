"""Answers to browsers on this machine: the preview, the reload script, the event stream."""

import queue
import time
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from badgesite.errors import BadgesiteError
from badgesite.publish import media_type
from badgesite.serve.listeners import Listeners
from badgesite.serve.preview import Preview

_OURS = "/__badgesite__/"
_MARK = 16  # hexadecimal digits that tell one state of a page from another
_BEAT = 15.0  # seconds between signs of life on the event stream
_RELOAD = (Path(__file__).parent / "reload.js").read_bytes()
_INJECTED = '<script src="%sreload.js" data-page="%s" defer></script></head>'
_HERE = ("localhost", "127.0.0.1", "[::1]")


class Server(ThreadingHTTPServer):
    """Answers on this machine only; the port is `server_address[1]`, 0 asks for any."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, listeners: Listeners) -> None:
        try:
            super().__init__(("127.0.0.1", port), _Handler)
        except OSError:
            raise BadgesiteError(
                f"port {port} is taken", f"choose another: badgesite serve --port {port + 1}"
            ) from None
        self.listeners = listeners
        self.preview: Preview | None = None
        self.last_asked = 0.0

    @property
    def address(self) -> str:
        """Return the base URL of what is served."""
        return f"http://localhost:{self.server_address[1]}/"

    def file(self, path: str) -> bytes | None:
        """Return a file of the preview, or None; BadgesiteError where it could not be made."""
        if self.preview is None:
            return None
        content = self.preview.file(path)
        self.last_asked = time.monotonic()
        return content

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *arguments: object) -> None:
        """Keep the terminal for what matters."""

    def end_headers(self) -> None:
        """Never let the browser keep an old page."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def do_HEAD(self) -> None:
        """Answer as to GET, without the content."""
        self.do_GET()

    def do_GET(self) -> None:
        """Answer for the site, or for ourselves below /__badgesite__/, to this machine only."""
        if (self.headers.get("Host") or "").rsplit(":", 1)[0] not in _HERE:
            # A page elsewhere that points its own name at this machine gets nothing.
            self.send_error(HTTPStatus.FORBIDDEN)
        elif self.path == f"{_OURS}reload.js":
            self._answer(HTTPStatus.OK, ".js", _RELOAD)
        elif self.path == f"{_OURS}events":
            self._stream()
        else:
            self._file(unquote(urlsplit(self.path).path).removeprefix("/"))

    def _file(self, path: str) -> None:
        try:
            self._found(path)
        except BadgesiteError as error:
            told = f"{error}\n{error.remedy}\n".encode()
            self._answer(HTTPStatus.INTERNAL_SERVER_ERROR, ".txt", told)

    def _found(self, path: str) -> None:
        page = path == "" or path.endswith("/")
        content = self.server.file(f"{path}index.html" if page else path)
        if content is not None:
            self._answer(HTTPStatus.OK, ".html" if page else PurePosixPath(path).suffix, content)
        elif not page and self.server.file(f"{path}/index.html") is not None:
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", f"{urlsplit(self.path).path}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            missing = self.server.file("404.html") or b"not found\n"
            self._answer(HTTPStatus.NOT_FOUND, ".html", missing)

    def _answer(self, status: HTTPStatus, ending: str, content: bytes) -> None:
        if ending == ".html":
            injected = _INJECTED % (_OURS, sha256(content).hexdigest()[:_MARK])
            content = content.replace(b"</head>", injected.encode(), 1)
        self.send_response(status)
        self.send_header("Content-Type", media_type(ending))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _stream(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        mine = self.server.listeners.join()
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
            self.server.listeners.leave(mine)
