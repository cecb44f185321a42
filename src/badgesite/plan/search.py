"""The search index: what the search box of every page reads, and only when somebody searches.

Pathways, badges, skills and public learners. A learner who is unlisted or private is never in it.
It changes with names and addresses, not with an award. Where there are many learners they stand
in files by the beginnings of their names' words, so that a search reads few of them.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from badgesite.addresses import badge_path, learner_address, learner_path, pathway_path
from badgesite.canonical import compact_json_bytes
from badgesite.model import Visibility
from badgesite.plan.facts import Facts
from badgesite.plan.outputs import Output
from badgesite.plan.skill_pages import skill_paths
from badgesite.rendering import search

MOST_TOGETHER = 400  # public learners in the index itself; more stand in files of their own
_BEGINNING = 2  # letters that name such a file

Item = tuple[str, str, str]  # kind, name, path


def search_outputs(facts: Facts) -> Iterator[Output]:
    """Yield the index of one language and, with the site's own, the files of many learners."""
    code = facts.language.code
    learners = _learners(facts)
    together = len(learners) <= MOST_TOGETHER
    shards = {} if together else shards_of(learners)
    items = (*_things(facts), *(learners if together else ()))
    yield Output(
        f"assets/search.{code}.json", index, (items, tuple(sorted(shards)), search.words(code))
    )
    for key, found in sorted(shards.items() if not facts.prefix else ()):
        yield Output(f"assets/search/{key}.json", shard, (tuple(found),))


def _things(facts: Facts) -> Iterator[Item]:
    catalog = facts.catalog
    for pathway in catalog.pathways.values():
        yield "pathway", pathway.name, facts.prefix + pathway_path(pathway.id)
    for badge in catalog.badges.values():
        yield "badge", badge.name, facts.prefix + badge_path(badge.id)
    for name, path in skill_paths(facts).items():
        yield "skill", name, facts.prefix + path


def _learners(facts: Facts) -> tuple[Item, ...]:
    salt = facts.catalog.site.salt
    public = (one for one in facts.catalog.learners.values() if one.visibility is Visibility.PUBLIC)
    found = [("learner", one.name, learner_path(learner_address(salt, one))) for one in public]
    return tuple(sorted(found, key=lambda item: (item[1], item[2])))


def shards_of(learners: tuple[Item, ...]) -> dict[str, list[Item]]:
    """Return the learners by the beginning of each word of their names, as hex of its letters."""
    found: defaultdict[str, list[Item]] = defaultdict(list)
    for item in learners:
        for key in {shard_key(word) for word in folded(item[1]).split()}:
            found[key].append(item)
    return dict(found)


def shard_key(word: str) -> str:
    """Return the name of the file for words that begin like this one: hex of UTF-8."""
    return word[:_BEGINNING].encode().hex()


def folded(text: str) -> str:
    """Return what is compared: small letters without accents, words apart by one space.

    assets/search.js folds what is typed in the same way.
    """
    parts = unicodedata.normalize("NFKD", text.lower())
    letters = "".join(each for each in parts if unicodedata.category(each) != "Mn")
    return " ".join(re.findall(r"[^\W_]+", letters))


def index(
    items: tuple[Item, ...], shards: tuple[str, ...], words: tuple[tuple[str, str], ...]
) -> bytes:
    """Recipe: the index, with the sentences of the search box in the site's language."""
    return compact_json_bytes({"items": items, "shards": shards, "words": dict(words)})


def shard(items: tuple[Item, ...]) -> bytes:
    """Recipe: the learners whose names have a word with the same beginning."""
    return compact_json_bytes({"items": items})
