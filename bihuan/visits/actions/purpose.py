"""Saying which of the three visits of supervision a visit was."""

from __future__ import annotations

from datetime import datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.visits.kinds import VisitPurpose, VisitState
from bihuan.visits.models import Visit


@action
def set_visit_purpose(*, visit: Visit, purpose: str, by: User, at: datetime) -> Visit:
    """Say which of the three visits of supervision a complete visit was; empty: none (VISIT-8)."""
    require(by, Can.VISIT_RECORD, visit)
    visit = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if purpose and purpose not in VisitPurpose.values:
        raise Refusal(gettext("There is no such visit of supervision."))
    if visit.state != VisitState.COMPLETE:
        raise Refusal(gettext("Only a complete visit counts as one of supervision."))
    was = visit.purpose
    if purpose == was:
        return visit
    visit.purpose = purpose
    visit.save(update_fields=["purpose"])
    record("visit.purpose_set", visit, by=by, at=at, purpose=[was, purpose])
    return visit
