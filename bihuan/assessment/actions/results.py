"""The ledger of rewards and penalties, and the papers about them (RESULT-14 to RESULT-16)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.assessment.kinds import AppealState, Assessed, MeasureLevel, ResultMeasure
from bihuan.assessment.models import FrozenScore, ResultEntry
from bihuan.assessment.papers_of_results import kind_of_paper, words_of
from bihuan.assessment.rules import measures as rules
from bihuan.assessment.subjects import COLUMNS, MODELS, AssessedSubject
from bihuan.audit.log import record
from bihuan.kit.dates import believed
from bihuan.kit.days import local_day
from bihuan.kit.writing import action
from bihuan.papers.actions import issue_result


@dataclass(frozen=True)
class ResultDraft:
    """What is entered of a reward or penalty; `document` is the notice of another level."""

    measure: ResultMeasure
    day: date
    text: str
    decided_by: str
    yuan: int | None = None
    level: MeasureLevel = MeasureLevel.DISTRICT
    document: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        return {
            "measure": self.measure,
            "level": self.level,
            "day": self.day,
            "text": self.text.strip(),
            "decided_by": self.decided_by.strip(),
            "yuan": self.yuan,
            "document": self.document.strip()[:120],
        }


@action
def enter_result(
    *,
    draft: ResultDraft,
    score: FrozenScore | None = None,
    subject: AssessedSubject | None = None,
    by: User,
    at: datetime,
) -> ResultEntry:
    """Enter a reward or penalty: of the district, citing a frozen score; or of another level,
    of a subject, with the number of its notice.
    """
    require(by, Can.RESULT_ENTER)
    believed(draft.day)
    rules.check_rests(draft.level, has_score=score is not None, document=draft.document)
    rules.check_subject(has_subject=subject is not None or score is not None)
    rules.check_words(draft.measure, draft.text, draft.decided_by, draft.yuan)
    rules.check_day(draft.day, today=local_day(at))
    if score is not None:
        score = FrozenScore.objects.select_for_update(of=("self",)).get(pk=score.pk)
        _check_score(score, draft, on=local_day(at))
    named = _named(score, subject)
    _check_once(named, draft)
    made = ResultEntry.objects.create(score=score, by=by, entered_at=at, **named, **draft.columns)
    note = {**draft.columns, "subject": made.label, "score": score and score.pk}
    record("result.entered", made, by=by, at=at, **note)
    return made


@action
def void_result(*, entry: ResultEntry, reason: str, by: User, at: datetime) -> ResultEntry:
    """Declare an entry void: it stays in the ledger, with the reason."""
    require(by, Can.RESULT_ENTER)
    entry = ResultEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    rules.check_void(reason, is_void=entry.voided_at is not None)
    entry.voided_by, entry.voided_at, entry.void_reason = by, at, reason.strip()
    entry.save(update_fields=["voided_by", "voided_at", "void_reason"])
    record("result.voided", entry, by=by, at=at, reason=entry.void_reason)
    return entry


@action
def issue_result_paper(
    *, entry: ResultEntry, text: str, signer: str, by: User, at: datetime
) -> ResultEntry:
    """Issue the card or notice about an entry, under the next number of its kind."""
    require(by, Can.RESULT_ENTER)
    entry = ResultEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    rules.check_paper(
        is_void=entry.voided_at is not None,
        has_paper=entry.paper_id is not None,
        has_score=entry.score_id is not None,
    )
    entry.paper = issue_result(
        kind=kind_of_paper(entry),
        words=words_of(entry),
        text=text,
        signer=signer,
        source_ref=str(entry.pk),
        by=by,
        at=at,
    )
    entry.save(update_fields=["paper"])
    record("result.paper_issued", entry, by=by, at=at, paper=entry.paper.label)
    return entry


def _check_score(score: FrozenScore, draft: ResultDraft, *, on: date) -> None:
    if draft.level is MeasureLevel.DISTRICT:
        waiting = score.appeals.filter(state=AppealState.OPEN).count()
        until = score.freeze.appeals_until
        rules.check_heard(draft.measure, until=until, on=on, open_appeals=waiting)
    standing = score.results.filter(measure=draft.measure, voided_at=None)
    rules.check_again(is_entered=standing.exists())


def _check_once(named: dict[str, Any], draft: ResultDraft) -> None:
    """Check the amount; of a notice of another level a measure is entered once of a subject, who is
    locked until all is written.
    """
    who = Assessed(named["who"])
    whom = MODELS[who]._default_manager.select_for_update(of=("self",)).get(pk=named[COLUMNS[who]])
    rules.check_amount(draft.yuan, getattr(whom, "total_investment_yuan", None))
    if draft.level is MeasureLevel.DISTRICT:
        return
    said = {"level": draft.level, "document": draft.document.strip()[:120]}
    before = ResultEntry.objects.filter(measure=draft.measure, voided_at=None, **said)
    same = before.filter(**{COLUMNS[who]: named[COLUMNS[who]]})
    rules.check_notice(draft.document, is_entered=same.exists())


def _named(score: FrozenScore | None, subject: AssessedSubject | None) -> dict[str, Any]:
    if score is None:
        assert subject is not None
        return subject.columns
    return {
        "who": score.who,
        "project_id": score.project_id,
        "organisation_id": score.organisation_id,
        "leader_id": score.leader_id,
        "label": score.label,
    }
