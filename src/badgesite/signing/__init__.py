"""Keys and signatures: the only package that sees a secret. Pages cannot reach it.

Baking sees none and lives with the credentials, where the verifier finds it too.
"""

from badgesite.credentials.baked import bake_png, bake_svg
from badgesite.signing.command import SIGNER_VARIABLE, CommandKey
from badgesite.signing.eddsa import attach, proof_value, sign, sign_or_reuse
from badgesite.signing.finding import PREVIEW_VARIABLE, FoundKey, find_key
from badgesite.signing.holding import Holding, signed_by_pyld
from badgesite.signing.keyfiles import NewKey, new_key, read_key, read_public, write_private
from badgesite.signing.keys import SigningKey
from badgesite.signing.keys_yml import with_compromised, with_new_key
from badgesite.signing.shaped import Differs, Parts, Shaped, Signed

__all__ = [
    "PREVIEW_VARIABLE",
    "SIGNER_VARIABLE",
    "CommandKey",
    "Differs",
    "FoundKey",
    "Holding",
    "NewKey",
    "Parts",
    "Shaped",
    "Signed",
    "SigningKey",
    "attach",
    "bake_png",
    "bake_svg",
    "find_key",
    "new_key",
    "proof_value",
    "read_key",
    "read_public",
    "sign",
    "sign_or_reuse",
    "signed_by_pyld",
    "with_compromised",
    "with_new_key",
    "write_private",
]
