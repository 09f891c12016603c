"""What the API takes and gives of frozen scores, terms, appeals, results and commitments."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Schema

from bihuan.kit.schemas import Day, RowNumber, Text, YearNumber, Yuan

from .kinds import Assessed, CommitmentKind, MeasureLevel, ResultMeasure
from .models import AssessmentTerm, ResultEntry, ScoreAppeal
from .queries import Commitments, FinalScore
from .queries.frozen import ListedScore, lines_of
from .queries.today import WouldBe
from .rules.commitments import PromisedSum
from .schemas import ScoreItemOut, plain

Points = Annotated[str, Field(pattern=r"^-?\d{1,4}(\.\d{1,6})?$", description="exact decimal")]
Name = Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]
Label = Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")]
MonthNumber = Annotated[int, Field(ge=1, le=12)]
READINGS = ("original", "original_list", "now")


class StandingScoreOut(Schema):
    """A score as it was frozen, and as it stands after appeals."""

    id: int
    subject: str
    subject_id: int
    sheet: str
    score: str | None
    rank: int | None
    standing_score: str | None
    standing_rank: int | None
    of: int
    grade: str
    restated: bool
    reason: str

    @classmethod
    def of_final(cls, final: FinalScore) -> StandingScoreOut:
        now = final.now.score
        return cls(
            id=final.row.pk,
            subject=final.row.label,
            subject_id=final.row.subject_id,
            sheet=final.row.sheet,
            score=final.row.total or None,
            rank=final.row.rank,
            standing_score=plain(now.total) if now.is_assessed else None,
            standing_rank=final.now.rank,
            of=final.now.number,
            grade=now.grade,
            restated=final.is_restated,
            reason=now.reason,
        )


class ChangedInputOut(Schema):
    """A figure that has another value today than when it was frozen."""

    name: str
    label: str
    was: str | None
    now: str | None


class FrozenScoreOut(StandingScoreOut):
    """One frozen score with its lines, those that stand, and what it would be today."""

    items: list[ScoreItemOut]
    standing_items: list[ScoreItemOut]
    would_be: str | None
    changed: list[ChangedInputOut]

    @classmethod
    def of_both(cls, final: FinalScore, today: WouldBe) -> FrozenScoreOut:
        known = StandingScoreOut.of_final(final).dict()
        fresh = today.score if today.score and today.score.is_assessed else None
        return cls(
            **known,
            items=[ScoreItemOut.of(line) for line in lines_of(final.row.lines)],
            standing_items=[ScoreItemOut.of(line) for line in final.now.score.lines],
            would_be=plain(fresh.total) if fresh else None,
            changed=[
                ChangedInputOut(
                    name=each.name, label=each.label, was=said(each.was), now=said(each.now)
                )
                for each in today.changed
            ],
        )


def said(value: Decimal | None) -> str | None:
    """Return a value as it is written, None where nobody knows it."""
    return None if value is None else plain(value)


class ListedOut(Schema):
    """A subject on the red or black list by the rules of the frozen scheme, or `spared` one."""

    list: str
    subject: str
    subject_id: int
    sheet: str
    score_id: int
    clause: str
    reason: str
    spared: bool

    @classmethod
    def of(cls, each: ListedScore) -> ListedOut:
        row, listing = each.final.row, each.listing
        return cls(
            list=listing.colour.value,
            subject=row.label,
            subject_id=row.subject_id,
            sheet=row.sheet,
            score_id=row.pk,
            clause=listing.clause,
            reason=listing.reason,
            spared=listing.spared,
        )


class TermPlaceIn(Schema):
    """Of whom something is decided, on which sheet, for which months of a year."""

    who: Assessed
    subject_id: RowNumber
    sheet: Label
    year: YearNumber
    first_month: MonthNumber
    last_month: MonthNumber
    reason: Text
    document: Label = ""


class ExemptionIn(TermPlaceIn):
    item: Label


class AdjustmentIn(TermPlaceIn):
    points: Points
    clause: Name


class DecisionIn(Schema):
    approve: bool
    note: Text = ""


class WhyIn(Schema):
    reason: Text


class TermOut(Schema):
    """An exemption or adjustment, and where it stands."""

    id: int
    kind: str
    subject: str
    sheet: str
    year: int
    first_month: int
    last_month: int
    item: str
    points: str | None
    clause: str
    reason: str
    document: str
    state: str
    asked_by: str
    decided_by: str | None

    @classmethod
    def of(cls, row: AssessmentTerm) -> TermOut:
        columns = ("kind", "sheet", "year", "first_month", "last_month", "item", "clause")
        same: dict[str, Any] = {name: getattr(row, name) for name in columns}
        return cls(
            id=row.pk,
            subject=row.label,
            points=None if row.points is None else plain(row.points.normalize()),
            reason=row.reason,
            document=row.document,
            state=row.state,
            asked_by=str(row.asked_by),
            decided_by=str(row.decided_by) if row.decided_by else None,
            **same,
        )


class AppealIn(Schema):
    line: Label
    text: Text


class AppealAnswerIn(Schema):
    """`exempt` or `points` uphold the appeal; without either it is rejected."""

    answer: Text
    exempt: bool = False
    points: Points | None = None


class AppealOut(Schema):
    """An appeal against a line of a frozen score, and its answer."""

    id: int
    score_id: int
    subject: str
    line: str
    line_title: str
    text: str
    by: str
    at: datetime
    state: str
    answer: str
    answered_by: str | None

    @classmethod
    def of(cls, row: ScoreAppeal) -> AppealOut:
        return cls(
            id=row.pk,
            score_id=row.score_id,
            subject=row.score.label,
            line=row.line,
            line_title=row.line_title,
            text=row.text,
            by=str(row.by),
            at=row.at,
            state=row.state,
            answer=row.answer,
            answered_by=str(row.answered_by) if row.answered_by else None,
        )


class ResultIn(Schema):
    """A reward or penalty: `score_id` for one of the district; for another level's notice the
    subject, and the notice's number as `document`.
    """

    measure: ResultMeasure
    day: Day
    text: Text
    decided_by: Name
    score_id: RowNumber | None = None
    who: Assessed = Assessed.PROJECTS
    subject_id: RowNumber | None = None
    level: MeasureLevel = MeasureLevel.DISTRICT
    yuan: Yuan | None = None
    document: Label = ""


class ResultPaperIn(Schema):
    text: Annotated[Text, Field(description="one paragraph a line")]
    signer: Name


class ResultOut(Schema):
    """A reward or penalty of the ledger, with the score that it cites and its paper."""

    id: int
    measure: str
    level: str
    subject: str
    score_id: int | None
    day: date
    yuan: int | None
    text: str
    decided_by: str
    document: str
    paper: str | None
    paper_id: int | None
    by: str
    void: str

    @classmethod
    def of(cls, row: ResultEntry) -> ResultOut:
        columns = ("measure", "level", "day", "yuan", "text", "decided_by", "document")
        same: dict[str, Any] = {name: getattr(row, name) for name in columns}
        return cls(
            id=row.pk,
            subject=row.label,
            score_id=row.score_id,
            paper=row.paper.label if row.paper else None,
            paper_id=row.paper_id,
            by=str(row.by),
            void=row.void_reason,
            **same,
        )


class CommitmentChangeOut(Schema):
    """One change of the year's list, plans, milestones or classes."""

    kind: str
    kind_label: str
    project_id: int
    project: str
    day: date
    was: str
    now: str
    yuan: int
    reason: str
    approver: str
    by: str
    recorded_on: date | None = None


class PromisedSumOut(Schema):
    """The year's completion by one reading; `rate` in percent."""

    count: int
    planned_yuan: int
    completed_yuan: int
    rate: str | None

    @classmethod
    def of(cls, each: PromisedSum) -> PromisedSumOut:
        return cls(
            count=each.count,
            planned_yuan=each.planned_yuan,
            completed_yuan=each.completed_yuan,
            rate=said(each.rate),
        )


class CommitmentsOut(Schema):
    """What became of a year's promises: every change, and completion by the list and plans as
    promised first, by that list with the plans of now, and by list and plans of now.
    """

    since: str
    month: str
    counts: dict[str, int]
    changes: list[CommitmentChangeOut]
    original: PromisedSumOut
    original_list: PromisedSumOut
    now: PromisedSumOut

    @classmethod
    def of(cls, found: Commitments) -> CommitmentsOut:
        counts = {kind.value: 0 for kind in CommitmentKind}
        for each in found.changes:
            counts[each.kind.value] += 1
        return cls(
            since=str(found.since),
            month=str(found.month),
            counts=counts,
            changes=[
                CommitmentChangeOut(**{**vars(each), "kind_label": str(each.kind.label)})
                for each in found.changes
            ],
            **{name: PromisedSumOut.of(found.sums[name]) for name in READINGS},
        )
