"""The rules of the lights in words, and the choice of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.kit.cases import Worked, worked_out
from bihuan.kit.days import local_day
from bihuan.kit.presets import choose as choose_preset
from bihuan.kit.words import gettext
from bihuan.lights.cases import HeadlineCase
from bihuan.lights.forms import RulesForm
from bihuan.lights.kinds import Colour
from bihuan.lights.presets import (
    headline_cases,
    headline_in_force,
    headline_presets,
    light_cases,
    light_presets,
    lights_in_force,
)
from bihuan.lights.rules import Clause, LightVerdict, RuleSet
from bihuan.lights.rules.cases import LightCase
from bihuan.lights.wording import LightReasonText, bounds, said
from bihuan.progress.actions import choose_rules
from bihuan.progress.queries.open_days import first_choice
from bihuan.projects.http import seen_edition
from bihuan.projects.kinds import ProjectClass, Rules
from bihuan.projects.models import District
from bihuan.projects.queries import choices_of


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
    verdict: LightVerdict
    reasons: list[LightReasonText]
    is_met: bool


def rules_(request: UserRequest) -> HttpResponse:
    today, office = local_day(timezone.now()), lights_in_force()
    name = office.name_on(today)
    shown = request.GET.get("rules", name)
    presets = {each: dated.on(today) for each, dated in light_presets().items()}
    shown = shown if shown in presets else name
    rule_set = choose_preset(presets, shown)
    context = {
        "presets": presets,
        "chosen": name,
        "shown": shown,
        "rule_set": rule_set,
        "articles": _articles(rule_set),
        "changes": light_presets()[shown].days,
        "meanings": [(colour, rule_set.meaning(colour)) for colour in Colour],
        "examples": _examples(shown),
        "headline": headline_in_force().on(today),
        "worked": _headline_examples(today),
        "edition": District.objects.served().edition,
        "may_choose": may(request.user, Can.RULES_CHANGE),
        "form": RulesForm(initial={"rules": shown, "since": first_choice(today)}),
        "choices": choices_of(Rules.LIGHTS, Rules.HEADLINE),
    }
    return render(request, "lights/rules.html", context)


@require_POST
def choose(request: UserRequest) -> HttpResponse:
    form = RulesForm(request.POST)
    if form.is_valid():
        choose_rules(
            presets={Rules.LIGHTS: form.cleaned_data["rules"]},
            since=form.cleaned_data["since"],
            by=request.user,
            at=timezone.now(),
            edition=seen_edition(request),
        )
        messages.success(request, gettext("These rules of the lights are chosen."))
    return redirect("lights:rules")


def _examples(name: str) -> list[Example]:
    """Return the preset's cases, each judged by its rules as they hold in the case's month."""
    found = []
    for case in light_cases().get(name, ()):
        verdict = case.verdict(light_presets()[name].on(case.day))
        reasons = [said(reason) for reason in verdict.reasons]
        found.append(Example(case, verdict, reasons, case.is_met(verdict)))
    return found


def _headline_examples(today: date) -> list[Worked]:
    name = headline_in_force().name_on(today)
    cases = headline_cases().get(name, ())
    return worked_out(cases, headline_presets()[name], HeadlineCase.worked)


def _articles(rule_set: RuleSet) -> list[Article]:
    return [
        Article(clause, bounds(clause), str(ProjectClass(key).label) if key else "")
        for key, clause in rule_set.every_clause()
    ]
