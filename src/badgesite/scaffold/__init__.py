"""What `badgesite init` writes: answers in, files out. Pure: it writes nothing and knows no clock.

The files lie in files/ as they will be, but for `dot-` in place of a leading dot, and @@NAME@@ and
the like where an answer goes. An answer is put in as JSON, which is YAML too, so that no answer can
become anything but a text.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from badgesite.addresses import normal_base
from badgesite.errors import BadgesiteError

HOSTS = {
    "netlify": "netlify",
    "github": "github-pages",
    "cloudflare": "cloudflare-pages",
    "gitlab": "gitlab-pages",
    "other": "other",
}
EXAMPLE_KEY = "keys.example/everybody-has-this-key.pem"

_FILES = Path(__file__).parent / "files"
_ON_PUSH = "  push:\n    branches: [main]"
_PLACE = re.compile(r"@@([A-Z]+)@@")
# RFC 8410 §7: what comes before the 32 bytes of an Ed25519 private key in PKCS #8.
_PKCS8 = bytes.fromhex("302e020100300506032b657004220420")


def files(answers: Mapping[str, str]) -> dict[str, bytes]:
    """Return the bytes of every file by path: a provider's repository that builds at once.

    `answers` are `name`, `url`, `colour` (`#rrggbb`), `host` (one of HOSTS) and `salt` (a secret
    text of 32 characters or more, random). BadgesiteError names the answer that will not do.
    """
    words = _words(answers)
    found = {path: _filled(text, path, words) for path, text in _templates()}
    return dict(sorted({**found, EXAMPLE_KEY: _example_key()}.items()))


def _words(answers: Mapping[str, str]) -> dict[str, str]:
    name, colour, host = (answers[each].strip() for each in ("name", "colour", "host"))
    if not 0 < len(name) <= 200 or not name.isprintable():
        raise BadgesiteError("the name is empty, too long or has signs nobody sees", "use another")
    if not re.fullmatch("#[0-9a-fA-F]{6}", colour):
        raise BadgesiteError(f"'{colour}' is not a colour", 'write it as "#0b5f80", in quotes')
    if host not in HOSTS:
        raise BadgesiteError(f"'{host}' is no host we know", f"choose one of: {', '.join(HOSTS)}")
    salt = answers["salt"]
    if len(salt) < 32:
        raise BadgesiteError("the salt is too short to keep addresses secret", "use 32 characters")
    return {
        "NAME": name,
        "URL": normal_base(answers["url"].strip()),
        "COLOUR": colour.lower(),
        "HOST": HOSTS[host],
        "SALT": salt,
        "PUSH": _ON_PUSH if host == "github" else "  # push: {branches: [main]}",
    }


def _templates() -> Iterator[tuple[str, str]]:
    for path in sorted(each for each in _FILES.rglob("*") if each.is_file()):
        name = re.sub(r"(^|/)dot-", r"\1.", path.relative_to(_FILES).as_posix())
        yield name, path.read_text("utf-8")


def _filled(text: str, path: str, words: Mapping[str, str]) -> bytes:
    def put(match: re.Match[str]) -> str:
        word = words[match[1]]
        return json.dumps(word, ensure_ascii=False) if path.endswith("site.yml") else word

    return _PLACE.sub(put, text).encode()


def _example_key() -> bytes:
    """Return a key that anybody can work out, so that nobody takes it for a secret."""
    seed = hashlib.sha256(b"the example key of badgesite, which everybody has").digest()
    body = base64.b64encode(_PKCS8 + seed).decode()
    kind = "PRIVATE KEY"
    return f"-----BEGIN {kind}-----\n{body}\n-----END {kind}-----\n".encode()
