"""What the rules of rounds and reports say of many at once, asked of the facts as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.kit.bulk_writes import outdated
from bihuan.kit.months import Month, check_begun
from bihuan.progress import rules
from bihuan.progress.drafts import ReportDraft, RoundDraft
from bihuan.progress.kinds import RoundState
from bihuan.progress.models import Reopening, Report, Round
from bihuan.progress.queries.openings import opened_years

Place = tuple[int, date]


@dataclass(frozen=True)
class _Stands:
    """The rounds with those that begin, and the current reports of the places that drafts take."""

    rounds: dict[date, Round | RoundDraft]
    reports: dict[Place, tuple[int, str]]
    reopened: set[Place]
    openings: dict[tuple[int, int], Month]


def check_many(
    rounds: Sequence[RoundDraft], reports: Sequence[ReportDraft], *, reason: str, today: date
) -> None:
    """Refuse what no single action takes: a month that is locked or was not opened, a report that
    left the desk, a correction without its reason (ROUND-4 and 6, REPORT-2 and 7).
    """
    stands = _read(rounds, reports)
    for report in reports:
        check_begun(Month.of(report.month), today=today)
        _check_replaced(report, stands)
        _check_opening(report, stands)
        if report.is_correction:
            rules.check_correction(report.reason)
        elif report.is_history:
            _check_history(report, stands, reason=reason)
        else:
            _check_handed_in(report, stands, today=today)


def _read(rounds: Sequence[RoundDraft], reports: Sequence[ReportDraft]) -> _Stands:
    months = {report.month for report in reports}
    known: dict[date, Round | RoundDraft] = {r.month: r for r in Round.objects.all()}
    if any(draft.month in known for draft in rounds):
        raise outdated()
    current = Report.objects.current().filter(
        project__in={r.project.pk for r in reports if r.project.pk}, month__in=months
    )
    rows = current.values_list("project_id", "month", "pk", "state")
    reopened = Reopening.objects.values_list("project_id", "round__month")
    return _Stands(
        rounds=known | {draft.month: draft for draft in rounds},
        reports={(project, month): (pk, state) for project, month, pk, state in rows},
        reopened=set(reopened),
        openings=opened_years({report.project.pk for report in reports if report.project.pk}),
    )


def _check_replaced(report: ReportDraft, stands: _Stands) -> None:
    """Refuse to replace anything but what stands: another may stand there since."""
    if isinstance(report.replaces, ReportDraft):  # of the same batch
        return
    standing = stands.reports.get((report.project.pk, report.month))
    old = report.replaces
    if standing != ((old.pk, old.state) if old is not None else None):
        raise outdated()


def _check_opening(report: ReportDraft, stands: _Stands) -> None:
    """Refuse a month that an opening sum holds, unless the sum itself is corrected (ROUND-9)."""
    if not (report.is_opening and report.is_correction):
        opened_until = stands.openings.get((report.project.pk, report.month.year))
        rules.check_not_in_opening(Month.of(report.month), opened_until)


def _check_history(report: ReportDraft, stands: _Stands, *, reason: str) -> None:
    round = stands.rounds.get(report.month)
    if round is None or round.state == RoundState.OPEN:
        raise outdated()
    if round.state == RoundState.LOCKED:
        rules.check_locked_history(Month.of(report.month), reason)


def _check_handed_in(report: ReportDraft, stands: _Stands, *, today: date) -> None:
    round = stands.rounds.get(report.month)
    rules.check_fillable(
        Month.of(report.month),
        round.state if round else None,
        opens_on=round.opens_on if round else today,
        today=today,
        reopened=(report.project.pk, report.month) in stands.reopened,
    )
    if report.fills_a_draft:
        rules.check_editable(report.replaces.state)
