"""Second steps of sign-in, as allauth keeps them: what in them is secret, and whose is lost."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from bihuan.kit.sealing import is_lost
from bihuan.kit.words import gettext

SECRETS: dict[str, str] = {
    Authenticator.Type.TOTP: "secret",
    Authenticator.Type.RECOVERY_CODES: "seed",
}


def lost_second_steps() -> list[str]:
    """Return a sentence for each second step whose secret cannot be opened."""
    steps = Authenticator.objects.filter(type__in=SECRETS).select_related("user").order_by("pk")
    return [
        gettext(
            "The second step of “%s” cannot be checked, its key is missing: end it, so that its "
            "user sets up another."
        )
        % step.user.get_username()
        for step in steps
        if is_lost(step.data.get(SECRETS[step.type], ""))
    ]
