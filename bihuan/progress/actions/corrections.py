"""Changing what was accepted: a new version with a reason; the old one stays."""

from __future__ import annotations

from datetime import datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.progress import rules
from bihuan.progress.kinds import COUNTED, HISTORY, Origin
from bihuan.progress.models import Report
from bihuan.progress.queries import known_for_refusals
from bihuan.progress.validation import Filling

from .reports import check_possible, columns_of, locked, write_funds


@action
def correct(*, report: Report, filling: Filling, reason: str, by: User, at: datetime) -> Report:
    """Put a new version in place of an accepted report (REPORT-7). Refused on an older version."""
    require(by, Can.REPORT_CORRECT, report)
    old = locked(report)
    rules.check_correction(reason)
    if old.state not in COUNTED:
        raise Refusal(gettext("Only an accepted report is corrected; others are returned."))
    if not old.is_current:
        raise Refusal(gettext("This version was corrected before: correct the newest one."))
    check_possible(filling, known_for_refusals(old.project, Month.of(old.month)))
    old.is_current = False
    old.save(update_fields=["is_current"])
    new = _next_version(old, filling, reason, by, at)
    columns = filling.columns()
    changes = {k: [was, columns[k]] for k, was in columns_of(old, columns).items()}
    changes = {k: pair for k, pair in changes.items() if pair[0] != pair[1]}
    record("report.corrected", new, by=by, at=at, reason=reason, changes=changes)
    return new


def _next_version(old: Report, filling: Filling, reason: str, by: User, at: datetime) -> Report:
    new = Report.objects.create(
        project=old.project,
        month=old.month,
        version=old.version + 1,
        state=old.state,
        origin=old.origin if old.origin in HISTORY else Origin.FORM,
        reason=reason,
        **filling.columns(),
        saved_at=at,
        saved_by=by,
        first_submitted_at=old.first_submitted_at,
        submitted_at=at,
        submitted_by=by,
        accepted_at=at,
        accepted_by=by,
        edition=old.edition + 1,
    )
    write_funds(new, filling.funds)
    return new
