"""Raising the problem that a monthly report names."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.matters import actions
from bihuan.matters.kinds import MatterKind, Source
from bihuan.matters.presets import district_policy
from bihuan.matters.reported import first_sentence, matters_of_problems
from bihuan.progress.models import Report


@require_POST
def raise_from_report(request: UserRequest, pk: int) -> HttpResponse:
    """Make a matter of what a report says holds its project up, of the type that it speaks of."""
    report = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
    problem, at = report.problems.strip(), timezone.now()
    if not problem:
        raise Refusal(gettext("This report names no problem."))
    named = {report.pk: (report.project_id, problem)}
    if (there := matters_of_problems(request.user, named).get(report.pk)) and there.is_open:
        messages.info(request, gettext("This was raised already, as %s.") % there.number)
        return redirect("matters:matter", there.pk)
    policy = district_policy(local_day(at))
    new = actions.raise_matter(
        kind=MatterKind.BLOCKER,
        type_code=policy.type_of(problem).code,
        severity=policy.severities[0].code,
        title=first_sentence(problem),
        text=problem,
        project=report.project,
        source=Source.REPORT,
        source_ref=str(Month.of(report.month)),
        by=request.user,
        at=at,
    )
    messages.success(request, gettext("Raised as %s.") % new.number)
    return redirect("matters:matter", new.pk)
