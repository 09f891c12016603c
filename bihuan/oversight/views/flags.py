"""All flags of money, as filters ask for them; each is raised here in one tap."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.funding.kinds import Programme
from bihuan.funding.models import FundingLine
from bihuan.funding.queries import funding_rows
from bihuan.kit.days import local_day
from bihuan.kit.row_pages import row_page
from bihuan.kit.words import gettext
from bihuan.oversight import actions
from bihuan.oversight.documents import flags_workbook
from bihuan.oversight.queries.flags import (
    FLAGS,
    FlagLine,
    answering,
    flags_asked,
    standing_matter,
    summed_flags,
)
from bihuan.oversight.queries.visits import required_visits
from bihuan.projects.http import year_in_focus

from .answers import attached


def flags(request: UserRequest) -> HttpResponse:
    """The flags of the year's batches."""
    today = local_day(timezone.now())
    year = year_in_focus(request, today=today)
    found = _asked(request, year)
    everything = found if not _is_narrowed(request) else _asked(request, year, narrowed=False)
    rows = funding_rows(request.user, today, year=year)
    context = {
        "year": year,
        "previous_year": year - 1,
        "next_year": year + 1,
        "page": row_page(request, found),
        "sums": summed_flags(found),
        "asked": request.GET,
        "programmes": Programme.choices,
        "kinds": [(each.value, each.label) for each in FLAGS],
        "owing": answering(everything),
        "query": request.GET.urlencode(),
        "missing": sum(each.is_missing for each in required_visits(rows, today)),
        "may_raise": may(request.user, Can.MATTER_RAISE),
    }
    return render(request, "oversight/flags.html", context)


def workbook(request: UserRequest) -> HttpResponse:
    """The flags as a workbook, as the page narrows them."""
    year = year_in_focus(request, today=local_day(timezone.now()))
    title = f"{gettext('Flags of public money')} {year}"
    return attached(flags_workbook(title, _asked(request, year)), title)


@require_POST
def raise_(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """Raise a flag; if a matter of it stands, lead to it."""
    line = get_object_or_404(
        FundingLine.objects.visible_to(request.user).select_related("project"), pk=pk
    )
    there = standing_matter(request.user, line.pk, kind)
    if there is not None:
        messages.info(request, gettext("This was raised already, as %s.") % there.number)
        return redirect("matters:matter", there.pk)
    new = actions.raise_flag(line=line, kind=kind, by=request.user, at=timezone.now())
    messages.success(request, gettext("Raised as %s.") % new.number)
    return redirect("matters:matter", new.pk)


def _is_narrowed(request: UserRequest) -> bool:
    return any(request.GET.get(name) for name in ("programme", "flag", "organisation"))


def _asked(request: UserRequest, year: int, *, narrowed: bool = True) -> list[FlagLine]:
    asked: dict[str, Any] = request.GET.dict() if narrowed else {}
    return flags_asked(request.user, local_day(timezone.now()), {**asked, "year": str(year)})
