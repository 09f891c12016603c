"""How people get in: accounts are made by the office, never by signing up."""

from time import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from django.http import HttpRequest
from django.utils import timezone

from bihuan.accounts.actions import end_keys
from bihuan.accounts.models import User

from .middleware import SEEN


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Allauth's adapter without sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: User, password: str) -> None:
        """Take the password that its user chose; one given by the office is then done with."""
        user.must_change_password = False
        super().set_password(user, password)
        end_keys(user=user, by=user, at=timezone.now())

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        request.session[SEEN] = int(time())


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """User and password, without hints that repeat the labels."""

    def __init__(self, *words: Any, **more: Any) -> None:
        super().__init__(*words, **more)
        self.fields["login"].widget.attrs |= {"placeholder": "", "autocapitalize": "none"}
        self.fields["password"].widget.attrs["placeholder"] = ""
