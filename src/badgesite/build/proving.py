"""The proofs of credentials without their files: what a register keeps of what was signed.

A learner's credentials are signed together, on all cores, and forgotten when their proofs are
known: of hundreds of thousands no more than a few are in memory.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from badgesite import signing
from badgesite.build.pool import WORTH_A_POOL, in_ranges
from badgesite.cache import NoCache
from badgesite.model import Award, AwardKey
from badgesite.plan.credential_pages import kind_of, signed_output
from badgesite.plan.facts import Facts
from badgesite.plan.foreign import foreign_outputs
from badgesite.plan.kinds import Kinds
from badgesite.plan.make import OnDemand, Silent, make
from badgesite.plan.outputs import plan_of
from badgesite.plan.pathway_pages import rules_outputs
from badgesite.signing import SigningKey


def proofs(
    facts: Facts, key: SigningKey, wanted: Iterable[AwardKey], jobs: int
) -> dict[AwardKey, str]:
    """Return the proof of each credential, made the way the build makes it."""
    named: defaultdict[str, list[AwardKey]] = defaultdict(list)
    for each in wanted:
        named[each.learner].append(each)
    rules = make(plan_of(rules_outputs(facts)), NoCache(), Silent()).files
    work = _Learners(facts, key, rules, tuple(map(tuple, named.values())))
    if len(named) < WORTH_A_POOL:
        jobs = 1
    else:
        work.prepare()
    return {each: proof for made in in_ranges(work, len(named), jobs) for each, proof in made}


class _Learners(Struct, frozen=True):
    """Learners, each with the awards whose proofs are wanted; `rules` are the pathways' files."""

    facts: Facts
    key: SigningKey
    rules: Mapping[str, bytes]
    wanted: Sequence[Sequence[AwardKey]]
    kinds: Kinds = field(default_factory=Kinds)

    def prepare(self) -> None:
        """Compile the kinds of credentials, before processes part."""
        for named in self.wanted:
            for award in self._with_parts(named):
                kind_of(self.facts, award, self.kinds)

    def __call__(self, numbers: range) -> list[tuple[AwardKey, str]]:
        """Return the proofs that these learners' credentials get."""
        return [each for number in numbers for each in self._proofs(self.wanted[number])]

    def _proofs(self, named: Sequence[AwardKey]) -> Iterator[tuple[AwardKey, str]]:
        outputs = {
            award.key: signed_output(self.facts, award, self.key, self.kinds)
            for award in self._with_parts(named)
        }
        others = foreign_outputs(self.facts, named[0].learner)
        files = OnDemand([*outputs.values(), *others], self.rules)
        for each in named:
            yield each, signing.proof_value(files[outputs[each].path])

    def _with_parts(self, named: Sequence[AwardKey]) -> Iterator[Award]:
        """Yield these awards of one learner and those they rest on: digests need their files."""
        own = {award.key: award for award in self.facts.by_learner[named[0].learner]}
        pending, seen = list(named), set[AwardKey]()
        while pending:
            key = pending.pop()
            if key not in seen:
                seen.add(key)
                yield own[key]
                unlock = own[key].unlock
                pending += unlock.parts if unlock else ()
