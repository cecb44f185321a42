"""Learners' addresses: no two learners may have one, now or in the past."""

from collections.abc import Iterator, Mapping

from badgesite.addresses import opaque_address
from badgesite.errors import Problem
from badgesite.model import Learner

_REMEDY = "give each learner their own"
_MERGED = "if a merge has brought back who was renamed, keep one of the two; else "


def check_addresses(salt: str, learners: Mapping[str, Learner]) -> Iterator[Problem]:
    """Yield what gives one address to two learners: slugs, former slugs, former ids."""
    by_slug: dict[str, str] = {}
    for learner in learners.values():
        for slug in {slug for slug in (learner.slug, *learner.former_slugs) if slug}:
            other = by_slug.setdefault(slug, learner.id)
            if other != learner.id:
                yield _problem(learner, f"the address '{slug}' is also that of '{other}'")
    by_former: dict[str, str] = {}
    for learner in learners.values():
        for former in sorted(set(learner.former_ids)):
            if former in learners and former != learner.id:
                there = learners[former].origin
                sentence = f"the former id '{former}' is an id too, in {there.path}:{there.line}"
                yield _problem(learner, sentence, f"{_MERGED}{_REMEDY}")
                continue
            other = by_former.setdefault(former, learner.id)
            if other != learner.id:
                yield _problem(learner, f"the former id '{former}' is also that of '{other}'")
    opaque = {opaque_address(salt, each): each for each in learners} if by_slug else {}
    for slug, learner_id in by_slug.items():
        if slug in opaque:
            sentence = f"the address '{slug}' is also that of '{opaque[slug]}'"
            yield _problem(learners[learner_id], sentence)


def _problem(learner: Learner, sentence: str, remedy: str = _REMEDY) -> Problem:
    return Problem(learner.origin, sentence, remedy, "address-twice")
