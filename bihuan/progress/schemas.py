"""What the API of the monthly round takes and gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from ninja import Field, Schema

from bihuan.kit.schemas import Day, MonthText, RowNumber, Text, Yuan

from .kinds import FundSource, Origin, ReportStanding, ReportState, RoundState
from .models import Report
from .queries import Board, MonthCount
from .queries.funds import funds_of
from .queries.report_form import of_report
from .validation import Filling

Percent = Annotated[Decimal, Field(max_digits=12, decimal_places=2)]


class RoundOut(Schema):
    month: str
    opens_on: date
    closes_on: date
    state: RoundState
    locked_at: datetime | None

    @staticmethod
    def resolve_month(round: object) -> str:
        return str(round)


class OpenIn(Schema):
    closes_on: Day | None = None


class ExtendIn(Schema):
    closes_on: Day
    reason: Annotated[str, Field(max_length=2_000)]


class MonthOut(Schema):
    """One month of the year, counted over what the caller may see."""

    month: str
    state: RoundState | None
    opens_on: date | None
    closes_on: date | None
    expected: int
    submitted: int
    accepted: int
    late: int
    silent: int

    @classmethod
    def of(cls, count: MonthCount) -> MonthOut:
        return cls(
            month=str(count.month),
            state=RoundState(count.round.state) if count.round else None,
            opens_on=count.opens_on,
            closes_on=count.closes_on,
            expected=count.tally.expected,
            submitted=count.tally.submitted,
            accepted=count.tally.accepted,
            late=count.tally.late,
            silent=count.tally.silent,
        )


class LineOut(Schema):
    """One project in one month."""

    project_id: int
    project: str
    organisation: str
    standing: ReportStanding
    must_report: bool
    is_late: bool
    report_id: int | None
    completed_yuan: int | None
    """Of the month alone; none of an opening sum."""
    opening_yuan: int | None = None
    """Of the year so far, where an opening sum stands."""

    @classmethod
    def all_of(cls, board: Board) -> list[LineOut]:
        return [
            cls(
                project_id=line.member.project_id,
                project=line.member.name,
                organisation=line.member.organisation,
                standing=line.standing,
                must_report=line.must_report,
                is_late=line.is_late,
                report_id=line.report.pk if line.report else None,
                completed_yuan=line.completed_yuan,
                opening_yuan=line.opening_yuan,
            )
            for line in board.lines
        ]


class ReportOut(Schema):
    id: int
    project_id: int
    month: str
    version: int
    is_current: bool
    state: ReportState
    origin: Origin
    completed_yuan: int
    physical_percent: Decimal | None
    physical_text: str
    problems: str
    next_month_text: str
    no_change: bool
    funds_yuan: dict[str, int]
    reason: str
    returned_note: str
    submitted_at: datetime | None
    accepted_at: datetime | None
    edition: int

    @staticmethod
    def resolve_month(report: Report) -> str:
        return f"{report.month:%Y-%m}"

    @staticmethod
    def resolve_funds_yuan(report: Report) -> dict[str, int]:
        read = getattr(report, "_prefetched_objects_cache", {}).get("funds")
        if read is None:
            return funds_of(report.pk)
        return {fund.source: fund.amount_yuan for fund in read}


class FillingIn(Schema):
    """What the form says. Funds are in yuan, from January to the end of the month."""

    completed_yuan: Yuan
    physical_percent: Percent | None = None
    physical_text: Text = ""
    problems: Text = ""
    next_month_text: Text = ""
    funds_yuan: dict[FundSource, Yuan] = {}
    stated_cumulative_yuan: Yuan | None = None

    def filling(self) -> Filling:
        return Filling(
            completed_yuan=self.completed_yuan,
            physical_percent=self.physical_percent,
            physical_text=self.physical_text,
            problems=self.problems,
            next_month_text=self.next_month_text,
            funds={source.value: yuan for source, yuan in self.funds_yuan.items()},
            stated_cumulative_yuan=self.stated_cumulative_yuan,
        )


class ReportIn(FillingIn):
    """A month's report. `edition` is that of the report as read, 0 if there was none."""

    project_id: RowNumber
    month: MonthText
    edition: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


class NoChangeIn(Schema):
    """`replace` agrees that a draft which says anything else is lost; without it, it is a 409."""

    project_id: RowNumber
    month: MonthText
    edition: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    replace: bool = False


class CorrectionIn(FillingIn):
    """What is corrected; what is left out stays as it was accepted."""

    completed_yuan: Yuan = 0
    reason: Text

    def over(self, report: Report) -> Filling:
        """Return the whole report as corrected."""
        said = self.filling()
        names = {"funds" if name == "funds_yuan" else name for name in self.model_fields_set}
        given = {name: getattr(said, name) for name in names - {"reason"}}
        return replace(of_report(report), **given)


class AsReadIn(Schema):
    """The edition that was read, to make sure that nobody changed it since."""

    edition: Annotated[int | None, Field(ge=0, le=2**31 - 1)] = None


class NoteIn(AsReadIn):
    note: Text


class ReasonIn(Schema):
    reason: Text = ""


class ReopenIn(Schema):
    project_id: RowNumber
    reason: Text


class PhotoOut(Schema):
    id: int
    report_id: int
    sha256: str
    added_at: datetime


class SeenIn(Schema):
    """Reports to accept, with the edition that was read."""

    reports: Annotated[dict[RowNumber, int | None], Field(max_length=2_000)]


class RefusedOut(Schema):
    project: str
    why: str


class PassedOut(Schema):
    accepted: int
    refused: list[RefusedOut]


class LockedOut(Schema):
    frozen: int


class ReachedIn(Schema):
    reached_on: Day
    evidence: Text = ""


class ReachedOut(Schema):
    milestone_id: int
    reached_on: date
    evidence: str


class CorrectionOut(Schema):
    """A version that took the place of an accepted one."""

    report_id: int
    project: str
    month: str
    version: int
    was_yuan: int
    became_yuan: int
    reason: str
