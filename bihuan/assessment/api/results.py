"""Frozen scores, terms, appeals, results and commitments over HTTP: as on the pages."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Query, Router, Status

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.assessment import actions
from bihuan.assessment.actions.deciding import TermPlace
from bihuan.assessment.actions.results import ResultDraft
from bihuan.assessment.kinds import AppealState
from bihuan.assessment.models import AssessmentTerm, Freeze, FrozenScore, ResultEntry, ScoreAppeal
from bihuan.assessment.queries import commitments, final_scores, listed, would_be
from bihuan.assessment.schemas_of_freezes import FreezeIn, FreezeOut
from bihuan.assessment.schemas_of_results import (
    AdjustmentIn,
    AppealAnswerIn,
    AppealIn,
    AppealOut,
    CommitmentsOut,
    DecisionIn,
    ExemptionIn,
    FrozenScoreOut,
    ListedOut,
    ResultIn,
    ResultOut,
    ResultPaperIn,
    StandingScoreOut,
    TermOut,
    TermPlaceIn,
    WhyIn,
)
from bihuan.assessment.subjects import subject
from bihuan.kit.days import local_day
from bihuan.kit.months import Month
from bihuan.kit.schemas import READING, WRITING, MonthText, RowNumber, YearNumber

router = Router()
Id = Annotated[RowNumber, Path()]
MOST = 1_000


@router.get("freezes", response={200: list[FreezeOut], **READING})
def list_freezes(request: UserRequest) -> list[FreezeOut]:
    """Every freeze, the newest first."""
    return [FreezeOut.of(row) for row in Freeze.objects.select_related("frozen_by")[:MOST]]


@router.post("freezes", response={201: FreezeOut, **WRITING})
def freeze(request: UserRequest, said: FreezeIn) -> Status[FreezeOut]:
    """Freeze the scores of the period that ends with a month."""
    month, at = Month.parse(said.month), timezone.now()
    made = actions.freeze_scores(period=said.period, month=month, by=request.user, at=at)
    return Status(201, FreezeOut.of(made))


@router.get("freezes/{pk}/scores", response={200: list[StandingScoreOut], **READING})
def list_frozen(request: UserRequest, pk: Id) -> list[StandingScoreOut]:
    """The frozen scores that the caller sees, beside those that stand after appeals."""
    require(request.user, Can.SCORE_DETAIL)
    found = get_object_or_404(Freeze, pk=pk)
    return [StandingScoreOut.of_final(each) for each in final_scores(found, request.user)]


@router.get("freezes/{pk}/lists", response={200: list[ListedOut], **READING})
def list_red_and_black(request: UserRequest, pk: Id) -> list[ListedOut]:
    """The red and the black list of a freeze, those spared the black list too."""
    return [ListedOut.of(each) for each in listed(get_object_or_404(Freeze, pk=pk))]


@router.get("scores/{pk}", response={200: FrozenScoreOut, **READING})
def read_frozen(request: UserRequest, pk: Id) -> FrozenScoreOut:
    """One frozen score with its lines, and what it would be today."""
    row = _score(request, pk)
    final = next(each for each in final_scores(row.freeze, request.user) if each.row.pk == pk)
    return FrozenScoreOut.of_both(final, would_be(row, local_day(timezone.now())))


@router.post("scores/{pk}/appeals", response={201: AppealOut, **WRITING})
def appeal(request: UserRequest, pk: Id, said: AppealIn) -> Status[AppealOut]:
    """Appeal against a line of a frozen score of one's own."""
    score = _score(request, pk)
    made = actions.appeal(
        score=score, line=said.line, text=said.text, by=request.user, at=timezone.now()
    )
    return Status(201, AppealOut.of(made))


@router.get("appeals", response={200: list[AppealOut], **READING})
def list_appeals(
    request: UserRequest, state: Annotated[AppealState | None, Query()] = None
) -> list[AppealOut]:
    """Appeals that the caller sees, the newest first."""
    require(request.user, Can.SCORE_DETAIL)
    seen = FrozenScore.objects.visible_to(request.user)
    rows = ScoreAppeal.objects.filter(score__in=seen).select_related("score", "by", "answered_by")
    return [AppealOut.of(row) for row in (rows.filter(state=state) if state else rows)[:MOST]]


@router.post("appeals/{pk}/answer", response={200: AppealOut, **WRITING})
def answer_appeal(request: UserRequest, pk: Id, said: AppealAnswerIn) -> AppealOut:
    """Answer an appeal; what is upheld restates the score beside the frozen one."""
    require(request.user, Can.APPEAL_ANSWER)
    points = None if said.points is None else Decimal(said.points)
    answered = actions.answer_appeal(
        appeal=get_object_or_404(ScoreAppeal, pk=pk),
        answer=said.answer,
        exempt=said.exempt,
        points=points,
        by=request.user,
        at=timezone.now(),
    )
    return AppealOut.of(answered)


@router.get("terms", response={200: list[TermOut], **READING})
def list_terms(
    request: UserRequest, year: Annotated[YearNumber | None, Query()] = None
) -> list[TermOut]:
    """Exemptions and adjustments that the caller sees, the newest first."""
    require(request.user, Can.SCORE_DETAIL)
    rows = AssessmentTerm.objects.visible_to(request.user).select_related("asked_by", "decided_by")
    return [TermOut.of(row) for row in (rows.filter(year=year) if year else rows)[:MOST]]


@router.post("exemptions", response={201: TermOut, **WRITING})
def ask_exemption(request: UserRequest, said: ExemptionIn) -> Status[TermOut]:
    """Ask that a subject be excused from an item, a veto or the black list."""
    require(request.user, Can.TERM_ASK)
    made = actions.ask_exemption(
        place=_place(said),
        item=said.item,
        reason=said.reason,
        document=said.document,
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, TermOut.of(made))


@router.post("adjustments", response={201: TermOut, **WRITING})
def ask_adjustment(request: UserRequest, said: AdjustmentIn) -> Status[TermOut]:
    """Ask that points be given or taken."""
    require(request.user, Can.TERM_ASK)
    made = actions.ask_adjustment(
        place=_place(said),
        points=Decimal(said.points),
        clause=said.clause,
        reason=said.reason,
        document=said.document,
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, TermOut.of(made))


@router.post("terms/{pk}/decide", response={200: TermOut, **WRITING})
def decide_term(request: UserRequest, pk: Id, said: DecisionIn) -> TermOut:
    """Approve or refuse what another person asked for."""
    require(request.user, Can.TERM_DECIDE)
    term = get_object_or_404(AssessmentTerm, pk=pk)
    decided = actions.decide_term(
        term=term, approve=said.approve, note=said.note, by=request.user, at=timezone.now()
    )
    return TermOut.of(decided)


@router.post("terms/{pk}/revoke", response={200: TermOut, **WRITING})
def revoke_term(request: UserRequest, pk: Id, said: WhyIn) -> TermOut:
    """End what was approved; frozen scores stay as they are."""
    require(request.user, Can.TERM_DECIDE)
    made = actions.revoke_term(
        term=get_object_or_404(AssessmentTerm, pk=pk),
        reason=said.reason,
        by=request.user,
        at=timezone.now(),
    )
    return TermOut.of(made.term)


@router.get("ledger", response={200: list[ResultOut], **READING})
def list_results(
    request: UserRequest, year: Annotated[YearNumber | None, Query()] = None
) -> list[ResultOut]:
    """Rewards and penalties that the caller sees, void ones too, the newest first."""
    require(request.user, Can.SCORE_DETAIL)
    rows = ResultEntry.objects.visible_to(request.user).select_related("paper", "by")
    return [ResultOut.of(row) for row in (rows.filter(day__year=year) if year else rows)[:MOST]]


@router.post("ledger", response={201: ResultOut, **WRITING})
def enter_result(request: UserRequest, said: ResultIn) -> Status[ResultOut]:
    """Enter a reward or penalty."""
    require(request.user, Can.RESULT_ENTER)
    draft = ResultDraft(
        measure=said.measure,
        day=said.day,
        text=said.text,
        decided_by=said.decided_by,
        yuan=said.yuan,
        level=said.level,
        document=said.document,
    )
    of_whom = subject(said.who, said.subject_id) if said.subject_id else None
    made = actions.enter_result(
        draft=draft,
        score=get_object_or_404(FrozenScore, pk=said.score_id) if said.score_id else None,
        subject=of_whom,
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, ResultOut.of(made))


@router.post("ledger/{pk}/void", response={200: ResultOut, **WRITING})
def void_result(request: UserRequest, pk: Id, said: WhyIn) -> ResultOut:
    """Declare an entry void; it stays in the ledger."""
    require(request.user, Can.RESULT_ENTER)
    entry = get_object_or_404(ResultEntry, pk=pk)
    return ResultOut.of(
        actions.void_result(entry=entry, reason=said.reason, by=request.user, at=timezone.now())
    )


@router.post("ledger/{pk}/paper", response={201: ResultOut, **WRITING})
def issue_result_paper(request: UserRequest, pk: Id, said: ResultPaperIn) -> Status[ResultOut]:
    """Issue the card or notice about an entry, under the next number of its kind."""
    require(request.user, Can.RESULT_ENTER)
    entry = actions.issue_result_paper(
        entry=get_object_or_404(ResultEntry, pk=pk),
        text=said.text,
        signer=said.signer,
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, ResultOut.of(entry))


@router.get("commitments", response={200: CommitmentsOut, **READING})
def read_commitments(
    request: UserRequest,
    month: Annotated[MonthText, Query()],
    since: Annotated[MonthText | None, Query()] = None,
) -> CommitmentsOut:
    """What became of a year's promises to the end of a month, of the projects that the caller
    sees; changes from the month `since` on, January if none is given.
    """
    asked = Month.parse(month)
    first = Month.parse(since) if since else Month(asked.year, 1)
    return CommitmentsOut.of(commitments(request.user, asked, first))


def _score(request: UserRequest, pk: int) -> FrozenScore:
    require(request.user, Can.SCORE_DETAIL)
    rows = FrozenScore.objects.visible_to(request.user).select_related("freeze")
    return get_object_or_404(rows, pk=pk)


def _place(said: TermPlaceIn) -> TermPlace:
    whom = subject(said.who, said.subject_id)
    return TermPlace(whom, said.sheet, said.year, said.first_month, said.last_month)
