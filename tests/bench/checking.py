"""Measure checking: in Chromium from load to verdict, and on the command line. Prints only.

Timings of a busy machine mean little, so the load is printed beside them; the ratio to PyLD is one
of processor time, in one run.
"""

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parent.parent.parent / "src"

_ENTRY = "from badgesite.cli import program; program()"
# Notes when the page says its verdict, and what it did until then.
_NOTE = """
new MutationObserver(() => {
  if (document.documentElement.dataset.verdict) window.saidAt ??= performance.now();
}).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-verdict"] });
"""
_READ = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const end = (part) => Math.max(0, ...performance.getEntriesByType("resource")
    .filter(({ name }) => name.includes(part)).map(({ responseEnd }) => responseEnd));
  return { verdict: saidAt, load: page.loadEventEnd || page.loadEventStart, page: page.responseEnd,
    script: end("verify.js"), worker: end("verify-worker.js"), badge: end("credential.json"),
    key: end("did.json"), list: end("/status/") };
}"""
_AGAIN = """() => new Promise((done) => {
  const root = document.documentElement;
  delete root.dataset.verdict;
  performance.clearResourceTimings();
  const began = performance.now();
  const ends = () => performance.getEntriesByType("resource").map((each) => each.responseEnd);
  const say = (now) => setTimeout(() => done([now - began, now - Math.max(began, ...ends())]), 20);
  new MutationObserver(() => root.dataset.verdict && say(performance.now()))
    .observe(root, { attributes: true, attributeFilter: ["data-verdict"] });
  document.querySelector("#verdict button").click();
})"""


# A process of its own, with connections that stay open as those of a host do: what Python needs
# to serve a file is then no part of what the page needs.
_SERVER = """
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
import functools, sys
class Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body of a small file in one piece
    disable_nagle_algorithm = True
    log_message = lambda *_: None
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".js": "text/javascript"}
server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=sys.argv[1]))
print(server.server_address[1], flush=True)
server.serve_forever()
"""


def in_chromium(site: Path, rounds: int = 25) -> None:
    """Print how long a credential's page of this site takes; it was built for localhost."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("checking in Chromium: Playwright is not installed")
        return
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVER, str(site)], stdout=subprocess.PIPE, text=True
    )
    port = server.stdout.readline().strip() if server.stdout else ""
    folders = sorted(path.parent.name for path in site.glob("credentials/*/credential.json"))
    found = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=["--no-sandbox"])
        seen, again = [], []
        for number in range(rounds):
            context = browser.new_context()  # a visitor who was never here
            page = context.new_page()
            page.add_init_script(_NOTE)
            page.goto(f"http://localhost:{port}/credentials/{folders[number % len(folders)]}/")
            page.wait_for_selector("html[data-verdict]", state="attached")
            seen.append(page.evaluate(_READ))
            again.append(min(page.evaluate(_AGAIN) for _ in range(5)))
            context.close()
        browser.close()
    server.terminate()
    _show(seen, again)


def _show(seen: list[dict[str, float]], again: list[list[float]]) -> None:
    after = sorted(each["verdict"] - each["load"] for each in seen)
    load = os.getloadavg()[0]
    print(f"checking in Chromium, {len(seen)} first visits; load of the machine {load:.1f}")
    print(f"{'verdict after load':<28}{statistics.median(after):>9.0f} ms (best {after[0]:.0f})")
    for name in ("page", "script", "worker", "key", "badge", "list", "load", "verdict"):
        middle = statistics.median(each[name] for each in seen)
        print(f"{'  ' + name + ', from the click':<28}{middle:>9.0f} ms")
    for name, place in (("check again, all asked anew", 0), ("  after the last answer", 1)):
        took = sorted(each[place] for each in again)
        print(f"{name:<28}{statistics.median(took):>9.1f} ms (best {took[0]:.1f})")


# ------------------------------------------------------------------ the command line
def on_the_command_line(root: Path, files: int = 1_000) -> None:
    """Print what one file costs in a call for many, against a plain PyLD check in this run."""
    paths = sorted((root / "site/credentials").glob("*/credential.json"))[:files]
    loop = _pyld_seconds(paths[:50])
    print(f"{'PyLD, one file':<28}{loop * 1000:>9.2f} ms")
    for jobs in (1, os.cpu_count() or 1):
        began, used = time.perf_counter(), _used_by_children()
        command = [sys.executable, "-c", _ENTRY, "verify", "--site", "site", "--jobs", str(jobs)]
        done = subprocess.run(
            [*command, "--json", *map(str, paths)],
            cwd=root,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(SOURCE)},
        )
        took = (time.perf_counter() - began) / len(paths)
        cost = (_used_by_children() - used) / len(paths)
        verdicts = [json.loads(line)["verdict"] for line in done.stdout.splitlines()]
        good = verdicts.count("genuine")
        name = f"verify, {jobs} job{'s' if jobs > 1 else ''}, one of {len(paths)}"
        ratio = f"{cost * 1000:.2f} ms of processor, {cost / loop:.2f} of PyLD"
        print(f"{name:<28}{took * 1000:>9.2f} ms, {ratio}, {good} genuine")


def _used_by_children() -> float:
    found = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found.ru_utime + found.ru_stime


def _pyld_seconds(paths: list[Path]) -> float:
    """Return the processor's seconds of one check by PyLD alone, as a tutorial would."""
    documents = [json.loads(path.read_bytes()) for path in paths]
    _pyld_check(documents[0])  # what is read once is read
    began = time.process_time()
    for document in documents:
        _pyld_check(document)
    return (time.process_time() - began) / len(documents)


def _pyld_check(document: dict[str, Any]) -> None:
    import hashlib

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from pyld_loop import normal

    from badgesite.canonical import decode_multibase, public_key_bytes

    (proof,) = document["proof"]
    body = {name: value for name, value in document.items() if name != "proof"}
    config = {name: value for name, value in proof.items() if name != "proofValue"}
    config["@context"] = document["@context"]
    data = b"".join(hashlib.sha256(normal(each)).digest() for each in (config, body))
    key = public_key_bytes(proof["verificationMethod"].split("#")[1])
    Ed25519PublicKey.from_public_bytes(key).verify(decode_multibase(proof["proofValue"], 64), data)
