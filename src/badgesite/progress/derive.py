"""Badges that a rule gives: final badges of pathways, and milestones of their levels.

Each is awarded on the first day on which its whole rule is met, judged by what was known on that
day: a part withdrawn later takes nothing back. A learner to whom the content itself gives the
badge gets no new one by rule. When it has expired it is given again, on the day of the next award
that the rule asks for on which the rule is met. What the register already holds stays as it is
there.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from badgesite.as_signed import as_issued, award_digest, signed_digest, was_by_rule
from badgesite.model import Award, AwardKey, Catalog, Level, Pathway, RegisterEntry, Unlock
from badgesite.progress.evaluate import Parts, Rules
from badgesite.progress.holdings import (
    Counting,
    Expiries,
    ForeignKey,
    Held,
    Holding,
    Window,
    holding_of,
    own_keys,
)
from badgesite.progress.versions import Versions


class Grant(Struct, frozen=True):
    """A badge, and the levels of a pathway that give it."""

    badge: str
    pathway: Pathway
    levels: tuple[Level, ...]
    asked: frozenset[str | ForeignKey]


def grants(versions: Versions, rules: Rules) -> list[tuple[str, tuple[Grant, ...]]]:
    """Return what gives each badge, those first that others build on; by id where none does."""
    found: defaultdict[str, list[Grant]] = defaultdict(list)
    for id_ in sorted(versions.current):
        for pathway in versions.ever(id_):
            for grant in _grants_of(pathway, rules):
                found[grant.badge].append(grant)
    return [(badge, tuple(found[badge])) for badge in _in_order(found)]


def _grants_of(pathway: Pathway, rules: Rules) -> Iterator[Grant]:
    asked = {
        level.id: frozenset[str | ForeignKey]().union(
            *(rules.asked_by(step.requirement, (pathway.id,)) for step in level.steps)
        )
        for level in pathway.levels
    }
    for badge, levels in pathway.given_by_rule:
        whole = frozenset[str | ForeignKey]().union(*(asked[level.id] for level in levels))
        yield Grant(badge, pathway, levels, whole)


def _in_order(found: Mapping[str, list[Grant]]) -> list[str]:
    """Return the badges, each after those that its rules ask for; circles end where they began."""
    done: dict[str, None] = {}
    entered: set[str] = set()
    for start in sorted(found):
        if start in entered:
            continue
        entered.add(start)
        waiting = [(start, iter(_below(start, found)))]
        while waiting:
            badge, below = waiting[-1]
            following = next((each for each in below if each not in entered), None)
            if following is None:
                done[badge] = None
                waiting.pop()
            else:
                entered.add(following)
                waiting.append((following, iter(_below(following, found))))
    return list(done)


def _below(badge: str, found: Mapping[str, list[Grant]]) -> list[str]:
    asked = {each for grant in found[badge] for each in grant.asked if isinstance(each, str)}
    return sorted(asked & found.keys())


# ------------------------------------------------------------------ who gets them, and when
class Deriving:
    """The rules of a catalog, ready to be asked for one learner after another."""

    def __init__(self, catalog: Catalog, rules: Rules, versions: Versions) -> None:
        self._catalog, self._rules, self._versions = catalog, rules, versions
        self._steps = [
            (badge, given, frozenset[str | ForeignKey]().union(*(grant.asked for grant in given)))
            for badge, given in grants(versions, rules)
        ]
        self._badges = frozenset(badge for badge, _, _ in self._steps)

    def awards(
        self, learner: str, held: Held, entries: Sequence[RegisterEntry], expiries: Expiries
    ) -> list[Award]:
        """Return the awards that rules give to a learner who holds this, by key.

        `entries` are the lines of the register about the learner.
        """
        mine = dict(held)
        registered = self._registered(learner, entries)
        lines = tuple(entries) if registered else ()
        found: list[Award] = []
        for badge, given, asked in self._steps:
            written = mine.get(badge, ())
            known = registered.get(badge, {})
            if not known and (written or not asked & mine.keys()):
                continue  # the content gives it to the learner itself, or nothing asks for it
            own, former = self._of_versions(given, mine)
            wanted = _Wanted(self._rules, expiries, own, former if known else (), mine, lines)
            if written:
                keys = {holding.key for holding in written}
                once = (key for key in sorted(known) if known[key] and key not in keys)
                awards = list(wanted.kept(once))
            else:
                awards = list(wanted.awards(badge, learner, sorted(known)))
            if awards:
                theirs = (holding_of(each, self._catalog, expiries) for each in awards)
                mine[badge] = tuple(sorted((*written, *theirs), key=lambda each: each.key))
                found += awards
        return sorted(found, key=lambda award: award.key)

    def _of_versions(
        self, given: tuple[Grant, ...], mine: Held
    ) -> tuple[tuple[Grant, ...], tuple[Grant, ...]]:
        """Return those of the versions that the learner is on, and those of all others."""
        own: list[Grant] = []
        former: list[Grant] = []
        for each in given:
            on = self._versions.of(each.pathway.id, mine) is each.pathway
            (own if on else former).append(each)
        return tuple(own), tuple(former)

    def _registered(
        self, learner: str, entries: Sequence[RegisterEntry]
    ) -> dict[str, dict[AwardKey, bool]]:
        """Return what the register has of these badges, and whether a rule surely gave it.

        Of who is no learner it is nothing.
        """
        found: defaultdict[str, dict[AwardKey, bool]] = defaultdict(dict)
        for entry in entries if learner in self._catalog.learners else ():
            if entry.award.badge in self._badges:
                found[entry.award.badge][entry.award] = bool(was_by_rule(entry))
        return found


class _Wanted(Struct, frozen=True):
    """The rules that give one badge, what one learner holds, and the register's lines of that.

    `given` are those of the versions that the learner is on. What the register has may have been
    given by one of the `former` ones.
    """

    rules: Rules
    expiries: Expiries
    given: tuple[Grant, ...]
    former: tuple[Grant, ...]
    held: dict[str | ForeignKey, tuple[Holding, ...]]
    lines: tuple[RegisterEntry, ...]

    def awards(self, badge: str, learner: str, registered: Iterable[AwardKey]) -> Iterator[Award]:
        """Yield the awards of the badge to the learner, in order of day."""
        kept = list(self.kept(registered))
        yield from kept
        ends = [self.expiries(award) for award in kept]
        for day in self._days():
            if any(end is None or day <= end for end in ends):
                continue
            award = self._met(AwardKey(learner, badge, day), Counting.GOOD)
            if award is not None:
                yield award
                ends.append(self.expiries(award))

    def kept(self, registered: Iterable[AwardKey]) -> Iterator[Award]:
        """Yield those of the register's awards that rules gave."""
        return (award for award in map(self._kept, registered) if award is not None)

    def _days(self) -> list[date]:
        """Return the days that may meet a rule, none when all awards together do not."""
        asked = frozenset[str | ForeignKey]().union(*(grant.asked for grant in self.given))
        days = {part.awarded for each in asked for part in self.held.get(each, ())}
        if not days:
            return []
        everything = Window(self.held, max(days), Counting.ALL)
        if all(self._parts(grant, everything) is None for grant in self.given):
            return []
        return sorted(days)

    def _parts(self, grant: Grant, window: Window) -> Parts | None:
        return self.rules.levels(grant.levels, window, (grant.pathway.id,))

    def _met(self, key: AwardKey, counting: Counting) -> Award | None:
        # Judged by what was known on the day: a later replacement of a part stands in its place,
        # but a later withdrawal takes nothing back.
        window = Window(self.held, key.awarded, counting)
        for grant in self.given:
            parts = self._parts(grant, window)
            if parts is not None:
                return self._award(key, grant, parts)
        return None

    def _award(self, key: AwardKey, grant: Grant, parts: Parts) -> Award:
        files = tuple(part.file for part in parts if part.file is not None)
        return Award(
            key.learner,
            key.badge,
            key.awarded,
            key.issue,
            unlock=Unlock(grant.pathway.id, grant.pathway.version, own_keys(parts), files),
            origin=grant.pathway.origin,
        )

    def _kept(self, key: AwardKey) -> Award | None:
        """Return the award that the register knows, also when its rule is no longer met that day.

        Its rule and parts are those of when it was signed, where they are there. It was given by
        rule if the rule is met by all that the learner was ever given up to then, withdrawn,
        expired and vanished awards included. Else the content gave it and gives it no more: then it
        has vanished, which is for the register to say.
        """
        award = self._once_met(key)
        award = self._as_signed(key, award) or award
        if award is not None:
            return award
        award = self._vanished(key)
        if award is None and self.former and was_by_rule(self._last(key)):
            then = replace(self, given=self.former, former=())
            award = then._once_met(key) or then._vanished(key)
        return award

    def _once_met(self, key: AwardKey) -> Award | None:
        return self._met(key, Counting.GOOD) or self._met(key, Counting.ALL)

    def _vanished(self, key: AwardKey) -> Award | None:
        """Return the award by rules that are met with what the register alone still knows."""
        vanished = dict(self.held)
        there = {holding.key for holdings in self.held.values() for holding in holdings}
        for once in dict.fromkeys(line.award for line in self.lines):
            if once.badge != key.badge and once not in there:
                last = Holding(once, once.awarded, date.min, None)  # any that is there comes first
                vanished[once.badge] = (*vanished.get(once.badge, ()), last)
        for grant in self.given:
            parts = self._parts(grant, Window(vanished, key.awarded, Counting.ALL))
            if parts is not None:
                return self._award(key, grant, tuple(part for part in parts if part.key in there))
        return None

    def _last(self, key: AwardKey) -> RegisterEntry:
        return next(line for line in reversed(self.lines) if line.award == key)

    def _as_signed(self, key: AwardKey, now: Award | None) -> Award | None:
        """Return the award with the rule and parts with which it was signed, if it is not that now.

        Others may have taken their place: a later version of the pathway, or awards that the
        register has after it, or not yet. The digest tells what it had.
        """
        lines, last = self.lines, self._last(key)
        signed = signed_digest(last)
        if not signed:
            return None
        what = (last.award, signed)
        at = next(n for n, line in enumerate(lines) if (line.award, signed_digest(line)) == what)
        before = {line.award for line in lines[: at + 1]}
        unlock = None if now is None else now.unlock
        if unlock is not None and not self.former and before.issuperset(unlock.parts):
            return None
        born = {line.award: line for line in lines if line.born}
        if now is not None and award_digest(as_issued(now, born)) == signed:
            return None
        known = list(dict.fromkeys(line.award for line in lines))
        for given in (self.given, *((grant,) for grant in self.former)):
            for count in range(len(known), len(before) - 1, -1):
                then = replace(self, given=given, held=_only(self.held, known[:count]))
                other = then._once_met(key)
                if other is not None and award_digest(as_issued(other, born)) == signed:
                    return other
        return None


def _only(
    held: Mapping[str | ForeignKey, tuple[Holding, ...]], known: Iterable[AwardKey]
) -> dict[str | ForeignKey, tuple[Holding, ...]]:
    """Return what is held of these awards, and of other issuers."""
    wanted = set(known)
    left = {
        badge: tuple(each for each in holdings if each.file is not None or each.key in wanted)
        for badge, holdings in held.items()
    }
    return {badge: holdings for badge, holdings in left.items() if holdings}
