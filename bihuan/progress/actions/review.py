"""What department and office do with a report that was handed in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.queries import counted_as
from bihuan.accounts.roles import Can
from bihuan.audit.log import EventDraft, record, record_many
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.progress import rules
from bihuan.progress.kinds import COUNTED, ReportState, RoundState
from bihuan.progress.models import Reopening, Report, Round

from .reports import locked


@dataclass(frozen=True)
class Passed:
    """Outcome of accepting many: how many passed, and why each other one did not."""

    accepted: int
    refused: tuple[tuple[str, str], ...]


@action
def mark_reviewed(*, report: Report, by: User, at: datetime, edition: int | None = None) -> Report:
    """Say as the department that the report is right. `edition`, if given, is that of the report as
    it was read.
    """
    require(by, Can.REPORT_REVIEW, report)
    report = locked(report)
    if report.state != ReportState.SUBMITTED:
        raise Refusal(gettext("Only a submitted report can be reviewed."))
    if report.reviewed_at is not None:
        raise Refusal(gettext("%s reviewed this report already.") % report.reviewed_by)
    rules.check_as_read(report.edition, edition)
    rules.check_other_person(report.submitted_by_id, counted_as(by))
    _Rounds([report]).check(report)
    report.reviewed_at, report.reviewed_by = at, by
    report.save()
    record("report.reviewed", report, by=by, at=at)
    return report


@action
def return_(
    *, report: Report, note: str, by: User, at: datetime, edition: int | None = None
) -> Report:
    """Send the report back with a note of what to change. `edition`, if given, is that of the
    report as it was read.
    """
    require(by, Can.REPORT_REVIEW, report)
    report = locked(report)
    rules.check_reason(note)
    rules.check_move(report.state, ReportState.RETURNED)
    rules.check_as_read(report.edition, edition)
    _Rounds([report]).check(report)
    report.state, report.returned_note = ReportState.RETURNED, note
    report.reviewed_at = report.reviewed_by = None
    report.edition += 1
    report.save()
    record("report.returned", report, by=by, at=at, note=note)
    return report


@action
def accept(*, report: Report, by: User, at: datetime, edition: int | None = None) -> Report:
    """Let the report count. `edition`, if given, is that of the report as it was read."""
    require(by, Can.REPORT_ACCEPT, report)
    report = locked(report)
    rounds = _Rounds([report])
    _check(report, edition, counted_as(by), rounds)
    _pass(report, rounds, by, at)
    report.save()
    record("report.accepted", report, by=by, at=at, completed_yuan=report.completed_yuan)
    return report


@action
def accept_many(*, seen: Mapping[int, int | None], by: User, at: datetime) -> Passed:
    """Accept the reports whose numbers are the keys of `seen` (values: editions as read). Each one
    that cannot pass is left as it is, with the reason.
    """
    require(by, Can.REPORT_ACCEPT)
    reports = list(
        Report.objects.visible_to(by)
        .filter(pk__in=seen)
        .select_for_update(of=("self",))
        .select_related("project", "accepted_by")
    )
    rounds, own, passed, refused = _Rounds(reports), counted_as(by), [], []
    for report in reports:
        try:
            _check(report, seen[report.pk], own, rounds)
        except (Refusal, NotAllowed) as error:
            refused.append((report.project.name, str(error)))
            continue
        _pass(report, rounds, by, at)
        passed.append(report)
    Report.objects.bulk_update(passed, ["state", "accepted_at", "accepted_by", "edition"])
    drafts = [EventDraft.on("report.accepted", r, completed_yuan=r.completed_yuan) for r in passed]
    record_many(drafts, by=by, at=at)
    return Passed(len(passed), tuple(refused))


class _Rounds:
    """The months of some reports: which are locked, and for whom they were reopened."""

    def __init__(self, reports: list[Report]) -> None:
        months = {report.month for report in reports}
        self.locked = set(
            Round.objects.filter(month__in=months, state=RoundState.LOCKED).values_list(
                "month", flat=True
            )
        )
        self.reopened = set(
            Reopening.objects.filter(round__month__in=self.locked).values_list(
                "round__month", "project_id"
            )
        )

    def check(self, report: Report) -> None:
        """Refuse what is done with a report of a month that stands still (ROUND-6)."""
        reopened = (report.month, report.project_id) in self.reopened
        if report.month in self.locked and not reopened:
            raise Refusal(gettext("The month is locked. Reopen it for this project first."))


def _check(report: Report, edition: int | None, own: Collection[int], rounds: _Rounds) -> None:
    if report.state in COUNTED and report.accepted_by is not None:
        raise Refusal(
            gettext("%s accepted this report already: nothing is left to do.") % report.accepted_by
        )
    rules.check_move(report.state, ReportState.ACCEPTED)
    rules.check_as_read(report.edition, edition)
    rules.check_other_person(report.submitted_by_id, own)
    rounds.check(report)


def _pass(report: Report, rounds: _Rounds, by: User, at: datetime) -> None:
    frozen = report.month in rounds.locked
    report.state = ReportState.LOCKED if frozen else ReportState.ACCEPTED
    report.accepted_at, report.accepted_by = at, by
    report.edition += 1
