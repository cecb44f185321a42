"""What the script of every page says: once for the site, in front of the script, and on no page."""

from badgesite.canonical import compact_json_bytes
from badgesite.languages import language

SCRIPT = "site.js"


def with_words(script: bytes, *languages: str) -> bytes:
    """Recipe: the script after `siteWords`, its sentences by the code of the language."""
    said = compact_json_bytes({code: _words(code) for code in languages})
    return b"var siteWords=" + said.strip() + b";\n" + script


def _words(code: str) -> dict[str, str]:
    _ = language(code).gettext
    return {
        "search": _("Search"),
        "theme": _("Switch between light and dark"),
        "copied": _("Copied"),
        "notCopied": _("Not copied"),
        "notFetched": _("The list could not be fetched. You may be offline."),
    }
