"""What a few awards need of the whole plan: their credentials, and what those rest on."""

from collections.abc import Iterator, Sequence

from badgesite.model import Award
from badgesite.plan.credential_pages import signed_output
from badgesite.plan.facts import Facts
from badgesite.plan.foreign import foreign_outputs
from badgesite.plan.outputs import Output
from badgesite.plan.pathway_pages import rules_outputs
from badgesite.signing import SigningKey


def single_outputs(facts: Facts, awards: Sequence[Award], key: SigningKey) -> Iterator[Output]:
    """Yield the signed credentials of these awards and of their parts, rules, others' badges."""
    needed = {part for award in awards if award.unlock for part in award.unlock.parts}
    needed |= {award.key for award in awards}
    for award in facts.awards:
        if award.key in needed:
            yield signed_output(facts, award, key)
    yield from rules_outputs(facts)
    for learner in sorted({award.learner for award in awards}):
        yield from foreign_outputs(facts, learner)
