"""One learner's badge as a picture with the signed credential inside."""

from collections.abc import Mapping
from pathlib import Path

from badgesite.addresses import badge_path, credential_json_path
from badgesite.build.checking import read
from badgesite.build.file_names import file_of
from badgesite.build.naming import learner_called
from badgesite.build.preparing import found_key
from badgesite.cache import CACHE, FileCache
from badgesite.credentials.baked import bake_png, bake_svg
from badgesite.errors import BadgesiteError, KeyFileError
from badgesite.plan.badge_pages import badge_pictures
from badgesite.plan.facts import Mode, facts_of
from badgesite.plan.make import Silent, make
from badgesite.plan.outputs import plan_of
from badgesite.plan.single import single_outputs


def baked(
    root: Path, environment: Mapping[str, str], learner: str, badge: str, form: str
) -> dict[str, bytes]:
    """Return the pictures by file name: one for each award of the badge that stands.

    The learner is an id or an e-mail address; no file is called by an address.
    """
    catalog, _ = read(root)
    who = learner_called(root, catalog, learner).id
    key = found_key(root, catalog, environment).key
    if key is None:
        raise KeyFileError("there is no key to sign with", "make one with: badgesite key new")
    facts = facts_of(catalog, Mode.SIGNED)
    mine = [award for award in facts.by_learner.get(who, ()) if award.badge == badge]
    standing = [award for award in mine if award.key not in catalog.revocations]
    if not standing:
        raise BadgesiteError(
            f"'{who}' holds no badge '{badge}'", "see who holds what: badgesite list awards"
        )
    plan = plan_of(
        [
            *single_outputs(facts, standing, key),
            *badge_pictures(facts, facts.badge_of(standing[0])),
        ]
    )
    with FileCache(root / CACHE) as cache:
        made = make(plan, cache, Silent()).files
    picture = made[f"{badge_path(badge)}badge.{form}"]
    bake = bake_png if form == "png" else bake_svg
    return {
        file_of(award.key, form): bake(
            picture, made[credential_json_path(facts.entries[award.key].uuid)]
        )
        for award in standing
    }
