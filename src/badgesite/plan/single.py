"""What a few awards need of the whole plan: their credentials, and what those rest on."""

from collections.abc import Iterator, Sequence

from badgesite.model import Award, AwardKey
from badgesite.plan.credential_pages import signed_output
from badgesite.plan.facts import Facts
from badgesite.plan.foreign import foreign_outputs
from badgesite.plan.outputs import Output
from badgesite.plan.pathway_pages import rules_outputs
from badgesite.signing import SigningKey


def single_outputs(facts: Facts, awards: Sequence[Award], key: SigningKey) -> Iterator[Output]:
    """Yield the signed credentials of these awards and of their parts, rules, others' badges.

    A part that rests on parts itself brings them along.
    """
    learners = sorted({award.learner for award in awards})
    held = {each.key: each for name in learners for each in facts.by_learner.get(name, ())}
    needed, wanted = set[AwardKey](), [award.key for award in awards]
    while wanted:
        award = held[wanted.pop()]
        if award.key not in needed:
            needed.add(award.key)
            wanted += award.unlock.parts if award.unlock else ()
    for each in held.values():
        if each.key in needed:
            yield signed_output(facts, each, key)
    yield from rules_outputs(facts)
    for learner in learners:
        yield from foreign_outputs(facts, learner)
