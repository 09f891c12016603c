"""Appeals against frozen scores, and their answers."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may, require
from bihuan.accounts.queries import counted_as
from bihuan.accounts.roles import Can
from bihuan.assessment import actions
from bihuan.assessment.kinds import AppealState
from bihuan.assessment.models import FrozenScore, ScoreAppeal
from bihuan.assessment.queries.frozen import lines_of
from bihuan.assessment.result_forms import AnswerForm, attempt
from bihuan.kit.row_pages import row_page
from bihuan.kit.words import gettext


def appeals(request: UserRequest) -> HttpResponse:
    """Appeals, those to be answered first to be found by a tab."""
    rows, asked = _seen(request), request.GET.get("state", "")
    counts = {state: rows.filter(state=state).count() for state in AppealState}
    chosen = asked if asked in AppealState.values else ""
    context = {
        "page": row_page(request, rows.filter(state=chosen) if chosen else rows),
        "chosen": chosen,
        "tabs": [(state, state.label, number) for state, number in counts.items()],
        "total": sum(counts.values()),
    }
    return render(request, "assessment/appeals.html", context)


def appeal(request: UserRequest, pk: int) -> HttpResponse:
    """One appeal; another person than who froze the scores answers it here."""
    found = get_object_or_404(_seen(request), pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        require(request.user, Can.APPEAL_ANSWER)
        if attempt(
            form,
            lambda said: actions.answer_appeal(
                appeal=found,
                answer=said["answer"],
                by=request.user,
                at=timezone.now(),
                **form.grant(),
            ),
        ):
            messages.success(request, gettext("The appeal is answered."))
            return redirect("assessment:appeal", pk)
    if form.errors:  # another may have answered meanwhile
        found.refresh_from_db()
    answers = found.state == AppealState.OPEN and may(request.user, Can.APPEAL_ANSWER)
    involved = {found.score.freeze.frozen_by_id, found.by_id}
    own = bool(involved & counted_as(request.user))
    lines = {line.id: line for line in lines_of(found.score.lines)}
    context = {
        "appeal": found,
        "score": found.score,
        "freeze": found.score.freeze,
        "line": lines.get(found.line),
        "restatement": getattr(found, "restatement", None),
        "form": form if answers and not own else None,
        "waits_for_another": answers and own,
        "refused": None if answers and not own else form.non_field_errors(),
        "typed": form["answer"].value() if form.is_bound else "",
    }
    return render(request, "assessment/appeal.html", context, status=422 if form.errors else 200)


def _seen(request: UserRequest) -> QuerySet[ScoreAppeal]:
    require(request.user, Can.SCORE_DETAIL)
    seen = FrozenScore.objects.visible_to(request.user).values("pk")
    joined = ScoreAppeal.objects.select_related("score__freeze", "by", "answered_by", "term")
    return joined.filter(score__in=seen)
