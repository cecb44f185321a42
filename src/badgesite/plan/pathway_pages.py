"""Outputs that belong to pathways: their pages, diagrams, rules and machine-readable copies."""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from badgesite import artwork
from badgesite.addresses import badge_path, pathway_path, pathway_rules_path
from badgesite.canonical import json_bytes
from badgesite.credentials import pathway_rules, versioned_rules
from badgesite.credentials.pathway_ctdl import pathway_ctdl
from badgesite.model import (
    Badge,
    BadgeNeeded,
    Brand,
    ForeignNeeded,
    Group,
    Level,
    Pathway,
    PathwayNeeded,
    Requirement,
    Step,
)
from badgesite.plan.diagrams import pathway_diagram
from badgesite.plan.facts import Facts
from badgesite.plan.foreign import issuer_name
from badgesite.plan.outputs import Made, Output
from badgesite.plan.words import credits_text, pathway_facts, version_fact
from badgesite.progress import levels_sentence, sentence, step_name
from badgesite.rendering import Theme, diagram, pages
from badgesite.rendering.durations import duration_text
from badgesite.rendering.views import Frame, LevelView, PathwayView, StepView


def pathway_outputs(facts: Facts, theme: Theme, frame: Frame) -> Iterator[Output]:
    """Yield everything below pathways/ but the list."""
    for pathway in facts.catalog.pathways.values():
        view = pathway_view(facts, pathway)
        yield Output(f"{view.path}index.html", pages.pathway_page, (theme, frame, view))
        document = pathway_ctdl(facts.catalog, pathway, words_of(facts, pathway))
        yield Output(f"{view.path}pathway.jsonld", json_document, (document,))
        yield _standalone(facts, pathway)
    yield from rules_outputs(facts)


def _standalone(facts: Facts, pathway: Pathway) -> Output:
    """Return the diagram as a file of its own, with the small pictures of its badges inside."""
    chart = diagram.folded(
        diagram.chart_of(facts.catalog, pathway, facts.language), language=facts.language
    )
    drawn = diagram.layout(chart)
    folders = tuple(diagram.pathway_pictures(drawn))
    pictures = tuple(Made(f"{folder}badge-small.svg") for folder in folders)
    brand = facts.catalog.site.brand
    return Output(
        f"{pathway_path(pathway.id)}pathway.svg",
        standalone_diagram,
        (drawn, pathway.name, folders, pictures, brand),
    )


def standalone_diagram(
    drawn: diagram.Diagram,
    name: str,
    folders: tuple[str, ...],
    pictures: tuple[bytes, ...],
    brand: Brand,
) -> bytes:
    """Recipe: a pathway's diagram as an SVG file."""
    inside = {folder: made.decode() for folder, made in zip(folders, pictures, strict=True)}
    colours = artwork.palette(brand.colour, brand.accent)
    return diagram.pathway_svg(drawn, name, inside, colours)


def rules_outputs(facts: Facts) -> Iterator[Output]:
    """Yield the rules of every pathway: the current ones in words, and each version for good."""
    catalog = facts.catalog
    for pathway in catalog.pathways.values():
        document = rules_of(facts, pathway)
        yield Output(f"{pathway_path(pathway.id)}pathway.json", json_document, (document,))
    for pathway in (*catalog.pathways.values(), *catalog.earlier_pathways.values()):
        address = pathway_rules_path(pathway.id, pathway.version)
        yield Output(address, json_document, (versioned_rules(catalog, pathway),))


def rules_of(facts: Facts, pathway: Pathway) -> dict[str, Any]:
    """Return pathway.json as a dict, the rule in words included."""
    return pathway_rules(facts.catalog, pathway, words_of(facts, pathway))


def words_of(facts: Facts, pathway: Pathway) -> dict[str, str]:
    """Return the rule in words: the whole under the empty key, by level, by `level/step`."""
    catalog, language = facts.catalog, facts.language
    words = {"": levels_sentence(pathway, language)}
    for level in pathway.levels:
        words[level.id] = sentence(level, catalog, language)
        words |= {f"{level.id}/{s.id}": sentence(s, catalog, language) for s in level.steps}
    return words


def json_document(document: dict[str, Any]) -> bytes:
    """Recipe: a document as JSON."""
    return json_bytes(document)


# ------------------------------------------------------------------ the page
def pathway_view(facts: Facts, pathway: Pathway) -> PathwayView:
    """Return what the pathway's page shows."""
    wide, narrow = pathway_diagram(facts, pathway)
    return PathwayView(
        path=pathway_path(pathway.id),
        name=pathway.name,
        summary=pathway.summary,
        description=pathway.description,
        version=pathway.version,
        levels=tuple(_level(facts, n, level) for n, level in enumerate(pathway.levels, 1)),
        diagram=wide,
        narrow=narrow,
        final=_final(facts, pathway),
        final_sentence=_final_sentence(facts, pathway),
        facts=(*pathway_facts(facts, pathway), version_fact(facts, pathway.version)),
        lang=facts.foreign("pathways", pathway.id, "name"),
        summary_lang=facts.foreign("pathways", pathway.id, "summary"),
        description_lang=facts.foreign("pathways", pathway.id, "description"),
    )


def _final_sentence(facts: Facts, pathway: Pathway) -> str:
    levels = levels_sentence(pathway, facts.language)
    if pathway.award == "by-hand":
        return facts.language.gettext(
            "{levels} The provider then gives the final credential.", levels=levels
        )
    return facts.language.gettext(
        "{levels} The final credential is then awarded by itself.", levels=levels
    )


def _final(facts: Facts, pathway: Pathway) -> StepView | None:
    if pathway.final is None:
        return None
    return _badge(facts, facts.catalog.badges[pathway.final])


def _badge(facts: Facts, badge: Badge, name: str = "", meta: tuple[str, ...] = ()) -> StepView:
    folder = badge_path(badge.id)
    return StepView(
        name or badge.name,
        folder,
        folder,
        badge.description,
        meta=meta,
        lang=facts.foreign("badges", badge.id, "name"),
        text_lang=facts.foreign("badges", badge.id, "description"),
    )


def _level(facts: Facts, number: int, level: Level) -> LevelView:
    milestone = facts.catalog.badges[level.milestone].name if level.milestone else ""
    return LevelView(
        number,
        level.name,
        sentence(level, facts.catalog, facts.language),
        tuple(_step(facts, step) for step in level.steps),
        milestone,
        badge_path(level.milestone) if level.milestone else "",
    )


def _step(facts: Facts, step: Step) -> StepView:
    view = _needed(facts, step.requirement, step_name(step, facts.catalog))
    meta = list(view.meta)
    if step.within_months is not None:
        meta.append(
            facts.language.ngettext("within {n} month", "within {n} months", step.within_months)
        )
    rule = view.rule
    if isinstance(step.requirement, Group) or step.within_months is not None:
        rule = sentence(step, facts.catalog, facts.language)
    return replace(view, rule=rule, optional=step.optional, meta=tuple(meta))


def _needed(facts: Facts, needed: Requirement, name: str = "") -> StepView:
    catalog = facts.catalog
    if isinstance(needed, BadgeNeeded):
        badge = catalog.badges[needed.badge]
        return _badge(facts, badge, name, _meta(facts, badge))
    if isinstance(needed, PathwayNeeded):
        pathway = catalog.pathways[needed.pathway]
        pathway = catalog.pathway_at(needed.pathway, needed.version) or pathway
        picture = badge_path(pathway.final) if pathway.final else ""
        return StepView(
            name or pathway.name,
            pathway_path(pathway.id),
            picture,
            pathway.summary,
            lang=facts.foreign("pathways", pathway.id, "name"),
            text_lang=facts.foreign("pathways", pathway.id, "summary"),
        )
    if isinstance(needed, ForeignNeeded):
        return StepView(
            name or needed.name or needed.achievement,
            text=facts.language.gettext(
                "Given by {issuer}", issuer=issuer_name(facts, needed.issuer)
            ),
            foreign=True,
        )
    members = tuple(_needed(facts, each) for each in needed.of)
    return StepView(name, rule=sentence(needed, catalog, facts.language), members=members)


def _meta(facts: Facts, badge: Badge) -> tuple[str, ...]:
    _ = facts.language.gettext
    effort = ", ".join(said for said in (badge.duration, badge.price) if said)
    meta = [effort] if effort else []
    if badge.credits:
        meta.append(credits_text(facts, badge.credits))
    if badge.validity:
        period = duration_text(badge.validity, facts.language)
        meta.append(_("valid {period}", period=period))
    else:
        meta.append(_("no expiry"))
    return tuple(meta)
