"""The build hook: what is stale, what is downloaded, what it refuses, what a wheel carries."""

import gzip
import json
import os
import shutil
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent
sys.path.insert(0, str(REPOSITORY))

import hatch_build  # noqa: E402

KEPT = ("hatch_build.py", "pyproject.toml", "README.md", "LICENSE")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """What the hook reads and writes, copied, with a fresh _built/."""
    hatch_build.build(REPOSITORY)
    ignored = shutil.ignore_patterns("node_modules", "__pycache__")
    shutil.copytree(REPOSITORY / "src", tmp_path / "src", ignore=ignored)
    return tmp_path


def built(tree: Path) -> dict[str, bytes]:
    folder = tree / hatch_build.BUILT
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def dependencies(root: Path) -> list[str]:
    return hatch_build.BadgesiteBuildHook(
        str(root), {}, None, None, str(root), "wheel"
    ).dependencies()  # type: ignore[arg-type]


def test_a_fresh_bundle_downloads_nothing(tree: Path) -> None:
    assert hatch_build.is_fresh(tree)
    assert dependencies(tree) == []
    assert hatch_build.build(tree) is False


def test_times_of_files_say_nothing(tree: Path) -> None:
    for path in (tree / "src/verifier").iterdir():
        os.utime(path, (0, 0))
    (tree / "src/verifier/verify.ts").touch()
    assert hatch_build.is_fresh(tree)


@pytest.mark.parametrize(
    "changed",
    ["src/verifier/proof.ts", "src/verifier/package-lock.json", "src/verifier/build.js"],
)
def test_a_changed_source_makes_the_bundle_stale(tree: Path, changed: str) -> None:
    with (tree / changed).open("a") as file:
        file.write("\n")
    assert not hatch_build.is_fresh(tree)
    assert dependencies(tree) == [*hatch_build.REQUIREMENTS, *hatch_build.COMPILING]


def test_a_changed_catalogue_is_compiled_without_node_and_nothing_else_is_made(
    tree: Path,
) -> None:
    before = built(tree)
    catalogue = tree / hatch_build.CATALOGUES / "de.po"
    gone = f"catalogues/{sha256(catalogue.read_bytes()).hexdigest()}.mo"
    catalogue.write_text(catalogue.read_text("utf-8") + "\n# a remark\n", "utf-8")
    made = f"catalogues/{sha256(catalogue.read_bytes()).hexdigest()}.mo"
    assert dependencies(tree) == hatch_build.COMPILING
    assert hatch_build.build(tree) is True
    assert hatch_build.is_fresh(tree)
    now = built(tree)
    assert {**before, made: before[gone]} == {**now, gone: before[gone]}
    assert gone not in now


def test_catalogues_are_compiled_by_the_babel_that_is_locked() -> None:
    lock = (REPOSITORY / "requirements/run.txt").read_text("utf-8").splitlines()
    assert [line.split()[0] for line in lock if line.startswith("babel==")] == hatch_build.COMPILING


def test_days_spelled_otherwise_are_written_down_again(tree: Path) -> None:
    spelling = tree / hatch_build.SPELLING
    spelling.write_text(spelling.read_text("utf-8").replace("d MMM y", "d MMM, y"), "utf-8")
    assert dependencies(tree) == hatch_build.COMPILING
    assert hatch_build.build(tree) is True
    days = json.loads(built(tree)["catalogues/days.json"])["days"]
    assert days["en"]["short"][0] == "{d} Jan, {y}"


def test_a_changed_test_leaves_the_bundle_fresh(tree: Path) -> None:
    (tree / "src/verifier/new.test.ts").write_text("// a test\n")
    assert hatch_build.is_fresh(tree)


@pytest.mark.parametrize(
    "missing",
    [
        "verifier/verify.js",
        "verifier/verify-worker.js",
        "contexts/credentials-v2.json",
        "fonts/inter-latin.woff2",
    ],
)
def test_a_missing_file_makes_the_bundle_stale(tree: Path, missing: str) -> None:
    (tree / hatch_build.BUILT / missing).unlink()
    assert not hatch_build.is_fresh(tree)


def test_an_altered_context_makes_the_bundle_stale(tree: Path) -> None:
    path = tree / hatch_build.BUILT / "contexts/credentials-v2.json"
    path.write_bytes(path.read_bytes() + b"\n")
    assert not hatch_build.is_fresh(tree)


def test_a_context_with_another_digest_is_refused_in_one_sentence(tree: Path) -> None:
    digests = tree / hatch_build.DIGESTS
    entries = json.loads(digests.read_text())
    url = "https://www.w3.org/ns/credentials/v2"
    digests.write_text(
        json.dumps({url: {**entries[url], "package": "pypi:click@0", "path": "click/__init__.py"}})
    )
    with pytest.raises(hatch_build.BuildFailure) as refused:
        hatch_build._gather_contexts(tree, tree, tree / "made")
    assert str(refused.value) == (
        "the context credentials-v2.json of pypi:click@0 is not the one we know; "
        "compare it with the digest in src/badgesite/contexts/digests.json"
    )


def test_a_package_that_is_not_installed_is_named_with_the_command(tmp_path: Path) -> None:
    with pytest.raises(hatch_build.BuildFailure, match=r"pip install no-such-package==1\.0"):
        hatch_build._packaged("pypi:no-such-package@1.0", "x.json", tmp_path)


def test_without_the_network_a_stale_bundle_is_one_sentence_and_the_old_one_stays(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tree / "src/verifier/new.ts").write_text("// changed\n")
    before = built(tree)
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_cache", str(tree / "empty-cache"))
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    with pytest.raises(hatch_build.BuildFailure) as refused:
        hatch_build.build(tree)
    capfd.readouterr()
    assert str(refused.value) == (
        "the npm packages of the verifier could not be fetched; connect to the network and "
        "install again, or install the released wheel, which has it"
    )
    assert built(tree) == before


@pytest.mark.slow
def test_two_builds_give_the_same_bytes(tree: Path) -> None:
    before = built(tree)
    shutil.rmtree(tree / hatch_build.BUILT)
    assert hatch_build.build(tree) is True
    assert built(tree) == before


@pytest.mark.slow
def test_a_wheel_carries_the_bundle_and_needs_no_node(tree: Path) -> None:
    for name in KEPT:
        if (REPOSITORY / name).exists():
            shutil.copyfile(REPOSITORY / name, tree / name)
        else:
            (tree / name).write_text("")
    shutil.copytree(REPOSITORY / "themes", tree / "themes")
    command = "import sys, hatchling.build as b; print(b.build_wheel(sys.argv[1]))"
    subprocess.run(
        [sys.executable, "-c", command, str(tree / "dist")],
        cwd=tree,
        env={"PATH": "/nowhere"},
        check=True,
        capture_output=True,
    )
    (wheel,) = (tree / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for name in ("verifier/verify.js", "contexts/did-v1.json", "fonts/inter-latin.woff2"):
        assert f"badgesite/_built/{name}" in names
    assert not [name for name in names if "node_modules" in name or name.endswith(".ts")]


def test_what_a_credential_page_loads_is_at_most_42_kilobytes(tree: Path) -> None:
    files = built(tree)
    loaded = ("verifier/verify.js", "verifier/verify-worker.js")
    assert sum(len(gzip.compress(files[name], 9)) for name in loaded) <= 42_000


def test_nothing_in_the_bundle_turns_text_into_code_or_markup(tree: Path) -> None:
    for name, data in built(tree).items():
        if name.endswith(".js"):
            for sink in (b"innerHTML", b"eval(", b"new Function", b"document.write", b"DOMParser"):
                assert sink not in data, name


def test_the_lock_file_names_no_place_to_download_from() -> None:
    lock = json.loads((REPOSITORY / "src/verifier/package-lock.json").read_text())
    packages = [each for name, each in lock["packages"].items() if name]
    assert packages
    assert not [each for each in packages if "resolved" in each]
    assert all("integrity" in each for each in packages)
