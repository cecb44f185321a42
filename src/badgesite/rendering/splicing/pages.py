"""Kinds of pages as a tree of questions, with the text around the holes at its leaves.

Whatever cannot be traced, or differs once from what the template says, is rendered plainly from
then on: the page is the same either way.
"""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from jinja2 import Environment
from jinja2.exceptions import TemplateError
from msgspec import Struct, field

from badgesite.rendering.splicing.markers import Way, spots, with_holes
from badgesite.rendering.splicing.tracing import (
    Question,
    Ref,
    Step,
    Trace,
    Untraceable,
    followed,
)

_MOST_KINDS = 2_000  # of one template; more of them would not be met again
_COMPARED = 2  # pages of each kind, and then one in so many by their digest
_ONE_IN = 1_024
_I18N = ("gettext", "ngettext", "pgettext", "npgettext", "_")

Render = Callable[[Any, Environment | None], str]
"""Renders the page of a view; with an environment for stand-ins, or with the ordinary one."""

Results = dict[int, Any]
Do = Callable[[Results], Any]
"""A step: the result that follows from those so far, by their numbers."""


class _Kind(Struct):
    """A leaf: the text around the holes, and for each hole which step's result how escaped."""

    text: str
    holes: tuple[tuple[int, Way], ...]
    met: int = 0


class _Node(Struct):
    """A question, and where each answer leads; steps that were not needed before it."""

    question: Question | None = None
    steps: tuple[tuple[int, Do], ...] = ()
    answers: dict[Any, "_Node"] = field(default_factory=dict)
    kind: _Kind | None = None


class Spliced:
    """The pages of one template in one surrounding.

    The first few (`untraced`) are rendered: to learn a kind costs as much as two pages.
    """

    def __init__(self, render: Render, environment: Environment, untraced: int = 0) -> None:
        self._render = render
        self._untraced = untraced
        self._environment = environment
        self._root = _Node()
        self._kinds = 0
        self._plainly = False

    def page(self, view: Any) -> str:
        """Return the page of the view, exactly as the template makes it."""
        if self._untraced > 0:
            self._untraced -= 1
            return self._render(view, None)
        if self._plainly:
            return self._render(view, None)
        node, results = self._find(view)
        kind = node.kind
        if kind is None:
            return self._traced(view)
        made = kind.text % tuple(way(results[number]) for number, way in kind.holes)
        kind.met += 1
        if kind.met <= _COMPARED or _is_chosen(made):
            plain = self._render(view, None)
            if plain != made:
                self._plainly = True
            return plain
        return made

    def _find(self, view: Any) -> tuple[_Node, Results]:
        """Ask the questions of this view, as far as their answers are known."""
        results: Results = {0: view}
        node = self._root
        try:
            while True:
                for number, do in node.steps:
                    results[number] = do(results)
                question = node.question
                if question is None:
                    return node, results
                answer = question.decide(results[question.number])
                following = node.answers.get((type(answer), answer))
                if following is None:
                    return _Node(), results
                node = following
        except (LookupError, AttributeError, TypeError, ValueError):
            return _Node(), results

    def _traced(self, view: Any) -> str:
        """Render the page, and remember its kind if that can be done."""
        plain = self._render(view, None)
        if self._kinds >= _MOST_KINDS:
            self._plainly = True
            return plain
        trace = Trace()
        try:
            text = self._render(trace.root(view), self._environment)
            kind = _kind_of(text, trace)
            self._plant(trace, kind)
            node, results = self._find(view)
        except (Untraceable, TemplateError, TypeError, ValueError, AttributeError, LookupError):
            self._plainly = True
            return plain
        self._kinds += 1
        if node.kind is not kind or plain != kind.text % tuple(
            way(results[number]) for number, way in kind.holes
        ):
            self._plainly = True
        return plain

    def _plant(self, trace: Trace, kind: _Kind) -> None:
        """Add the trace's questions to the tree, each with the steps that lead to it."""
        node, done = self._root, {0}
        for question in trace.questions:
            steps = _needed([question.number], trace.steps, done)
            if node.question is None:
                if node.kind is not None:
                    raise Untraceable
                node.question, node.steps = question, steps
            elif (node.question.number, node.question.decide) != (question.number, question.decide):
                raise Untraceable
            done.update(number for number, _ in node.steps)
            answer = question.answer
            node = node.answers.setdefault((type(answer), answer), _Node())
        node.steps = _needed([number for number, _ in kind.holes], trace.steps, done)
        node.kind = kind


def _ready(step: Step) -> Do:
    """Return what does the step with the results so far; most look at one of them."""
    function, arguments, named = step
    if arguments and not named and type(arguments[0]) is Ref:
        first = arguments[0].number
        if len(arguments) == 1:
            return lambda results: function(results[first])
        if len(arguments) == 2 and type(arguments[1]) is not Ref:
            second = arguments[1]
            return lambda results: function(results[first], second)

    def do(results: Results) -> Any:
        given = [results[each.number] if type(each) is Ref else each for each in arguments]
        more = {n: results[each.number] if type(each) is Ref else each for n, each in named}
        return function(*given, **more)

    return do


def _needed(
    numbers: Sequence[int], steps: Sequence[Step | None], done: set[int]
) -> tuple[tuple[int, Do], ...]:
    """Return the steps that lead to these results, in order, without those done already."""
    wanted: set[int] = set()
    pending = list(numbers)
    while pending:
        number = pending.pop()
        step = steps[number]
        if number in done or number in wanted or step is None:
            continue
        wanted.add(number)
        _, arguments, named = step
        pending += [each.number for each in arguments if isinstance(each, Ref)]
        pending += [each.number for _, each in named if isinstance(each, Ref)]
    return tuple((n, _ready(step)) for n in sorted(wanted) if (step := steps[n]) is not None)


def _kind_of(text: str, trace: Trace) -> _Kind:
    """Return the text with its markers as holes; what became of every value must be seen."""
    found = spots(text)
    if {spot.number for spot in found} | trace.taken != set(range(len(trace.printed))):
        raise Untraceable
    holes = tuple(trace.hole(spot.number, spot.way) for spot in found)
    return _Kind(with_holes(text, found), holes)


def _is_chosen(made: str) -> bool:
    chosen = hashlib.sha256(made[-400:].encode("utf-8", "replace")).digest()
    return int.from_bytes(chosen[:4], "big") % _ONE_IN == 0


def following(environment: Environment) -> Environment:
    """Return an environment for stand-ins beside an ordinary one, with the same templates."""
    beside = environment.overlay()
    beside.filters = {name: followed(each) for name, each in environment.filters.items()}
    beside.tests = {name: followed(each) for name, each in environment.tests.items()}
    beside.globals = {
        name: each if name in _I18N or isinstance(each, type) else followed(each)
        for name, each in environment.globals.items()
    }
    return beside
