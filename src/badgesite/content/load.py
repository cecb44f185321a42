"""All of content to one Catalog: what is read in which order, and what exists once only."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from badgesite.cache import Cache, NoCache
from badgesite.content.apart import gather_awards, gathered_register
from badgesite.content.definitions import definitions_of
from badgesite.content.files import Tree, read_tree
from badgesite.content.forms.addresses import read_addresses
from badgesite.content.forms.award import each_once
from badgesite.content.forms.learner import read_learner, read_learners
from badgesite.content.forms.register import checked_register
from badgesite.content.forms.revocation import read_revocations
from badgesite.content.layout import Layout, foreign_strangers, lay_out
from badgesite.content.narrowing import Narrowing
from badgesite.content.nodes import Node
from badgesite.content.notes import Known, Notes
from badgesite.content.renamed import present_ids, to_present_ids
from badgesite.content.slugs import check_addresses
from badgesite.content.text import checked, decode
from badgesite.errors import Problem, in_order
from badgesite.model import (
    Address,
    Award,
    AwardKey,
    Catalog,
    Learner,
    Pathway,
    RegisterEntry,
    Revocation,
    Site,
)
from badgesite.rolls import AWARDS, ENTRIES, Gathering, People, Roll

# Mistakes in a table after which it may hold rows that were not read.
_HIDES_ROWS = frozenset({"csv", "csv-header", "csv-row", "unknown-column", "id-pattern"})


class Loaded(Struct, frozen=True):
    """What was read: the Catalog, None when there is no site.yml to speak of, and all problems."""

    catalog: Catalog | None
    problems: tuple[Problem, ...]


def load(
    root: Path,
    instead: Mapping[str, bytes | None] = MappingProxyType({}),
    narrowing: Narrowing | None = None,
    jobs: int = 1,
    cache: Cache | None = None,
) -> Loaded:
    """Return the Catalog of root/content and every problem, in order; never raises for content.

    `instead` are files as somebody is about to write them, by path below content/; None is one
    that goes. A `narrowing` leaves out what it does not need; it raises TooTangled if it cannot.
    Large tables are read by so many processes; definitions that the cache has are not read again.
    """
    tree = read_tree(root, narrowing)
    tree.lay_over(instead)
    if not tree.files and not tree.texts:
        return Loaded(None, in_order(tree.problems))
    return _Loading(tree, jobs, cache or NoCache(), whole=narrowing is None).loaded()


def _by_position(pathways: dict[str, Pathway]) -> dict[str, Pathway]:
    return dict(sorted(pathways.items(), key=lambda each: (each[1].position, each[0])))


class _Loading:
    """One run: the files, whether they are `whole`, the ids that exist, and what was noted."""

    def __init__(self, tree: Tree, jobs: int, cache: Cache, *, whole: bool) -> None:
        self.tree, self.jobs, self.cache, self.whole = tree, jobs, cache, whole
        self.layout: Layout = lay_out(tree)
        self.problems: list[Problem] = [*tree.problems, *self.layout.problems]
        refused = {each.origin.path.removeprefix("content/") for each in self.problems}
        self.known = Known(
            badges=set(self.layout.badges),
            pathways=set(self.layout.pathways),
            learners=set(self.layout.learners),
            pictures=set(self.layout.pictures) | refused,
            fonts=set(self.layout.fonts) | refused,
        )

    def loaded(self) -> Loaded:
        """Read everything; ids before what refers to them."""
        defined = definitions_of(self.tree, self.layout, self.known, self.cache)
        site = defined.site
        self.problems += defined.problems
        learners, awards = self._learners(site)
        every = self._awards(awards)
        revocations = self._revocations()
        register = to_present_ids(self._register(site), learners)
        addresses = self._addresses()
        self.problems += foreign_strangers(self.layout, self.known)
        if site is None:
            return Loaded(None, in_order(self.problems))
        catalog = Catalog(
            site=site,
            keys=defined.keys,
            badges=MappingProxyType(defined.badges),
            pathways=MappingProxyType(_by_position(defined.pathways)),
            learners=learners,
            awards=every,
            revocations=MappingProxyType(revocations),
            register=register,
            pages=defined.pages,
            addresses=addresses,
            pictures=MappingProxyType(self.layout.pictures),
            fonts=MappingProxyType(self.layout.fonts),
            earlier_badges=MappingProxyType(defined.earlier_badges),
            earlier_pathways=MappingProxyType(defined.earlier_pathways),
            foreign=MappingProxyType(self.layout.foreign),
            texts=MappingProxyType(
                {code: MappingProxyType(texts) for code, texts in defined.texts.items()}
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
        from badgesite.content.yaml_reader import read_yaml  # most learners stand in tables

        text = self._text(path, notes)
        return None if text is None else read_yaml(text, notes)

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
        self.known.former.update(present_ids(learners))
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
            roll = checked_register(entries, notes, whole=self.whole)
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
