"""The year's ladder of money, one programme, one project, one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.funding import actions, queries
from bihuan.funding.documents import XLSX, ladder_workbook
from bihuan.funding.drafts import LineDraft
from bihuan.funding.forms import (
    CorrectEntryForm,
    FundingEntryForm,
    OpenLineForm,
    TakenBackForm,
    WithdrawEntryForm,
)
from bihuan.funding.kinds import MONEY, OF_QUOTA, FundingStage, Programme
from bihuan.funding.models import FundingEntry, FundingLine
from bihuan.funding.presets import funding_rules
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.row_pages import row_page
from bihuan.kit.words import gettext
from bihuan.projects.http import year_in_focus
from bihuan.projects.models import District, Project


def year(request: UserRequest) -> HttpResponse:
    """Programmes by stages, with what was applied for, issued, put in place, paid and built."""
    today = local_day(timezone.now())
    chosen = year_in_focus(request, today=today)
    rows = queries.funding_rows(request.user, today, year=chosen)
    context = {
        **_years(chosen),
        "programmes": queries.of_year(rows),
        "total": queries.added(row.sums for row in rows),
        "stages": MONEY,
        "flagged": [row for row in rows if row.verdicts],
        "months": queries.by_month(rows),
    }
    return render(request, "funding/year.html", context)


def workbook(request: UserRequest) -> HttpResponse:
    """The year's lines, of all programmes or of one, as offices keep them."""
    today = local_day(timezone.now())
    chosen, code = year_in_focus(request, today=today), request.GET.get("programme", "")
    rows = queries.funding_rows(request.user, today, year=chosen, programme=code)
    title = f"{District.objects.served().name}{chosen}年项目资金情况表"
    answer = HttpResponse(ladder_workbook(title, today, rows), content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.xlsx"
    return answer


def programme(request: UserRequest, code: str) -> HttpResponse:
    """One programme's lines in a year."""
    if code not in Programme.values:
        raise Http404
    today = local_day(timezone.now())
    chosen = year_in_focus(request, today=today)
    rows = queries.funding_rows(request.user, today, year=chosen, programme=code)
    context = {
        **_years(chosen),
        "programme": Programme(code),
        "rules": funding_rules().on(today).of(code),
        "page": row_page(request, rows),
        "batches": queries.by_batch(rows),
        "total": queries.added(row.sums for row in rows),
        "stages": MONEY,
        "figures": [
            (stage, reverse("figures:figure", args=[f"funding.{code}.{stage}"])) for stage in MONEY
        ],
    }
    return render(request, "funding/programme.html", context)


def project(request: UserRequest, project_pk: int) -> HttpResponse:
    """One project's money; a line is opened here."""
    shown = get_object_or_404(Project.objects.visible_to(request.user), pk=project_pk)
    at = timezone.now()
    today = local_day(at)
    chosen = year_in_focus(request, today=today)
    form = OpenLineForm(
        request.POST if request.method == "POST" else None, initial={"year": chosen}
    )
    if request.method == "POST" and form.is_valid():
        draft = LineDraft(shown, **form.cleaned_data)
        line = _tried(form, lambda: actions.open_line(draft=draft, by=request.user, at=at))
        if line is not None:
            return redirect("funding:line", line.pk)
    rows = queries.funding_rows(request.user, today, project_pk=shown.pk)
    context = {
        "project": shown,
        "year": chosen,
        "today": today,
        "rows": rows,
        "total": queries.added(row.sums for row in rows),
        "stages": MONEY,
        "statements": queries.two_statements(shown.pk, chosen),
        "form": form,
        "may_enter": may(request.user, Can.FUNDING_ENTER, shown),
    }
    return render(request, "funding/project.html", context, status=_status(form))


def line(request: UserRequest, pk: int) -> HttpResponse:
    """One line with its entries; a stage is entered here."""
    shown, at = _line(request, pk), timezone.now()
    form = _entry_form(request, shown)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {"line": shown, "draft": form.draft, "by": request.user, "at": at}
        if _tried(form, lambda: actions.enter_funding(**said)) is not None:
            messages.success(request, gettext("Entered."))
            return redirect("funding:line", pk)
    return _line_page(request, shown, entering=form)


def cut(request: UserRequest, pk: int) -> HttpResponse:
    """Cut the quota."""
    return _taken_back(request, pk, "cut", actions.cut_quota)


def hand_back(request: UserRequest, pk: int) -> HttpResponse:
    """Hand back what is to be returned."""
    return _taken_back(request, pk, "back", actions.hand_money_back)


def correct(request: UserRequest, pk: int) -> HttpResponse:
    """Put another entry in one's place: the form first, then the correction."""
    entry, at = _entry(request, pk), timezone.now()
    stage = FundingStage(entry.stage)
    start = {
        "stage": stage.value,
        "on": entry.on,
        "amount_yuan": entry.amount_yuan,
        "document_number": entry.document_number,
        "total_yuan": entry.quota.total_yuan if entry.quota else None,
    }
    form = CorrectEntryForm([stage], request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {"entry": entry, "draft": form.draft, "by": request.user, "at": at}
        if _tried(form, lambda: actions.correct_entry(**said)) is not None:
            messages.success(request, gettext("Corrected."))
            return redirect("funding:line", entry.line_id)
    return _change_page(request, entry, form, gettext("Correct"))


def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Let an entry no longer count: why first, then it is done."""
    entry, at = _entry(request, pk), timezone.now()
    form = WithdrawEntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"entry": entry, "by": request.user, "at": at, **form.cleaned_data}
        if _tried(form, lambda: actions.withdraw_entry(**said)) is not None:
            messages.success(request, gettext("Withdrawn."))
            return redirect("funding:line", entry.line_id)
    return _change_page(request, entry, form, gettext("Withdraw"))


def _change_page(
    request: UserRequest, entry: FundingEntry, form: django_forms.Form, verb: str
) -> HttpResponse:
    context = {"entry": entry, "form": form, "verb": verb}
    return render(request, "funding/change.html", context, status=_status(form))


@require_POST
def _taken_back(
    request: UserRequest, pk: int, kind: str, action: Callable[..., FundingEntry]
) -> HttpResponse:
    shown, at = _line(request, pk), timezone.now()
    form = TakenBackForm(request.POST, auto_id=f"{kind}_%s")
    if form.is_valid():
        said = {"line": shown, "by": request.user, "at": at, **form.cleaned_data}
        if _tried(form, lambda: action(**said)) is not None:
            messages.success(request, gettext("Entered."))
            return redirect("funding:line", pk)
    return _line_page(request, shown, **{kind: form})


def _line_page(request: UserRequest, shown: FundingLine, **tried: Any) -> HttpResponse:
    today = local_day(timezone.now())
    [row] = [
        each
        for each in queries.funding_rows(request.user, today, project_pk=shown.project_id)
        if each.line.pk == shown.pk
    ]
    forms_shown = {
        "entering": _entry_form(request, shown, fresh=True),
        "cut": TakenBackForm(auto_id="cut_%s"),
        "back": TakenBackForm(auto_id="back_%s"),
        **tried,
    }
    may_enter = may(request.user, Can.FUNDING_ENTER, shown)
    context = {
        "line": shown,
        "row": row,
        "stages": MONEY,
        "story": queries.story(shown),
        **forms_shown,
        "tried": next((name for name, form in tried.items() if form.errors), ""),
        "may_enter": may_enter,
        "may_quota": may(request.user, Can.FUNDING_QUOTA, shown),
    }
    status = max([200, *(_status(form) for form in tried.values())])
    return render(request, "funding/line.html", context, status=status)


def _entry_form(
    request: UserRequest, shown: FundingLine, *, fresh: bool = False
) -> FundingEntryForm:
    rules = funding_rules().on(local_day(timezone.now())).of(shown.programme)
    quota = may(request.user, Can.FUNDING_QUOTA, shown)
    stages = [each for each in rules.stages if quota or each not in OF_QUOTA]
    posted = request.POST if request.method == "POST" and not fresh else None
    return FundingEntryForm(stages, posted)


def _tried(form: django_forms.Form, do: Callable[[], Any]) -> Any:
    """Return what an action answers; None if it refused, with its sentence on the form."""
    try:
        return do()
    except Refusal as told:
        form.add_error(None, str(told))
        return None


def _status(form: django_forms.Form) -> int:
    """Return 409 for what a rule refused, 422 for what cannot be read, else 200."""
    if not form.errors:
        return 200
    return 409 if set(form.errors) == {"__all__"} else 422


def _years(chosen: int) -> dict[str, int]:
    return {"year": chosen, "previous_year": chosen - 1, "next_year": chosen + 1}


def _line(request: UserRequest, pk: int) -> FundingLine:
    rows = FundingLine.objects.visible_to(request.user).select_related("project")
    return get_object_or_404(rows, pk=pk)


def _entry(request: UserRequest, pk: int) -> FundingEntry:
    lines = FundingLine.objects.visible_to(request.user)
    rows = FundingEntry.objects.filter(line__in=lines, is_current=True)
    return get_object_or_404(rows.select_related("line__project", "quota"), pk=pk)
