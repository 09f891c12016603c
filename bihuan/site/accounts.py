"""How people get in: accounts are made by the office, never by signing up."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from django.http import HttpRequest, HttpResponse

from .middleware import SEEN_AT


class ClosedAdapter(DefaultAccountAdapter):
    """Allauth's adapter without sign-up; it also starts the clock of idleness."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        request.session[SEEN_AT] = int(time.time())
        answer: HttpResponse = super().post_login(request, user, **more)
        return answer


class SignInForm(LoginForm):
    """User and password, without hints that repeat the labels."""

    def __init__(self, *words: Any, **more: Any) -> None:
        super().__init__(*words, **more)
        self.fields["login"].widget.attrs |= {"placeholder": "", "autocapitalize": "none"}
        self.fields["password"].widget.attrs["placeholder"] = ""
