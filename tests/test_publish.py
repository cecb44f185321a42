"""Publishing: the old site or the new one, never a mixture, and nothing written for nothing."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badgesite.errors import PublishError
from badgesite.publish import MANIFEST, amending, changing, manifest, publish, repair
from badgesite.publish.amending import amended

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


_AS_ON_WINDOWS = """
import os, sys
from pathlib import Path
opened, wrote, read = os.open, os.write, os.read
os.O_BINARY, as_text = 1 << 30, {}

def open_as_there(path, flags, *rest, **named):
    handle = opened(path, flags & ~os.O_BINARY, *rest, **named)
    as_text[handle] = not flags & os.O_BINARY
    return handle

def write_as_there(handle, content):
    wrote(handle, content.replace(b"\\n", b"\\r\\n") if as_text.get(handle) else content)
    return len(content)

def read_as_there(handle, count):
    content = read(handle, count)
    return content.replace(b"\\r\\n", b"\\n") if as_text.get(handle) else content

os.open, os.write, os.read = open_as_there, write_as_there, read_as_there
from badgesite.publish import publish
files = {"index.html": b"one\\ntwo\\n", "badge.png": b"\\x89PNG\\r\\n\\x1a\\n"}
for again in range(2):
    print(len(publish(files, Path(sys.argv[1])).made))
"""


def test_line_ends_stay_where_the_system_turns_them_into_two_bytes(tmp_path: Path) -> None:
    """Windows does with what is not opened as binary; its two functions are imitated here."""
    done = subprocess.run(
        [sys.executable, "-c", _AS_ON_WINDOWS, str(tmp_path / "site")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        check=True,
    )
    assert done.stdout.split() == [b"3", b"0"], "the second time nothing is written"
    assert tree(tmp_path / "site")["index.html"] == b"one\ntwo\n"
    assert tree(tmp_path / "site")["badge.png"] == b"\x89PNG\r\n\x1a\n"


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


def test_a_whole_disk_is_refused() -> None:
    with pytest.raises(PublishError, match="is a whole disk"):
        publish(FILES, Path("/"))


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
    told = publish(FILES, site, dry=True)
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


# ------------------------------------------------------------------ a few changes in many files
MANY = {f"d{n % 40}/{n}.txt": b"old" for n in range(400)}


def test_few_changes_touch_few_files_and_leave_nothing_beside(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(MANY, site)
    folder = site.stat().st_ino
    wanted = {**MANY, "d1/1.txt": b"new", "new/folder/x.txt": b"new"}
    del wanted["d2/2.txt"]
    changes = publish(wanted, site)
    assert changes.made == ("d1/1.txt", "new/folder/x.txt", MANIFEST)
    assert changes.removed == ("d2/2.txt",)
    assert site.stat().st_ino == folder  # the journal's way: the folder stays
    assert {p: c for p, c in tree(site).items() if p != MANIFEST} == wanted
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("odd", ["link", "file for folder", "folder for file"])
def test_what_stands_in_the_way_of_a_rename_is_left_behind(tmp_path: Path, odd: str) -> None:
    site, away = tmp_path / "site", tmp_path / "away"
    away.mkdir()
    publish({**MANY, "a": b"file", "b/c": b"file"}, site)
    wanted = {**MANY, "b/c": b"file", "a/x": b"new"}
    if odd == "folder for file":
        wanted = {**MANY, "a": b"file", "b": b"new"}
    elif odd == "link":
        (site / "b/c").unlink()
        (site / "b").rmdir()
        (site / "b").symlink_to(away)
        wanted = {**MANY, "a": b"file", "b/c": b"new"}
    publish(wanted, site)
    assert {p: c for p, c in tree(site).items() if p != MANIFEST} == wanted
    assert list(away.iterdir()) == []


def test_a_journal_is_rolled_forward_after_a_kill_at_any_rename(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    new = {**MANY, **{f"d3/{n}.txt": b"new" for n in range(3, 203, 40)}}
    del new["d4/4.txt"]

    class Killed(BaseException):
        """The process is gone here."""

    original = Path.replace
    for moment in range(7):  # the journal, five files and the manifest
        publish(MANY, site)
        left = [moment]

        def replace(self: Path, target: Path, left: list[int] = left) -> Path:
            if left[0] == 0:
                raise Killed
            left[0] -= 1
            return original(self, target)

        monkeypatch.setattr(Path, "replace", replace)
        with pytest.raises(Killed):
            publish(new, site)
        monkeypatch.setattr(Path, "replace", original)
        repair(site)
        seen = {p: c for p, c in tree(site).items() if p != MANIFEST}
        assert seen == (MANY if moment == 0 else new)
        assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_file_that_is_held_open_leaves_a_change_that_the_next_start_finishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows replaces no file that another program has open."""
    site, rename = tmp_path / "site", Path.replace
    publish(MANY, site)
    new = MANY | {f"d{n}/{n}.txt": b"new" for n in range(1, 5)}

    def held(here: Path, there: Path) -> Path:
        if there.name == "3.txt":
            raise PermissionError(errno.EACCES, "another program has it open", str(there))
        return rename(here, there)

    monkeypatch.setattr(Path, "replace", held)
    for _ in range(2):
        with pytest.raises(PublishError) as refused:
            publish(new, site)
        assert "goes on from there" in refused.value.remedy
    monkeypatch.undo()
    repair(site)
    seen = tree(site)
    assert {path: seen[path] for path in new} == new
    assert json.loads(seen[MANIFEST])["d3/3.txt"] == sha256(b"new").hexdigest()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


def test_a_new_site_that_cannot_be_moved_leaves_the_old_one_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, rename = tmp_path / "site", Path.rename
    publish(FILES, site)

    def held(here: Path, there: Path) -> Path:
        if here.name == ".site.new":
            raise PermissionError(errno.EACCES, "another program has a file of it open", str(here))
        return rename(here, there)

    monkeypatch.setattr(Path, "rename", held)
    monkeypatch.setattr(changing, "_swap", lambda one, other: False)
    before = tree(site)
    with pytest.raises(PublishError) as refused:
        publish({path: b"new" for path in FILES}, site)
    assert "the old site is untouched" in refused.value.remedy
    assert tree(site) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


def test_a_journal_that_points_outside_removes_nothing_outside(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(FILES, site)
    (tmp_path / "precious").write_text("x")
    said = {"made": ["../precious"], "removed": ["../precious", "/etc/hosts"]}
    (tmp_path / ".site.journal").write_text(json.dumps(said))
    repair(site)
    assert (tmp_path / "precious").read_text() == "x"


_KILLED = """
import sys
from pathlib import Path
from badgesite.publish import publish
files = {f"d{n % 40}/{n}.txt": b"old" for n in range(4000)}
files |= {f"d{n % 40}/{n}.txt": sys.argv[2].encode() for n in range(0, 4000, 9)}
print("go", flush=True)
publish(files, Path(sys.argv[1]))
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill at once")
def test_a_kill_in_a_small_change_leaves_old_or_new_after_the_next_start(tmp_path: Path) -> None:
    site = tmp_path / "site"

    def start(text: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-c", _KILLED, str(site), text],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        return process

    began = time.perf_counter()
    start("a").wait()
    start("b").wait()
    whole = (time.perf_counter() - began) / 2
    before = "b"
    for number in range(int(os.environ.get("KILLS", "10"))):
        text = chr(ord("A") + number % 26)
        process = start(text)
        time.sleep(whole * (number % 10) / 20)
        process.kill()
        process.wait()
        repair(site)
        changed = {c for p, c in tree(site).items() if p != MANIFEST and c != b"old"}
        assert changed in ({before.encode()}, {text.encode()})
        assert len(tree(site)) == 4001
        before = changed.pop().decode()


@given(
    st.dictionaries(st.text("abc/\u00e9", min_size=1, max_size=3), st.just("00"), min_size=1),
    st.dictionaries(st.text("abc/\u00e9", min_size=1, max_size=3), st.sampled_from(["11", None])),
)
def test_an_amended_manifest_is_the_one_that_all_its_files_would_give(
    before: dict[str, str], changes: dict[str, str | None]
) -> None:
    after = {path: digest for path, digest in {**before, **changes}.items() if digest is not None}
    with TemporaryDirectory() as folder:
        place = Path(folder) / MANIFEST
        place.write_bytes(manifest(sorted(before.items())))
        found = amended(place, changes)
        assert found is not None
        assert b"".join(found()) == manifest(sorted(after.items()))
    assert found.differs == (before != after)


def test_a_large_manifest_is_amended_without_reading_what_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {f"{number:06}/{'long' * (number % 900)}.html": "00" for number in range(5_000)}
    place = tmp_path / MANIFEST
    place.write_bytes(manifest(sorted(before.items())))
    read = []
    real = amending._read
    monkeypatch.setattr(amending, "_read", lambda *a: read.append(real(*a)) or read[-1])
    new, changed, gone = "002500/new.html", *sorted(before)[1_000:4_000:2_999]
    found = amended(place, {new: "11", changed: "11", gone: None})
    assert found is not None
    assert sum(map(len, read)) < place.stat().st_size / 20
    after = {**before, new: "11", changed: "11"}
    del after[gone]
    assert b"".join(found()) == manifest(sorted(after.items()))


def test_a_manifest_that_changes_meanwhile_is_not_amended(tmp_path: Path) -> None:
    place = tmp_path / MANIFEST
    place.write_bytes(manifest([("a", "00"), ("b", "00")]))
    found = amended(place, {"b": "11"})
    assert found is not None
    place.write_bytes(manifest([("a", "00")]))
    with pytest.raises(OSError, match="changed meanwhile"):
        b"".join(found())


@pytest.mark.parametrize("content", [b"", b"{}\n", b"{\n}\n", b"{\n  'a': 1\n}"])
def test_what_is_not_a_manifest_of_ours_is_not_amended(tmp_path: Path, content: bytes) -> None:
    place = tmp_path / MANIFEST
    place.write_bytes(content)
    assert amended(place, {"b": "11"}) is None
