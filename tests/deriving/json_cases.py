"""Rule 1: what is not strict JSON."""

import json

from deriving.bench import GOOD, Case, Family, altered, badge, case, genuine, signed, text

GOOD_TEXT = text(GOOD)


def _insert(addition: str) -> str:
    return GOOD_TEXT.replace('"name":"Bread Baker",', addition + '"name":"Bread Baker",', 1)


def _no_badge(name: str, body: str | bytes) -> Case:
    return case(name, body, "not-a-badge", {"format": "not-a-badge"})


def _refused(name: str, body: str | bytes, reason: str) -> Case:
    return altered(name, body, "format", reason)


def _duplicates() -> list[Case]:
    until = '"validUntil":"2028-01-05T23:59:59Z"'
    twice = [
        (
            "validUntil twice, the later one wins in most readers",
            f'"validUntil":"2020-01-05T23:59:59Z",{until}',
        ),
        ("validUntil twice, equal", f"{until},{until}"),
        (
            "validUntil twice, one name written with an escape",
            f'"valid\\u0055ntil":"2020-01-05T23:59:59Z",{until}',
        ),
    ]
    cases = [
        _refused(name, GOOD_TEXT.replace(until, both), "duplicate-name") for name, both in twice
    ]
    for member in (
        "@context",
        "type",
        "issuer",
        "credentialSubject",
        "credentialStatus",
        "proof",
        "id",
    ):
        cases.append(
            _refused(
                f"{member} twice",
                "{" + f'"{member}":{text(GOOD[member])},' + GOOD_TEXT[1:],
                "duplicate-name",
            )
        )
    in_subject = GOOD_TEXT.replace('"identityHash":', '"identityHash":"Eve","identityHash":', 1)
    cases.append(_refused("the learner's name twice", in_subject, "duplicate-name"))
    in_proof = GOOD_TEXT.replace(
        '"proofPurpose":', '"proofPurpose":"authentication","proofPurpose":', 1
    )
    cases.append(_refused("proofPurpose twice", in_proof, "duplicate-name"))
    return cases


def _numbers() -> list[Case]:
    cases = []
    for number in (
        "1e999",
        "-1e999",
        "9007199254740993",
        "123456789012345678901234567890",
        "0.10000000000000002",
    ):
        body = GOOD_TEXT.replace('"creditsEarned":2.5', f'"creditsEarned":{number}')
        cases.append(_refused(f"the number {number[:20]}", body, "number-out-of-range"))
    for number in ("NaN", "Infinity", "-Infinity", "0x10", "01", "+1", "1.", ".5", "1e"):
        body = GOOD_TEXT.replace('"creditsEarned":2.5', f'"creditsEarned":{number}')
        cases.append(_no_badge(f"{number} in place of a number", body))
    return cases


def _names() -> list[Case]:
    cases = []
    for name in ("__proto__", "constructor", "prototype"):
        cases.append(
            _refused(f"a member {name}", _insert(f'"{name}":{{"x":1}},'), "forbidden-name")
        )
    hidden = _insert('"__pr\\u006fto__":{"validUntil":"2099-01-01T00:00:00Z"},')
    cases.append(_refused("__proto__ written with an escape", hidden, "forbidden-name"))
    inside = GOOD_TEXT.replace('"hashed":', '"__proto__":{"hashed":true},"hashed":', 1)
    cases.append(_refused("__proto__ in the subject", inside, "forbidden-name"))
    in_proof = GOOD_TEXT.replace('"cryptosuite":', '"constructor":1,"cryptosuite":', 1)
    cases.append(_refused("constructor in the proof", in_proof, "forbidden-name"))
    return cases


def _texts() -> list[Case]:
    name = '"name":"Bread Baker"'
    cases = []
    for half in ("\\ud800", "\\udc00", "\\ud83d x", "\\ude00\\ud83d"):
        cases.append(
            _refused(
                f"half of a character {half}",
                GOOD_TEXT.replace(name, f'"name":"{half}"', 1),
                "lone-surrogate",
            )
        )
    for control in (
        "\\u0000",
        "\\u0008",
        "\\u000b",
        "\\f",
        "\\u001f",
        "\\u007f",
        "\\ufffe",
        "\\uffff",
    ):
        cases.append(
            _refused(
                f"the control character {control}",
                GOOD_TEXT.replace(name, f'"name":"{control}"', 1),
                "control-character",
            )
        )
    cases += [
        _refused(
            "a raw U+007F",
            GOOD_TEXT.replace("Bread Baker", "Bread\x7fBaker", 1),
            "control-character",
        ),
        _refused("a control character in a name", _insert('"x\\u0000":1,'), "control-character"),
        _no_badge("a raw NUL in a text", GOOD_TEXT.replace("Bread Baker", "Bread\0Baker", 1)),
        _no_badge("a raw newline in a text", GOOD_TEXT.replace("Bread Baker", "Bread\nBaker", 1)),
        _no_badge(
            "an escape that JSON does not have",
            GOOD_TEXT.replace("Bread Baker", "Bread\\x20Baker", 1),
        ),
        _no_badge("a short \\u escape", GOOD_TEXT.replace("Bread Baker", "\\u12", 1)),
    ]
    return cases


def _encodings() -> list[Case]:
    raw = GOOD_TEXT.encode()
    return [
        _refused("a byte-order mark", b"\xef\xbb\xbf" + raw, "byte-order-mark"),
        _refused("a byte that is no UTF-8", raw.replace(b"Bread", b"Br\xffad", 1), "not-utf-8"),
        _refused("an overlong slash", raw.replace(b"Bread", b"Br\xc0\xafad", 1), "not-utf-8"),
        _refused(
            "a surrogate in UTF-8", raw.replace(b"Bread", b"Br\xed\xa0\x80ad", 1), "not-utf-8"
        ),
        _no_badge("UTF-16", GOOD_TEXT.encode("utf-16")),
        _no_badge("Latin-1 text that is no JSON", b"Ger\xe4t"),
    ]


def _syntax() -> list[Case]:
    bodies = {
        "nothing": "",
        "white space": " \n\t ",
        "prose": "This is to certify that Ada can bake.",
        "a number": "42",
        "a text": '"a"',
        "null": "null",
        "a list": "[]",
        "a list with the badge in it": f"[{GOOD_TEXT}]",
        "an empty object": "{}",
        "cut in the middle": GOOD_TEXT[: len(GOOD_TEXT) // 2],
        "cut before the last brace": GOOD_TEXT[:-1],
        "text after the end": GOOD_TEXT + "x",
        "a second document after the end": GOOD_TEXT + GOOD_TEXT,
        "a comma before the last brace": GOOD_TEXT[:-1] + ",}",
        "a comment": "/* */" + GOOD_TEXT,
        "single quotes": GOOD_TEXT.replace('"', "'"),
        "a member without quotes": _insert("x:1,"),
        "a form feed as white space": "\f" + GOOD_TEXT,
        "a no-break space as white space": "\u00a0" + GOOD_TEXT,
        "True with a capital": GOOD_TEXT.replace("false", "False"),
    }
    cases = [_no_badge(name, body) for name, body in bodies.items()]
    for member in ("@context", "type"):
        rest = {name: value for name, value in GOOD.items() if name != member}
        cases.append(_no_badge(f"no {member}", text(rest)))
    cases += [
        _no_badge("another kind of credential", text(signed_kind(["VerifiableCredential"]))),
        _no_badge("not a credential", text({**GOOD, "type": ["OpenBadgeCredential"]})),
        _no_badge("a type that is a number", text({**GOOD, "type": 5})),
        _no_badge("brackets that close nothing", "]" * 1_000),
    ]
    return cases


def signed_kind(kinds: list[str]) -> dict[str, object]:
    """Return a signed credential of these types."""
    return signed(badge(type=kinds))


def _bounds() -> list[Case]:
    return [
        _refused("33 levels", '{"x":' + "[" * 32 + "]" * 32 + "," + GOOD_TEXT[1:], "too-deep"),
        _refused("ten thousand levels", "[" * 10_000, "too-deep"),
        _refused("two thousand objects inside each other", '{"a":' * 2_000, "too-deep"),
        _refused(
            "2,001 values and more",
            _insert('"tag":[' + ",".join(["1"] * 2_000) + "],"),
            "too-many-values",
        ),
        _refused("20,001 values and more", "[" + ",".join(["1"] * 20_001) + "]", "too-many-values"),
    ]


def _good() -> list[Case]:
    escaped = GOOD_TEXT.replace("Bread Baker", "\\u0042read\\u0020Baker").replace("/", "\\/")
    return [
        genuine("as it was made", GOOD_TEXT),
        genuine("white space between the members", _indented()),
        genuine("white space around", f" \r\n\t{GOOD_TEXT}\n"),
        genuine("escapes in texts", escaped),
        genuine("escapes in names", GOOD_TEXT.replace('"validUntil"', '"\\u0076alidUntil"')),
        genuine("a number with an exponent", GOOD_TEXT.replace("2.5", "25e-1")),
        genuine("a number with more zeros", GOOD_TEXT.replace("2.5", "2.500")),
        genuine("members in another order", text(dict(reversed(GOOD.items())))),
        genuine("members sorted", _sorted()),
    ]


def _indented() -> str:
    return json.dumps(GOOD, indent=4)


def _sorted() -> str:
    return json.dumps(GOOD, sort_keys=True, ensure_ascii=False)


def family() -> Family:
    """Return the cases of rule 1."""
    cases = [
        *_good(),
        *_duplicates(),
        *_names(),
        *_numbers(),
        *_texts(),
        *_encodings(),
        *_syntax(),
        *_bounds(),
    ]
    return Family("json", "Rule 1: one reading of the bytes, or none.", tuple(cases))
