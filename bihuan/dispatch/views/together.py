"""The same decision on several items: ticked, said once."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.models import Organisation
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.dispatch import actions, queries
from bihuan.dispatch.forms import TogetherForm
from bihuan.dispatch.models import AgendaItem
from bihuan.dispatch.queries import ItemLine
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.workdays import add_workdays
from bihuan.matters.presets import district_policy

from .seen import seen


def together(request: UserRequest, pk: int) -> HttpResponse:
    """The form, with the items ticked that are still open; those chosen are decided at once."""
    require(request.user, Can.MEETING_HOLD)
    row, today = seen(request, pk), local_day(timezone.now())
    lines, _dropped = queries.agenda(row, request.user, today)
    form = _form(request, lines, today)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        items = AgendaItem.objects.filter(meeting=row, pk__in=said.pop("items"))
        try:
            made = actions.decide_together(
                meeting=row, items=items, by=request.user, at=timezone.now(), **said
            )
        except Refusal as refusal:
            for line in str(refusal).splitlines():
                form.add_error(None, line)
            form.looks_alike()
        else:
            told = gettext("Decided on %s items, each assigned.") % len(made)
            messages.success(request, told)
            return redirect("dispatch:room", pk)
    context = {
        "meeting": row,
        "lines": lines,
        "form": form,
        "ticked": {str(pk) for pk in form["items"].value() or []},
        "organisations": Organisation.objects.values_list("name", flat=True),
    }
    return render(request, "dispatch/together.html", context)


def _form(request: UserRequest, lines: list[ItemLine], today: date) -> TogetherForm:
    policy = district_policy(today)
    choices = [(line.item.pk, line.item.subject) for line in lines]
    start = {
        "items": [line.item.pk for line in lines if not line.is_settled],
        "severity": policy.severities[0].code,
        "due_on": add_workdays(today, policy.severities[0].limit),
    }
    return TogetherForm(policy, choices, request.POST or None, initial=start)
