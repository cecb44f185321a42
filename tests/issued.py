"""A small issuer and what it issued, for tests of credentials, keys and the register."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from badgesite import credentials, signing
from badgesite.addresses import (
    credential_json_path,
    credential_uuid,
    did_document_path,
    status_list_path,
)
from badgesite.canonical import json_bytes
from badgesite.model import (
    Award,
    Badge,
    Catalog,
    Issuer,
    Learner,
    Pathway,
    PublicKey,
    RegisterEntry,
    Site,
    Skill,
)

ROOT = Path(__file__).parent.parent
VECTORS = ROOT.parent / "shared" / "vectors"
needs_vectors = pytest.mark.skipif(
    not VECTORS.is_dir(), reason="shared/vectors is not beside this checkout"
)

SITE = Site("Harbour", "http://localhost:8000/", Issuer("Harbour First Aid"), "a salt")
BADGE = Badge("rope", "Rope Rescue", "Can rescue with a rope.", "1", "Do **it**.", validity="P2Y")
AWARD = Award("grace", "rope", date(2026, 3, 1))
LEARNER = Learner("grace", "Grace Darling")

FULL_BADGE = replace(
    BADGE,
    credits=2.5,
    skills=(
        Skill("Knots"),
        Skill("Knots"),
        Skill("Rescue", "https://skills.example/1", "Skills of Example", "R-1"),
        Skill("Rescue", "https://skills.example/1", "Skills of Example", "R-1"),
        Skill("Ropes", "https://skills.example/2"),
    ),
)
FULL_AWARD = replace(
    AWARD,
    evidence=("https://e.example/a", "https://e.example/b", "https://e.example/a"),
    narrative="Line one\n\tline two\r\n",
    result="92 %",
)
FULL_SITE = replace(
    SITE,
    issuer=Issuer(
        "Harbour", "https://harbour.example/", "a@harbour.example", description="We teach."
    ),
)


def example_key() -> signing.SigningKey:
    return signing.read_key((ROOT / "keys.example/example.pem").read_bytes(), None, "the example")


def entry_of(award: Award = AWARD, **more: Any) -> RegisterEntry:
    entry = RegisterEntry(award.key, credential_uuid(SITE.salt, award.key), "1", 1, 94_567)
    return replace(entry, **more)


def unsigned(
    site: Site = SITE,
    badge: Badge = BADGE,
    award: Award = AWARD,
    learner: Learner = LEARNER,
    **more: Any,
) -> dict[str, Any]:
    return credentials.open_badge(site, badge, award, learner, entry_of(award), **more)


def catalog(*awards: Award, **more: Any) -> Catalog:
    """A catalog with what the awards name and nothing else."""
    given = {
        "badges": {each.badge: replace(BADGE, id=each.badge) for each in (AWARD, *awards)},
        "learners": {each.learner: replace(LEARNER, id=each.learner) for each in (AWARD, *awards)},
        "pathways": dict[str, Pathway](),
        "revocations": {},
        "register": (),
        **more,
    }
    return Catalog(site=SITE, keys=(), awards=tuple(awards), **given)


def publish(folder: Path, base: str, names: dict[int, str], withdrawn: set[int]) -> list[Path]:
    """Write a site of credentials, one for each status-list place, as a build would serve it."""
    site, key = replace(FULL_SITE, url=base), example_key()

    publish_issuer(folder, site, {1: withdrawn})
    written = []
    for place, name in names.items():
        entry = entry_of(place=place, uuid=UUID(int=place))
        document = credentials.open_badge(
            site,
            FULL_BADGE,
            FULL_AWARD,
            Learner("grace", name),
            entry,
            expires=date(2026, 3, 31) if place % 2 else None,
            related=credentials.related([(f"{base}pathways/p/pathway-1.json", b"rules")]),
        )
        signed = signing.sign(document, key, credentials.created(document))
        written.append(_write(folder, credential_json_path(entry.uuid), signed))
    return written


def publish_issuer(folder: Path, site: Site, withdrawn: dict[int, set[int]]) -> None:
    """Write a site's key history and its status lists: which places of each are withdrawn."""
    key, start = example_key(), "2026-04-01T00:00:00Z"
    keys = (PublicKey(key.multibase, date(2026, 1, 1)),)
    _write(folder, did_document_path(site.url), credentials.did_document(site, keys))
    for number, places in withdrawn.items():
        status = credentials.status_list(site, number, places, start)
        _write(folder, status_list_path(number), signing.sign(status, key, start))


def _write(folder: Path, path: str, document: dict[str, Any]) -> Path:
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(json_bytes(document))
    return place


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
