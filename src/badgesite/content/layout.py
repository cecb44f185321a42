"""What each file in content/ is, by its place and name; what has no place is told, not ignored."""

import re
from collections.abc import Iterator

from msgspec import Struct, field

from badgesite.content.files import Tree
from badgesite.content.kinds import check_id
from badgesite.content.notes import START, Known, Mistake, Notes, nearest
from badgesite.content.translations import parted
from badgesite.errors import Problem

FOLDERS = ("badges", "pathways", "learners", "awards", "pages", "images")
# Addresses that are not for editorial pages (DESIGN §4).
_OWN = "pathways badges learners credentials verify status keys embed assets skills issuer 404"
_FILES = (
    "404.html index.html robots.txt feed.xml sitemap.xml did.json site-manifest.json badge-card.js"
)
TAKEN = frozenset((*_OWN.split(), *_FILES.split()))
_VERSION = r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}"
_PICTURE = r"images/([A-Za-z0-9][A-Za-z0-9._-]*/)*[A-Za-z0-9][A-Za-z0-9._-]*"
_PAGE = r"pages/([A-Za-z0-9][A-Za-z0-9._-]*/)*[A-Za-z0-9][A-Za-z0-9._-]*\.md"
_MAGIC = {
    "png": rb"\x89PNG\r\n\x1a\n",
    "jpg": rb"\xff\xd8\xff",
    "jpeg": rb"\xff\xd8\xff",
    "svg": rb"(\xef\xbb\xbf)?\s*<",
    "woff2": rb"wOF2",
    "ttf": rb"\x00\x01\x00\x00|true",
}
_TYPEFACES = ("woff2", "ttf")


class VersionedFile(Struct, frozen=True):
    """A badge or a pathway: its id, and the version when it is a kept earlier one."""

    path: str
    id: str
    version: str | None


class TranslatedFile(Struct, frozen=True):
    """A badge or a pathway in another language: texts of the one with the id."""

    path: str
    id: str
    language: str


class Layout(Struct):
    """The files by what they are, each list sorted by path."""

    versioned: dict[str, list[VersionedFile]] = field(
        default_factory=lambda: {"badges": [], "pathways": []}
    )
    learners: dict[str, str] = field(default_factory=dict)
    learner_tables: list[str] = field(default_factory=list)
    award_tables: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    bodies: dict[str, list[TranslatedFile]] = field(
        default_factory=lambda: {"badges": [], "pathways": []}
    )
    pictures: dict[str, bytes] = field(default_factory=dict)
    fonts: dict[str, bytes] = field(default_factory=dict)
    foreign: dict[str, tuple[tuple[str, bytes], ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def badges(self) -> list[str]:
        """Return the ids of the current badges."""
        return [file.id for file in self.versioned["badges"] if file.version is None]

    @property
    def pathways(self) -> list[str]:
        """Return the ids of the current pathways."""
        return [file.id for file in self.versioned["pathways"] if file.version is None]

    def note(self, path: str, sentence: str, remedy: str, code: str) -> None:
        """Note what is wrong with a file's place or name."""
        notes = Notes(f"content/{path}")
        notes.error(START, sentence, remedy, code)
        self.problems += notes.problems


def lay_out(tree: Tree) -> Layout:
    """Return what every file is."""
    layout = Layout()
    for path, data in tree.files.items():
        folder, _, rest = path.partition("/")
        if not rest:
            _root_file(path, layout)
        elif folder in ("badges", "pathways"):
            _versioned(folder, path, rest, layout)
        elif folder == "learners":
            _learner(path, rest, data, layout)
        elif folder == "awards":
            _table(path, rest, layout.award_tables, layout)
        elif folder == "pages":
            _page(path, layout)
        elif folder == "images":
            _picture(path, data, layout)
        else:
            _stray(path, folder, FOLDERS, layout)
    _check_orphans(layout)
    _check_translations(layout)
    return layout


_ROOT_FILES = ("site.yml", "keys.yml", "revocations.csv", "register.csv", "addresses.csv")


def _root_file(path: str, layout: Layout) -> None:
    if path not in _ROOT_FILES:
        _stray(path, path, _ROOT_FILES, layout)


def _stray(path: str, name: str, places: tuple[str, ...], layout: Layout) -> None:
    near = nearest(name, places)
    layout.note(
        path,
        "nothing reads this file, for its place or name is not one of content's",
        f"did you mean '{near}'?"
        if near
        else "move it out of content/, or see docs/reference/content.md",
        "stray-file",
    )


def _id_of(path: str, name: str, what: str, layout: Layout) -> str | None:
    try:
        return check_id(name, f"the id of a {what}")
    except Mistake as mistake:
        layout.note(
            path,
            f"the file's name is '{name}', {mistake.what}",
            f"rename it: {mistake.remedy}",
            mistake.code,
        )
        return None


def _versioned(folder: str, path: str, rest: str, layout: Layout) -> None:
    if "/" in rest or not rest.endswith(".md"):
        layout.note(path, "this is no Markdown file right in its folder", _WANTED_MD, "stray-file")
        return
    name, at, version = rest.removesuffix(".md").partition("@")
    base, code = parted(name)
    if code and not at:
        of = _id_of(path, base, folder.removesuffix("s"), layout)
        if of is not None:
            layout.bodies[folder].append(TranslatedFile(path, of, code))
        return
    thing_id = _id_of(path, name, folder.removesuffix("s"), layout)
    if thing_id is None:
        return
    if at and not re.fullmatch(_VERSION, version):
        layout.note(
            path, f"'{version}' is not a version", "rename it to <id>@<version>.md", "version"
        )
        return
    layout.versioned[folder].append(VersionedFile(path, thing_id, version if at else None))


_WANTED_MD = "name it <id>.md, small letters, and keep it out of other folders"


def _learner(path: str, rest: str, data: bytes, layout: Layout) -> None:
    folder, slash, name = rest.partition("/")
    suffix = rest.rpartition(".")[2]
    if slash:
        if "/" in name or suffix not in ("json", "jwt", "png", "svg"):
            remedy = "credentials of other issuers lie here: .json, .jwt, .png, .svg"
            layout.note(path, "nothing reads this file", remedy, "stray-file")
        elif _id_of(path, folder, "learner", layout):
            layout.foreign[folder] = (*layout.foreign.get(folder, ()), (path, data))
    elif suffix == "csv":
        layout.learner_tables.append(path)
    elif suffix == "yml":
        learner_id = _id_of(path, rest.removesuffix(".yml"), "learner", layout)
        if learner_id:
            layout.learners[learner_id] = path
    else:
        layout.note(
            path, "this is neither .yml nor .csv", "save it as <id>.yml or <any>.csv", "stray-file"
        )


def _table(path: str, rest: str, tables: list[str], layout: Layout) -> None:
    if "/" in rest or not rest.endswith(".csv"):
        layout.note(
            path,
            "this is no .csv file right in its folder",
            "save it as awards/<any>.csv",
            "stray-file",
        )
    else:
        tables.append(path)


def _page(path: str, layout: Layout) -> None:
    first = path.split("/")[1].removesuffix(".md").casefold()
    if not re.fullmatch(_PAGE, path):
        layout.note(
            path,
            "this is no page: its name does not end in .md, or has unusual characters",
            "use letters, digits, hyphens and .md; pictures lie in content/images/",
            "page-name",
        )
    elif first in TAKEN:
        layout.note(
            path, f"the address /{first}/ is the site's own", "rename the page", "page-address"
        )
    else:
        layout.pages.append(path)


def _picture(path: str, data: bytes, layout: Layout) -> None:
    suffix = path.rpartition(".")[2]
    magic = _MAGIC.get(suffix)
    what = "typeface" if suffix in _TYPEFACES else "picture"
    if not re.fullmatch(_PICTURE, path):
        remedy = "use letters, digits, hyphens, dots and underscores"
        layout.note(path, "the picture's name has unusual characters", remedy, "picture-name")
    elif magic is None and suffix.lower() in _MAGIC:
        remedy = f"rename it, so that its name ends in .{suffix.lower()}"
        layout.note(path, "the picture's name ends in capital letters", remedy, "picture-type")
    elif magic is None:
        remedy = "save it as .svg, .png or .jpg; a typeface as .woff2 or .ttf"
        layout.note(path, "this is not a picture that pages can show", remedy, "picture-type")
    elif not re.match(magic, data) or (suffix == "woff2" and not _is_whole_woff2(data)):
        layout.note(
            path,
            f"this is not a {suffix.upper()} {what}, whatever its name says",
            "save it again in that format",
            "picture-type",
        )
    elif suffix in _TYPEFACES:
        layout.fonts[path] = data
    else:
        layout.pictures[path] = data


def _is_whole_woff2(data: bytes) -> bool:
    """Whether a typeface is as long as its head says, and has room for what it says is in it."""
    length, tables, packed = (
        int.from_bytes(data[at : at + n]) for at, n in ((8, 4), (12, 2), (20, 4))
    )
    return length == len(data) and tables > 0 and 0 < packed <= length - 48


def _check_orphans(layout: Layout) -> None:
    """Note kept versions of things that are gone, and credentials in folders of no learner's."""
    for folder, current in (("badges", layout.badges), ("pathways", layout.pathways)):
        for file in layout.versioned[folder]:
            if file.version is not None and file.id not in current:
                layout.note(
                    file.path,
                    f"an earlier version is kept, and {file.id}.md is not there",
                    f"add content/{folder}/{file.id}.md, the present version",
                    "version-orphan",
                )


def _check_translations(layout: Layout) -> None:
    """Note translations of things that are not there."""
    for folder, current in (("badges", layout.badges), ("pathways", layout.pathways)):
        for file in layout.bodies[folder]:
            if file.id not in current:
                near = nearest(file.id, current)
                layout.note(
                    file.path,
                    f"this translates {file.id}.md, which is not there",
                    f"did you mean {near}.{file.language}.md?"
                    if near
                    else "add it, or delete this",
                    "translation-orphan",
                )


def foreign_strangers(layout: Layout, known: Known) -> Iterator[Problem]:
    """Yield credentials of other issuers that lie in the folder of nobody."""
    for folder, files in layout.foreign.items():
        if folder not in known.learners:
            notes = Notes(f"content/{files[0][0]}")
            now, near = known.former.get(folder), nearest(folder, known.learners)
            remedy = f"did you mean '{near}'?" if near else f"add content/learners/{folder}.yml"
            if now:
                remedy = f"that is '{now}' now: move it into content/learners/{now}/"
            sentence = f"no learner is called '{folder}'"
            notes.error(START, sentence, remedy, "unknown-learner")
            yield from notes.problems
