"""The few fields at the head of an editorial page. Pure; unknown ones are mistakes."""

import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from badgesite.errors import Origin, Problem
from badgesite.model import Page

FIELDS = ("title", "description", "headline", "lede", "template")
HOME = "index.md"
LONGEST = 200_000
MOST_MARKS = 1_500  # in one paragraph, list or table: Markdown's work grows with their square
MOST_IN_ALL = 8_000
DEEPEST = 20

_CODE = re.compile(r"^ *(```|~~~).*?^ *\1|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_MARKS = re.compile(r"[\[\]*_`<!&\\]")
_RULE = re.compile(r"---[ \t]*\n")
_FIELD = re.compile(r"[\w-]+:(?:\s|$)")
_DEEP = re.compile(rf"^(?:[ \t]*>){{{DEEPEST},}}|^[ \t]{{{4 * DEEPEST},}}\S", re.MULTILINE)


def line_of(text: str, needle: str) -> int:
    """Return the number of the first line that has the needle, outside of code if it can be; or 1.

    What stands in code is an example, and hardly the mistake that somebody looks for.
    """
    outside = _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), text)
    place = outside.find(needle)
    if place < 0:
        place = text.find(needle)
    return text.count("\n", 0, place) + 1 if place > 0 else 1


def problem(page: Page, needle: str, sentence: str, remedy: str, code: str) -> Problem:
    """Return a mistake at the first line of the page that has the needle."""
    return Problem(Origin(page.origin.path, line_of(page.text, needle)), sentence, remedy, code)


def check_page(page: Page) -> list[Problem]:
    """Return what keeps a page from being rendered in bounded time."""
    if len(page.text) > LONGEST:
        sentence = f"this page is longer than {LONGEST:,} characters"
        return [problem(page, "", sentence, "split it into several pages", "too-long")]
    if len(_MARKS.findall(page.text)) > MOST_IN_ALL:
        sentence = f"this page has more than {MOST_IN_ALL:,} marks of Markdown"
        return [problem(page, "", sentence, "split it into several pages", "too-much")]
    for block in re.split(r"\n[ \t]*\n", page.text):
        if len(_MARKS.findall(block)) > MOST_MARKS:
            sentence = f"more than {MOST_MARKS:,} marks of Markdown stand in one paragraph or table"
            return [problem(page, block, sentence, "part it with empty lines", "too-much")]
    deep = _DEEP.search(page.text)
    if deep:
        sentence = f"lists or quotations lie more than {DEEPEST} deep in each other"
        return [problem(page, deep[0], sentence, "make it flatter", "too-deep")]
    return []


def shows_pages(environment: Any, name: str) -> bool:
    """Whether a template, or one that it extends, has a place for what a page says."""
    source: str = environment.loader.get_source(environment, name)[0]
    if "page.content" in source:
        return True
    parent = re.search(r"""{%-?\s*extends\s+["']([^"']+)["']""", source)
    return parent is not None and parent[1] != name and shows_pages(environment, parent[1])


def read_front(page: Page, fields: Mapping[Any, Any]) -> tuple[dict[str, str], list[Problem]]:
    """Return the fields as text, and what is wrong with them."""
    problems: list[Problem] = []
    if not fields:
        problems += _unread(page)
    good: dict[str, str] = {}
    for name, value in fields.items():
        if name not in FIELDS:
            problems.append(_unknown(page, str(name)[:60]))
        elif isinstance(value, (str, int, float, date)):
            good[name] = " ".join(str(value).split())
        elif value is not None:
            sentence, remedy = f"'{name}' is not a text", f"write {name}: and a sentence"
            problems.append(problem(page, f"{name}", sentence, remedy, "wrong-type"))
    return good, problems


def _unread(page: Page) -> list[Problem]:
    """Return what is wrong with a head of which no field was read; a page may begin with a rule."""
    begin = _RULE.match(page.text)
    if begin is None:
        return []
    if "\n---" in page.text[begin.end() - 1 :]:
        sentence = "the lines between the two --- at the head are not fields"
        remedy = "write each as  title: About us"
    elif _FIELD.match(page.text, begin.end()):
        sentence = "the fields at the top have no end"
        remedy = "close them with a line that is just ---"
    else:
        return []
    return [problem(page, "", sentence, remedy, "front-matter")]


def _unknown(page: Page, name: str) -> Problem:
    near = get_close_matches(name, FIELDS, 1)
    remedy = f"did you mean '{near[0]}'?" if near else f"the fields are: {', '.join(FIELDS)}"
    return problem(page, f"{name}", f"a page has no field '{name}'", remedy, "unknown-field")
