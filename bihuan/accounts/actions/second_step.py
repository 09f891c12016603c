"""The second step of sign-in: its owner turns it on and off, the office ends a lost one."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can, Role
from bihuan.audit.log import record
from bihuan.kit.choices import Choice
from bihuan.kit.errors import Refusal
from bihuan.kit.words import _, gettext
from bihuan.kit.writing import action


class SecondStepChange(Choice):
    """What became of somebody's second step."""

    TURNED_ON = "second_step_on", _("Second step turned on")
    TURNED_OFF = "second_step_off", _("Second step turned off")
    NEW_CODES = "recovery_codes", _("New recovery codes")


@action
def note_second_step(*, change: SecondStepChange, by: User, at: datetime) -> None:
    """Record what users did with their own second step, within the transaction that did it."""
    require(by, Can.OWN_ACCOUNT)
    record(f"user.{change.value}", by, by=by, at=at)


@action
def end_second_step(*, user: User, by: User, at: datetime) -> User:
    """Take the second step, and its recovery codes, from a user who lost the phone."""
    require(by, Can.ACCOUNTS_MANAGE)
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if user.role == Role.CONSOLE:
        raise Refusal(gettext("Nobody signs in as the console."))
    count, _each = Authenticator.objects.filter(user=user).delete()
    if not count:
        raise Refusal(gettext("“%s” has no second step.") % user)
    user.sessions_ended += 1  # whoever holds the phone may hold a session too
    user.save(update_fields=["sessions_ended"])
    record("user.second_step_ended", user, by=by, at=at)
    return user
