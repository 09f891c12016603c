"""The ledger of rewards and penalties, one entry, and its paper."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.assessment import actions
from bihuan.assessment.actions.results import ResultDraft
from bihuan.assessment.kinds import Assessed, MeasureLevel, ResultMeasure
from bihuan.assessment.models import ResultEntry
from bihuan.assessment.papers_of_results import kind_of_paper, opening_of, words_of
from bihuan.assessment.queries import scheme_of
from bihuan.assessment.result_forms import (
    NoticeForm,
    ResultPaperForm,
    VoidResultForm,
    attempt,
)
from bihuan.assessment.subjects import subject, subjects_of
from bihuan.figures.queries import month_in_focus
from bihuan.kit.days import local_day
from bihuan.kit.row_pages import row_page
from bihuan.kit.words import gettext
from bihuan.papers.documents import Stamp, result_sheet
from bihuan.papers.files import FILES, as_file
from bihuan.projects.http import year_in_focus


def ledger(request: UserRequest) -> HttpResponse:
    """The rewards and penalties of a year; notices of other levels are entered here."""
    require(request.user, Can.SCORE_DETAIL)
    today = local_day(timezone.now())
    year = year_in_focus(request, today=today)
    form = _notice_form(request, year)
    if (
        request.method == "POST"
        and form is not None
        and attempt(form, lambda s: _enter(request, s))
    ):
        messages.success(request, gettext("Entered into the ledger."))
        return redirect("assessment:ledger")
    rows = ResultEntry.objects.visible_to(request.user).filter(_of_year(year))
    counts = dict.fromkeys(ResultMeasure, 0)
    for measure in rows.filter(voided_at=None).order_by().values_list("measure", flat=True):
        counts[ResultMeasure(measure)] += 1
    context = {
        "year": year,
        "other_years": _other_years(request, year),
        "page": row_page(
            request,
            rows.select_related("paper", "score__freeze").prefetch_related("score__restatements"),
        ),
        "counts": [(each.label, number) for each, number in counts.items() if number],
        "form": form,
    }
    bad = form is not None and form.errors
    return render(request, "assessment/ledger.html", context, status=422 if bad else 200)


def _of_year(year: int) -> Q:
    """Entries of a year: those of its days, and those that rest on its scores, as what follows from
    December's does a month later.
    """
    return Q(day__year=year) | Q(score__freeze__month__year=year)


def _other_years(request: UserRequest, year: int) -> list[tuple[int, int]]:
    """Return the other years that have entries, and how many."""
    days = ResultEntry.objects.visible_to(request.user).exclude(_of_year(year))
    found = Counter(day.year for day in days.order_by().values_list("day", flat=True))
    return sorted(found.items())


def entry(request: UserRequest, pk: int) -> HttpResponse:
    """One entry; its paper is written, looked at and issued here. Looking writes nothing."""
    found, at = _entry(request, pk), timezone.now()
    writes = found.paper is None and found.score is not None and found.voided_at is None
    form = None
    if writes and may(request.user, Can.RESULT_ENTER):
        start = {"text": opening_of(found, local_day(at)), "signer": str(request.user)}
        form = ResultPaperForm(request.POST or None, initial=start)
    if request.method == "POST":
        require(request.user, Can.RESULT_ENTER)
        if (
            form is not None
            and "look" not in request.POST
            and attempt(
                form,
                lambda said: actions.issue_result_paper(
                    entry=found, by=request.user, at=at, **said
                ),
            )
        ):
            messages.success(request, gettext("The paper is issued."))
            return redirect("assessment:entry", pk)
    return _page(request, found, form, VoidResultForm())


@require_POST
def void(request: UserRequest, pk: int) -> HttpResponse:
    found, form = _entry(request, pk), VoidResultForm(request.POST)
    if attempt(
        form,
        lambda said: actions.void_result(
            entry=found, reason=said["reason"], by=request.user, at=timezone.now()
        ),
    ):
        messages.success(request, gettext("The entry is void. It stays in the ledger."))
        return redirect("assessment:entry", pk)
    return _page(request, found, None, form)


def paper(request: UserRequest, pk: int, ending: str) -> HttpResponse:
    """The paper as Word or PDF, to all who see the entry."""
    found = _entry(request, pk)
    if ending not in FILES or found.paper is None:
        raise Http404
    return as_file(found.paper, ending)


def _page(
    request: UserRequest, found: ResultEntry, form: ResultPaperForm | None, void: VoidResultForm
) -> HttpResponse:
    sheet = found.paper.sheet if found.paper else None
    if form is not None:
        given = form.cleaned_data if form.is_bound and form.is_valid() else form.initial
        stamp = Stamp(local_day(timezone.now()), str(given["signer"]))
        text = str(given["text"])
        sheet = result_sheet(kind_of_paper(found), words_of(found), text=text, stamp=stamp)
    may_void = found.voided_at is None and may(request.user, Can.RESULT_ENTER)
    context = {
        "entry": found,
        "sheet": sheet,
        "form": form,
        "void_form": void if may_void else None,
    }
    bad = void.errors or (form is not None and form.errors)
    return render(request, "assessment/entry.html", context, status=422 if bad else 200)


def _notice_form(request: UserRequest, year: int) -> NoticeForm | None:
    if request.method == "POST":
        require(request.user, Can.RESULT_ENTER)
    if not may(request.user, Can.RESULT_ENTER):
        return None
    named = [
        (str(sheet.title), [(f"{sheet.who}:{pk}", name) for pk, name in subjects_of(sheet, year)])
        for sheet in scheme_of(month_in_focus(year, "")).sheets
    ]
    start = {"day": local_day(timezone.now())}
    return NoticeForm(request.POST or None, initial=start, subjects=[g for g in named if g[1]])


def _enter(request: UserRequest, said: dict[str, str]) -> None:
    who, _colon, pk = said.pop("subject").partition(":")
    kinds = {"measure": ResultMeasure(said["measure"]), "level": MeasureLevel(said["level"])}
    actions.enter_result(
        draft=ResultDraft(**{**said, **kinds}),  # type: ignore[arg-type]  # as the form cleaned them
        subject=subject(Assessed(who), int(pk)),
        by=request.user,
        at=timezone.now(),
    )


def _entry(request: UserRequest, pk: int) -> ResultEntry:
    require(request.user, Can.SCORE_DETAIL)
    rows = ResultEntry.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("paper", "score__freeze", "by", "voided_by"), pk=pk
    )
