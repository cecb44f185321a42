"""Keys and signatures: the only package that sees a secret. Pages cannot reach it.

Baking sees none and lives with the credentials, where the verifier finds it too.
"""

from typing import TYPE_CHECKING

from badgesite.facade import facade

if TYPE_CHECKING:
    from badgesite.signing.command import CommandKey
    from badgesite.signing.eddsa import attach, proof_value, sign, sign_or_reuse
    from badgesite.signing.finding import PREVIEW_VARIABLE, SIGNER_VARIABLE, FoundKey, find_key
    from badgesite.signing.holding import Holding, signed_by_pyld
    from badgesite.signing.keyfiles import read_key, read_public
    from badgesite.signing.keys import SigningKey
    from badgesite.signing.keys_yml import with_compromised, with_new_key
    from badgesite.signing.new_keys import NewKey, new_key, write_private
    from badgesite.signing.shaped import Differs, Parts, Shaped, Signed

_PLACES = {
    "PREVIEW_VARIABLE": "finding",
    "SIGNER_VARIABLE": "finding",
    "CommandKey": "command",
    "Differs": "shaped",
    "FoundKey": "finding",
    "Holding": "holding",
    "NewKey": "new_keys",
    "Parts": "shaped",
    "Shaped": "shaped",
    "Signed": "shaped",
    "SigningKey": "keys",
    "attach": "eddsa",
    "find_key": "finding",
    "new_key": "new_keys",
    "proof_value": "eddsa",
    "read_key": "keyfiles",
    "read_public": "keyfiles",
    "sign": "eddsa",
    "sign_or_reuse": "eddsa",
    "signed_by_pyld": "holding",
    "with_compromised": "keys_yml",
    "with_new_key": "keys_yml",
    "write_private": "new_keys",
}

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

__getattr__ = facade(__name__, _PLACES)
