"""The schemes there are, item by item, and the choice of one."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.assessment.actions import choose_scheme
from bihuan.assessment.cases import SchemeCase
from bihuan.assessment.documents import scheme_workbook
from bihuan.assessment.forms import SchemeForm
from bihuan.assessment.presets import scheme_cases, schemes_in_force, schemes_known
from bihuan.assessment.rules.scheme import Scheme
from bihuan.assessment.rules.scheme_texts import scheme_text
from bihuan.kit.cases import worked_out
from bihuan.kit.days import local_day
from bihuan.kit.line_workbooks import XLSX
from bihuan.kit.words import gettext
from bihuan.progress.queries.open_days import first_choice
from bihuan.projects.http import seen_edition
from bihuan.projects.kinds import Rules
from bihuan.projects.models import District
from bihuan.projects.queries import choices_of

from .side_by_side import beside, month_of_example, usual_month, worked_subjects


def schemes(request: UserRequest) -> HttpResponse:
    today, office = local_day(timezone.now()), schemes_in_force()
    chosen = office.name_on(today)
    presets = {name: dated.on(today) for name, dated in schemes_known().items()}
    shown, month = _asked(request)[0], month_of_example(request)
    context = {
        "presets": presets,
        "chosen": chosen,
        "shown": shown,
        "scheme": presets[shown],
        "sheets": beside(presets[shown], worked_subjects(request, presets[shown], month)),
        "month": month,
        "today_month": usual_month(request),
        "changes": schemes_known()[shown].days,
        "worked": worked_out(
            scheme_cases().get(shown, ()), schemes_known()[shown], SchemeCase.worked
        ),
        "edition": District.objects.served().edition,
        "may_choose": may(request.user, Can.RULES_CHANGE),
        "may_try": may(request.user, Can.SCHEME_TRY),
        "form": SchemeForm(initial={"scheme": shown, "since": first_choice(today)}),
        "choices": choices_of(Rules.ASSESSMENT),
    }
    return render(request, "assessment/schemes.html", context)


def workbook(request: UserRequest) -> HttpResponse:
    """The scheme's items as a workbook: words, formula, weight, clause, figures."""
    _name, scheme = _asked(request)
    answer = HttpResponse(scheme_workbook(scheme), content_type=XLSX)
    return _attached(answer, f"{scheme.title}.xlsx")


def text(request: UserRequest) -> HttpResponse:
    """The scheme as a file that the commands read."""
    name, scheme = _asked(request)
    answer = HttpResponse(scheme_text(scheme, name), content_type="application/yaml")
    return _attached(answer, f"{scheme.title}.yaml")


def _asked(request: UserRequest) -> tuple[str, Scheme]:
    """Return name and rules of the scheme asked for, else of the one in force."""
    today, office = local_day(timezone.now()), schemes_in_force()
    asked = request.GET.get("scheme", "")
    name = asked if asked in schemes_known() else office.name_on(today)
    return name, schemes_known()[name].on(today)


def _attached(answer: HttpResponse, name: str) -> HttpResponse:
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


@require_POST
def choose(request: UserRequest) -> HttpResponse:
    form = SchemeForm(request.POST)
    if form.is_valid():
        choose_scheme(
            name=form.cleaned_data["scheme"],
            since=form.cleaned_data["since"],
            by=request.user,
            at=timezone.now(),
            edition=seen_edition(request),
        )
        messages.success(request, gettext("This scheme is chosen."))
    return redirect("assessment:schemes")
