"""Keys, signatures and baking: the only package that sees a secret. Pages cannot reach it."""

from badgesite.signing.baking import bake_png, bake_svg
from badgesite.signing.eddsa import attach, sign, sign_or_reuse
from badgesite.signing.finding import FoundKey, find_key
from badgesite.signing.keyfiles import NewKey, new_key, read_key, write_key
from badgesite.signing.keys import SigningKey
from badgesite.signing.keys_yml import with_key

__all__ = [
    "FoundKey",
    "NewKey",
    "SigningKey",
    "attach",
    "bake_png",
    "bake_svg",
    "find_key",
    "new_key",
    "read_key",
    "sign",
    "sign_or_reuse",
    "with_key",
    "write_key",
]
