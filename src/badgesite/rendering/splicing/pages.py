"""The pages of a template: made by their kind where it is known, else rendered and remembered.

Whatever cannot be traced, or differs once from what the template says, is rendered plainly from
then on: the page is the same either way.
"""

from collections.abc import Callable, Sequence
from typing import Any
from zlib import crc32

from jinja2 import Environment
from jinja2.exceptions import TemplateError

from badgesite.rendering.splicing.markers import around, spots
from badgesite.rendering.splicing.tracing import Trace, Untraceable, counted, followed
from badgesite.rendering.splicing.tree import Kind, Node, Results, plant

_MOST_KINDS = 2_000  # of one template; more of them would not be met again
_COMPARED = 2  # pages of each kind, and then one in so many by their digest
_ONE_IN = 1_024
_HEAD = 2_000
_WORTH_COMPILING = 16  # pages of a kind: asking costs twice as much, and compiling as so many
_MOST_COMPILED = 20_000  # nodes of one template: about 7 MB
_I18N = ("gettext", "pgettext", "_")
_COUNTED = {"ngettext": 2, "npgettext": 3}  # where each has its number

Render = Callable[[Any, Environment | None], str]
"""Renders the page of a view; with an environment for stand-ins, or with the ordinary one."""


class Spliced:
    """The pages of one template in one surrounding."""

    def __init__(self, render: Render, environment: Environment) -> None:
        self._render = render
        self._environment = environment
        self._root = Node()
        self._kinds = 0
        self._plainly = False
        self._compiled = 0
        self._chosen = set[int]()

    def page(self, view: Any) -> str:
        """Return the page of the view, exactly as the template makes it."""
        if self._plainly:
            return self._render(view, None)
        leaf, made, passed = self._found(view)
        kind = leaf.kind
        if kind is None:
            return self._traced(view)
        kind.met += 1
        # Whether the page was made by a function that is new.
        is_first = kind.met == _WORTH_COMPILING + 1
        if kind.met <= _COMPARED or is_first or self._is_chosen(made):
            plain = self._render(view, None)
            if plain != made:
                self._plainly = True
            return plain
        if kind.met == _WORTH_COMPILING:
            self._compile(passed)
        return made

    def _is_chosen(self, made: str) -> bool:
        """Whether the page is one in so many, by its head, in which it names itself.

        Parts of pages do not, and many are alike: what was chosen once is not chosen again.
        """
        head = crc32(made[:_HEAD].encode("utf-8", "replace"))
        if head % _ONE_IN or head in self._chosen:
            return False
        self._chosen.add(head)
        return True

    def _compile(self, way: Sequence[Node]) -> None:
        """Make one function of the way to a kind, while there are not too many."""
        if way and self._compiled + len(way) <= _MOST_COMPILED:
            from badgesite.rendering.splicing.compiling import compiled  # for large sites alone

            self._compiled += len(way)
            way[0].unit = compiled(way)

    def _found(self, view: Any) -> tuple[Node, str, list[Node]]:
        """Ask the questions of this view; return the leaf and the page, as far as they are known.

        Beside them the nodes passed one by one, since the last unit ended.
        """
        results: Results = {"r0": view}
        node, passed = self._root, list[Node]()
        try:
            while True:
                if node.unit is not None:
                    passed = []
                    node, results = node.unit(results)
                    if node.kind is not None:
                        return node, str(results), passed
                else:
                    passed.append(node)
                    for name, do in node.do:
                        results[name] = do(results)
                    if node.kind is not None:
                        return node, node.kind.page(results), passed
                following = node.following(results)
                if following is None:
                    return Node(), "", passed
                node = following
        except (LookupError, AttributeError, TypeError, ValueError):
            return Node(), "", passed

    def _traced(self, view: Any) -> str:
        """Render the page, and remember its kind if that can be done."""
        plain = self._render(view, None)
        if self._kinds >= _MOST_KINDS:
            return plain
        trace = Trace()
        try:
            text = self._render(trace.root(view), self._environment)
            kind = _kind_of(text, trace)
            plant(self._root, trace, kind)
            leaf, made, _ = self._found(view)
        except (Untraceable, TemplateError, TypeError, ValueError, AttributeError, LookupError):
            self._plainly = True
            return plain
        self._kinds += 1
        if leaf.kind is not kind or plain != made:
            self._plainly = True
        return plain


def _kind_of(text: str, trace: Trace) -> Kind:
    """Return the text with its markers as holes; what became of every value must be seen."""
    found = spots(text)
    if {spot.number for spot in found} | trace.taken != set(range(len(trace.printed))):
        raise Untraceable
    holes = tuple(trace.hole(spot.number, spot.way) for spot in found)
    return Kind(around(text, found), holes)


def following(environment: Environment, form: Callable[[int], Any]) -> Environment:
    """Return an environment for stand-ins beside an ordinary one, with the same templates.

    `form` says which form of a sentence a number asks for in its language.
    """
    beside = environment.overlay()
    beside.filters = {name: followed(each) for name, each in environment.filters.items()}
    beside.tests = {name: followed(each) for name, each in environment.tests.items()}
    beside.globals = {
        name: each if name in _I18N or isinstance(each, type) else followed(each)
        for name, each in environment.globals.items()
    }
    for name, place in _COUNTED.items():
        beside.globals[name] = counted(environment.globals[name], form, place)
    return beside
