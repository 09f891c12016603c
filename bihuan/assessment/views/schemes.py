"""The schemes there are, item by item, and the choice of one."""

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
from bihuan.assessment.cases import SchemeCase
from bihuan.assessment.forms import SchemeForm
from bihuan.assessment.presets import scheme_cases, scheme_presets, schemes_in_force
from bihuan.assessment.rules.scheme import SchemeItem, ScoreSheet
from bihuan.assessment.wording import item_in_words
from bihuan.kit.cases import worked_out
from bihuan.kit.days import local_day
from bihuan.kit.words import gettext
from bihuan.progress.actions import choose_rules
from bihuan.progress.queries.open_days import first_choice
from bihuan.projects.http import seen_edition
from bihuan.projects.kinds import Rules
from bihuan.projects.models import District
from bihuan.projects.queries import choices_of


@dataclass(frozen=True)
class WordedSheet:
    """A sheet with each of its items, and the item's formula in one sentence."""

    sheet: ScoreSheet
    items: list[tuple[SchemeItem, str]]


def schemes(request: UserRequest) -> HttpResponse:
    today, office = local_day(timezone.now()), schemes_in_force()
    chosen = office.name_on(today)
    presets = {name: dated.on(today) for name, dated in scheme_presets().items()}
    shown = request.GET.get("scheme", chosen)
    shown = shown if shown in presets else chosen
    context = {
        "presets": presets,
        "chosen": chosen,
        "shown": shown,
        "scheme": presets[shown],
        "sheets": [_worded(sheet) for sheet in presets[shown].sheets],
        "changes": scheme_presets()[shown].days,
        "worked": worked_out(
            scheme_cases().get(shown, ()), scheme_presets()[shown], SchemeCase.worked
        ),
        "edition": District.objects.served().edition,
        "may_choose": may(request.user, Can.RULES_CHANGE),
        "may_try": may(request.user, Can.SCHEME_TRY),
        "form": SchemeForm(initial={"scheme": shown, "since": first_choice(today)}),
        "choices": choices_of(Rules.ASSESSMENT),
    }
    return render(request, "assessment/schemes.html", context)


def _worded(sheet: ScoreSheet) -> WordedSheet:
    return WordedSheet(sheet, [(item, item_in_words(item)) for item in sheet.items])


@require_POST
def choose(request: UserRequest) -> HttpResponse:
    form = SchemeForm(request.POST)
    if form.is_valid():
        choose_rules(
            presets={Rules.ASSESSMENT: form.cleaned_data["scheme"]},
            since=form.cleaned_data["since"],
            by=request.user,
            at=timezone.now(),
            edition=seen_edition(request),
        )
        messages.success(request, gettext("This scheme is chosen."))
    return redirect("assessment:schemes")
