"""A good document, bent at random in ways that mean something to JSON-LD: for comparing readers.

Deterministic for a seed. Nothing here knows what a verifier should say of the result.
"""

import copy
import json
import random
import re
from collections.abc import Iterator
from typing import Any

from badgesite import contexts
from deriving.bench import BASE, DID, GOOD, UUID, Json, badge, signed

_KEYWORDS = (
    "@id",
    "@type",
    "@value",
    "@list",
    "@set",
    "@graph",
    "@included",
    "@reverse",
    "@nest",
    "@index",
    "@language",
    "@direction",
    "@none",
    "@json",
    "@vocab",
    "@base",
    "@context",
    "@version",
    "@protected",
    "@propagate",
    "@import",
    "@anything",
)
_LETTERS = "\u00a0\ufeff\u2003\u2028\u3000\u0085\u180e\u200b\u202e\ue000\uffff\U0001f600\u0301"
_ODD_NAMES = ["", "x", "1", "10", "a:b", "foo bar", "__proto__", "toString", "ID", "validuntil"]
_ODD_IRIS = (
    "_:b0",
    "_:",
    "urn:x",
    "a:b",
    "id:x",
    "xsd:string",
    "../x",
    "#x",
    "?x",
    "//x.example/y",
    "http:",
    "did:web:x",
    "mailto:a@b",
    "HTTPS://X.example/",
    "https://x.example/%00",
    "https://x.example/\\",
    "https://x.example/{}",
    "https://[x",
)
_NUMBERS = (0, 1, -1, 1.5, 1e5, 1e-7, -0.0, 2**53 - 1, 2**53, 5e-324, 1e15, 0.1, True, False, None)
_DATES = (
    "2026-01-05T00:00:00+00:00",
    "2026-01-05",
    "2030-01-01T00:00:00Z",
    "2020-01-01T00:00:00Z",
    "2026-12-31T23:59:60Z",
    "2026-01-05T24:00:00Z",
)


def _words() -> tuple[list[str], list[str]]:
    """Return the terms and the addresses of the contexts that our badges have."""
    texts = [json.dumps(contexts.document(url)) for url in GOOD["@context"]]
    whole = " ".join(texts)
    terms = sorted(set(re.findall(r'"([A-Za-z0-9]+)":', whole)))
    return terms, sorted(set(re.findall(r'"(https?://[^"]+)"', whole)))


_TERMS, _IRIS = _words()


def rich() -> Json:
    """Return a signed badge with most of what a badge may have."""
    document = badge(
        awardedDate="2026-01-05T00:00:00Z",
        relatedResource=[{"id": "https://x.example/r", "digestSRI": "sha256-AAAA"}],
        termsOfUse=[{"id": "https://x.example/t", "type": "https://x.example/T"}],
    )
    subject = document["credentialSubject"]
    grade = "urn:uuid:11111111-0000-4000-8000-000000000001"
    subject["result"] = [{"type": ["Result"], "resultDescription": grade, "value": "A"}]
    subject["achievement"].update(
        alignment=[
            {"type": ["Alignment"], "targetName": "Maths", "targetUrl": "https://x.example/m"}
        ],
        image={"id": "https://x.example/i.png", "type": "Image"},
        inLanguage="en",
        resultDescription=[
            {
                "id": grade,
                "type": ["ResultDescription"],
                "name": "Grade",
                "resultType": "LetterGrade",
                "allowedValue": ["C", "B", "A"],
            }
        ],
    )
    return signed(document)


def bent(seed: Json, number: int, salt: str) -> Iterator[Json]:
    """Yield copies of the document after one to three changes, the same ones each time."""
    dice = random.Random(salt)
    for _ in range(number):
        document = copy.deepcopy(seed)
        for _ in range(dice.choice((1, 1, 1, 2, 3))):
            _bend(dice, document)
        yield document


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict):
        for name, member in value.items():
            yield from _paths(member, (*path, name))
    elif isinstance(value, list):
        for place, member in enumerate(value):
            yield from _paths(member, (*path, place))


def _at(document: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        document = document[step]
    return document


def _bend(dice: random.Random, document: Json) -> None:
    paths = list(_paths(document))
    path = dice.choice(paths[1:] or paths)
    objects = [each for each in paths if isinstance(_at(document, each), dict)]
    kind = dice.choice(("add", "add", "put", "put", "rename", "drop", "wrap", "insert", "move"))
    if kind == "add" or not path:
        _at(document, dice.choice(objects))[_name(dice)] = _value(dice, document, paths)
        return
    parent, step = _at(document, path[:-1]), path[-1]
    if kind == "put":
        parent[step] = _value(dice, document, paths)
    elif kind == "wrap":
        parent[step] = [parent[step]]
    elif kind == "insert":
        parent[step] = _inserted(dice, parent[step], _value(dice, document, paths))
    else:
        taken = parent.pop(step)
        if kind == "rename" and isinstance(parent, dict):
            parent[_name(dice)] = taken
        elif kind == "move":
            goal = dice.choice([each for each in objects if each[: len(path)] != path])
            _at(document, goal)[step if isinstance(step, str) else "x"] = taken


def _inserted(dice: random.Random, into: Any, value: Any) -> Any:
    if isinstance(into, list):
        place = dice.randrange(len(into) + 1)
        return [*into[:place], value, *into[place:]]
    if isinstance(into, str):
        place = dice.randrange(len(into) + 1)
        letter = dice.choice((*_LETTERS, "x", "%20", "#", "/", ".", " "))
        return into[:place] + letter + into[place:]
    return [into, value]


def _name(dice: random.Random) -> str:
    ordinary = (dice.choice(_TERMS), dice.choice(_TERMS), dice.choice(_IRIS))
    odd = (dice.choice(_KEYWORDS), dice.choice(_ODD_NAMES), "validUntil", "proof")
    return dice.choice(ordinary if dice.random() < 0.6 else odd)


def _value(dice: random.Random, document: Json, paths: list[tuple[Any, ...]]) -> Any:
    letter = dice.choice(_LETTERS)
    node = dice.choice(("https://x.example/e", DID, f"urn:uuid:{UUID}", f"{BASE}badges/x"))
    return dice.choice(
        (
            dice.choice(_IRIS),
            dice.choice(_TERMS),
            dice.choice(_KEYWORDS),
            copy.deepcopy(_at(document, dice.choice(paths))),
            f"https://x.example/{letter}y",
            dice.choice(_ODD_IRIS),
            dice.choice(_NUMBERS),
            dice.choice(_DATES),
            {
                "@value": dice.choice(("x", 1, True)),
                "@language": dice.choice(("en", "e n", ["en"])),
            },
            {"@value": "x", "@type": dice.choice(_IRIS)},
            {"id": node, **dice.choice(({}, {"name": "x"}, {"type": ["Profile"], "name": "Eve"}))},
            copy.deepcopy(dice.choice(([], {}, [[]], [{}], [None], ["x", "x"], {"@set": ["x"]}))),
            f"{letter} x\n",
        )
    )


def says(document: Json) -> Json:
    """Return what a document says, with the forms that mean the same made one.

    All objects of one identifier are one, a list is a set, a list of one its value, an identifier
    alone a text.
    """
    nodes: dict[str, dict[str, set[str]]] = {}
    whole = _meant(document, nodes, "")
    merged = {
        name: {member: sorted(values) for member, values in node.items()}
        for name, node in nodes.items()
        if node
    }
    return {"whole": whole, "nodes": merged}


def _meant(value: Any, nodes: dict[str, dict[str, set[str]]], name: str) -> Any:
    if isinstance(value, list):
        texts = sorted({json.dumps(_meant(each, nodes, name), sort_keys=True) for each in value})
        return json.loads(texts[0]) if len(texts) == 1 else ["of", *texts]
    if not isinstance(value, dict):
        return ["bool", value] if isinstance(value, bool) else value
    members = {each: _meant(inner, nodes, each) for each, inner in value.items() if each != "id"}
    if "id" not in value:
        return members
    node = nodes.setdefault(str(value["id"]), {})
    for each, inner in members.items():
        texts = (
            inner[1:]
            if isinstance(inner, list) and inner[:1] == ["of"]
            else [json.dumps(inner, sort_keys=True)]
        )
        node.setdefault(each, set()).update(texts)
    return value["id"]
