"""How people get in: accounts are made by the office, never by signing up; guessing is braked."""

from __future__ import annotations

from math import ceil
from time import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.internal.userkit import get_user_by_username
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.utils import encrypt
from django import forms
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from bihuan.access.actions import begin_try, forgive, note
from bihuan.access.kinds import AccessKind, Secret
from bihuan.access.models import AccessEvent
from bihuan.access.queries import duty_of
from bihuan.access.rules import SecondStepDuty
from bihuan.access.visitors import VisitingActor, remember_device, visitor
from bihuan.accounts.actions import change_password, strengthen_password
from bihuan.accounts.models import Deputyship, Leader, User
from bihuan.accounts.roles import Role
from bihuan.accounts.rules import LONGEST, check_new_password
from bihuan.kit.addresses import address_of
from bihuan.kit.days import long_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.plans.models import Entry

from .middleware import BEGAN, MUST_SET_UP, SEEN

OWN_JOB = {
    Role.OFFICE: "todo:mine",
    Role.REPORTER: "todo:mine",
    Role.DEPARTMENT: "todo:mine",
    Role.SUPERVISOR: "todo:mine",
    Role.COMMANDER: "command:mine",
    Role.STATISTICS: "statistics:year",
}
"""Where each role's own work stands, on which sign-in opens; for all others, the overview."""


def own_job(user: User | AnonymousUser) -> str:
    """Return the address of somebody's own work; while no list has a project, the office's is to
    set the system up. Who signs in as a leader and is entered as none, such as a leader's deputy,
    has what waits for him or her.
    """
    role = Role(user.role) if isinstance(user, User) else Role.VIEWER
    if role == Role.OFFICE and not Entry.objects.exists():
        return reverse("setup")
    if role == Role.COMMANDER and not Leader.objects.filter(user=user.pk).exists():
        return reverse("todo:mine")
    return reverse(OWN_JOB.get(role, "dashboards:overview"))


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Allauth's adapter without sign-up, with our brakes and our log of the doors."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Judge a password, at sign-in or when it is asked for again."""
        name = credentials.get("username", "").strip()
        by = visitor(request, user=get_user_by_username(name), name=name)
        attempt = braked(request, Secret.PASSWORD, by)
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            forgive(attempt=attempt, by=by)
            at = timezone.now()
            strengthen_password(user=user, password=credentials["password"], by=user, at=at)
            user.refresh_from_db(fields=["password"])  # the session is bound to its digest
        return user

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return the first page: who had to choose a password first goes on to work."""
        return own_job(request.user)

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        request.session[SEEN] = request.session[BEGAN] = int(time())
        if _came_by_another_platform(request, user):
            return
        duty, since = duty_of(user, on=timezone.localdate())
        request.session[MUST_SET_UP] = duty == SecondStepDuty.NOW
        if duty == SecondStepDuty.SOON:
            sentence = gettext("From %s on, sign-in as your role needs a second step: set it up.")
            messages.warning(request, sentence % since)

    def post_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **more)
        if response.headers.get("Location") == "/":  # no other page was asked for
            response["Location"] = own_job(user)
        _name_those_stood_in_for(request, user)
        note(kind=AccessKind.SIGNED_IN, by=visitor(request, user=user), at=timezone.now())
        remember_device(request, response, user)
        return response

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            by = visitor(request, user=request.user)
            note(kind=AccessKind.SIGNED_OUT, by=by, at=timezone.now())
        super().logout(request)


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """User and password, without hints that repeat the labels."""

    def __init__(self, *words: Any, **more: Any) -> None:
        super().__init__(*words, **more)
        self.fields["login"].widget.attrs |= {"placeholder": "", "autocapitalize": "none"}
        self.fields["password"].widget.attrs["placeholder"] = ""
        self.fields["password"].validators.append(MaxLengthValidator(LONGEST))


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    """The old password, which may not be guessed here either, and a new one twice."""

    def clean_oldpassword(self) -> str:
        by = visitor(context.request, user=self.user)
        attempt = braked(context.request, Secret.PASSWORD, by)
        old: str = super().clean_oldpassword()
        forgive(attempt=attempt, by=by)
        return old

    def clean_password1(self) -> str:
        new: str = self.cleaned_data["password1"]
        try:
            check_new_password(new, old=self.cleaned_data.get("oldpassword", ""))
        except Refusal as told:
            raise forms.ValidationError(str(told)) from told
        return new

    def save(self) -> None:
        old, new = self.cleaned_data["oldpassword"], self.cleaned_data["password1"]
        change_password(user=self.user, old=old, password=new, by=self.user, at=timezone.now())
        self.user.refresh_from_db()


class _BrakedCode(forms.Form):
    """A form with a code of the second step: wrong ones are counted."""

    user: User

    def clean_code(self) -> str:
        by = visitor(context.request, user=self.user)
        attempt = braked(context.request, Secret.CODE, by)
        code: str = super().clean_code()  # type: ignore[misc]  # of allauth's form beside it
        forgive(attempt=attempt, by=by)
        return code


class SecondStepForm(_BrakedCode, AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The code, between the password and the pages."""


class SecondStepAgainForm(_BrakedCode, ReauthenticateForm):  # type: ignore[misc]  # as above
    """The code, asked for again before something delicate."""


class FirstCodeForm(_BrakedCode, ActivateTOTPForm):  # type: ignore[misc]  # as above
    """The first code of a new second step. It is used up like each later one."""

    def clean_code(self) -> str:
        code = super().clean_code()
        secret = {"secret": encrypt(self.secret)}
        Authenticator(
            user=self.user, type=Authenticator.Type.TOTP, data=secret
        ).wrap().validate_code(code)
        return code


def _name_those_stood_in_for(request: HttpRequest, user: User) -> None:
    """Tell a deputy on the first page for whom he or she acts today, and until when."""
    for each in Deputyship.objects.of_deputy(user, timezone.localdate()):
        sentence = gettext("You are the deputy of %(person)s until %(until)s.") % {
            "person": each.person,
            "until": long_day(each.until),
        }
        link = format_html(
            ' <a href="{}">{}</a>', reverse("todo:mine"), gettext("What waits there")
        )
        messages.info(request, format_html("{}{}", sentence, link))


def _came_by_another_platform(request: HttpRequest, user: User) -> bool:
    """True if another platform vouches for the user, with steps of its own."""
    records = get_authentication_records(request, user)
    return any(record.get("method") == "socialaccount" for record in records)


def braked(request: HttpRequest, secret: Secret, by: VisitingActor) -> AccessEvent:
    """Return the try that now counts. Who must wait first is told so, and for how long."""
    at = timezone.now()
    admission = begin_try(secret=secret, by=by, at=at)
    if admission.attempt is not None:
        return admission.attempt
    assert admission.free_at is not None
    seconds = (admission.free_at - at).total_seconds()
    told = {"minutes": ceil(seconds / 60), "free_at": admission.free_at}
    page = render(request, "ui/locked_out.html", told, status=429)
    page.headers["Retry-After"] = str(ceil(seconds))
    raise ImmediateHttpResponse(page)
