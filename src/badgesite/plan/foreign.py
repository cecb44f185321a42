"""Badges of other issuers that learners hold: published as they are, for checking stacks."""

from collections import defaultdict
from collections.abc import Iterator

from badgesite import artwork
from badgesite.addresses import foreign_folder, foreign_path, learner_address
from badgesite.model import ForeignAward, ForeignNeeded
from badgesite.plan.facts import Facts
from badgesite.plan.outputs import Output


def recognised_by(facts: Facts, learner_id: str) -> tuple[ForeignAward, ...]:
    """Return the learner's verified badges of other issuers, newest first."""
    worked_out, recognised = facts.catalog.worked_out, facts.catalog.recognised
    if recognised_by not in worked_out:
        latest = sorted(recognised, key=lambda each: (each.awarded, each.path), reverse=True)
        found: defaultdict[str, list[ForeignAward]] = defaultdict(list)
        for each in latest:
            found[each.learner].append(each)
        worked_out[recognised_by] = {learner: tuple(held) for learner, held in found.items()}
    mine: tuple[ForeignAward, ...] = worked_out[recognised_by].get(learner_id, ())
    return mine


def path_of(facts: Facts, award: ForeignAward) -> str:
    """Return where the badge is published."""
    learner = facts.catalog.learners[award.learner]
    return foreign_path(learner_address(facts.catalog.site.salt, learner), award.credential)


def folder_of(facts: Facts, award: ForeignAward) -> str:
    """Return the folder with the badge's picture, `badge-small.svg`."""
    learner = facts.catalog.learners[award.learner]
    return foreign_folder(learner_address(facts.catalog.site.salt, learner), award.credential)


def held(facts: Facts, learner_id: str, needed: ForeignNeeded) -> ForeignAward | None:
    """Return the learner's latest badge that a pathway asks for, if there is one."""
    wanted = (needed.issuer, needed.achievement)
    mine = recognised_by(facts, learner_id)
    return next((each for each in mine if (each.issuer, each.achievement) == wanted), None)


def paths_of(facts: Facts, learner_id: str, files: tuple[str, ...]) -> tuple[str, ...]:
    """Return where the badges in these files of a learner are published, in order."""
    by_file = {each.path: each for each in recognised_by(facts, learner_id)}
    return tuple(path_of(facts, by_file[file]) for file in files if file in by_file)


def foreign_outputs(facts: Facts, learner_id: str) -> Iterator[Output]:
    """Yield the learner's badges of other issuers; the same badge twice is one file."""
    files = {path_of(facts, each): each.credential for each in recognised_by(facts, learner_id)}
    for path, content in sorted(files.items()):
        yield Output(path, as_issued, (content,))
    pictures = {folder_of(facts, each): each.picture for each in recognised_by(facts, learner_id)}
    for folder, picture in sorted(pictures.items()):
        yield Output(f"{folder}badge-small.svg", others_picture, (picture,))


def as_issued(content: bytes) -> bytes:
    """Recipe: a badge exactly as its issuer wrote it."""
    return content


def others_picture(picture: bytes) -> bytes:
    """Recipe: the picture of another issuer's badge, judged and drawn anew."""
    return artwork.others_picture_svg(picture)


def issuer_name(facts: Facts, did: str) -> str:
    """Return what this site calls another issuer it knows, else the issuer's identifier."""
    known = {each.did: each.name for each in facts.catalog.site.known_issuers}
    return known.get(did, did)
