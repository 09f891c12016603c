"""What became of a year's promises, with the rows under every number."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.assessment.kinds import CommitmentKind
from bihuan.assessment.queries import commitments
from bihuan.assessment.wording.readings import READING_NAMES
from bihuan.figures.queries import month_in_focus
from bihuan.kit.days import local_day
from bihuan.kit.months import Month, months_of
from bihuan.kit.row_pages import row_page
from bihuan.projects.http import year_in_focus


def integrity(request: UserRequest) -> HttpResponse:
    year = year_in_focus(request, today=local_day(timezone.now()))
    month = month_in_focus(year, request.GET.get("month", ""))
    since = month_in_focus(year, request.GET.get("since", "") or "1")
    found = commitments(request.user, month, min(since, month, key=_number))
    kind, reading = request.GET.get("kind", ""), request.GET.get("rows", "")
    rows = [e for e in found.changes if kind not in CommitmentKind.values or e.kind == kind]
    counts = [(k, k.label, sum(e.kind is k for e in found.changes)) for k in CommitmentKind]
    opened = found.sums.get(reading)
    context = {
        "year": year,
        "month": found.month,
        "since": found.since,
        "months": months_of(year),
        "readings": [(name, READING_NAMES[name], found.sums[name]) for name in READING_NAMES],
        "reading": reading,
        "reading_name": READING_NAMES.get(reading, ""),
        "under": row_page(request, opened.rows) if opened else None,
        "opened": opened,
        "counts": [each for each in counts if each[2]],
        "total": len(found.changes),
        "may_see_scores": may(request.user, Can.SCORE_DETAIL),
        "kind": kind if kind in CommitmentKind.values else "",
        "page": row_page(request, rows),
    }
    return render(request, "assessment/commitments.html", context)


def _number(month: Month) -> int:
    return month.number
