"""Secrets of second steps, sealed anew. Their table is allauth's."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator

from bihuan.accounts.second_steps import SECRETS
from bihuan.audit.log import Actor, record
from bihuan.kit.bulk import shut_to_others
from bihuan.kit.sealing import is_current, is_lost, resealed
from bihuan.kit.writing import action


@action
def reseal_second_steps(*, by: Actor, at: datetime) -> int:
    """Seal with the newest key what is clear or sealed with another; return how many rows."""
    shut_to_others(Authenticator)
    changed = 0
    for step in Authenticator.objects.filter(type__in=SECRETS):
        name = SECRETS[step.type]
        text = step.data.get(name, "")
        if not is_current(text) and not is_lost(text):
            step.data[name] = resealed(text)
            step.save(update_fields=["data"])
            record("second_step.resealed", step, by=by, at=at)
            changed += 1
    return changed
