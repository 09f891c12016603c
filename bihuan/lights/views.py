from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month, months_of
from bihuan.kit.words import say
from bihuan.projects.actions import set_district
from bihuan.projects.http import year_in_focus
from bihuan.projects.kinds import ProjectClass
from bihuan.projects.models import Project

from . import actions
from .forms import RulesForm, WaiverForm
from .kinds import Colour
from .models import Waiver
from .presets import district_rule_set, light_presets
from .queries import distribution, given, latest_month, lights, verdicts, verdicts_of
from .rules import Clause, RuleSet, Verdict
from .wording import Said, bounds, from_json, said

PAGE = 50


@dataclass(frozen=True)
class Tab:
    """One colour of the month, with how many projects show it."""

    colour: str
    label: str
    meaning: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Article:
    """One clause in words, and the classes it is for (empty for all)."""

    clause: Clause
    bounds: str
    project_class: str


def latest(request: UserRequest) -> HttpResponse:
    today = local_day(timezone.now())
    year = year_in_focus(request, today=today)
    return redirect("lights:month", latest_month(year, today))


def month_(request: UserRequest, month: Month) -> HttpResponse:
    today = local_day(timezone.now())
    rows = lights(request.user, month, today=today)
    _name, rule_set = district_rule_set()
    chosen = request.GET.get("colour", "")
    seen = [row for row in rows if chosen in ("", row.colour)]
    page = Paginator(seen, PAGE).get_page(request.GET.get("page"))
    judged = verdicts_of(page, month, today)
    context = {
        "month": month, "previous_month": month.previous(), "next_month": month.next(),
        "months": months_of(month.year), "tabs": _tabs(distribution(rows), rule_set, chosen),
        "page": page, "lines": [(row, _reasons(judged.get(row.project_id))) for row in page],
        "total": len(rows), "rule_set": rule_set, "chosen": chosen,
        "may_judge": may(request.user, Can.LIGHT_MANAGE),
    }  # fmt: skip
    return render(request, "lights/month.html", context)


def light(request: UserRequest, month: Month, project_pk: int) -> HttpResponse:
    """One project's month: why this colour, what was said before, what is excused."""
    return _light(request, month, project_pk, WaiverForm())


@require_POST
def waive(request: UserRequest, month: Month, project_pk: int) -> HttpResponse:
    project = _project(request, project_pk)
    form = WaiverForm(request.POST)
    if form.is_valid():
        try:
            actions.waive(
                project=project, month=month, by=request.user, at=timezone.now(),
                **form.cleaned_data,
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, say("The clause is excused for this month."))
            return redirect("lights:light", month, project_pk)
    return _light(request, month, project_pk, form)


def rules_(request: UserRequest) -> HttpResponse:
    name, _rules = district_rule_set()
    shown = request.GET.get("rules", name)
    presets = light_presets()
    rule_set = presets.get(shown, presets[name])
    context = {
        "presets": presets, "chosen": name, "shown": shown if shown in presets else name,
        "rule_set": rule_set, "articles": _articles(rule_set),
        "meanings": [(colour, rule_set.meanings.get(colour, "")) for colour in Colour],
        "may_choose": may(request.user, Can.RULES_CHANGE),
    }  # fmt: skip
    return render(request, "lights/rules.html", context)


@require_POST
def choose(request: UserRequest) -> HttpResponse:
    form = RulesForm(request.POST)
    if form.is_valid():
        set_district(by=request.user, at=timezone.now(), lights=form.cleaned_data["rules"])
        messages.success(request, say("The district's lights follow these rules from now on."))
    return redirect("lights:rules")


@require_POST
def judge(request: UserRequest, year: int) -> HttpResponse:
    """Store the year's verdicts as they are now."""
    number = actions.judge_for(year=year, by=request.user, at=timezone.now())
    messages.success(request, say("%s verdicts changed and are on record.") % number)
    return redirect("lights:month", latest_month(year, local_day(timezone.now())))


def _light(request: UserRequest, month: Month, pk: int, form: WaiverForm) -> HttpResponse:
    project = _project(request, pk)
    verdict = verdicts(project, month.year, local_day(timezone.now())).get(month.number)
    _name, rule_set = district_rule_set()
    stored = [
        (row, [said(from_json(kept)) for kept in row.reasons])
        for row in given(project, month.year)
        if Month.of(row.month) == month
    ]
    context = {
        "project": project, "month": month, "verdict": verdict, "rule_set": rule_set,
        "said": _reasons(verdict),
        "stored": stored, "form": form,
        "waivers": Waiver.objects.filter(project=project, month=month.first_day),
        "may_waive": may(request.user, Can.LIGHT_MANAGE, project) and actions.waivable(),
    }  # fmt: skip
    return render(request, "lights/light.html", context)


def _reasons(verdict: Verdict | None) -> list[Said]:
    return [said(reason) for reason in verdict.reasons] if verdict else []


def _tabs(counts: dict[Colour, int], rule_set: RuleSet, chosen: str) -> list[Tab]:
    return [
        Tab(colour, str(colour.label), rule_set.meanings.get(colour, ""), n, colour == chosen)
        for colour, n in counts.items()
    ]


def _articles(rule_set: RuleSet) -> list[Article]:
    groups = {"": rule_set.rules, **rule_set.by_class}
    return [
        Article(clause, bounds(clause), str(ProjectClass(key).label) if key else "")
        for key, clauses in groups.items()
        for clause in clauses
    ]


def _project(request: UserRequest, pk: int) -> Project:
    return get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
