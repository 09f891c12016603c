"""The same decision on several items: ticked, said once."""

from __future__ import annotations

from collections import Counter
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
from bihuan.dispatch.models import AgendaItem, Meeting
from bihuan.dispatch.queries import ItemLine
from bihuan.kit import advance
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.kit.workdays import add_workdays
from bihuan.lights.kinds import Colour
from bihuan.lights.queries import YearLights, headlines
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
            with advance.watch(_key(request), {actions.DECIDING: 1}):
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
    coloured = _coloured(row, lines, today)
    context = {
        "meeting": row,
        "lines": coloured,
        "colours": _counted(coloured),
        "form": form,
        "ticked": {str(pk) for pk in form["items"].value() or []},
        "organisations": Organisation.objects.values_list("name", flat=True),
    }
    return render(request, "dispatch/together.html", context)


def running(request: UserRequest, pk: int) -> HttpResponse:
    """How many items of those sent are decided; the page waits for the answer itself."""
    require(request.user, Can.MEETING_HOLD)
    context = {"meeting": pk, "job": advance.running(_key(request))}
    return render(request, "dispatch/_deciding.html", context)


def _key(request: UserRequest) -> tuple[str, int]:
    return "deciding", request.user.pk


def _coloured(
    row: Meeting, lines: list[ItemLine], today: date
) -> list[tuple[ItemLine, Colour | None]]:
    """Return each item with the light of its project in the meeting's month."""
    month = Month.of(row.month)
    lights = headlines(month.year, today)
    known = [lights.get(line.item.project_id or 0, YearLights()) for line in lines]
    return [
        (line, each.headline.colour(month.number)) for line, each in zip(lines, known, strict=True)
    ]


def _counted(lines: list[tuple[ItemLine, Colour | None]]) -> list[tuple[Colour, int]]:
    """Return the lights of items that are still open, red first, each with how many show it."""
    still_open = Counter(colour for line, colour in lines if not line.is_settled)
    gravest = (Colour.RED, Colour.YELLOW, Colour.GREEN, Colour.GREY)
    return [(colour, still_open[colour]) for colour in gravest if still_open[colour]]


def _form(request: UserRequest, lines: list[ItemLine], today: date) -> TogetherForm:
    policy = district_policy(today)
    choices = [(line.item.pk, line.item.subject) for line in lines]
    start = {
        "items": [line.item.pk for line in lines if not line.is_settled],
        "severity": policy.severities[0].code,
        "due_on": add_workdays(today, policy.severities[0].limit),
    }
    return TogetherForm(policy, choices, request.POST or None, initial=start)
