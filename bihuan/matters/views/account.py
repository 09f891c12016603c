"""The account of matters, and raising one."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.numbers import whole_number
from bihuan.kit.row_pages import row_page
from bihuan.kit.words import gettext
from bihuan.matters import actions, queries, wording
from bihuan.matters.forms import RaiseMatterForm
from bihuan.matters.kinds import MatterKind, MatterState, Source
from bihuan.matters.models import Matter
from bihuan.matters.presets import district_policy
from bihuan.matters.queries import matter_line
from bihuan.projects.models import Project
from bihuan.projects.queries import search

CANDIDATES = 30


@dataclass(frozen=True)
class MatterTab:
    """One view of the account, with how many it shows."""

    label: str
    count: int
    href: str
    chosen: bool


def matters(request: UserRequest) -> HttpResponse:
    today = local_day(timezone.now())
    policy = district_policy(today)
    seen = queries.with_names(Matter.objects.visible_to(request.user))
    found = queries.sought(seen, request.GET.dict(), request.user, today)
    page = row_page(request, found)
    context = {
        "page": page,
        "lines": [matter_line(matter, policy, today) for matter in page],
        "held_yuan": queries.held_together(found),
        "loop": policy,
        "tabs": _tabs(request, queries.counts(request.user, today)),
        "asked": request.GET,
        "kinds": MatterKind,
        "sources": Source,
        "states": MatterState,
        "types": wording.type_choices(policy),
        "leads": queries.leads(request.user),
        "may_raise": may(request.user, Can.MATTER_RAISE),
    }
    return render(request, "matters/matters.html", context)


def raise_(request: UserRequest) -> HttpResponse:
    require(request.user, Can.MATTER_RAISE)
    chosen = request.GET.get("project", "")
    number, project = whole_number(chosen), None
    if number is not None:
        project = get_object_or_404(Project.objects.visible_to(request.user), pk=number)
    elif chosen != "none":
        return _choose_project(request)
    policy, office = (
        district_policy(local_day(timezone.now())),
        may(request.user, Can.MATTER_ASSIGN),
    )
    kind = request.GET.get("kind", "")
    start = {
        "kind": MatterKind.ORDER
        if project is None
        else kind
        if kind in MatterKind.values
        else MatterKind.BLOCKER
    }
    form = RaiseMatterForm(policy, request.POST or None, office=office, initial=start)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                new = actions.raise_matter(
                    project=project, by=request.user, at=timezone.now(), **form.cleaned_data
                )
            except Refusal as told:
                form.add_error(None, str(told))
            else:
                messages.success(request, gettext("Raised as %s.") % new.number)
                return redirect("matters:matter", new.pk)
        status = 422
    context = {"form": form, "project": project, "loop": policy}
    return render(request, "matters/raise.html", context, status=status)


def _choose_project(request: UserRequest) -> HttpResponse:
    text = request.GET.get("q", "")
    visible = Project.objects.visible_to(request.user).live().select_related("responsible")
    found = search(visible, text).order_by("pinyin", "name")[:CANDIDATES]
    context = {
        "projects": found,
        "sought": text,
        "kind": request.GET.get("kind", ""),
        "more": CANDIDATES,
        "may_order": may(request.user, Can.MATTER_ASSIGN),
    }
    return render(request, "matters/choose_project.html", context)


def _tabs(request: UserRequest, counted: dict[str, int]) -> list[MatterTab]:
    chosen = request.GET.get("scope", "open")
    labels = {
        "mine": gettext("Waiting for me"),
        "open": gettext("Open"),
        "overdue": gettext("Overdue"),
        "over": gettext("Closed or withdrawn"),
        "all": gettext("All"),
    }
    here = reverse("matters:matters")
    return [
        MatterTab(label, counted[scope], f"{here}?scope={scope}", chosen=scope == chosen)
        for scope, label in labels.items()
    ]
