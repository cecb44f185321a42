"""What in a provider's theme does nothing, for it lies or is spelt where nothing looks. Pure."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from badgesite.errors import Origin, Problem, Severity
from badgesite.rendering.theme_files import TEMPLATES, ThemeFolder

_PARTS = ("add/", "icons/", "static/", TEMPLATES)
_FLAT = {"add/": ".css", "icons/": ".svg"}  # what is read of them, right in the folder
_NOTES = frozenset({"readme.md", "license", "license.txt"})


def slips(folders: Collection[ThemeFolder], said: str) -> Iterator[Problem]:
    """Yield a warning for each file of the provider's that does nothing under its name.

    One of templates/ or static/ may have a new name where another file of the theme names it, or
    what is `said` elsewhere: the text of the pages.
    """
    known = {name for each in folders if not each.is_own for name in each.files}
    known |= {f"add/{name[7:]}" for name in known if name.startswith("static/")}
    for folder in folders:
        for name in folder.files if folder.is_own else ():
            near = None if name in known else _near(name, known)
            if _is_read(name) and (near is None or _is_named(name, folder, said)):
                continue
            yield Problem(
                Origin(f"themes/{folder.path.name}/{name}"),
                "nothing reads this file, for its place or name is not one of a theme's",
                f"did you mean '{near}'?"
                if near
                else f"take it away; a theme has the folders {', '.join(_PARTS)}",
                "stray-file",
                Severity.WARNING,
            )


def _is_read(name: str) -> bool:
    part, slash, rest = name.partition("/")
    if not slash:
        return part.casefold() in _NOTES
    suffix = _FLAT.get(f"{part}/")
    return f"{part}/" in _PARTS and (suffix is None or ("/" not in rest and rest.endswith(suffix)))


def _is_named(name: str, folder: ThemeFolder, said: str) -> bool:
    """Whether a file is named somewhere, or is a drawing, which content may name."""
    file = name.rpartition("/")[2]
    others = (data for other, data in folder.files.items() if other != name)
    return name.startswith("icons/") or file in said or any(file.encode() in x for x in others)


def _near(name: str, known: Collection[str]) -> str | None:
    """Return what was meant: the same name in another folder, a folder or a name nearly the same.

    Of a style sheet that lies about, more likely something is to be added than all replaced.
    """
    folder, slash, file = name.rpartition("/")
    part, _, rest = name.partition("/")
    same = sorted(each for each in known if each.rpartition("/")[2] == file)
    if found := get_close_matches(name, same, 1, 0):
        return found[0]
    if slash and f"{part}/" not in _PARTS:
        found = get_close_matches(f"{part}/", _PARTS, 1, 0.7)
        return found[0] + rest if found else None
    stem, _, suffix = file.rpartition(".")
    beside = f"{folder}{slash}"
    stems = sorted(
        each.removeprefix(beside).removesuffix(f".{suffix}")
        for each in known
        if each.startswith(beside) and each.endswith(f".{suffix}")
    )
    found = get_close_matches(stem, stems, 1, 0.8)
    return f"{beside}{found[0]}.{suffix}" if found else None
