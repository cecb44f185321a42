"""Publishing: the old site or the new one, never a mixture, and nothing written for nothing."""

import json
import os
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest

from badgesite.errors import PublishError
from badgesite.publish import MANIFEST, compare, publish, repair

FILES = {"index.html": b"home", "badges/a/index.html": b"a", "badges/b/index.html": b"b"}


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_manifest_names_every_file_but_itself(tmp_path: Path) -> None:
    publish(FILES, tmp_path / "site")
    manifest = json.loads((tmp_path / "site" / MANIFEST).read_bytes())
    assert manifest == {path: sha256(content).hexdigest() for path, content in FILES.items()}


def test_publishing_the_same_again_writes_nothing(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(FILES, site)
    before = {path: path.stat() for path in site.rglob("*")}
    changes = publish(FILES, site)
    assert changes.made == changes.removed == ()
    after = {path: path.stat() for path in site.rglob("*")}
    assert {p: (s.st_ino, s.st_mtime_ns) for p, s in before.items()} == {
        p: (s.st_ino, s.st_mtime_ns) for p, s in after.items()
    }


def test_a_change_writes_its_own_file_and_the_manifest(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(FILES, site)
    kept = (site / "badges/a/index.html").stat()
    changes = publish(FILES | {"index.html": b"new"}, site)
    assert changes.made == ("index.html", MANIFEST)
    now = (site / "badges/a/index.html").stat()
    assert (now.st_ino, now.st_mtime_ns) == (kept.st_ino, kept.st_mtime_ns)


def test_what_is_no_longer_wanted_goes_with_its_folder(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(FILES, site)
    fewer = {path: content for path, content in FILES.items() if "b/" not in path}
    changes = publish(fewer, site)
    assert changes.removed == ("badges/b/index.html",)
    assert not (site / "badges/b").exists()


def test_files_that_are_not_ours_are_carried_over(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(FILES, site)
    (site / "CNAME").write_text("badges.example.org")
    publish(FILES | {"index.html": b"new"}, site)
    assert (site / "CNAME").read_text() == "badges.example.org"


def test_a_folder_of_somebody_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "thesis.txt").write_text("four years of work")
    with pytest.raises(PublishError, match="did not write"):
        publish(FILES, site)
    assert tree(site) == {"thesis.txt": b"four years of work"}


def test_a_symbolic_link_in_place_of_the_site_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PublishError):
        publish(FILES, tmp_path / "site")
    assert tree(tmp_path / "elsewhere") == {}


def test_a_manifest_that_points_outside_removes_nothing_outside(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(FILES, site)
    (tmp_path / "precious").write_text("x")
    (site / MANIFEST).write_text(json.dumps({"../precious": "0", "/etc/hosts": "0"}))
    publish(FILES, site)
    assert (tmp_path / "precious").read_text() == "x"


def test_a_damaged_file_is_mended(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(FILES, site)
    (site / "index.html").write_bytes(b"hame")
    changes = publish(FILES, site)
    assert changes.made == ("index.html",)
    assert tree(site)["index.html"] == b"home"


def test_a_dry_run_tells_the_same_and_writes_nothing(tmp_path: Path) -> None:
    site = tmp_path / "site"
    told = compare(FILES, site)
    assert not site.exists()
    assert told == publish(FILES, site)


def test_what_a_killed_publication_left_is_cleared(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(FILES, site)
    site.rename(tmp_path / ".site.old")
    (tmp_path / ".site.new").mkdir()
    repair(site)
    assert tree(site)["index.html"] == b"home"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


_PUBLISH = """
import sys
from pathlib import Path
from badgesite.publish import publish
files = {f"d{n % 40}/{n}.txt": sys.argv[2].encode() * 400 for n in range(1200)}
print("go", flush=True)
publish(files, Path(sys.argv[1]))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill at once")
def test_a_kill_at_any_moment_leaves_the_old_site_or_the_new_one(tmp_path: Path) -> None:
    site = tmp_path / "site"

    def run(text: str, patience: float | None) -> None:
        process = subprocess.Popen(
            [sys.executable, "-c", _PUBLISH, str(site), text],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert process.stdout is not None
        process.stdout.readline()
        if patience is not None:
            time.sleep(patience)
            process.kill()
        process.wait()
        process.stdout.close()

    run("a", None)
    began = time.perf_counter()
    run("b", None)
    whole = time.perf_counter() - began
    before = "b"
    for number in range(10):
        text = "cdefghijkl"[number]
        run(text, whole * number / 12)
        seen = {content[:1] for path, content in tree(site).items() if path != MANIFEST}
        assert seen in ({before.encode()}, {text.encode()})
        assert len(tree(site)) == 1201
        before = seen.pop().decode()
    publish({"index.html": b"x"}, site)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]
