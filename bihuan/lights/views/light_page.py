"""One project's month: the three lights, the headline over them, and what people do about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.lights import actions
from bihuan.lights.actions import is_commander
from bihuan.lights.forms import (
    CommanderLightForm,
    InspectorLightForm,
    LiftForm,
    RevokeForm,
    WaiverForm,
)
from bihuan.lights.models import Lift, MachineLight, Waiver
from bihuan.lights.presets import headline_in_force, light_presets, lights_in_force
from bihuan.lights.queries import LightStanding, earlier_words, given, standing, verdicts
from bihuan.lights.rules import can_be_lifted, last_day_to_speak
from bihuan.lights.wording import from_json, said
from bihuan.progress.queries import closing_day
from bihuan.projects.models import Project


def light(request: UserRequest, month: Month, project_pk: int) -> HttpResponse:
    """What each rater says, why, what was said before, what is excused."""
    return _light(request, month, _project(request, project_pk), {})


@require_POST
def waive(request: UserRequest, month: Month, project_pk: int) -> HttpResponse:
    form, told = (
        WaiverForm(request.POST, month=month),
        gettext("The clause is excused for this month."),
    )
    return _act(request, month, project_pk, "waive", form, actions.waive, told)


@require_POST
def give_commander_light(request: UserRequest, month: Month, project_pk: int) -> HttpResponse:
    form, told = CommanderLightForm(request.POST), gettext("Your light is given.")
    return _act(request, month, project_pk, "speak", form, actions.give_commander_light, told)


@require_POST
def give_inspector_light(request: UserRequest, month: Month, project_pk: int) -> HttpResponse:
    form, told = InspectorLightForm(request.POST), gettext("Your light is given.")
    return _act(request, month, project_pk, "inspect", form, actions.give_inspector_light, told)


@require_POST
def lift(request: UserRequest, month: Month, project_pk: int) -> HttpResponse:
    form, told = LiftForm(request.POST), gettext("The overall light is lifted.")
    return _act(request, month, project_pk, "lift", form, actions.lift, told)


@require_POST
def revoke_lift(request: UserRequest, month: Month, project_pk: int, pk: int) -> HttpResponse:
    project = _project(request, project_pk)
    lifted = get_object_or_404(Lift, pk=pk, project=project)
    form = RevokeForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    actions.revoke_lift(lift=lifted, note=note, by=request.user, at=timezone.now())
    messages.success(request, gettext("The lift is revoked."))
    return redirect("lights:light", month, project_pk)


def _act(
    request: UserRequest,
    month: Month,
    pk: int,
    name: str,
    form: Form,
    action: Callable[..., object],
    told: str,
) -> HttpResponse:
    """Do what a form asks; a refusal is shown beside it, with all that was typed."""
    project = _project(request, pk)
    if form.is_valid():
        try:
            action(
                project=project,
                month=month,
                by=request.user,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, told)
            return redirect("lights:light", month, pk)
    return _light(request, month, project, {name: form})


def _light(
    request: UserRequest, month: Month, project: Project, forms: dict[str, Form]
) -> HttpResponse:
    today = local_day(timezone.now())
    verdict = verdicts(project, month.year, today).get(month.number)
    stands = standing(project, month, today, verdict)
    rule_set = lights_in_force().on(month.first_day)
    context = {
        "project": project,
        "month": month,
        "verdict": verdict,
        "rule_set": rule_set,
        "stands": stands,
        "why": [said(reason) for reason in stands.reasons],
        "said": [said(reason) for reason in verdict.reasons] if verdict else [],
        "stored": _stored(project, month),
        "before": earlier_words(project, month),
        "waivers": Waiver.objects.filter(project=project, month=month.first_day),
        "headline_rules": headline_in_force().on(today),
        "spoken_until": last if (last := _last_day(month)) < today else None,
        "forms": {**_forms(request, project, stands, today, last), **forms},
        "revoke": RevokeForm() if may(request.user, Can.LIGHT_LIFT, project) else None,
    }
    return render(request, "lights/light.html", context)


def _last_day(month: Month) -> date:
    """Return the last day for the commander's light."""
    return last_day_to_speak(month, headline_in_force().on(month.first_day), closing_day(month))


def _stored(project: Project, month: Month) -> list[tuple[Any, str, Any]]:
    """The verdicts on record of the month, each with its rules' name and its sentences."""
    return [
        (row, _rules_named(row), [said(from_json(kept)) for kept in row.reasons])
        for row in given(project, month.year)
        if Month.of(row.month) == month
    ]


def _rules_named(row: MachineLight) -> str:
    """Return what the rules of a verdict are called; those that were taken away, by their key."""
    preset = light_presets().get(row.rule_set)
    title = preset.on(row.month).title if preset else row.rule_set
    said = {"title": title, "version": row.rule_version}
    return gettext("%(title)s, version %(version)s") % said


def _forms(
    request: UserRequest, project: Project, stands: LightStanding, today: date, last: date
) -> dict[str, Form]:
    """The forms of what this person may do about this month; a commander until its `last` day."""
    user, forms = request.user, dict[str, Form]()
    month = stands.month
    in_time = month.first_day <= today <= last
    if in_time and may(user, Can.LIGHT_SPEAK, project) and is_commander(user, project):
        forms["speak"] = CommanderLightForm()
    if month.first_day <= today and may(user, Can.LIGHT_INSPECT, project):
        forms["inspect"] = InspectorLightForm()
    if may(user, Can.LIGHT_LIFT, project) and not stands.lift and can_be_lifted(stands.three):
        forms["lift"] = LiftForm()
    if may(user, Can.LIGHT_MANAGE, project) and actions.waivable(month):
        forms["waive"] = WaiverForm(month=month)
    return forms


def _project(request: UserRequest, pk: int) -> Project:
    return get_object_or_404(
        Project.objects.visible_to(request.user).select_related("commander"), pk=pk
    )
