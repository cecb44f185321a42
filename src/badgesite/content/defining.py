"""The files that define a site, read: site.yml, keys.yml, badges, pathways and pages."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from badgesite.content.definitions import Definitions
from badgesite.content.files import Tree
from badgesite.content.forms.badge import BADGE, read_badge
from badgesite.content.forms.keys import read_keys
from badgesite.content.forms.pathway import PATHWAY, read_pathway
from badgesite.content.forms.site import read_site
from badgesite.content.layout import Layout
from badgesite.content.nodes import Node
from badgesite.content.notes import START, Known, Notes
from badgesite.content.shapes import Shape
from badgesite.content.text import decode, split_front_matter
from badgesite.content.translated import page_language, read_translation
from badgesite.content.yaml_reader import read_yaml
from badgesite.errors import Problem
from badgesite.model import Badge, Page, Pathway, PublicKey, Site, TextKey

Versioned = TypeVar("Versioned", Badge, Pathway)


def read_definitions(tree: Tree, layout: Layout, known: Known) -> Definitions:
    """Return what the files define, and every problem in them; `known` has the languages then."""
    return _Defining(tree, layout, known).defined()


class _Defining:
    """One run: the files, the ids that exist, and what was noted."""

    def __init__(self, tree: Tree, layout: Layout, known: Known) -> None:
        self.tree, self.layout, self.known = tree, layout, known
        self.problems: list[Problem] = []
        self.texts: dict[str, dict[TextKey, str]] = {}

    def defined(self) -> Definitions:
        """Read everything; the site before all else, for it says in which languages it is."""
        site = self._site()
        keys = self._keys()
        badges, earlier_badges = self._versions("badges", read_badge)
        pathways, earlier_pathways = self._versions("pathways", read_pathway)
        self._translations("badges", BADGE, "criteria")
        self._translations("pathways", PATHWAY, "description")
        pages = tuple(self._pages())
        return Definitions(
            site,
            keys,
            badges,
            pathways,
            earlier_badges,
            earlier_pathways,
            pages,
            self.texts,
            tuple(self.problems),
        )

    # ------------------------------------------------------------- one file
    def _notes(self, path: str) -> Notes:
        return Notes(f"content/{path}", self.known)

    def _text(self, path: str, notes: Notes) -> str | None:
        return decode(self.tree.files[path], notes)

    def _yaml(self, path: str, notes: Notes) -> Node | None:
        text = self._text(path, notes)
        return None if text is None else read_yaml(text, notes)

    # ------------------------------------------------------------- site and keys
    def _site(self) -> Site | None:
        notes = self._notes("site.yml")
        site = None
        if "site.yml" not in self.tree.files:
            if not any(each.origin.path == notes.path for each in self.tree.problems):
                notes.error(START, "there is no site.yml", "make one: badgesite init", "no-site")
        elif (node := self._yaml("site.yml", notes)) is not None:
            site = read_site(node, notes)
            self._keep_texts(notes)
        self.problems += notes.problems
        return site

    def _keys(self) -> tuple[PublicKey, ...]:
        if "keys.yml" not in self.tree.files:
            return ()
        notes = self._notes("keys.yml")
        node = self._yaml("keys.yml", notes)
        keys = read_keys(node, notes) if node is not None else ()
        self.problems += notes.problems
        return keys

    # ------------------------------------------------------------- badges and pathways
    def _versions(
        self, folder: str, read: Callable[[Node, str, str, Notes], Versioned | None]
    ) -> tuple[dict[str, Versioned], dict[tuple[str, str], Versioned]]:
        """Return the current ones by id and the kept earlier ones by id and version."""
        current: dict[str, Versioned] = {}
        earlier: dict[tuple[str, str], Versioned] = {}
        for file in self.layout.versioned[folder]:
            notes = self._notes(file.path)
            text = self._text(file.path, notes)
            parts = split_front_matter(text, notes) if text is not None else None
            node = read_yaml(parts[0], notes, 1) if parts else None
            made = read(node, parts[1], file.id, notes) if parts and node is not None else None
            if made is not None and file.version is None:
                current[file.id] = made
                self._keep_texts(notes)
            elif made is not None and file.version is not None:
                if made.version != file.version:
                    notes.error(
                        START,
                        f"the file is called '@{file.version}' and says version '{made.version}'",
                        "make the two the same",
                        "version-name",
                    )
                earlier[file.id, file.version] = made
            self.problems += notes.problems
        self._check_versions(current, earlier)
        return current, earlier

    def _keep_texts(self, notes: Notes) -> None:
        for code, texts in notes.texts.items():
            self.texts.setdefault(code, {}).update(texts)

    def _translations(self, folder: str, shape: Shape, body_name: str) -> None:
        """Read the files in further languages: fields of front matter, if any, and the body."""
        for file in self.layout.bodies[folder]:
            notes = self._notes(file.path)
            text = self._text(file.path, notes)
            if text is not None:
                read_translation(text, file, shape, body_name, notes)
                self._keep_texts(notes)
            self.problems += notes.problems

    def _check_versions(
        self, current: dict[str, Versioned], earlier: dict[tuple[str, str], Versioned]
    ) -> None:
        for (thing_id, version), made in earlier.items():
            now = current.get(thing_id)
            if now is not None and now.version.casefold() == version.casefold():
                self.problems.append(
                    Problem(
                        made.origin,
                        f"version '{version}' is kept here and is the present one too",
                        f"give {now.origin.path} a new version, or delete this file",
                        "version-twice",
                    )
                )

    # ------------------------------------------------------------- pages
    def _pages(self) -> Iterator[Page]:
        for path in self.layout.pages:
            notes = self._notes(path)
            text = self._text(path, notes)
            if text is not None:
                name, code = page_language(path, self.layout.pages, notes)
                yield Page(name, text, code, origin=notes.origin(START))
            self.problems += notes.problems
