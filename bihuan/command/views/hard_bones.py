"""The hard-bone list, one hard bone, and what the office decides of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.command import actions
from bihuan.command.forms import (
    ChangeForm,
    DeferForm,
    HardBoneEntryForm,
    HardBoneLeaveForm,
    NoteForm,
    ProposalsForm,
)
from bihuan.command.kinds import HardBoneStep
from bihuan.command.models import HardBone
from bihuan.command.presets import hard_bone_rules
from bihuan.command.queries import (
    can_be_entered,
    left_before,
    list_now,
    month_of_list,
    proposals,
    reasons_to_enter,
    reasons_to_leave,
)
from bihuan.command.wording import from_json, said
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.lights.queries import latest_month
from bihuan.projects.http import year_in_focus
from bihuan.projects.models import Project

PAGE = 20
PROPOSED = 50
TO_SOLVE_DAYS = 90
"""After how many days a hard bone is to be solved, where nothing else is said."""
PROPOSED_STEP = re.compile(r"(?P<step>enter|leave)-(?P<project>[0-9]{1,15})")


def hard_bones(request: UserRequest) -> HttpResponse:
    """What is on the list, what the rules propose, and what left it."""
    return _list(request, None)


@require_POST
def decide_proposals(request: UserRequest) -> HttpResponse:
    """Follow the proposals that are ticked, or put them off to the next month."""
    form = ProposalsForm(_proposed_steps(request), request.POST)
    if form.is_valid():
        try:
            number = _decided(request, **form.cleaned_data)
        except Refusal as refusal:
            for line in str(refusal).splitlines():
                form.add_error(None, line)
        else:
            messages.success(request, gettext("%s proposals decided.") % number)
            return redirect("command:bones")
    return _list(request, form)


def _decided(
    request: UserRequest,
    *,
    steps: list[actions.ProposedStep],
    why: str,
    target_on: date | None,
) -> int:
    now = timezone.now()
    if "defer" in request.POST:
        return actions.defer_proposals(steps=steps, why=why, by=request.user, at=now)
    return actions.follow_proposals(
        steps=steps, target_on=target_on, why=why, by=request.user, at=now
    )


def _list(request: UserRequest, form: ProposalsForm | None) -> HttpResponse:
    today = local_day(timezone.now())
    month = latest_month(year_in_focus(request, today=today), today)
    judged_by = month_of_list(today)
    proposed = Paginator(proposals(request.user, judged_by, today), PROPOSED)
    page = proposed.get_page(request.GET.get("proposed"))
    start = {"target_on": today + timedelta(days=TO_SOLVE_DAYS)}
    context = {
        "lines": list_now(request.user, month, today),
        "month": month,
        "judged_by": judged_by,
        "proposals": page,
        "form": form or ProposalsForm({}, initial=start),
        "ticked": set(request.POST.getlist("steps")),
        "left": Paginator(left_before(request.user), PAGE).get_page(request.GET.get("page")),
        "may_manage": may(request.user, Can.HARD_BONE_MANAGE),
        "rules": hard_bone_rules(),
    }
    return render(request, "command/hard_bones.html", context)


def _proposed_steps(request: UserRequest) -> dict[str, actions.ProposedStep]:
    """Return what was ticked, by its key, as far as the user may see it."""
    sent = [PROPOSED_STEP.fullmatch(each) for each in request.POST.getlist("steps")]
    asked = {found[0]: found for found in sent if found}
    seen = Project.objects.visible_to(request.user)
    known = seen.in_bulk([int(found["project"]) for found in asked.values()])
    return {
        key: actions.ProposedStep(known[int(found["project"])], HardBoneStep(found["step"]))
        for key, found in asked.items()
        if int(found["project"]) in known
    }


def choose(request: UserRequest) -> HttpResponse:
    """Find a project to put on the list by decision."""
    sought = request.GET.get("q", "").strip()
    found = can_be_entered(request.user).select_related("commander", "responsible")
    if sought:
        found = found.filter(name__icontains=sought)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "command/choose.html", {"page": page, "sought": sought})


def enter(request: UserRequest, project_pk: int) -> HttpResponse:
    """The form that puts a project on the list, beside what the rules say of it."""
    project = _project(request, project_pk)
    form = HardBoneEntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            bone = actions.enter(
                project=project, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, gettext("The project is on the hard-bone list."))
            return redirect("command:bone", bone.pk)
    today = local_day(timezone.now())
    why = said(reasons_to_enter(project, month_of_list(today), today))
    context = {"project": project, "form": form, "why": why, "rules": hard_bone_rules()}
    return render(request, "command/enter.html", context)


@require_POST
def defer(request: UserRequest, project_pk: int, move: str) -> HttpResponse:
    project, form = _project(request, project_pk), DeferForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    actions.defer(project=project, move=move, why=why, by=request.user, at=timezone.now())
    messages.success(request, gettext("The proposal is deferred to the next month."))
    return redirect("command:bones")


def hard_bone(request: UserRequest, pk: int) -> HttpResponse:
    """One hard bone: why it is there, how far it has come, and what may be done."""
    return _hard_bone_page(request, _visible(request, pk), {})


@require_POST
def leave(request: UserRequest, pk: int) -> HttpResponse:
    told = gettext("The hard bone has left the list.")
    return _act(request, pk, "leave", HardBoneLeaveForm(request.POST), actions.leave, told)


@require_POST
def change(request: UserRequest, pk: int) -> HttpResponse:
    told = gettext("The hard bone is changed.")
    return _act(request, pk, "change", ChangeForm(request.POST), actions.change, told)


@require_POST
def note(request: UserRequest, pk: int) -> HttpResponse:
    told = gettext("The progress is noted.")
    return _act(request, pk, "note", NoteForm(request.POST), actions.note, told)


def _act(
    request: UserRequest, pk: int, name: str, form: Form, action: Callable[..., object], told: str
) -> HttpResponse:
    """Do what a form asks; a refusal is shown beside it, with all that was typed."""
    bone = _visible(request, pk)
    if form.is_valid():
        try:
            action(bone=bone, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, told)
            return redirect("command:bone", pk)
    return _hard_bone_page(request, _visible(request, pk), {name: form})


def _hard_bone_page(request: UserRequest, bone: HardBone, forms: dict[str, Form]) -> HttpResponse:
    today = local_day(timezone.now())
    now = reasons_to_leave(bone, month_of_list(today), today) if bone.is_on_the_list else []
    context = {
        "bone": bone,
        "is_late": bone.is_late(today),
        "may_leave": said(now),
        "entered": said(from_json(bone.entry_reasons)),
        "left": said(from_json(bone.leaving_reasons)),
        "notes": bone.notes.select_related("by").order_by("-pk"),
        "forms": {**_forms(request, bone), **forms},
        "rules": hard_bone_rules(),
    }
    return render(request, "command/hard_bone.html", context)


def _forms(request: UserRequest, bone: HardBone) -> dict[str, Form]:
    """The forms of what this person may do now."""
    forms = dict[str, Form]()
    if not bone.is_on_the_list:
        return forms
    if may(request.user, Can.MATTER_ASSIGN, bone):
        forms["note"] = NoteForm()
    if may(request.user, Can.HARD_BONE_MANAGE, bone):
        stands: dict[str, Any] = {"target_on": bone.target_on, "leader": bone.leader}
        forms |= {"leave": HardBoneLeaveForm(), "change": ChangeForm(initial=stands)}
    return forms


def _project(request: UserRequest, pk: int) -> Project:
    seen = Project.objects.visible_to(request.user).select_related("commander")
    return get_object_or_404(seen, pk=pk)


def _visible(request: UserRequest, pk: int) -> HardBone:
    seen = HardBone.objects.visible_to(request.user)
    named = seen.select_related("project__responsible", "leader", "entered_by", "left_by")
    return get_object_or_404(named, pk=pk)
