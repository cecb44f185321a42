"""export: all of a learner's credentials as one archive, for private learners too.

It has what a verifier needs beside them (keys and status lists as of now), so it can be checked
without this site: `badgesite verify --site FOLDER FOLDER/credentials/*/credential.json`.
"""

import io
import zipfile
from collections.abc import Iterator

from msgspec import Struct

from badgesite.addresses import badge_path, credential_json_path
from badgesite.build.keeping import copy_of
from badgesite.build.preparing import found_key, mode_of
from badgesite.cache import CACHE, FileCache
from badgesite.credentials.baked import bake_png, bake_svg
from badgesite.desk.workspace import Setting, Workspace
from badgesite.errors import KeyFileError
from badgesite.model import Award, Learner
from badgesite.plan.badge_pages import badge_pictures
from badgesite.plan.credential_pages import signed_output
from badgesite.plan.documents import issuer_outputs
from badgesite.plan.facts import Facts, facts_of
from badgesite.plan.foreign import foreign_outputs
from badgesite.plan.frame import frame_of, theme_of
from badgesite.plan.make import Silent, make
from badgesite.plan.outputs import Output, plan_of
from badgesite.plan.pathway_pages import rules_outputs
from badgesite.plan.people_pages import own_day
from badgesite.plan.standing import pathways_of
from badgesite.plan.transcripts import transcript_outputs
from badgesite.signing import SigningKey

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day an archive can name: the same bytes every time
_README = """\
Badges of {name}, signed by {issuer} ({site}).

credentials/   one folder for each badge: credential.json is the signed badge itself,
               badge.png and badge.svg are pictures with the same badge inside,
               badge.html opens in any browser, offline too, and checks the badge by itself
learners/      transcripts: one signed file for each pathway
the rest       the issuer's public keys, lists of withdrawn badges and pathway rules, as of this
               archive, so that everything can be checked without the issuer's site

Check any of the files at {site}verify/ or with another Open Badges 3.0 verifier, or, without
the network:  badgesite verify --site THIS-FOLDER credentials/*/credential.json
{withdrawn}"""


class Exported(Struct, frozen=True):
    """What an archive is called, by the learner's id, and its files by path, sorted."""

    name: str
    files: dict[str, bytes]


def export(setting: Setting, learner: str) -> Exported:
    """Return all that there is of the learner's badges; nothing in the repository changes."""
    work = Workspace(setting)
    person = work.learner(learner)
    found = found_key(setting.root, work.catalog, setting.environment)
    key = found.key
    if key is None:
        raise KeyFileError("there is no key to sign with", "make one with: badgesite key new")
    facts = facts_of(work.catalog, mode_of(found))
    mine = facts.by_learner.get(person.id, ())
    outputs = list(_outputs(setting, facts, person, mine, key))
    with FileCache(setting.root / CACHE) as cache:
        made = make(plan_of(outputs), cache, Silent(), setting.jobs).files
    files = {path: data for path, data in made.items() if _is_handed_over(path)}
    for award in mine:
        uuid = facts.entries[award.key].uuid
        source = credential_json_path(uuid)
        folder = source.removesuffix("credential.json")
        picture = badge_path(award.badge) + "badge."
        files[f"{folder}badge.png"] = bake_png(made[f"{picture}png"], made[source])
        files[f"{folder}badge.svg"] = bake_svg(made[f"{picture}svg"], made[source])
        copy = copy_of(setting.root, facts, award, key, setting.now)
        files[f"{folder}badge.html"] = copy.content
    files["README.txt"] = _readme(facts, person, mine).encode()
    return Exported(f"{person.id}.zip", dict(sorted(files.items())))


def archive(files: dict[str, bytes]) -> bytes:
    """Return the files as a zip archive; the same files give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as into:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.external_attr = 0o644 << 16
            into.writestr(entry, data)
    return packed.getvalue()


def _outputs(
    setting: Setting, facts: Facts, person: Learner, mine: tuple[Award, ...], key: SigningKey
) -> Iterator[Output]:
    for award in mine:
        yield signed_output(facts, award, key)
    for badge in sorted({award.badge for award in mine}):
        award = next(each for each in mine if each.badge == badge)
        yield from badge_pictures(facts, facts.badge_of(award))
    yield from rules_outputs(facts)
    yield from foreign_outputs(facts, person.id)
    begun = pathways_of(facts, person)
    yield from transcript_outputs(facts, person, begun, own_day(facts, person), key)
    theme = theme_of(facts, setting.root)
    for output in issuer_outputs(facts, theme, frame_of(facts), key):
        if not output.path.endswith(".html"):
            yield output


def _is_handed_over(path: str) -> bool:
    return path.endswith(".json") and not path.startswith("assets/")


def _readme(facts: Facts, person: Learner, mine: tuple[Award, ...]) -> str:
    gone = [award for award in mine if award.key in facts.catalog.revocations]
    withdrawn = ""
    if gone:
        listed = ", ".join(f"{award.badge} of {award.awarded}" for award in gone)
        withdrawn = f"\nWithdrawn since: {listed}.\n"
    site = facts.catalog.site
    return _README.format(
        name=person.name, issuer=site.issuer.name, site=site.url, withdrawn=withdrawn
    )
