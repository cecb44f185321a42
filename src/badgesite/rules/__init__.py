"""Rules of a whole Catalog: what no single file can say of itself. Reads no file.

A rule is a function from a Catalog to problems. `RULES` hold for any catalog, `WHOLE_RULES` for
one whose files were all read without a mistake: elsewhere they would tell one mistake twice.
"""

from collections.abc import Callable, Iterable, Mapping

from badgesite.errors import Problem, in_order
from badgesite.model import Catalog
from badgesite.rules import (
    addresses,
    artwork,
    awards,
    naming,
    order,
    pathways,
    privacy,
    remembered,
    routes,
)
from badgesite.rules.artwork import picture_problems
from badgesite.rules.translations import translation_notes

__all__ = ["RULES", "WHOLE_RULES", "check", "picture_problems", "translation_notes"]

Rule = Callable[[Catalog], Iterable[Problem]]

RULES: tuple[Rule, ...] = (
    pathways.has_levels_with_steps,
    pathways.ids_are_unique,
    pathways.groups_ask_for_no_more_than_they_list,
    pathways.groups_list_each_once,
    pathways.credits_can_be_reached,
    pathways.final_rests_on_no_more_than_checks_take,
    pathways.after_names_an_earlier_step,
    pathways.after_does_not_go_round,
    pathways.within_has_parts,
    routes.pathway_does_not_need_itself,
    routes.pathway_version_exists,
    routes.earlier_versions_have_days_of_their_own,
    routes.pathways_nest_only_so_deep,
    routes.final_is_not_a_part,
    routes.milestone_is_not_a_part,
    routes.final_belongs_to_one_pathway,
    routes.foreign_is_foreign,
    naming.badges_of_a_pathway_have_names_of_their_own,
    naming.names_of_a_pathway_are_written_alike,
    naming.skills_are_written_in_one_way,
    artwork.pathway_has_one_shape,
    artwork.icon_exists,
    artwork.second_font_is_one,
    addresses.page_is_not_in_the_folder_of_a_language,
    privacy.no_address_of_a_learner_is_published,
    privacy.no_address_of_an_erased_learner_is_given_again,
)
WHOLE_RULES: tuple[Rule, ...] = (
    awards.revocation_has_its_award,
    awards.revocation_stays,
    awards.replaced_award_has_another,
    awards.issue_follows_an_issue,
    order.award_follows_the_order,
    remembered.addresses_lead_on,
)


Judge = Callable[[Mapping[str, bytes]], Mapping[str, Iterable[Problem]]]


def check(
    catalog: Catalog, *, whole: bool = True, judge: Judge = picture_problems
) -> tuple[Problem, ...]:
    """Return every problem, in order; `whole` says that reading found no error.

    `judge` tells what is wrong with pictures, of each by its path; it may remember, for judging
    takes long.
    """
    rules = (*RULES, *WHOLE_RULES) if whole else RULES
    found = [problem for rule in rules for problem in rule(catalog)]
    for problems in judge(catalog.pictures).values():
        found += problems
    return in_order(found)
