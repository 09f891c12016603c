"""The doors of sign-in: allauth's pages that we use, and no others.

There is no sign-up and no recovery by mail: the office makes accounts and sets passwords anew.
What a user does with the second step is recorded with it, in one transaction.
"""

from __future__ import annotations

from typing import Any

from allauth.account import views
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone

from bihuan.access.queries import needs_second_step, own_lines
from bihuan.access.wording import label_of
from bihuan.accounts.actions import note_second_step
from bihuan.accounts.actions.second_step import SecondStepChange
from bihuan.accounts.models import User
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action

from .middleware import MUST_SET_UP
from .platform import views as platform

OWN_LINES = 8


class _Recorded:
    """A form of allauth whose success is recorded."""

    change: SecondStepChange
    request: Any

    def check(self) -> None:
        """Raise Refusal if another form was faster. Called when no other writes beside it."""

    @action
    def form_valid(self, form: Any) -> HttpResponse:
        self.check()
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # of the view beside it
        note_second_step(change=self.change, by=self.request.user, at=timezone.now())
        return answer


class TurnOn(_Recorded, totp.ActivateTOTPView):  # type: ignore[misc]  # allauth has no types
    change = SecondStepChange.TURNED_ON

    def check(self) -> None:
        if not _has_second_step(self.request.user):
            return
        clear_totp_secret(self.request)
        self.request.session[MUST_SET_UP] = False
        raise Refusal(
            gettext(
                "Your second step was turned on a moment ago by another form, and stays as that"
                " form set it up. Its recovery codes stand under your account."
            )
        )

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        self.request.session[MUST_SET_UP] = False
        return answer


class TurnOff(_Recorded, totp.DeactivateTOTPView):  # type: ignore[misc]  # as above
    change = SecondStepChange.TURNED_OFF

    def check(self) -> None:
        if not _has_second_step(self.request.user):
            raise Refusal(gettext("Your second step is off already."))

    def form_valid(self, form: Any) -> HttpResponse:
        if needs_second_step(self.request.user, on=timezone.localdate()):
            raise Refusal(gettext("Your role signs in with a second step: it stays on."))
        return super().form_valid(form)


class NewCodes(_Recorded, codes.GenerateRecoveryCodesView):  # type: ignore[misc]  # as above
    change = SecondStepChange.NEW_CODES


class ChangePassword(views.PasswordChangeView):  # type: ignore[misc]  # as above
    """For who has a password; who comes by another platform has none here."""

    def dispatch(self, request: Any, *more: Any, **named: Any) -> HttpResponse:
        if not request.user.has_usable_password():
            raise Refusal(
                gettext("You sign in without a password of this system: there is none here.")
            )
        answer: HttpResponse = super().dispatch(request, *more, **named)
        return answer


class Account(mfa.IndexView):  # type: ignore[misc]  # as above
    """One's own account, with what lately happened in one's name."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        own = own_lines(self.request.user, OWN_LINES)
        told: dict[str, Any] = super().get_context_data(**more)
        return {**told, "lines": [(line, label_of(line.kind)) for line in own]}


def _has_second_step(user: User) -> bool:
    return bool(is_mfa_enabled(user, [Authenticator.Type.TOTP]))


urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", platform.door, name="account_login"),
    path("<slug:provider_id>/begin/", platform.begin, name="openid_connect_login"),
    path("<slug:provider_id>/back/", platform.back, name="openid_connect_callback"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("again/", views.reauthenticate, name="account_reauthenticate"),
    path("password/", ChangePassword.as_view(), name="account_change_password"),
    path("two-steps/", Account.as_view(), name="mfa_index"),
    path("two-steps/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("two-steps/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("two-steps/totp/activate/", TurnOn.as_view(), name="mfa_activate_totp"),
    path("two-steps/totp/deactivate/", TurnOff.as_view(), name="mfa_deactivate_totp"),
    path("two-steps/recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "two-steps/recovery-codes/generate/",
        NewCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "two-steps/recovery-codes/download/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
