"""The register of a chain: who leads, its enterprises and their places, its projects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.projects.http import year_in_focus
from bihuan.projects.models import Chain, Project
from bihuan.statistics import actions
from bihuan.statistics.actions.register import draft_of
from bihuan.statistics.chains.counting import unplaced
from bihuan.statistics.chains.forms import (
    ChainLeadForm,
    ChainProjectForm,
    ChainTargetForm,
    EditPlaceForm,
    PlaceForm,
)
from bihuan.statistics.chains.models import (
    ChainLead,
    ChainMember,
    ChainOutput,
    ChainProject,
    ChainTarget,
)


def register(request: UserRequest, pk: int) -> HttpResponse:
    """A chain's register; an enterprise is enrolled here."""
    chain = get_object_or_404(Chain, pk=pk)
    form = PlaceForm(request.POST or None, initial={"name": request.GET.get("name", "")})
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {"draft": form.draft, "by": request.user, "at": timezone.now()}
        if _tried(form, lambda: actions.enrol_enterprise(chain=chain, **said)):
            messages.success(request, gettext("“%s” stands in the register.") % form.draft.name)
            return redirect("statistics:register", pk)
    return _page(request, chain, form=form)


@require_POST
def set_lead(request: UserRequest, pk: int) -> HttpResponse:
    chain, form = get_object_or_404(Chain, pk=pk), ChainLeadForm(request.POST)
    if form.is_valid():
        said = {**form.cleaned_data, "by": request.user, "at": timezone.now()}
        if _tried(form, lambda: actions.set_chain_lead(chain=chain, **said)):
            messages.success(request, gettext("Entered."))
            return redirect("statistics:register", pk)
    return _page(request, chain, lead_form=form)


@require_POST
def set_target(request: UserRequest, pk: int) -> HttpResponse:
    chain, form = get_object_or_404(Chain, pk=pk), ChainTargetForm(request.POST)
    if form.is_valid():
        said = {**form.cleaned_data, "by": request.user, "at": timezone.now()}
        if _tried(form, lambda: actions.set_chain_target(chain=chain, **said)):
            messages.success(request, gettext("Entered."))
            return redirect(f"{reverse('statistics:register', args=[pk])}?year={said['year']}")
    return _page(request, chain, target_form=form)


def place(request: UserRequest, pk: int) -> HttpResponse:
    """One enterprise's place: the form first, then the change."""
    rows = ChainMember.objects.select_related("enterprise", "chain")
    member = get_object_or_404(rows, pk=pk)
    require(request.user, Can.CHAIN_ENTER, ChainLead.of(member.chain))
    form = EditPlaceForm(request.POST or None, initial=vars(draft_of(member)))
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {"draft": form.draft, "by": request.user, "at": timezone.now()}
        if _tried(form, lambda: actions.edit_place(member=member, **said)):
            messages.success(request, gettext("Entered."))
            return redirect("statistics:register", member.chain_id)
    return _edit_page(request, member.chain, str(member.enterprise), form)


def place_project(request: UserRequest, pk: int) -> HttpResponse:
    """One project's place in its chain."""
    visible = Project.objects.visible_to(request.user).exclude(chain=None)
    project = get_object_or_404(visible.select_related("chain"), pk=pk)
    require(request.user, Can.CHAIN_ENTER, ChainLead.of(project.chain))
    stands = ChainProject.objects.filter(project=project).first()
    start = model_to_dict(stands) if stands else None
    form = ChainProjectForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        said = {**form.cleaned_data, "by": request.user, "at": timezone.now()}
        if _tried(form, lambda: actions.place_project(project=project, **said)):
            messages.success(request, gettext("Entered."))
            return redirect("statistics:register", project.chain_id)
    return _edit_page(request, project.chain, project.name, form)


def _edit_page(
    request: UserRequest, chain: Chain | None, name: str, form: django_forms.Form
) -> HttpResponse:
    context = {"chain": chain, "name": name, "form": form}
    return render(request, "statistics/chain_place.html", context, status=_status(form))


def _page(request: UserRequest, chain: Chain, **tried: django_forms.Form) -> HttpResponse:
    today = local_day(timezone.now())
    year, lead = year_in_focus(request, today=today), ChainLead.of(chain)
    members = ChainMember.objects.filter(chain=chain).select_related("enterprise")
    outputs = ChainOutput.objects.filter(chain=chain, is_current=True)
    target = ChainTarget.objects.filter(chain=chain, year=year, is_current=True).first()
    visible = Project.objects.visible_to(request.user).live().filter(chain=chain)
    context: dict[str, Any] = {
        "chain": chain,
        "year": year,
        "lead": lead,
        "members": members.order_by("link", "enterprise__name"),
        "unplaced": unplaced(chain, outputs.values_list("enterprise", flat=True).distinct()),
        "targets": ChainTarget.objects.filter(chain=chain).order_by("-year", "-version"),
        "projects": visible.select_related("chain_place").order_by("pinyin", "name"),
        "month": Month.of(today).previous() if year >= today.year else Month(year, 12),
        "form": PlaceForm(initial={"name": request.GET.get("name", "")}),
        "lead_form": ChainLeadForm(
            initial={"leader": lead.leader_id, "department": lead.department_id}
        ),
        "target_form": ChainTargetForm(
            initial={"year": year, "target_yuan": target.target_yuan if target else None}
        ),
        "may_enter": may(request.user, Can.CHAIN_ENTER, lead),
        "may_manage": may(request.user, Can.CHAIN_MANAGE),
        **tried,
    }
    status = max([200, *(_status(each) for each in tried.values())])
    return render(request, "statistics/chain_register.html", context, status=status)


def _tried(form: django_forms.Form, do: Callable[[], Any]) -> bool:
    """Return whether an action was done; if it refused, its sentence is on the form."""
    try:
        do()
    except Refusal as told:
        form.add_error(None, str(told))
        return False
    return True


def _status(form: django_forms.Form) -> int:
    """Return 409 for what a rule refused, 422 for what cannot be read, else 200."""
    if not form.is_bound or not form.errors:
        return 200
    return 409 if set(form.errors) == {"__all__"} else 422
