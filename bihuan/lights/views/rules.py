"""The rules of the lights in words, and the choice of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.kit.words import say
from bihuan.lights.forms import RulesForm
from bihuan.lights.kinds import Colour
from bihuan.lights.presets import (
    district_rule_set,
    headline_rules,
    light_cases,
    light_presets,
)
from bihuan.lights.rules import Clause, RuleSet, Verdict
from bihuan.lights.rules.cases import LightCase
from bihuan.lights.wording import Said, bounds, said
from bihuan.projects.actions import set_district
from bihuan.projects.http import seen_edition
from bihuan.projects.kinds import ProjectClass
from bihuan.projects.models import District


@dataclass(frozen=True)
class Article:
    """One clause in words, and the classes it is for (empty for all)."""

    clause: Clause
    bounds: str
    project_class: str


@dataclass(frozen=True)
class Example:
    """A case as the page shows it: what these rules say of it, and whether that was expected."""

    case: LightCase
    verdict: Verdict
    reasons: list[Said]
    is_met: bool


def rules_(request: UserRequest) -> HttpResponse:
    name, _rules = district_rule_set()
    shown = request.GET.get("rules", name)
    presets = {each: dated.latest for each, dated in light_presets().items()}
    rule_set = presets.get(shown, presets[name])
    context = {
        "presets": presets, "chosen": name, "shown": shown if shown in presets else name,
        "rule_set": rule_set, "articles": _articles(rule_set),
        "meanings": [(colour, rule_set.meanings.get(colour, "")) for colour in Colour],
        "examples": _examples(shown if shown in presets else name),
        "headline": headline_rules(), "edition": District.objects.served().edition,
        "may_choose": may(request.user, Can.RULES_CHANGE),
    }  # fmt: skip
    return render(request, "lights/rules.html", context)


@require_POST
def choose(request: UserRequest) -> HttpResponse:
    form = RulesForm(request.POST)
    if form.is_valid():
        set_district(
            by=request.user, at=timezone.now(), edition=seen_edition(request),
            lights=form.cleaned_data["rules"],
        )  # fmt: skip
        messages.success(request, say("The district's lights follow these rules from now on."))
    return redirect("lights:rules")


def _examples(name: str) -> list[Example]:
    """Return the preset's cases, each judged by its rules as they hold in the case's month."""
    found = []
    for case in light_cases().get(name, ()):
        verdict = case.verdict(light_presets()[name].on(case.day))
        reasons = [said(reason) for reason in verdict.reasons]
        found.append(Example(case, verdict, reasons, case.is_met(verdict)))
    return found


def _articles(rule_set: RuleSet) -> list[Article]:
    return [
        Article(clause, bounds(clause), str(ProjectClass(key).label) if key else "")
        for key, clause in rule_set.every_clause()
    ]
