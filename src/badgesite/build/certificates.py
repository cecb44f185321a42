"""Certificates as PDF files, one for each award that stands."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from badgesite import artwork
from badgesite.addresses import badge_path
from badgesite.build.checking import read
from badgesite.build.file_names import file_of
from badgesite.build.naming import learner_called
from badgesite.build.preparing import found_key, mode_of
from badgesite.cache import CACHE, FileCache
from badgesite.errors import BadgesiteError
from badgesite.model import Award, Badge
from badgesite.plan.badge_pages import badge_pictures
from badgesite.plan.certificates import certificate_pictures
from badgesite.plan.credential_pages import view_of
from badgesite.plan.facts import Facts, facts_of
from badgesite.plan.frame import theme_of
from badgesite.plan.looks import art_of, second_font
from badgesite.plan.make import Silent, make
from badgesite.plan.outputs import plan_of
from badgesite.plan.tongues import Tongues
from badgesite.rendering import Theme
from badgesite.rendering.certificate import PAPERS, Paper, certificate_svg
from badgesite.rendering.views import CredentialView


class CertificateFile(Struct, frozen=True):
    """One PDF with its name; or, without content, why it could not be drawn."""

    name: str
    content: bytes
    lacking: str = ""


class Certificates(Struct, frozen=True):
    """The names of all files that were asked for, and the files, each drawn when it is its turn."""

    names: tuple[str, ...]
    files: Iterator[CertificateFile]


def certificates(
    root: Path, environment: Mapping[str, str], who: str | None, badge: str | None, paper: str
) -> Certificates:
    """Return a certificate for each standing award of a learner, of one uuid, or of everybody.

    The learner is an id or an e-mail address. BadgesiteError when there is none.
    """
    catalog, _ = read(root)
    facts = facts_of(catalog, mode_of(found_key(root, catalog, environment)))
    awards = [
        award
        for award in (facts.awards if who is None else _awards_of(root, facts, who))
        if badge in (None, award.badge) and award.key not in catalog.revocations
    ]
    if not awards:
        raise BadgesiteError(
            "no award that stands fits what was asked for",
            "see who holds what: badgesite list awards",
        )
    return Certificates(
        tuple(file_of(award.key, "pdf") for award in awards),
        _drawn(root, facts, awards, PAPERS[paper]),
    )


def _drawn(
    root: Path, facts: Facts, awards: Sequence[Award], paper: Paper
) -> Iterator[CertificateFile]:
    desk = _Desk(facts, Tongues(facts), theme_of(facts, root), paper)
    for id_ in dict.fromkeys(award.badge for award in awards):
        picture = _picture(root, facts, facts.catalog.badges[id_])
        for award in awards:
            if award.badge == id_:
                yield desk.certificate(award, picture)


def _awards_of(root: Path, facts: Facts, who: str) -> Sequence[Award]:
    """Return the one award of that uuid, or all of a learner."""
    uuid = who.lower()
    of_uuid = [each for each in facts.awards if str(facts.entries[each.key].uuid) == uuid]
    return of_uuid or facts.by_learner.get(learner_called(root, facts.catalog, who).id, ())


def _picture(root: Path, facts: Facts, badge: Badge) -> bytes:
    with FileCache(root / CACHE) as cache:
        made = make(plan_of(badge_pictures(facts, badge)), cache, Silent())
    return made.files[f"{badge_path(badge.id)}badge.svg"]


class _Desk(Struct, frozen=True):
    facts: Facts
    tongues: Tongues
    theme: Theme
    paper: Paper

    def certificate(self, award: Award, badge: bytes) -> CertificateFile:
        view = view_of(self.tongues, award)
        if not self.facts.is_published(self.facts.catalog.learners[award.learner]):
            view = replace(view, path="")
        name = file_of(award.key, "pdf")
        with artwork.helped_by(second_font(self.facts)):
            lacking = "".join(artwork.unset(f"{view.learner} {view.badge}"))
        if lacking:
            return CertificateFile(name, b"", lacking)
        return CertificateFile(name, artwork.pdf(self._drawing(award, view, badge)))

    def _drawing(self, award: Award, view: CredentialView, badge: bytes) -> bytes:
        catalog = self.facts.catalog
        frame = self.tongues.of(catalog.learners[award.learner]).frame
        pictures = {
            f"assets/{path}": artwork.own_logo(catalog.pictures[path], path)
            for path in certificate_pictures(catalog)
        }
        logo = catalog.site.brand.logo
        if logo and frame.logo:
            pictures[frame.logo] = artwork.own_logo(catalog.pictures[f"images/{logo}"], logo)
        art = art_of(self.facts, self.facts.badge_of(award))
        return certificate_svg(
            self.theme, frame, view, self.paper, art.brand, badge, pictures, art.second
        )
