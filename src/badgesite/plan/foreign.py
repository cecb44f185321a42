"""Badges of other issuers that learners hold: published as they are, for checking stacks."""

from collections.abc import Iterator

from badgesite.addresses import foreign_path, learner_address
from badgesite.model import ForeignAward
from badgesite.plan.facts import Facts
from badgesite.plan.outputs import Output


def recognised_by(facts: Facts, learner_id: str) -> tuple[ForeignAward, ...]:
    """Return the learner's verified badges of other issuers, newest first."""
    mine = [each for each in facts.catalog.recognised if each.learner == learner_id]
    return tuple(sorted(mine, key=lambda each: (each.awarded, each.path), reverse=True))


def path_of(facts: Facts, award: ForeignAward) -> str:
    """Return where the badge is published."""
    learner = facts.catalog.learners[award.learner]
    return foreign_path(learner_address(facts.catalog.site.salt, learner), award.credential)


def paths_of(facts: Facts, learner_id: str, files: tuple[str, ...]) -> tuple[str, ...]:
    """Return where the badges in these files of a learner are published, in order."""
    by_file = {each.path: each for each in recognised_by(facts, learner_id)}
    return tuple(path_of(facts, by_file[file]) for file in files if file in by_file)


def foreign_outputs(facts: Facts, learner_id: str) -> Iterator[Output]:
    """Yield the learner's badges of other issuers; the same badge twice is one file."""
    files = {path_of(facts, each): each.credential for each in recognised_by(facts, learner_id)}
    for path, content in sorted(files.items()):
        yield Output(path, as_issued, (content,))


def as_issued(content: bytes) -> bytes:
    """Recipe: a badge exactly as its issuer wrote it."""
    return content


def issuer_name(facts: Facts, did: str) -> str:
    """Return what this site calls another issuer it knows, else the issuer's identifier."""
    known = {each.did: each.name for each in facts.catalog.site.known_issuers}
    return known.get(did, did)
