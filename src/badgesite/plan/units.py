"""Learners as units of a plan: all files of one learner are made together and kept together.

A unit is a pure function of the learner's own records and of the surroundings that all units have
in common; its key is a digest of both. What lists many learners (the directory, feeds, status
lists) is planned apart, as ordinary outputs.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from badgesite.canonical import digest
from badgesite.code import code_identity
from badgesite.credentials import Form
from badgesite.model import KeyState, RegisterEntry
from badgesite.plan.credential_pages import form_of, learner_credentials, tombstones
from badgesite.plan.facts import Facts
from badgesite.plan.foreign import recognised_by
from badgesite.plan.kept_addresses import NOBODY, Kept, kept_outputs, kept_views
from badgesite.plan.kinds import Kinds
from badgesite.plan.looks import second_font
from badgesite.plan.outputs import Output
from badgesite.plan.owners import Owners
from badgesite.plan.people_pages import learner_outputs
from badgesite.plan.tongues import Tongues
from badgesite.pool import spread
from badgesite.rendering import Theme
from badgesite.signing import SigningKey

SHARED = ""
"""The name of the unit that has what belongs to no learner; no learner's id is empty."""


_WORTH_A_POOL = 2_000  # learners to look at; below that, forking costs more than it saves
_PARTS_EACH = 4


def _parts(names: Sequence[str], count: int) -> list[Sequence[str]]:
    size = -(-len(names) // count)
    return [names[start : start + size] for start in range(0, len(names), size)]


class Units:
    """The learners of a plan, and what surrounds each of them. Nothing of it changes."""

    def __init__(
        self, tongues: Tongues, theme: Theme, key: SigningKey | None, kinds: Kinds
    ) -> None:
        """Work out what all units have in common."""
        self.tongues, self.theme, self.key, self.kinds = tongues, theme, key, kinds
        facts = self.facts
        learners = facts.catalog.learners
        gone: defaultdict[str, list[RegisterEntry]] = defaultdict(list)
        for entry in (*facts.assigned.vanished, *facts.assigned.ended):
            gone[entry.award.learner].append(entry)
        shown = {learner.id for learner in learners.values() if facts.is_published(learner)}
        self.kept: Mapping[str, tuple[Kept, ...]] = kept_views(facts)
        shown |= {name for name in {*gone, *self.kept} - {NOBODY} if name not in learners}
        self.names = tuple(sorted(shown))
        self._shown = frozenset(shown)
        self._gone = {name: tuple(each) for name, each in gone.items()}
        self._context = self._digest_of_context()

    @property
    def facts(self) -> Facts:
        """Return the facts in the site's own language."""
        return self.tongues.own.facts

    def _digest_of_context(self) -> str:
        catalog = self.facts.catalog
        keys = sorted(k.multibase for k in catalog.keys if k.state is not KeyState.COMPROMISED)
        return digest(
            code_identity(),
            catalog.site,
            catalog.badges,
            catalog.earlier_badges,
            tuple(catalog.pathways.values()),
            catalog.earlier_pathways,
            catalog.pictures,  # credentials are baked into them
            second_font(self.facts),
            str(self.facts.mode),
            keys,
            self.theme.identity,
            tuple((each.facts.catalog.texts.get(each.code), each.frame) for each in self.tongues),
            self.key.identity if self.key else None,
        )

    def key_of(self, name: str) -> bytes:
        """Return a digest of all that the unit's files can depend on."""
        facts = self.facts
        catalog, awards = facts.catalog, facts.by_learner.get(name, ())
        gone = self._gone.get(name, ())
        return bytes.fromhex(
            digest(
                self._context,
                catalog.learners.get(name),
                awards,
                tuple(facts.entries[award.key] for award in awards),
                tuple(catalog.revocations.get(award.key) for award in awards),
                recognised_by(facts, name),
                gone,
                tuple(facts.assigned.is_withdrawn(entry) for entry in gone),
                self.kept.get(name, ()),
            )
        )

    @cached_property
    def owners(self) -> Owners:
        """Return whose files lie in which folder."""
        kept = {name: [view.path for view in views] for name, views in self.kept.items()}
        return Owners(self.facts, kept)

    def owner(self, path: str) -> str | None:
        """Return the unit whose folder this path is in, if it is one's."""
        name = self.owners(path)
        return name if name in self._shown else None

    def __contains__(self, name: str) -> bool:
        """Whether there is a unit of this name."""
        return name in self._shown

    def prepare(self, names: Sequence[str], jobs: int = 1) -> None:
        """Compile the kinds of these learners' credentials, before processes part.

        Those of badges on pathways stand in transcripts too. Of very many learners the kinds are
        looked for by so many processes.
        """
        catalog = self.facts.catalog
        parts = [names] if len(names) < _WORTH_A_POOL else _parts(names, jobs * _PARTS_EACH)
        wanted = dict.fromkeys(each for some in spread(self._kinds, parts, jobs) for each in some)
        for id_, version, form in wanted:
            badge = catalog.earlier_badges.get((id_, version), catalog.badges[id_])
            kind = self.kinds.of_credential(catalog.site, badge, form)
            if id_ in self.facts.places:
                kind.embedded()

    def _kinds(self, names: Iterable[str]) -> list[tuple[str, str, Form]]:
        """Return badge, version and form of these learners' credentials, each once."""
        facts = self.facts
        awards = (each for name in names for each in facts.by_learner.get(name, ()))
        found = (form_of(facts, award) for award in awards)
        return list(dict.fromkeys((badge.id, badge.version, form) for badge, form in found))

    def outputs(self, name: str) -> Iterator[Output]:
        """Yield every file of the unit."""
        facts, learner = self.facts, self.facts.catalog.learners.get(name)
        if learner is not None:
            around = (self.theme, self.key, self.kinds)
            yield from learner_outputs(self.tongues, learner, *around)
            yield from learner_credentials(self.tongues, learner, *around)
        frame = self.tongues.own.frame
        yield from tombstones(facts, self._gone.get(name, ()), self.theme, frame)
        yield from kept_outputs(self.kept.get(name, ()), self.theme, frame)
