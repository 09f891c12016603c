"""Who must report, who did, who is late and who is silent."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from bihuan.accounts.models import User
from bihuan.kit.months import Month
from bihuan.plans.models import ProjectYear
from bihuan.progress import rules
from bihuan.progress.kinds import SENT, NotDue, ReportState
from bihuan.progress.models import Report, Round
from bihuan.progress.presets import rounds_in_force
from bihuan.projects.parties import answering_on

from .lines import Board, Detail, Excused, ReportLine
from .members import ReportingProject, members
from .windows import deadline, is_late, window_of


def board(user: User, month: Month, *, today: date, as_then: bool = False) -> Board:
    """Return the month as `user` may see it, on the day `today`: with who has each project now, who
    is asked, or `as_then` with who had it at the month's end (PROJ-12).
    """
    office = rounds_in_force().on(month.first_day)
    round = Round.objects.filter(month=month.first_day).first()
    _opens_on, closes_on = window_of(month, round, office, today=today)
    reports = {row.project_id: row for row in _details(user, month)}
    lines, excused = [], []
    handed = answering_on(month.last_day) if as_then else {}
    for each in members(user, month.year):
        member = each.had_by(handed.get(each.project_id))
        row, reason = reports.get(member.project_id), member.excused(month, office)
        if reason is not None:
            excused.append(Excused(member.organisation_id, reason))
        if row is not None or reason is None:
            lines.append(_line(member, row, reason, month, closes_on, today))
    return Board(month, round, closes_on, tuple(lines), tuple(excused))


def waiting_for_acceptance(user: User, month: Month) -> QuerySet[Report]:
    """Return the reports in review of the month's projects that `user` may see, by their names."""
    listed = ProjectYear.objects.filter(year=month.year).values("project")
    rows = Report.objects.visible_to(user).current().filter(project__in=listed)
    rows = rows.filter(month=month.first_day, state=ReportState.SUBMITTED)
    return rows.order_by("project__pinyin", "project__name", "project")


def _line(
    member: ReportingProject,
    row: Detail | None,
    excused: NotDue | None,
    month: Month,
    closes_on: date | None,
    today: date,
) -> ReportLine:
    return ReportLine(
        member=member,
        standing=rules.standing(row.state if row else None, closes_on=closes_on, today=today),
        must_report=excused is None,
        is_late=row is not None and row.state in SENT and is_late(row, deadline(closes_on)),
        report=row,
    )


def _details(user: User, month: Month) -> list[Detail]:
    rows = Report.objects.visible_to(user).current().filter(month=month.first_day)
    return [Detail(*row) for row in rows.values_list(*Detail._fields)]
