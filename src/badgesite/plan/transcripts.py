"""Outputs that are transcripts: one signed file for each learner and pathway begun."""

from collections.abc import Iterator
from datetime import date
from functools import partial as bound
from itertools import pairwise, product

from badgesite import signing
from badgesite.addresses import credential_json_path, learner_address, transcript_path
from badgesite.credentials import START
from badgesite.credentials.transcript import Course, fits, transcript_of, transcript_values
from badgesite.model import (
    Award,
    BadgeNeeded,
    Catalog,
    Group,
    Learner,
    Pathway,
    PathwayNeeded,
    Requirement,
    Site,
)
from badgesite.plan.facts import Facts
from badgesite.plan.kinds import Kinds
from badgesite.plan.outputs import Made, Output
from badgesite.progress import pathway_progress
from badgesite.signing import Signed, SigningKey


def transcript_outputs(
    facts: Facts,
    learner: Learner,
    begun: tuple[Pathway, ...],
    day: date,
    key: SigningKey | None,
    kinds: Kinds | None = None,
) -> Iterator[Output]:
    """Yield a transcript for each pathway that has one, by what the learner holds on `day`."""
    if key is None:
        return
    kinds = kinds or Kinds()
    site = facts.catalog.site
    address = learner_address(site.salt, learner)
    for pathway in begun:
        course = course_of(facts.catalog, pathway)
        held = held_of(facts, learner, course)
        if not _can_be_signed(course, held):
            continue
        yield Output(
            transcript_path(address, pathway.id),
            signed_transcript,
            (
                site,
                learner,
                course,
                tuple(award.badge for award in held),
                tuple(Made(credential_json_path(facts.entries[a.key].uuid)) for a in held),
                day,
                _is_partial(facts, learner, pathway, held, day),
                key,
                kinds,
            ),
        )


def has_transcript(facts: Facts, learner: Learner, pathway: Pathway) -> bool:
    """Whether there is a badge to put into one, and not more than a verifier reads."""
    course = course_of(facts.catalog, pathway)
    return _can_be_signed(course, held_of(facts, learner, course))


def _can_be_signed(course: Course, held: tuple[Award, ...]) -> bool:
    return bool(held) and fits(course, [award.badge for award in held])


def signed_transcript(
    site: Site,
    learner: Learner,
    course: Course,
    earned: tuple[str, ...],
    contents: tuple[bytes, ...],
    day: date,
    partial: bool,
    key: SigningKey,
    kinds: Kinds,
) -> bytes:
    """Recipe: a learner's transcript of one pathway, signed; the badges in it stay as they are."""
    values = transcript_values(site, learner, course, day)
    held = [content for content in contents if isinstance(content, Signed)]
    if len(held) == len(contents):
        return kinds.transcript(site, course, earned, partial, values, held, key)
    hold = bound(transcript_of, site, course, earned, partial)
    return signing.signed_by_pyld(hold, START, values, contents, key)


# ------------------------------------------------------------------ what is in it
def held_of(facts: Facts, learner: Learner, course: Course) -> tuple[Award, ...]:
    """Return the learner's last award of each of the course's badges that was not withdrawn."""
    latest: dict[str, Award] = {}
    asked = {badge.id for badge in course.badges}
    for award in facts.by_learner.get(learner.id, ()):
        if award.badge in asked and award.key not in facts.catalog.revocations:
            known = latest.get(award.badge)
            if known is None or award.key > known.key:
                latest[award.badge] = award
    return tuple(latest[badge.id] for badge in course.badges if badge.id in latest)


def _is_partial(
    facts: Facts, learner: Learner, pathway: Pathway, held: tuple[Award, ...], day: date
) -> bool:
    if not pathway_progress(facts.catalog, learner.id, pathway, day).complete:
        return True
    inside = {award.key for award in held}
    gone = facts.catalog.revocations
    mine = facts.by_learner.get(learner.id, ())
    return any(award.key not in inside and award.key not in gone for award in mine)


def course_of(catalog: Catalog, pathway: Pathway) -> Course:
    """Return the pathway's own badges in order, and which of them come before which.

    A pathway inside it is told by its final badge: its parts are in its own transcript.
    """
    courses: dict[int, Course] = catalog.worked_out.setdefault(Course, {})
    # The catalog, which keeps them, holds the pathway, so that no other can take its place.
    if id(pathway) not in courses:
        courses[id(pathway)] = _course_of(catalog, pathway)
    return courses[id(pathway)]


def _course_of(catalog: Catalog, pathway: Pathway) -> Course:
    levels = [
        list(dict.fromkeys(b for step in level.steps for b in _badges(catalog, step.requirement)))
        for level in pathway.levels
    ]
    if pathway.final is not None:
        levels.append([pathway.final])
    steps = {
        step.id: _badges(catalog, step.requirement)
        for level in pathway.levels
        for step in level.steps
    }
    before = [pair for one, next_ in pairwise(levels) for pair in product(one, next_)]
    for level in pathway.levels:
        for step in level.steps:
            for name in step.after:
                before += product(steps.get(name, ()), steps[step.id])
    badges = dict.fromkeys(badge for level in levels for badge in level)
    return Course(
        pathway,
        tuple(catalog.badges[badge] for badge in badges),
        tuple(dict.fromkeys(pair for pair in before if pair[0] != pair[1])),
    )


def _badges(catalog: Catalog, needed: Requirement) -> tuple[str, ...]:
    if isinstance(needed, Group):
        return tuple(badge for member in needed.of for badge in _badges(catalog, member))
    if isinstance(needed, PathwayNeeded):
        nested = catalog.pathway_at(needed.pathway, needed.version)
        return () if nested is None or nested.final is None else (nested.final,)
    return (needed.badge,) if isinstance(needed, BadgeNeeded) else ()
