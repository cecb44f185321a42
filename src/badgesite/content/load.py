"""All of content to one Catalog: what is read in which order, and what exists once only."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from msgspec import Struct

from badgesite.content.apart import gather_awards, gathered_register
from badgesite.content.files import Tree, read_tree
from badgesite.content.forms.addresses import read_addresses
from badgesite.content.forms.award import each_once
from badgesite.content.forms.badge import BADGE, read_badge
from badgesite.content.forms.keys import read_keys
from badgesite.content.forms.learner import read_learner, read_learners
from badgesite.content.forms.pathway import PATHWAY, read_pathway
from badgesite.content.forms.register import checked_register
from badgesite.content.forms.revocation import read_revocations
from badgesite.content.forms.site import read_site
from badgesite.content.layout import Layout, foreign_strangers, lay_out
from badgesite.content.narrowing import Narrowing
from badgesite.content.nodes import Node
from badgesite.content.notes import START, Known, Notes
from badgesite.content.renamed import to_present_ids
from badgesite.content.shapes import Shape
from badgesite.content.slugs import check_addresses
from badgesite.content.text import checked, decode, split_front_matter
from badgesite.content.translated import page_language, read_translation
from badgesite.content.yaml_reader import read_yaml
from badgesite.errors import Problem, in_order
from badgesite.model import (
    Address,
    Award,
    AwardKey,
    Badge,
    Catalog,
    Learner,
    Page,
    Pathway,
    PublicKey,
    RegisterEntry,
    Revocation,
    Site,
    TextKey,
)
from badgesite.rolls import AWARDS, ENTRIES, Gathering, People, Roll

# Mistakes in a table after which it may hold rows that were not read.
_HIDES_ROWS = frozenset({"csv", "csv-header", "csv-row", "unknown-column", "id-pattern"})

Versioned = TypeVar("Versioned", Badge, Pathway)


class Loaded(Struct, frozen=True):
    """What was read: the Catalog, None when there is no site.yml to speak of, and all problems."""

    catalog: Catalog | None
    problems: tuple[Problem, ...]


def load(
    root: Path,
    instead: Mapping[str, bytes | None] = MappingProxyType({}),
    narrowing: Narrowing | None = None,
    jobs: int = 1,
) -> Loaded:
    """Return the Catalog of root/content and every problem, in order; never raises for content.

    `instead` are files as somebody is about to write them, by path below content/; None is one
    that goes. A `narrowing` leaves out what it does not need; it raises TooTangled if it cannot.
    Large tables are read by so many processes.
    """
    tree = read_tree(root, narrowing)
    tree.lay_over(instead)
    if not tree.files and not tree.texts:
        return Loaded(None, in_order(tree.problems))
    return _Loading(tree, jobs).loaded()


def _by_position(pathways: dict[str, Pathway]) -> dict[str, Pathway]:
    return dict(sorted(pathways.items(), key=lambda each: (each[1].position, each[0])))


class _Loading:
    """One run: the files, the ids that exist, and what was noted."""

    def __init__(self, tree: Tree, jobs: int) -> None:
        self.tree, self.jobs = tree, jobs
        self.layout: Layout = lay_out(tree)
        self.problems: list[Problem] = [*tree.problems, *self.layout.problems]
        refused = {each.origin.path.removeprefix("content/") for each in self.problems}
        self.texts: dict[str, dict[TextKey, str]] = {}
        self.known = Known(
            badges=set(self.layout.badges),
            pathways=set(self.layout.pathways),
            learners=set(self.layout.learners),
            pictures=set(self.layout.pictures) | refused,
            fonts=set(self.layout.fonts) | refused,
        )

    def loaded(self) -> Loaded:
        """Read everything; ids before what refers to them."""
        site = self._site()
        keys = self._keys()
        badges, earlier_badges = self._versions("badges", read_badge)
        pathways, earlier_pathways = self._versions("pathways", read_pathway)
        self._translations("badges", BADGE, "criteria")
        self._translations("pathways", PATHWAY, "description")
        learners, awards = self._learners(site)
        every = self._awards(awards)
        revocations = self._revocations()
        register = to_present_ids(self._register(site), learners)
        addresses = self._addresses()
        pages = tuple(self._pages())
        self.problems += foreign_strangers(self.layout, self.known.learners)
        if site is None:
            return Loaded(None, in_order(self.problems))
        catalog = Catalog(
            site=site,
            keys=keys,
            badges=MappingProxyType(badges),
            pathways=MappingProxyType(_by_position(pathways)),
            learners=learners,
            awards=every,
            revocations=MappingProxyType(revocations),
            register=register,
            pages=pages,
            addresses=addresses,
            pictures=MappingProxyType(self.layout.pictures),
            fonts=MappingProxyType(self.layout.fonts),
            earlier_badges=MappingProxyType(earlier_badges),
            earlier_pathways=MappingProxyType(earlier_pathways),
            foreign=MappingProxyType(self.layout.foreign),
            texts=MappingProxyType(
                {code: MappingProxyType(self.texts[code]) for code in self.texts}
            ),
        )
        return Loaded(catalog, in_order(self.problems))

    # ------------------------------------------------------------- one file
    def _notes(self, path: str) -> Notes:
        return Notes(f"content/{path}", self.known)

    def _text(self, path: str, notes: Notes) -> str | None:
        """Return the text of a file, once: the tables together weigh as much as all else."""
        text = self.tree.texts.pop(path, None)
        return decode(self.tree.files.pop(path), notes) if text is None else checked(text, notes)

    def _yaml(self, path: str, notes: Notes) -> Node | None:
        text = self._text(path, notes)
        return None if text is None else read_yaml(text, notes)

    # ------------------------------------------------------------- site and keys
    def _site(self) -> Site | None:
        notes = self._notes("site.yml")
        site = None
        if "site.yml" not in self.tree.files:
            if not any(problem.origin.path == notes.path for problem in self.problems):
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

    # ------------------------------------------------------------- people and awards
    def _learners(self, site: Site | None) -> tuple[People, Gathering[Award]]:
        learners: dict[str, Learner] = {}
        awards = Gathering(AWARDS)
        for path in self.layout.learner_tables:
            self._learner_table(path, learners)
        for learner_id, path in self.layout.learners.items():
            notes = self._notes(path)
            node = self._yaml(path, notes)
            if node is not None:
                learner, earned = read_learner(node, learner_id, notes)
                for award in earned:
                    awards.add(award)
                if learner is not None:
                    learners[learner_id] = learner
            self.problems += notes.problems
        if site is not None:
            self.problems += check_addresses(site.salt, learners)
        return People(learners), awards

    def _learner_table(self, path: str, learners: dict[str, Learner]) -> None:
        notes = self._notes(path)
        text = self._text(path, notes)
        for learner_id, learner, line in read_learners(text, notes) if text is not None else ():
            own_file = self.layout.learners.get(learner_id)
            if learner_id in self.known.learners:
                before = learners.get(learner_id)
                there = f"content/{own_file}" if own_file else ""
                if before is not None and not own_file:
                    there = f"{before.origin.path}:{before.origin.line}"
                where = f", in {there}" if there else ""
                sentence = f"the learner '{learner_id}' is there twice{where}"
                notes.error((line, 1), sentence, "keep one of the two", "learner-twice")
                continue
            self.known.learners.add(learner_id)
            if learner is not None:
                learners[learner_id] = learner
        if text is None or any(each.code in _HIDES_ROWS for each in notes.problems):
            self.known.unsure.add("learners")
        self.problems += notes.problems

    def _awards(self, awards: Gathering[Award]) -> Roll[Award]:
        tables = {f"content/{path}": self.tree.files.pop(path) for path in self.layout.award_tables}
        self.problems += gather_awards(tables, self.known, awards, self.jobs)
        twice: list[Problem] = []
        roll = awards.roll(lambda mine: each_once(mine, twice))
        self.problems += twice
        return roll

    def _revocations(self) -> dict[AwardKey, Revocation]:
        made: dict[AwardKey, Revocation] = {}
        if "revocations.csv" not in self.tree.files:
            return made
        notes = self._notes("revocations.csv")
        text = self._text("revocations.csv", notes)
        for each in read_revocations(text, notes) if text is not None else ():
            before = made.setdefault(each.award, each)
            if before is not each:
                notes.error(
                    (each.origin.line, 1),
                    f"this award is already withdrawn, on line {before.origin.line}",
                    "delete one of the two rows",
                    "revocation-twice",
                )
        self.problems += notes.problems
        return dict(sorted(made.items()))

    def _register(self, site: Site | None) -> Roll[RegisterEntry]:
        entries = Gathering(ENTRIES)
        if "register.csv" in self.tree:
            notes = self._notes("register.csv")
            text = self._text("register.csv", notes)
            salt = site.salt if site else None
            if text is not None:
                entries = gathered_register(text, salt, notes, self.jobs)
            del text  # as long as all of the register, and of no use any more
            roll = checked_register(entries, notes)
            self.problems += notes.problems
            return roll
        return entries.roll()

    def _addresses(self) -> tuple[Address, ...]:
        if "addresses.csv" not in self.tree.files:
            return ()
        notes = self._notes("addresses.csv")
        text = self._text("addresses.csv", notes)
        found = tuple(read_addresses(text, notes)) if text is not None else ()
        self.problems += notes.problems
        return found

    def _pages(self) -> Iterator[Page]:
        for path in self.layout.pages:
            notes = self._notes(path)
            text = self._text(path, notes)
            if text is not None:
                name, code = page_language(path, self.layout.pages, notes)
                yield Page(name, text, code, origin=notes.origin(START))
            self.problems += notes.problems
