"""What a reporter does with the month's report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, DateField, Subquery

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.kit.days import local_day
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.months import Month
from bihuan.kit.prepared import Prepared
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.progress import rules
from bihuan.progress.kinds import Origin, ReportState, RoundState
from bihuan.progress.models import FundsInPlace, Reopening, Report, Round
from bihuan.progress.queries import known_before, known_for_refusals, of_report
from bihuan.progress.queries.funds import funds_of
from bihuan.progress.queries.openings import openings
from bihuan.progress.validation import Filling, Known, ReportProblem, carried, impossible
from bihuan.projects.models import Project

_current_report = Prepared(
    lambda project, month: Report.objects.select_for_update().filter(
        project=project, month=month, is_current=True
    ),
    project=BigIntegerField(),
    month=DateField(),
)


def _round_and_opening(project: Any, month: Any, december: Any) -> Any:
    """Return the month's round, with the month to whose end an opening sum of the year reaches."""
    held = openings().filter(project=project, month__gte=month, month__lte=december)
    until = Subquery(held.order_by("-month").values("month")[:1])
    return Round.objects.filter(month=month).annotate(opened_until=until)


_round_of: Prepared[Any] = Prepared(
    _round_and_opening, project=BigIntegerField(), month=DateField(), december=DateField()
)


class Impossible(Refusal):
    """The report cannot be true. `problems` name their fields."""

    def __init__(self, problems: list[ReportProblem]) -> None:
        self.problems = problems
        super().__init__(" ".join(problem.sentence for problem in problems))


class WouldReplace(Refusal):
    """A saved draft would be lost. Nothing was overwritten (REPORT-8)."""


class SavedMeanwhile(Refusal):
    """Somebody else saved the report since it was read. Nothing was overwritten (REPORT-6)."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__(
            gettext(
                "%s saved this report meanwhile. Nothing was overwritten: compare, and save again."
            )
            % (report.saved_by or gettext("Somebody"))
        )


@action
def save_draft(
    *,
    project: Project,
    month: Month,
    filling: Filling,
    edition: int,
    by: User,
    at: datetime,
    origin: str = Origin.FORM,
) -> Report:
    """Keep what was filled in. `edition` is that of the report as read, 0 if there was none."""
    require(by, Can.REPORT_FILL, project)
    report = _open_report(project, month, edition, at)
    check_possible(filling, known_for_refusals(project, month))
    return _save(report, filling, origin=origin, by=by, at=at)


@action
def submit(*, report: Report, by: User, at: datetime) -> Report:
    """Hand in what was saved."""
    require(by, Can.REPORT_FILL, report)
    report = locked(report)
    _check_fillable(report.project, Month.of(report.month), report, at)
    rules.check_move(report.state, ReportState.SUBMITTED)
    check_possible(of_report(report), known_for_refusals(report.project, Month.of(report.month)))
    report.state = ReportState.SUBMITTED
    report.submitted_at, report.submitted_by = at, by
    report.first_submitted_at = report.first_submitted_at or at
    report.edition += 1
    report.save()
    record("report.submitted", report, by=by, at=at, completed_yuan=report.completed_yuan)
    return report


@action
def hand_in(
    *,
    project: Project,
    month: Month,
    filling: Filling,
    edition: int,
    by: User,
    at: datetime,
    origin: str = Origin.FORM,
) -> Report:
    """Save and submit in one go."""
    report = save_draft(
        project=project,
        month=month,
        filling=filling,
        edition=edition,
        by=by,
        at=at,
        origin=origin,
    )
    return submit(report=report, by=by, at=at)


@action
def no_change(
    *, project: Project, month: Month, edition: int, by: User, at: datetime, replace: bool = False
) -> Report:
    """Hand in that nothing was done: nothing completed, and all that last month's report says
    else. A draft that says anything else is lost, and only if `replace` agrees to it (REPORT-8).
    """
    require(by, Can.REPORT_FILL, project)
    report = _open_report(project, month, edition, at)
    known = known_before(project, month)
    filling = carried(known)
    try:
        rules.check_replaced(is_lost=_says_else(report, filling), agreed=replace)
    except Refusal as refusal:
        raise WouldReplace(str(refusal)) from refusal
    report = _save(report, filling, no_change=True, by=by, at=at)
    return submit(report=report, by=by, at=at)


@action
def withdraw(*, report: Report, by: User, at: datetime) -> Report:
    """Take back what oneself handed in, while nobody has accepted it."""
    require(by, Can.REPORT_FILL, report)
    report = locked(report)
    rules.check_move(report.state, ReportState.DRAFT)
    if report.submitted_by_id != by.pk:
        raise NotAllowed(gettext("Only who submitted a report may take it back."))
    report.state = ReportState.DRAFT
    report.reviewed_at = report.reviewed_by = None
    report.edition += 1
    report.save()
    record("report.withdrawn", report, by=by, at=at)
    return report


def check_possible(filling: Filling, known: Known) -> None:
    """Raise Impossible with every reason why the values cannot be true."""
    if problems := impossible(filling, known):
        raise Impossible(problems)


def write_funds(report: Report, funds: Mapping[str, int]) -> None:
    """Replace a report's funds. Called only on a new version, or on one not handed in."""
    report.funds.all().delete()
    FundsInPlace.objects.bulk_create(
        FundsInPlace(report=report, source=source, amount_yuan=yuan)
        for source, yuan in funds.items()
        if yuan
    )


def locked(report: Report) -> Report:
    """Return the row as it is now, held until the end of the transaction."""
    return (
        Report.objects.select_for_update(of=("self",)).select_related("project").get(pk=report.pk)
    )


def _open_report(project: Project, month: Month, edition: int, at: datetime) -> Report:
    report = _current_report.first(project=project.pk, month=month.first_day)
    _check_fillable(project, month, report, at)
    if report is None:
        return Report(project=project, month=month.first_day, completed_yuan=0, edition=0)
    if report.edition != edition:
        raise SavedMeanwhile(report)
    rules.check_editable(report.state)
    return report


def _check_fillable(project: Project, month: Month, report: Report | None, at: datetime) -> None:
    december = Month(month.year, 12).first_day
    round = _round_of.first(project=project.pk, month=month.first_day, december=december)
    if round is not None and round.opened_until:
        rules.check_not_in_opening(month, Month.of(round.opened_until))
    is_locked = round is not None and round.state == RoundState.LOCKED
    reopened = is_locked and Reopening.objects.filter(round=round, project=project).exists()
    today = local_day(at)
    rules.check_fillable(
        month,
        round.state if round else None,
        opens_on=round.opens_on if round else today,
        today=today,
        reopened=reopened,
    )


def _save(
    report: Report,
    filling: Filling,
    *,
    by: User,
    at: datetime,
    origin: str = Origin.FORM,
    no_change: bool = False,
) -> Report:
    columns = {**filling.columns(), "no_change": no_change}
    is_new = report.pk is None
    before = {} if is_new else {**columns_of(report, columns), "funds": funds_of(report.pk)}
    for name, value in columns.items():
        setattr(report, name, value)
    report.origin, report.saved_at, report.saved_by = origin, at, by
    report.edition += 1
    report.save()
    after = {**columns, "funds": {k: v for k, v in filling.funds.items() if v}}
    if after["funds"] != before.get("funds", {}):
        write_funds(report, filling.funds)
    changes = {k: [before.get(k), v] for k, v in after.items() if before.get(k) != v}
    record("report.saved", report, by=by, at=at, changes=changes)
    return report


def columns_of(report: Report, names: Mapping[str, Any]) -> dict[str, Any]:
    """Return the stored values of the named columns."""
    return {name: getattr(report, name) for name in names}


def _says_else(report: Report, filling: Filling) -> bool:
    """Return whether a report was saved that says anything else than `filling`."""
    if report.pk is None:
        return False
    saved = of_report(report)
    funds = {source: yuan for source, yuan in filling.funds.items() if yuan}
    return (saved.columns(), dict(saved.funds)) != (filling.columns(), funds)
