"""Rounds and reports, many at once, by the rules of the single actions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.bulk import RowMaker
from bihuan.kit.bulk_undo import BulkUndo, rests_on_it
from bihuan.kit.bulk_writes import BulkWrites, Edit, replacing
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.progress import rules
from bihuan.progress.drafts import STATED, ReportDraft, RoundDraft
from bihuan.progress.kinds import COUNTED, HISTORY, Origin, RoundState
from bihuan.progress.models import FundsInPlace, Report, Round

from .bulk_checks import check_many

COLUMNS = (*STATED, "state")


def write_many(
    *,
    rounds: Sequence[RoundDraft],
    reports: Sequence[ReportDraft],
    writes: BulkWrites,
    by: User,
    at: datetime,
    reason: str = "",
) -> None:
    """Write rounds and reports; the caller records it. Refused as the single actions refuse, of
    the facts as they stand (ROUND-4 and 6, REPORT-2 and 7).
    """
    if not (rounds or reports):
        return
    _check_permitted(rounds, reports, by)
    check_many(rounds, reports, reason=reason, today=local_day(at))
    writes.insert(Round, rounds, lambda draft: Round(**vars(draft)))
    filled = [report for report in reports if report.fills_a_draft]
    fresh = [report for report in reports if not report.fills_a_draft]
    edits, replaced = replacing(fresh)
    writes.edit([*edits, *(_filled(draft, by, at) for draft in filled)])
    make, by_id = RowMaker(Report), by.pk
    writes.insert(Report, fresh, lambda draft: make(**_report(draft, replaced, writes, by_id, at)))
    _write_funds(fresh, writes)
    _fill_funds(filled, writes)


def _check_permitted(
    rounds: Sequence[RoundDraft], reports: Sequence[ReportDraft], by: User
) -> None:
    if rounds:
        require(by, Can.ROUND_MANAGE)
    alike = {(id(r.project), r.is_correction, r.is_history): r for r in reports}
    for report in alike.values():
        require(by, Can.REPORT_FILL, report.project)
        if report.is_correction:
            require(by, Can.REPORT_CORRECT, report.project)
        elif report.is_history:
            require(by, Can.REPORT_ACCEPT, report.project)


def _report(
    draft: ReportDraft, replaced: set[int], writes: BulkWrites, by_id: int, at: datetime
) -> dict[str, Any]:
    """Return the columns of a new report."""
    old, counts = draft.replaces, draft.state in COUNTED
    return {
        "project_id": writes.made(draft.project).pk,
        "month": draft.month,
        "is_current": id(draft) not in replaced,
        "version": writes.made(old).version + 1 if old is not None else 1,
        "edition": writes.made(old).edition + 1 if old is not None else 1,
        "reason": draft.reason,
        "accepted_at": at if counts else None,
        "accepted_by_id": by_id if counts else None,
        **{name: getattr(draft, name) for name in COLUMNS},
        "origin": _origin(draft),
        "saved_at": at,
        "saved_by_id": by_id,
        "submitted_at": at,
        "submitted_by_id": by_id,
        "first_submitted_at": draft.first_submitted_at(at),
    }


def _filled(draft: ReportDraft, by: User, at: datetime) -> Edit:
    """Return what becomes of a draft that stands, as when the page saves and hands it in."""
    new = {name: getattr(draft, name) for name in COLUMNS} | {
        "origin": _origin(draft),
        "saved_at": at,
        "saved_by": by,
        "submitted_at": at,
        "submitted_by": by,
        "first_submitted_at": draft.first_submitted_at(at),
        "no_change": False,
    }
    return Edit(draft.replaces, {n: (getattr(draft.replaces, n), v) for n, v in new.items()})


def _origin(draft: ReportDraft) -> Origin:
    """Return how a report came by; what was history stays so when it is corrected."""
    if draft.is_opening:
        return Origin.OPENING
    if draft.is_correction and draft.replaces.origin in HISTORY:
        return Origin(draft.replaces.origin)
    return Origin.BACKFILL if draft.is_history else Origin.WORKBOOK


def _write_funds(reports: Sequence[ReportDraft], writes: BulkWrites) -> None:
    """Write the funds of new reports, with which they go."""
    parts = [(r, source, yuan) for r in reports for source, yuan in r.funds.items() if yuan]
    writes.insert(
        FundsInPlace, parts, lambda part: _fund(writes.made(part[0]), *part[1:]), parts=True
    )


def _fill_funds(reports: Sequence[ReportDraft], writes: BulkWrites) -> None:
    """Put what was said of funds beside what a draft says of them."""
    there: dict[int, dict[str, FundsInPlace]] = defaultdict(dict)
    stands = [report.replaces.pk for report in reports]
    for line in FundsInPlace.objects.filter(report__in=stands):
        there[line.report_id][line.source] = line
    lines = [(r.replaces, source, yuan) for r in reports for source, yuan in r.funds.items()]
    writes.edit(_raised(lines, there))
    new = [line for line in lines if line[2] and line[1] not in there[line[0].pk]]
    writes.insert(FundsInPlace, new, lambda line: _fund(*line))


def _raised(
    lines: list[tuple[Report, str, int]], there: dict[int, dict[str, FundsInPlace]]
) -> Iterator[Edit]:
    for report, source, yuan in lines:
        if line := there[report.pk].get(source):
            yield Edit(line, {"amount_yuan": (line.amount_yuan, yuan)})


def _fund(report: Report, source: str, yuan: int) -> FundsInPlace:
    return FundsInPlace(report=report, source=source, amount_yuan=yuan)


def take_back(*, undo: BulkUndo, by: User) -> None:
    """Take back rounds and reports that a batch brought in; the caller records it. Refused in a
    locked month (ROUND-8), and if somebody reported since in a month that the batch began.
    """
    if not undo.touches(Round, Report, FundsInPlace):
        return
    gone = undo.created(Report)
    filled = [report for report, _before in undo.edited(Report)]
    for report in (*gone, *filled):
        require(by, Can.REPORT_FILL, report.project)
    locked = set(Round.objects.filter(state=RoundState.LOCKED).values_list("month", flat=True))
    for month in sorted({report.month for report in (*gone, *filled)} & locked):
        rules.check_undone(Month.of(month))
    undo.remove(FundsInPlace, Report)
    undo.restore(FundsInPlace, Report)
    begun = [round.month for round in undo.created(Round)]
    if begun:
        require(by, Can.ROUND_MANAGE)
    if Report.objects.filter(month__in=begun).exists():
        raise Refusal(rests_on_it())
    undo.remove(Round)
    undo.restore(Round)
