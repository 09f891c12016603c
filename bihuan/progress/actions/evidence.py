"""Milestones reached, and photos beside a report."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256

from django.core.files.base import ContentFile
from django.db.models import QuerySet

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.pictures import check_picture
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.plans.models import Milestone
from bihuan.plans.presets import milestone_order
from bihuan.progress import rules
from bihuan.progress.kinds import COUNTED
from bihuan.progress.models import MilestoneReached, Photo, Report

from .reports import locked

MOST_PHOTOS = 9  # REPORT-5


@action
def reach_milestone(
    *, milestone: Milestone, reached_on: date, by: User, at: datetime, evidence: str = ""
) -> MilestoneReached:
    """Record the day. A second day for the same milestone is a correction: the office's, with words
    that say why.
    """
    require(by, Can.REPORT_FILL, milestone.project_year)
    milestone = Milestone.objects.select_for_update().get(pk=milestone.pk)
    before, after = _neighbours(milestone)
    rules.check_reached(reached_on, today=local_day(at), before=before, after=after)
    there = MilestoneReached.objects.filter(milestone=milestone).first()
    if there is not None:
        require(by, Can.REPORT_CORRECT, milestone.project_year)
        rules.check_reason(evidence)
    reached, _new = MilestoneReached.objects.update_or_create(
        milestone=milestone,
        defaults={"reached_on": reached_on, "evidence": evidence, "recorded_at": at},
    )
    was = there.reached_on if there else None
    record("milestone.reached", reached, by=by, at=at, on=[was, reached_on], evidence=evidence)
    for twin in _carried(milestone, was):
        same, _new = MilestoneReached.objects.update_or_create(
            milestone=twin,
            defaults={"reached_on": reached_on, "evidence": evidence, "recorded_at": at},
        )
        record("milestone.reached", same, by=by, at=at, on=[was, reached_on], evidence=evidence)
    return reached


@action
def add_photo(*, report: Report, content: bytes, by: User, at: datetime) -> Photo:
    """Put a photo beside a report that has not been accepted. The same photo is kept once."""
    require(by, Can.REPORT_FILL, report)
    kind = check_picture(content, most=rules.PHOTO_BYTES)
    report = locked(report)
    if report.state in COUNTED:
        raise Refusal(gettext("The report has been accepted: no photo can be added."))
    digest = sha256(content).hexdigest()
    if there := report.photos.filter(sha256=digest).first():
        return there
    if report.photos.count() >= MOST_PHOTOS:
        raise Refusal(gettext("A report may have %s photos at most.") % MOST_PHOTOS)
    photo = Photo(report=report, sha256=digest, added_at=at)
    photo.file.save(f"{digest[:32]}.{kind}", ContentFile(content))
    record("photo.added", photo, by=by, at=at, report=report.pk, sha256=digest)
    return photo


def _carried(milestone: Milestone, was: date | None) -> QuerySet[Milestone]:
    """Return the same step as another year promises it, which stood as this one did (STEP-8)."""
    days = milestone.promises.values_list("due_on", flat=True)
    same = Milestone.objects.filter(
        project_year__project=milestone.project_year.project_id,
        key=milestone.key,
        name=milestone.name,
        promises__due_on__in=list(days),
    )
    same = same.filter(reached__reached_on=was) if was else same.filter(reached=None)
    return same.exclude(pk=milestone.pk).distinct()


def _neighbours(milestone: Milestone) -> tuple[date | None, date | None]:
    """Return the latest day of the steps without which it cannot be reached, and the earliest of
    those that cannot be reached without it (STEP-7).
    """
    reached = MilestoneReached.objects.filter(milestone__project_year=milestone.project_year_id)
    days = list(reached.values_list("milestone__key", "reached_on"))
    order = milestone_order()
    needed = order.get(milestone.key, frozenset())
    before = [day for key, day in days if key in needed]
    after = [day for key, day in days if milestone.key in order.get(key, ())]
    return max(before, default=None), min(after, default=None)
