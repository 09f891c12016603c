"""How people get in: accounts are made by the office, never by signing up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):
    """Allauth's adapter without sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
