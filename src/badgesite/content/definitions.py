"""What a site is, apart from people and what they earned: read once, and kept as it was read.

Badges and pathways change now and then, awards every day.
"""

from collections.abc import Iterator

from msgspec import MsgspecError, Struct, msgpack

from badgesite.cache import Cache
from badgesite.canonical import digest
from badgesite.code import code_identity
from badgesite.content.files import Tree
from badgesite.content.layout import Layout
from badgesite.content.notes import Known, Notes
from badgesite.errors import Problem
from badgesite.model import Badge, Page, Pathway, PublicKey, Site, TextKey

_OF_THE_SITE = frozenset({"site.yml", "keys.yml"})


class Definitions(Struct, frozen=True, array_like=True):
    """What the files define; the site is None where there is none to speak of.

    Badges and pathways are the current ones by id, and the earlier ones by id and version.
    """

    site: Site | None
    keys: tuple[PublicKey, ...]
    badges: dict[str, Badge]
    pathways: dict[str, Pathway]
    earlier_badges: dict[tuple[str, str], Badge]
    earlier_pathways: dict[tuple[str, str], Pathway]
    pages: tuple[Page, ...]
    texts: dict[str, dict[TextKey, str]]
    problems: tuple[Problem, ...]


def definitions_of(tree: Tree, layout: Layout, known: Known, cache: Cache) -> Definitions:
    """Return what the files define, and every problem in them; `known` has the languages then.

    What the cache has of the same files is not read again.
    """
    key = _key(tree, layout, known)
    found = _decoded(cache.get(key))
    if found is not None and found.site is not None:
        known.languages = found.site.languages
        return found
    from badgesite.content.defining import read_definitions  # brings YAML and all forms

    found = read_definitions(tree, layout, known)
    if found.site is not None and not any(each.is_error for each in found.problems):
        cache.put((key, said) for said in _encoded(found))
    return found


def site_of(data: bytes) -> Site | None:
    """Return what a site.yml by itself says of the site; None where a mistake leaves none."""
    from badgesite.content.forms.site import read_site
    from badgesite.content.text import decode
    from badgesite.content.yaml_reader import read_yaml

    notes = Notes("content/site.yml")
    text = decode(data, notes)
    node = None if text is None else read_yaml(text, notes)
    return None if node is None else read_site(node, notes)


def _key(tree: Tree, layout: Layout, known: Known) -> str:
    """Return a digest of all that the definitions can depend on."""
    paths = [path for path in tree.files if path in _OF_THE_SITE]
    for folder in ("badges", "pathways"):
        paths += [each.path for each in layout.versioned[folder]]
        paths += [each.path for each in layout.bodies[folder]]
    files = {path: tree.files[path] for path in (*paths, *layout.pages)}
    names = (known.badges, known.pathways, known.pictures, known.fonts)
    return digest(code_identity(), "definitions", files, names)


def _encoded(definitions: Definitions) -> Iterator[bytes]:
    """Yield the definitions as bytes, unless they would come back as anything else."""
    said = msgpack.encode(definitions)
    again = _decoded(said)
    if again is not None and msgpack.encode(again) == said:
        yield said


def _decoded(said: bytes | None) -> Definitions | None:
    try:
        return None if said is None else msgpack.decode(said, type=Definitions)
    except MsgspecError:
        return None
