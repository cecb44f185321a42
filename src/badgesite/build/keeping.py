"""One credential as a file that checks itself, without the network and without this site."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from badgesite.addresses import badge_path, credential_json_path, credential_path, did_of
from badgesite.build.checking import read
from badgesite.build.preparing import found_key, mode_of
from badgesite.cache import CACHE, FileCache
from badgesite.days import day_at
from badgesite.errors import BadgesiteError, KeyFileError
from badgesite.model import Award
from badgesite.plan.badge_pages import badge_pictures
from badgesite.plan.documents import issuer_outputs
from badgesite.plan.facts import Facts, facts_of
from badgesite.plan.frame import frame_of, theme_of
from badgesite.plan.keeping import KEPT_SKELETON, kept_skeleton
from badgesite.plan.make import Silent, make
from badgesite.plan.outputs import plan_of
from badgesite.plan.single import single_outputs
from badgesite.rendering.keeping import Kept, kept_file
from badgesite.signing import SigningKey
from badgesite.verifying import Saved, verify


class KeptCopy(Struct, frozen=True):
    """The file, and the verdict that it tells of today."""

    content: bytes
    verdict: str


def kept_copy(root: Path, environment: Mapping[str, str], uuid: str, now: datetime) -> KeptCopy:
    """Return the copy of the credential with that uuid, also of a learner who has no pages."""
    catalog, _ = read(root)
    found = found_key(root, catalog, environment)
    if found.key is None:
        raise KeyFileError("there is no key to sign with", "make one with: badgesite key new")
    facts = facts_of(catalog, mode_of(found))
    return copy_of(root, facts, _award_of(facts, uuid), found.key, now)


def copy_of(root: Path, facts: Facts, award: Award, key: SigningKey, now: datetime) -> KeptCopy:
    """Return the copy of one award's credential; of the repository it reads no content."""
    site = facts.catalog.site
    made = _made(root, facts, award, key)
    base = site.url
    files = {base + path: content for path, content in made.items()}
    credential = base + credential_json_path(facts.entries[award.key].uuid)
    known = {each.did: each.name for each in site.known_issuers}
    report = verify(files[credential], Saved(files, did_of(base), base, known), now)
    asked = {credential, *report.used} & files.keys()
    kept = Kept(
        kept=day_at(now, site.timezone),
        did=did_of(base),
        base=base,
        page=base + credential_path(facts.entries[award.key].uuid),
        credential=credential,
        files={url: files[url] for url in sorted(asked)},
        picture=made[f"{badge_path(award.badge)}badge.svg"],
    )
    return KeptCopy(kept_file(made[KEPT_SKELETON], kept), str(report.verdict))


def _award_of(facts: Facts, uuid: str) -> Award:
    for award in facts.awards:
        if str(facts.entries[award.key].uuid) == uuid.strip().lower():
            return award
    raise BadgesiteError(
        f"no award has the uuid '{uuid[:80]}'", "see all of them: badgesite list awards"
    )


def _made(root: Path, facts: Facts, award: Award, key: SigningKey) -> dict[str, bytes]:
    theme, frame = theme_of(facts, root), frame_of(facts)
    outputs = [
        *single_outputs(facts, (award,), key),
        *issuer_outputs(facts, theme, frame, key),
        *badge_pictures(facts, facts.badge_of(award)),
        kept_skeleton(facts.catalog.site.brand, theme, frame),
    ]
    with FileCache(root / CACHE) as cache:
        return make(plan_of(outputs), cache, Silent()).files
