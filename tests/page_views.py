"""Views of every kind of page, for tests of rendering: no content, no build."""

from collections.abc import Callable
from datetime import date

from badgesite.rendering import Theme, pages
from badgesite.rendering.views import (
    BackpackView,
    BadgeCard,
    BadgeGroup,
    BadgePlace,
    BadgesView,
    BadgeView,
    CardState,
    CredentialView,
    DirectoryView,
    EmbedView,
    Fact,
    FooterLink,
    Frame,
    HeroPicture,
    HomeView,
    IssuerPageView,
    IssuerView,
    KeysView,
    KeyView,
    KnownIssuerView,
    LatestAward,
    LearnerCard,
    LearnerPathwayView,
    LevelState,
    LevelView,
    MovedView,
    NextStep,
    NodeState,
    NotFoundView,
    PartView,
    PathwayCard,
    PathwayPlace,
    PathwayState,
    PathwaysView,
    PathwayView,
    ProgressCard,
    SkillCount,
    SkillEntry,
    SkillLink,
    SkillPathway,
    SkillState,
    SkillsView,
    StackView,
    Stage,
    StepView,
    Tile,
    TombstoneView,
    VerifyView,
    WithdrawnView,
)

UUID = "1b9d6bcd-bbfd-8b2d-9b5d-ab8dfbbd4bed"
ADDRESS = "k3jq7w2v5n4m6x8z9a1b2c3d4e"

FRAME = Frame(
    site_name="Harbour First Aid",
    base_url="https://harbour.example/badges-site/",
    did="did:web:harbour.example:badges-site",
    issuer=IssuerView(
        "Harbour First Aid",
        "harbour.example",
        "https://harbour.example/",
        "hello@harbour.example",
        "Quay House, Bristol",
        None,
    ),
    has_public_learners=True,
    has_skills=True,
    footer=(FooterLink("How checking works", "checking/"), FooterLink("Privacy", "privacy/")),
)

PLACE = PathwayPlace("First Aid Professional", "pathways/first-aid/", 2, 4)

STAGES = (
    Stage("Basic Life Support", "badges/bls/"),
    Stage("Advanced Response", "badges/adv/"),
    Stage("Any 2 of 3 electives", "badges/ped/"),
    Stage("Instructor", "badges/ins/"),
    Stage("First Aid Professional", "badges/pro/", final=True),
)
FACTS = (Fact("levels", "4 levels", "6 badges"), Fact("renew", "Renewed every 2 years"))

CREDENTIAL = CredentialView(
    path=f"credentials/{UUID}/",
    uuid=UUID,
    badge="Advanced Response",
    badge_path="badges/adv/",
    description="Can take charge of an emergency with several casualties, control severe bleeding,"
    " give oxygen and hand over to paramedics.",
    learner="Florence Nightingale",
    awarded=date(2026, 5, 12),
    expires=date(2028, 5, 12),
    level=2,
    learner_path=f"learners/{ADDRESS}/",
    indexed=True,
    evidence=("https://harbour.example/evidence/2026-05-12.pdf",),
    narrative="Assessed scenario, two assessors, on the day of the award.",
    place=PLACE,
    baked=("png",),
)

FINAL = CredentialView(
    path=f"credentials/2{UUID[1:]}/",
    uuid=f"2{UUID[1:]}",
    badge="First Aid Professional",
    badge_path="badges/pro/",
    description="Holds four current levels of first aid.",
    learner="Florence Nightingale",
    awarded=date(2026, 10, 2),
    learner_path=f"learners/{ADDRESS}/",
    place=PathwayPlace("First Aid Professional", "pathways/first-aid/", None, 4),
    stack=StackView(
        "First Aid Professional",
        "pathways/first-aid/",
        "Earn all four levels.",
        (
            PartView("Basic Life Support", f"credentials/{UUID}/", date(2026, 1, 8)),
            PartView("Advanced Response", f"credentials/{UUID}/", date(2026, 5, 12)),
        ),
    ),
)

REVOKED = CredentialView(
    path=f"credentials/3{UUID[1:]}/",
    uuid=f"3{UUID[1:]}",
    badge="Water Rescue Response",
    badge_path="badges/wat/",
    description="Reach, throw, tow.",
    learner="Henry Dunant",
    awarded=date(2026, 5, 12),
    expires=date(2027, 5, 12),
    withdrawn=WithdrawnView("revoked", date(2026, 9, 3), "awarded in error"),
)

HOME = HomeView(
    headline="First aid skills you can prove.",
    lede="Train at the harbour, pass an assessment and carry the badge. Anyone who needs to"
    " know can check it in seconds, without asking us.",
    pathways=(
        PathwayCard(
            "First Aid Professional",
            "pathways/first-aid/",
            "From the first five minutes of an emergency to teaching others what to do in them.",
            STAGES,
            FACTS,
        ),
        PathwayCard(
            "Data Skills",
            "pathways/data/",
            "For people who run services: read the numbers, question them and act on them.",
            (
                Stage("Data Fundamentals", "badges/fun/"),
                Stage("Applied Analytics", "badges/ana/"),
                Stage("Strategic Interpretation", "badges/str/"),
                Stage("Data Leadership", "badges/led/"),
                Stage("Data Skills Certificate", "badges/dat/", final=True),
            ),
            (Fact("levels", "4 levels", "4 badges"), Fact("check", "No expiry")),
        ),
    ),
    pictures=tuple(
        HeroPicture(f"badges/{each}/", each) for each in ("pro", "bls", "ins", "adv", "ped")
    ),
    latest=tuple(
        LatestAward(badge, learner, f"credentials/{UUID}/", f"badges/{picture}/", date(2026, 11, d))
        for badge, learner, picture, d in (
            ("Instructor", "Joseph Lister", "ins", 21),
            ("Advanced Response", "Henry Dunant", "adv", 20),
            ("Paediatric Emergency Skills", "Rufaida Al-Aslamia", "ped", 18),
            ("Applied Analytics", "Mary Somerville", "ana", 17),
            ("Water Rescue Response", "Ignacy Łukasiewicz", "wat", 14),
            ("Basic Life Support", "Clara Barton", "bls", 14),
        )
    ),
)

BADGE = BadgeView(
    path="badges/adv/",
    name="Advanced Response",
    description="The holder can take charge of an emergency with several casualties, control severe"
    " bleeding, give oxygen and hand over to paramedics.",
    version="5",
    criteria="1. Holds a current Basic Life Support badge\n2. Surveys a scene and sets priorities"
    " for three casualties within four minutes\n3. Hands over to paramedics using the ATMIST order"
    "\n\n## How it is assessed\n\nA 40-minute scenario with actors, marked by two assessors.",
    level=2,
    facts=(Fact("clock", "2 days"), Fact("renew", "Valid 2 years"), Fact("tag", "Version 5")),
    skills=(
        SkillLink("Triage"),
        SkillLink("Bleeding control"),
        SkillLink("Scene safety"),
        SkillLink(
            "Provide advanced first aid", "https://nrf.example/214", "National Framework", "NRF-214"
        ),
    ),
    places=(
        BadgePlace(
            PLACE,
            tuple(Stage(s.label, s.picture, s.final, s.picture == "badges/adv/") for s in STAGES),
        ),
    ),
    earn_at="https://harbour.example/courses/advanced",
)


def _step(name: str, picture: str, text: str, *meta: str) -> StepView:
    return StepView(name, f"badges/{picture}/", f"badges/{picture}/", text, meta=meta)


PATHWAY = PathwayView(
    path="pathways/first-aid/",
    name="First Aid Professional",
    summary="Four levels that take you from keeping someone alive until help comes to training the"
    " people around you.",
    description="Earn them **one at a time**.",
    version="3",
    levels=(
        LevelView(
            1,
            "Foundation",
            "Earn this badge to open level 2.",
            (_step("Basic Life Support", "bls", "CPR and defibrillation.", "1 day, £85"),),
        ),
        LevelView(
            2,
            "Response",
            "Earn this badge to open level 3.",
            (_step("Advanced Response", "adv", "Lead a scene.", "2 days", "valid 2 years"),),
        ),
        LevelView(
            3,
            "Specialise",
            "Earn any 2 of these 3 to open level 4.",
            (
                _step("Paediatric Emergency Skills", "ped", "Infants and children.", "1 day"),
                _step("Advanced Scenario Simulation", "sim", "A full-scale exercise.", "1 day"),
                StepView(
                    "A choice",
                    rule="Any 1 of these 2.",
                    optional=True,
                    members=(
                        _step("Water Rescue Response", "wat", "Reach, throw, tow."),
                        _step("Instructor", "ins", "Teach."),
                    ),
                ),
            ),
        ),
        LevelView(4, "Teach", "Earn this badge.", (_step("Instructor", "ins", "Teach others."),)),
    ),
    diagram='<svg class="map" viewBox="0 0 1056 200" aria-hidden="true" focusable="false">'
    '<rect class="lane" width="176" height="200" rx="12"/><text class="lv" x="16" y="27">Level 1'
    "</text></svg>",
    final=_step("First Aid Professional", "pro", "Built from your own signed badges."),
    final_sentence="Awarded by itself, as soon as all four levels are current on the same day.",
    facts=FACTS,
)


def _pieces(svg: str) -> tuple[str, ...]:
    """Return a drawing as its opening tag, what is inside, and its closing tag."""
    inside = svg.removesuffix("</svg>").removeprefix(opening := svg[: svg.index(">") + 1])
    return opening, inside, "</svg>"


def _state(start: date, water: str, *, complete: bool = False) -> PathwayState:
    return PathwayState(
        start,
        (
            LevelState(
                1,
                "Foundation",
                "done",
                "Earn this badge to open level 2.",
                (
                    NodeState(
                        "Basic Life Support",
                        "earned",
                        f"credentials/{UUID}/",
                        "badges/bls/",
                        date(2025, 2, 3),
                        date(2027, 2, 3),
                    ),
                ),
            ),
            LevelState(
                2,
                "Specialise",
                "done" if water == "earned" else "now",
                "Earn any 2 of these 2.",
                (
                    NodeState(
                        "Water Rescue Response",
                        water,
                        f"credentials/{UUID}/",
                        "badges/wat/",
                        date(2025, 11, 1),
                        date(2026, 11, 1),
                    ),
                    NodeState(
                        "Advanced Scenario Simulation",
                        "earned" if complete else "can-start",
                        "badges/sim/",
                        "badges/sim/",
                    ),
                ),
            ),
            LevelState(
                3,
                "Teach",
                "later",
                "Earn this badge.",
                (
                    NodeState(
                        "Instructor",
                        "locked",
                        "badges/ins/",
                        "badges/ins/",
                        because="level 2 is not complete",
                    ),
                ),
            ),
        ),
        complete,
        _pieces(PATHWAY.diagram),
        NodeState(
            "First Aid Professional",
            "locked",
            "badges/pro/",
            "badges/pro/",
            because="level 3 is open",
        ),
        NextStep(
            "Advanced Scenario Simulation", "badges/sim/", "badges/sim/", "This completes level 2."
        ),
    )


LEARNER_PATHWAY = LearnerPathwayView(
    path=f"learners/{ADDRESS}/first-aid/",
    learner="Mary Seacole",
    learner_path=f"learners/{ADDRESS}/",
    pathway="First Aid Professional",
    pathway_path="pathways/first-aid/",
    as_of=date(2026, 5, 12),
    states=(_state(date(2026, 5, 12), "earned"), _state(date(2026, 11, 2), "expired")),
    final_sentence="Awarded by itself when all levels are current.",
)

BACKPACK = BackpackView(
    path=f"learners/{ADDRESS}/",
    learner="Florence Nightingale",
    as_of=date(2026, 10, 2),
    home=f"learners/{ADDRESS}/",
    badges=6,
    routes=2,
    first=date(2025, 6, 14),
    bio="Ward lead and first aid instructor, Bristol",
    tiles=tuple(
        Tile(name, f"credentials/{UUID}/", f"badges/{picture}/", awarded, expires, level, final)
        for name, picture, awarded, expires, level, final in (
            ("First Aid Professional", "pro", date(2026, 10, 2), None, None, True),
            ("Instructor", "ins", date(2026, 10, 2), date(2029, 10, 2), 4, False),
            ("Advanced Scenario Simulation", "sim", date(2026, 8, 30), None, 3, False),
            ("Advanced Response", "adv", date(2026, 5, 12), date(2028, 5, 12), 2, False),
            ("Basic Life Support", "bls", date(2026, 1, 8), date(2028, 1, 8), 1, False),
            ("Water Rescue Response", "wat", date(2025, 6, 14), date(2026, 6, 14), 3, False),
        )
    ),
    pathways=(
        ProgressCard(
            "First Aid Professional",
            f"learners/{ADDRESS}/first-aid/",
            (
                CardState(
                    date(2026, 10, 2),
                    ("on", "on", "on", "on"),
                    True,
                    date(2026, 10, 2),
                    renew_name="Basic Life Support",
                    renew_by=date(2028, 1, 8),
                ),
                CardState(date(2028, 1, 9), ("lapsed", "on", "on", "on")),
            ),
        ),
        ProgressCard(
            "Data Skills",
            f"learners/{ADDRESS}/data/",
            (
                CardState(
                    date(2026, 10, 2),
                    ("on", "on", "off", "off"),
                    next_name="Strategic Interpretation",
                    next_path="badges/str/",
                ),
            ),
        ),
    ),
    skills=tuple(
        SkillCount(name, f"credentials/{UUID}/", (SkillState(date(2026, 10, 2), count),))
        for name, count in (("CPR and defibrillation", 3), ("Triage", 3), ("Scene safety", 4))
    ),
)

BADGES = BadgesView(
    (
        BadgeGroup(
            "First Aid Professional",
            "pathways/first-aid/",
            (
                BadgeCard("Basic Life Support", "badges/bls/", "…", 1),
                BadgeCard("Advanced Response", "badges/adv/", "…", 2),
                BadgeCard("First Aid Professional", "badges/pro/", "…", None, True),
            ),
        ),
        BadgeGroup("", "", (BadgeCard("Bread Baker", "badges/bread/", "…"),)),
    )
)

DIRECTORY = DirectoryView(
    tuple(
        LearnerCard(name, f"learners/{name.split()[0].lower()}/", bio, count)
        for name, bio, count in (
            ("Florence Nightingale", "Ward lead", 10),
            ("Ignacy Łukasiewicz", "", 1),
            ("رفيدة الأسلمية", "", 3),
        )
    ),
    after="learners/page-2/",
)

Render = Callable[[Theme, Frame], bytes]

SKILLS = SkillsView(
    (
        SkillEntry(
            "cpr",
            SkillLink("CPR", "https://frameworks.example/cpr", "Emergency Skills", "ECS-1"),
            BADGES.groups[0].badges,
            (SkillPathway("First Aid Professional", "pathways/first-aid/"),),
        ),
        SkillEntry("triage", SkillLink("Triage"), BADGES.groups[0].badges[:1], ()),
    ),
    42,
    after="skills/page-2/",
)

ISSUER = IssuerPageView(
    "Teaches first aid to people who run services on and around the water.",
    14,
    3,
    (KnownIssuerView("Severn Rescue Boats", "did:web:severn.example"),),
    date(2022, 3, 5),
)

PAGES: dict[str, Render] = {
    "home": lambda t, f: pages.home_page(t, f, HOME),
    "pathways": lambda t, f: pages.pathways_page(t, f, PathwaysView(HOME.pathways)),
    "pathway": lambda t, f: pages.pathway_page(t, f, PATHWAY),
    "badges": lambda t, f: pages.badges_page(t, f, BADGES),
    "badge": lambda t, f: pages.badge_page(t, f, BADGE),
    "skills": lambda t, f: pages.skills_page(t, f, SKILLS),
    "issuer": lambda t, f: pages.issuer_page(t, f, ISSUER),
    "directory": lambda t, f: pages.directory_page(t, f, DIRECTORY),
    "backpack": lambda t, f: pages.backpack_page(t, f, BACKPACK),
    "learner-pathway": lambda t, f: pages.learner_pathway_page(t, f, LEARNER_PATHWAY),
    "moved": lambda t, f: pages.moved_page(
        t, f, MovedView("learners/former/", f"learners/{ADDRESS}/")
    ),
    "credential": lambda t, f: pages.credential_page(t, f, CREDENTIAL),
    "credential-final": lambda t, f: pages.credential_page(t, f, FINAL),
    "credential-revoked": lambda t, f: pages.credential_page(t, f, REVOKED),
    "tombstone": lambda t, f: pages.tombstone_page(
        t, f, TombstoneView(f"credentials/4{UUID[1:]}/", f"4{UUID[1:]}", "status/1.json", 123)
    ),
    "tombstone-not-withdrawn": lambda t, f: pages.tombstone_page(
        t, f, TombstoneView(f"credentials/5{UUID[1:]}/", f"5{UUID[1:]}", "status/1.json", 7, False)
    ),
    "embed": lambda t, f: pages.embed_page(
        t,
        f,
        EmbedView(
            f"embed/{UUID}/",
            UUID,
            CREDENTIAL.badge,
            CREDENTIAL.badge_path,
            CREDENTIAL.path,
            CREDENTIAL.learner,
            CREDENTIAL.awarded,
            CREDENTIAL.expires,
        ),
    ),
    "verify": lambda t, f: pages.verify_page(t, f, VerifyView()),
    "keys": lambda t, f: pages.keys_page(
        t,
        f,
        KeysView(
            (
                KeyView(
                    "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK", date(2026, 1, 1), "active"
                ),
                KeyView(
                    "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
                    date(2024, 1, 1),
                    "retired",
                    date(2026, 1, 1),
                ),
            )
        ),
    ),
    "404": lambda t, f: pages.not_found_page(t, f, NotFoundView()),
}

PATHS = {
    "home": "",
    "pathways": "pathways/",
    "pathway": PATHWAY.path,
    "badges": "badges/",
    "badge": BADGE.path,
    "skills": "skills/",
    "issuer": "issuer/",
    "directory": "learners/",
    "backpack": BACKPACK.path,
    "learner-pathway": LEARNER_PATHWAY.path,
    "moved": "learners/former/",
    "credential": CREDENTIAL.path,
    "credential-final": FINAL.path,
    "credential-revoked": REVOKED.path,
    "tombstone": f"credentials/4{UUID[1:]}/",
    "tombstone-not-withdrawn": f"credentials/5{UUID[1:]}/",
    "embed": f"embed/{UUID}/",
    "verify": "verify/",
    "keys": "keys/",
    "404": "",
}
