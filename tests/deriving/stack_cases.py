"""Stacked badges: parts gone, changed, withdrawn or somebody else's, and rules that fail."""

import base64
import hashlib
from typing import Any

from deriving.bench import (
    BASE,
    DID,
    LIST_URL,
    REVOKED_PLACE,
    STRANGER,
    STRANGER_DID,
    Case,
    Family,
    Json,
    badge,
    changed,
    did_document,
    entry,
    outcome,
    signed,
    text,
    world,
)

_RULES_URL = f"{BASE}pathways/bakery/pathway-1.json"
_FINAL = f"{BASE}badges/master/achievement.json"


def _achievement(name: str) -> str:
    return f"{BASE}badges/{name}/achievement.json"


def _part_url(name: str) -> str:
    number = hashlib.sha256(name.encode()).hexdigest()
    return (
        f"{BASE}credentials/{number[:8]}-{number[8:12]}-8000-8000-{number[12:24]}/credential.json"
    )


def _award(
    name: str, day: str = "2026-01-05", learner: str = "Ada Lovelace", **changes: Any
) -> Json:
    """Return a badge for an achievement of this name, awarded on this day, without a proof."""
    url = _part_url(name)
    subject = badge()["credentialSubject"]
    subject["id"] = f"urn:uuid:{url[-52:-16]}".replace("-8000-8000-", "-8000-9000-")
    subject["achievement"]["id"] = _achievement(name)
    subject["achievement"]["name"] = name.title()
    subject["identifier"][0]["identityHash"] = learner
    document = badge(
        id=f"urn:uuid:{url[-52:-16]}",
        name=name.title(),
        validFrom=f"{day}T00:00:00Z",
        validUntil=None,
        credentialSubject=subject,
    )
    document.update(changes)
    return {member: value for member, value in document.items() if value is not None}


def _needs(name: str, **more: Any) -> Json:
    return {"badge": _achievement(name), "name": name.title(), **more}


def _ours(name: str) -> Json:
    """Return the same as rules of another issuer name it."""
    return {"foreign": {"issuer": DID, "achievement": _achievement(name)}, "name": name.title()}


def _level(level_id: str, *needs: Json, **more: Any) -> Json:
    steps = [
        {"id": f"{level_id}-{number}", "name": "Step", "sentence": "", "needs": need}
        for number, need in enumerate(needs)
    ]
    return {"id": level_id, "name": level_id, "sentence": "", "steps": steps, **more}


def _rules(*levels: Json, **changes: Any) -> Json:
    return {
        "type": "Pathway",
        "id": _RULES_URL,
        "pathway": "bakery",
        "name": "Bakery",
        "version": "1",
        "issuer": DID,
        "order": "advised",
        "withdrawn": "lapse",
        "final": {"achievement": _FINAL, "name": "Master"},
        "sentence": "",
        "levels": list(levels),
        **changes,
    }


def _sri(data: str, algorithm: str = "sha256") -> str:
    digest = hashlib.new(algorithm, data.encode()).digest()
    return f"{algorithm}-{base64.b64encode(digest).decode()}"


def _resource(url: str, data: str, algorithm: str = "sha256") -> Json:
    return {"id": url, "digestSRI": _sri(data, algorithm), "mediaType": "application/json"}


class _Stack:
    """A final badge, its rules and its parts, signed; parts are name -> document or text."""

    def __init__(self, rules: Json, parts: dict[str, Any], final: Json | None = None) -> None:
        self.rules = text(rules)
        self.parts = {
            _part_url(name): part if isinstance(part, str) else text(part)
            for name, part in parts.items()
        }
        self.final = final or _award("master", "2026-06-01")

    @property
    def files(self) -> dict[str, Any]:
        return {_RULES_URL: self.rules, **self.parts}

    def resources(self) -> list[Json]:
        return [
            _resource(_RULES_URL, self.rules),
            *(_resource(*each) for each in self.parts.items()),
        ]

    def case(self, name: str, stack: str, *, resources: Any = None, **served: Any) -> Case:
        """Return the case; `served` are files that differ from what was signed."""
        named = self.resources() if resources is None else resources
        body = text(signed({**self.final, "relatedResource": named}))
        files = {**self.files, **served.pop("files", {})}
        return Case(name, body, "genuine", outcome(), stack, files=files, **served)


_PLAIN = _rules(_level("one", _needs("bread"), _needs("cake")), _level("two", _needs("shop")))
_PARTS = {
    "bread": signed(_award("bread")),
    "cake": signed(_award("cake", "2026-02-01")),
    "shop": signed(_award("shop", "2026-06-01")),
}


def _plain(**parts: Any) -> _Stack:
    return _Stack(_PLAIN, {**_PARTS, **parts})


def _keeping(**parts: Any) -> _Stack:
    return _Stack({**_PLAIN, "withdrawn": "keep"}, {**_PARTS, **parts})


def _whole() -> list[Case]:
    good = _plain()
    by_512 = [
        _resource(_RULES_URL, good.rules, "sha512"),
        *(_resource(*each, "sha384") for each in good.parts.items()),
    ]
    first = _resource(_RULES_URL, good.rules)
    return [
        good.case(
            "all parts there, the rule holds",
            "confirmed",
            said="Unlocked by these 3 credentials, all checked.",
        ),
        good.case("other digests", "confirmed", resources=by_512),
        good.case(
            "parts before the rules", "confirmed", resources=list(reversed(good.resources()))
        ),
        good.case(
            "a part more than the rule needs",
            "confirmed",
            resources=[*good.resources(), _spare()[0]],
            files=_spare()[1],
        ),
        good.case("a part too few", "not-confirmed", resources=good.resources()[:-1]),
        good.case("no parts", "not-confirmed", resources=[first]),
        good.case(
            "the same part twice", "confirmed", resources=[*good.resources(), good.resources()[1]]
        ),
    ]


def _spare() -> tuple[Json, dict[str, str]]:
    spare = text(signed(_award("biscuit")))
    return _resource(_part_url("biscuit"), spare), {_part_url("biscuit"): spare}


def _digests() -> list[Case]:
    good = _plain()
    bread = _part_url("bread")
    spaced = good.parts[bread] + "\n"
    altered_part = good.parts[bread].replace("Ada Lovelace", "Eve Mallory")
    other_rules = good.rules.replace('"name":"Bakery"', '"name":"Bakery 2"')

    def with_digest(digest: Any) -> list[Json]:
        named = good.resources()
        named[1] = {k: v for k, v in {**named[1], "digestSRI": digest}.items() if v is not None}
        return named

    return [
        good.case("a part altered", "not-confirmed", files={bread: altered_part}),
        good.case("a newline added to a part", "not-confirmed", files={bread: spaced}),
        good.case(
            "a part exchanged for another",
            "not-confirmed",
            files={bread: good.parts[_part_url("cake")]},
        ),
        good.case(
            "a part signed again",
            "not-confirmed",
            files={bread: text(signed(_award("bread"), created="2026-03-01T00:00:00Z"))},
        ),
        good.case("a part empty", "not-confirmed", files={bread: ""}),
        good.case("a part missing", "could-not-check", files={bread: None}),
        good.case("all parts missing", "could-not-check", files=dict.fromkeys(good.parts)),
        good.case(
            "one part missing, another altered",
            "not-confirmed",
            files={_part_url("cake"): None, bread: altered_part},
        ),
        good.case("the rules changed", "not-confirmed", files={_RULES_URL: other_rules}),
        good.case("the rules missing", "could-not-check", files={_RULES_URL: None}),
        good.case("no digest", "not-confirmed", resources=with_digest(None)),
        good.case("an empty digest", "not-confirmed", resources=with_digest("")),
        good.case(
            "a digest of another kind",
            "not-confirmed",
            resources=with_digest("md5-1B2M2Y8AsgTpgAmY7PhCfg=="),
        ),
        good.case(
            "a digest in hexadecimal",
            "not-confirmed",
            resources=with_digest(
                "sha256-" + hashlib.sha256(good.parts[bread].encode()).hexdigest()
            ),
        ),
        good.case(
            "a digest without its padding",
            "not-confirmed",
            resources=with_digest(_sri(good.parts[bread]).rstrip("=")),
        ),
        good.case(
            "two digests in one",
            "not-confirmed",
            resources=with_digest(_sri(good.parts[bread]) + " " + _sri("")),
        ),
    ]


def _parts() -> list[Case]:
    past = "2026-09-30T23:59:59Z"
    expired = signed(_award("bread", validUntil=past))
    expired_later = signed(_award("cake", "2026-02-01", validUntil="2026-10-31T23:59:59Z"))
    cake_expired = signed(_award("cake", "2026-02-01", validUntil=past))
    shop_expired = signed(_award("shop", "2026-06-01", validUntil=past))
    revoked = signed(_award("bread", credentialStatus=entry(REVOKED_PLACE)))
    either = _rules(_level("one", _needs("bread"), _needs("cake"), any=1))
    elsewhere = entry(3, f"{BASE}status/7.json")
    theirs = _award(
        "bread", issuer={"id": STRANGER_DID, "type": ["Profile"]}, credentialStatus=None
    )
    tampered = changed(signed(_award("bread")), lambda d: d.update(name="Better bread"))
    nameless = _award("bread")
    del nameless["credentialSubject"]["identifier"]
    unnamed = _award("bread")
    del unnamed["credentialSubject"]["achievement"]["id"]
    asks_nothing = _rules(_level("one", {"badge": "", "name": "Bread"}))
    stranger = {
        "https://badges.stranger.example/.well-known/did.json": text(
            did_document(STRANGER_DID, (STRANGER,), alsoKnownAs=[])
        )
    }
    return [
        _plain(bread=expired).case(
            "a part has expired since",
            "lapsed",
            said="Complete when awarded; lapsed since 1 October 2026 because Bread expired on "
            "30 September 2026. Whether it was renewed since, this badge cannot say.",
        ),
        _plain(bread=expired, cake=expired_later).case(
            "two parts have expired, one after the other",
            "lapsed",
            said="Complete when awarded; lapsed since 1 October 2026 because Bread expired on "
            "30 September 2026. Whether it was renewed since, this badge cannot say.",
        ),
        _plain(bread=expired, cake=cake_expired, shop=shop_expired).case(
            "three parts have expired on one day",
            "lapsed",
            said="Complete when awarded; lapsed since 1 October 2026 because Bread expired on "
            "30 September 2026, Cake expired on 30 September 2026 and Shop expired on "
            "30 September 2026. Whether they were renewed since, this badge cannot say.",
        ),
        _keeping(bread=expired).case(
            "a part has expired since, and the pathway keeps what it gave",
            "lapsed",
            said="Complete when awarded, and by its rules it stays so although Bread expired on "
            "30 September 2026.",
        ),
        _keeping(bread=revoked).case(
            "a part was withdrawn since, and the pathway keeps what it gave",
            "lapsed",
            said="Complete when awarded, and by its rules it stays so although Bread was "
            "withdrawn.",
        ),
        _keeping(bread=revoked, cake=expired_later).case(
            "one part withdrawn since, one expired, and the pathway keeps what it gave",
            "lapsed",
            said="Complete when awarded, and by its rules it stays so although Bread was withdrawn "
            "and Cake expired on 31 October 2026.",
        ),
        _keeping(bread=tampered).case(
            "a part altered, and the pathway keeps what it gave", "not-confirmed"
        ),
        _plain(biscuit=signed(_award("biscuit", validUntil=past))).case(
            "a part more than the rule needs has expired since",
            "lapsed",
            said="Complete when awarded; Biscuit expired on 30 September 2026, and the rule still "
            "holds without.",
        ),
        _Stack(either, {**_PARTS, "bread": expired, "cake": expired_later}).case(
            "two parts have expired, of which the rule needed one",
            "lapsed",
            said="Complete when awarded; lapsed since 1 November 2026 because Cake expired on "
            "31 October 2026. Whether it was renewed since, this badge cannot say.",
        ),
        _plain(bread=revoked).case(
            "a part was revoked",
            "not-confirmed",
            said="It does not rest on what it says. Bread: the issuer has withdrawn it.",
        ),
        _plain(bread=revoked, cake=expired).case("one part revoked, one expired", "not-confirmed"),
        _plain(bread=tampered).case(
            "a part was altered before the final badge was signed", "not-confirmed"
        ),
        _plain(bread=signed(_award("bread", credentialStatus=elsewhere))).case(
            "a part's list is out of reach", "could-not-check"
        ),
        _plain(bread=signed(theirs, STRANGER)).case(
            "a part of another issuer", "not-confirmed", files=stranger
        ),
        _plain(extra=signed(theirs, STRANGER)).case(
            "a part of another issuer besides all that the rules ask for",
            "not-confirmed",
            files=stranger,
        ),
        _plain(bread=signed(_award("bread"), STRANGER)).case(
            "a part signed by a stranger", "not-confirmed", files=stranger
        ),
        _plain(bread=signed(_award("bread", learner="Eve Mallory"))).case(
            "a part of another learner", "not-confirmed"
        ),
        _plain(bread=signed(_award("bread", learner="ada lovelace"))).case(
            "a part of a learner with nearly the same name", "not-confirmed"
        ),
        _plain(bread=signed(nameless)).case("a part that names no learner", "could-not-check"),
        _Stack(asks_nothing, {"bread": signed(unnamed)}).case(
            "a part for an achievement without a name, as the rule asks for it", "not-confirmed"
        ),
        _plain(bread=signed(_award("bread", "2026-06-02"))).case(
            "a part awarded after the final badge", "not-confirmed"
        ),
        _plain(bread=signed(_award("bread", "2027-06-02"))).case(
            "a part that is not valid yet", "not-confirmed"
        ),
        _plain(bread=signed(_award("bread", validFrom=None))).case(
            "a part without a day", "not-confirmed"
        ),
        _plain(bread=_award("bread")).case("a part that is not signed", "not-confirmed"),
        _plain(bread="<html></html>").case("a part that is no badge", "not-confirmed"),
        _plain(bread=signed(_award("biscuit"))).case(
            "a part for another achievement", "not-confirmed"
        ),
        _plain(bread=signed(_award("bread", "2026-06-01"))).case(
            "a part awarded on the same day", "confirmed"
        ),
    ]


def _rule_files() -> list[Case]:
    def with_rules(name: str, rules: Json | str, stack: str = "not-confirmed") -> Case:
        whole = _plain()
        whole.rules = rules if isinstance(rules, str) else text(rules)
        return whole.case(f"rules: {name}", stack)

    other_url = f"{BASE}pathways/other/pathway-1.json"
    twice = _plain()
    two = [*twice.resources(), _resource(other_url, text(_PLAIN))]
    return [
        with_rules("of another issuer", {**_PLAIN, "issuer": STRANGER_DID}),
        with_rules(
            "of another issuer, which ask for badges of this one",
            _rules(_level("one", *map(_ours, ("bread", "cake", "shop"))), issuer=STRANGER_DID),
        ),
        with_rules(
            "which ask for badges of their own issuer as if it were another one",
            _rules(_level("one", *map(_ours, ("bread", "cake", "shop")))),
            "confirmed",
        ),
        with_rules("of another address", {**_PLAIN, "id": other_url}),
        with_rules("of another kind", {**_PLAIN, "type": "Badge"}),
        with_rules(
            "leading to another badge", {**_PLAIN, "final": {"achievement": _achievement("x")}}
        ),
        with_rules("leading nowhere", {**_PLAIN, "final": None}),
        with_rules("no JSON", "rules"),
        with_rules(
            "a member twice", text(_PLAIN).replace('"order":', '"order":"advised","order":', 1)
        ),
        with_rules("no levels", {**_PLAIN, "levels": []}),
        with_rules("levels that are texts", {**_PLAIN, "levels": ["one"]}),
        with_rules("a level without steps", {**_PLAIN, "levels": [{"id": "one", "steps": []}]}),
        with_rules("a step that asks for nothing", _rules(_level("one", {}))),
        with_rules("a step that asks for a number", _rules(_level("one", {"badge": 5}))),
        with_rules(
            "of several levels that give one badge, one not complete",
            _rules(
                _level("one", _needs("bread"), milestone={"achievement": _FINAL}),
                _level("two", _needs("egg"), milestone={"achievement": _FINAL}),
                final=None,
            ),
        ),
        with_rules(
            "a milestone's, with another level that cannot be read",
            _rules(
                _level("one", _needs("bread"), milestone={"achievement": _FINAL}),
                _level("two", {"badge": 5}),
                final=None,
            ),
        ),
        *(
            with_rules(f"within {months} months", _near(months))
            for months in (0, -1, 1.5, 1201, 9_007_199_254_740_991)
        ),
        with_rules("within 1200 months", _near(1200), "confirmed"),
        with_rules("nested so that they never end", _endless()),
        with_rules("any of them, but as a text", _rules(_level("one", _needs("bread"), any="0"))),
        with_rules("with members that we do not know", {**_PLAIN, "note": "x"}, "confirmed"),
        twice.case("two pathways", "not-confirmed", resources=two, files={other_url: text(_PLAIN)}),
    ]


def _near(months: float) -> Json:
    group = {"of": [_needs("bread"), _needs("cake"), _needs("shop")]}
    return changed(
        _rules(_level("one", group)),
        lambda d: d["levels"][0]["steps"][0].update(withinMonths=months),
    )


def _endless() -> Json:
    """Return rules of a few hundred values that take a reader billions of steps."""
    group: Json = {"credits": 1, "of": [_needs("bread", credits=1)]}
    for _ in range(9):
        group = {"credits": 1, "of": [group, group]}
    return _rules(_level("one", group))


def _shapes() -> list[Case]:
    def holds(name: str, rules: Json, stack: str, **parts: str) -> Case:
        made = {part: signed(_award(part, day)) for part, day in parts.items()}
        return _Stack(rules, made).case(f"rule: {name}", stack)

    def optional(rules: Json) -> Json:
        return changed(rules, lambda d: d["levels"][0]["steps"][1].update(optional=True))

    def within(rules: Json, months: int) -> Json:
        return changed(rules, lambda d: d["levels"][0]["steps"][0].update(withinMonths=months))

    january = "2026-01-31"
    bread_cake = _rules(_level("one", _needs("bread"), _needs("cake")))
    pick = _rules(_level("one", {"any": 2, "of": [_needs("a"), _needs("b"), _needs("c")]}))
    credits_sum = _rules(
        _level(
            "one",
            {
                "credits": 10,
                "of": [
                    _needs("a", credits=4),
                    _needs("b", credits=5),
                    {"any": 1, "of": [_needs("c", credits=1), _needs("d", credits=6)]},
                    _needs("e"),
                ],
            },
        )
    )
    inner = {
        "pathway": f"{BASE}pathways/in/pathway-2.json",
        "name": "In",
        "levels": bread_cake["levels"],
    }
    nested = _rules(_level("one", inner), _level("two", _needs("shop")))
    either = _rules(_level("one", {"any": 1, "of": [inner, _needs("diploma")]}))
    deep = _rules(
        _level(
            "one",
            {
                "of": [
                    _needs("a"),
                    {"any": 1, "of": [_needs("b"), {"of": [_needs("c"), _needs("d")]}]},
                ]
            },
        )
    )
    both = within(_rules(_level("one", {"of": [_needs("a"), _needs("b")]})), 1)
    milestone = _rules(
        _level("one", _needs("bread"), milestone={"achievement": _FINAL, "name": "Master"}),
        _level("two", _needs("shop")),
        final=None,
    )
    foreign = _rules(
        _level(
            "one",
            {
                "foreign": {
                    "issuer": STRANGER_DID,
                    "achievement": "https://badges.stranger.example/a",
                },
                "name": "A",
            },
        )
    )
    return [
        holds("an optional step left out", optional(bread_cake), "confirmed", bread=january),
        holds("a step that is not optional left out", bread_cake, "not-confirmed", bread=january),
        holds(
            "any one of two steps",
            _rules(_level("one", _needs("bread"), _needs("cake"), any=1)),
            "confirmed",
            cake=january,
        ),
        holds("two of three", pick, "confirmed", a=january, c=january),
        holds("one of three where two are asked for", pick, "not-confirmed", a=january),
        holds("credits enough", credits_sum, "confirmed", a=january, d=january),
        holds(
            "credits enough, all of a group count",
            credits_sum,
            "confirmed",
            b=january,
            c=january,
            d=january,
        ),
        holds("credits too few", credits_sum, "not-confirmed", a=january, b=january, e=january),
        holds("a pathway inside", nested, "confirmed", bread=january, cake=january, shop=january),
        holds(
            "a pathway inside, not complete", nested, "not-confirmed", bread=january, shop=january
        ),
        holds("a pathway inside or its diploma", either, "confirmed", diploma=january),
        holds("groups in groups", deep, "confirmed", a=january, c=january, d=january),
        holds("groups in groups, one missing", deep, "not-confirmed", a=january, d=january),
        holds(
            "within a month, on the last day of it", both, "confirmed", a=january, b="2026-02-28"
        ),
        holds("within a month, a day too late", both, "not-confirmed", a=january, b="2026-03-01"),
        holds("a milestone rests on its level alone", milestone, "confirmed", bread=january),
        holds("a milestone without its level", milestone, "not-confirmed", shop=january),
        _foreign(foreign, STRANGER_DID, "confirmed"),
        _foreign(foreign, "did:web:somebody.else.example", "not-confirmed"),
    ]


def _foreign(rules: Json, named: str, stack: str) -> Case:
    """Return a case in which the rules name a badge of another issuer."""
    document = _award(
        "their", issuer={"id": STRANGER_DID, "type": ["Profile"]}, credentialStatus=None
    )
    document["credentialSubject"]["achievement"]["id"] = "https://badges.stranger.example/a"
    renamed = changed(
        rules, lambda d: d["levels"][0]["steps"][0]["needs"]["foreign"].update(issuer=named)
    )
    whole = _Stack(renamed, {"their": signed(document, STRANGER)})
    served = {
        "https://badges.stranger.example/.well-known/did.json": text(
            did_document(STRANGER_DID, (STRANGER,), alsoKnownAs=[])
        )
    }
    word = "that the rules name" if stack == "confirmed" else "that the rules do not name"
    return whole.case(f"a badge of another issuer {word}", stack, files=served)


def _finals() -> list[Case]:
    """The final badge's own verdict does not depend on its parts, nor they on its."""
    good = _plain()
    revoked = _award("master", "2026-06-01", credentialStatus=entry(REVOKED_PLACE))
    expired = _award("master", "2026-06-01", validUntil="2026-09-30T23:59:59Z")
    named = {"relatedResource": good.resources()}
    altered = text(signed({**_award("master", "2026-06-01"), **named})).replace("Ada", "Eva")
    unknown = signed({**_award("master", "2026-06-01"), **named})
    return [
        Case(
            "final revoked",
            text(signed({**revoked, **named})),
            "revoked",
            outcome(status="revoked"),
            "confirmed",
            files=good.files,
        ),
        Case(
            "final expired",
            text(signed({**expired, **named})),
            "expired",
            outcome(dates="expired"),
            "confirmed",
            files=good.files,
        ),
        Case(
            "final altered",
            altered,
            "altered",
            outcome(signature="signature-wrong"),
            None,
            files=good.files,
        ),
        Case(
            "the issuer of the whole is not known",
            text(unknown),
            "unknown-issuer",
            outcome(issuer_known="issuer-unknown"),
            "confirmed",
            files=_moved(good.files),
            did="did:web:reader.example",
        ),
    ]


def _moved(files: dict[str, Any]) -> dict[str, Any]:
    """Return the files, the issuer's document and list also where a stranger asks for them."""
    here = world()
    document = here[f"{BASE}.well-known/did.json"]
    return {
        **files,
        "https://localhost:8000/.well-known/did.json": document,
        LIST_URL: here[LIST_URL],
    }


def family() -> Family:
    """Return the cases of stacked badges."""
    cases = [*_whole(), *_digests(), *_parts(), *_rule_files(), *_shapes(), *_finals()]
    return Family("stack", "Stacked badges: the parts again, and the rule again.", tuple(cases))
