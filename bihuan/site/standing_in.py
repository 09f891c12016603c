"""Who stands in for another acts as that person, and is known as who he or she is."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from bihuan.access.queries import check_second_step_of
from bihuan.accounts.http import STANDS_IN, STOOD_IN
from bihuan.accounts.models import Deputyship
from bihuan.kit.errors import Refusal

from .failures import PART

OWN_ACCOUNT = "/sign-in/"
"""Passwords and second steps: a deputy's own, never those of the person."""


class StandsIn:
    """Let a request act as the person for whom its user stands in, while the deputyship holds.

    It holds from day to day and is asked for at every request: when it is over, the user is only
    himself or herself again, is told so, and begins at the first page: the
    page that was asked for may be one that only the person sees.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = request.session.get(STANDS_IN)
        if number is not None and not request.path.startswith(OWN_ACCOUNT):
            held = Deputyship.objects.in_force(timezone.localdate()).filter(pk=number)
            found = (
                held.filter(deputy=request.user.pk)
                .select_related("person__organisation", "deputy__organisation")
                .first()
            )
            if found is None or not _is_as_safe(found):
                del request.session[STANDS_IN]
                request.session[STOOD_IN] = _person_of(number)
                if request.method == "GET" and not request.headers.get(PART):
                    return HttpResponseRedirect("/")
            else:
                found.person.stood_in_by = found.deputy
                found.person.stood_in_until = found.until
                request.user = found.person
        return self.get_response(request)


def _person_of(number: int) -> str:
    held = Deputyship.objects.filter(pk=number).select_related("person").first()
    return str(held.person) if held else ""


def _is_as_safe(held: Deputyship) -> bool:
    """True if the deputy signs in with all that the person would need."""
    try:
        check_second_step_of(held.deputy, held.person, on=timezone.localdate())
    except Refusal:
        return False
    return True
