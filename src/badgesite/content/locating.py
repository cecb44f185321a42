"""Where a field stands, for what is found wrong after reading: a record knows where it begins."""

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from badgesite.content.nodes import Mapping, Node
from badgesite.content.notes import Notes, Place
from badgesite.content.text import decode, split_front_matter
from badgesite.errors import Problem


def located(
    problems: Iterable[Problem], data_of: Callable[[str], bytes | None]
) -> tuple[Problem, ...]:
    """Return the problems, those that name a field at its line, where it is written.

    `data_of` returns a file by its path from the repository's root, None where there is none.
    """
    found, read = [], dict[str, Node | None]()
    for each in problems:
        if each.field:
            path = each.origin.path
            if path not in read:
                read[path] = _fields_of(path, data_of(path))
            place = _place_of(read[path], each.field)
            origin = each.origin if place is None else Notes(path).origin(place)
            each = replace(each, origin=origin, field=())
        found.append(each)
    return tuple(found)


def _fields_of(path: str, data: bytes | None) -> Node | None:
    from badgesite.content.yaml_reader import read_yaml  # only what is wrong is read again

    notes = Notes(path)
    text = None if data is None else decode(data, notes)
    if text is None:
        return None
    if not path.endswith(".md"):
        return read_yaml(text, notes)
    parts = split_front_matter(text, notes)
    return None if parts is None else read_yaml(parts[0], notes, 1)


def _place_of(node: Node | None, keys: Iterable[str]) -> Place | None:
    """Return where the last of the keys stands that are there, one in the other."""
    place = None
    for key in keys:
        entry = node.entries.get(key) if isinstance(node, Mapping) else None
        if entry is None:
            break
        place, node = entry
    return place
