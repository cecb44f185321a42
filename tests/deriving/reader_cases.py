"""Where two readers, libraries or languages see two things: found by comparing them at random."""

from typing import Any

from badgesite import canonical
from deriving.bench import (
    BASE,
    DID,
    DID_URL,
    EXAMPLE,
    GOOD,
    LIST_URL,
    REPLACED_PLACE,
    REPLACED_UUID,
    STRANGER,
    Case,
    Family,
    Json,
    Key,
    altered,
    badge,
    case,
    changed,
    did_document,
    entry,
    genuine,
    method,
    proof_config,
    signed,
    status_list,
    text,
)
from deriving.foreign_cases import _clr, _jwt, _ours
from deriving.picture_cases import _baked, _svg

_TEXT = text(GOOD)
# What Python, JavaScript or Unicode calls white space, and marks of direction.
_SPACES = "\u00a0\u1680\u2000\u2003\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_MARKS = "\u200e\u200f\u202a\u202e\u2066\u2069"
_INVISIBLE = "\u180e\u200b\u2060\ue000\ufffd"  # signed like any other letter, so they break it


def _identifiers() -> list[Case]:
    """PyLD and jsonld.js leave out what an identifier with white space says, and sign the rest."""
    cases = []
    for letter in _SPACES + _MARKS:
        name, iri = f"U+{ord(letter):04X}", f"https://example.org/{letter}"
        doctorate = {"id": iri, "type": ["Evidence"], "name": "A doctorate"}
        places: dict[str, Any] = {
            "unsigned evidence": lambda d, v=doctorate: d["evidence"].append(v),
            "an unsigned reference": lambda d, v=iri: d["evidence"].append(v),
            "an unsigned type": lambda d, v=iri: d["credentialSubject"]["type"].append(v),
        }
        cases += [
            altered(f"{what} with {name}", changed(GOOD, change), "format", "iri-malformed")
            for what, change in places.items()
        ]
    for letter in _INVISIBLE:
        added = {"id": f"https://example.org/{letter}", "type": ["Evidence"]}
        document = changed(GOOD, lambda d, v=added: d["evidence"].append(v))
        name = f"unsigned evidence with U+{ord(letter):04X}"
        cases.append(altered(name, document, "signature", "signature-wrong"))
    for keyword in ("@id", "@none", "@import", "@propagate", "@prefix", "@first", "@anything"):
        cases.append(
            altered(
                f"{keyword} as an identifier",
                {**GOOD, "image": keyword},
                "format",
                "term-not-signed",
            )
        )
        document = changed(
            GOOD, lambda d, v=keyword: d["evidence"].extend(["https://example.org/a b", v])
        )
        name = f"{keyword} after a malformed identifier"
        cases.append(altered(name, document, "format", "term-not-signed"))
    for kind in ("@Profile", "@pro1", "@type"):
        document = changed(GOOD, lambda d, v=kind: d["issuer"].update(type=[v]))
        cases.append(altered(f"{kind} as a type", document, "format", "term-not-signed"))
        document = changed(GOOD, lambda d, v=kind: d["issuer"]["type"].append(v))
        cases.append(altered(f"{kind} as a second type", document, "format", "term-not-signed"))
    return cases


def _contexts() -> list[Case]:
    two = " ".join(GOOD["@context"])
    inner = changed(signed(_clr(GOOD)), _join_contexts)
    return [
        case(
            "both contexts in one address",
            {**GOOD, "@context": [two]},
            "could-not-check",
            {"format": "?context-unknown"},
        ),
        case(
            "both contexts in one text",
            {**GOOD, "@context": two},
            "could-not-check",
            {"format": "?context-unknown"},
        ),
        Case(
            "CLR, both contexts of the badge in one address",
            text(inner),
            "altered",
            [["format", "failed", "keyword-below-top"]],
        ),
    ]


def _join_contexts(document: Json) -> None:
    (inner,) = document["credentialSubject"]["verifiableCredential"]
    inner["@context"] = [" ".join(inner["@context"])]


def _names() -> list[Case]:
    language = {"@value": "Bread Baker", "@language": ["en"]}
    ordered = {"@foo": 1, **GOOD}
    return [
        altered("a member 1", {**GOOD, "1": "x"}, "format", "forbidden-name"),
        altered("a member 007 below", {**GOOD, "x": {"007": 1}}, "format", "forbidden-name"),
        altered("a null after a keyword", {**ordered, "x": None}, "format", "keyword-below-top"),
        altered(
            "a null under a number, after a keyword",
            {**ordered, "1": None},
            "format",
            "forbidden-name",
        ),
        altered(
            "a list of languages",
            {**GOOD, "name": language},
            "format",
            "keyword-below-top",
        ),
    ]


def _numbers() -> list[Case]:
    cases = []
    zero = changed(badge(), lambda d: d["credentialSubject"].update(creditsEarned=0))
    for number in ("2.5000000000000001", "2.4999999999999999999", "1e-400", "-1e-999"):
        body = _TEXT.replace('"creditsEarned":2.5', f'"creditsEarned":{number}')
        name = f"the number {number}, which doubles round"
        cases.append(altered(name, body, "format", "number-out-of-range"))
    for number in ("1e-7", "-0.0000005", "9e-300"):  # jsonld in JavaScript makes them 0
        body = text(signed(zero)).replace('"creditsEarned":0', f'"creditsEarned":{number}')
        name = f"nothing changed to {number}"
        cases.append(altered(name, body, "format", "number-out-of-range"))
    small = changed(badge(), lambda d: d["credentialSubject"].update(creditsEarned=0.000001))
    cases.append(genuine("a millionth of a credit", text(signed(small))))
    for number in ("2.50", "2.500000000000000000000", "25e-1", "0.25E1", "0.00025e+4"):
        body = _TEXT.replace('"creditsEarned":2.5', f'"creditsEarned":{number}')
        cases.append(genuine(f"the number {number}", body))
    for number in ("0", "-0", "0.0", "-0.0e5", "0e-400"):
        body = text(signed(zero)).replace('"creditsEarned":0', f'"creditsEarned":{number}')
        cases.append(genuine(f"nothing, written {number}", body))
    return cases


def _nodes() -> list[Case]:
    """One node, described in two places, of which one is read."""
    twice = badge()
    achievement = twice["credentialSubject"]["achievement"]
    twice["evidence"] = [{"id": achievement["id"], "type": ["Evidence"], "genre": "course"}]
    whole = signed(twice)

    def move(*names: str) -> Json:
        def change(document: Json) -> None:
            for name in names:
                value = document["credentialSubject"]["achievement"].pop(name)
                document["evidence"][0][name] = value

        return changed(whole, change)

    alone = {"id": "urn:uuid:7d1e3f0c-1a52-8a44-9b60-4f5a6b1c2d3e"}
    return [
        genuine("the achievement named as evidence", whole),
        altered("the achievement's description moved", move("description"), "format", "node-split"),
        altered("the achievement's name moved", move("name"), "format", "node-split"),
        altered(
            "a subject that is an identifier alone",
            signed(badge(credentialSubject=alone)),
            "format",
            "member-wrong",
        ),
        genuine("an issuer that is an identifier alone", signed(badge(issuer={"id": DID}))),
        genuine(
            "a tag twice, which is the same as once",
            changed(
                GOOD, lambda d: d["credentialSubject"]["achievement"]["tag"].insert(1, "baking")
            ),
        ),
    ]


def _dids() -> list[Case]:
    strange = (
        "did:web:127.0.0.1",
        "did:web:1.2.3.999",
        "did:web:0x7f.1",
        "did:web:2130706433",
        "did:web:h.example%3A99999",
        "did:web:h.example%3A0",
        "did:web:h.example%3A080",
        "did:web:-h.example",
        "did:web:h-.example",
        f"did:web:{'a' * 64}.example",
        f"did:web:{'a.' * 127}example",
        "did:web:h..example",
        "did:web:h.example:",
        "did:web:h.example::x",
        "did:web:h.example:%2e%2e",
        "did:web:h.example:%252e%252e",
        "did:web:h.example:%2Fx",
        "did:web:h.example:a%252fb",
        "did:web:h.example:%5c",
        "did:web:h.example:%FF",
        "did:web:h.example:%zz",
        "did:web:h.example:%",
        "did:web:h.example?service=x",
        "did:web:h.example/x",
        "did:web:h\u0435llo.example",
        "did:web:\u0440\u0430ypal.example",
        "did:WEB:h.example",
        "DID:web:h.example",
        "did:key:zzz",
        "did:key:z6MkX",
        "did:plc:abc",
        "https://h\u00e9.example/issuer",
        "https://h.example/\u00e9",
        "HTTPS://h.example/",
        "http://h.example/",
        "mailto:eve@h.example",
    )
    cases = [_issuer(did, "?did-method-unknown") for did in strange if canonical.is_absolute(did)]
    reachable = (
        "did:web:xn--a.example",
        "did:web:xn--pypal-4ve.example",
        "did:web:h.example%3a8443:x",
        "did:web:H.Example",
        "did:web:h.example:%41",
        "did:web:h.example:a%2520b",
        "https://1.2.3.4/",
        "https://user:pw@h.example/",
        "https://h.example:99999/",
        "https://[::1]/",
    )
    return [*cases, *(_issuer(did, "?did-unreachable") for did in reachable)]


def _issuer(did: str, reason: str) -> Case:
    key = Key(STRANGER.private, did)
    body = signed(badge(issuer=did, credentialStatus=None), key)
    results = {"issuer_key": reason, "issuer_known": "issuer-unknown"}
    return case(f"the issuer {did[:60]}", body, "unknown-issuer", results)


def _documents() -> list[Case]:
    twice = {"verificationMethod": [method(EXAMPLE), method(EXAMPLE)]}
    both = {"assertionMethod": [method(EXAMPLE)]}
    found = {
        "the method twice, the same": did_document(**twice),
        "the method listed and embedded": did_document(**both),
        "a member of digits alone": {**did_document(), "1": 2},
    }
    cases = [
        case(
            f"issuer's document with {name}",
            GOOD,
            "could-not-check",
            {"issuer_key": "?did-broken", "status": "?list-signature"},
            files={DID_URL: text(document)},
        )
        for name, document in found.items()
    ]
    for name, more, reason in (
        ("listed for authentication only", {"assertionMethod": []}, "key-not-listed"),
        (
            "relative in assertionMethod",
            {"assertionMethod": [f"#{EXAMPLE.multibase}"]},
            "key-not-listed",
        ),
        (
            "of two controllers",
            {"verificationMethod": [method(EXAMPLE, controller=[DID])]},
            "controller-differs",
        ),
        ("revoked: null", {"verificationMethod": [method(EXAMPLE, revoked=None)]}, "key-revoked"),
        (
            "embedded for authentication",
            {"verificationMethod": [], "assertionMethod": [], "authentication": [method(EXAMPLE)]},
            "key-not-found",
        ),
    ):
        files = {DID_URL: text(did_document(**more))}
        cases.append(altered(f"a key {name}", GOOD, "issuer-key", reason, files=files))
    return cases


_SMALL = (
    "00" * 32,
    "01" + "00" * 31,
    "01" + "00" * 30 + "80",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "ec" + "ff" * 30 + "7f",
    "ed" + "ff" * 30 + "7f",
    "ee" + "ff" * 30 + "7f",
)


def _keys() -> list[Case]:
    """Keys of small order: some libraries take one signature for every message."""
    cases = []
    for key in _SMALL:
        multibase = canonical.public_key_multibase(bytes.fromhex(key))
        did = f"did:key:{multibase}"
        config = proof_config(verificationMethod=f"{did}#{multibase}")
        for point in dict.fromkeys((_SMALL[1], key)):
            value = canonical.encode_multibase(bytes.fromhex(point) + bytes(32))
            body = {**badge(issuer=did), "proof": {**config, "proofValue": value}}
            name = f"a key of small order {key[:4]}…{key[-2:]}, R {point[:4]}…{point[-2:]}"
            cases.append(altered(name, body, "signature", "signature-wrong"))
    return cases


def _status() -> list[Case]:
    said = f"{BASE}credentials/{REPLACED_UUID}/withdrawn.json"
    replaced = signed(badge(id=f"urn:uuid:{REPLACED_UUID}", credentialStatus=entry(REPLACED_PLACE)))
    statements = {
        "a list": "[]",
        "a text": '"replaced"',
        "a list of kinds": '{"kind":["replaced"]}',
        "two kinds": '{"kind":"revoked","kind":"replaced"}',
        "a byte-order mark": '\ufeff{"kind":"replaced"}',
        "another spelling": '{"kind":"REPLACED"}',
    }
    cases = [
        case(
            f"replaced, the statement: {name}",
            replaced,
            "revoked",
            {"status": "revoked"},
            files={said: body},
        )
        for name, body in statements.items()
    ]
    wrong = '{"kind":"replaced","on":5,"reason":{},"replacedBy":"../x"}'
    cases.append(
        case(
            "replaced, the rest of the statement is wrong",
            replaced,
            "replaced",
            {"status": "replaced"},
            files={said: wrong},
        )
    )
    for name, url in (
        ("capitals", LIST_URL.replace("http", "HTTP")),
        ("a dot", f"{BASE}status/./1.json"),
        ("a query", f"{LIST_URL}?x"),
        ("another host", "https://evil.example/status/1.json"),
        ("data", "data:application/json,x"),
    ):
        document = signed(badge(credentialStatus=entry(7, url)))
        results = {"status": "?list-unreachable"}
        cases.append(case(f"a list's address with {name}", document, "could-not-check", results))
    good = status_list()
    for name, served in (
        (
            "two subjects",
            {
                **good,
                "credentialSubject": [
                    good["credentialSubject"],
                    status_list(5)["credentialSubject"],
                ],
            },
        ),
        (
            "a subject of two types",
            {
                **good,
                "credentialSubject": {
                    **good["credentialSubject"],
                    "type": ["BitstringStatusList", "BitstringStatusListEntry"],
                },
            },
        ),
        (
            "the id of its subject",
            {**good, "credentialSubject": {**good["credentialSubject"], "id": LIST_URL}},
        ),
    ):
        files = {LIST_URL: text(signed(served))}
        results = {"status": "?list-broken"}
        cases.append(case(f"a list with {name}", GOOD, "could-not-check", results, files=files))
    return cases


def _no(name: str, body: str | bytes) -> Case:
    return case(name, body, "not-a-badge", {"format": "not-a-badge"})


def _edges() -> list[Case]:
    """What stands before and after a badge, and what a picture of it may declare."""
    jwt = _jwt(_ours(), {"alg": "EdDSA", "kid": EXAMPLE.method}, EXAMPLE)
    cases = []
    for letter in "\x0b\x0c\x1c\x85\xa0\u200b\u2028\ufeff":
        name = f"U+{ord(letter):04X}"
        cases.append(_no(f"{name} after a badge", _TEXT + letter))
        cases.append(_no(f"{name} after a JWT", jwt + letter))
    for encoding in ("utf-16", "utf-16-le", "utf-32"):
        cases.append(_no(f"a badge in {encoding}", _TEXT.encode(encoding)))
        cases.append(_no(f"SVG in {encoding}", _svg(_baked(_TEXT)).encode(encoding)))
    for declaration in (
        '<?xml version="1.0" encoding="ISO-8859-1"?>',
        '<?xml version="1.0" encoding="windows-1252"?>',
        '<?xml version="1.0" encoding="utf8"?>',
        '<?xml version="2.0"?>',
        "<?xml?>",
        '<?xml encoding="UTF-8"?>',
        '<!-- --><?xml version="1.0"?>',
        "<!-- -- -->",
        "<!DOCTYPE html>",
    ):
        cases.append(_no(f"SVG after {declaration}", _svg(_baked(_TEXT), before=declaration)))
    for declaration in (
        '<?xml version="1.0"?>',
        "<?xml version='1.0' encoding='utf-8' standalone='no'?>",
        '<?xml version="1.0" encoding="US-ASCII"?>\n<!-- drawn -->\n<?pi x?>',
        '<!DOCTYPE svg SYSTEM "svg.dtd">',
    ):
        body = _svg(_baked(_TEXT), before=declaration)
        cases.append(genuine(f"SVG after {declaration}", body))
    whole = _svg(_baked(_TEXT))
    for name, inside in (
        ("a control character", "\x01"),
        ("U+FFFE", "\ufffe"),
        ("a reference to U+0001", "&#1;"),
        ("a reference to half a character", "&#xD800;"),
        ("the end of a CDATA section", "]]>"),
        ("a document type in the middle", "<!DOCTYPE svg>"),
        ("a prefix that is taken back", '<g xmlns:openbadges=""/>'),
        ("xml as a prefix of its own", '<g xmlns:xml="urn:x"/>'),
        ("xmlns as a prefix", '<g xmlns:xmlns="urn:x"/>'),
        ("a name that begins with a colon", "<:g/>"),
        ("a name with two colons", '<a:b:c xmlns:a="urn:x"/>'),
        ("an attribute twice, by two prefixes", '<g xmlns:a="u" xmlns:b="u" a:x="" b:x=""/>'),
        ("no space between attributes", '<g a="1"b="2"/>'),
    ):
        cases.append(_no(f"SVG with {name}", whole.replace("<path", f"{inside}<path", 1)))
    in_text = _svg(_baked(_TEXT.replace("Bread Baker", "Bread <!DOCTYPE svg>Baker", 1)))
    cases.append(altered("SVG, <!DOCTYPE svg> in a name", in_text, "signature", "signature-wrong"))
    return cases


def _records() -> list[Case]:
    diploma = {
        "id": "urn:uuid:00000000-0000-8000-8000-00000000000d",
        "type": ["VerifiableCredential"],
        "issuer": DID,
        "credentialSubject": {"id": "urn:x:y"},
    }
    return [
        case(
            "CLR with a credential that is no badge",
            signed(_clr(GOOD, diploma)),
            "could-not-check",
            {},
        ),
        altered(
            "CLR with a link in place of a badge",
            signed(_clr(GOOD, "https://example.org/badge.json")),
            "format",
            "term-not-signed",
        ),
    ]


def family() -> Family:
    """Return the cases."""
    groups = (
        _identifiers(),
        _contexts(),
        _names(),
        _numbers(),
        _nodes(),
        _dids(),
        _documents(),
        _keys(),
        _status(),
        _edges(),
        _records(),
    )
    return Family(
        "readers",
        "Where two readers, libraries or languages see two things.",
        tuple(each for group in groups for each in group),
    )
