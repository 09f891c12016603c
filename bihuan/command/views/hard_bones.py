"""The hard-bone list, one hard bone, and what the office decides of them."""

from __future__ import annotations

from collections.abc import Callable
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
)
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
from bihuan.projects.models import Project

PAGE = 20
PROPOSED = 10


def hard_bones(request: UserRequest) -> HttpResponse:
    """What is on the list, what the rules propose, and what left it."""
    today = local_day(timezone.now())
    month = month_of_list(today)
    proposed = proposals(request.user, month, today)
    context = {
        "lines": list_now(request.user, month, today),
        "month": month,
        "proposals": Paginator(proposed, PROPOSED).get_page(request.GET.get("proposed")),
        "left": Paginator(left_before(request.user), PAGE).get_page(request.GET.get("page")),
        "may_manage": may(request.user, Can.HARD_BONE_MANAGE),
        "rules": hard_bone_rules(),
    }
    return render(request, "command/hard_bones.html", context)


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
