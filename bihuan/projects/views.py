"""Projects are added, described, moved on and merged. They are read on the dashboards."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

from . import actions, queries
from .boundary import boundary_or_problem, map_base
from .forms import ClocksForm, MergeForm, ProjectForm, StateForm
from .http import seen_edition, theirs
from .kinds import ProjectState
from .models import Project
from .particulars import FIELDS


def add(request: UserRequest) -> HttpResponse:
    """Add a project."""
    require(request.user, Can.PROJECT_EDIT)
    form, status = ProjectForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_project(**form.said(), by=request.user, at=timezone.now())
        except Refusal as told:
            status = _tell(form, told)
        else:
            messages.success(request, gettext("Added: %s") % made.name)
            return redirect(page_of(made))
    context = {"form": form, "project": None, **_map()}
    return render(request, "projects/edit.html", context, status=_status(form, status))


def edit(request: UserRequest, pk: int) -> HttpResponse:
    """Describe a project anew. Of two who save, the second keeps what was typed and is told."""
    project = _editable(request, pk)
    form, status = ProjectForm(request.POST or None, instance=_fresh(pk)), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_project(
                project=project,
                edition=seen_edition(request),
                **form.said(),
                reason=form.cleaned_data["reason"],
                since=form.cleaned_data["since"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as told:
            status = _tell(form, told)
        else:
            messages.success(request, gettext("Saved."))
            return redirect(page_of(project))
    context = {
        "form": form,
        "project": project,
        "edition": project.edition,
        "theirs": theirs(request, form, project, FIELDS) if status == 409 else [],
        **_map(),
    }
    return render(request, "projects/edit.html", context, status=_status(form, status))


def state(request: UserRequest, pk: int) -> HttpResponse:
    """Move a project on, with its reason."""
    project = _editable(request, pk)
    start = {"on": local_day(timezone.now())}
    form = StateForm(request.POST or None, now=ProjectState(project.state), initial=start)
    status = 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.change_state(
                project=project,
                to=ProjectState(said["to"]),
                on=said["on"],
                reason=said["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as told:
            status = _tell(form, told)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("projects:state", pk=pk)
    return _life(request, project, status, state_form=form)


def clocks(request: UserRequest, pk: int) -> HttpResponse:
    """Set the days of start, permit, finish and use."""
    project = _editable(request, pk)
    form, status = ClocksForm(request.POST or None, instance=_fresh(pk)), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_clocks(
                project=project,
                **form.days(),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as told:
            status = _tell(form, told)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("projects:state", pk=pk)
    return _life(request, project, status, clocks_form=form)


def merge(request: UserRequest, pk: int) -> HttpResponse:
    """Merge a project into another."""
    project = _editable(request, pk)
    others = Project.objects.visible_to(request.user).live().exclude(pk=pk)
    start = {"on": local_day(timezone.now())}
    form, status = MergeForm(request.POST or None, projects=others, initial=start), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.merge_projects(
                gone=project, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as told:
            status = _tell(form, told)
        else:
            messages.success(request, gettext("Merged."))
            return redirect(page_of(form.cleaned_data["kept"]))
    context = {"form": form, "project": project}
    return render(request, "projects/merge.html", context, status=_status(form, status))


def page_of(project: Project) -> str:
    """Return the address at which the project is read."""
    try:
        return reverse("dashboards:project", args=[project.pk])
    except NoReverseMatch:
        return reverse("plans:lists")


def _life(request: UserRequest, project: Project, status: int, **bound: Any) -> HttpResponse:
    start = {"on": local_day(timezone.now())}
    context = {
        "project": project,
        "changes": queries.way_of(project),
        "state_form": StateForm(now=ProjectState(project.state), initial=start),
        "clocks_form": ClocksForm(instance=project),
        "history": queries.history(project, limit=50),
        **bound,
    }
    (form,) = bound.values()
    return render(request, "projects/state.html", context, status=_status(form, status))


def _map() -> dict[str, Any]:
    """Return what the map needs on which a place is picked."""
    boundary, problem = boundary_or_problem()
    return {"base": map_base(boundary), "boundary": boundary, "map_problem": problem}


def _editable(request: UserRequest, pk: int) -> Project:
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    require(request.user, Can.PROJECT_EDIT, project)
    return project


def _fresh(pk: int) -> Project:
    """Return a copy for the form to write on."""
    return Project.objects.get(pk=pk)


def _tell(form: Any, told: Refusal) -> int:
    form.add_error(None, str(told))
    return 409


def _status(form: Any, status: int) -> int:
    return 422 if status == 200 and form.errors else status
