"""A static host that honours `_headers`, as Netlify and Cloudflare Pages do."""

import re
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class HeaderRules:
    """The rules of a `_headers` file: all that fit a path are joined.

    As strictly as Cloudflare reads it: the first hundred, and of one pattern the last.
    """

    def __init__(self, text: str) -> None:
        self.rules: dict[re.Pattern[str], list[tuple[str, str]]] = {}
        for block in re.split("^(?=/)", text, flags=re.MULTILINE)[1:101]:
            path, *lines = block.splitlines()
            pattern = re.sub(":[a-z]+", "[^/]+", re.escape(path).replace(r"\*", ".*"))
            pairs = [line.strip().partition(": ") for line in lines if line.strip()]
            self.rules[re.compile(pattern)] = [(name, value) for name, _, value in pairs]

    def of(self, path: str) -> list[tuple[str, str]]:
        fitting = [pairs for pattern, pairs in self.rules.items() if pattern.fullmatch(path)]
        return [pair for pairs in fitting for pair in pairs]


class HonestHost:
    """A host on this machine whose answers carry what the site's `_headers` say."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        host = self

        class Handler(SimpleHTTPRequestHandler):
            extensions_map = SimpleHTTPRequestHandler.extensions_map | {".js": "text/javascript"}

            def log_message(self, format: str, *arguments: object) -> None:
                """Say nothing."""

            def end_headers(self) -> None:
                for name, value in host.rules().of(self.path.split("?")[0]):
                    self.send_header(name, value)
                super().end_headers()

        def handle(*arguments: object, **named: object) -> Handler:
            return Handler(*arguments, directory=str(host.folder))  # type: ignore[arg-type]

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handle)  # type: ignore[arg-type]
        self.server.daemon_threads = True
        self.url = f"http://localhost:{self.server.server_address[1]}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def rules(self) -> HeaderRules:
        file = self.folder / "_headers"
        return HeaderRules(file.read_text("utf-8") if file.exists() else "")

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
