"""A build on a Dask cluster gives the same site, whatever becomes of its workers."""

import base64
import os
import pickle
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from badgesite import surroundings
from badgesite.build import Request, build
from badgesite.build.whole import _elsewhere
from badgesite.errors import BadgesiteError
from badgesite.rebuilding import Executor
from repositories import PUBLIC_URL, Quiet, files
from test_determinism import many

dask = pytest.importorskip("distributed", reason="the extra 'dask' is not installed")

pytestmark = pytest.mark.slow


class Watch:
    """A meter that does something when the first range is done."""

    def __init__(self, at_first: Callable[[], None]) -> None:
        self._at_first = at_first
        self.ranges: int | None = None

    def start(self, what: str, total: int) -> None:
        if what == "Learners":
            self.ranges = 0

    def step(self, count: int = 1) -> None:
        if self.ranges is not None:
            self.ranges += 1
            if self.ranges == 1:
                self._at_first()


@pytest.fixture
def cluster() -> Iterator[Any]:
    with local() as made:
        yield made


def local(workers: int = 2) -> Any:
    return dask.LocalCluster(
        "127.0.0.1",
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        dashboard_address="127.0.0.1:0",
        silence_logs=50,
    )


def executor_of(cluster: Any) -> Executor:
    return Executor(cluster.scheduler_address.removeprefix("tcp://"), surroundings.environment)


def in_workers(cluster: Any, said: str) -> list[Any]:
    with dask.Client(cluster, set_as_default=False) as client:
        return list(client.run(eval, said).values())


# ------------------------------------------------------------------ the same site
def test_two_workers_make_the_site_that_this_machine_makes(tmp_path: Path, cluster: Any) -> None:
    made = many(tmp_path / "many", 200)
    made.build(site=tmp_path / "here", use_cache=False)
    built = made.build(site=tmp_path / "there", executor=executor_of(cluster))
    assert files(tmp_path / "there") == files(tmp_path / "here")
    assert len(built.changes.made) == len(files(tmp_path / "here"))
    # Both had a part in it: what it signs is compiled in each of them.
    assert in_workers(cluster, "'pyld' in __import__('sys').modules") == [True, True]
    assert in_workers(cluster, "__import__('sys').modules['badgesite.build.cluster']._made") == [
        {},
        {},
    ]  # and has forgotten it
    # What changes next is made by the same workers, of the content as it is then.
    made.write("badges/rope.md", made.read("badges/rope.md").replace("Do it.", "Do it well."))
    made.build(site=tmp_path / "there", executor=executor_of(cluster))
    made.build(site=tmp_path / "here", use_cache=False)
    assert files(tmp_path / "there") == files(tmp_path / "here")


def test_a_worker_that_is_killed_in_the_middle_changes_nothing(
    tmp_path: Path, cluster: Any
) -> None:
    made = many(tmp_path / "many", 400)
    made.build(site=tmp_path / "here", use_cache=False)
    victims = in_workers(cluster, "__import__('os').getpid()")
    killed: list[int] = []

    def kill() -> None:
        os.kill(victims[0], signal.SIGKILL)
        killed.append(victims[0])

    request = Request(made.root, site=tmp_path / "there", executor=executor_of(cluster))
    build(request, Watch(kill))
    assert killed
    assert files(tmp_path / "there") == files(tmp_path / "here")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["here", "many", "there"]


# ------------------------------------------------------------------ keys
def test_a_key_is_never_sent_and_each_worker_needs_its_own(
    tmp_path: Path, cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = many(tmp_path / "many", 150)
    made.write("site.yml", made.read("site.yml").replace("http://localhost:8000", PUBLIC_URL))
    made.run("key", "new")
    (pem,) = (made.root / "keys").glob("*.pem")
    key = base64.b64encode(pem.read_bytes()).decode()
    pem.unlink()
    mine = {"BADGESITE_KEY": key}
    request = Request(
        made.root, site=tmp_path / "site", environment=mine, executor=executor_of(cluster)
    )
    assert key.encode() not in pickle.dumps(
        _elsewhere(request, surroundings.environment, ("l001",))
    )
    with pytest.raises(BadgesiteError, match="another key, so nothing was published"):
        build(request, Quiet())
    assert not (tmp_path / "site").exists()
    monkeypatch.setenv("BADGESITE_KEY", key)
    with local() as keyed:
        build(replace(request, executor=executor_of(keyed)), Quiet())
    made.build(site=tmp_path / "here", environment=mine, use_cache=False)
    assert files(tmp_path / "site") == files(tmp_path / "here")


# ------------------------------------------------------------------ what is said
@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody comes, however long one waits."""
    monkeypatch.setattr("badgesite.build.cluster._TIMEOUT", 2)


@pytest.mark.usefixtures("impatient")
def test_a_scheduler_that_nobody_is_at_is_one_sentence(tmp_path: Path) -> None:
    made = many(tmp_path / "many", 3)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens on it, and nobody else can
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        ran = made.run("build", "--executor", f"dask://{address}")
    assert ran.code == 1
    assert ran.err.count("\n") == 2
    assert f"no Dask scheduler answers at '{address}'" in ran.err
    assert not made.site.exists()


@pytest.mark.usefixtures("impatient")
def test_a_scheduler_without_workers_is_one_sentence(tmp_path: Path) -> None:
    made = many(tmp_path / "many", 3)
    with local(workers=0) as empty:
        address = executor_of(empty).address
        ran = made.run("build", "--executor", f"dask://{address}")
    assert (ran.code, ran.err.count("\n")) == (1, 2)
    assert "has no workers" in ran.err
    assert not made.site.exists()


@pytest.mark.parametrize(
    "address",
    ["dask://", "dask://host", "host:8786", "tcp://host:8786", "dask://h:x", "dask://h:1/a"],
)
def test_what_is_no_address_is_wrong_usage(tmp_path: Path, address: str) -> None:
    ran = many(tmp_path / "many", 3).run("build", "--executor", address)
    assert ran.code == 2
    assert "is not like dask://" in ran.err


def test_without_the_extra_the_remedy_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    ran = many(tmp_path / "many", 3).run("build", "--executor", "dask://127.0.0.1:8786")
    assert ran.code == 1
    assert "pip install 'badgesite[dask]'" in ran.err
