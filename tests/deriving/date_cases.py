"""Rule 7: dates that are none, and times before and after."""

from badgesite import contexts
from deriving.bench import Case, Family, Json, altered, badge, case, genuine, signed

_NO_DATES = (
    "2026-12-31",
    "2026-12-31T00:00:00",
    "2026-12-31T00:00Z",
    "2026-12-31 00:00:00Z",
    "2026-12-31T00:00:00z",
    "2026-12-31t00:00:00Z",
    "2026-12-31T00:00:00 Z",
    " 2026-12-31T00:00:00Z",
    "2026-12-31T00:00:00Z ",
    "2026-12-31T00:00:00Z\n",
    "20261231T000000Z",
    "2026-W53-4T00:00:00Z",
    "2026-366T00:00:00Z",
    "2027-02-29T00:00:00Z",
    "2026-02-30T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-00-10T00:00:00Z",
    "2026-12-00T00:00:00Z",
    "2026-12-31T24:00:01Z",
    "2026-12-31T24:01:00Z",
    "2026-12-31T24:00:00.5Z",
    "2026-12-31T25:00:00Z",
    "2026-12-31T23:60:00Z",
    "2026-12-31T23:59:60Z",
    "2026-12-31T00:00:00+15:00",
    "2026-12-31T00:00:00+14:01",
    "2026-12-31T00:00:00+0100",
    "2026-12-31T00:00:00+01",
    "2026-12-31T00:00:00.Z",
    "2026-12-31T00:00:00,5Z",
    "0000-12-31T00:00:00Z",
    "-2026-12-31T00:00:00Z",
    "+2026-12-31T00:00:00Z",
    "12026-12-31T00:00:00Z",
    "26-12-31T00:00:00Z",
    "\u0662\u0660\u0662\u0666-12-31T00:00:00Z",
    "1798675200",
    "never",
    "",
)
_GOOD_ENDS = (
    "2026-12-31T00:00:00Z",
    "2026-12-31T00:00:00.5Z",
    "2026-12-31T00:00:00.123456789+00:00",
    "2026-12-31T24:00:00Z",
    "2026-12-31T00:00:00-00:00",
    "2026-12-31T00:00:00+14:00",
    "2026-12-31T00:00:00-14:00",
    "2026-11-24T23:00:00+11:00",
    "2028-02-29T23:59:59Z",
    "9999-12-31T23:59:59Z",
    "2026-11-24T12:00:00Z",
)
_PAST_ENDS = (
    "2026-11-24T11:59:59Z",
    "2026-11-24T11:59:59.5Z",
    "2026-11-24T22:59:59+11:00",
    "2026-11-24T00:59:59-11:00",
    "2026-02-01T00:00:00Z",
    "0001-01-01T00:00:00Z",
    "2026-11-23T24:00:00Z",
)


def family() -> Family:
    """Return the cases of rule 7."""
    cases: list[Case] = []
    for date in _NO_DATES:
        document = signed(badge(validUntil=date))
        cases.append(altered(f"valid until {date!r}", document, "format", "date-malformed"))
    for date in ("2026-01-05", "2026-02-30T00:00:00Z", "always", ""):
        document = signed(badge(validFrom=date))
        cases.append(altered(f"valid from {date!r}", document, "format", "date-malformed"))
    for date in _GOOD_ENDS:
        cases.append(genuine(f"valid until {date}", signed(badge(validUntil=date))))
    for date in _PAST_ENDS:
        document = signed(badge(validUntil=date))
        cases.append(case(f"expired on {date}", document, "expired", {"dates": "expired"}))
    for date in ("2026-11-24T12:00:01Z", "2027-01-01T00:00:00Z", "2026-11-24T12:00:00-01:00"):
        document = signed(badge(validFrom=date))
        cases.append(
            case(f"valid from {date}", document, "not-yet-valid", {"dates": "not-yet-valid"})
        )
    ends = ["2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z"]
    expired = signed(badge(validUntil="2026-04-01T00:00:00Z"))
    cases += [
        altered("two ends", signed(badge(validUntil=ends)), "format", "date-malformed"),
        altered("two beginnings", signed(badge(validFrom=ends)), "format", "date-malformed"),
        altered(
            "the same end twice", signed(badge(validUntil=ends[:1] * 2)), "format", "date-malformed"
        ),
        altered(
            "an end that is an object",
            signed(badge(validUntil={"type": "Evidence"})),
            "format",
            "term-not-signed",
        ),
        genuine("valid from now", signed(badge(validFrom="2026-11-24T12:00:00Z"))),
        genuine("no beginning", signed(badge(validFrom=None))),
        genuine("an expired one, before it expired", expired, now="2026-03-31T23:59:59Z"),
        case(
            "expired and not yet valid",
            signed(badge(validFrom=ends[1], validUntil=ends[0])),
            "expired",
            {"dates": "expired"},
        ),
    ]
    return Family(
        "dates",
        "Rule 7: dates with a time zone, of real days, and what day it is.",
        tuple(cases + _of_1_1()),
    )


def _of_1_1() -> list[Case]:
    """Return what is dated in the words of VCDM 1.1, alone and beside the later ones."""
    past, present, coming = (f"{year}-01-01T00:00:00Z" for year in (2024, 2026, 2028))

    def of(**dates: str) -> Json:
        return signed(badge(**{"@context": _CONTEXTS_1_1, **_UNDATED, **dates}))

    def expired(name: str, **dates: str) -> Case:
        return case(name, of(**dates), "expired", {"dates": "expired"})

    def early(name: str, **dates: str) -> Case:
        return case(name, of(**dates), "not-yet-valid", {"dates": "not-yet-valid"})

    return [
        genuine("an issuance and an expiration", of(issuanceDate=past, expirationDate=coming)),
        expired("an expiration that is over", issuanceDate=past, expirationDate=present),
        early("an issuance to come", issuanceDate=coming),
        expired("an expiration before the end", expirationDate=present, validUntil=coming),
        expired("an expiration after the end", expirationDate=coming, validUntil=present),
        early("an issuance after the beginning", issuanceDate=coming, validFrom=past),
        early("an issuance before the beginning", issuanceDate=past, validFrom=coming),
        altered(
            "an expiration that is no date",
            of(issuanceDate=past, expirationDate="2028-01-01"),
            "format",
            "date-malformed",
        ),
    ]


_CONTEXTS_1_1 = [contexts.CREDENTIALS_V1, contexts.OPEN_BADGES, contexts.DATA_INTEGRITY_V2]
_UNDATED = {"validFrom": None, "validUntil": None, "credentialStatus": None}
