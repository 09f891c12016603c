"""Everybody reads under which rules the district works; who may change rules chooses them."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import _, say
from bihuan.projects.actions import set_district
from bihuan.projects.http import seen_edition, theirs
from bihuan.projects.models import District
from bihuan.projects.queries import Line, history_of_district

from .choices import check, choices, titles
from .forms import DistrictForm

DEEDS = {"set": _("Settings changed")}


def district(request: UserRequest) -> HttpResponse:
    """Show the settings with their history; take a change of them. Of two who save, the second
    keeps what was chosen and is told.
    """
    today = local_day(timezone.now())
    stands, offered, status = District.objects.served(), choices(today), 200
    form = DistrictForm(request.POST or None, offered=offered, stands=stands)
    if request.method == "POST":
        require(request.user, Can.RULES_CHANGE)
        status = 200 if form.is_valid() else 422
    if status == 200 and form.is_bound:
        try:
            check(form.cleaned_data)
            set_district(
                by=request.user, at=timezone.now(), edition=seen_edition(request),
                **form.cleaned_data,
            )  # fmt: skip
        except Refusal as told:
            form.add_error(None, str(told))
            status = 409
        else:
            messages.success(request, say("Saved."))
            return redirect("district")
    chosen = {
        column: next((each for each in group if each.name == getattr(stands, column)), None)
        for column, group in offered.items()
    }
    context = {
        "form": form, "stands": stands, "chosen": chosen, "history": _history(titles(today)),
        "theirs": theirs(request, form, stands, form.fields) if status == 409 else [],
        "may_change": may(request.user, Can.RULES_CHANGE),
    }  # fmt: skip
    return render(request, "ui/district.html", context, status=status)


def _history(named: dict[str, str]) -> list[Line]:
    """Return who chose what, with the titles of presets for their names."""
    return [
        replace(line, old=named.get(line.old, line.old), new=named.get(line.new, line.new))
        for line in history_of_district(DEEDS)
    ]
