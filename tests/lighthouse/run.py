"""Build the example, serve it, and let Lighthouse measure one page of each kind that is shared.

python tests/lighthouse/run.py     (`make lighthouse`; not a test: figures depend on the machine)
"""

import shutil
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).parent
REPOSITORY = HERE.parent.parent
PORT = 8000  # the example's own address: elsewhere its check would find no key
PAGES = {"home": "", "pathway": "pathways/first-aid-professional/"}


class Quiet(SimpleHTTPRequestHandler):
    """Serves files as a host would, without a line for each."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".js": "text/javascript"}

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


def main() -> int:
    """Print the figures; 1 when one is below the bar."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    node = shutil.which("node")
    if browser is None or node is None:
        print("Chromium and Node are needed; make lighthouse brings both", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        command = [REPOSITORY / ".venv/bin/badgesite", "build", "--site", site]
        subprocess.run(command, cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL)
        server = ThreadingHTTPServer(("localhost", PORT), partial(Quiet, directory=str(site)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            pages = [f"{name}=http://localhost:{PORT}/{path}" for name, path in _pages(site)]
            return subprocess.run([node, "measure.mjs", browser, *pages], cwd=HERE).returncode
        finally:
            server.shutdown()


def _pages(site: Path) -> list[tuple[str, str]]:
    backpack = "learners/florence-nightingale/"
    page = (site / backpack / "index.html").read_text("utf-8")
    credential = next(
        part for part in page.split('href="../../') if part.startswith("credentials/")
    ).split('"')[0]
    return [*PAGES.items(), ("backpack", backpack), ("credential", credential)]


if __name__ == "__main__":
    raise SystemExit(main())
