"""Appeals against lines of frozen scores, and their answers (RESULT-8 to RESULT-10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import override

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.queries import counted_as
from bihuan.accounts.roles import Can
from bihuan.assessment.kinds import AppealState, TermKind, TermState
from bihuan.assessment.models import (
    AssessmentTerm,
    FrozenScore,
    ScoreAppeal,
    ScoreRestatement,
)
from bihuan.assessment.queries.assessed import SubjectTerms
from bihuan.assessment.queries.decided import adjustment_of
from bihuan.assessment.queries.frozen import latest_terms, lines_of, restated_score, sheet_of
from bihuan.assessment.rules import appeals as rules
from bihuan.assessment.rules import terms as term_rules
from bihuan.assessment.rules.scoring import Graded
from bihuan.assessment.rules.stored_schemes import stored_scheme
from bihuan.audit.log import record
from bihuan.kit.days import local_day
from bihuan.kit.writing import action

from .freezing import stored_lines, stored_terms


@action
def appeal(*, score: FrozenScore, line: str, text: str, by: User, at: datetime) -> ScoreAppeal:
    """Appeal against a line of a frozen score, of one's own project, organisation or command."""
    require(by, Can.SCORE_APPEAL, score)
    score = FrozenScore.objects.select_for_update(of=("self",)).get(pk=score.pk)
    lines = {each["id"]: each["title"] for each in score.lines}
    before = score.appeals.values_list("line", flat=True)
    until = score.freeze.appeals_until
    rules.check_appeal(line, lines, text, list(before), until=until, on=local_day(at))
    made = ScoreAppeal.objects.create(
        score=score, line=line, line_title=lines[line][:200], text=text.strip(), by=by, at=at
    )
    record("score.appealed", made, by=by, at=at, score=score.pk, line=line, text=made.text)
    return made


@action
def answer_appeal(
    *,
    appeal: ScoreAppeal,
    answer: str,
    exempt: bool = False,
    points: Decimal | None = None,
    by: User,
    at: datetime,
) -> ScoreAppeal:
    """Answer an appeal: uphold it by an exemption from the item or by points, reject it without
    either. What is upheld is restated beside the frozen score (RESULT-10).
    """
    require(by, Can.APPEAL_ANSWER)
    appeal = ScoreAppeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    score = FrozenScore.objects.select_for_update(of=("self",)).get(pk=appeal.score_id)
    rules.check_answer(
        AppealState(appeal.state),
        answer,
        frozen_by=score.freeze.frozen_by_id,
        appealed_by=appeal.by_id,
        answering=counted_as(by),
    )
    upheld = exempt or points is not None
    appeal.state = AppealState.UPHELD if upheld else AppealState.REJECTED
    appeal.answer, appeal.answered_by, appeal.answered_at = answer.strip(), by, at
    if upheld:
        appeal.term = _term(appeal, score, exempt=exempt, points=points, by=by, at=at)
    appeal.save(update_fields=["state", "answer", "answered_by", "answered_at", "term"])
    note: dict[str, Any] = {"outcome": appeal.state, "answer": appeal.answer}
    if upheld:
        note["score"] = [score.total, _restate(appeal, score).total]
    record("score.appeal_answered", appeal, by=by, at=at, **note)
    return appeal


def _term(
    appeal: ScoreAppeal,
    score: FrozenScore,
    *,
    exempt: bool,
    points: Decimal | None,
    by: User,
    at: datetime,
) -> AssessmentTerm:
    """Make what the answer grants: for the months of the frozen score alone."""
    if exempt:
        sheet = sheet_of(stored_scheme(score.freeze.scheme), score)
        term_rules.check_exemption(sheet, appeal.line.removeprefix("veto:"))
        said: dict[str, Any] = {
            "kind": TermKind.EXEMPTION,
            "item": appeal.line.removeprefix("veto:"),
            "item_title": appeal.line_title,
        }
    else:
        assert points is not None
        stood = {each.id: each for each in lines_of(_standing(score).lines)}
        rules.check_granted(points, stood[appeal.line])
        said = {"kind": TermKind.ADJUSTMENT, "points": points, "clause": "RESULT-10"}
    month = score.freeze.of_month
    return AssessmentTerm.objects.create(
        sheet=score.sheet,
        year=month.year,
        first_month=month.number,
        last_month=month.number,
        who=score.who,
        project=score.project,
        organisation=score.organisation,
        leader=score.leader,
        label=score.label,
        reason=appeal.answer,
        asked_by=appeal.by,
        asked_at=appeal.at,
        state=TermState.APPROVED,
        decided_by=by,
        decided_at=at,
        **said,
    )


def _standing(score: FrozenScore) -> FrozenScore | ScoreRestatement:
    return score.restatements.last() or score


def _restate(appeal: ScoreAppeal, score: FrozenScore) -> ScoreRestatement:
    assert appeal.term is not None
    held, term = latest_terms(score), appeal.term
    if term.kind == TermKind.EXEMPTION:
        held = replace(held, exempt={**held.exempt, term.item: term.reason})
    else:
        granted = adjustment_of(term, after=len(held.adjustments))
        held = SubjectTerms(held.exempt, (*held.adjustments, granted))
    with override("zh-hans"):  # as the frozen score
        restated = restated_score(score, held)
    stood = _standing(score).total
    rules.check_no_harm(Decimal(stood) if stood else None, restated)
    subject = Graded(score.key, score.label, {}, {}, held.exempt, held.adjustments)
    return ScoreRestatement.objects.create(
        score=score,
        appeal=appeal,
        total=format(restated.total, "f") if restated.is_assessed else "",
        grade=restated.grade,
        reason=restated.reason,
        lines=stored_lines(restated.lines),
        **stored_terms(subject),
    )
