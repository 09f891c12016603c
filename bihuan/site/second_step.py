"""Second steps of sign-in, their secrets sealed."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter

from bihuan.kit.errors import Refusal
from bihuan.kit.sealing import SecretLost, seal, unseal
from bihuan.kit.words import gettext


class SealingAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Allauth's adapter, which seals what the database keeps of second steps."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret. Raises Refusal with what to do if its key is gone."""
        try:
            return unseal(encrypted_text)
        except SecretLost as error:
            raise Refusal(
                gettext(
                    "Your second step cannot be checked, its key is missing. Ask the office to end "
                    "it (`bihuan unlock NAME --second-step`), then set up another."
                )
            ) from error
