"""One frozen score: its lines, the restated ones beside them, what it would be today, appeals."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.assessment import actions
from bihuan.assessment.actions.results import ResultDraft
from bihuan.assessment.forms import MarkForm
from bihuan.assessment.kinds import AssessedPeriod, ResultMeasure
from bihuan.assessment.models import FrozenScore
from bihuan.assessment.queries import ExplainedScore, explained, final_scores, frozen, would_be
from bihuan.assessment.queries.explained import ExplainedLine, restated_line
from bihuan.assessment.queries.frozen import assessment_of, lines_of, sheet_of, standing
from bihuan.assessment.result_forms import AppealForm, ResultForm, attempt
from bihuan.assessment.rules.scoring import ScoreLine
from bihuan.assessment.rules.stored_schemes import stored_scheme
from bihuan.kit.days import local_day
from bihuan.kit.words import gettext

from .loss_bars import loss_bars


@dataclass(frozen=True)
class FrozenLine:
    """One line as it was frozen, beside the line that stands now; None where there is none."""

    was: ScoreLine | None
    now: ScoreLine | None
    explained: ExplainedLine

    @property
    def differs(self) -> bool:
        return self.was != self.now


def frozen_score(request: UserRequest, pk: int) -> HttpResponse:
    return _page(request, _score(request, pk))


@require_POST
def appeal(request: UserRequest, pk: int) -> HttpResponse:
    score = _score(request, pk)
    form = AppealForm(request.POST, lines=_lines(score))
    if attempt(
        form,
        lambda said: actions.appeal(score=score, by=request.user, at=timezone.now(), **said),
    ):
        messages.success(request, gettext("The appeal was filed."))
        return redirect("assessment:frozen_score", pk)
    return _page(request, score, appeal=form)


@require_POST
def enter_result(request: UserRequest, pk: int) -> HttpResponse:
    score, form = _score(request, pk), ResultForm(request.POST)
    if attempt(
        form,
        lambda said: actions.enter_result(
            draft=ResultDraft(**{**said, "measure": ResultMeasure(said["measure"])}),
            score=score,
            by=request.user,
            at=timezone.now(),
        ),
    ):
        messages.success(request, gettext("Entered into the ledger."))
        return redirect("assessment:frozen_score", pk)
    return _page(request, score, result=form)


def _page(
    request: UserRequest,
    score: FrozenScore,
    *,
    appeal: AppealForm | None = None,
    result: ResultForm | None = None,
) -> HttpResponse:
    today = local_day(timezone.now())
    freeze = score.freeze
    final = next(e for e in final_scores(freeze, request.user) if e.row.pk == score.pk)
    may_appeal = may(request.user, Can.SCORE_APPEAL, score) and today <= freeze.appeals_until
    if may_appeal and score.lines and appeal is None:
        appeal = AppealForm(lines=_lines(score))
    if may(request.user, Can.RESULT_ENTER) and score.total and result is None:
        result = ResultForm(initial={"day": today})
    sheet = sheet_of(stored_scheme(freeze.scheme), score)
    asked = MarkForm(request.GET if "mark" in request.GET else None)
    group = frozen(freeze.of_month, AssessedPeriod(freeze.period), sheet=sheet.id)
    found = explained(assessment_of(score, sheet), group, freeze.of_month, asked.points)
    stands = found
    if final.is_restated:
        stands = explained(standing(final), group, freeze.of_month, asked.points)
    context = {
        "score": score,
        "freeze": freeze,
        "final": final,
        "sheet": sheet,
        "month": freeze.of_month,
        "lines": _beside(score, final.now.score.lines, found),
        "losses": loss_bars(stands.losses),
        "marks": stands.marks,
        "asked": asked,
        "may_see_terms": True,
        "today": would_be(score, today),
        "appeals": score.appeals.select_related("by", "answered_by"),
        "results": score.results.select_related("paper"),
        "appeal_form": appeal,
        "result_form": result,
        "may_ask": may(request.user, Can.TERM_ASK),
    }
    bad = bool(asked.errors) or any(form is not None and form.errors for form in (appeal, result))
    return render(request, "assessment/frozen_score.html", context, status=422 if bad else 200)


def _beside(
    score: FrozenScore, now: tuple[ScoreLine, ...], found: ExplainedScore
) -> list[FrozenLine]:
    """Return every line of the frozen score and of the one that stands, each beside its like."""
    sheet = sheet_of(stored_scheme(score.freeze.scheme), score)
    frozen_lines = {each.line.id: each for each in found.lines}
    before = {line.id: line for line in lines_of(score.lines)}
    after = {line.id: line for line in now}
    return [
        FrozenLine(
            before.get(name),
            after.get(name),
            frozen_lines.get(name) or restated_line(after[name], sheet),
        )
        for name in dict.fromkeys([*before, *after])
    ]


def _lines(score: FrozenScore) -> list[tuple[str, str]]:
    return [(each["id"], each["title"]) for each in score.lines]


def _score(request: UserRequest, pk: int) -> FrozenScore:
    require(request.user, Can.SCORE_DETAIL)
    rows = FrozenScore.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("freeze__frozen_by", "project", "leader"), pk=pk)
