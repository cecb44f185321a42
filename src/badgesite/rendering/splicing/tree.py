"""Kinds of pages as a tree: questions at its forks, the text around the holes at its leaves."""

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct, field

from badgesite.rendering.splicing.markers import Way
from badgesite.rendering.splicing.tracing import Question, Ref, Step, Trace, Untraceable

Results = dict[str, Any]
"""What the steps done so far led to, by their names; that of step 0 is the view."""

Do = Callable[[Results], Any]
"""A step: the result that follows from those so far."""

Unit = Callable[[Results], tuple["Node", Any]]
"""The steps and questions from one node to a kind, as one function.

At the kind it returns that node and the page; at the first other answer the node of the question,
and the results so far.
"""


def name_of(number: int) -> str:
    """Return the name of a step's result."""
    return f"r{number}"


class Kind(Struct):
    """A leaf: the texts around the holes, and for each hole which step's result how escaped."""

    texts: tuple[str, ...]
    holes: tuple[tuple[int, Way], ...]
    met: int = 0

    def page(self, results: Results) -> str:
        """Return the page of a view, by what its steps lead to."""
        parts = [self.texts[0]]
        for (number, way), text in zip(self.holes, self.texts[1:], strict=True):
            parts += (way(results[name_of(number)]), text)
        return "".join(parts)


class Node(Struct, eq=False):
    """A question, and where each answer leads; steps that were not needed before it.

    `unit` is the way on to the kind that is met most, once it is worth one.
    """

    question: Question | None = None
    steps: tuple[tuple[int, Step], ...] = ()
    do: tuple[tuple[str, Do], ...] = ()
    answers: dict[Any, "Node"] = field(default_factory=dict)
    kind: Kind | None = None
    unit: Unit | None = None

    def leads_by(self, numbers: Sequence[int], trace: Trace, done: set[int]) -> None:
        """Take the steps that lead to these results, without those done already."""
        self.steps = _needed(numbers, trace.steps, done)
        self.do = tuple((name_of(number), _ready(step)) for number, step in self.steps)

    def following(self, results: Results) -> "Node | None":
        """Return where the answer to the question leads, if it was met before."""
        question = self.question
        if question is None:
            return None
        answer = question.decide(results[name_of(question.number)])
        return self.answers.get((type(answer), answer))


def plant(root: Node, trace: Trace, kind: Kind) -> None:
    """Add the trace's questions to the tree, each with the steps that lead to it."""
    node, done = root, {0}
    for question in trace.questions:
        if node.question is None:
            if node.kind is not None:
                raise Untraceable
            node.question = question
            node.leads_by([question.number], trace, done)
        elif (node.question.number, node.question.decide) != (question.number, question.decide):
            raise Untraceable
        done.update(number for number, _ in node.steps)
        answer = question.answer
        node = node.answers.setdefault((type(answer), answer), Node())
    if node.question is not None:
        raise Untraceable
    node.leads_by([number for number, _ in kind.holes], trace, done)
    node.kind = kind


def _ready(step: Step) -> Do:
    """Return what does the step with the results so far; most look at one of them."""
    function, arguments, named = step
    if arguments and not named and type(arguments[0]) is Ref:
        first = name_of(arguments[0].number)
        if len(arguments) == 1:
            return lambda results: function(results[first])
        if len(arguments) == 2 and type(arguments[1]) is not Ref:
            second = arguments[1]
            return lambda results: function(results[first], second)

    def of(results: Results, each: Any) -> Any:
        return results[name_of(each.number)] if type(each) is Ref else each

    def do(results: Results) -> Any:
        given = [of(results, each) for each in arguments]
        return function(*given, **{name: of(results, each) for name, each in named})

    return do


def _needed(
    numbers: Sequence[int], steps: Sequence[Step | None], done: set[int]
) -> tuple[tuple[int, Step], ...]:
    """Return the steps that lead to these results, in order, without those done already."""
    wanted: set[int] = set()
    pending = list(numbers)
    while pending:
        number = pending.pop()
        step = steps[number]
        if number in done or number in wanted or step is None:
            continue
        wanted.add(number)
        pending += [each.number for each in read_by(step)]
    return tuple((n, step) for n in sorted(wanted) if (step := steps[n]) is not None)


def read_by(step: Step) -> list[Ref]:
    """Return the results that a step reads."""
    _, arguments, named = step
    given = (*arguments, *(each for _, each in named))
    return [each for each in given if type(each) is Ref]
