"""Exemptions and adjustments: those there are, asking for one, deciding, revoking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may, require
from bihuan.accounts.queries import counted_as
from bihuan.accounts.roles import Can
from bihuan.assessment import actions
from bihuan.assessment.actions.deciding import TermPlace
from bihuan.assessment.kinds import TermKind, TermState
from bihuan.assessment.models import AssessmentTerm
from bihuan.assessment.queries import scheme_of
from bihuan.assessment.result_forms import (
    AdjustmentForm,
    ExemptionForm,
    RevocationForm,
    TermDecisionForm,
    attempt,
)
from bihuan.assessment.rules.scheme import ScoreSheet
from bihuan.assessment.rules.terms import may_be_exempt
from bihuan.assessment.subjects import subject, subjects_of
from bihuan.figures.queries import month_in_focus
from bihuan.kit.days import local_day
from bihuan.kit.months import Month
from bihuan.kit.numbers import whole_number
from bihuan.kit.row_pages import row_page
from bihuan.kit.words import gettext
from bihuan.projects.http import year_in_focus

from .scoreboard import sheet_named


def terms(request: UserRequest) -> HttpResponse:
    """Every exemption and adjustment of a year."""
    require(request.user, Can.SCORE_DETAIL)
    year = year_in_focus(request, today=local_day(timezone.now()))
    rows = AssessmentTerm.objects.visible_to(request.user).filter(year=year)
    may_ask = may(request.user, Can.TERM_ASK)
    sheets = scheme_of(month_in_focus(year, "")).sheets if may_ask else ()
    context = {
        "year": year,
        "other_years": _other_years(request, year),
        "page": row_page(request, rows.select_related("asked_by", "decided_by")),
        "may_ask": may_ask,
        "subjects": [(sheet, subjects_of(sheet, year)) for sheet in sheets],
    }
    return render(request, "assessment/terms.html", context)


def _other_years(request: UserRequest, year: int) -> list[tuple[int, int]]:
    """Return the other years that have exemptions or adjustments, and how many."""
    rows = AssessmentTerm.objects.visible_to(request.user).exclude(year=year)
    return sorted(Counter(rows.order_by().values_list("year", flat=True)).items())


def pick(request: UserRequest) -> HttpResponse:
    """Go to the page on which something is asked for the subject that was picked."""
    require(request.user, Can.TERM_ASK)
    sheet, _colon, number = request.GET.get("subject", "").partition(":")
    year, pk = whole_number(request.GET.get("year", "")), whole_number(number)
    if not sheet or year is None or pk is None:
        raise Http404
    return redirect("assessment:ask", month_in_focus(year, ""), sheet, pk)


def ask(request: UserRequest, month: Month, sheet_id: str, subject_pk: int) -> HttpResponse:
    """Ask for an exemption or an adjustment of one subject."""
    require(request.user, Can.TERM_ASK)
    sheet = sheet_named(scheme_of(month), sheet_id)
    whom = subject(sheet.who, subject_pk)
    start = {"first_month": 1, "last_month": 12}
    sent = request.POST if request.method == "POST" else None
    adjusts = sent is not None and "points" in sent
    exempting = _exemption(sheet, None if adjusts else sent, start)
    adjusting = AdjustmentForm(sent if adjusts else None, initial=start)
    form = adjusting if adjusts else exempting

    def act(said: dict[str, Any]) -> None:
        first, last = said.pop("first_month"), said.pop("last_month")
        place = TermPlace(whom, sheet.id, month.year, first, last)
        verb: Callable[..., object] = actions.ask_adjustment if adjusts else actions.ask_exemption
        verb(place=place, by=request.user, at=timezone.now(), **said)

    if sent is not None and attempt(form, act):
        messages.success(request, gettext("Asked for: another person decides."))
        return redirect("assessment:terms")
    context = {
        "month": month,
        "sheet": sheet,
        "subject": whom,
        "exempting": exempting,
        "adjusting": adjusting,
    }
    return render(request, "assessment/ask.html", context, status=422 if form.errors else 200)


def term(request: UserRequest, pk: int) -> HttpResponse:
    return _page(request, _term(request, pk), TermDecisionForm(), RevocationForm())


@require_POST
def decide(request: UserRequest, pk: int) -> HttpResponse:
    found, form = _term(request, pk), TermDecisionForm(request.POST)
    approve = "approve" in request.POST
    if attempt(
        form,
        lambda said: actions.decide_term(
            term=found, approve=approve, note=said["note"], by=request.user, at=timezone.now()
        ),
    ):
        said = gettext("Approved.") if approve else gettext("Refused.")
        messages.success(request, said)
        return redirect("assessment:term", pk)
    return _page(request, found, form, RevocationForm())


@require_POST
def revoke(request: UserRequest, pk: int) -> HttpResponse:
    found, form = _term(request, pk), RevocationForm(request.POST)
    if attempt(
        form,
        lambda said: actions.revoke_term(
            term=found, reason=said["reason"], by=request.user, at=timezone.now()
        ),
    ):
        messages.success(request, gettext("Revoked: scores from now on are made without it."))
        return redirect("assessment:term", pk)
    return _page(request, found, TermDecisionForm(), form)


def _exemption(sheet: ScoreSheet, sent: Any, start: dict[str, int]) -> ExemptionForm:
    return ExemptionForm(sent, initial=start, items=may_be_exempt(sheet).items())


def _page(
    request: UserRequest, found: AssessmentTerm, decide: TermDecisionForm, revoke: RevocationForm
) -> HttpResponse:
    decides = may(request.user, Can.TERM_DECIDE)
    own = found.asked_by_id in counted_as(request.user)
    bad = [*decide.non_field_errors(), *revoke.non_field_errors()]
    if bad:  # another may have decided meanwhile
        found.refresh_from_db(fields=["state", "decided_by", "decided_at", "decision_note"])
    context = {
        "term": found,
        "refused": bad,
        "typed": _typed(decide, "note") or _typed(revoke, "reason"),
        "is_exemption": found.kind == TermKind.EXEMPTION,
        "revocation": getattr(found, "revocation", None),
        "decide": decide if decides and found.state == TermState.ASKED and not own else None,
        "waits_for_another": decides and found.state == TermState.ASKED and own,
        "revoke": revoke if decides and found.state == TermState.APPROVED else None,
    }
    is_bad = decide.errors or revoke.errors
    return render(request, "assessment/term.html", context, status=422 if is_bad else 200)


def _typed(form: TermDecisionForm | RevocationForm, field: str) -> str:
    return str(form[field].value() or "") if form.is_bound else ""


def _term(request: UserRequest, pk: int) -> AssessmentTerm:
    require(request.user, Can.SCORE_DETAIL)
    rows = AssessmentTerm.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("asked_by", "decided_by"), pk=pk)
