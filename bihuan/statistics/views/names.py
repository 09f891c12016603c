"""What the bureau calls projects in its tables: what was remembered, and its withdrawal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.kit.words import gettext
from bihuan.projects.models import Project
from bihuan.statistics import actions
from bihuan.statistics.models import BureauName


def names(request: UserRequest) -> HttpResponse:
    """The names that stand, and those that were withdrawn."""
    visible = Project.objects.visible_to(request.user)
    rows = BureauName.objects.filter(project__in=visible).select_related("project")
    context = {
        "names": rows.order_by("-is_current", "name", "pk"),
        "may_enter": may(request.user, Can.STATISTICS_ENTER),
    }
    return render(request, "statistics/names.html", context)


@require_POST
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    visible = Project.objects.visible_to(request.user)
    row = get_object_or_404(BureauName.objects.filter(project__in=visible), pk=pk)
    actions.withdraw_bureau_name(
        bureau_name=row,
        reason=request.POST.get("reason", ""),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, gettext("Withdrawn."))
    return redirect("statistics:names")
