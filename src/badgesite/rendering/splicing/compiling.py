"""The way to a kind as one Python function: results in local variables, looks as looks.

The source has nothing of a provider's text in it but what `repr` makes of plain constants; all
other values are names that the function is given.
"""

import operator
from collections.abc import Callable, Sequence
from itertools import pairwise
from keyword import iskeyword
from typing import Any

from badgesite.rendering.splicing.markers import Way
from badgesite.rendering.splicing.tracing import Question, Ref, Step, called, is_true
from badgesite.rendering.splicing.tree import Node, Unit, name_of, read_by

_OPERATORS: dict[Callable[..., Any], str] = {
    operator.getitem: "{}[{}]",
    operator.add: "{} + {}",
    operator.sub: "{} - {}",
    operator.mul: "{} * {}",
    operator.eq: "{} == {}",
    operator.ne: "{} != {}",
    operator.lt: "{} < {}",
    operator.le: "{} <= {}",
    operator.gt: "{} > {}",
    operator.ge: "{} >= {}",
}
_PLAIN = (str, int, bool, type(None))


def compiled(way: Sequence[Node]) -> Unit:
    """Return the function for a way through the tree, which ends at a kind."""
    source = _Source()
    for node, to in pairwise(way):
        source.does(node)
        (answer,) = (said for (_, said), other in node.answers.items() if other is to)
        source.asks(node, answer)
    source.does(way[-1])
    source.returns(way[-1])
    return source.unit()


class _Source:
    """A function while it is written: its lines, and the values that it is given by name."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._given: dict[str, Any] = {"len": len, "type": type}
        self._names: dict[int, str] = {}
        self._made: set[int] = set()
        self._read: dict[int, None] = {}

    def does(self, node: Node) -> None:
        """Do a node's steps."""
        for number, step in node.steps:
            for each in read_by(step):
                self._result(each.number)
            self._made.add(number)
            self._lines.append(f"{name_of(number)} = {self._call(step)}")

    def asks(self, node: Node, answer: Any) -> None:
        """Go on if the node's question has this answer, else say what is known so far."""
        question = node.question
        if question is None:
            raise ValueError("a node on the way to a kind has a question")
        self._lines.append(f"if {self._other(question, answer)}:")
        self._lines.append(f" return {self._value(node)}, results | locals()")

    def returns(self, leaf: Node) -> None:
        """Put the page together, a value that stands in several holes escaped once."""
        kind = leaf.kind
        if kind is None:
            raise ValueError("the way to a kind ends at one")
        escaped: dict[tuple[int, Way], str] = {}
        parts = [self._value(kind.texts[0])]  # by name: the kind has them already
        for hole, text in zip(kind.holes, kind.texts[1:], strict=True):
            name = escaped.get(hole)
            if name is None:
                number, way = hole
                name = escaped[hole] = f"e{len(escaped)}"
                self._lines.append(f"{name} = {self._value(way)}({self._result(number)})")
            parts += [name, *([self._value(text)] if text else [])]
        page = f'"".join(({", ".join(parts)},))'
        self._lines.append(f"return {self._value(leaf)}, {page}")

    def unit(self) -> Unit:
        """Return the function."""
        begun = [f"{name_of(number)} = results[{name_of(number)!r}]" for number in self._read]
        body = "".join(f" {line}\n" for line in (*begun, *self._lines))
        exec(  # noqa: S102 - our own lines
            compile(f"def unit(results):\n{body}", "<the way to a kind of page>", "exec"),
            self._given,
        )
        unit: Unit = self._given["unit"]
        return unit

    def _other(self, question: Question, answer: Any) -> str:
        """Return the condition that the answer is another one."""
        value = self._result(question.number)
        if question.decide is is_true:
            return f"not {value}" if answer else value
        if question.decide is len:
            return f"len({value}) != {answer}"
        self._lines.append(f"answer = {self._value(question.decide)}({value})")
        return f"type(answer) is not {self._value(type(answer))} or answer != {self._value(answer)}"

    def _call(self, step: Step) -> str:
        function, arguments, named = step
        given = [self._argument(each) for each in arguments]
        if function is getattr and len(arguments) == 2 and _is_name(arguments[1]) and not named:
            return f"{given[0]}.{arguments[1]}"
        if function in _OPERATORS and len(arguments) == 2 and not named:
            return _OPERATORS[function].format(*given)
        if function is called:
            given, call = given[1:], given[0]
        else:
            call = self._value(function)
        if named:
            said = ", ".join(f"{name!r}: {self._argument(each)}" for name, each in named)
            given.append(f"**{{{said}}}")
        return f"{call}({', '.join(given)})"

    def _argument(self, value: Any) -> str:
        if type(value) is Ref:
            return self._result(value.number)
        return repr(value) if type(value) in _PLAIN else self._value(value)

    def _result(self, number: int) -> str:
        """Return the name of a result, read at the beginning where it was made before."""
        if number not in self._made:
            self._read[number] = None
        return name_of(number)

    def _value(self, value: Any) -> str:
        """Return the name of a value that the function is given."""
        name = self._names.get(id(value))
        if name is None:
            name = self._names[id(value)] = f"v{len(self._names)}"
            self._given[name] = value
        return name


def _is_name(value: Any) -> bool:
    # Python takes letters beyond ASCII as others that look alike.
    return type(value) is str and value.isascii() and value.isidentifier() and not iskeyword(value)
