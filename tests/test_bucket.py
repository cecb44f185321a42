"""A site in an object store: the same files, only what changed, and never somebody else's."""

import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from badgesite.publish import bucket as module
from badgesite.publish.bucket import JOURNAL, is_address, upload
from repositories import Quiet, Ran, Repository, copied, files

boto3 = pytest.importorskip("boto3", reason="moto is not installed")
server = pytest.importorskip("moto.server", reason="moto is not installed")
pytest.importorskip("s3fs", reason="the extra 's3' is not installed")

pytestmark = pytest.mark.slow
PLACE = "s3://badges/public/site"


class Killed(BaseException):
    """What happens to a process that is killed."""


class Store:
    """A local server that speaks S3, and the bucket `badges` in it."""

    def __init__(self, address: str) -> None:
        asked = Request(f"{address}/moto-api/reset", method="POST")  # of tests before this one
        urlopen(asked).close()
        self.client = boto3.client("s3", endpoint_url=address, region_name="us-east-1")
        self.client.create_bucket(Bucket="badges")

    def objects(self) -> dict[str, dict[str, Any]]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket="badges")
        return {each["Key"]: each for page in pages for each in page.get("Contents", ())}

    def files(self, prefix: str = "public/site/") -> dict[str, bytes]:
        return {
            key.removeprefix(prefix): self.get(key)["Body"].read()
            for key in self.objects()
            if key.startswith(prefix)
        }

    def get(self, key: str) -> dict[str, Any]:
        return dict(self.client.get_object(Bucket="badges", Key=key))

    def put(self, key: str, content: bytes) -> None:
        self.client.put_object(Bucket="badges", Key=key, Body=content)


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Store]:
    running = server.ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    address = f"http://{host}:{port}"
    for name, value in {
        "AWS_ENDPOINT_URL": address,
        "AWS_ACCESS_KEY_ID": "somebody",
        "AWS_SECRET_ACCESS_KEY": "something",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": str(tmp_path / "none"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "none"),
    }.items():
        monkeypatch.setenv(name, value)
    try:
        yield Store(address)
    finally:
        running.stop()


@pytest.fixture
def built(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return copied(tmp_path_factory, tmp_path)


def published(made: Repository) -> Ran:
    return made.run("build", "--site", PLACE)


# ------------------------------------------------------------------ the same site
def test_a_bucket_holds_what_the_folder_holds(built: Repository, store: Store) -> None:
    store.put("public/other.txt", b"of somebody else")
    ran = published(built)
    assert ran.code == 0, ran.err
    assert store.files() == files(built.site)
    assert f"Published to {PLACE}" in ran.out
    assert store.get("public/other.txt")["Body"].read() == b"of somebody else"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("badges/rope/badge.svg", "image/svg+xml"),
        ("badges/rope/badge.png", "image/png"),
        (".well-known/did.json", "application/json; charset=utf-8"),
        ("pathways/way/pathway.jsonld", "application/ld+json; charset=utf-8"),
        ("_headers", "application/octet-stream"),
    ],
)
def test_the_browser_is_told_what_a_file_is(
    built: Repository, store: Store, path: str, kind: str
) -> None:
    built.build()
    upload(built.site, PLACE, Quiet())
    assert store.get(f"public/site/{path}")["ContentType"] == kind


def test_only_what_changed_is_sent(built: Repository, store: Store) -> None:
    published(built)
    before = {key: each["LastModified"] for key, each in store.objects().items()}
    again = published(built)
    assert "0 uploaded" in again.out
    assert {key: each["LastModified"] for key, each in store.objects().items()} == before
    old = files(built.site)
    built.append("awards/2026.csv", "henry,rope,2026-06-01,,\n")
    ran = published(built)
    new = files(built.site)
    changed = {path for path in new if new[path] != old.get(path)}
    assert f"{len(changed)} uploaded" in ran.out
    assert store.files() == new


def test_what_is_gone_is_removed_and_what_is_not_ours_stays(
    built: Repository, store: Store
) -> None:
    published(built)
    store.put("public/site/google-verification.txt", b"of the provider")
    (built.root / "content/pages/about.md").unlink()
    (built.root / "content/addresses.csv").unlink(missing_ok=True)
    ran = published(built)
    assert ran.code == 0, ran.err
    assert store.files() == {
        **files(built.site),
        "google-verification.txt": b"of the provider",
    }


def test_pages_come_after_what_they_load_and_the_manifest_last(
    built: Repository, store: Store
) -> None:
    built.build()
    upload(built.site, PLACE, watched := Order())
    assert watched.total == len(files(built.site)) - 1
    told = store.objects()
    manifest = told["public/site/site-manifest.json"]["LastModified"]
    pages = [each["LastModified"] for key, each in told.items() if key.endswith(".html")]
    others = [
        each["LastModified"]
        for key, each in told.items()
        if not key.endswith((".html", "site-manifest.json"))
    ]
    assert max(others) <= min(pages)
    assert max(pages) <= manifest
    assert f"public/site/{JOURNAL}" not in told


class Order:
    """A meter that counts."""

    total = 0

    def start(self, what: str, total: int) -> None:
        assert what == "Upload"

    def step(self, count: int = 1) -> None:
        self.total += count


# ------------------------------------------------------------------ interrupted
@pytest.mark.parametrize("moment", range(5))
def test_an_interrupted_upload_is_finished_by_the_next(
    built: Repository, store: Store, moment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever was sent before the end: the next upload leaves the site, and nothing beside it."""
    published(built)
    old = store.files()
    built.append("awards/2026.csv", "henry,rope,2026-06-01,,\n")
    (built.root / "content/pages/about.md").unlink()
    (built.root / "content/addresses.csv").unlink(missing_ok=True)
    built.build()
    with monkeypatch.context() as patched:
        stop_at(moment, patched)
        with pytest.raises(Killed):
            upload(built.site, PLACE, Quiet())
    there = store.files()
    assert (there == old) if moment == 0 else (JOURNAL in there)
    changes = upload(built.site, PLACE, Quiet())
    assert store.files() == files(built.site)
    if moment > 1:  # what was sent is known by its MD5 and not sent again
        assert changes.made == ("site-manifest.json",)


def test_ctrl_c_during_an_upload_says_that_the_bucket_has_a_part(
    built: Repository, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module._Upload, "_put", stop)
    ran = built.run("build", "--site", PLACE)
    assert ran.code == 130
    assert ran.err.splitlines()[-1] == (
        "stopped: site/ is built, the bucket has a part; the same command goes on"
    )


def stop_at(moment: int, patched: pytest.MonkeyPatch) -> None:
    """Let so many of the steps of an upload be done: journal, files, removals, manifest, end."""
    calls = [0]
    for name in ("_write", "_put", "_remove"):
        original = getattr(module._Upload, name)

        def step(self: Any, *arguments: Any, original: Any = original) -> None:
            if calls[0] == moment:
                raise Killed
            calls[0] += 1
            original(self, *arguments)

        patched.setattr(module._Upload, name, step)


def test_a_first_upload_that_was_interrupted_is_not_taken_for_somebody_elses(
    built: Repository, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    built.build()
    with monkeypatch.context() as patched:
        stop_at(2, patched)
        with pytest.raises(Killed):
            upload(built.site, PLACE, Quiet())
    assert upload(built.site, PLACE, Quiet()).made == ("site-manifest.json",)
    assert store.files() == files(built.site)


# ------------------------------------------------------------------ what is said
def test_files_of_others_are_refused_and_stay(built: Repository, store: Store) -> None:
    store.put("public/site/index.html", b"of somebody else")
    ran = published(built)
    assert ran.code == 1
    assert "holds files that badgesite did not write" in ran.err
    assert store.files() == {"index.html": b"of somebody else"}


def test_a_bucket_that_is_not_there_is_one_sentence(built: Repository, store: Store) -> None:
    ran = built.run("build", "--site", "s3://other-bucket/x")
    assert ran.code == 1
    assert "there is no bucket 'other-bucket'" in ran.err
    assert "Traceback" not in ran.said


def test_a_store_that_does_not_answer_is_one_sentence(
    built: Repository, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens on it, and nobody else can
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{taken.getsockname()[1]}")
        ran = published(built)
    assert ran.code == 1
    assert "the object store failed" in ran.err
    assert "Traceback" not in ran.said


def test_without_credentials_the_remedy_is_named(
    built: Repository, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    ran = published(built)
    assert ran.code == 1
    assert "set AWS_ACCESS_KEY_ID" in ran.err


def test_without_the_extra_the_remedy_is_named(
    built: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    ran = published(built)
    assert ran.code == 1
    assert "pip install 'badgesite[s3]'" in ran.err


@pytest.mark.parametrize(
    "text", ["s3://", "s3://B/x", "s3://bucket/../x", "s3://bucket//x", "s3://b?x", "gs://bucket/x"]
)
def test_what_is_no_address_is_wrong_usage(built: Repository, text: str) -> None:
    assert not is_address(text)
    ran = built.run("build", "--site", text)
    assert ran.code == 2
    assert "is not like s3://my-bucket/folder" in ran.err


def test_a_dry_run_sends_nothing(built: Repository, store: Store) -> None:
    assert built.run("build", "--dry-run", "--site", PLACE).code == 0
    assert store.objects() == {}
