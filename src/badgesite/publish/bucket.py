"""A built site into an object store: what differs goes up, what is gone is removed.

The store's own manifest says what lies there, as a site's manifest does in a folder: what it does
not name was not written by badgesite and stays. Pages go up after what they load, the manifest
last. A journal lies there meanwhile; when it is found at the start, an upload was interrupted, and
what it names is compared with the store itself.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from badgesite.errors import PublishError
from badgesite.plan.make import Meter
from badgesite.publish.manifest import MANIFEST, is_inside, read_manifest
from badgesite.publish.media import media_type
from badgesite.publish.publication import Changes

JOURNAL = ".badgesite-upload.json"
SCHEME = "s3://"

_AT_ONCE = 64  # requests
_STEP = 1_000  # files between two words to the meter
_TIMES = {"connect_timeout": 10, "read_timeout": 60, "retries": {"max_attempts": 3}}
_ADDRESS = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:/[A-Za-z0-9!_.*'()/-]*)?")


def is_address(text: str) -> bool:
    """Whether a text is the address of a place in a bucket: `s3://bucket/prefix`."""
    if not _ADDRESS.fullmatch(text):
        return False
    prefix = text.removeprefix(SCHEME).rstrip("/").partition("/")[2]
    return not prefix or is_inside(prefix)


def upload(site: Path, address: str, meter: Meter) -> Changes:
    """Make what lies at `s3://bucket/prefix` the site in the folder, and tell what changed.

    PublishError when something else lies there, or the store cannot be reached or written; it then
    has the old files, or some of the new ones, and the next upload finishes.
    """
    store = _store()
    with _refusals(address):
        return _Upload(store, site, address.removeprefix(SCHEME).rstrip("/") + "/").run(meter)


class _Upload:
    """One upload; `prefix` is bucket and folder, with a slash at the end."""

    def __init__(self, store: Any, site: Path, prefix: str) -> None:
        self._store, self._site, self._prefix = store, site, prefix

    def run(self, meter: Meter) -> Changes:
        wanted = read_manifest(self._site)
        manifest, journal = self._read(MANIFEST), self._read(JOURNAL)
        there = self._there(manifest, journal, wanted)
        made = [path for path, digest in wanted.items() if there.get(path) != digest]
        removed = sorted(there.keys() - wanted.keys())
        if not made and not removed and manifest is not None and journal is None:
            return Changes((), (), len(wanted) + 1)
        self._write(JOURNAL, json.dumps({"made": made, "removed": removed}).encode())
        self._put(made, meter)
        self._remove(removed)
        self._write(MANIFEST, (self._site / MANIFEST).read_bytes())
        self._remove([JOURNAL])
        made = sorted([*made, MANIFEST])
        return Changes(tuple(made), tuple(removed), len(wanted) + 1 - len(made))

    # ------------------------------------------------------------- what is there
    def _there(
        self,
        manifest: Mapping[str, Any] | None,
        journal: Mapping[str, Any] | None,
        wanted: Mapping[str, str],
    ) -> dict[str, str]:
        """Return the digest of each file that is ours, empty when it may be another one."""
        if manifest is None and journal is None:
            self._refuse_foreign()
            return {}
        there = {path: str(digest) for path, digest in (manifest or {}).items() if is_inside(path)}
        if journal is None:
            return there
        unsure = {path for part in journal.values() for path in part if is_inside(path)}
        listed = self._listed()
        there |= {path: self._digest(path, listed, wanted) for path in unsure}
        return there

    def _read(self, name: str) -> dict[str, Any] | None:
        try:
            found = json.loads(self._store.cat_file(self._prefix + name))
        except (FileNotFoundError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def _refuse_foreign(self) -> None:
        bucket = self._prefix.partition("/")[0]
        if not self._store.exists(bucket):
            raise FileNotFoundError(bucket)
        if self._store.find(self._prefix.rstrip("/"), maxdepth=1):
            raise PublishError(
                f"'{SCHEME}{self._prefix}' holds files that badgesite did not write",
                f"empty it, or choose another prefix with --site (no {MANIFEST} was found there)",
            )

    def _listed(self) -> dict[str, str]:
        """Return the MD5 of every file there, as far as the store tells it."""
        found = self._store.find(self._prefix.rstrip("/"), detail=True)
        return {
            name.removeprefix(self._prefix): str(info.get("ETag", "")).strip('"')
            for name, info in found.items()
        }

    def _digest(self, path: str, listed: Mapping[str, str], wanted: Mapping[str, str]) -> str:
        if path not in wanted or not listed.get(path):
            return ""
        content = (self._site / path).read_bytes()
        same = hashlib.md5(content, usedforsecurity=False).hexdigest() == listed[path]
        return wanted[path] if same else ""

    # ------------------------------------------------------------- changing it
    def _put(self, paths: list[str], meter: Meter) -> None:
        """Upload these files with their media types: pages last, for they load the others."""
        groups: defaultdict[tuple[bool, str], list[str]] = defaultdict(list)
        for path in paths:
            kind = _kind(path)
            groups[kind.startswith("text/html"), kind].append(path)
        meter.start("Upload", len(paths))
        for _, kind in sorted(groups):
            group = groups[kind.startswith("text/html"), kind]
            for first in range(0, len(group), _STEP):
                some = group[first : first + _STEP]
                self._store.put(
                    [str(self._site / path) for path in some],
                    [self._prefix + path for path in some],
                    batch_size=_AT_ONCE,
                    ContentType=kind,
                )
                meter.step(len(some))

    def _write(self, name: str, content: bytes) -> None:
        self._store.pipe_file(self._prefix + name, content, ContentType=_kind(name))

    def _remove(self, paths: list[str]) -> None:
        """Remove these files; one that is gone already is fine, one that must stay is an error."""
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            for _ in threads.map(self._store.rm_file, (self._prefix + path for path in paths)):
                pass


def _kind(path: str) -> str:
    return media_type(PurePosixPath(path).suffix)


def _store() -> Any:
    try:
        import s3fs
    except ImportError:
        raise PublishError(
            "publishing to a bucket needs s3fs, which is not installed",
            "pip install 'badgesite[s3]'",
        ) from None
    return s3fs.S3FileSystem(
        config_kwargs=_TIMES, skip_instance_cache=True, use_listings_cache=False
    )


@contextmanager
def _refusals(address: str) -> Iterator[None]:
    """Say in one sentence what the store does not let us do."""
    from botocore.exceptions import BotoCoreError, NoCredentialsError

    bucket = address.removeprefix(SCHEME).partition("/")[0]
    later = "the next upload finishes what this one began"
    try:
        yield
    except NoCredentialsError:
        raise PublishError(
            "there are no credentials for the object store",
            "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_ENDPOINT_URL beside Amazon)",
        ) from None
    except FileNotFoundError:
        raise PublishError(
            f"there is no bucket '{bucket}', or it lost files meanwhile", f"make it; {later}"
        ) from None
    except PermissionError:
        raise PublishError(
            f"these credentials may not read, list, write and delete in '{bucket}'",
            f"give them s3:GetObject, PutObject, DeleteObject and ListBucket; {later}",
        ) from None
    except (BotoCoreError, OSError) as error:
        said = str(error).strip().partition("\n")[0][:200]
        raise PublishError(f"the object store failed: {said}", f"try again; {later}") from None
