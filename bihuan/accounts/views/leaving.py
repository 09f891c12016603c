"""Somebody leaves, for good or for some days: what hangs on them, who goes on, who stands in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts import actions
from bihuan.accounts.forms import DeputyForm, SuccessorForm
from bihuan.accounts.holdings import held_by
from bihuan.accounts.http import UserRequest
from bihuan.accounts.models import Deputyship, User
from bihuan.accounts.permissions import require
from bihuan.accounts.queries import colleagues
from bihuan.accounts.roles import Can, Role
from bihuan.accounts.rules import NEED_ORGANISATION
from bihuan.kit.http import status_after
from bihuan.kit.words import gettext


def leaving(request: UserRequest, pk: int) -> HttpResponse:
    """All that hangs on a person, who may go on with it, who stands in, and the end."""
    return _page(request, _person(request, pk))


@require_POST
def hand_over(request: UserRequest, pk: int) -> HttpResponse:
    """Give all that hangs on a person to a successor."""
    person = _person(request, pk)
    form = SuccessorForm(request.POST, person=person)

    def act() -> None:
        actions.hand_over(user=person, **form.cleaned_data, by=request.user, at=timezone.now())

    if status := status_after(form, act):
        return _page(request, person, status=status, successor=form)
    sentence = gettext("Handed over to %s.") % form.cleaned_data["successor"]
    messages.success(request, sentence)
    return redirect("accounts:leaving", pk)


@require_POST
def name_deputy(request: UserRequest, pk: int) -> HttpResponse:
    """Let somebody stand in for a person for some days."""
    person = _person(request, pk)
    form = DeputyForm(request.POST, person=person)

    def act() -> None:
        actions.name_deputy(person=person, **form.cleaned_data, by=request.user, at=timezone.now())

    if status := status_after(form, act):
        return _page(request, person, status=status, deputy=form)
    messages.success(request, gettext("Saved."))
    return redirect("accounts:leaving", pk)


@require_POST
def end_deputyship(request: UserRequest, pk: int) -> HttpResponse:
    """End a deputyship before its last day."""
    require(request.user, Can.ACCOUNTS_MANAGE)
    held = get_object_or_404(Deputyship, pk=pk)
    actions.end_deputyship(deputyship=held, by=request.user, at=timezone.now())
    messages.success(request, gettext("Saved."))
    return redirect("accounts:leaving", held.person_id)


def _person(request: UserRequest, pk: int) -> User:
    require(request.user, Can.ACCOUNTS_MANAGE)
    return get_object_or_404(User.objects.exclude(role=Role.CONSOLE), pk=pk)


def _page(
    request: UserRequest, person: User, *, status: int = 200, **forms: SuccessorForm | DeputyForm
) -> HttpResponse:
    today = timezone.localdate()
    context: dict[str, Any] = {
        "person": person,
        "holdings": held_by(person),
        "home": person.organisation if person.role in NEED_ORGANISATION else None,
        "is_alone": not colleagues(person).exists(),
        "successor": SuccessorForm(person=person),
        "deputy": DeputyForm(person=person, initial={"since": today}),
        "deputyships": person.deputyships.select_related("deputy"),
        "today": today,
        **forms,
    }
    return render(request, "accounts/leaving.html", context, status=status)
