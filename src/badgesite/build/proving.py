"""The proofs of credentials without their files: what a register keeps of what was signed.

A learner's credentials are signed together, on all cores, and forgotten when their proofs are
known: of hundreds of thousands no more than a few are in memory.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from badgesite import signing
from badgesite.cache import NoCache
from badgesite.model import Award, AwardKey, RegisterEntry
from badgesite.plan.credential_pages import kind_of, signed_output
from badgesite.plan.facts import Facts
from badgesite.plan.foreign import foreign_outputs
from badgesite.plan.kinds import Kinds
from badgesite.plan.make import OnDemand, Silent, make
from badgesite.plan.outputs import plan_of
from badgesite.plan.pathway_pages import rules_outputs
from badgesite.pool import in_ranges, worth_a_pool
from badgesite.rolls import Roll
from badgesite.signing import SigningKey


def proved(
    facts: Facts, key: SigningKey, entries: Roll[RegisterEntry], kinds: Kinds, jobs: int
) -> Iterator[RegisterEntry]:
    """Yield the entries with their credentials' proofs, made the way the build makes them."""
    names = tuple(entries.learners())
    rules = make(plan_of(rules_outputs(facts)), NoCache(), Silent()).files
    work = _Learners(facts, key, rules, entries, names, kinds)
    if not worth_a_pool((len(names), len(entries))):
        jobs = 1
    else:
        work.prepare()
    every = iter(entries)
    for made in in_ranges(work, len(names), jobs, in_order=True):
        for proof in made:
            yield replace(next(every), signed_by=key.multibase, proof=proof)


class _Learners(Struct, frozen=True):
    """Learners with the entries whose proofs are wanted; `rules` are the pathways' files."""

    facts: Facts
    key: SigningKey
    rules: Mapping[str, bytes]
    entries: Roll[RegisterEntry]
    names: Sequence[str]
    kinds: Kinds

    def prepare(self) -> None:
        """Compile the kinds of credentials, before processes part."""
        for name in self.names:
            for award in self._with_parts(name):
                kind_of(self.facts, award, self.kinds)

    def __call__(self, numbers: range) -> list[str]:
        """Return the proofs that these learners' credentials get, in the order of the entries."""
        return [proof for number in numbers for proof in self._proofs(self.names[number])]

    def _proofs(self, name: str) -> Iterator[str]:
        outputs = {
            award.key: signed_output(self.facts, award, self.key, self.kinds)
            for award in self._with_parts(name)
        }
        files = OnDemand([*outputs.values(), *foreign_outputs(self.facts, name)], self.rules)
        for entry in self.entries.of(name):
            yield signing.proof_value(files[outputs[entry.award].path])

    def _with_parts(self, name: str) -> Iterator[Award]:
        """Yield the entries' awards and those they rest on: digests need their files."""
        own = {award.key: award for award in self.facts.by_learner[name]}
        pending, seen = [entry.award for entry in self.entries.of(name)], set[AwardKey]()
        while pending:
            key = pending.pop()
            if key not in seen:
                seen.add(key)
                yield own[key]
                unlock = own[key].unlock
                pending += unlock.parts if unlock else ()
